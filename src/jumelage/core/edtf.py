"""Partial dates: EDTF (ISO 8601-2) level 0 and the part of level 1 that sources need. Pure: no Django.

A date keeps the text it was written with; qualifiers (`?` uncertain, `~` approximate, `%` both) are flags and never widen it.
"""

import re
import reprlib
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, total_ordering

POINT = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d{2}|XX)(?:-(\d{2}|XX))?)?([?~%])?", re.ASCII)
QUALIFIERS = {"?": (True, False), "~": (False, True), "%": (True, True), None: (False, False)}
BEFORE_ALL, AFTER_ALL = 0, date.max.toordinal() + 1


class DateError(ValueError):
    """The text is not a partial date of the kind that is understood here."""


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, month, year, decade or century, or an interval of two of them.

    Inclusive days bound the start (start_min, start_max) and the end (end_min, end_max). None is unbounded: an open (`..`) or
    unknown (empty) end; `open_start` and `open_end` tell the two apart. An interval is uncertain or approximate if one of its
    sides is; `start` and `end` say which. Sorted by the first day, then by the last: 1960-01 stands before 1960.
    """

    text: str
    start_min: date | None
    start_max: date | None
    end_min: date | None
    end_max: date | None
    uncertain: bool = False
    approximate: bool = False
    open_start: bool = False
    open_end: bool = False

    @property
    def earliest(self) -> date | None:
        """The first day that can be meant; None is unbounded."""
        return self.start_min

    @property
    def latest(self) -> date | None:
        """The last day that can be meant; None is unbounded."""
        return self.end_max

    @property
    def is_interval(self) -> bool:
        return "/" in self.text

    @property
    def start(self) -> "PartialDate | None":
        """The left side of an interval, None where it is open or unknown; any other date is its own start and end."""
        return self._side(0)

    @property
    def end(self) -> "PartialDate | None":
        return self._side(-1)

    def _side(self, index: int) -> "PartialDate | None":
        side = self.text.split("/")[index]
        return None if side in ("", "..") else _parse(side)

    @property
    def precision(self) -> str:
        """`day`, `month`, `year`, `decade`, `century` or `interval`."""
        if self.is_interval:
            return "interval"
        bare = self.text.rstrip("?~%")
        if "X" in bare[:4]:
            return "century" if bare[2] == "X" else "decade"
        parts = [part for part in bare.split("-") if part != "XX"]
        return ("year", "month", "day")[len(parts) - 1]

    def __str__(self) -> str:
        return self.text

    def __lt__(self, other: "PartialDate") -> bool:
        return self._order() < other._order()

    def contains(self, other: "PartialDate") -> bool:
        """Whether every day that the other can mean lies within this one."""
        (first, last), (other_first, other_last) = self._days(), other._days()
        return first <= other_first and other_last <= last

    def overlaps(self, other: "PartialDate") -> bool:
        """Whether some day can be meant by both."""
        (first, last), (other_first, other_last) = self._days(), other._days()
        return first <= other_last and other_first <= last

    def disjoint(self, other: "PartialDate") -> bool:
        """Whether no day can be meant by both."""
        return not self.overlaps(other)

    def _days(self) -> tuple[int, int]:
        return _ordinal(self.start_min, BEFORE_ALL), _ordinal(self.end_max, AFTER_ALL)

    def _order(self) -> tuple[int, int, int, int, str]:
        inner = _ordinal(self.start_max, BEFORE_ALL), _ordinal(self.end_min, AFTER_ALL)
        return *self._days(), *inner, self.text


def _ordinal(day: date | None, unbounded: int) -> int:
    return day.toordinal() if day else unbounded


def parse(text: str) -> PartialDate:
    """Reads EDTF as machines write it (`1960`, `1960-05`, `1960-05-14`, `195X`, `1960~`, `1960/1970`, `1960/..`, `/1970`).

    Raises DateError for anything else, impossible days included. What people write is read by `datephrases`.
    """
    return _parse(text)


@lru_cache(maxsize=4096)
def _parse(text: str) -> PartialDate:
    if "/" in text:
        return _interval(text)
    lower, upper, uncertain, approximate = _bounds(text)
    return PartialDate(text, lower, upper, lower, upper, uncertain, approximate)


def _bounds(text: str) -> tuple[date, date, bool, bool]:
    match = POINT.fullmatch(text)
    if not match:
        raise DateError(
            f"{reprlib.repr(text)} is not a partial date: expected YYYY, YYYY-MM, YYYY-MM-DD, YYYX, with ?, ~ or % behind"
        )
    year, month, day, qualifier = match.groups()
    if ("X" in year and month) or (month == "XX" and day and day != "XX"):
        raise DateError(f"{text!r} is not a partial date: X may only stand at the right")
    try:
        lower = date(int(year.replace("X", "0")), _number(month, 1), _number(day, 1))
        last_year, last_month = int(year.replace("X", "9")), _number(month, 12)
        upper = date(last_year, last_month, _number(day, monthrange(last_year, last_month)[1]))
    except ValueError:
        raise DateError(f"{text!r} is not a partial date: the calendar, from the year 1 on, has no such day") from None
    return lower, upper, *QUALIFIERS[qualifier]


def _number(part: str | None, default: int) -> int:
    return default if part in (None, "XX") else int(part)


def _interval(text: str) -> PartialDate:
    parts = text.split("/", 2)
    if len(parts) != 2 or set(parts) <= {"", ".."}:
        raise DateError(
            f"{reprlib.repr(text)} is not an interval: expected two dates with one / between, at least one of them given"
        )
    left, right = (None if part in ("", "..") else _bounds(part) for part in parts)
    start: tuple[date | None, date | None] = left[:2] if left else (None, None)
    end: tuple[date | None, date | None] = right[:2] if right else (None, None)
    if left and right:
        if left[0] > right[1]:
            raise DateError(f"{text!r} ends before it starts")
        start, end = (left[0], min(left[1], right[1])), (max(left[0], right[0]), right[1])
    given = [side for side in (left, right) if side]
    return PartialDate(
        text,
        *start,
        *end,
        any(side[2] for side in given),
        any(side[3] for side in given),
        open_start=parts[0] == "..",
        open_end=parts[1] == "..",
    )
