import csv
from pathlib import Path

import pytest

from jumelage.core.text import fold
from jumelage.knowledge.places import gazetteer

TABLES = Path(__file__).resolve().parents[3] / "scripts/gazetteer"

EXONYMS = {
    "Rostow am Don": 501175, "Schytomyr": 686967, "Zhytomyr": 686967, "Житомир": 686967, "Klausenburg": 681290,
    "Trapezunt": 738648, "Peking": 1816670, "Brügge": 2800931, "Lüttich": 2792413, "Nizza": 2990440, "Venedig": 3164603,
    "Florenz": 3176959, "Turin": 3165524, "Jaroslawl": 468902, "Wolgograd": 472757, "Toljatti": 482283,
    "Togliatti": 482283,
    "Kasan": 551487, "Twer": 480060, "Archangelsk": 581049, "Torschok": 481985, "Swjahel": 699553, "Dnipro": 709930,
    "Getynga": 2918632, "Lejda": 2751773, "Czadca": 3060835, "Kowno": 598316, "Bolonia": 3181928, "Dresde": 2935022,
    "Cologne": 2886242, "Izmit": 745028, "西安": 1790630,
}  # fmt: skip

SPELLINGS = {
    "Xi´an": 1790630, "Xi’an": 1790630, "Xi'an": 1790630, "Xi an": 1790630,
    "Ramat-Gan": 293788, "Ramat Gan": 293788, "La Valette du Var": 3005825, "La Valette-du-Var": 3005825,
    "Düsseldorf": 2934246, "Duesseldorf": 2934246, "DÜSSELDORF": 2934246, "Dusseldorf": 2934246,
    "St. Pölten": 2766429, "Sankt Pölten": 2766429, "St Polten": 2766429, "Sankt Petersburg": 498817,
    "Limburg a. d. Lahn": 2877648, "Limburg an der Lahn": 2877648, "Limburg a.d. Lahn": 2877648,
    "Rothenburg o. d. T.": 2844056, "Bad Homburg v. d. H.": 2953436, "Freiburg i. Br.": 2925177,
    "Frankfurt a. M.": 2925533,
    "Frankfurt (Oder)": 2925535, "Frankfurt/Oder": 2925535, "Frankfurt / Oder": 2925535,
    "Frankfurt an der Oder": 2925535,
    "Ludwigshafen": 2875376, "Ludwigshafen am Rhein": 2875376, "Hattersheim am Main": 2909240, "Rostow": 501175,
    "Swinton / Pendlebury": 2636373, "Bozen/Bolzano": 3181913, "Bozen – Bolzano": 3181913, "Stadt Dortmund": 2935517,
    "London Borough of Harrow": 2647425, "Gorna Orjachowiza": 731233, "Kirjat Bialik": 293844, "Zchinwali": 611403,
}  # fmt: skip

LIKELIEST = {
    "Leeds": ("Leeds", "GB"), "Paris": ("Paris", "FR"), "Frankfurt": ("Frankfurt am Main", "DE"), "York": ("York",
    "GB"),
    "Halle": ("Halle (Saale)", "DE"), "Nice": ("Nice", "FR"), "Split": ("Split", "HR"), "Boston": ("Boston", "US"),
    "Odessa": ("Odesa", "UA"), "Florence": ("Florence", "IT"), "Venice": ("Venice", "IT"), "Rome": ("Rome", "IT"),
    "Birmingham": ("Birmingham", "GB"), "Valencia": ("Valencia", "ES"), "Washington": ("Washington", "US"),
    "Perth": ("Perth", "AU"), "Cambridge": ("Cambridge", "GB"), "Amiens": ("Amiens", "FR"), "Buffalo": ("Buffalo",
    "US"),
    "Lemberg": ("Lviv", "UA"), "New York": ("New York City", "US"), "Trier": ("Trier", "DE"),
}  # fmt: skip

CHOSEN = {
    "Rochester (NY)": ("US", "NY"), "Portland, OR": ("US", "OR"), "Springfield, Illinois": ("US", "IL"),
    "Athens, Georgia": ("US", "GA"), "Boston, England": ("GB", "ENG"), "London, Ontario": ("CA", "08"),
    "Bergen (NL)": ("NL", "07"), "Halle (B)": ("BE", "VLG"), "Rüti ZH": ("CH", "ZH"), "Newcastle (Australien)": ("AU",
    "02"),
}  # fmt: skip


