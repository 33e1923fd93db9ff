"""The page of one partnership: what it is, its course, its organisations, as of any day and by any knowledge."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jumelage.faces import course, words
from jumelage.faces.marks import Marks, source_url
from jumelage.faces.portal import linked, present, texts
from jumelage.faces.portal.asked import Asked, asked
from jumelage.faces.portal.counted import crumbs, our_home
from jumelage.faces.portal.organisations import pages_of
from jumelage.knowledge.claims.history import last_entry
from jumelage.knowledge.partnerships import queries
from jumelage.knowledge.partnerships.state import State

OTHERS = 24  # partners of the partner that its page names


@require_safe
def partnership(request: HttpRequest, slug: str) -> HttpResponse:
    home, question = our_home(), asked(request)
    now = queries.partners_of(home.pk, question.today)
    urls = present.addresses(now.states)
    state = _then(found(now, slug), home.pk, question)
    marks = Marks.of(course.claims_of(state), source_url)
    name = course.shown_name(state.partner)
    context = {
        "crumbs": crumbs((_("Partnerships"), reverse("portal:partnerships") + question.carried), name),
        "asked": question,
        "then": _then_words(question),
        "here": request.path,
        "state": state,
        "name": name,
        "lead": present.lead(state),
        "facts": course.facts(state, marks),
        "portrait": texts.portrait(state.partnership),
        "picture": texts.picture(state.partnership),
        "contacts": texts.contacts(state.partnership),
        "linked": linked.partnership(request, state),
        "timeline": course.timeline(state, marks),
        "links": course.links(state.record.links, marks, pages_of(state, now.states)),
        "map": present.partner_map(state.home, [state], urls),
        "others": _others(state, question),
        "cite": _cite(request, state, question),
    }
    return render(request, "portal/partnership.html", context, status=400 if question.errors else 200)


def found(partners: queries.Partners, slug: str) -> State:
    wanted, urls = present.partner_url(slug), present.addresses(partners.states)
    for state in partners.states:
        if urls[state.partnership] == wanted:
            return state
    raise Http404(_("The register knows no partnership under this address."))


def _then(state: State, home: UUID, question: Asked) -> State:
    """The same partnership as it was asked for. Raises Http404 where the register had nothing of it then."""
    if question.is_now:
        return state
    then = queries.partners_of(home, question.day, as_known=question.known, stated_until=question.stated_until)
    for other in then.states:
        if other.partnership == state.partnership:
            return other
    name = course.shown_name(state.partner)
    raise Http404(_("The register has nothing on %(name)s for this day; ask for a later one.") % {"name": name})


def _then_words(question: Asked) -> str:
    return " ".join((_("As of %(day)s.") % {"day": words.day_words(question.day)}, question.sentence)).strip()


def _others(state: State, question: Asked) -> dict[str, Any]:
    found = [
        s for s in queries.partners_of(state.partner.id, question.today).states if s.partnership != state.partnership
    ]
    shown = [
        {
            "name": course.shown_name(s.partner),
            "country": words.country(s.partner.country),
            "url": reverse("portal:municipality", args=[s.partner.id]),
        }
        for s in found[:OTHERS]
    ]
    return {
        "found": shown,
        "more": len(found) - len(shown),
        "url": reverse("portal:municipality", args=[state.partner.id]),
    }


def _cite(request: HttpRequest, state: State, question: Asked) -> dict[str, str]:
    """Day and entry of the register stand in the address, so that it keeps saying the same."""
    plain = request.build_absolute_uri(reverse("identity", args=["partnership", state.partnership]))
    entry = question.known if question.known is not None else last_entry()
    asked_for = {"as_of": question.day.isoformat(), "as_known": f"#{entry}"}
    if question.stated_until:
        asked_for["stated_until"] = question.stated_until.isoformat()
    names = {
        "city": course.shown_name(state.home),
        "partner": course.shown_name(state.partner),
        "day": words.day_words(question.day),
        "entry": entry,
    }
    text = _("%(city)s and %(partner)s. In: Register of the partnerships of %(city)s, as of %(day)s, entry #%(entry)s.")
    return {"text": text % names, "url": f"{plain}?{urlencode(asked_for)}", "plain": plain}
