"""What cells say, and what is refused."""

import pytest

from jumelage.knowledge.exchange.countries import Meaning, meaning
from jumelage.knowledge.exchange.tables import cells
from jumelage.knowledge.exchange.tables.cells import CellRefused
from jumelage.knowledge.exchange.tables.partners import name_and_country, partners, spread


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("1960", "1960"),
        ("1960.0", "1960"),
        ("seit 1960", "1960"),
        ("1960-05", "1960-05"),
        ("1960-05-14", "1960-05-14"),
        ("1960-05-14T00:00:00", "1960-05-14"),
        ("14.05.1960", "1960-05-14"),
        ("14. 5. 1960", "1960-05-14"),
        ("05.1960", "1960-05"),
        ("05/1960", "1960-05"),
        ("14/05/1960", "1960-05-14"),
        ("05/14/1960", "1960-05-14"),
        ("05/05/1960", "1960-05-05"),
        ("195X", "195X"),
        ("1960~", "1960~"),
        ("836", None),
        ("0836", "0836"),
        ("14.05.60", None),
        ("05/06/1960", None),
        ("31.02.1960", None),
        ("3960", None),
        ("22051", None),
        ("um 1960 oder später", None),
        ("1960/..", "1960/.."),
    ],
)
def test_dates(words: str, edtf: str | None) -> None:
    if edtf is None:
        with pytest.raises(CellRefused):
            cells.date(words)
    else:
        assert cells.date(words) == edtf


def test_day_that_can_be_two_is_refused_with_both() -> None:
    with pytest.raises(CellRefused, match="“05/06/1960” can be two days; write 1960-06-05 or 1960-05-06"):
        cells.date("05/06/1960")


def test_number_that_excel_counts_a_day_by_is_refused_with_the_day() -> None:
    with pytest.raises(CellRefused, match="write 1960-05-15"):
        cells.date("22051")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("aktiv", ("active", "")),
        ("ruht seit 2022", ("resting", "2022/..")),
        ("ausgesetzt (03.2022)", ("resting", "2022-03/..")),
        ("beendet 1995", ("ended", "1995/..")),
        ("Terminé", ("ended", "")),
        ("in Vorbereitung", ("planned", "")),
    ],
)
def test_status_with_the_date_behind_it(words: str, said: tuple[str, str]) -> None:
    assert cells.status(words) == said


@pytest.mark.parametrize("words", ["vielleicht", "aktiv bis 2022", "ruht, 3 Treffen 2022", "nicht aktiv"])
def test_status_that_is_not_known_is_refused(words: str) -> None:
    with pytest.raises(CellRefused):
        cells.status(words)


def test_unknown_kind_gets_words_that_are_written_alike() -> None:
    with pytest.raises(CellRefused) as refused:
        cells.kind("Partnerschft")

    assert refused.value.suggestions[0] == "partnerschaft"


@pytest.mark.parametrize("words", ["", "-", "–", "k. A.", "K.A.", "unbekannt", "n/a", "?"])
def test_cell_that_says_nothing(words: str) -> None:
    assert cells.is_nothing(words)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Frankreich", "FR"),
        ("Royaume-Uni", "GB"),
        ("United Kingdom", "GB"),
        ("Schottland", "GB"),
        ("F", "FR"),
        ("FR", "FR"),
        ("FRA", "FR"),
        ("POL", "PL"),
        ("VR China", "CN"),
        ("DDR", "DE"),
        ("Zaire", "CD"),
        ("Russische Föderation", "RU"),
    ],
)
def test_country_that_is_clear(words: str, code: str) -> None:
    assert meaning(words).code == code


@pytest.mark.parametrize(
    ("words", "among"),
    [
        ("UdSSR", {"RU", "UA", "EE", "GE"}),
        ("Sowjetunion", {"RU", "UA", "EE", "GE"}),
        ("Jugoslawien", {"RS", "HR", "SI"}),
        ("CSSR", {"CZ", "SK"}),
        ("ČSSR", {"CZ", "SK"}),
        ("Tschechoslowakei", {"CZ", "SK"}),
    ],
)
def test_state_that_is_gone_means_one_of_several(words: str, among: set[str]) -> None:
    assert meaning(words).code is None
    assert among <= meaning(words).among
    assert not meaning(words).misspelt


