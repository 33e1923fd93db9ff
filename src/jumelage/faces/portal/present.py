"""From the register's answers to what the portal's templates show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from jumelage.core.datewords import iso
from jumelage.core.map.draw import Map, Point, draw
from jumelage.faces import words
from jumelage.knowledge.claims.models import Claim
from jumelage.knowledge.claims.queries import ABOUT_SOURCES, SourceCard, source_cards
from jumelage.knowledge.partnerships.queries import Partners
from jumelage.knowledge.partnerships.record import Link, Milestone
from jumelage.knowledge.partnerships.slug import slugs
from jumelage.knowledge.partnerships.state import Party, State
from jumelage.knowledge.sources.models import Source

SHOWN_SOURCES = 3
LONGEST_TEXT = 400


@dataclass(slots=True)
class Marks:
    """Who says so, for the claims of one page: read once, looked up for each fact."""

    by_claim: dict[int, SourceCard | None] = field(default_factory=dict)

    @classmethod
    def of(cls, claims: Iterable[int]) -> "Marks":
        rows = list(Claim.objects.accepted().filter(pk__in=set(claims)).select_related("source"))
        cards = source_cards({c.source for c in rows if c.source})
        return cls({c.seq: cards[c.source_id] if c.source_id else None for c in rows})

    def __call__(self, claims: Sequence[int]) -> list[dict[str, str]]:
        """One mark a source, the newest first; each leads to the words."""
        marks: dict[UUID, dict[str, str]] = {}
        said = [(seq, card) for seq in claims if (card := self.by_claim.get(seq))]
        for seq, card in sorted(said, key=lambda pair: _earliest(pair[1]), reverse=True):
            if card.source.pk not in marks:
                marks[card.source.pk] = {
                    "url": f"{source_url(card.source.pk)}#claim-{seq}",
                    "label": words.source_name(card),
                }
        return list(marks.values())[:SHOWN_SOURCES]

    def language(self, claims: Sequence[int]) -> str:
        """Of the words of these claims, where it is not the reader's; empty else."""
        card = next((found for seq in claims if (found := self.by_claim.get(seq))), None)
        return card.source.language if card and card.source.language != words.language() else ""


def source_url(pk: UUID) -> str:
    return reverse("portal:source", args=[pk])


def partner_url(slug: str) -> str:
    return reverse("portal:partnership", args=[slug])


def shown_name(party: Party) -> str:
    """The name in the reader's language where sources have one, else the main name."""
    return party.name(words.language())


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
        "last_stated": _last_stated(state) if state.status != "active" else "",
        "doubt": doubt(state),
    }


def _year(text: str) -> str:
    """The year alone of an exact date; what is not exact keeps its words."""
    return iso(text)[:4] or words.date_words(text)


def lead(state: State) -> str:
    """One sentence on top of the page."""
    parts = {
        "country": words.country(state.partner.country),
        "city": shown_name(state.home),
        "date": words.date_words(state.since.date) if state.since else "",
    }
    if state.kind == "partnership" and state.since:
        return _("%(country)s, partner city of %(city)s since %(date)s.") % parts
    if state.status == "planned":
        return _("%(country)s, planned partner city of %(city)s.") % parts
    return _("%(country)s, in touch with %(city)s.") % parts


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


def doubt(state: State) -> str:
    """In plain words why it is not certain on that day; empty where it is."""
    if state.certain:
        return ""
    if len(state.record.kinds.spans) > 1:
        kinds = sorted({words.kind(span.value) for span in state.record.kinds.spans})
        return _("The sources differ: %(kinds)s.") % {"kinds": " / ".join(kinds)}
    if state.since and state.since.date:
        return _("The sources say only “since %(date)s”; the exact day is not known.") % {
            "date": words.date_words(state.since.date)
        }
    return _("Whether it was so on this day, the sources do not say.")


def _last_stated(state: State) -> str:
    if not state.last_stated:
        return ""
    return _("last stated: %(date)s") % {"date": words.date_words(state.last_stated)}


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
    if state.kind == "partnership":
        return state.status
    return state.kind or "contact"


def _note(state: State) -> str:
    return ", ".join(filter(None, (words.country(state.partner.country), words.status(state.status).lower())))


