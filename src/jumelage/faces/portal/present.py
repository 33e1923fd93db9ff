"""Partnerships among others: cards, groups, the map."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jumelage.core.datewords import iso
from jumelage.core.map.draw import Map, Point, draw
from jumelage.faces import words
from jumelage.faces.course import doubt, last_stated, shown_name
from jumelage.knowledge.partnerships.queries import Partners
from jumelage.knowledge.partnerships.slug import slugs
from jumelage.knowledge.partnerships.state import Party, State


def partner_url(slug: str) -> str:
    return reverse("portal:partnership", args=[slug])


def card(state: State, slug: str) -> dict[str, Any]:
    return {
        "url": partner_url(slug),
        "name": shown_name(state.partner),
        "country": words.country(state.partner.country),
        "since": _year(state.since.date) if state.since else "",
        "since_iso": iso(state.since.date)[:4] if state.since else "",
        "kind": state.kind,
        "status": state.status,
        "scope": state.scope,
        "last_stated": last_stated(state) if state.status != "active" else "",
        "doubt": doubt(state),
    }


def _year(text: str) -> str:
    """The year alone of an exact date; what is not exact keeps its words."""
    return iso(text)[:4] or words.date_words(text)


def lead(state: State) -> str:
    """One sentence on top of the page: what it is now, and since when, as far as that is known."""
    sentence = LEADS.get((state.kind, state.status)) or LEADS[None, state.status]
    parts = {
        "country": words.country(state.partner.country),
        "city": shown_name(state.home),
        "since": f" {words.since_words(state.since.date)}" if state.since else "",
    }
    return str(sentence) % parts


LEADS: dict[tuple[str | None, str], Any] = {
    ("partnership", "active"): gettext_lazy("%(country)s, partner city of %(city)s%(since)s."),
    ("partnership", "resting"): gettext_lazy("%(country)s, partner city of %(city)s%(since)s; the contact rests."),
    ("partnership", "planned"): gettext_lazy("%(country)s, planned partner city of %(city)s."),
    ("partnership", "ended"): gettext_lazy(
        "%(country)s, formerly partner city of %(city)s; the partnership has ended."
    ),
    ("friendship", "active"): gettext_lazy("%(country)s, in friendship with %(city)s%(since)s."),
    ("project", "active"): gettext_lazy("%(country)s, project partner of %(city)s%(since)s."),
    ("contact", "active"): gettext_lazy("%(country)s, in touch with %(city)s%(since)s."),
    (None, "active"): gettext_lazy("%(country)s, tied to %(city)s%(since)s."),
    (None, "planned"): gettext_lazy("%(country)s; a tie with %(city)s is planned."),
    (None, "resting"): gettext_lazy("%(country)s, tied to %(city)s%(since)s; the contact rests."),
    (None, "ended"): gettext_lazy("%(country)s, formerly tied to %(city)s; that has ended."),
}


def first(partners: Partners) -> dict[str, Any] | None:
    """The oldest counted partnership whose beginning is known."""
    state = next((s for s in partners.states if s.counted and s.since), None)
    if state is None or state.since is None:
        return None
    slug_of = slugs(s.partner for s in partners.states)
    return {
        "year": _year(state.since.date),
        "label": _("the first: %(name)s") % {"name": shown_name(state.partner)},
        "rule": words.counts_from(state.since.counts),
        "url": partner_url(slug_of[state.partner.id]),
    }


@dataclass(frozen=True, slots=True)
class Group:
    """Partnerships that belong together on the list."""

    key: str
    title: str
    cards: list[dict[str, Any]]


def groups(partners: Partners) -> list[Group]:
    """The counted ones first; then by what they are."""
    slug_of = slugs(state.partner for state in partners.states)
    titles = {
        "counted": _("Partner cities"),
        "friendship": _("Friendships"),
        "project": _("Project partnerships"),
        "contact": _("Contacts"),
        "planned": _("Planned"),
        "ended": _("Ended"),
        "other": _("Not classified"),
    }
    found: dict[str, list[dict[str, Any]]] = {key: [] for key in titles}
    for state in partners.states:
        found[_group(state)].append(card(state, slug_of[state.partner.id]))
    return [Group(key, titles[key], cards) for key, cards in found.items() if cards]


def _group(state: State) -> str:
    if state.counted:
        return "counted"
    if state.status in ("planned", "ended"):
        return state.status
    return state.kind if state.kind in ("friendship", "project", "contact") else "other"


def partner_map(partners: Partners, states: Sequence[State] | None = None) -> Map | None:
    """None where no place is known."""
    states = partners.states if states is None else states
    slug_of = slugs(state.partner for state in partners.states)
    home = _point(partners.home, "home", "")
    points = [
        _point(s.partner, _style(s), partner_url(slug_of[s.partner.id]), _note(s))
        for s in states
        if s.partner.lat is not None
    ]
    return draw(home, points) if points and partners.home.lat is not None else None


def _point(party: Party, style: str, href: str, note: str = "") -> Point:
    return Point(
        key=str(party.id),
        label=shown_name(party),
        lon=party.lon or 0.0,
        lat=party.lat or 0.0,
        css=style,
        href=href,
        note=note,
    )


def _style(state: State) -> str:
    """How the line is drawn; one whose kind nobody has told is drawn as none of them."""
    if state.kind == "partnership" or state.status in ("planned", "ended"):
        return state.status
    return state.kind or "unknown"


def _note(state: State) -> str:
    return ", ".join(filter(None, (words.country(state.partner.country), words.status(state.status).lower())))
