"""Search over partnerships, organisations, milestones and municipalities."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from jumelage.faces import course, words
from jumelage.faces.portal import present
from jumelage.faces.portal.asked import asked
from jumelage.faces.portal.counted import crumbs, our_home
from jumelage.faces.portal.organisations import pages_of
from jumelage.knowledge.claims.models import Claim
from jumelage.knowledge.partnerships import models, queries, stored
from jumelage.knowledge.partnerships.record import Milestone
from jumelage.knowledge.partnerships.state import State
from jumelage.knowledge.search.models import Kind
from jumelage.knowledge.search.queries import Hit
from jumelage.knowledge.search.queries import search as search_index

SHOWN = 20  # of each kind; who seeks more types more
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Result:
    """text: what a source says; lang: its language, where it is not the reader's."""

    title: str
    url: str
    note: str
    text: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    key: str
    title: str
    found: list[Result]
    more: int


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    home, text = our_home(), request.GET.get("q", "").strip()
    too_long = len(text) > LONGEST
    text = text[:LONGEST]
    groups = _results(search_index(text), home.pk, asked(request)) if text else []
    context = {
        "crumbs": crumbs(pgettext("page", "Search")),
        "text": text,
        "too_long": too_long,
        "groups": groups,
        "number": sum(len(group.found) + group.more for group in groups),
    }
    return render(request, "portal/search.html", context, status=400 if too_long else 200)


def _results(hits: Sequence[Hit], home: UUID, question: Any) -> list[Results]:
    states = queries.partners_of(home, question.today).states
    lookup = Lookup.of(hits, states)
    of = {kind: [hit for hit in hits if hit.kind == kind] for kind in Kind}
    ours = {state.partner.id: state for state in states}
    own = [hit for hit in of[Kind.MUNICIPALITY] if hit.subject in ours]
    others = [hit for hit in of[Kind.MUNICIPALITY] if hit.subject not in ours]
    made = [
        _group("partnerships", _("Partnerships"), [lookup.partnership(ours[hit.subject]) for hit in own]),
        _group("organisations", _("Schools and associations"), map(lookup.organisation, of[Kind.ORGANISATION])),
        _group("milestones", _("From the timeline"), map(lookup.milestone, of[Kind.MILESTONE])),
        _group("municipalities", _("Other municipalities of the register"), map(lookup.municipality, others)),
    ]
    return [group for group in made if group.found]


def _group(key: str, title: str, results: Iterable[Result | None]) -> Results:
    found = [result for result in results if result]
    return Results(key, title, found[:SHOWN], len(found[SHOWN:]))


@dataclass(frozen=True, slots=True)
class Lookup:
    """What the hits name, read at once."""

    states: Sequence[State]
    own: Mapping[UUID, State]
    urls: Mapping[UUID, str]
    partnerships: Mapping[UUID, models.Partnership]
    municipalities: Mapping[UUID, models.Municipality]
    languages: Mapping[int, str]

    @classmethod
    def of(cls, hits: Sequence[Hit], states: Sequence[State]) -> "Lookup":
        subjects = {kind: {hit.subject for hit in hits if hit.kind == kind} for kind in Kind}
        pairs = models.Partnership.objects.filter(pk__in=subjects[Kind.ORGANISATION] | subjects[Kind.MILESTONE])
        towns = models.Municipality.objects.filter(pk__in=subjects[Kind.MUNICIPALITY], identity__merged_into=None)
        return cls(
            states,
            {state.partnership: state for state in states},
            present.addresses(states),
            {pair.pk: pair for pair in pairs.filter(identity__merged_into=None).select_related("one", "other")},
            {town.pk: town for town in towns},
            dict(Claim.objects.filter(pk__in=[h.claim for h in hits if h.claim]).values_list("pk", "source__language")),
        )

    def partnership(self, state: State) -> Result:
        since = words.since_words(state.since.date) if state.since else ""
        status = words.status(state.status) if state.status != "active" else ""
        told = (words.country(state.partner.country), words.kind(state.kind), since, status)
        return Result(course.shown_name(state.partner), self.urls[state.partnership], _line(told))

    def municipality(self, hit: Hit) -> Result | None:
        town = self.municipalities.get(hit.subject)
        if town is None:
            return None
        name = queries.party(town).name(words.language())
        return Result(name, reverse("portal:municipality", args=[town.pk]), words.country(town.country))

    def organisation(self, hit: Hit) -> Result | None:
        if hit.subject not in self.partnerships:
            return None
        state = self.own.get(hit.subject)
        pages = pages_of(state, self.states) if state else {}
        return Result(hit.text, pages.get(hit.text) or self._page(hit.subject), self._pair(hit.subject))

    def milestone(self, hit: Hit) -> Result | None:
        if hit.subject not in self.partnerships:
            return None
        record = stored.record(self.partnerships[hit.subject].record)
        found = next((m for m in record.milestones if hit.claim in m.claims), None)
        if found is None:
            return None
        said = self.languages.get(hit.claim or 0) or ""
        return Result(
            _step(found),
            f"{self._page(hit.subject)}#step-{hit.claim}",
            self._pair(hit.subject),
            words.quoted(found.title) if found.title else "",
            said if said != words.language() else "",
        )

    def _page(self, partnership: UUID) -> str:
        return self.urls.get(partnership) or reverse(
            "portal:municipality", args=[self.partnerships[partnership].one_id]
        )

    def _pair(self, partnership: UUID) -> str:
        pair = self.partnerships[partnership]
        return " – ".join(queries.party(side).name(words.language()) for side in (pair.one, pair.other))


def _step(milestone: Milestone) -> str:
    return _line((words.event(milestone.type), words.step_words(milestone.type, milestone.date)))


def _line(parts: Iterable[str]) -> str:
    return ", ".join(filter(None, parts))
