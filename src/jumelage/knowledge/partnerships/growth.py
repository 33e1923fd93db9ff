"""How many partners a rule counts over the years. Pure functions."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from jumelage.knowledge.partnerships.state import CountingRule, State, change_days, state_at


@dataclass(frozen=True, slots=True)
class YearEnd:
    """The rule possibly counts so many on the last day of the year; of the last year, on the day that was asked for."""

    year: int
    count: int


def growth(states: Sequence[State], rule: CountingRule, until: date) -> list[YearEnd]:
    """Every year from the first in which the number changes; empty where it never does."""
    changes: Counter[int] = Counter()
    for state in states:
        for year, change in _changes(state, rule, until):
            changes[year] += change
    if not changes:
        return []
    always = sum(_counted(state, rule, date.min) for state in states)
    years = range(min(changes), until.year + 1)
    counts = accumulate((changes[year] for year in years), initial=always)
    return [YearEnd(year, number) for year, number in zip(years, list(counts)[1:], strict=True)]


def _changes(state: State, rule: CountingRule, until: date) -> Iterator[tuple[int, int]]:
    """The years at whose end it is counted while it was not a year before, as 1, or the other way round, as -1."""
    before = _counted(state, rule, date.min)
    for year in sorted({day.year for day in change_days([state.record]) if day <= until}):
        counted = _counted(state, rule, min(date(year, 12, 31), until))
        if counted != before:
            yield year, 1 if counted else -1
        before = counted


def _counted(state: State, rule: CountingRule, day: date) -> bool:
    then = state_at(state.record, day, rule, partnership=state.partnership, home=state.home, partner=state.partner)
    return then is not None and then.counted
