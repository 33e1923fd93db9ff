"""Reads that span tables."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q

from jumelage.accounts.models import User
from jumelage.work.tasks.models import Responsibility, Task, TaskQuerySet

SORTS = {
    "due": (F("due").asc(nulls_last=True), "title", "pk"),
    "-due": (F("due").desc(nulls_last=True), "title", "pk"),
    "title": ("title", "pk"),
    "-title": ("-title", "pk"),
}


def tasks(
    user: User,
    *,
    done: bool = False,
    assignee: UUID | None = None,
    partnership: UUID | None = None,
    until: date | None = None,
    sort: str = "due",
) -> TaskQuerySet:
    """The office's tasks. until: only those due by then."""
    found = Task.objects.of(user).select_related("assignee", "done_by").order_by(*SORTS[sort])
    found = found.exclude(done_at=None) if done else found.open()
    if assignee:
        found = found.filter(assignee=assignee)
    if partnership:
        found = found.filter(partnership=partnership)
    return found.filter(due__lte=until) if until else found


@dataclass(frozen=True, slots=True)
class Held:
    """What one person has in hand: open tasks, and the partnerships that they look after or stand in for."""

    tasks: tuple[Task, ...]
    officer_of: tuple[Responsibility, ...]
    deputy_of: tuple[Responsibility, ...]

    @property
    def count(self) -> int:
        return len(self.tasks) + len(self.officer_of) + len(self.deputy_of)


def held_by(user: User, *, lock: bool = False) -> Held:
    own = Task.objects.of(user).open().filter(assignee=user).order_by(*SORTS["due"])
    both = Responsibility.objects.filter(Q(officer=user) | Q(deputy=user), office=user.office_id).order_by("pk")
    if lock:
        own, both = own.select_for_update(), both.select_for_update()
    else:
        both = both.select_related("officer", "deputy")
    found = list(both)
    return Held(
        tuple(own),
        tuple(held for held in found if held.officer_id == user.pk),
        tuple(held for held in found if held.deputy_id == user.pk),
    )


def responsibilities(user: User) -> dict[UUID, Responsibility]:
    found = Responsibility.objects.filter(office=user.office_id).select_related("officer", "deputy")
    return {held.partnership: held for held in found}


def colleagues(user: User) -> list[User]:
    """Those of the office who can be given something to do."""
    return list(User.objects.filter(office=user.office_id, is_active=True).exclude(office=None).order_by("name"))


def open_by_partnership(user: User) -> dict[UUID, int]:
    """How many open tasks each partnership has."""
    found = Task.objects.of(user).open().exclude(partnership=None).order_by()
    return dict(found.values_list("partnership").annotate(count=Count("pk")))
