"""Partial dates: what machines write is read exactly, everything else is refused."""

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.core import edtf
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


@given(
    st.dates(max_value=date(9998, 12, 31)),
    st.integers(0, 366),
    st.dates(max_value=date(9998, 12, 31)),
    st.integers(0, 366),
)
def test_disjoint_means_that_no_day_is_shared(a: date, i: int, b: date, j: int) -> None:
    one, other = (f"{d.isoformat()}/{(d + timedelta(n)).isoformat()}" for d, n in ((a, i), (b, j)))

    shared = not (a + timedelta(i) < b or b + timedelta(j) < a)

    assert edtf.parse(one).disjoint(edtf.parse(other)) is not shared
