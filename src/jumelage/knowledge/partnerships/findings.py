"""What does not fit: claims that cannot all be true, lists that pass over a rest, counts that the register does not bear out."""

import builtins
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db.models import Q

from jumelage.core import edtf
from jumelage.knowledge.claims.models import Claim, Rank, State
from jumelage.knowledge.claims.rules import SINGLE_VALUED, SOURCE_CLASSES, contradict
from jumelage.knowledge.claims.versions import newest_saying
from jumelage.knowledge.partnerships import models, queries, statements, stored
from jumelage.knowledge.partnerships.state import Count, CountingRule, change_days, count
from jumelage.knowledge.partnerships.statement import Statement
from jumelage.knowledge.sources.models import Source

ONE_DAY = timedelta(days=1)
COUNTED = ("partner cities", "partnerships")


@dataclass(frozen=True, slots=True)
class Side:
    """One value of a conflict and the claims that give it, those of the class that is asked first in front. said_by: the
    municipalities that say so of themselves."""

    value: Any
    claims: tuple[Claim, ...]
    said_by: frozenset[str] = frozenset()

    @property
    def preferred(self) -> bool:
        return any(claim.rank == Rank.PREFERRED and claim.state == State.ACCEPTED for claim in self.claims)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A property of which not all that is said can be true. Settled where somebody preferred a side; nothing disappears."""

    partnership: UUID
    property: str
    sides: tuple[Side, ...]

    @builtins.property  # a field bears the plain name
    def settled(self) -> bool:
        return any(side.preferred for side in self.sides)

    @builtins.property  # a field bears the plain name
    def between_sides(self) -> bool:
        """Whether each municipality counts otherwise, which both may: the one counts from a visit, the other from a deed."""
        speakers = [side.said_by for side in self.sides]
        return self.property == "since" and all(speakers) and not frozenset.intersection(*speakers)


@dataclass(frozen=True, slots=True)
class Silence:
    """A source that names a resting partner without a word on the rest; it does not lift it. source: the one that lists it,
    which may be a later version of the page that the claim is from."""

    partnership: UUID
    resting: Claim
    listed: Claim
    source: Source


@dataclass(frozen=True, slots=True)
class CountFinding:
    """A stated count beside the register's by its rule on the days that the source can be of.

    fits: the stretches of days, first and last (None: until today), in which the register counts as many. listed: how many
    the source itself lists, where it lists another number than it states; 0 where it bears itself out or lists too few.
    """

    claim: Claim
    stated: int
    rule: CountingRule
    fewest: int
    most: int
    agrees: bool
    fits: tuple[tuple[date, date | None], ...]
    listed: int

    @builtins.property
    def quiet(self) -> bool:
        """Whether nobody need look at it."""
        return self.agrees and not self.listed


def conflicts(home: UUID) -> list[Conflict]:
    """Live claims, decided or not, that cannot all be true."""
    claims = list(_live(home).filter(property__in=SINGLE_VALUED).select_related("source"))
    said = {s.seq: s for s in statements.of_claims(claims)}
    groups: dict[tuple[UUID, str], list[Claim]] = {}
    for claim in claims:
        groups.setdefault((claim.subject_id, claim.property), []).append(claim)
    return [Conflict(*key, sides) for key, group in sorted(groups.items()) if (sides := _sides(group, said))]


def _live(home: UUID) -> Any:
    partnerships = models.Partnership.objects.filter(Q(one=home) | Q(other=home))
    return Claim.objects.live().filter(subject__in=partnerships.values("pk")).order_by("seq")


def _sides(group: Sequence[Claim], said: Mapping[int, Statement]) -> tuple[Side, ...]:
    """The values that clash with another one, each with its claims; empty where all agree."""
    clashing = {c.seq: c for pair in combinations(group, 2) if _clash(*pair) for c in pair}
    by_value: dict[str, list[Claim]] = {}
    for claim in sorted(clashing.values(), key=lambda c: (_asked(said[c.seq].source_class), c.seq)):
        by_value.setdefault(claim.value, []).append(claim)
    return tuple(_side(value, claims, said) for value, claims in by_value.items())


def _asked(source_class: str) -> int:
    """In which order sources are asked; it orders what is shown and decides nothing."""
    return SOURCE_CLASSES.index(source_class) if source_class in SOURCE_CLASSES else len(SOURCE_CLASSES)


def _side(value: str, claims: Sequence[Claim], said: Mapping[int, Statement]) -> Side:
    return Side(value, tuple(claims), frozenset(said[c.seq].side for c in claims) - {""})


def _clash(one: Claim, other: Claim) -> bool:
    if not contradict(one.property, one.value, other.value):
        return False
    periods = [edtf.parse(c.period) for c in (one, other) if c.period and c.property == "kind"]
    return len(periods) < 2 or not periods[0].disjoint(periods[1])


def silences(home: UUID) -> list[Silence]:
    """Newer sources that list a resting partner as if nothing were."""
    claims = list(_live(home).filter(property="status", value__in=["active", "resting"]).exclude(source=None))
    sources = _newest_sources(claims)
    published = Claim.objects.live().filter(property="published", subject__in={s.pk for s in sources.values()})
    by_source = statements.source_dates(published)
    dates = {seq: by_source.get(source.pk) for seq, source in sources.items()}
    found = []
    for resting in (c for c in claims if c.value == "resting"):
        later = [c for c in claims if _is_silent(c, resting, dates)]
        found += [Silence(resting.subject_id, resting, listed, sources[listed.seq]) for listed in later]
    return found


def _newest_sources(claims: Sequence[Claim]) -> dict[int, Source]:
    """The source of each claim, or the newest version of its page that says the same."""
    newest = newest_saying({claim.seq for claim in claims})
    found = Source.objects.in_bulk({newest.get(claim.seq, claim.source_id) for claim in claims})
    return {claim.seq: found[newest.get(claim.seq, claim.source_id)] for claim in claims}


def _is_silent(listed: Claim, resting: Claim, dates: Mapping[int, edtf.PartialDate | None]) -> bool:
    if listed.subject_id != resting.subject_id or listed.value != "active" or listed.period:
        return False
    then, now = dates[resting.seq], dates[listed.seq]
    return bool(then and now and then.latest and now.earliest and now.earliest > then.latest)


def count_findings(home: UUID, *, today: date) -> list[CountFinding]:
    """Every live count of partner cities, with what the register counts on the page's date."""
    claims = Claim.objects.live().filter(subject=home, property="count").select_related("source").order_by("seq")
    stated = [c for c in claims if c.value.get("what") in COUNTED]
    said = {s.seq: s for s in statements.of_claims(stated)}
    register = _Register(home, today)
    if not register.days:
        return []  # nothing has been accepted yet, so there is nothing to hold the counts against
    return [register.check(c, said[c.seq].stated_earliest, said[c.seq].stated_latest) for c in stated]


