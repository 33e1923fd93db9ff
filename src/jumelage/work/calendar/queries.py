"""Reads that span tables."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Max

from jumelage.accounts.models import User
from jumelage.accounts.tokens import digest
from jumelage.work.calendar.models import Feed
from jumelage.work.contacts.models import Person
from jumelage.work.history.models import Change
from jumelage.work.tasks.models import Responsibility, Task, TaskQuerySet


def feed_under(secret: str) -> Feed | None:
    """None where the secret is wrong, was revoked, or its person has no part in an office any more."""
    found = Feed.objects.filter(digest=digest(secret)).select_related("office", "user__office").first()
    if found is None or found.user is None:
        return found
    return found if found.user.office and found.user.may("hold feed") else None


def dated_tasks(feed: Feed) -> TaskQuerySet:
    """What is open and has a day: of the whole office, or of the person in their present office."""
    tasks = Task.objects.open().exclude(due=None).order_by("due", "title", "pk")
    if feed.user:
        return tasks.filter(office=feed.user.office_id, assignee=feed.user)
    return tasks.filter(office=feed.office)


def looked_after(feed: Feed) -> set[UUID] | None:
    """The partnerships that the person looks after; None for an office, which has all."""
    if feed.user is None:
        return None
    held = Responsibility.objects.filter(office=feed.user.office_id, officer=feed.user)
    return set(held.values_list("partnership", flat=True))


def changed_at(tasks: Collection[Task]) -> dict[UUID, datetime]:
    """When each of these was last changed, as far as the history tells."""
    found = Change.objects.filter(what="task", record__in=[task.pk for task in tasks]).order_by()
    return dict(found.values_list("record").annotate(last=Max("at")))


def due_by_day(user: User, before: date) -> dict[date, int]:
    """Day → how many open tasks of the office are due on it."""
    found = Task.objects.of(user).open().filter(due__lt=before).order_by()
    return dict(found.values_list("due").annotate(count=Count("pk")))


def reviews_by_day(user: User, before: date) -> dict[date, int]:
    """The same for people whose data is to be checked."""
    found = Person.objects.of(user).filter(review_on__lt=before).order_by()
    return dict(found.values_list("review_on").annotate(count=Count("pk")))
