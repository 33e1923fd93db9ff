"""Names of towns in the reader's language: a table that people keep, held against the gazetteer."""

import csv

import pytest

from jumelage.knowledge.places import gazetteer, spelling
from jumelage.knowledge.places.exonyms import FILE, exonym

ROWS = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines(), delimiter="\t"))


@pytest.mark.parametrize(
    ("geonameid", "language", "name"),
    [
        (501175, "de", "Rostow am Don"),
        (501175, "fr", "Rostov-sur-le-Don"),
        (686967, "fr", "Jytomyr"),
        (284011, "en", "Dura"),
        (2643743, "fr", "Londres"),
        (2988507, "de", None),
        (None, "de", None),
    ],
)
def test_name_in_a_language(geonameid: int | None, language: str, name: str | None) -> None:
    assert exonym(geonameid, language) == name


def test_each_place_stands_there_once_in_the_order_of_its_main_name() -> None:
    assert len({row["geonameid"] for row in ROWS}) == len(ROWS)
    assert [row["name"] for row in ROWS] == sorted(row["name"] for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_gazetteer_knows_every_name_for_its_place(row: dict[str, str]) -> None:
    place = gazetteer.place(int(row["geonameid"]))
    known = gazetteer.names(int(row["geonameid"]))

    assert place is not None
    assert place.name == row["name"]
    assert {spelling.key(row[language]) for language in ("de", "en", "fr")} <= known
    assert any(row[language] != place.name for language in ("de", "en", "fr"))
