"""Partial dates for property tests, and which days they mean by brute force: a pattern is held against every day's ISO form."""

import re
from datetime import date, timedelta
from functools import lru_cache

from hypothesis import strategies as st

FIRST, LAST = date(1900, 1, 1), date(1999, 12, 31)
DAYS = [(FIRST + timedelta(n)).isoformat() for n in range((LAST - FIRST).days + 1)]
CALENDAR = "\n".join(DAYS)
EVER_BEFORE, EVER_AFTER = "0000", "9999"


@lru_cache(maxsize=1024)
def days_of(point: str) -> tuple[str, ...]:
    """The ISO days of the window that a date means; qualifiers widen nothing."""
    bare = point.rstrip("?~%")
    pattern = bare + "-XX-XX"[len(bare) - 4 :]
    return tuple(re.findall(f"^{pattern.replace('X', '[0-9]')}$", CALENDAR, re.MULTILINE))


def ends_of(text: str) -> tuple[list[str], list[str]]:
    """The days on which it can start and those on which it can end; of an interval, in all pairs that run forward."""
    left, _, right = text.partition("/") if "/" in text else (text, "", text)
    starts = days_of(left) if left.strip(".") else (EVER_BEFORE,)
    ends = days_of(right) if right.strip(".") else (EVER_AFTER,)
    first, last = min(starts), max(ends)
    return [day for day in starts if day <= last], [day for day in ends if day >= first]


def first_and_last(text: str) -> tuple[str, str]:
    starts, ends = ends_of(text)
    return min(starts), max(ends)


@lru_cache(maxsize=256)
def meant(text: str) -> frozenset[str]:
    """Every day that can be meant, with two days outside of the window that stand for all time before and after."""
    first, last = first_and_last(text)
    return frozenset(day for day in (EVER_BEFORE, *DAYS, EVER_AFTER) if first <= day <= last)


def points(first: date = FIRST, last: date = LAST, qualifiers: str = "?~%") -> st.SearchStrategy[str]:
    """Dates of every precision and spelling whose days lie in the window, with and without a qualifier."""
    iso = st.dates(first, last).map(date.isoformat)
    shapes = st.sampled_from(
        [lambda d: d, lambda d: d[:7], lambda d: d[:4], lambda d: f"{d[:7]}-XX", lambda d: f"{d[:4]}-XX",
         lambda d: f"{d[:4]}-XX-XX", lambda d: f"{d[:3]}X", lambda d: f"{d[:2]}XX"]
    )  # fmt: skip
    marks = st.sampled_from(["", "", *qualifiers])
    return st.builds(lambda day, shape, mark: shape(day) + mark, iso, shapes, marks)


def intervals(first: date = FIRST, last: date = LAST, qualifiers: str = "?~%") -> st.SearchStrategy[str]:
    """Two dates in their order, or one and an open or unknown end."""
    point = points(first, last, qualifiers)
    closed = (
        st.tuples(point, point).map(lambda pair: sorted(pair, key=lambda text: text.replace("X", "0"))).map("/".join)
    )
    left = st.builds(lambda text, end: f"{text}/{end}", point, st.sampled_from(["", ".."]))
    right = st.builds(lambda text, start: f"{start}/{text}", point, st.sampled_from(["", ".."]))
    return st.one_of(closed, left, right)


def partial_dates(first: date = FIRST, last: date = LAST, qualifiers: str = "?~%") -> st.SearchStrategy[str]:
    return st.one_of(points(first, last, qualifiers), intervals(first, last, qualifiers))
