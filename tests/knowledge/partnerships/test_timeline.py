"""The course of a partnership against an oracle that tries every day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jumelage.core import edtf
from jumelage.knowledge.partnerships.kinds import kind_timeline
from jumelage.knowledge.partnerships.statement import Statement
from jumelage.knowledge.partnerships.timeline import status_timeline

FIRST = date(2020, 1, 1)
RETRIEVED = date(2030, 1, 1)
DAYS = [FIRST + timedelta(n) for n in range(-2, 30)]


def interval(draw: st.DrawFn, low: int = 0, high: int = 20) -> str:
    start = draw(st.integers(low, high))
    end = draw(st.integers(start, high))
    days = [(FIRST + timedelta(n)).isoformat() for n in (start, end)]
    return days[0] if start == end else "/".join(days)


def statement(seq: int, property_: str, value: object, *, period: str = "", stated: str | None = None) -> Statement:
    return Statement(seq, property_, value, {}, period, False, None, edtf.parse(stated) if stated else None, RETRIEVED)


@st.composite
def courses(draw: st.DrawFn) -> list[Statement]:
    """A beginning, perhaps a rest after it that is found on a page, perhaps an end: each on some day of an interval."""
    since = interval(draw, 0, 8)
    made = [statement(1, "since", since, period="" if "/" in since else f"{since}/..")]
    if draw(st.booleans()):
        made.append(statement(2, "status", "resting", stated=interval(draw, 9, 14)))
    if draw(st.booleans()):
        until = interval(draw, 15, 20)
        made.append(statement(3, "until", until, period="" if "/" in until else f"../{until}"))
    return made


def worlds(made: list[Statement]) -> list[list[tuple[date, str]]]:
    """Every way in which it can have happened: the day of each change."""
    begun = edtf.parse(made[0].value)
    found = [[(day, "active")] for day in _days(begun.earliest, begun.latest)]
    for s in made[1:]:
        when = s.stated if s.property == "status" else edtf.parse(s.value)
        assert when
        first = begun.earliest if s.property == "status" else when.earliest
        name = "resting" if s.property == "status" else "ended"
        found = [[*world, (day, name)] for world in found for day in _days(first, when.latest) if day >= world[-1][0]]
    return found


def _days(first: date | None, last: date | None) -> list[date]:
    assert first
    assert last
    return [first + timedelta(n) for n in range((last - first).days + 1)]


@settings(max_examples=150, deadline=None)
@given(courses())
def test_possible_is_what_holds_in_some_world(made: list[Statement]) -> None:
    timeline, all_worlds = status_timeline(made), worlds(made)

    for day in DAYS:
        held = {[name for when, name in [(date.min, "none"), *world] if when <= day][-1] for world in all_worlds}
        assert timeline.possible(day) == held


@given(
    st.permutations(
        [
            statement(1, "since", "1960", period="1960/.."),
            statement(2, "status", "active", stated="2019"),
            statement(3, "status", "resting", stated="2020"),
        ]
    )
)
def test_order_of_statements_does_not_matter(made: list[Statement]) -> None:
    timeline = status_timeline(made)

    assert [span.value for span in timeline.spans] == ["none", "active", "resting"]


@pytest.mark.parametrize(
    ("rest", "day", "expected"),
    [
        (statement(2, "status", "resting", period="2022-03-01/..", stated="2023"), date(2022, 2, 28), {"active"}),
        (statement(2, "status", "resting", period="2022-03-01/..", stated="2023"), date(2022, 3, 1), {"resting"}),
        (statement(2, "status", "resting", stated="2023-10"), date(2023, 10, 31), {"resting"}),
        (statement(2, "status", "resting", stated="2023-10"), date(2022, 1, 1), {"active", "resting"}),
    ],
)
def test_rest_begins_when_it_is_dated_or_by_the_day_of_the_page(rest: Statement, day: date, expected: set[str]) -> None:
    timeline = status_timeline([statement(1, "since", "1977", period="1977/.."), rest])

    assert timeline.possible(day) == expected


def event(seq: int, type_: str, day: str, *, planned: bool = False) -> Statement:
    return statement(seq, "event", {"type": type_, "date": day, "planned": planned}, period=day)


BEGUN = statement(1, "since", "1960", period="1960/..")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (
            [event(2, "suspension", "2015"), event(3, "resumption", "2018"), event(4, "suspension", "2022-03")],
            {"2014": "active", "2016": "resting", "2019": "active", "2023": "resting"},
        ),
        ([statement(2, "status", "resting", stated="2023"), statement(3, "status", "resting", period="2022-03/..", stated="2024")],
         {"2022-02": "active", "2022-06": "resting"}),
        ([statement(2, "status", "resting", stated="2023"), event(3, "resumption", "2025", planned=True)], {"2026": "resting"}),
        ([event(2, "termination", "2005-06-01")], {"2005-05": "active", "2005-07": "ended"}),
        ([statement(2, "until", "1993", period="../1993"), statement(3, "status", "active", period="2005/..", stated="2010")],
         {"1992": "active", "2000": "ended", "2011": "active"}),
    ],
    ids=["two rests told by events", "a dated rest beside an undated one", "a planned resumption", "a termination", "begun again"],
)  # fmt: skip
def test_course_follows_what_was_dated(more: list[Statement], expected: dict[str, str]) -> None:
    timeline = status_timeline([BEGUN, *more])

    for text, status in expected.items():
        assert timeline.possible(edtf.parse(text).earliest or date.min) == {status}, text


def test_kinds_with_a_period_leave_the_rest_to_the_others() -> None:
    kinds = [statement(2, "kind", "partnership"), statement(3, "kind", "project", period="2019/2022")]

    timeline = kind_timeline([BEGUN, *kinds])

    assert [timeline.possible(date(y, 6, 1)) for y in (1970, 2018, 2021, 2024)] == [
        {"partnership"}, {"partnership"}, {"project"}, {"partnership"},
    ]  # fmt: skip
    assert status_timeline([BEGUN, *kinds]).possible(date(1961, 1, 1)) == {"active"}


def test_project_that_becomes_a_partnership() -> None:
    kinds = [statement(2, "kind", "project", period="2011/2024-05-13"), statement(3, "kind", "partnership")]
    said = [*kinds, statement(4, "status", "active", stated="2025")]

    assert kind_timeline(said).possible(date(2020, 1, 1)) == {"project"}
    assert kind_timeline(said).possible(date(2024, 5, 14)) == {"partnership"}
    assert status_timeline(said).possible(date(2012, 1, 1)) == {"active"}


@pytest.mark.parametrize(
    "said", [[statement(1, "kind", "partnership", stated="2020")], [event(1, "signing", "1966-03-25")]]
)
def test_relation_that_is_only_named_exists(said: list[Statement]) -> None:
    assert status_timeline(said).possible(date(2022, 1, 1)) == {"active"}


@pytest.mark.parametrize(
    ("said", "day", "expected"),
    [
        ([statement(1, "since", "1960/1980"), event(2, "suspension", "1970")], date(1971, 1, 1), {"resting"}),
        ([statement(1, "since", "2000"), statement(2, "until", "1990")], date(1995, 1, 1), {"none"}),
        ([statement(1, "since", "2000"), statement(2, "until", "1990")], date(2000, 1, 1), {"ended"}),
        ([statement(1, "since", "../1970"), statement(2, "since", "1980/..")], date(1950, 1, 1), {"none", "active"}),
        ([BEGUN, statement(2, "until", "1990"), statement(3, "status", "active", period="../1999")], date(1995, 1, 1), {"ended"}),
        ([BEGUN, statement(2, "status", "resting", period="../1995")], date(1999, 1, 1), {"resting"}),
        ([statement(1, "kind", "partnership", stated="1970"), statement(2, "status", "ended", stated="1990")], date(1971, 1, 1), {"active", "ended"}),
    ],
    ids=["begun before the rest", "an end before the beginning: not yet", "an end before the beginning: with it",
         "two starts that share no day", "active until a year lifts nothing", "a rest known by its end", "ended, but it was"],
)  # fmt: skip
def test_course_is_told_in_order(said: list[Statement], day: date, expected: set[str]) -> None:
    assert status_timeline(said).possible(day) == expected


@pytest.mark.parametrize(
    ("periods", "day", "possible", "shown"),
    [
        (("2000/2020", "2005/2010"), date(2015, 1, 1), {"project"}, "project"),
        (("2000/2020", "2005/2010"), date(2021, 1, 1), {"friendship", "partnership"}, "partnership"),
        (("2000/2004", "2010/.."), date(2010, 6, 1), {"project", "friendship", "partnership"}, "project"),
        (("2000/200X", "2005/.."), date(2004, 6, 1), {"project", "friendship", "partnership"}, "project"),
    ],
    ids=["one within another", "behind both", "shown as soon as it can have begun", "where neither is certain"],
)
def test_kinds_fill_what_no_period_surely_covers(
    periods: tuple[str, str], day: date, possible: set[str], shown: str
) -> None:
    dated = [statement(n, "kind", "project", period=period) for n, period in enumerate(periods, 10)]
    always = [statement(n, "kind", value) for n, value in enumerate(("friendship", "partnership", "partnership"), 20)]

    timeline = kind_timeline([*dated, *always])

    span = timeline.shown(day)
    assert (timeline.possible(day), span and span.value) == (possible, shown)
