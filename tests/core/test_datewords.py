"""Partial dates in words, as a native writer would put them."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from partial_dates import partial_dates

from jumelage.core.datewords import Sense, in_words, iso

LINES = (Path(__file__).parents[1] / "data" / "date_words.txt").read_text(encoding="utf-8").splitlines()
GOLDEN = [tuple(line.split(" | ")) for line in LINES if line and not line.startswith("#")]


@pytest.mark.parametrize(("text", "sense", "de", "en", "fr"), GOLDEN)
def test_words(text: str, sense: Sense, de: str, en: str, fr: str) -> None:
    assert [in_words(text, language, sense) for language in ("de", "en", "fr")] == [de, en, fr]


@pytest.mark.parametrize(
    ("text", "attribute"), [("1960", "1960"), ("1960-05-XX", "1960-05"), ("195X", ""), ("1960~", ""), ("1960/..", "")]
)
def test_datetime_attribute_holds_exact_dates_only(text: str, attribute: str) -> None:
    assert iso(text) == attribute


@settings(deadline=None)
@given(partial_dates(date(100, 1, 1), date(9999, 12, 31)), st.sampled_from(["period", "moment", "since"]))
def test_language_without_words_is_told_in_english(text: str, sense: Sense) -> None:
    assert in_words(text, "pl", sense) == in_words(text, "en", sense)
