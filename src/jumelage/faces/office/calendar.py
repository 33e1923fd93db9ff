"""The calendar of the office: anniversaries, what is due, and the addresses for calendar programs."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jumelage.accounts.models import User
from jumelage.faces import words
from jumelage.faces.office.access import may, user_of
from jumelage.faces.office.anniversaries import ahead, row
from jumelage.faces.office.partners import partner_names, states
from jumelage.faces.office.tasks import task_rows
from jumelage.work.calendar import actions, queries
from jumelage.work.calendar.models import Feed
from jumelage.work.tasks.models import Task
from jumelage.work.tasks.queries import tasks

MONTHS = 12
SHOWN = 5  # tasks of a month
READ = 200  # tasks of all months; the counts are of all


class Whose(NamedTuple):
    """Whose address it is: what it takes to make one, and how."""

    action: str
    make: Callable[..., str]
    close: Callable[..., None]
    feeds: Callable[[User], Any]


WHOSE = {
    "own": Whose("hold feed", actions.open_feed, actions.close_feed, Feed.objects.own),
    "office": Whose("share calendar", actions.open_office_feed, actions.close_office_feed, Feed.objects.of_office),
}


@require_safe
@may("read office")
def calendar(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
@may("read office")
def make(request: HttpRequest, whose: str) -> HttpResponse:
    """The page again with the new address, which is shown only this once."""
    secret = _whose(whose).make(by=user_of(request), language=get_language() or "en")
    return _page(request, whose, request.build_absolute_uri(reverse("feed", args=[secret])))


@require_POST
@may("read office")
def revoke(request: HttpRequest, whose: str) -> HttpResponse:
    _whose(whose).close(by=user_of(request))
    messages.success(request, _("The address is no longer valid."))
    return HttpResponseRedirect(reverse("office:calendar"))


def _whose(whose: str) -> Whose:
    if whose not in WHOSE:
        raise Http404
    return WHOSE[whose]


def _page(request: HttpRequest, new: str = "", address: str = "") -> HttpResponse:
    user, today = user_of(request), timezone.localdate()
    context = {
        "years": _years(user, today),
        "months": _months(user, today),
        "feeds": [_feed(user, whose, address if whose == new else "") for whose in WHOSE],
        "may_edit": user.may("edit task"),
        "here": reverse("office:calendar"),
        "may_read_people": user.may("read contact"),
    }
    return render(request, "office/calendar.html", context)


def _years(user: User, today: date) -> list[dict[str, Any]]:
    """The round ones, and the others."""
    found: dict[int, tuple[list[Any], list[Any]]] = defaultdict(lambda: ([], []))
    for one in ahead(states(user), today):
        found[one.year][not one.weight].append(row(one))
    return [{"year": year, "round": both[0], "others": both[1]} for year, both in sorted(found.items())]


def _months(user: User, today: date) -> list[dict[str, Any]]:
    """Those of the next twelve in which something is due; before them, all that was due in an earlier one."""
    first, until = today.replace(day=1), _month(today, MONTHS)
    earlier = first - timedelta(days=1)
    due = _by_month(queries.due_by_day(user, until), earlier)
    reviews = _by_month(queries.reviews_by_day(user, until), earlier)
    shown: dict[date, list[Task]] = defaultdict(list)
    overdue, coming = tasks(user).filter(due__lt=first), tasks(user).filter(due__gte=first, due__lt=until)
    for task in (*overdue[:SHOWN], *coming[:READ]):
        shown[max(_month(task.due or first), earlier)].append(task)
    names = partner_names(user)
    return [
        {
            "name": words.date_words(f"{month:%Y-%m}") if month >= first else "",
            "due": due[month],
            "tasks": task_rows(shown[month][:SHOWN], names),
            "more": due[month] - len(shown[month][:SHOWN]),
            "reviews": reviews[month],
        }
        for month in sorted({*due, *reviews})
    ]


def _month(day: date, later: int = 0) -> date:
    """The first day of the month, or of one that is later."""
    years, month = divmod(day.month - 1 + later, 12)
    return date(day.year + years, month + 1, 1)


def _by_month(by_day: dict[date, int], earlier: date) -> Counter[date]:
    """With all days up to that one together."""
    counted: Counter[date] = Counter()
    for day, count in by_day.items():
        counted[max(_month(day), earlier)] += count
    return counted


def _feed(user: User, whose: str, address: str) -> dict[str, Any]:
    return {
        "whose": whose,
        "now": WHOSE[whose].feeds(user).select_related("made_by").first(),
        "may": user.may(WHOSE[whose].action),
        "address": address,
    }
