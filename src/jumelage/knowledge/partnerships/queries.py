"""The register's answers: partners as of a day, as known at an entry, as stated up to a day."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from jumelage.core import rows
from jumelage.core.text import fold
from jumelage.knowledge.claims.history import merges_until
from jumelage.knowledge.claims.models import Claim
from jumelage.knowledge.partnerships import models, statements, stored
from jumelage.knowledge.partnerships.record import Milestone, Record, derive
from jumelage.knowledge.partnerships.state import PARTNER_CITIES, Count, CountingRule, Party, State, count, state_at
from jumelage.knowledge.partnerships.statement import best

TOGETHER = 1_000  # partnerships that are answered for at a time


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
    homes = {home} if as_known is None else merges_until(as_known).all_of([home])
    partnerships = partnerships_of(*homes, as_known=as_known)
    states = _states(partnerships, homes, day, rule, as_known, stated_until)
    found = sorted(states, key=_by_age)
    return Partners(party(_row_of(home, partnerships)), day, tuple(found), count(found, rule))


def _row_of(home: UUID, partnerships: Iterable[models.Partnership]) -> models.Municipality:
    """Of the partnerships that were read; only where there are none the register is asked."""
    sides = (side for pair in partnerships for side in (pair.one, pair.other))
    return next((side for side in sides if side.pk == home), None) or models.Municipality.objects.get(pk=home)


def at(partners: Partners, day: date) -> Partners:
    """The same partners as of a day before the one they were asked for, without another question to the register."""
    rule = partners.count.rule
    then = (
        state_at(s.record, day, rule, partnership=s.partnership, home=s.home, partner=s.partner)
        for s in partners.states
    )
    found = sorted((state for state in then if state), key=_by_age)
    return Partners(partners.home, day, tuple(found), count(found, rule))


def register_on(day: date, *, as_known: int | None = None, stated_until: date | None = None) -> Iterator[State]:
    """Every partnership of the register that possibly was there on the day, its two sides in no order.

    Counted by the usual rule, since a register of many municipalities has no rule of its own.
    """
    everything = partnerships_of(as_known=as_known)
    for chunk in rows.chunks(everything, TOGETHER):
        yield from _states(chunk, {p.one_id for p in chunk}, day, PARTNER_CITIES, as_known, stated_until)


def _states(
    partnerships: Collection[models.Partnership],
    homes: Collection[UUID],
    day: date,
    rule: CountingRule,
    as_known: int | None,
    stated_until: date | None,
) -> list[State]:
    if as_known is None and stated_until is None:
        records = {p.pk: stored.record(p.record) for p in partnerships}
    else:
        records = _derived([p.pk for p in partnerships], as_known, stated_until)
    states = (state_of(p, homes, records[p.pk], day, rule) for p in partnerships)
    return [state for state in states if state]


def _by_age(state: State) -> tuple[bool, str, str]:
    return state.since is None, state.since.date if state.since else "", state.partner.label


def partnerships_of(*homes: UUID, as_known: int | None = None) -> list[models.Partnership]:
    """Those of these municipalities, or of all where none is named, without what was one with another then."""
    found = models.Partnership.objects.select_related("one", "other").order_by("pk")
    if homes:
        found = found.filter(Q(one__in=homes) | Q(other__in=homes))
    if as_known is None:
        return list(found.filter(identity__merged_into=None))
    merged = merges_until(as_known)
    return [p for p in found if p.pk not in merged.into]


def _derived(partnerships: list[UUID], as_known: int | None, stated_until: date | None) -> dict[UUID, Record]:
    if as_known is None:
        by = statements.current(partnerships, stated_until=stated_until)
    else:
        by = statements.as_known(partnerships, as_known, stated_until=stated_until)
    return {pk: derive(by.get(pk, [])) for pk in partnerships}


def state_of(
    row: models.Partnership, homes: Collection[UUID], record: Record, day: date, rule: CountingRule
) -> State | None:
    mine, theirs = (row.one, row.other) if row.one_id in homes else (row.other, row.one)
    return state_at(record, day, rule, partnership=row.pk, home=party(mine), partner=party(theirs))


def party(row: models.Municipality) -> Party:
    return Party(row.pk, row.label, row.country, row.lat, row.lon, row.geonameid, row.names)


def other_parties(partnerships: Iterable[UUID], home: UUID | None) -> dict[UUID, Party]:
    """For each of these that is a partnership the side that is not the home."""
    found = models.Partnership.objects.filter(pk__in=set(partnerships)).select_related("one", "other")
    return {row.pk: party(row.other if row.one_id == home else row.one) for row in found}


def counting_rule(home: UUID, *, as_known: int | None = None) -> CountingRule:
    """The rule that the home's office set last, else the usual one."""
    if as_known is None:
        rules = Claim.objects.accepted().filter(subject=home, property="counting_rule")
        said = statements.of_claims(statements.standings(rules))
    else:
        said = statements.as_known([home], as_known).get(home, [])
    ranked = best([s for s in said if s.property == "counting_rule"])
    return CountingRule.of(max(ranked, key=lambda s: s.seq).value) if ranked else PARTNER_CITIES


def home_milestones(home: UUID) -> tuple[Milestone, ...]:
    """Steps of the home that name no partner: a mandate of its council."""
    return derive(statements.current([home]).get(home, [])).milestones


def municipality_named(name: str) -> UUID | None:
    """The municipality of the register with this name in any spelling that the register or the gazetteer knows; of several
    one with partners."""
    from jumelage.knowledge.places import gazetteer

    folded, ids = fold(name), [p.geonameid for p in gazetteer.lookup(name)]
    found = models.Municipality.objects.filter(identity__merged_into=None)
    if not found.filter(geonameid__in=ids).exists():
        named = [r.pk for r in found if fold(r.label) == folded or any(fold(n) == folded for n in r.names.values())]
    else:
        named = [r.pk for r in sorted(found.filter(geonameid__in=ids), key=lambda r: ids.index(r.geonameid or 0))]
    return next((pk for pk in named if partnerships_of(pk)), named[0] if named else None)
