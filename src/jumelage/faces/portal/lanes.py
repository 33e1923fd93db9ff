"""The picture of the years: a lane for every partnership, from its beginning to today, with its milestones."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jumelage.core import edtf
from jumelage.faces import course, words
from jumelage.faces.course import FOUNDING, day_of
from jumelage.faces.portal import present
from jumelage.knowledge.partnerships.state import State
from jumelage.knowledge.partnerships.timeline import NONE, Span

SHOWN = 40  # lanes at the most; a picture of more is no picture
HEIGHT = 38  # of a lane, in pixels
HEAD = 28
LATE = 70.0  # per cent: where a lane begins so late, its name stands before its end


@dataclass(frozen=True, slots=True)
class Bar:
    """x in per cent of the picture's width. css: the status, or `open` where the beginning is not known."""

    css: str
    x1: str
    x2: str


@dataclass(frozen=True, slots=True)
class Dot:
    x: str
    css: str


@dataclass(frozen=True, slots=True)
class Lane:
    """y of the bar; the name stands above it, at x."""

    name: str
    note: str
    url: str
    kind: str
    x: str
    anchor: str
    y: int
    bars: tuple[Bar, ...]
    dots: tuple[Dot, ...]

    @property
    def text_y(self) -> int:
        return self.y - 9

    @property
    def hit_y(self) -> int:
        return self.y - 24


@dataclass(frozen=True, slots=True)
class Lanes:
    """left_out: how many partnerships have no lane, for want of a date or of room. ticks: year and x."""

    height: int
    lanes: tuple[Lane, ...]
    ticks: tuple[tuple[int, str], ...]
    left_out: int

    @property
    def bottom(self) -> int:
        return self.height - 6


def lanes(states: Sequence[State], urls: Mapping[UUID, str], today: date) -> Lanes | None:
    """None where nothing is dated."""
    dated = [state for state in states if _beginning(state)]
    if not dated:
        return None
    shown = dated[:SHOWN]
    first = min(*(day.year for state in shown for day in _days(state)), today.year - 1)
    axis = Axis(first - first % 10, today)
    made = [_lane(state, present.address(state.partnership, urls), axis, place) for place, state in enumerate(shown)]
    return Lanes(HEAD + HEIGHT * len(made) + 14, tuple(made), axis.ticks, len(states) - len(shown))


@dataclass(frozen=True, slots=True)
class Axis:
    first: int
    today: date

    def __call__(self, day: date) -> float:
        start, end = date(self.first, 1, 1).toordinal(), self.today.toordinal()
        return min(100.0, max(0.0, 100 * (day.toordinal() - start) / (end - start)))

    @property
    def ticks(self) -> tuple[tuple[int, str], ...]:
        step = 10 if self.today.year - self.first <= 100 else 50
        years = range(self.first, self.today.year, step)
        return tuple((year, _share(self(date(year, 1, 1)))) for year in years)


def _share(per_cent: float) -> str:
    return f"{per_cent:.2f}%"


def _beginning(state: State) -> date | None:
    """From when it is drawn: its stated beginning, else the day from which the register shows it."""
    stated = edtf.parse(state.since.date).earliest if state.since else None
    return stated or next((span.shown_from for span in _spans(state) if span.shown_from), None)


def _spans(state: State) -> list[Span]:
    return [span for span in state.record.statuses.spans if span.value != NONE]


def _days(state: State) -> Iterator[date]:
    begun = _beginning(state)
    if begun:
        yield begun
    yield from (day for m in state.record.milestones if (day := day_of(m)) != date.max)


def _lane(state: State, url: str, axis: Axis, place: int) -> Lane:
    begun = _beginning(state) or axis.today
    start = min((axis(day) for day in _days(state)), default=100.0)
    late = start > LATE
    return Lane(
        course.shown_name(state.partner),
        ", ".join(
            filter(None, (words.since_words(state.since.date) if state.since else "", words.status(state.status)))
        ),
        url,
        state.kind or "unknown",
        _share(100.0 if late else start),
        "end" if late else "start",
        HEAD + HEIGHT * place + 28,
        tuple(_bars(state, begun, axis)),
        tuple(_dots(state, begun, axis)),
    )


def _bars(state: State, begun: date, axis: Axis) -> Iterator[Bar]:
    spans = [span for span in _spans(state) if span.shown_from is None or span.shown_from <= axis.today]
    starts = [span.shown_from or begun for span in spans] + [axis.today]
    for span, start, end in zip(spans, starts, starts[1:], strict=False):
        css = "open" if state.since is None and span.value == "active" else span.value
        start = begun if span is spans[0] else start
        if axis(end) > axis(start) and span.value != "ended":
            yield Bar(css, _share(axis(start)), _share(axis(end)))


def _dots(state: State, begun: date, axis: Axis) -> Iterator[Dot]:
    if state.since:
        yield Dot(_share(axis(begun)), "start")
    for milestone in state.record.milestones:
        day = day_of(milestone)
        if day <= axis.today and not milestone.planned:
            yield Dot(_share(axis(day)), "founding" if milestone.type in FOUNDING else "step")
