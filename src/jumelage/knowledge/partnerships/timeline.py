"""What held when: statements of one partnership become a chain of changes, each with the days between which it happened.

Pure functions. The rules in words: docs/decisions/0006-periods.md.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from jumelage.core import edtf
from jumelage.knowledge.partnerships.statement import Statement, best

NONE = "none"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Change:
    """From some day in [earliest, latest] on `value` holds. None is unbounded. An explicit change was dated by a source; one
    that is not was only found to have happened by the day of the page."""

    value: str
    earliest: date | None
    latest: date | None
    explicit: bool = False
    scope: str | None = None
    target: str | None = None
    said_by: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one value: it began in [start_min, start_max] and ended in [end_min, end_max], all inclusive days.

    stated: for each source that said so, the earliest day it can be of (None for an undated one) and its date as EDTF.
    """

    value: str
    start_min: date | None
    start_max: date | None
    end_min: date | None
    end_max: date | None
    explicit: bool = False
    scope: str | None = None
    target: str | None = None
    claims: tuple[int, ...] = ()
    stated: tuple[tuple[date | None, str], ...] = ()

    def possible(self, day: date) -> bool:
        return (self.start_min is None or self.start_min <= day) and (self.end_max is None or day <= self.end_max)

    @property
    def shown_from(self) -> date | None:
        """A dated beginning is shown from its first possible day, a found one from the day it was found."""
        return self.start_min if self.explicit else self.start_max


@dataclass(frozen=True, slots=True)
class Timeline:
    """All spans cover all time: before the first source there is `none`."""

    spans: tuple[Span, ...] = field(default_factory=tuple)

    def possible(self, day: date) -> set[str]:
        return {span.value for span in self.spans if span.possible(day)}

    def shown(self, day: date) -> Span | None:
        """The span to show: the last that was shown by then, else the first that is possible."""
        begun = [s for s in self.spans if s.value != NONE and s.shown_from is not None and s.shown_from <= day]
        possible = [s for s in self.spans if s.possible(day) and s.value != NONE]
        held = [s for s in begun if s.possible(day)]
        return held[-1] if held else next(iter(possible), None)


def status_timeline(statements: Sequence[Statement]) -> Timeline:
    """Planned, begun, resting, resumed, ended, from statements of status, since, until, kinds with periods and events."""
    start = beginning(statements)
    course = sorted([*_rests(statements, start), *_resumptions(statements)], key=lambda c: c.latest or date.max)
    return _spans([*_plans(statements, start), *start, *course, *_ends(statements)])


def kind_timeline(statements: Sequence[Statement]) -> Timeline:
    """Kinds with a period hold in it; those without fill the rest, each of them possible where they differ."""
    kinds = best([s for s in statements if s.property == "kind"])
    dated = [_whole(s) for s in kinds if s.when]
    always = Counter(s.value for s in kinds if not s.when)
    ranked = sorted(always, key=lambda value: (-always[value], value))  # what most sources say is shown
    rest = [Span(value, None, None, None, None, claims=_seqs(kinds, value)) for value in ranked]
    return Timeline(tuple(_around(dated, rest) if dated else rest))


def beginning(statements: Sequence[Statement]) -> list[Change]:
    """When the relation began: the stated dates, narrowed where they agree, widened where they do not."""
    since = best([s for s in statements if s.property == "since"])
    dated_kinds = [s for s in statements if s.property == "kind" and s.when and s.when.start_min]
    begun = [_point(s.value) for s in since] + [(s.when.start_min, s.when.start_max) for s in dated_kinds if s.when]
    if begun:
        earliest, latest = _together(begun)
        return [
            Change("active", earliest, latest, True, said_by=(*since, *dated_kinds, *_saying(statements, "active")))
        ]
    alive = [s for s in statements if s.property == "status" and s.value in ("active", "resting")]
    if not alive:
        return []
    first = min(alive, key=lambda s: s.stated_latest)
    return [Change("active", None, first.stated_latest, said_by=_saying(statements, "active"))]


def _point(text: str) -> tuple[date | None, date | None]:
    """A date, or an interval in which some day is meant."""
    when = edtf.parse(text)
    return when.earliest, when.latest


def _together(bounds: list[tuple[date | None, date | None]]) -> tuple[date | None, date | None]:
    """The days that all bounds share; where they share none, all days from the first to the last."""
    lows = [low for low, _ in bounds if low]
    highs = [high for _, high in bounds if high]
    inner = max(lows, default=None), min(highs, default=None)
    if inner[0] and inner[1] and inner[0] > inner[1]:
        return min(lows), max(highs)
    return inner


