"""Dates as people write them: what is clear is read, what is not is refused, and what we write ourselves is read back."""

import time
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from partial_dates import partial_dates

from jumelage.core.datephrases import LONGEST, REFUSALS, Asked, PhraseRefused, read
from jumelage.core.datewords import Sense, in_words
from jumelage.core.edtf import DateError, PartialDate, parse

LINES = (Path(__file__).parents[1] / "data" / "date_phrases.txt").read_text(encoding="utf-8").split("\n")
ROWS = [line.split(" | ", 1) for line in LINES if " | " in line and not line.startswith("#")]
PHRASES = [(language.strip("()"), *rest.rsplit(" | ", 1)) for language, rest in ROWS]
LANGUAGES = ("de", "en", "fr")


def answer(phrase: str, language: str, asked: Asked = "period") -> str:
    """EDTF, or ! and the code of the refusal."""
    try:
        return read(phrase, language, asked).text
    except PhraseRefused as refused:
        return f"!{refused.code}"


@pytest.mark.parametrize(("language", "phrase", "expected"), PHRASES)
def test_phrase(language: str, phrase: str, expected: str) -> None:
    assert answer(phrase, language) == expected


def test_table_is_large_and_knows_every_refusal() -> None:
    assert len(PHRASES) >= 650
    assert len(set(PHRASES)) == len(PHRASES)
    assert {expected[1:] for *_, expected in PHRASES if expected[0] == "!"} == REFUSALS.keys() - {"stretch"}


@pytest.mark.parametrize(
    ("asked", "phrase", "expected"),
    [
        ("since", "seit 1960", "1960"),
        ("since", "ab dem 14. Mai 1960", "1960-05-14"),
        ("since", "vermutlich seit etwa 1960", "1960%"),
        ("since", "Mai 1960", "1960-05"),
        ("since", "zwischen 2014 und 2023", "2014/2023"),
        ("since", "seit spätestens 1990", "../1990"),
        ("since", "vor 1990", "../1989"),
        ("since", "2014/2023", "2014/2023"),
        ("since", "2025-11-28/..", "2025-11-28/.."),
        ("since", "1960 bis 1965", "!stretch"),
        ("since", "1960–1965", "!stretch"),
        ("since", "bis 1990", "!stretch"),
        ("since", "ab 1960, Ende unbekannt", "!stretch"),
        ("until", "bis 1990", "1990"),
        ("until", "bis zum 14. Mai 1960", "1960-05-14"),
        ("until", "spätestens 1990", "../1990"),
        ("until", "seit 1990", "!stretch"),
        ("until", "von 1960 bis 1990", "!stretch"),
        ("moment", "nach dem 28. November 2025", "2025-11-29/.."),
        ("moment", "frühestens 2014", "2014/.."),
        ("moment", "zwischen 2014 und Mai 2024", "2014/2024-05"),
        ("moment", "seit 1960", "!stretch"),
        ("moment", "bis 1960", "!stretch"),
        ("moment", "1960 bis 1965", "!stretch"),
        ("period", "seit spätestens 1990", "!stretch"),
    ],
)
def test_what_is_asked_decides_on_stretches(asked: Asked, phrase: str, expected: str) -> None:
    assert answer(phrase, "de", asked) == expected


def doubts(when: PartialDate) -> list[tuple[bool, bool] | None]:
    return [(side.uncertain, side.approximate) if side else None for side in (when.start, when.end)]


@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None)
@given(
    text=partial_dates(date(100, 1, 1), date(9999, 12, 31)),
    sense=st.sampled_from(["period", "moment", "since"]),
)
@example(text="1960%/1965?", sense="period")
@example(text="190X/1950", sense="moment")
def test_what_we_write_is_read_back(language: str, text: str, sense: Sense) -> None:
    meant, words = parse(text), in_words(text, language, sense)
    assume("Le siècle" not in words)  # the fiftieth, in Roman numbers, and also "the century"

    found = read(words, language, sense)

    bounds = [(when.start_min, when.start_max, when.end_min, when.end_max) for when in (meant, found)]
    assert bounds[0] == bounds[1], words
    assert doubts(found) == doubts(meant), words
    if sense == "period":
        assert found.open_end == meant.open_end, words


