"""The picture of the years: how many partners were counted at the end of each, and which of them is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jumelage.knowledge.partnerships.growth import YearEnd

HEIGHT = 100
MARKS = 6  # years that are written under the picture, at the most


@dataclass(frozen=True, slots=True)
class Mark:
    """x in per cent of the width."""

    year: int
    x: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Years:
    """line and area are paths in a drawing `width` × HEIGHT units, one unit of width a year. at: the shown year in per cent.
    what: is counted, in the plural."""

    what: str
    first: int
    last: int
    shown: int
    most: int
    width: int
    line: str
    area: str
    at: str
    marks: tuple[Mark, ...]


def years(what: str, course: Sequence[YearEnd], day: date) -> Years:
    first, last = course[0].year, course[-1].year
    most = max(end.count for end in course) or 1
    heights = [round(HEIGHT * (1 - end.count / most), 1) for end in course]
    line = f"M0 {heights[0]}" + "".join(f"H{n}V{y}" for n, y in enumerate(heights) if n)
    shown = min(max(day.year, first), last)
    return Years(
        what,
        first,
        last,
        shown,
        most,
        last - first,
        line,
        f"{line}V{HEIGHT}H0Z",
        _share(shown, first, last),
        _marks(first, last),
    )


def _marks(first: int, last: int) -> tuple[Mark, ...]:
    """Both ends, and round years between them that are not too near to an end."""
    step = next(step for step in (1, 2, 5, 10, 20, 25, 50, 100, 500) if (last - first) / step < MARKS)
    near = (last - first) * 0.15
    between = [year for year in range(first - first % step, last, step) if first + near < year < last - near]
    ends = ((first, "start"), *((year, "middle") for year in between), (last, "end"))
    return tuple(Mark(year, _share(year, first, last), anchor) for year, anchor in ends)


def _share(year: int, first: int, last: int) -> str:
    return f"{100 * (year - first) / (last - first):.2f}%"
