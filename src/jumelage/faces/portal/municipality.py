"""A municipality and its partners, as far as the register knows them: for the home, and for everyone else in it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from jumelage.core.datewords import iso
from jumelage.faces import course, words
from jumelage.faces.portal import present
from jumelage.faces.portal.asked import asked
from jumelage.faces.portal.counted import counted, crumbs, our_home
from jumelage.faces.portal.paging import page_of, paged
from jumelage.knowledge.partnerships import queries
from jumelage.knowledge.partnerships.models import Municipality
from jumelage.knowledge.partnerships.state import State

A_PAGE = 100


@require_safe
def municipality(request: HttpRequest, pk: UUID) -> HttpResponse:
    our_home()
    town = Municipality.objects.filter(pk=pk).select_related("identity").first()
    question = asked(request)
    merged = town.identity.merged_into_id if town else None
    partners = queries.partners_of(merged or pk, question.today) if town else None
    if partners is None or not partners.states:
        raise Http404(_("The register knows no partners of this municipality."))
    page = page_of(request, partners.states, A_PAGE)
    name, urls = course.shown_name(partners.home), pages_of(partners.states)
    context = counted(partners) | {
        "crumbs": crumbs((pgettext("page", "Search"), reverse("portal:search")), name),
        "name": name,
        "country": words.country(partners.home.country),
        "table": table(page),
        **paged(page),
        "map": present.partner_map(partners.home, list(page), urls),
        "permanent": request.build_absolute_uri(reverse("identity", args=["municipality", partners.home.id])),
    }
    return render(request, "portal/municipality.html", context)


def pages_of(states: Any) -> dict[UUID, str]:
    """The page of the other municipality, by partnership."""
    return {state.partnership: reverse("portal:municipality", args=[state.partner.id]) for state in states}


def table(states: Any) -> dict[str, Any]:
    labels = [
        _("Partner"),
        pgettext("property", "Country"),
        pgettext("property", "Kind"),
        pgettext("property", "Status"),
        pgettext("column", "Since"),
    ]
    rows = [[cell | {"label": label} for cell, label in zip(_row(s), labels, strict=True)] for s in states]
    return {"columns": [{"label": label} for label in labels], "rows": rows}


def _row(state: State) -> list[dict[str, Any]]:
    since = state.since.date if state.since else ""
    return [
        {"text": course.shown_name(state.partner), "url": reverse("portal:municipality", args=[state.partner.id])},
        {"text": words.country(state.partner.country)},
        {"text": words.kind(state.kind)},
        {"text": words.status(state.status)},
        {"text": words.date_words(since) or _("not stated"), "iso": iso(since) if since else ""},
    ]
