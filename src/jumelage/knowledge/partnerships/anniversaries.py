"""Anniversaries of partnerships, and of the ties between their organisations. Pure functions."""

from calendar import isleap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jumelage.core import edtf
from jumelage.knowledge.partnerships.record import Link
from jumelage.knowledge.partnerships.state import State

ROUND = 5  # years
EXACT = ("year", "month", "day")
RUNNING = ("active", "resting")
LASTING = ("partnership", "cooperation", "contact")  # relations of organisations that a year can be counted of


@dataclass(frozen=True, slots=True)
class Anniversary:
    """when: as finely as the beginning is known, EDTF. since and claims: the date that is counted from, and who says it.
    resting: whether the partnership rests now or then. link: the tie whose it is; None for the partnership's own."""

    state: State
    age: int
    when: str
    since: str
    resting: bool
    claims: tuple[int, ...]
    link: Link | None = None

    @property
    def first(self) -> date:
        """The first day that can be meant."""
        return edtf.parse(self.when).earliest or date.min

    @property
    def last(self) -> date:
        return edtf.parse(self.when).latest or date.max

    @property
    def year(self) -> int:
        return self.first.year

    @property
    def weight(self) -> int:
        """2 for 10, 25, 50, 75, 100 and so on, 1 for the other round years, else 0."""
        if self.age == 10 or self.age % 25 == 0:
            return 2
        return int(self.age % ROUND == 0)


def anniversaries(states: Iterable[State], first: int, last: int) -> list[Anniversary]:
    """Those of partnerships that are there then, from one year to another, both inclusive; by year, the weightiest first.

    A beginning that is only known by its decade, between two dates or with a doubt has none.
    """
    return in_order(one for state in states for one in _of(state, first, last))


def tie_anniversaries(states: Iterable[State], first: int, last: int) -> list[Anniversary]:
    """The same of schools, clubs and universities, as long as the partnership that they belong to is there."""
    return in_order(
        one
        for state in states
        for link in state.record.links
        if link.relation in LASTING
        for one in _counted(state, link.since, link.claims, first, last, link)
    )


def round_ones(found: Iterable[Anniversary]) -> list[Anniversary]:
    return [one for one in found if one.weight]


def in_order(found: Iterable[Anniversary]) -> list[Anniversary]:
    """By year, the weightiest first, then the older ones."""
    return sorted(found, key=lambda one: (one.year, -one.weight, -one.age, one.state.partner.label, one.when))


def _of(state: State, first: int, last: int) -> Iterable[Anniversary]:
    if state.since:
        yield from _counted(state, state.since.date, state.since.claims, first, last)


def _counted(
    state: State, since: str, claims: tuple[int, ...], first: int, last: int, link: Link | None = None
) -> Iterable[Anniversary]:
    begun = edtf.parse(since) if since else None
    if begun is None or begun.earliest is None or begun.precision not in EXACT or since[-1] in "?~%":
        return
    for year in range(max(first, begun.earliest.year + 1), last + 1):
        when = _in_year(begun.earliest, begun.precision, year)
        then = state.record.statuses.shown(edtf.parse(when).earliest or date.max)
        statuses = {state.status, then.value if then else "ended"}
        if state.status in RUNNING and "ended" not in statuses:
            yield Anniversary(state, year - begun.earliest.year, when, since, "resting" in statuses, claims, link)


def _in_year(begun: date, precision: str, year: int) -> str:
    """The same month and day; a 29 February is kept on the last day of its month."""
    day = 28 if (begun.month, begun.day) == (2, 29) and not isleap(year) else begun.day
    return f"{year:04}-{begun.month:02}-{day:02}"[: {"year": 4, "month": 7, "day": 10}[precision]]
