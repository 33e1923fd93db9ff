import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.knowledge.places import spelling


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Xi´an", "xian"),
        ("Xi’an", "xian"),
        ("L’ Aquila", "laquila"),
        ("La Valette-du-Var", "la valette du var"),
        ("Saint-Étienne", "st etienne"),
        ("St. Gallen", "st gallen"),
        ("Sankt Pölten", "st polten"),
        ("Frankfurt/Oder", "frankfurt oder"),
        ("Frankfurt a. M.", "frankfurt am main"),
        ("Neustadt a.d. Aisch", "neustadt an der aisch"),
        ("Rothenburg o.d.T.", "rothenburg ob der tauber"),
        ("Bad Homburg v.d.H.", "bad homburg vor der hohe"),
        ("Neustadt b. Coburg", "neustadt bei coburg"),
        ("ラマト・ガン", "ラマト カン"),
        ("Saint", "saint"),
        ("…", ""),
    ],
)
def test_key(name, key):
    assert spelling.key(name) == key


@given(st.text(max_size=40))
def test_key_of_a_key_is_the_key(name):
    once = spelling.key(name)

    assert spelling.key(once) == once


@pytest.mark.parametrize(
    ("stored", "others"),
    [
        ("dusseldorf", []),
        ("aero", []),
        ("steuer", []),
        ("quedlinburg", []),
        ("duesseldorf", ["dusseldorf"]),
        ("goettingen boevinghausen", ["gottingen bovinghausen", "gottingen boevinghausen", "goettingen bovinghausen"]),
    ],
)
def test_contracted(stored, others):
    assert spelling.contracted(stored) == others


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Rochester (NY)", ("Rochester", "NY")),
        ("Portland, OR", ("Portland", "OR")),
        ("Rüti ZH", ("Rüti", "ZH")),
        ("Halle (Saale", ("Halle", "Saale")),
        ("Dortmund", ("Dortmund", "")),
        ("", ("", "")),
    ],
)
def test_without_addition(name, expected):
    assert spelling.without_addition(name) == expected


@pytest.mark.parametrize(
    ("stored", "expected"),
    [("aschkelon", "ashkelon"), ("gan jawne", "gan yavne"), ("zchinwali", "tskhinvali"), ("chan yunis", "khan yunis")],
)
def test_transcribed(stored, expected):
    assert expected in spelling.transcribed(stored)


def test_transcribed_is_bounded():
    assert len(spelling.transcribed("schtschjszchxw" * 5)) == spelling.TRANSCRIPTIONS
