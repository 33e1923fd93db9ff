"""Anniversaries against an oracle that takes every day a beginning can mean."""

from calendar import isleap
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from partial_dates import FIRST, LAST, days_of, intervals, points

from jumelage.core import edtf
from jumelage.knowledge.partnerships.anniversaries import Anniversary, anniversaries, round_ones, tie_anniversaries
from jumelage.knowledge.partnerships.record import derive
from jumelage.knowledge.partnerships.state import PARTNER_CITIES, Party, State, state_at
from jumelage.knowledge.partnerships.statement import Statement

TODAY = date(2026, 6, 30)
ESSEN, LYON = (Party(UUID(int=n), name, "", None, None, None, {}) for n, name in ((1, "Essen"), (2, "Lyon")))


def state(*facts: tuple[str, object]) -> State:
    statements = [
        Statement(seq, property_, value, {}, "", False, None, edtf.parse("2025"), TODAY)
        for seq, (property_, value) in enumerate([("kind", "partnership"), *facts], 1)
    ]
    found = state_at(derive(statements), TODAY, PARTNER_CITIES, partnership=UUID(int=3), home=ESSEN, partner=LYON)
    assert found is not None
    return found


def told(found: list[Anniversary]) -> list[tuple[str, int]]:
    return [(one.when, one.age) for one in found]


def moved(day: str, year: int) -> date:
    """The same day in another year; a 29 February that is not there falls on the 28th."""
    month, number = int(day[5:7]), int(day[8:])
    return date(year, month, 28 if (month, number) == (2, 29) and not isleap(year) else number)


@given(points(FIRST, LAST, "?~"), st.integers(1998, 2060))
def test_anniversary_is_on_the_days_of_the_beginning_a_number_of_years_later(since: str, year: int) -> None:
    found = anniversaries([state(("since", since))], year, year)

    if set(since.replace("-XX", "")) & set("X?~"):
        assert found == []
        return
    begun = int(since[:4])
    assert [one.age for one in found] == ([year - begun] if year > begun else [])
    for one in found:
        days = {moved(day, year) for day in days_of(since)}
        leap_day = one.last.day == 29 and one.last.month == 2
        assert (one.first, one.last.replace(day=28) if leap_day else one.last) == (
            min(days),
            max(days).replace(day=28) if leap_day else max(days),
        )


@given(intervals(FIRST, LAST, "~"))
def test_beginning_between_two_dates_has_no_anniversary(since: str) -> None:
    assert anniversaries([state(("since", since), ("status", "active"))], 2000, 2060) == []


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("1972-02-29", [("2027-02-28", 55), ("2028-02-29", 56), ("2029-02-28", 57)]),
        ("1972-02", [("2027-02", 55), ("2028-02", 56), ("2029-02", 57)]),
        ("1972", [("2027", 55), ("2028", 56), ("2029", 57)]),
        ("197X", []),
        ("1972~", []),
        ("1972/..", []),
        ("../1972", []),
        ("1970/1972", []),
    ],
)
def test_anniversary_is_as_fine_as_the_beginning(since: str, expected: list[tuple[str, int]]) -> None:
    assert told(anniversaries([state(("since", since))], 2027, 2029)) == expected


def test_ended_partnership_has_none_and_one_that_will_end_none_after_it() -> None:
    ended = state(("since", "1960-05-14"), ("until", "1990"))
    ending = state(("since", "2020-05-14"), ("until", "2028-01-31"))

    assert anniversaries([ended], 1961, 2060) == []
    assert told(anniversaries([ending], 2026, 2060)) == [("2026-05-14", 6), ("2027-05-14", 7)]


def test_resting_partnership_is_marked() -> None:
    resting = state(("since", "1960"), ("status", "resting"))

    assert [one.resting for one in anniversaries([resting, state(("since", "1961"))], 2030, 2030)] == [True, False]


def test_weightiest_stand_first_in_their_year() -> None:
    states = [state(("since", year)) for year in ("1962", "1977", "2007", "2017", "1967", "1953", "1927")]

    found = anniversaries(states, 2027, 2027)

    assert [(one.age, one.weight) for one in found] == [(100, 2), (50, 2), (10, 2), (65, 1), (60, 1), (20, 1), (74, 0)]
    assert [one.age for one in round_ones(found)] == [100, 50, 10, 65, 60, 20]


def test_tie_counts_from_its_own_beginning_and_a_visit_is_none() -> None:
    def link(relation: str, since: str) -> tuple[str, dict[str, str]]:
        sides = {"home_organisation": f"{relation} {since}", "partner_organisation": "Lycée"}
        return "link", {"relation": relation, "since": since, **sides}

    facts = [link("cooperation", "1998"), link("partnership", "2028-03-01"), link("visit", "1998"), link("contact", "")]
    twinned = state(("since", "1960"), *facts)
    over = state(("since", "1960"), ("until", "2001"), *facts)

    found = tie_anniversaries([twinned, over], 2028, 2029)

    assert told(found) == [("2028", 30), ("2029", 31), ("2029-03-01", 1)]
    assert {one.link and one.link.relation for one in found} == {"cooperation", "partnership"}