def counts_today(home: UUID, claims: Iterable[Claim], *, today: date) -> list[CountFinding]:
    """Those of these counts of partner cities that the register does not bear out today, whatever the date of their page."""
    stated = [c for c in claims if c.property == "count" and c.subject_id == home and c.value.get("what") in COUNTED]
    register = _Register(home, today)
    if not register.days:
        return []
    return [found for claim in stated if not (found := register.check(claim, today, today)).agrees]


class _Register:
    """The home's register on any day, and its counts between the days on which they can change."""

    def __init__(self, home: UUID, today: date) -> None:
        self.rule = queries.counting_rule(home)
        self.rows = queries.partnerships_of(home)
        self.home, self.today = home, today
        self.records = {row.pk: stored.record(row.record) for row in self.rows}
        self.days = [day for day in change_days(list(self.records.values())) if day <= today]

    def count(self, day: date) -> Count:
        states = (queries.state_of(row, {self.home}, self.records[row.pk], day, self.rule) for row in self.rows)
        return count((s for s in states if s), self.rule)

    def check(self, claim: Claim, earliest: date | None, last: date) -> CountFinding:
        """Beside the register's counts between the two days; earliest is None where nobody knows it."""
        stated = claim.value["value"]
        first = earliest or (self.days or [self.today])[0]
        inside = [first, last, *(day for day in self.days if first < day <= last)]
        counts = [self.count(day) for day in inside]
        return CountFinding(
            claim,
            stated,
            self.rule,
            min(c.certain for c in counts),
            max(c.possible for c in counts),
            any(c.certain <= stated <= c.possible for c in counts),
            tuple(self._fits(stated)),
            (claim.detail.get("listed") or {}).get("count", 0),
        )

    def _fits(self, stated: int) -> Iterable[tuple[date, date | None]]:
        """Stretches of days in which the stated number lies between the certain and the possible count."""
        begun: date | None = None
        for day in self.days:
            now = self.count(day)
            fits = now.certain <= stated <= now.possible
            if fits and begun is None:
                begun = day
            elif not fits and begun is not None:
                yield begun, day - ONE_DAY
                begun = None
        if begun is not None:
            yield begun, None
