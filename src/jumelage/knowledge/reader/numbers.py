"""Finds numbers, in figures and words, and spans of years (ages) in a sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.reader.sentences import Sentence, Word

FIGURE = re.compile(r"(?<![\w.,/-])\d{1,3}(?:[.  ]\d{3})+(?![\d])|(?<![\w.,/-])\d{1,7}(?![\w/]|[.,]\d)", re.ASCII)
ORDINAL = re.compile(r"(?<![\w.,/-])(\d{1,3})(?:st|nd|rd|th|\.|º|°|ème|e|ste|de|-)[ -]?(?=[^\W\d_])", re.ASCII)
LIBRARY = frozenset(("de", "en", "fr", "es", "it", "nl"))
LONGEST_WORD = 40


@dataclass(frozen=True, slots=True)
class Number:
    start: int
    end: int
    value: int


@dataclass(frozen=True, slots=True)
class Age:
    """A number of years; start and end take in the word for year."""

    start: int
    end: int
    years: int


def numbers(low: str, sentence: Sentence, language: Language) -> tuple[Number, ...]:
    figures = [
        Number(m.start(), m.end(), int(re.sub(r"\D", "", m[0])))
        for m in FIGURE.finditer(low, sentence.start, sentence.end)
    ]
    words = [Number(w.start, w.end, n) for w in sentence.words if (n := value_of(w.low, language)) is not None]
    return tuple(sorted((*figures, *words), key=lambda n: n.start))


@lru_cache(maxsize=20_000)
def value_of(word: str, language: Language) -> int | None:
    """The value of a number word, None for another word."""
    if word in language.numbers:
        return language.numbers[word]
    if word.isdigit() or len(word) > LONGEST_WORD or language.code not in LIBRARY:
        return None
    return _from_library(word, language.code)


@lru_cache(maxsize=20_000)
def _from_library(word: str, code: str) -> int | None:
    from text_to_num import text2num

    try:
        return int(text2num(word, code))
    except (ValueError, KeyError, AttributeError):
        return None


GAP = 4
HALF, CENTURY = 50, 100
UNITS = (("years", 1), ("decades", 10), ("century", CENTURY))


def ages(low: str, sentence: Sentence, language: Language) -> Iterator[Age]:
    """Spans of years that the sentence names: `55 Jahre`, `30-jährige`, `three decades`, `half a century`, `60th anniversary`."""
    for index, word in enumerate(sentence.words[1:], 1):
        factor = _factor(word.low, language)
        if factor:
            yield from _age(sentence.words, index, language, factor)


@lru_cache(maxsize=20_000)
def _factor(word: str, language: Language) -> int | None:
    """How many years the word for a span of time means."""
    for name, factor in UNITS:
        if any(word.startswith(u[:-1]) if u.endswith("*") else word == u for u in language.words[name]):
            return factor
    return None


def _age(words: tuple[Word, ...], index: int, language: Language, factor: int) -> Iterator[Age]:
    word = words[index]
    for before in (words[index - 1], *words[max(0, index - 2) : index - 1]):
        count = int(before.low) if before.low.isdigit() and len(before.low) <= 3 else ordinal(before.low, language)
        count = count and _with_tens(words, before, count, language)
        years = count if count == HALF and factor == CENTURY else (count or 0) * factor
        if years and 0 < years <= 1200 and word.start - before.end <= 12:
            yield Age(before.start, word.end, years)
            return


def _with_tens(words: tuple[Word, ...], unit: Word, count: int, language: Language) -> int:
    """The number with the tens that stand before it as a word of their own: `twenty four`, `treinta y cinco`."""
    index = words.index(unit)
    for tens in words[max(0, index - 2) : index][::-1]:
        if tens.low in language.among("and"):
            continue
        value = value_of(tens.low, language) if unit.start - tens.end <= GAP else None
        return count + value if value and value % 10 == 0 and 20 <= value <= 90 and count < 10 else count
    return count


def ordinal(word: str, language: Language) -> int | None:
    """Also `60th`, `50º`, `fiftieth`, `fünfzigjährige` and number words."""
    found = re.match(r"(\d{1,3})(?:st|nd|rd|th|º|°|ème|e|ste|de|o|a)?$", word, re.ASCII)
    if found:
        return int(found[1])
    return value_of(word, language) or _by_ending(word, language)


@lru_cache(maxsize=20_000)
def _by_ending(word: str, language: Language) -> int | None:
    """The number that is left when the ending of an ordinal is taken off."""
    stems = (word[: -len(end)] + rest for end, rest in language.ordinal_endings if word.endswith(end))
    return next((value for stem in stems if stem and (value := value_of(stem, language))), None)
