"""Names that several towns bear: the right one is chosen by what the text says of it."""

import ambiguous_names

from jumelage.knowledge.places import gazetteer
from jumelage.knowledge.places.choice import chosen

LEAST = 0.98


def test_ambiguous_names_mean_the_place_that_the_text_tells() -> None:
    count, wrong = len(ambiguous_names.rows()), ambiguous_names.wrong()

    assert count >= 200
    assert len(wrong) <= (1 - LEAST) * count, wrong


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