def facts(state: State, marks: Marks) -> list[dict[str, Any]]:
    kind_claims = [seq for span in state.record.kinds.spans for seq in span.claims]
    rows = [
        {"term": _("Kind of relation"), "kind": state.kind, "sources": marks(kind_claims), "doubt": doubt(state)},
        {
            "term": _("Status"),
            "status": state.status,
            "scope": state.scope,
            "note": _last_stated(state),
            "sources": marks(state.claims),
        },
    ]
    return [row for row in rows if row.get("kind") or row.get("status")] + _starts(state, marks) + _fields(state, marks)


def _starts(state: State, marks: Marks) -> list[dict[str, Any]]:
    """The date that is shown and, where they are not the same statement, the others."""
    if not state.since:
        target = words.date_words(state.target) if state.target else ""
        return (
            [
                {
                    "term": _("Planned for"),
                    "value": _("until %(date)s") % {"date": target},
                    "sources": marks(state.claims),
                }
            ]
            if target
            else []
        )
    shown, others = (
        state.since,
        [s for s in state.record.starts if s is not state.since and not _finer(state.since.date, s.date)],
    )
    claims = [seq for s in state.record.starts if s is shown or _finer(shown.date, s.date) for seq in s.claims]
    note = words.counts_from(shown.counts)
    if shown.inferred:
        note = _("computed from the age that a source gives")
    rows = [
        {
            "term": _("Partner since"),
            "value": words.date_words(shown.date),
            "iso": iso(shown.date),
            "note": note,
            "sources": marks(claims),
        }
    ]
    for other in others:
        rows.append(
            {
                "term": _("Also stated"),
                "value": words.date_words(other.date),
                "iso": iso(other.date),
                "sources": marks(other.claims),
            }
        )
    return rows


def _finer(fine: str, coarse: str) -> bool:
    return fine.startswith(coarse)


def _fields(state: State, marks: Marks) -> list[dict[str, Any]]:
    return [
        {"term": _("Field of exchange"), "value": value, "sources": marks(claims)}
        for value, claims in state.record.fields
    ]


def timeline(milestones: Sequence[Milestone], marks: Marks) -> list[dict[str, Any]]:
    return [_milestone(milestone, marks) for milestone in milestones]


def _milestone(milestone: Milestone, marks: Marks) -> dict[str, Any]:
    planned = _("planned")
    return {
        "words": words.date_words(milestone.date) or _("undated"),
        "iso": iso(milestone.date) if milestone.date else "",
        "title": words.event(milestone.type) + (f" ({planned})" if milestone.planned else ""),
        "kind": "resolution" if milestone.type == "council_resolution" else milestone.type,
        "place": milestone.place,
        "text": words.quoted(milestone.title) if milestone.title and len(milestone.title) <= LONGEST_TEXT else "",
        "lang": marks.language(milestone.claims),
        "people": [_person(p) for p in milestone.people],
        "sources": marks(milestone.claims),
        "doubt": _("The date is inferred from the context.") if milestone.inferred else "",
    }


def _person(person: dict[str, Any]) -> str:
    role = person.get("role")
    return f"{person['name']} ({role})" if role else str(person["name"])


def links(found: Sequence[Link], marks: Marks) -> list[dict[str, Any]]:
    return [
        {
            "home": link.home_organisation,
            "partner": link.partner_organisation,
            "relation": words.relation(link.relation),
            "since": words.date_words(link.since),
            "since_iso": iso(link.since) if link.since else "",
            "sources": marks(link.claims),
        }
        for link in found
    ]


def claims_of(state: State) -> list[int]:
    """Every claim that the page of this partnership names."""
    record = state.record
    rows: list[Any] = [*record.kinds.spans, *record.statuses.spans, *record.starts, *record.milestones, *record.links]
    return [seq for row in rows for seq in row.claims] + [seq for _, claims in record.fields for seq in claims]


def public_sources() -> list[SourceCard]:
    """Sources of which something was accepted, newest date first."""
    used = Claim.objects.accepted().exclude(source=None).exclude(property__in=ABOUT_SOURCES).values("source")
    cards = source_cards(Source.objects.filter(pk__in=used)).values()
    return sorted(cards, key=lambda c: (_earliest(c), c.title), reverse=True)


def _earliest(card: SourceCard) -> date:
    return (card.when.earliest if card.when else None) or date.min