@pytest.mark.parametrize(
    ("words", "code"), [("Frankreicht", "FR"), ("Großbritanien", "GB"), ("Tscheschien", "CZ"), ("Jugoslavien", "RS")]
)
def test_misspelt_country_means_those_that_are_written_alike(words: str, code: str) -> None:
    assert meaning(words).misspelt
    assert code in meaning(words).among


def test_word_for_no_country_means_none() -> None:
    assert meaning("Mittelerde") == Meaning(None, frozenset(), misspelt=True)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Amiens", ("Amiens",)),
        ("Amiens; Leeds", ("Amiens", "Leeds")),
        ("Amiens\nLeeds\nXi'an", ("Amiens", "Leeds", "Xi'an")),
        ("Amiens, Leeds, Kumasi", ("Amiens", "Leeds", "Kumasi")),
        ("Amiens und Leeds", ("Amiens", "Leeds")),
        ("Amiens/Leeds", ("Amiens", "Leeds")),
        ("Frankfurt/Oder", ("Frankfurt/Oder",)),
        ("Amiens, Frankreich", ("Amiens, Frankreich",)),
        ("Stadt ohne Namen und Ziel", ("Stadt ohne Namen und Ziel",)),
        ("", ()),
    ],
)
def test_several_partners_in_a_cell(cell: str, names: tuple[str, ...]) -> None:
    assert partners(cell) == names


def test_comma_between_two_towns_is_refused_with_both_readings() -> None:
    with pytest.raises(CellRefused) as refused:
        partners("Rochester, New York")

    assert refused.value.suggestions == ("Rochester; New York", "Rochester (New York)")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Amiens (F)", ("Amiens", "F")),
        ("Amiens, Frankreich", ("Amiens", "Frankreich")),
        ("Halle (Saale)", ("Halle (Saale)", "")),
        ("Tallinn (UdSSR)", ("Tallinn", "UdSSR")),
    ],
)
def test_country_that_stands_behind_the_name(name: str, found: tuple[str, str]) -> None:
    assert name_and_country(name) == found


def test_cells_are_spread_over_the_partners_of_their_row() -> None:
    assert spread("FR; GB", 2) == ["FR", "GB"]
    assert spread("FR", 2) == ["FR", "FR"]
    with pytest.raises(CellRefused, match="has 2 parts for 3 partners"):
        spread("FR; GB", 3)


@pytest.mark.parametrize("text", ["Q1295", "q1295", "http://www.wikidata.org/entity/Q1295", "wd:Q1295"])
def test_id_of_wikidata(text: str) -> None:
    assert cells.wikidata(text) == "Q1295"


@pytest.mark.parametrize("text", ["2935517", "2935517.0", "https://www.geonames.org/2935517/dortmund.html"])
def test_id_of_geonames(text: str) -> None:
    assert cells.geonames(text) == 2935517


@pytest.mark.parametrize(("lat", "lon"), [("51,5", "7.4"), ("51.5", "7,4")])
def test_coordinates_with_point_or_comma(lat: str, lon: str) -> None:
    assert cells.point(lat, lon) == (51.5, 7.4)


@pytest.mark.parametrize(("lat", "lon"), [("51.5", ""), ("97.4", "51.5"), ("N51", "E7"), ("nan", "7")])
def test_coordinates_that_are_none_are_refused(lat: str, lon: str) -> None:
    with pytest.raises(CellRefused):
        cells.point(lat, lon)


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("Mai 1960", "1960-05"), ("vers 1960", "1960~"), ("the 1950s", "195X"), ("14 mai 1960", "1960-05-14"),
        ("zwischen 2014 und 2023", "2014/2023"), ("bis 1990", "1990"), ("02.04.1960", "1960-04-02"),
    ],
)  # fmt: skip
def test_dates_in_words_are_read_in_every_language(words: str, edtf: str) -> None:
    assert cells.date(words) == edtf


def test_a_part_of_a_decade_is_refused_with_what_to_write() -> None:
    with pytest.raises(cells.CellRefused, match="write “between … and …”, or only “196X”"):
        cells.date("Anfang der 1960er")
