"""Partial dates: EDTF (ISO 8601-2) level 0 and the part of level 1 that sources need. Pure: no Django.

A date keeps the text it was written with; qualifiers (`?` uncertain, `~` approximate, `%` both) are flags and never widen it.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

POINT = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d{2}|XX)(?:-(\d{2}|XX))?)?([?~%])?", re.ASCII)
SECTIONS = {"?": (True, False), "~": (False, True), "%": (True, True), None: (False, False)}


class DateError(ValueError):
    """The text is not a partial date of the kind that is understood here."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, month, year, decade or century, or an interval of two of them.

    earliest and latest bound the start (start_min, start_max) and the end (end_min, end_max), all inclusive days.
    None is unbounded: an open (`..`) or unknown (empty) end; `open_start` and `open_end` tell the two apart.
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

    def contains(self, other: "PartialDate") -> bool:
        """Whether every day that the other can mean lies within this one."""
        return _le(self.start_min, other.start_min, False) and _le(other.end_max, self.end_max, True)

    def disjoint(self, other: "PartialDate") -> bool:
        """Whether no day can be meant by both."""
        return (
            not _le(self.start_min, other.end_max, True) and self.start_min is not None and other.end_max is not None
        ) or (not _le(other.start_min, self.end_max, True) and other.start_min is not None and self.end_max is not None)


def _le(a: date | None, b: date | None, none_is_late: bool) -> bool:
    """a <= b, where None is after every day (none_is_late) or before every day."""
    if none_is_late:
        return b is None or (a is not None and a <= b)
    return a is None or (b is not None and a <= b)


def parse(text: str) -> PartialDate:
    """Reads EDTF as machines write it (`1960`, `1960-05`, `1960-05-14`, `195X`, `1960~`, `1960/1970`, `1960/..`, `/1970`).

    Raises DateError for anything else, impossible days included. People's phrases are another matter: see `phrases`.
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
            f"{text!r} is not a partial date: expected YYYY, YYYY-MM, YYYY-MM-DD, YYYX, with ?, ~ or % behind"
        )
    year, month, day, qualifier = match.groups()
    if ("X" in year and month) or (month == "XX" and day and day != "XX"):
        raise DateError(f"{text!r} is not a partial date: X may only stand at the right")
    try:
        lower = date(int(year.replace("X", "0")), _number(month, 1), _number(day, 1))
        last_month = _number(month, 12)
        last_year = int(year.replace("X", "9"))
        upper = date(last_year, last_month, _number(day, calendar.monthrange(last_year, last_month)[1]))
    except (ValueError, calendar.IllegalMonthError) as error:
        raise DateError(f"{text!r} is not a partial date: {error}") from None
    return lower, upper, *SECTIONS[qualifier]


def _number(part: str | None, default: int) -> int:
    return default if part in (None, "XX") else int(part)


def _interval(text: str) -> PartialDate:
    parts = text.split("/")
    if len(parts) != 2 or set(parts) <= {"", ".."}:
        raise DateError(
            f"{text!r} is not an interval: expected two dates with one / between, at least one of them given"
        )
    left, right = (None if part in ("", "..") else _bounds(part) for part in parts)
    if left and right and left[0] > right[1]:
        raise DateError(f"{text!r} ends before it starts")
    given = [side for side in (left, right) if side]
    return PartialDate(
        text,
        left[0] if left else None,
        left[1] if left else None,
        right[0] if right else None,
        right[1] if right else None,
        any(side[2] for side in given),
        any(side[3] for side in given),
        open_start=parts[0] == "..",
        open_end=parts[1] == "..",
    )
