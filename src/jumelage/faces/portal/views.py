"""The public's pages. They show what the register answers; nothing is decided here."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jumelage.core.masking import MASK
from jumelage.faces import words
from jumelage.faces.marks import public_sources, source_url
from jumelage.faces.portal import present
from jumelage.faces.portal.counted import crumbs, our_home
from jumelage.faces.portal.said import said_in
from jumelage.knowledge.claims import anchors
from jumelage.knowledge.claims.models import Claim, Identity
from jumelage.knowledge.claims.queries import source_cards
from jumelage.knowledge.claims.rules import ABOUT_SOURCES
from jumelage.knowledge.partnerships import queries
from jumelage.knowledge.partnerships.models import Partnership
from jumelage.knowledge.sources.models import Source


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """To the portal in the reader's language."""
    return _in_language(request, "portal:home")


@require_safe
def office(request: HttpRequest) -> HttpResponse:
    """To the office in the reader's language."""
    return _in_language(request, "office:today")


def _in_language(request: HttpRequest, name: str) -> HttpResponse:
    with translation.override(translation.get_language_from_request(request)):
        response = HttpResponseRedirect(reverse(name))
    response["Vary"] = "Accept-Language"
    return response


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    our_home()
    context = {
        "crumbs": crumbs(_("Sources")),
        "sources": [_source_row(card) for card in public_sources()],
    }
    return render(request, "portal/sources.html", context)


def _source_row(card: Any) -> dict[str, Any]:
    return {
        "url": source_url(card.source.pk),
        "title": card.title,
        "lang": card.source.language,
        "words": words.date_words(card.published),
        "source_class": card.source_class,
        "retells": card.retells,
    }


@require_safe
def source(request: HttpRequest, pk: UUID) -> HttpResponse:
    place = our_home()
    found = get_object_or_404(Source.objects.select_related("text", "follows"), pk=pk)
    if not Claim.objects.accepted().filter(source=found).exclude(property__in=ABOUT_SOURCES).exists():
        raise Http404(_("Nothing of this source has been accepted into the register."))
    card = source_cards([found])[pk]
    states = queries.partners_of(place.pk, timezone.localdate()).states
    address = present.addresses(states)
    groups = said_in(card, place.pk)
    context = {
        "crumbs": crumbs((_("Sources"), reverse("portal:sources")), card.title),
        "card": card,
        "row": _source_row(card),
        "groups": [(group, address.get(group.partnership) if group.partnership else None) for group in groups],
        "is_masked": MASK in found.text.text,
        "retrieved": found.retrieved_at,
        "retrieved_words": words.day_words(timezone.localtime(found.retrieved_at).date()),
        "permanent": request.build_absolute_uri(reverse("identity", args=["source", pk])),
    }
    return render(request, "portal/source.html", context)


@require_safe
def identity(request: HttpRequest, type: str, pk: UUID) -> HttpResponse:
    """The permanent address: 303 to the page that shows it now, in the reader's language."""
    found = get_object_or_404(Identity.objects.select_related("merged_into"), pk=pk, type=type)
    found = found.merged_into or found
    with translation.override(translation.get_language_from_request(request)):
        target = _page_of(found)
    query = request.META.get("QUERY_STRING", "")  # the day and the entry of a page that was cited
    target = f"{target}?{query}" if query else target
    return HttpResponse(status=303, headers={"Location": target, "Vary": "Accept, Accept-Language"})


def _page_of(found: Identity) -> str:
    if found.type == "source":
        return source_url(found.pk)
    home = our_home().pk
    if found.pk == home:
        return reverse("portal:home")
    urls = present.addresses(queries.partners_of(home, timezone.localdate()).states)
    if found.pk in urls:
        return urls[found.pk]
    if found.type == "municipality":
        return reverse("portal:municipality", args=[found.pk])
    pair = Partnership.objects.filter(pk=found.pk).first()
    if pair is None:
        raise Http404(_("The register shows nothing under this address."))
    return reverse("portal:municipality", args=[pair.one_id])


@require_safe
def claim(request: HttpRequest, seq: int) -> HttpResponse:
    """The permanent address of a claim: its words on the page of its source."""
    found = get_object_or_404(Claim.objects.accepted().exclude(source=None), pk=seq)
    with translation.override(translation.get_language_from_request(request)):
        target = f"{source_url(found.source_id)}#claim-{seq}" if found.source_id else ""
    return HttpResponse(status=303, headers={"Location": target, "Vary": "Accept, Accept-Language"})


@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """Count and hash of the last entry: who keeps them can tell later whether the past was changed."""
    anchor = anchors.current()
    said = {"entries": anchor.count, "head": anchor.hash, "recorded_at": anchor.recorded_at or None}
    return JsonResponse(said, headers={"Cache-Control": "no-cache"})
