import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.core.text import fold


@pytest.mark.parametrize("written", ["Xi´an", "Xi’an", "Xi'an", "XI‘AN", "Xi`an"])
def test_apostrophes_are_one(written: str) -> None:
    assert fold(written) == "xi'an"


@pytest.mark.parametrize(
    ("written", "folded"),
    [("Straße", "strasse"), ("ŁÓDŹ", "lodz"), ("Cluj–Napoca", "cluj-napoca"), ("İzmir", "izmir"), ("Žilina", "zilina"),
     ("  Novi\u00a0 Sad ", "novi sad"), ("Житомир", "житомир"), ("西安", "西安"), ("Ærø", "aero"), ("Ostrów\u00ad", "ostrow")],
)  # fmt: skip
def test_spellings(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
