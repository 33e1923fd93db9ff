"""What the register holds of one partnership, derived from its statements. Pure functions."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from jumelage.core import edtf
from jumelage.core.text import fold
from jumelage.knowledge.partnerships.kinds import Kinds, kind_timeline
from jumelage.knowledge.partnerships.statement import Statement, best
from jumelage.knowledge.partnerships.timeline import Timeline, status_timeline


@dataclass(frozen=True, slots=True)
class Start:
    """A date from which the relation is counted, what it is the date of (an event type, or `stated`), and the municipalities
    that count from it, as far as their own sources say so."""

    date: str
    counts: str = "stated"
    inferred: bool = False
    shown: bool = False
    preferred: bool = False
    sides: tuple[str, ...] = ()
    claims: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Milestone:
    """A dated step; `date` is EDTF or empty. people: name, role, for."""

    type: str
    date: str = ""
    planned: bool = False
    title: str = ""
    place: str = ""
    people: tuple[dict[str, str | None], ...] = ()
    organisations: tuple[str, ...] = ()
    inferred: bool = False
    claims: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A tie between an organisation of the home and one of the partner; either may be unnamed."""

    relation: str
    type: str = "other"
    home_organisation: str = ""
    partner_organisation: str = ""
    since: str = ""
    claims: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """sides: the municipalities whose own sources speak of the partnership as existing."""

    kinds: Kinds
    statuses: Timeline
    starts: tuple[Start, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    links: tuple[Link, ...] = ()
    fields: tuple[tuple[str, tuple[int, ...]], ...] = ()
    sides: tuple[str, ...] = ()


def derive(statements: Sequence[Statement]) -> Record:
    """The same statements in any order give the same record."""
    ordered = sorted(statements, key=lambda s: s.seq)
    milestones = tuple(sorted(_milestones(ordered), key=_by_date))
    return Record(
        kind_timeline(ordered),
        status_timeline(ordered),
        tuple(_starts(ordered, milestones)),
        milestones,
        tuple(
            sorted(_links(ordered), key=lambda link: (link.home_organisation, link.partner_organisation, link.relation))
        ),
        tuple((value, _seqs(group)) for value, group in _grouped(ordered, "field", lambda s: s.value)),
        _sides(s for s in ordered if _says_it_exists(s)),
    )


def _sides(statements: Iterable[Statement]) -> tuple[str, ...]:
    return tuple(sorted({s.side for s in statements if s.side}))


def _says_it_exists(s: Statement) -> bool:
    """Whether it names the partnership as made, not as wished."""
    return s.property in ("kind", "since") or (s.property == "status" and s.value != "planned")


def _starts(statements: Sequence[Statement], milestones: Sequence[Milestone]) -> Iterable[Start]:
    """Every stated start; the first is shown: the preferred one, else the finest of those that agree."""
    since = [s for s in statements if s.property == "since"]
    chosen = {s.seq for s in best(since)}
    groups = _grouped(since, "since", lambda s: s.value)
    ranked = sorted(groups, key=lambda g: (not any(s.seq in chosen for s in g[1]), -_fineness(g[0]), g[0]))
    for position, (value, group) in enumerate(ranked):
        inferred = all(s.detail.get("inferred") for s in group)
        preferred = any(s.preferred for s in group)
        yield Start(value, _counts(value, milestones), inferred, position == 0, preferred, _sides(group), _seqs(group))


def _fineness(text: str) -> int:
    return ("interval", "century", "decade", "year", "month", "day").index(edtf.parse(text).precision)


def _counts(value: str, milestones: Sequence[Milestone]) -> str:
    """What happened on that day: a date as fine as that of a founding event is the date of that event."""
    founding = ("signing", "proclamation", "council_resolution")
    same = [m.type for m in milestones if m.date == value and m.type in founding and not m.planned]
    return min(same, key=founding.index, default="stated")


def _milestones(statements: Sequence[Statement]) -> Iterable[Milestone]:
    """One milestone for all statements of one type whose dates can be the same; the finest date stands."""
    groups: list[list[Statement]] = []
    for s in sorted(
        (s for s in statements if s.property == "event"), key=lambda s: (-len(s.value.get("date") or ""), s.seq)
    ):
        home = next((g for g in groups if _same_event(g[0].value, s.value)), None)
        if home is None:
            groups.append([s])
        else:
            home.append(s)
    return map(_milestone, groups)


def _same_event(one: dict[str, Any], other: dict[str, Any]) -> bool:
    if one["type"] != other["type"] or bool(one.get("planned")) != bool(other.get("planned")):
        return False
    if one["type"] in ("other", "visit") and fold(one.get("title") or "") != fold(other.get("title") or ""):
        return False
    if not one.get("date") or not other.get("date"):
        return one.get("date") == other.get("date") and one.get("title") == other.get("title")
    return edtf.parse(other["date"]).contains(edtf.parse(one["date"]))


def _milestone(group: list[Statement]) -> Milestone:
    first = group[0].value
    people = {(p["name"], p.get("role"), p.get("for")): p for s in group for p in s.value.get("people") or ()}
    organisations = dict.fromkeys(o for s in group for o in s.value.get("organisations") or ())
    return Milestone(
        first["type"],
        first.get("date") or "",
        bool(first.get("planned")),
        first.get("title") or "",
        next((s.value["place"] for s in group if s.value.get("place")), ""),
        tuple(people.values()),
        tuple(organisations),
        all(s.detail.get("inferred") for s in group),
        _seqs(group),
    )


def _by_date(milestone: Milestone) -> tuple[Any, ...]:
    when = edtf.parse(milestone.date) if milestone.date else None
    start, end = (when.earliest, when.latest) if when else (None, None)
    return start is None, start or 0, end is None, end or 0, milestone.type, milestone.title


def _links(statements: Sequence[Statement]) -> Iterable[Link]:
    def organisations(s: Statement) -> str:
        return "|".join(fold(s.value.get(side) or "") for side in ("home_organisation", "partner_organisation"))

    for _, group in _grouped(statements, "link", organisations):
        value = best(group)[0].value
        yield Link(
            value["relation"],
            value.get("type") or "other",
            value.get("home_organisation") or "",
            value.get("partner_organisation") or "",
            next((s.value["since"] for s in best(group) if s.value.get("since")), ""),
            _seqs(group),
        )


def _grouped(
    statements: Sequence[Statement], property_: str, key: Callable[[Statement], str]
) -> list[tuple[str, list[Statement]]]:
    groups: dict[str, list[Statement]] = {}
    for s in statements:
        if s.property == property_:
            groups.setdefault(key(s), []).append(s)
    return list(groups.items())


def _seqs(group: Sequence[Statement]) -> tuple[int, ...]:
    return tuple(s.seq for s in group)
