"""The start page: how many partners, since when, where; what is new, and whose round year it is."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from jumelage.core.datewords import iso
from jumelage.faces import course, words
from jumelage.faces.portal import present
from jumelage.faces.portal.counted import counted, our_home
from jumelage.faces.portal.news import news
from jumelage.faces.portal.texts import contacts
from jumelage.knowledge.partnerships import queries
from jumelage.knowledge.partnerships.anniversaries import anniversaries, round_ones
from jumelage.knowledge.partnerships.state import State

MOST = 48  # partnerships that the start page names; the list has them all
NEWS = 4
AHEAD = 4  # years in which it looks for the next round year
FEW = 5


@require_safe
def home_page(request: HttpRequest) -> HttpResponse:
    home, today = our_home(), timezone.localdate()
    partners = queries.partners_of(home.pk, today)
    urls = present.addresses(partners.states)
    ours = [state for state in partners.states if state.counted]
    others = [state for state in partners.states if not state.counted and state.status != "ended"]
    context = counted(partners) | {
        "first": present.first(partners),
        "map": present.partner_map(partners.home, partners.states, urls),
        "ours": [present.card(state, urls[state.partnership]) for state in ours[:MOST]],
        "others": [present.card(state, urls[state.partnership]) for state in others[:MOST]],
        "all": len(partners.states),
        "news": news(partners.states, urls, NEWS),
        "anniversaries": _anniversaries(partners.states, urls, today.year),
        "year": today.year,
        "today": today.isoformat(),
        "contacts": contacts(),
    }
    return render(request, "portal/home.html", context)


def _anniversaries(states: Sequence[State], urls: Mapping[UUID, str], year: int) -> list[dict[str, Any]]:
    """All of this year; where they are few, the next ones too."""
    found = round_ones(anniversaries(states, year, year + AHEAD))
    ours = sum(one.year == year for one in found)
    return [
        {
            "year": one.year,
            "age": ngettext("%(number)s year", "%(number)s years", one.age) % {"number": one.age},
            "name": course.shown_name(one.state.partner),
            "url": urls[one.state.partnership],
            "since": words.since_words(one.since),
            "iso": iso(one.since),
            "is_now": one.year == year,
        }
        for one in found[: max(ours, FEW)]
    ]
