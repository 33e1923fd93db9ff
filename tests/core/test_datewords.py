import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.core.datewords import in_words, iso


@pytest.mark.parametrize(
    ("text", "de", "en", "fr"),
    [
        ("1960", "1960", "1960", "1960"),
        ("1960-05", "Mai 1960", "May 1960", "mai 1960"),
        ("1960-05-14", "14. Mai 1960", "14 May 1960", "14 mai 1960"),
        ("1960-04-01", "1. April 1960", "1 April 1960", "1er avril 1960"),
        ("195X", "1950er-Jahre", "1950s", "années 1950"),
        ("19XX", "20. Jahrhundert", "20th century", "20e siècle"),
        ("1960~", "um 1960", "about 1960", "vers 1960"),
        ("1960-05?", "vermutlich Mai 1960", "probably May 1960", "probablement mai 1960"),
        ("2014/2023", "2014 bis 2023", "2014 to 2023", "de 2014 à 2023"),
        ("2025-11-28/..", "ab dem 28. November 2025", "from 28 November 2025 on", "à partir du 28 novembre 2025"),
        ("/2024", "bis 2024", "until 2024", "jusqu’en 2024"),
    ],
)
def test_words(text: str, de: str, en: str, fr: str) -> None:
    assert [in_words(text, language) for language in ("de", "en", "fr")] == [de, en, fr]


@pytest.mark.parametrize(
    ("text", "attribute"), [("1960", "1960"), ("1960-05-XX", "1960-05"), ("195X", ""), ("1960~", ""), ("1960/..", "")]
)
def test_datetime_attribute_holds_exact_dates_only(text: str, attribute: str) -> None:
    assert iso(text) == attribute


@given(st.dates())
def test_every_day_has_words_in_every_language(day: object) -> None:
    assert all(in_words(str(day), language) for language in ("de", "en", "fr", "pl"))
