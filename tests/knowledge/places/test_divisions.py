"""Counties and districts are found as themselves, never as the town of their name."""

import pytest

from jumelage.knowledge.places import divisions, gazetteer
from jumelage.knowledge.places.divisions import without_type


@pytest.mark.parametrize(
    ("name", "country", "geonameid"),
    [
        ("Thurrock", "GB", 2635885),
        ("Gladsaxe Kommune", "DK", 2621394),
        ("Gladsaxe", "DK", 2621394),
        ("Präfektur Aichi", "JP", 1865694),
        ("Aichi", "JP", 1865694),
        ("Arlington County", "US", 4744725),
        ("Tuscany", "IT", 3165361),
    ],
)
def test_division_by_its_name_with_and_without_what_it_is(name: str, country: str, geonameid: int) -> None:
    assert divisions.find(name, country=country)[0].geonameid == geonameid


def test_division_is_not_the_town_of_its_name() -> None:
    county = divisions.find("Lancashire", country="GB")[0]

    assert gazetteer.place(county.geonameid) is None
    assert divisions.division(county.geonameid) == county


def test_namesakes_come_by_their_size() -> None:
    found = divisions.find("Lake County", country="US")

    assert len(found) > 5
    assert [d.population for d in found] == sorted((d.population for d in found), reverse=True)


@pytest.mark.parametrize(
    ("name", "country"), [("Landkreis Nirgendwo", "DE"), ("Thurrock", "FR"), ("", "GB"), ("Kreis", "DE")]
)
def test_what_is_no_division_is_not_found(name: str, country: str) -> None:
    assert divisions.find(name, country=country) == []


def test_number_of_a_town_is_no_division() -> None:
    assert divisions.division(2935517) is None


@pytest.mark.parametrize(
    ("stored", "plain"),
    [
        ("landkreis gorlitz", "gorlitz"),
        ("london borough of newham", "newham"),
        ("city of tshwane metropolitan municipality", "tshwane"),
        ("kreis", "kreis"),
        ("seoul", "seoul"),
    ],
)
def test_words_for_what_it_is_are_taken_off(stored: str, plain: str) -> None:
    assert without_type(stored) == plain
