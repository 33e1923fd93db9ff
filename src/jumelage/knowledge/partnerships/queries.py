"""The register's answers: partners as of a day, as known at an entry, as stated up to a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q

from jumelage.knowledge.claims.models import Claim
from jumelage.knowledge.partnerships import models, statements
from jumelage.knowledge.partnerships.record import Link, Milestone, Record, Start, derive
from jumelage.knowledge.partnerships.state import PARTNER_CITIES, Count, CountingRule, Party, State, count, state_at
from jumelage.knowledge.partnerships.statement import best
from jumelage.knowledge.partnerships.timeline import Span, Timeline

Row = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Partners:
    """Every partnership of a municipality that possibly was there on the day, and their count by the rule."""

    home: Party
    day: date
    states: tuple[State, ...]
    count: Count


def partners_of(home: UUID, day: date, *, as_known: int | None = None, stated_until: date | None = None) -> Partners:
    """Ordered by the beginning, then by name. Without as_known and stated_until it reads the register's tables only."""
    rule = counting_rule(home, as_known=as_known)
    partnerships = partnerships_of(home)
    if as_known is None and stated_until is None:
        records = stored_records([p.pk for p in partnerships])
    else:
        records = _derived([p.pk for p in partnerships], as_known, stated_until)
    states = [state_of(p, home, records[p.pk], day, rule) for p in partnerships if p.pk in records]
    found = sorted((s for s in states if s), key=_by_age)
    return Partners(party(models.Municipality.objects.get(pk=home)), day, tuple(found), count(found, rule))


def _by_age(state: State) -> tuple[bool, str, str]:
    return state.since is None, state.since.date if state.since else "", state.partner.label


def partnerships_of(home: UUID) -> list[models.Partnership]:
    return list(models.Partnership.objects.filter(Q(one=home) | Q(other=home)).select_related("one", "other"))


def _derived(partnerships: list[UUID], as_known: int | None, stated_until: date | None) -> dict[UUID, Record]:
    if as_known is None:
        by = statements.current(partnerships, stated_until=stated_until)
    else:
        by = statements.as_known(partnerships, as_known, stated_until=stated_until)
    return {pk: derive(by.get(pk, [])) for pk in partnerships}


def state_of(row: models.Partnership, home: UUID, record: Record, day: date, rule: CountingRule) -> State | None:
    mine, theirs = (row.one, row.other) if row.one_id == home else (row.other, row.one)
    return state_at(record, day, rule, partnership=row.pk, home=party(mine), partner=party(theirs))


def party(row: models.Municipality) -> Party:
    return Party(row.pk, row.label, row.country, row.lat, row.lon, row.geonameid, row.names)


def other_parties(partnerships: Iterable[UUID], home: UUID | None) -> dict[UUID, Party]:
    """For each of these that is a partnership the side that is not the home."""
    rows = models.Partnership.objects.filter(pk__in=set(partnerships)).select_related("one", "other")
    return {row.pk: party(row.other if row.one_id == home else row.one) for row in rows}


def stored_records(partnerships: Iterable[UUID]) -> dict[UUID, Record]:
    """The register's rows as records: four queries, however many partnerships."""
    pks = list(partnerships)
    spans, starts = _rows(models.Span, pks), _rows(models.Start, pks)
    milestones, links = _rows(models.Milestone, pks), _rows(models.Link, pks)
    fields = dict(models.Partnership.objects.filter(pk__in=pks).values_list("pk", "fields"))
    return {pk: _record(spans[pk], starts[pk], milestones[pk], links[pk], fields[pk]) for pk in pks}


def _rows(table: type[Any], pks: list[UUID]) -> dict[UUID, list[Row]]:
    by: dict[UUID, list[Row]] = {pk: [] for pk in pks}
    for row in table.objects.filter(partnership__in=pks).order_by("partnership", "position").values():
        by[row["partnership_id"]].append(row)
    return by


def _record(spans: list[Row], starts: list[Row], milestones: list[Row], links: list[Row], fields: list[Any]) -> Record:
    def timeline(axis: str) -> Timeline:
        return Timeline(tuple(_span(row) for row in spans if row["axis"] == axis))

    return Record(
        timeline("kind"),
        timeline("status"),
        tuple(_made(Start, row) for row in starts),
        tuple(_made(Milestone, row) for row in milestones),
        tuple(_made(Link, row) for row in links),
        tuple((value, tuple(claims)) for value, claims in fields),
    )


def _span(row: Row) -> Span:
    stated = tuple((date.fromisoformat(day) if day else None, text) for day, text in row["stated"])
    return _made(Span, row | {"stated": stated})


def _made(kind: type[T], row: Row) -> T:
    """A row as a frozen record: lists become tuples, what the record does not have is left out."""
    names = kind.__dataclass_fields__  # type: ignore[attr-defined]  # all of them are dataclasses
    return kind(**{name: tuple(v) if isinstance(v := row[name], list) else v for name in names})


def counting_rule(home: UUID, *, as_known: int | None = None) -> CountingRule:
    """The rule that the home's office set last, else the usual one."""
    if as_known is None:
        said = statements.of_claims(list(Claim.objects.accepted().filter(subject=home, property="counting_rule")))
    else:
        said = statements.as_known([home], as_known).get(home, [])
    rules = best([s for s in said if s.property == "counting_rule"])
    return CountingRule.of(max(rules, key=lambda s: s.seq).value) if rules else PARTNER_CITIES


def home_milestones(home: UUID) -> tuple[Milestone, ...]:
    """Steps of the home that name no partner: a mandate of its council."""
    return derive(statements.current([home]).get(home, [])).milestones


def municipality_named(name: str) -> UUID | None:
    """The one municipality of the register with this name in any spelling that the register or the gazetteer knows."""
    from jumelage.core.text import fold
    from jumelage.knowledge.places import gazetteer

    folded = fold(name)
    ids = [p.geonameid for p in gazetteer.lookup(name)]
    rows = models.Municipality.objects.all() if not ids else models.Municipality.objects.filter(geonameid__in=ids)
    named = [
        r
        for r in rows
        if fold(r.label) == folded or any(fold(n) == folded for n in r.names.values()) or r.geonameid in ids
    ]
    with_partners = [r for r in named if partnerships_of(r.pk)] or named
    return with_partners[0].pk if with_partners else None
