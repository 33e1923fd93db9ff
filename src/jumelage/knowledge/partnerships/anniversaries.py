"""Round years of partnerships. Pure functions."""

from collections.abc import Iterable
from dataclasses import dataclass

from jumelage.core import edtf
from jumelage.knowledge.partnerships.state import State

EVERY = 5  # years
EXACT = ("year", "month", "day")


@dataclass(frozen=True, slots=True)
class Anniversary:
    """age: in the year. since: the date that is counted from, EDTF."""

    state: State
    year: int
    age: int
    since: str


def anniversaries(states: Iterable[State], first: int, last: int) -> list[Anniversary]:
    """Those of partnerships that are there, from one year to another, both inclusive; by year, the older ones first.

    A beginning that is only known by its decade or with a doubt has none.
    """
    found = [one for state in states for one in _of(state, first, last)]
    return sorted(found, key=lambda one: (one.year, -one.age, one.state.partner.label))


def _of(state: State, first: int, last: int) -> Iterable[Anniversary]:
    if state.since is None or state.status not in ("active", "resting"):
        return
    begun = edtf.parse(state.since.date)
    if begun.precision not in EXACT or begun.is_interval or begun.earliest is None or state.since.date[-1] in "?~%":
        return
    for year in range(first, last + 1):
        age = year - begun.earliest.year
        if age > 0 and age % EVERY == 0:
            yield Anniversary(state, year, age, state.since.date)
