"""A cell that a spreadsheet would run is put out of action, and comes back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.knowledge.exchange.formulas import neutral, restored

PAYLOADS = [
    "=1+1",
    '=HYPERLINK("http://example.org";"klick")',
    "+49 231 500",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+9)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "＋1",
    "'=1+1",
    "''=1+1",
    "=",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_formula_begins_with_an_apostrophe_and_is_restored(payload: str) -> None:
    assert neutral(payload).startswith("'")
    assert restored(neutral(payload)) == payload


@pytest.mark.parametrize("text", ["Amiens", "", "'s-Hertogenbosch", "1960", "’s-Gravenhage", "Foix (=)"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert (neutral(text), restored(text)) == (text, text)


@given(st.text())
def test_any_text_comes_back(text: str) -> None:
    assert restored(neutral(text)) == text
