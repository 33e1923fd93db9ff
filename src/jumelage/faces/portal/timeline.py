"""The timeline of the city: every step of every partnership, by decade, and a picture of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jumelage.faces import course, words
from jumelage.faces.marks import Marks, source_url
from jumelage.faces.portal import present
from jumelage.faces.portal.asked import asked
from jumelage.faces.portal.counted import crumbs, our_home
from jumelage.faces.portal.lanes import lanes
from jumelage.faces.portal.paging import page_of, paged
from jumelage.knowledge.partnerships import queries
from jumelage.knowledge.partnerships.record import Milestone
from jumelage.knowledge.partnerships.state import Party

A_PAGE = 100


@dataclass(slots=True)
class Decade:
    key: str
    title: str
    steps: list[dict[str, Any]] = field(default_factory=list)


@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    home, today = our_home(), asked(request).today
    partners = queries.partners_of(home.pk, today)
    own = queries.home_milestones(home.pk)
    steps = _steps(partners, own)
    page = page_of(request, steps, A_PAGE)
    context = {
        "crumbs": crumbs(_("Timeline")),
        "decades": _decades(page),
        "number": len(steps),
        **paged(page),
        "lanes": lanes(partners.states, present.addresses(partners.states), today) if page.number == 1 else None,
    }
    return render(request, "portal/timeline.html", context)


def _steps(partners: queries.Partners, own: Iterable[Milestone]) -> list[course.Step]:
    own = tuple(own)
    claims = [seq for state in partners.states for seq in course.claims_of(state)] + [s for m in own for s in m.claims]
    marks, urls = Marks.of(claims, source_url), present.addresses(partners.states)
    found = [
        (day, step | _about(state.partner, urls[state.partnership]))
        for state in partners.states
        for day, step in course.steps(state, marks)
    ]
    found += [(day, step | _about(partners.home, "")) for day, step in course.steps_of(own, marks)]
    return sorted(found, key=lambda step: step[0])


def _about(party: Party, url: str) -> dict[str, str]:
    return {"about": course.shown_name(party), "about_url": url}


def _decades(steps: Iterable[course.Step]) -> list[Decade]:
    return [Decade(*_named(key), [step for _, step in group]) for key, group in groupby(steps, key=_decade)]


def _decade(step: course.Step) -> str:
    return "" if step[0] == date.max else f"{step[0].year // 10:03}X"


def _named(decade: str) -> tuple[str, str]:
    return (decade, words.date_words(decade)) if decade else ("undated", _("Undated"))
