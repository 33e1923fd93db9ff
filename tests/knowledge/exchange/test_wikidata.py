"""Entities and query results of Wikidata: exact statements in, exact claims out; what is unknown fails loudly, one by one."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from jumelage.knowledge.exchange.formats import read_wikidata
from jumelage.knowledge.exchange.formats.statements import StatementRefused, edtf_of, statement_id
from jumelage.knowledge.exchange.model import ImportRefused, Party, Reading, Said

GREGORIAN = "http://www.wikidata.org/entity/Q1985727"
LISTED = Said("status", "active", rule="listed")
KIND = Said("kind", "partnership")


def time(text: str, precision: int, calendar: str = GREGORIAN) -> dict[str, Any]:
    value = {"time": text, "precision": precision, "calendarmodel": calendar}
    return {"snaktype": "value", "datavalue": {"value": value, "type": "time"}}


def item(qid: str) -> dict[str, Any]:
    value = {"entity-type": "item", "id": qid}
    return {"snaktype": "value", "property": "P190", "datavalue": {"value": value, "type": "wikibase-entityid"}}


def statement(partner: Any = None, **parts: Any) -> dict[str, Any]:
    made = {"mainsnak": partner or item("Q774"), "id": "Q39121$ABCD-1", "rank": "normal", "type": "statement"}
    return made | parts


def read(*statements: dict[str, Any], **entity: Any) -> Reading:
    found = {"id": "Q39121", "claims": {"P190": list(statements)}} | entity
    return read_wikidata(json.dumps(found).encode())


def only(*statements: dict[str, Any]) -> Any:
    reading = read(*statements)
    assert reading.problems == ()
    (told,) = reading.told
    return told


def test_statement_of_a_year_with_its_reference() -> None:
    reference = {
        "snaks": {
            "P854": [{"snaktype": "value", "datavalue": {"value": "https://leeds.example/twins", "type": "string"}}],
            "P813": [time("+2023-04-05T00:00:00Z", 11)],
        },
        "snaks-order": ["P854", "P813"],
    }

    reading = read(statement(qualifiers={"P580": [time("+1969-00-00T00:00:00Z", 9)]}, references=[reference]))

    (told,) = reading.told
    assert (told.one, told.other) == (Party("", wikidata="Q39121"), Party("", wikidata="Q774"))
    assert told.said == (KIND, Said("since", "1969"), LISTED)
    assert told.detail == {
        "statement": "Q39121-abcd-1",
        "references": [{"P854": ["https://leeds.example/twins"], "P813": ["2023-04-05"]}],
    }
    assert reading.frozen.words(told.span) == (
        "Q39121 P190 Q774; P580 1969; P854 https://leeds.example/twins; P813 2023-04-05; rank normal; Q39121-abcd-1"
    )


@pytest.mark.parametrize(
    ("text", "precision", "edtf"),
    [
        ("+1953-00-00T00:00:00Z", 9, "1953"),
        ("+1953-07-00T00:00:00Z", 10, "1953-07"),
        ("+1953-07-01T00:00:00Z", 10, "1953-07"),
        ("+1953-07-14T00:00:00Z", 11, "1953-07-14"),
        ("+1950-00-00T00:00:00Z", 8, "195X"),
        ("+1900-00-00T00:00:00Z", 7, None),
        ("+1953-07-14T12:00:00Z", 12, None),
        ("-0044-03-15T00:00:00Z", 11, None),
        ("+1953-02-30T00:00:00Z", 11, None),
    ],
)
def test_precision_is_kept_and_what_cannot_be_said_is_refused(text: str, precision: int, edtf: str | None) -> None:
    if edtf is None:
        with pytest.raises(StatementRefused):
            edtf_of(text, precision)
    else:
        assert edtf_of(text, precision) == edtf


def test_other_calendar_is_refused() -> None:
    with pytest.raises(StatementRefused):
        edtf_of("+1700-02-18T00:00:00Z", 11, "http://www.wikidata.org/entity/Q1985786")


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ([time("+1995-00-00T00:00:00Z", 9)], Said("until", "1995")),
        ([{"snaktype": "somevalue"}], Said("status", "ended")),
        ([{"snaktype": "novalue"}], LISTED),
    ],
)
def test_end_that_is_known_unknown_or_none(end: Any, said: Said) -> None:
    assert only(statement(qualifiers={"P582": end})).said == (KIND, said)


@pytest.mark.parametrize(
    ("rank", "detail"), [("preferred", "preferred"), ("normal", None), ("deprecated", "deprecated")]
)
def test_rank_is_kept(rank: str, detail: str | None) -> None:
    told = only(statement(rank=rank))

    assert told.detail.get("rank") == detail
    assert told.deprecated == ("deprecated in Wikidata" if rank == "deprecated" else "")


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (statement({"snaktype": "somevalue", "property": "P190"}), "The partner is not named"),
        (statement({"snaktype": "rumour", "property": "P190"}), "'rumour' is no type of snak"),
        (statement(rank="excellent"), "'excellent' is no rank"),
        (statement(qualifiers={"P580": [{"snaktype": "rumour"}]}), "'rumour' is no type of snak"),
        (
            statement(qualifiers={"P580": [time("+1953-00-00T00:00:00Z", 9), time("+1960-00-00T00:00:00Z", 9)]}),
            "several dates for one thing: 1953, 1960",
        ),
        ({"mainsnak": item("Q1"), "rank": "normal"}, "not built as Wikidata builds them"),
        (statement({"snaktype": "value", "property": "P190"}), "not built as Wikidata builds them"),
    ],
)
def test_broken_statement_is_a_problem_and_the_others_are_read(broken: dict[str, Any], sentence: str) -> None:
    reading = read(broken, statement())

    assert len(reading.told) == 1
    assert sentence in reading.problems[0].why
    assert reading.frozen.words(reading.problems[0].span) == reading.problems[0].words


def test_entity_says_name_coordinates_and_number_of_geonames() -> None:
    claims = {
        "P190": [statement()],
        "P625": [
            {
                "mainsnak": {"snaktype": "value", "datavalue": {"value": {"latitude": 53.8, "longitude": -1.5}}},
                "rank": "normal",
            }
        ],
        "P1566": [{"mainsnak": {"snaktype": "value", "datavalue": {"value": "2644688"}}, "rank": "normal"}],
    }
    labels = {"en": {"language": "en", "value": "Leeds"}, "fr": {"language": "fr", "value": "Leeds (fr)"}}
    other = {"id": "Q774", "labels": {"de": {"value": "Dortmund"}}, "claims": {}}
    found = {
        "entities": {
            "Q39121": {"id": "Q39121", "labels": labels, "claims": claims},
            "Q774": other,
            "Q5": {"missing": ""},
        }
    }

    (told,) = read_wikidata(json.dumps(found).encode()).told

    assert told.one == Party("Leeds", point=(53.8, -1.5), wikidata="Q39121", geonameid=2644688)
    assert told.other == Party("Dortmund", wikidata="Q774")


def test_same_statement_has_the_same_mark_in_entity_and_in_results() -> None:
    told = only(statement(qualifiers={"P580": [time("+1969-05-14T00:00:00Z", 11)]}))

    (again,) = results(binding(start="1969-05-14T00:00:00Z", startPrec="11", cityLabel="Leeds")).told

    assert again.mark == told.mark
    assert again.said == told.said


def binding(**values: str) -> dict[str, Any]:
    given = {
        "statement": "http://www.wikidata.org/entity/statement/Q39121-abcd-1",
        "city": "http://www.wikidata.org/entity/Q39121",
        "partner": "http://www.wikidata.org/entity/Q774",
        "rank": "http://wikiba.se/ontology#NormalRank",
    } | values
    return {name: {"type": "literal", "value": value} for name, value in given.items() if value}


def results(*bindings: dict[str, Any]) -> Reading:
    names = sorted({name for row in bindings for name in row} | {"city", "partner"})
    return read_wikidata(json.dumps({"head": {"vars": names}, "results": {"bindings": bindings}}).encode())


def test_results_say_what_they_have() -> None:
    row = binding(
        cityLabel="Leeds",
        partnerLabel="Q774",
        coord="Point(7.46 51.51)",
        partnerCountry="DE",
        partnerGeoNames="2935517",
        start="1969-01-01T00:00:00Z",
        startPrec="9",
    )

    (told,) = results(row).told

    assert told.one == Party("Leeds", wikidata="Q39121")
    assert told.other == Party("", "DE", point=(51.51, 7.46), wikidata="Q774", geonameid=2935517)
    assert told.said == (KIND, Said("since", "1969"), LISTED)


@pytest.mark.parametrize(
    ("start", "edtf"),
    [
        ("1969-01-01T00:00:00Z", "1969"),
        ("1969-05-01T00:00:00Z", "1969-05"),
        ("1969-05-14T00:00:00Z", "1969-05-14"),
    ],
)
def test_time_without_its_precision_is_no_finer_than_it_may_be(start: str, edtf: str) -> None:
    assert results(binding(start=start)).told[0].said[1] == Said("since", edtf)


def test_rows_of_one_statement_are_one_with_all_references() -> None:
    first = binding(refURL="https://a.example", retrieved="2023-04-05T00:00:00Z")
    reading = results(first, binding(refURL="https://b.example"), first)

    (told,) = reading.told

    assert told.detail["references"] == [
        {"P854": ["https://a.example"], "P813": ["2023-04-05"]},
        {"P854": ["https://b.example"]},
    ]


def test_results_without_statements_are_told_by_their_pair() -> None:
    reading = results(
        binding(statement="", rank=""), binding(statement="", rank="", partner="http://www.wikidata.org/entity/Q5")
    )

    assert [told.other.wikidata for told in reading.told] == ["Q774", "Q5"]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (binding(partner="http://www.wikidata.org/.well-known/genid/1"), "which is no item of Wikidata"),
        (binding(rank="http://wikiba.se/ontology#GoodRank"), "is no rank"),
        (binding(start="1969-01-01T00:00:00Z", startPrec="century"), "is no precision"),
    ],
)
def test_row_that_is_not_understood_is_a_problem(row: dict[str, Any], sentence: str) -> None:
    reading = results(row, binding(statement="http://www.wikidata.org/entity/statement/Q39121-b"))

    assert (len(reading.told), len(reading.problems)) == (1, 1)
    assert sentence in reading.problems[0].why


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"{", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[]", "neither entities nor statements"),
        (b'{"a": 1}', "neither entities nor statements"),
        (b'{"id": "Q1", "claims": {}}', "no statement that two municipalities are twinned"),
        (b'{"head": {}, "results": {}}', "no result of a SPARQL query"),
        (b'{"head": {"vars": ["x"]}, "results": {"bindings": []}}', r"no variable \?city"),
    ],
)
def test_file_that_is_something_else_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(ImportRefused, match=sentence):
        read_wikidata(data)


def test_one_form_for_the_id_of_a_statement() -> None:
    assert (
        statement_id("q2112$15E2-AB")
        == statement_id("http://www.wikidata.org/entity/statement/Q2112-15e2-ab")
        == "Q2112-15e2-ab"
    )


def test_weimar_of_2016(shared: Path) -> None:
    reading = read_wikidata((shared / "data/weimar_P190_2016.json").read_bytes())

    assert reading.problems == ()
    assert {told.one and told.one.wikidata for told in reading.told} == {"Q3955"}
    assert [(told.other.wikidata, told.said[1].value) for told in reading.told][:2] == [
        ("Q160927", "1995-02-18"),
        ("Q202158", "1970-09-06"),
    ]
    assert all(told.detail["references"][0]["P854"][0].startswith("http://stadt.weimar.de/") for told in reading.told)


def test_bielefeld_of_2023(shared: Path) -> None:
    reading = read_wikidata((shared / "data/bielefeld_Q2112_P190_2023.json").read_bytes())

    dated = {told.other.wikidata: said.value for told in reading.told for said in told.said if said.property == "since"}
    assert (len(reading.told), len(dated), dated["Q474605"]) == (8, 7, "1953")
    assert sum("references" in told.detail for told in reading.told) == 1


def test_reference_with_the_day_of_retrieval(shared: Path) -> None:
    real = json.loads((shared / "data/stmt_with_P813_and_P580.json").read_text())
    twinned = copy.deepcopy(real) | {"mainsnak": item("Q774"), "id": "Q2112$X"}

    (told,) = read_wikidata(json.dumps([twinned]).encode()).told

    assert told.detail["references"] == [{"P5573": ["382"], "P248": ["Q265049"], "P813": ["2018-08-06"]}]
    assert (told.detail["rank"], told.said[1]) == ("preferred", Said("since", "1990-10-03"))
    with pytest.raises(ImportRefused, match="no statement that two municipalities are twinned"):
        read_wikidata(json.dumps(real).encode())
