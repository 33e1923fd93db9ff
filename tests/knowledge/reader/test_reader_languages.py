"""Every language file is sound and reads its own examples; a wrong file fails loudly."""

import textwrap
from collections.abc import Mapping
from typing import Any

import pytest

from jumelage.knowledge.reader import read
from jumelage.knowledge.reader.language import LanguageError, available, compiled, load
from jumelage.knowledge.sources.extract import extract

EXAMPLES = [(code, number, example) for code in available() for number, example in enumerate(load(code).examples)]
LEAST: dict[str, Any] = {
    "code": "xx",
    "name": "X",
    "countries_of": ["DE"],
    "adjective_endings": [""],
    "words": {},
    "cues": {"kind": {"partnership": {"twin": ["twin*"]}}},
    "countries": {},
    "adjectives": {},
    "regions": {},
    "aliases": {},
    "numbers": {},
}


def test_the_seven_languages_are_there() -> None:
    assert available() == ("de", "en", "es", "fr", "it", "nl", "pl")


@pytest.mark.parametrize(("code", "number", "example"), EXAMPLES, ids=[f"{c}-{n}" for c, n, _ in EXAMPLES])
def test_a_language_reads_its_examples(code: str, number: int, example: Mapping[str, Any]) -> None:
    document = extract(textwrap.dedent(example["text"]).encode(), media_type="text/plain")

    reading = read(document, home=example.get("home"), home_country=None, published=None, language=code)

    said = {
        (c.partner.label if c.partner else None, c.property, c.value)
        for c in reading.claims
        if isinstance(c.value, str)
    }
    said |= {
        (c.partner.name if c.partner else None, c.property, c.value) for c in reading.claims if isinstance(c.value, str)
    }
    assert [row for row in example["claims"] if (row["partner"], row["property"], row["value"]) not in said] == []


@pytest.mark.parametrize("code", available())
def test_a_language_is_detected_from_its_examples(code: str) -> None:
    text = textwrap.dedent(load(code).examples[0]["text"])

    reading = read(
        extract(text.encode(), media_type="text/plain"), home=None, home_country=None, published=None, language=None
    )

    assert reading.language == code


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"cues": {"colour": {"red": {"a": ["b"]}}}}, "unknown family of cues 'colour'"),
        ({"cues": {"kind": {"marriage": {"a": ["b"]}}}}, "[cues.kind.marriage] is unknown"),
        ({"cues": {"kind": {"partnership": {"a": ["b+"]}}}}, "holds a sign that a pattern cannot have"),
        ({"cues": {"kind": {"partnership": {"a": ["… b"]}}}}, "must begin and end with a word"),
        ({"words": {"sinse": ["seit"]}}, "unknown word lists ['sinse']"),
        ({"adjectives": {"polnisch": "POL"}}, "two-letter codes"),
    ],
)
def test_a_wrong_language_file_fails_loudly(change: dict[str, Any], said: str) -> None:
    with pytest.raises(LanguageError) as error:
        compiled(LEAST | change, "xx.toml")

    assert said in str(error.value)


def test_a_missing_entry_is_named() -> None:
    with pytest.raises(LanguageError, match="expected the entry 'cues'"):
        compiled({k: v for k, v in LEAST.items() if k != "cues"}, "xx.toml")


def test_a_language_without_a_file_is_refused() -> None:
    with pytest.raises(LanguageError, match="There is no language file for 'fi'"):
        load("fi")