def table(name: str) -> list[dict[str, str]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def first(name: str, **options: object) -> gazetteer.Place:
    return gazetteer.lookup(name, **options)[0]  # type: ignore[arg-type]  # options vary by test


@pytest.mark.parametrize(("name", "geonameid"), [*EXONYMS.items(), *SPELLINGS.items()])
def test_lookup_finds_the_place_by_any_of_its_names(name, geonameid):
    place = first(name)

    assert place.geonameid == geonameid


@pytest.mark.parametrize(("name", "expected"), LIKELIEST.items())
def test_lookup_puts_the_likeliest_place_first(name, expected):
    place = first(name)

    assert (place.name, place.country) == expected


@pytest.mark.parametrize(("name", "expected"), CHOSEN.items())
def test_lookup_lets_an_added_state_or_country_choose(name, expected):
    place = first(name)

    assert (place.country, place.admin1) == expected


def test_lookup_finds_nothing_where_the_added_country_has_no_such_town():
    assert gazetteer.lookup("Novi Sad (USA)") == []


def test_lookup_ignores_an_added_code_that_fits_no_bearer():
    countries = {place.country for place in gazetteer.lookup("Como (CO)")}

    assert "IT" in countries


@pytest.mark.parametrize("row", table("exonyms"), ids=lambda row: row["name"])
def test_each_kept_exonym_leads_to_the_place_that_its_note_names(row):
    place = gazetteer.place(int(row["geonameid"]))

    found = gazetteer.lookup(row["name"])

    assert place is not None
    assert place in found
    assert fold(row["note"].rpartition(" for ")[2]).replace("-", " ") == fold(place.name).replace("-", " ")


@pytest.mark.parametrize(
    "name",
    [
        "Berlin-Treptow",
        "Ærø",
        "Landkreis Rastatt",
        "Zhejiang Provinz",
        "Staufen im Nirgendwo",
        "CGN",
        "",
        " ",
        "-",
        "(",
    ],
)
def test_lookup_invents_nothing(name):
    assert gazetteer.lookup(name) == []


def test_lookup_gives_only_places_of_the_country():
    countries = {place.country for place in gazetteer.lookup("Paris", country="US", limit=50)}

    assert countries == {"US"}


def test_lookup_gives_a_place_in_a_territory_only_where_it_is_likelier_by_far():
    saint_denis = [place.country for place in gazetteer.lookup("Saint-Denis", country="FR", limit=50)]

    assert saint_denis[0] == "FR"
    assert "RE" in saint_denis
    assert first("Douglas", country="GB").country == "IM"
    assert first("San Juan", country="US").country == "PR"


def test_lookup_reads_what_stands_behind_a_stroke_as_the_region():
    dillingen = first("Dillingen/Saar", country="DE")

    assert (dillingen.name, dillingen.admin1) == ("Dillingen", "09")


def test_lookup_prefers_the_place_that_is_near():
    york_pennsylvania = first("York", near=(39.96, -76.73))

    assert (york_pennsylvania.country, york_pennsylvania.admin1) == ("US", "PA")


def test_lookup_tells_accents_apart_where_both_are_places():
    assert first("Moutiers", country="FR").name == "Moutiers"
    assert first("Moûtiers", country="FR").name == "Moûtiers"


def test_lookup_gives_at_most_the_limit():
    assert len(gazetteer.lookup("San José", limit=3)) == 3


def test_lookup_gives_each_place_once():
    found = [place.geonameid for place in gazetteer.lookup("Muenster", limit=100)]

    assert len(found) == len(set(found))


def test_place_has_coordinates_in_degrees():
    dortmund = gazetteer.place(2935517)

    assert dortmund == gazetteer.Place(2935517, "Dortmund", "DE", "07", 51.5149, 7.466, 588462)


def test_place_is_none_when_unknown():
    assert gazetteer.place(1) is None


def test_names_are_folded_and_come_in_every_spelling():
    names = gazetteer.names(293788)

    assert {"ramat gan", "ramat-gan", "רמת גן"} <= names


def test_names_leave_out_codes_and_machine_made_romanisations():
    names = gazetteer.names(2935517)

    assert names.isdisjoint({"dtm", "dwrtmwnd", "dorutomunto"})


def test_names_of_an_unknown_place_are_empty():
    assert gazetteer.names(1) == frozenset()


@pytest.mark.parametrize(
    "name", ["rostow am don", "tel aviv", "esch-sur-alzette", "xi'an", "duesseldorf", "st. gallen"]
)
def test_known_names(name):
    assert gazetteer.known(name)


@pytest.mark.parametrize("name", ["stadtepartnerschaft", "rostow am", "", "."])
def test_unknown_names(name):
    assert not gazetteer.known(name)


@pytest.mark.parametrize(
    ("words", "length"),
    [
        (["Rostow", "am", "Don", "und"], 3),
        (["Tel", "Aviv", "ist"], 2),
        (["Esch-sur-Alzette", ",", "Luxemburg"], 1),
        (["San", "Francisco"], 2),
        (["Saint", "Étienne", "en"], 2),
        (["St.", "Gallen", "."], 2),
        (["Leeds", ".", "Amiens"], 1),
        (["Städtepartnerschaft", "mit"], 0),
        ([",", "Leeds"], 0),
        ([], 0),
    ],
)
def test_longest_counts_the_words_of_the_longest_name(words, length):
    assert gazetteer.longest(words) == length


@pytest.mark.parametrize(("name", "expected"), [("Dortmnd", 2935517), ("Amines", 3037854), ("Schytomir", 686967)])
def test_suggest_finds_what_was_meant(name, expected):
    suggestions = gazetteer.suggest(name, limit=5)

    assert expected in [place.geonameid for place, _ in suggestions]
    assert all(0 < score < 1 for _, score in suggestions)


def test_suggest_keeps_to_the_country():
    suggestions = gazetteer.suggest("Zwikau", country="CZ")

    assert {place.country for place, _ in suggestions} == {"CZ"}


def test_suggest_has_nothing_for_nothing():
    assert gazetteer.suggest("") == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        *dict.fromkeys(
            ["England", "Schottland", "Wales", "Great Britain", "UK", "U.K.", "the UK", "Großbritannien"], "GB"
        ).items(),
        *dict.fromkeys(
            ["USA", "U.S.", "Vereinigte Staaten", "États-Unis", "Stany Zjednoczone", "EE.UU."], "US"
        ).items(),
        *dict.fromkeys(
            ["Niederlande", "die Niederlande", "Holland", "Holandia", "Pays-Bas", "Paesi Bassi"], "NL"
        ).items(),
        *dict.fromkeys(["Türkei", "Turkey", "Türkiye", "Turcja"], "TR").items(),
        *dict.fromkeys(["Palästina", "Westjordanland", "Palestinian Territories"], "PS").items(),
        *dict.fromkeys(["Weißrussland", "Belarus", "Białoruś"], "BY").items(),
        *dict.fromkeys(["Tschechien", "Tschechische Republik", "Czech Republic", "Tchéquie"], "CZ").items(),
        *dict.fromkeys(["Bosnien", "Bosnien und Herzegowina", "Bosnia and Herzegovina"], "BA").items(),
        *dict.fromkeys(["l’Italie", "Italien", "Włochy", "Italië"], "IT").items(),
        ("Mazedonien", "MK"),
        ("Elfenbeinküste", "CI"),
        ("DDR", "DE"),
        ("Sowjetunion", None),
        ("Jugoslawien", None),
        ("Dortmund", None),
        ("", None),
    ],
)
def test_country_by_name(name, code):
    assert gazetteer.country(name) == code


@pytest.mark.parametrize("row", table("countries"), ids=lambda row: row["name"])
def test_each_kept_country_name_leads_to_its_code(row):
    assert gazetteer.country(row["name"]) == (row["code"] or None)


@pytest.mark.parametrize(
    ("name", "country", "expected"),
    [("Marzahn-Hellersdorf", "DE", ("Marzahn", "DE")), ("Malmö", "DK", ("Malmö", "SE"))],
    ids=["by a part of it", "in another country, where this one has none"],
)
def test_suggestion_for_what_is_not_found(name: str, country: str, expected: tuple[str, str]) -> None:
    found = gazetteer.suggest(name, country=country)

    assert gazetteer.lookup(name, country=country) == []
    assert expected in [(place.name, place.country) for place, _ in found]
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
