"""Lists of partners leave as CSV and Excel workbooks, and our own importer reads the same out of them again."""

import csv
import io
from datetime import date, datetime
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from factories import claim, municipality, officer, pair, source
from hypothesis import given
from partial_dates import intervals, points

from jumelage.accounts.models import User
from jumelage.knowledge.claims.actions.decide import accept_source, state_fact
from jumelage.knowledge.exchange.lists.files import When, write_csv, write_workbook
from jumelage.knowledge.exchange.lists.partners import list_rows
from jumelage.knowledge.exchange.lists.wording import LANGUAGES, headings, words
from jumelage.knowledge.exchange.model import Told
from jumelage.knowledge.exchange.plan import make_plan
from jumelage.knowledge.exchange.reading import open_file
from jumelage.knowledge.exchange.tables import cells
from jumelage.knowledge.partnerships.models import Partnership

DAY = date(2026, 1, 1)
FORMATS = ("csv", "xlsx")


def written(form: str, language: str, rows: list[list[Any]]) -> bytes:
    file = io.BytesIO()
    named = list(headings(language).values())
    if form == "csv":
        write_csv(file, named, rows, language)
    else:
        write_workbook(file, named, rows, words(language)["sheet"])
    return file.getvalue()


def read(data: bytes, form: str) -> tuple[Told, ...]:
    reading = open_file(data, f"list.{form}").reading
    assert reading.problems == ()
    return reading.told


@pytest.fixture
def essen(db: None) -> UUID:
    """Essen with one partner in each kind and status, and dates of each precision."""
    user = officer()
    home = municipality("Essen", geonameid=2928810)
    facts: list[tuple[UUID, str, str, str]] = [
        (municipality("Tampere", "FI", 634963), "partnership", "active", "1960-05-14"),
        (municipality("Grenoble", "FR", 3014728), "friendship", "resting", "1976-04"),
        (municipality("Sunderland", "GB", 2636531), "project", "active", "194X"),
        (municipality("Kreis Unna"), "contact", "ended", "1991~"),
    ]
    for partner, kind, status, since in facts:
        subject = pair(home, partner)
        for name, value in (("kind", kind), ("status", status), ("since", since)):
            state_fact(subject, name, value, by=user, reason="test", period=f"{since}/.." if name == "status" else "")
        if status == "ended":
            state_fact(subject, "until", "2001", by=user, reason="test")
    return home


def said(told: tuple[Told, ...]) -> list[tuple[str, dict[str, Any]]]:
    return [(row.other.name, {s.property: s.value for s in row.said}) for row in told]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_list_says_the_same_when_it_is_read_again(form: str, language: str, essen: UUID) -> None:
    rows = list(list_rows(essen, DAY, language))

    told = read(written(form, language, rows), form)

    assert said(told) == [
        ("Sunderland", {"kind": "project", "status": "active", "since": "194X"}),
        ("Tampere", {"kind": "partnership", "status": "active", "since": "1960-05-14"}),
        ("Grenoble", {"kind": "friendship", "status": "resting", "since": "1976-04"}),
        ("Kreis Unna", {"kind": "contact", "status": "ended", "since": "1991~", "until": "2001"}),
    ]
    assert {row.one.geonameid for row in told if row.one} == {2928810}


@pytest.mark.parametrize("form", FORMATS)
def test_own_list_tells_the_register_nothing_it_does_not_know(form: str, essen: UUID) -> None:
    reading = open_file(written(form, "en", list(list_rows(essen, DAY, "en"))), f"list.{form}").reading

    plan = make_plan(reading)

    assert (plan.problems, plan.clashes) == ((), ())
    assert len(plan.new) == plan.confirming
    assert len(plan.partnerships) == Partnership.objects.count() == 4


def test_list_is_as_of_its_day(essen: UUID) -> None:
    partners = [row[2] for row in list_rows(essen, date(1970, 1, 1), "de")]

    assert partners == ["Sunderland", "Tampere"]


def test_whole_register_names_both_sides(essen: UUID) -> None:
    rows = list(list_rows(None, DAY, "fr"))

    assert {frozenset((row[0], row[2])) for row in rows} == {
        frozenset(("Essen", name)) for name in ("Tampere", "Grenoble", "Sunderland", "Kreis Unna")
    }


