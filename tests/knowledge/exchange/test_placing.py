"""Which municipality is meant, and when that cannot be told."""

from typing import Any

from jumelage.knowledge.exchange.model import Party
from jumelage.knowledge.exchange.placing import Placed, Unplaced, place_all

LEEDS = (53.8, -1.55)


def place(*parties: Party, known: dict[str, Placed] | None = None) -> list[Any]:
    found = place_all(parties, known=known or {}, otherwise=lambda party: None)
    return [found[party] for party in parties]


def one(**facts: Any) -> Placed:
    (found,) = place(Party(**facts))
    assert isinstance(found, Placed), found
    return found


def refused(**facts: Any) -> Unplaced:
    (found,) = place(Party(**facts))
    assert isinstance(found, Unplaced), found
    return found


def test_town_by_name_and_country() -> None:
    found = one(name="Rostow am Don", country="RU")

    assert (found.key, found.country) == (f"geonames:{found.geonameid}", "RU")


def test_town_in_a_state_that_is_gone() -> None:
    assert one(name="Tallinn", among=frozenset({"RU", "EE", "UA"})).country == "EE"


def test_town_that_is_not_in_the_states_that_are_meant() -> None:
    found = refused(name="Leeds", among=frozenset({"RU", "EE"}), country_words="UdSSR")

    assert str(found) == "No place named Leeds is known in a country that “UdSSR” can mean."


def test_name_of_several_towns_is_refused_with_the_towns() -> None:
    found = refused(name="Neustadt", country="DE")

    assert str(found) == "Neustadt can be several places."
    assert len(found.suggestions) == 5
    assert all("GeoNames" in suggestion for suggestion in found.suggestions)


def test_town_that_stands_out_among_its_namesakes_is_meant() -> None:
    assert one(name="Leeds").country == "GB"


def test_coordinates_choose_among_namesakes() -> None:
    assert one(name="Neustadt", country="DE", point=(50.33, 11.13)).label == "Neustadt bei Coburg"


def test_coordinates_go_before_a_wrong_country() -> None:
    assert one(name="Malmö", country="DK", point=(55.6, 13.0)).country == "SE"


def test_name_far_from_its_coordinates_is_refused() -> None:
    assert "within 30 km" in str(refused(name="Leeds", country="GB", point=(51.5, -0.1)))


def test_misspelt_town_gets_those_that_are_written_alike() -> None:
    found = refused(name="Buffallo", country="US")

    assert str(found) == "No place named Buffallo is known in United States (US)."
    assert found.suggestions[0].startswith("Buffalo (US NY")


def test_town_of_another_country_is_suggested() -> None:
    assert refused(name="Amiens", country="GB").suggestions[0].startswith("Amiens (FR")


def test_county_has_its_own_number() -> None:
    county, town = one(name="Thurrock", country="GB"), one(name="Grays", country="GB")

    assert county.geonameid != town.geonameid
    assert county.label == "Thurrock"


def test_state_is_itself_however_far_its_middle() -> None:
    assert one(name="Queensland", country="AU", point=(-20.0, 143.0)).label == "Queensland"


def test_number_of_geonames_tells_the_place() -> None:
    assert one(name="whatever", geonameid=2935517).label == "Dortmund"
    assert "GeoNames 1 is no place" in str(refused(name="Dortmund", geonameid=1))


def test_party_with_an_id_of_wikidata_is_never_dropped() -> None:
    found = one(name="Atlantis", wikidata="Q1")

    assert found == Placed("wikidata:Q1", "Atlantis", None)
    assert one(name="", wikidata="Q2").label == "Q2"
    assert one(name="Leeds", wikidata="Q3").key == "wikidata:Q3"  # a bare name does not tell which Leeds


def test_municipality_that_the_register_knows_by_its_id() -> None:
    known = Placed("geonames:1", "", None)

    assert place(Party("Elsewhere", "GB", wikidata="Q5"), known={"Q5": known}) == [known]


def test_two_ids_at_one_place_are_two_municipalities_in_any_order() -> None:
    city = Party("Leeds", "GB", point=LEEDS, wikidata="Q39121")
    district = Party("Leeds", "GB", point=(53.9, -1.5), wikidata="Q774015")

    first, second = place(city, district), place(district, city)

    assert first == list(reversed(second))
    assert (first[0].geonameid is not None, first[1].key) == (True, "wikidata:Q774015")


def test_place_that_the_register_gave_to_another_id_stays_with_it() -> None:
    city = Party("Leeds", "GB", point=LEEDS, wikidata="Q39121")
    (placed,) = place(city)

    (late,) = place(Party("Leeds", "GB", point=LEEDS, wikidata="Q9"), known={"Q39121": placed})

    assert late.key == "wikidata:Q9"
