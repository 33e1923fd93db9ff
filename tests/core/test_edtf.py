"""Partial dates: what machines write is read exactly, everything else is refused."""

import contextlib
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from partial_dates import EVER_AFTER, EVER_BEFORE, ends_of, first_and_last, meant, partial_dates, points

from jumelage.core.edtf import DateError, parse


@pytest.mark.parametrize(
    ("text", "precision", "first", "last"),
    [
        ("1960", "year", date(1960, 1, 1), date(1960, 12, 31)),
        ("1960-02", "month", date(1960, 2, 1), date(1960, 2, 29)),
        ("1960-05-14", "day", date(1960, 5, 14), date(1960, 5, 14)),
        ("1960-05-XX", "month", date(1960, 5, 1), date(1960, 5, 31)),
        ("195X", "decade", date(1950, 1, 1), date(1959, 12, 31)),
        ("19XX", "century", date(1900, 1, 1), date(1999, 12, 31)),
        ("0836", "year", date(836, 1, 1), date(836, 12, 31)),
        ("9999", "year", date(9999, 1, 1), date(9999, 12, 31)),
        ("2014/2024-05", "interval", date(2014, 1, 1), date(2024, 5, 31)),
        ("2025-11-28/..", "interval", date(2025, 11, 28), None),
        ("/1970", "interval", None, date(1970, 12, 31)),
    ],
)
def test_bounds(text: str, precision: str, first: date | None, last: date | None) -> None:
    when = parse(text)

    assert (when.precision, when.earliest, when.latest, str(when)) == (precision, first, last, text)


@pytest.mark.parametrize(("text", "uncertain", "approximate"), [("1960?", 1, 0), ("1960-05~", 0, 1), ("195X%", 1, 1)])
def test_qualifier_is_a_flag_and_widens_nothing(text: str, uncertain: bool, approximate: bool) -> None:
    when, plain = parse(text), parse(text[:-1])

    assert (when.uncertain, when.approximate) == (uncertain, approximate)
    assert (when.earliest, when.latest) == (plain.earliest, plain.latest)


@pytest.mark.parametrize(
    "text",
    [
        "", " 1960", "1960 ", "60", "1960-5", "1960-13", "1960-02-30", "1959-02-29", "12.05.1960", "1960-XX-05", "196X-05",
        "1950s", "Mai 1960", "..", "/", "../..", "1970/1960", "1960/1970/1980", "0000", "１９６０", "1960-05-14T00:00:00Z", "\n1960",
    ],
)  # fmt: skip
def test_everything_else_is_refused(text: str) -> None:
    with pytest.raises(DateError):
        parse(text)


@given(st.text())
def test_garbage_raises_nothing_else(text: str) -> None:
    with contextlib.suppress(DateError):
        parse(text)


@given(st.dates())
def test_every_day_is_read_and_lies_in_its_month_and_year(day: date) -> None:
    text = f"{day.year:04}-{day.month:02}-{day.day:02}"

    exact, month, year = parse(text), parse(text[:7]), parse(text[:4])

    assert exact.earliest == exact.latest == day
    assert month.contains(exact)
    assert year.contains(month)
    assert not exact.contains(month) or month.earliest == month.latest


def _iso(day: date | None, unbounded: str) -> str:
    return day.isoformat() if day else unbounded


@settings(deadline=None)
@given(partial_dates())
def test_bounds_are_the_first_and_last_day_of_all_that_can_be_meant(text: str) -> None:
    when = parse(text)

    starts, ends = ends_of(text)

    assert (_iso(when.start_min, EVER_BEFORE), _iso(when.start_max, EVER_BEFORE)) == (min(starts), max(starts))
    assert (_iso(when.end_min, EVER_AFTER), _iso(when.end_max, EVER_AFTER)) == (min(ends), max(ends))


@settings(deadline=None)
@given(partial_dates(), partial_dates())
def test_relations_are_those_of_the_sets_of_days(one: str, other: str) -> None:
    left, right = parse(one), parse(other)

    mine, yours = meant(one), meant(other)

    assert left.contains(right) is (mine >= yours)
    assert left.overlaps(right) is bool(mine & yours)
    assert left.disjoint(right) is mine.isdisjoint(yours)


@settings(deadline=None)
@given(st.lists(partial_dates(), max_size=8))
def test_sorted_by_the_first_day_then_by_the_last(texts: list[str]) -> None:
    found = [first_and_last(str(when)) for when in sorted(map(parse, texts))]

    assert found == sorted(found)


@given(partial_dates(), partial_dates())
def test_order_is_total(one: str, other: str) -> None:
    left, right = parse(one), parse(other)

    assert (left < right) + (left > right) + (left == right) == 1
    assert (left <= right) is not (left > right)


@given(points(), points())
def test_each_side_of_an_interval_keeps_its_own_doubt(one: str, other: str) -> None:
    left, right = sorted((one, other), key=lambda text: text.replace("X", "0"))

    when = parse(f"{left}/{right}")

    assert (when.start, when.end) == (parse(left), parse(right))
    assert when.uncertain is (left[-1] in "?%" or right[-1] in "?%")
    assert when.approximate is (left[-1] in "~%" or right[-1] in "~%")


def test_open_and_unknown_ends_are_told_apart() -> None:
    known = [
        (when.start, when.open_start, when.end, when.open_end) for when in map(parse, ("../1970", "/1970", "1960/.."))
    ]

    year = parse("1970")
    assert known == [(None, True, year, False), (None, False, year, False), (parse("1960"), False, None, True)]


def test_date_is_its_own_start_and_end() -> None:
    when = parse("1960-05~")

    assert (when.start, when.end) == (when, when)


def test_sides_that_cover_the_same_days_bound_one_another() -> None:
    """What starts in the fifties and ends in 1955 started by 1955."""
    when = parse("195X/1955")

    assert (when.start_max, when.end_min) == (date(1955, 12, 31), date(1955, 1, 1))


@pytest.mark.parametrize("attack", ["/" * 100_000, "1" * 100_000, "1960-" * 50_000, "X" * 100_000, "1960/" * 50_000])
def test_long_garbage_is_refused_at_once_in_a_short_sentence(attack: str) -> None:
    begun = time.process_time()
    with pytest.raises(DateError) as refused:
        parse(attack)

    assert time.process_time() - begun < 0.05
    assert len(str(refused.value)) < 200