def _plans(statements: Sequence[Statement], start: list[Change]) -> Iterable[Change]:
    plans = best([s for s in statements if s.property == "status" and s.value == "planned"])
    if not plans:
        return []
    first = min(plans, key=lambda s: s.stated_latest)
    begun = start[0].latest if start else None
    if begun and (first.stated_earliest or date.min) > begun:
        return []
    target = next((s.detail.get("target") for s in plans if s.detail.get("target")), None)
    latest = min(first.stated_latest, begun) if begun else first.stated_latest  # a plan is from before the beginning
    return [Change("planned", first.stated_earliest, latest, target=target, said_by=tuple(plans))]


def _rests(statements: Sequence[Statement], start: list[Change]) -> Iterable[Change]:
    """A rest that is not dated began after the last time the relation was called active, and by the day of the page."""
    rests = best([s for s in statements if s.property == "status" and s.value == "resting"])
    for rest in sorted(rests, key=lambda s: s.stated_latest)[:1]:
        scope = rest.detail.get("scope")
        earliest, latest = _bounds(rest, otherwise=_last_active(statements, rest, start))
        yield Change("resting", earliest, latest, bool(rest.when), scope, said_by=tuple(rests))


def _bounds(statement: Statement, *, otherwise: date | None) -> tuple[date | None, date | None]:
    """When a change happened: as it is dated, else between a day that is known otherwise and the day of the page."""
    when = statement.when
    return (when.start_min, when.start_max) if when else (otherwise, statement.stated_latest)


def _last_active(statements: Sequence[Statement], rest: Statement, start: list[Change]) -> date | None:
    active = [
        s.stated_earliest
        for s in statements
        if s.property == "status"
        and s.value == "active"
        and s.stated_earliest
        and s.stated_latest <= rest.stated_latest
    ]
    return max(active, default=start[0].earliest if start else None)


def _resumptions(statements: Sequence[Statement]) -> Iterable[Change]:
    """Only a dated statement or an event lifts a rest: a list that names a resting partner without remark does not."""
    for s in statements:
        resumed = s.property == "event" and s.value["type"] == "resumption" and s.value.get("date")
        if (resumed or (s.property == "status" and s.value == "active")) and s.when:
            yield Change("active", s.when.start_min, s.when.start_max, True, said_by=(s,))


def _ends(statements: Sequence[Statement]) -> Iterable[Change]:
    until = best([s for s in statements if s.property == "until"])
    if until:
        earliest, latest = _together([_point(s.value) for s in until])
        yield Change("ended", earliest, latest, True, said_by=tuple(until))
        return
    for end in best([s for s in statements if s.property == "status" and s.value == "ended"])[:1]:
        earliest, latest = _bounds(end, otherwise=None)
        yield Change("ended", earliest, latest, bool(end.when), said_by=(end,))


def _spans(changes: Sequence[Change]) -> Timeline:
    """Changes in their order: each ends the one before; between them no day is without a value."""
    ordered = [Change(NONE, None, None), *changes]
    return Timeline(
        tuple(_span(change, following) for change, following in zip(ordered, [*ordered[1:], None], strict=True))
    )


def _span(change: Change, following: Change | None) -> Span:
    end_min, end_max = (_before(following.earliest), _before(following.latest)) if following else (None, None)
    return Span(
        change.value,
        change.earliest,
        change.latest,
        end_min,
        end_max,
        change.explicit,
        change.scope,
        change.target,
        tuple(sorted({s.seq for s in change.said_by})),
        _stated(change.said_by),
    )


def _stated(statements: Iterable[Statement]) -> tuple[tuple[date | None, str], ...]:
    said = {(s.stated_earliest, str(s.stated)) for s in statements if s.stated and s.property == "status"}
    return tuple(sorted(said, key=lambda pair: (pair[0] or date.min, pair[1])))


def _saying(statements: Sequence[Statement], status: str) -> tuple[Statement, ...]:
    return tuple(s for s in statements if s.property == "status" and s.value == status)


def _before(day: date | None) -> date | None:
    return day - ONE_DAY if day and day > date.min else None


def _whole(statement: Statement) -> Span:
    when = statement.when
    assert when
    return Span(
        statement.value, when.start_min, when.start_max, when.end_min, when.end_max, True, claims=(statement.seq,)
    )


def _around(dated: list[Span], rest: list[Span]) -> list[Span]:
    """Spans without a period begin where the dated ones end (or end where these begin, when they stay open)."""
    first, last = min(dated, key=lambda s: s.start_min or date.min), max(dated, key=lambda s: s.end_max or date.max)
    around = []
    for span in rest:
        if last.end_max:
            around.append(Span(span.value, last.end_min, last.end_max, None, None, True, claims=span.claims))
        else:
            before = _before(first.start_min), _before(first.start_max)
            around.append(Span(span.value, None, None, *before, claims=span.claims))
    return [*dated, *around]


def _seqs(statements: Sequence[Statement], value: str) -> tuple[int, ...]:
    return tuple(s.seq for s in statements if s.value == value)