@pytest.mark.parametrize("language", [*LANGUAGES, "pl"])
@pytest.mark.parametrize("sign", [".", "/", "-"])
def test_three_numbers_are_read_where_they_are_one_day_only(language: str, sign: str) -> None:
    """Every pair of numbers, against the calendar: day first where the language always writes so, else in any order."""
    always_day_first = sign in {"de": ".", "fr": "./-"}.get(language, "")
    for first, second in product(range(35), repeat=2):
        ways = [(second, first)] if always_day_first else [(second, first), (first, second)]
        days = {f"1961-{month:02}-{day:02}" for month, day in ways if _is_day(month, day)}
        expected = {0: "!calendar", 1: next(iter(days), ""), 2: "!order"}[len(days)]

        assert answer(f"{first}{sign}{second}{sign}1961", language) == expected


def _is_day(month: int, day: int) -> bool:
    try:
        date(1961, month, day)
    except ValueError:
        return False
    return True


SNIPPETS = (
    "14.", "14", "3.4.", "60", "1960", "0000", "Mai", "may", "mai", "1er", "14th", ",", "-", "–", " – ", "/", "?", "(?)", "~", "%", "..",
    "um", "ca.", "vers", "around", "vermutlich", "probably", "seit", "since", "depuis", "bis", "to", "à", "zwischen", "und", "between",
    "and", "entre", "et", "nach", "after", "avant", "1950er", "1950s", "années", "siècle", "XX", "e", "20.", "Jahrhundert", "century",
    "Anfang", "early", "fin", "n. Chr.", "AD", "'", "’", "d’", "am", "the", "le", "de", "X", "195X", "ende unbekannt", "\n", "ß", "²",
)  # fmt: skip


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(SNIPPETS), max_size=12),
    st.sampled_from(["", " "]),
    st.sampled_from([*LANGUAGES, "pl", ""]),
)
def test_any_words_are_read_or_refused(snippets: list[str], glue: str, language: str) -> None:
    phrase = glue.join(snippets)

    found = answer(phrase, language)

    assert found[0] == "!" or parse(found)


@settings(deadline=None)
@given(st.text(max_size=LONGEST + 50), st.sampled_from(LANGUAGES))
def test_garbage_is_refused(text: str, language: str) -> None:
    found = answer(text, language)

    assert found[0] == "!" or parse(found)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("piece", [text for text in SNIPPETS if text.strip()])
def test_attack_strings_take_no_time(language: str, piece: str) -> None:
    for attack in (
        piece * 50_000,
        f"{piece} " * 50_000,
        (f"{piece} " * LONGEST)[:LONGEST],
        (piece * LONGEST)[:LONGEST],
    ):
        begun = time.process_time()
        answer(attack, language)

        assert time.process_time() - begun < 0.05


@pytest.mark.parametrize(("phrase", "language", "said"), [
    ("03/04/1960", "en", "“03/04/1960” can be 1960-03-04 or 1960-04-03; write the month as a word."),
    ("12.05.60", "de", "In “12.05.60” a year is missing or cut short; write each year with four digits."),
    ("the early 1960s", "en", "“the early 1960s” is a part of a longer time, for which there is no exact form; write “between … and …”, or only “196X”."),
])  # fmt: skip
def test_refusal_says_what_is_wrong_and_what_to_write(phrase: str, language: str, said: str) -> None:
    with pytest.raises(DateError) as refused:
        read(phrase, language)

    assert str(refused.value) == said


def test_refusal_of_a_long_phrase_shows_its_beginning() -> None:
    with pytest.raises(PhraseRefused) as refused:
        read("so " * 10_000, "en")

    assert len(str(refused.value)) < 250
