"""The public's pages. They show what the register answers; nothing is decided here."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jumelage.faces import course, words
from jumelage.faces.marks import Marks, public_sources, source_url
from jumelage.faces.portal import linked, present, texts
from jumelage.faces.portal.counted import counted, crumbs, our_home
from jumelage.faces.portal.said import said_in
from jumelage.knowledge.claims import anchors
from jumelage.knowledge.claims.models import Claim, Identity
from jumelage.knowledge.claims.queries import source_cards
from jumelage.knowledge.claims.rules import ABOUT_SOURCES
from jumelage.knowledge.partnerships import queries
from jumelage.knowledge.partnerships.slug import slugs
from jumelage.knowledge.partnerships.state import State
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
def home_page(request: HttpRequest) -> HttpResponse:
    place, today = our_home(), timezone.localdate()
    partners = queries.partners_of(place.pk, today)
    context = counted(partners) | {
        "first": present.first(partners),
        "map": present.partner_map(partners),
        "groups": present.groups(partners),
        "today": today.isoformat(),
        "contacts": texts.contacts(),
    }
    return render(request, "portal/home.html", context)


@require_safe
def partnerships(request: HttpRequest) -> HttpResponse:
    place, today = our_home(), timezone.localdate()
    day, error = _day(request.GET.get("as_of", ""), today)
    partners = queries.partners_of(place.pk, day)
    context = counted(partners) | {
        "groups": (groups := present.groups(partners)),
        "linked": linked.collection(request, groups),
        "map": present.partner_map(partners),
        "day": day.isoformat(),
        "day_words": words.day_words(day),
        "today": today.isoformat(),
        "is_today": day == today,
        "error": error,
    }
    return render(request, "portal/partnerships.html", context, status=400 if error else 200)


def _day(text: str, today: date) -> tuple[date, str]:
    """The day that was asked for; today, with a sentence, where it is none."""
    if not text:
        return today, ""
    try:
        day = date.fromisoformat(text)
        return (
            (day, "") if day <= today else (today, _("This day is still to come; the register is shown as of today."))
        )
    except ValueError:
        return today, _("This is not a day. Give one such as 2013-06-30; the register is shown as of today.")


@require_safe
def partnership(request: HttpRequest, slug: str) -> HttpResponse:
    place, today = our_home(), timezone.localdate()
    partners = queries.partners_of(place.pk, today)
    state = found(partners, slug)
    marks = Marks.of(course.claims_of(state), source_url)
    name = course.shown_name(state.partner)
    context = {
        "crumbs": crumbs((_("Partnerships"), reverse("portal:partnerships")), name),
        "state": state,
        "name": name,
        "lead": present.lead(state),
        "facts": course.facts(state, marks),
        "portrait": texts.portrait(state.partnership),
        "picture": texts.picture(state.partnership),
        "contacts": texts.contacts(state.partnership),
        "timeline": course.timeline(state, marks),
        "links": course.links(state.record.links, marks),
        "map": present.partner_map(partners, [state]),
        "permanent": request.build_absolute_uri(reverse("identity", args=["partnership", state.partnership])),
        "linked": linked.partnership(request, state),
    }
    return render(request, "portal/partnership.html", context)


def found(partners: queries.Partners, slug: str) -> State:
    slug_of = slugs(state.partner for state in partners.states)
    for state in partners.states:
        if slug_of[state.partner.id] == slug:
            return state
    raise Http404(_("The register knows no partnership under this address."))


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
    slug_of = slugs(state.partner for state in states)
    address = {s.partnership: present.partner_url(slug_of[s.partner.id]) for s in states}
    groups = said_in(card, place.pk)
    context = {
        "crumbs": crumbs((_("Sources"), reverse("portal:sources")), card.title),
        "card": card,
        "row": _source_row(card),
        "groups": [(group, address.get(group.partnership) if group.partnership else None) for group in groups],
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
    return HttpResponse(status=303, headers={"Location": target, "Vary": "Accept, Accept-Language"})


def _page_of(found: Identity) -> str:
    if found.type == "source":
        return source_url(found.pk)
    states = queries.partners_of(our_home().pk, timezone.localdate()).states
    slug_of = slugs(state.partner for state in states)
    for state in states:
        if found.pk in (state.partnership, state.partner.id):
            return present.partner_url(slug_of[state.partner.id])
    if found.pk == our_home().pk:
        return reverse("portal:home")
    raise Http404(_("The register shows nothing under this address."))


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
