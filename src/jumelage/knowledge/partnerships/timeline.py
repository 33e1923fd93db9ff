"""What held when: statements of one partnership become a chain of changes, each with the days between which it happened.

Pure functions. The rules in words: docs/decisions/0006-periods.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from jumelage.core import edtf
from jumelage.knowledge.partnerships.statement import Statement, best

NONE = "none"
DAYS = ("start_min", "start_max", "end_min", "end_max")
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
    start_min: date | None = None
    start_max: date | None = None
    end_min: date | None = None
    end_max: date | None = None
    explicit: bool = False
    scope: str | None = None
    target: str | None = None
    claims: tuple[int, ...] = ()
    stated: tuple[tuple[date | None, str], ...] = ()

    def possible(self, day: date) -> bool:
        return (self.start_min is None or self.start_min <= day) and (self.end_max is None or day <= self.end_max)

    @property
    def certain(self) -> bool:
        """Whether there is a day on which it holds however it began and ended."""
        return (self.start_max or date.min) <= (self.end_min or date.max)

    @property
    def shown_from(self) -> date:
        """A dated beginning is shown from its first possible day, a found one from the day it was found."""
        return (self.start_min or date.min) if self.explicit else (self.start_max or date.max)


@dataclass(frozen=True, slots=True)
class Timeline:
    """All spans cover all time: before the first source there is `none`."""

    spans: tuple[Span, ...] = field(default_factory=tuple)

    def possible(self, day: date) -> set[str]:
        return {span.value for span in self.spans if span.possible(day)}

    def shown(self, day: date) -> Span | None:
        """The span to show: the last that was shown by then, else the first that is possible."""
        possible = [s for s in self.spans if s.value != NONE and s.possible(day)]
        begun = [s for s in possible if s.shown_from <= day]
        return begun[-1] if begun else next(iter(possible), None)


def status_timeline(statements: Sequence[Statement]) -> Timeline:
    """Planned, begun, resting, resumed, ended, from statements of status, since, until, kinds with periods and events."""
    start = beginning(statements)
    course = [*_rests(statements, start), *_resumptions(statements), *_ends(statements)]
    ordered = sorted(course, key=lambda change: change.latest or date.max)
    return _spans(_in_order(_merged([*_plans(statements, start), *start, *ordered])))


def beginning(statements: Sequence[Statement]) -> list[Change]:
    """When the relation began: the stated dates, narrowed where they agree, widened where they do not; else the first period
    of a kind; else the deed; else by the day of the first page that speaks of it as existing."""
    since = best([s for s in statements if s.property == "since"])
    active = _saying(statements, "active")
    if since:
        earliest, latest = _together([_point(s.value) for s in since])
        return [Change("active", earliest, latest, True, said_by=(*since, *active))]
    dated = [s for s in statements if (s.property == "kind" or _is_deed(s)) and s.when and s.when.start_min]
    if dated:
        first = min(dated, key=lambda s: (s.when.start_min or date.max) if s.when else date.max)
        assert first.when
        return [Change("active", first.when.start_min, first.when.start_max, True, said_by=(first, *active))]
    return _found_alive(statements, active)


def _is_deed(s: Statement) -> bool:
    return (
        s.property == "event"
        and s.value["type"] in ("signing", "proclamation", "renewal")
        and not s.value.get("planned")
    )


def _found_alive(statements: Sequence[Statement], active: tuple[Statement, ...]) -> list[Change]:
    """A page that only names the kind tells that the relation exists, unless some page calls it planned."""
    naming = [] if _saying(statements, "planned") else [s for s in statements if s.property == "kind"]
    alive = [*_saying(statements, "active"), *_saying(statements, "resting"), *naming]
    if not alive:
        return []
    first = min(alive, key=lambda s: s.stated_latest)
    return [Change("active", None, first.stated_latest, said_by=active or (first,))]


def _point(text: str) -> tuple[date | None, date | None]:
    """A date, or an interval in which some day is meant."""
    when = edtf.parse(text)
    return when.earliest, when.latest


def _together(bounds: list[tuple[date | None, date | None]]) -> tuple[date | None, date | None]:
    """The days that all bounds share; where they share none, all days from the first to the last."""
    lows, highs = [low for low, _ in bounds], [high for _, high in bounds]
    inner = max(filter(None, lows), default=None), min(filter(None, highs), default=None)
    if inner[0] and inner[1] and inner[0] > inner[1]:
        return min(lows, key=lambda day: day or date.min), max(highs, key=lambda day: day or date.max)
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
    yield from _dated_events(statements, "suspension", "resting")
    for rest in best(list(_saying(statements, "resting"))):
        bounds = _bounds(rest, otherwise=_last_active(statements, rest, start))
        yield Change("resting", *bounds, _is_dated(rest), rest.detail.get("scope"), said_by=(rest,))


def _dated_events(statements: Sequence[Statement], type_: str, value: str) -> Iterable[Change]:
    """Steps that took place and bear a date; what is only planned changes nothing."""
    for s in statements:
        if s.property == "event" and s.value["type"] == type_ and s.value.get("date") and not s.value.get("planned"):
            earliest, latest = _point(s.value["date"])
            yield Change(value, earliest, latest, True, said_by=(s,))


def _is_dated(s: Statement) -> bool:
    """Whether it says when it began; "until 1995" does not."""
    return bool(s.when and s.when.start_max)


def _bounds(s: Statement, *, otherwise: date | None) -> tuple[date | None, date | None]:
    """When a change happened: as it is dated, else between a day that is known otherwise and the end of its period, or the
    day of the page."""
    if s.when and s.when.start_max:
        return s.when.start_min, s.when.start_max
    return otherwise, s.when.end_max if s.when else s.stated_latest


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
    yield from _dated_events(statements, "resumption", "active")
    for s in best(list(_saying(statements, "active"))):
        if _is_dated(s):
            yield Change("active", *_bounds(s, otherwise=None), True, said_by=(s,))


def _ends(statements: Sequence[Statement]) -> Iterable[Change]:
    yield from _dated_events(statements, "termination", "ended")
    until = best([s for s in statements if s.property == "until"])
    if until:
        earliest, latest = _together([_point(s.value) for s in until])
        yield Change("ended", earliest, latest, True, said_by=tuple(until))
    for end in best(list(_saying(statements, "ended"))):
        yield Change("ended", *_bounds(end, otherwise=None), _is_dated(end), said_by=(end,))


def _merged(changes: Sequence[Change]) -> list[Change]:
    """Neighbours of one value are one change, told by all."""
    merged: list[Change] = []
    for change in changes:
        last = merged[-1] if merged else None
        if last and last.value == change.value:
            merged[-1] = replace(last, said_by=(*last.said_by, *change.said_by), scope=last.scope or change.scope)
        else:
            merged.append(change)
    return merged


def _in_order(changes: Sequence[Change]) -> list[Change]:
    """None can have happened before the one that it follows, or after the one that follows it; one that is dated before
    the one that it follows happened with it."""
    made: list[Change] = []
    earliest, latest = date.min, date.max
    for change in changes:
        earliest = max(change.earliest or date.min, earliest)
        made.append(replace(change, earliest=earliest, latest=max(change.latest or date.max, earliest)))
    for number, change in reversed(list(enumerate(made))):
        latest = min(change.latest or date.max, latest)
        made[number] = replace(change, earliest=_bound(change.earliest), latest=_bound(latest))
    return made


def _bound(day: date | None) -> date | None:
    return None if day in (date.min, date.max) else day


def _spans(changes: Sequence[Change]) -> Timeline:
    """Changes in their order: each ends the one before; between them no day is without a value."""
    ordered = [Change(NONE, None, None), *changes]
    return Timeline(
        tuple(_span(change, following) for change, following in zip(ordered, [*ordered[1:], None], strict=True))
    )


def _span(change: Change, following: Change | None) -> Span:
    end_min, end_max = (before(following.earliest), before(following.latest)) if following else (None, None)
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


def before(day: date | None) -> date | None:
    return day - ONE_DAY if day and day > date.min else None


def after(day: date | None) -> date | None:
    return day + ONE_DAY if day and day < date.max else None
