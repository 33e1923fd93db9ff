"""Schools, clubs and universities: find one, and see its partners."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from jumelage.core.datewords import iso
from jumelage.core.text import fold
from jumelage.faces import course, words
from jumelage.faces.marks import Marks, source_url
from jumelage.faces.portal import present
from jumelage.faces.portal.asked import asked
from jumelage.faces.portal.counted import crumbs, our_home
from jumelage.faces.portal.paging import page_of, paged
from jumelage.knowledge.partnerships import queries
from jumelage.knowledge.partnerships.organisations import Organisation, Tie, organisations
from jumelage.knowledge.partnerships.state import State

A_PAGE = 60
LONGEST = 100


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    home = our_home()
    partners = queries.partners_of(home.pk, asked(request).today)
    every = organisations(partners.states)
    text, type_ = request.GET.get("q", "").strip()[:LONGEST], request.GET.get("type", "")
    found = [o for o in every if (not type_ or o.type == type_) and _fits(o, text)]
    found.sort(key=lambda o: o.place.id != home.pk)  # ours first
    page = page_of(request, found, A_PAGE)
    types = sorted({o.type for o in every}, key=list(words.ORGANISATIONS).index)
    context = {
        "crumbs": crumbs(_("Schools and associations")),
        "text": text,
        "types": _types(types, type_),
        "number": len(every),
        "found": len(found),
        **paged(page),
        "rows": [_row(organisation) for organisation in page],
    }
    return render(request, "portal/organisations.html", context)


def _fits(organisation: Organisation, text: str) -> bool:
    """Every word that was typed stands in its name, in its town's, or in a partner's."""
    names = [organisation.name, course.shown_name(organisation.place), organisation.place.label]
    names += [name for tie in organisation.ties for name in (tie.other, course.shown_name(tie.other_place))]
    said = fold(" ".join(names))
    return all(word in said for word in fold(text).split())


def _types(types: list[str], chosen: str) -> dict[str, Any]:
    options = [("", pgettext("filter", "all")), *((type_, words.organisations(type_)) for type_ in types)]
    return {"name": "type", "label": pgettext("organisation", "Kind"), "options": options, "value": chosen}


def _row(organisation: Organisation) -> dict[str, Any]:
    return {
        "name": organisation.name,
        "url": reverse("portal:organisation", args=[organisation.slug]),
        "place": course.shown_name(organisation.place),
        "country": words.country(organisation.place.country),
        "type": words.organisation(organisation.type),
        "ties": [_partner(tie) for tie in organisation.ties],
    }


def _partner(tie: Tie) -> str:
    place = course.shown_name(tie.other_place)
    return f"{tie.other}, {place}" if tie.other else place


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    home = our_home()
    partners = queries.partners_of(home.pk, asked(request).today)
    found = next((o for o in organisations(partners.states) if o.slug == slug), None)
    if found is None:
        raise Http404(_("The register knows no organisation under this address."))
    slugs = {(o.name, o.place.id): o.slug for o in organisations(partners.states)}
    marks = Marks.of((seq for tie in found.ties for seq in tie.link.claims), source_url)
    urls = present.addresses(partners.states)
    context = {
        "crumbs": crumbs((_("Schools and associations"), reverse("portal:organisations")), found.name),
        "organisation": found,
        "lead": _lead(found),
        "ties": [_tie(tie, slugs, urls, marks) for tie in found.ties],
    }
    return render(request, "portal/organisation.html", context)


def pages_of(state: State, states: Iterable[State]) -> dict[str, str]:
    """The page of each organisation that the ties of this partnership name."""
    parties = (state.home.id, state.partner.id)
    named = (o for o in organisations(states) if o.place.id in parties)
    return {o.name: reverse("portal:organisation", args=[o.slug]) for o in named}


def _lead(found: Organisation) -> str:
    return _("%(type)s in %(town)s, %(country)s") % {
        "type": words.organisation(found.type),
        "town": course.shown_name(found.place),
        "country": words.country(found.place.country),
    }


def _tie(tie: Tie, slugs: Mapping[tuple[str, UUID], str], urls: Mapping[UUID, str], marks: Marks) -> dict[str, Any]:
    slug = slugs.get((tie.other, tie.other_place.id))
    since = tie.link.since
    return {
        "name": tie.other,
        "url": reverse("portal:organisation", args=[slug]) if slug else "",
        "place": course.shown_name(tie.other_place),
        "partnership": course.shown_name(tie.state.partner),
        "partnership_url": urls[tie.state.partnership],
        "country": words.country(tie.other_place.country),
        "relation": words.relation(tie.link.relation),
        "since": words.date_words(since),
        "since_iso": iso(since) if since else "",
        "sources": marks(tie.link.claims),
    }
