from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jumelage.accounts.models import User
from jumelage.faces.office import anniversaries, changes
from jumelage.faces.office.access import may, user_of
from jumelage.faces.office.agreements import end_row
from jumelage.faces.office.council import record_rows
from jumelage.faces.office.evidence import evidence, failed_jobs
from jumelage.faces.office.findings import finding_counts
from jumelage.faces.office.ledger import since
from jumelage.faces.office.partners import Around, states
from jumelage.faces.office.review import open_sources
from jumelage.faces.office.tasks import task_rows
from jumelage.faces.office.watching import watching_counts
from jumelage.knowledge.partnerships.home import home
from jumelage.knowledge.partnerships.queries import partners_of
from jumelage.work.agreements.queries import ending
from jumelage.work.contacts.models import Person
from jumelage.work.council import queries as council
from jumelage.work.history.actions import come_in
from jumelage.work.history.queries import changes as changes_of
from jumelage.work.tasks import queries as tasks

SOON = timedelta(days=14)
SHOWN = 20


@require_safe
@may("read office")
def today(request: HttpRequest) -> HttpResponse:
    place = home()
    context = {
        "sources": open_sources()[:5],
        "findings": finding_counts(place.pk) if place else {},
        "watching": watching_counts(),
        "evidence": evidence(),
        "failed_jobs": failed_jobs(),
        "count": partners_of(place.pk, timezone.localdate()).count if place else None,
    }
    if user_of(request).office:
        context |= _at_hand(user_of(request), timezone.localdate())
    return render(request, "office/today.html", context)


def _at_hand(user: User, today: date) -> dict[str, Any]:
    """The person's own tasks that are due or nobody's, contact data to check, and what others changed since they were here."""
    around, away = Around.of(user), come_in(user)
    due = tasks.tasks(user, until=today + SOON).filter(Q(assignee=user) | Q(assignee=None))
    return {
        "tasks": task_rows(due[:SHOWN], around.partners),
        "to_check": Person.objects.of(user).filter(review_on__lte=today).count() if user.may("read contact") else 0,
        "anniversaries": [anniversaries.row(one) for one in anniversaries.soon(states(user), today)],
        "ending": [
            end_row(agreement, end, around.partner(agreement.partnership))
            for agreement, end in ending(user, today)[:SHOWN]
        ],
        "mandates": record_rows(council.records(user, waiting=True, sort="date")[:SHOWN]),
        "away": away,
        "changes": _changed(user, away, around) if away else [],
        "may_edit": user.may("edit task"),
    }


def _changed(user: User, away: datetime, around: Around) -> list[dict[str, Any]]:
    found = changes_of(user, since=away).exclude(by=user)[:SHOWN]
    rows = [*changes.rows(found, user, around), *since(away, user, around.partners)]
    return sorted(rows, key=itemgetter("at"), reverse=True)[:SHOWN]
