"""How things stood on a day: possibly and certainly, and whether a counting rule counts it. Pure functions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from jumelage.core import edtf
from jumelage.knowledge.partnerships.record import Record, Start
from jumelage.knowledge.partnerships.timeline import NONE, Span, after


@dataclass(frozen=True, slots=True)
class CountingRule:
    """What counts as a partner: data of the register. inland: whether partners in the home's own country count."""

    name: str
    kinds: tuple[str, ...]
    statuses: tuple[str, ...]
    inland: bool

    @classmethod
    def of(cls, value: dict[str, Any]) -> "CountingRule":
        return cls(value["name"], tuple(value["kinds"]), tuple(value["statuses"]), value["inland"])

    @property
    def sentence(self) -> str:
        """The rule as the command line tells it, behind a number."""
        where = "with" if self.inland else "without"
        return (
            f"{self.name}. Counted: kind {' or '.join(self.kinds)}, status {' or '.join(self.statuses)}, "
            f"{where} partners in the same country."
        )

    def value(self) -> dict[str, Any]:
        return {"name": self.name, "kinds": list(self.kinds), "statuses": list(self.statuses), "inland": self.inland}


PARTNER_CITIES = CountingRule("partner cities", ("partnership",), ("active", "resting"), True)


@dataclass(frozen=True, slots=True)
class Party:
    """A municipality as the register shows it. names: language → name, where sources in that language have one."""

    id: UUID
    label: str
    country: str
    lat: float | None
    lon: float | None
    geonameid: int | None
    names: dict[str, str]

    def name(self, language: str) -> str:
        return self.names.get(language, self.label)


@dataclass(frozen=True, slots=True)
class State:
    """A partnership as of a day. `counted`: the rule possibly counts it; `certain`: nothing else is possible."""

    partnership: UUID
    home: Party
    partner: Party
    record: Record
    kind: str | None
    status: str
    scope: str | None
    target: str | None
    since: Start | None
    counted: bool
    certain: bool
    last_stated: str | None
    claims: tuple[int, ...]

    @property
    def confirmed(self) -> bool:
        """Whether sources of both municipalities speak of it as existing."""
        return {str(self.home.id), str(self.partner.id)} <= set(self.record.sides)


@dataclass(frozen=True, slots=True)
class Count:
    """How many the rule counts: `certain` at the least, `possible` at the most."""

    rule: CountingRule
    possible: int
    certain: int


def state_at(
    record: Record, day: date, rule: CountingRule, *, partnership: UUID, home: Party, partner: Party
) -> State | None:
    """None where there was nothing on that day, not even possibly."""
    span = record.statuses.shown(day)
    if span is None:
        return None
    kinds, statuses = record.kinds.possible(day), record.statuses.possible(day)
    inland = rule.inland or home.country != partner.country
    counted = inland and bool(kinds & set(rule.kinds)) and bool(statuses & set(rule.statuses))
    only = kinds <= set(rule.kinds) and statuses <= set(rule.statuses)
    kind = record.kinds.shown(day)
    return State(
        partnership,
        home,
        partner,
        record,
        kind.value if kind else None,
        span.value,
        span.scope,
        span.target,
        _since(record, day),
        counted,
        only if counted else len(kinds) <= 1 and len(statuses) == 1,
        last_stated(span, day),
        span.claims,
    )


def _since(record: Record, day: date) -> Start | None:
    shown = next((start for start in record.starts if start.shown), None)
    earliest = edtf.parse(shown.date).earliest if shown else None
    return shown if earliest is None or earliest <= day else None


def last_stated(span: Span, day: date) -> str | None:
    """The date of the newest source that said so by then, as EDTF; None where no dated source did."""
    said = [(earliest or date.min, text) for earliest, text in span.stated if earliest is None or earliest <= day]
    return max(said)[1] if said else None


def count(states: Iterable[State], rule: CountingRule) -> Count:
    counted = [state for state in states if state.counted]
    return Count(rule, len(counted), sum(state.certain for state in counted))


def change_days(records: Sequence[Record]) -> list[date]:
    """The days on which any answer can change, in order."""
    days = {
        day
        for record in records
        for span in (*record.statuses.spans, *record.kinds.spans)
        for day in (span.start_min, span.start_max, after(span.end_max))
        if day and span.value != NONE
    }
    return sorted(days)
