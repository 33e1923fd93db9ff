"""Names that several towns bear: the right one is chosen by what the text says of it."""

import csv
from pathlib import Path

from jumelage.core.text import fold
from jumelage.knowledge.places import gazetteer
from jumelage.knowledge.places.choice import chosen
from jumelage.knowledge.reader.countries import names
from jumelage.knowledge.reader.language import available, load

TABLE = Path(__file__).with_name("ambiguous_names.csv")
LEAST = 0.98


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def found(row: dict[str, str]) -> int | None:
    near = gazetteer.lookup(row["near"], limit=1) if row["near"] else []
    home = next(iter(gazetteer.lookup(row["home"], limit=1)), None)
    place = chosen(row["name"], country=country(row), region=row["region"] or None, near=near, home=home)
    return place.geonameid if place else None


def country(row: dict[str, str]) -> str | None:
    """The country that the text tells, or the one that a state told in it lies in."""
    lands = (names(load(code)).get(fold(row["region"]).replace("-", " ")) for code in available())
    return row["country"] or next((code for code, _ in filter(None, lands)), None)


def test_ambiguous_names_mean_the_place_that_the_text_tells() -> None:
    table = rows()

    wrong = [row for row in table if found(row) != int(row["geonameid"])]

    assert len(table) >= 200
    assert len(wrong) <= (1 - LEAST) * len(table), wrong


def test_the_state_chooses_among_towns_of_one_country() -> None:
    place = chosen("Springfield", region="Illinois")

    assert place is not None
    assert place.admin1 == "IL"


def test_what_lies_near_chooses_where_no_country_is_told() -> None:
    (beirut,) = gazetteer.lookup("Beirut", limit=1)

    place = chosen("Tripoli", near=[beirut])

    assert place is not None
    assert place.country == "LB"


def test_of_two_places_as_likely_the_nearer_one_is_meant() -> None:
    (seville,), (rosario,) = gazetteer.lookup("Sevilla", limit=1), gazetteer.lookup("Rosario", limit=1)

    meant = [chosen("Córdoba", home=home) for home in (seville, rosario)]

    assert [place and place.country for place in meant] == ["ES", "AR"]


def test_a_name_that_the_country_does_not_have_is_nowhere() -> None:
    assert chosen("Tripoli", country="IS") is None