def test_row_names_its_sources_and_the_item_of_wikidata(db: None) -> None:
    user, town = officer(), municipality("Leeds", "GB")
    kept = source(location="https://essen.example/partner")
    subject = pair(municipality("Essen"), town)
    for name, value in (("kind", "partnership"), ("since", "1969"), ("status", "active")):
        claim(subject, name, value, source=kept)
    claim(town, "wikidata", "Q39121", source=kept)
    before = [row[-5:] for row in list_rows(None, DAY, "en")]
    accept_source(kept.pk, by=user)

    row = dict(zip(headings("en"), next(iter(list_rows(None, DAY, "en"))), strict=True))

    assert before == []  # nothing that nobody accepted
    assert row["sources"] == "https://essen.example/partner"
    assert {row["wikidata"], row["home_wikidata"]} == {"Q39121", None}


def test_number_of_queries_does_not_depend_on_the_rows(essen: UUID, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(7) as queries:
        list(list_rows(essen, DAY, "de"))
    user: User = officer()
    for number in range(5):
        state_fact(pair(essen, municipality(f"Stadt {number}")), "kind", "partnership", by=user, reason="test")

    with django_assert_num_queries(len(queries)):
        assert len(list(list_rows(essen, DAY, "de"))) == 9


# Files


NAMES = [
    "=1+1",
    "+49",
    "@SUM(A1)",
    "-2",
    "'=x",
    "''+x",
    "\t=1",
    "O'Fallon",
    "Xi’an",
    'He said "no"',
    "a;b,c",
    "zwei\nZeilen",
]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", NAMES)
def test_name_that_would_run_as_a_formula_is_text_and_comes_back(form: str, name: str) -> None:
    row = {"partner": name, "kind": "contact", "geonames": 1, "home": "Essen", "home_geonames": 2928810}
    data = written(form, "en", [[row.get(column) for column in headings("en")]])

    (told,) = read(data, form)

    assert told.other.name == name
    if form == "xlsx":
        assert [cell.data_type for cell in openpyxl.load_workbook(io.BytesIO(data)).active[2]].count("f") == 0
    else:
        raw = list(csv.reader(data.decode("utf-8-sig").splitlines(keepends=True)))[1][2]
        assert not raw.startswith(("=", "+", "-", "@", "\t"))


@pytest.mark.parametrize(
    ("when", "cell"),
    [
        ("1960", 1960),
        ("1960-05-14", datetime(1960, 5, 14)),
        ("1960-05", "1960-05"),
        ("195X", "195X"),
        ("0836", "0836"),
        ("1899-05-14", "1899-05-14"),
        ("1960~", "1960~"),
        ("2014/2024-05", "2014/2024-05"),
    ],
)
def test_workbook_has_years_as_numbers_and_days_as_dates(when: str, cell: Any) -> None:
    file = io.BytesIO()
    write_workbook(file, ["since"], [[When(when)]], "List")

    assert openpyxl.load_workbook(file).active["A2"].value == cell


def test_control_characters_do_not_break_a_workbook() -> None:
    file = io.BytesIO()

    write_workbook(file, ["a"], [["x\x07y"]], "List")

    assert openpyxl.load_workbook(file).active["A2"].value == "x y"


def read_or_refused(cell: str) -> str:
    try:
        return cells.date(cell)
    except cells.CellRefused as error:
        return str(error)


@given(when=points() | intervals())
def test_every_date_within_reach_is_read_again(when: str) -> None:
    told = read_or_refused(str(When(when)))

    assert told == when or "out of reach" in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_list_is_understood_again(language: str) -> None:
    told = words(language)

    assert [cells.kind(told[kind]) for kind in ("partnership", "friendship", "project", "contact")] == [
        "partnership", "friendship", "project", "contact",
    ]  # fmt: skip
    assert [cells.status(told[s])[0] for s in ("planned", "active", "resting", "ended")] == [
        "planned", "active", "resting", "ended",
    ]  # fmt: skip
