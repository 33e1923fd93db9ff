"""Finds countries, regions and adjectives of countries in a sentence."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from jumelage.core.text import fold
from jumelage.knowledge.places.countries import CONTINENT, PLATES
from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.reader.sentences import Sentence, Word

LONGEST = 5
CODE = re.compile(r"(?<=\()[A-Z]{1,3}(?=\))")
FIRST = re.compile(r"[\W_]")


@dataclass(frozen=True, slots=True)
class Country:
    """Words that mean a country: its name, one of its regions, its adjective, or a code in brackets."""

    start: int
    end: int
    code: str
    form: str
    text: str = ""


@lru_cache(maxsize=16)
def names(language: Language) -> Mapping[str, tuple[str, str]]:
    """Folded names of countries (CLDR and the language file's) and regions, with their code and form."""
    from babel import Locale

    cldr = {
        fold(name): (code, "name")
        for code, name in Locale.parse(language.code).territories.items()
        if len(code) == 2 and code.isalpha()
    }
    joined = {
        name.replace("&", word): value
        for name, value in cldr.items()
        for word in (language.words["and"] if "&" in name else ("",))
    }
    plain = {
        name.replace("-", " "): value
        for name, value in joined.items()
        if value[0] not in ("XA", "XB", "EU", "EZ", "UN", "ZZ", "QO")
    }
    own = {name.replace("-", " "): (code, "name") for name, code in language.countries.items()}
    regions = {name.replace("-", " "): (code, "region") for name, code in language.regions.items()}
    return MappingProxyType(plain | regions | own)


def is_country(words: str, language: Language) -> bool:
    """Whether the words are a country's or a region's name and nothing else."""
    return fold(words).replace("-", " ") in names(language)


@lru_cache(maxsize=16)
def beginnings(language: Language) -> frozenset[str]:
    """The folded first words of all names."""
    return frozenset(_first(name) for name in names(language))


@lru_cache(maxsize=20_000)
def _first(words: str) -> str:
    return FIRST.split(fold(words), maxsplit=1)[0]


def countries(text: str, sentence: Sentence, language: Language) -> tuple[Country, ...]:
    """In reading order, the longest first where two begin at one word."""
    found: list[Country] = []
    at = 0
    while at < len(sentence.words):
        country = _name(text, sentence.words, at, language) or _adjective(sentence.words[at], language)
        if country:
            found.append(country)
        at += (
            1
            if not country
            else sum(country.start <= w.start < country.end for w in sentence.words[at : at + LONGEST + 1])
        )
    if "(" in text[sentence.start : sentence.end]:
        found = sorted([*found, *_codes(text, sentence)], key=lambda c: c.start)
    return tuple(found)


def _codes(text: str, sentence: Sentence) -> Iterator[Country]:
    """`(FR)`, and number plates: `(F)`."""
    for match in CODE.finditer(text, sentence.start, sentence.end):
        code = PLATES.get(match[0], match[0])
        if code in CONTINENT:
            yield Country(match.start(), match.end(), code, "code")


def _name(text: str, words: tuple[Word, ...], at: int, language: Language) -> Country | None:
    known = names(language)
    if not text[words[at].start].isupper() or _first(words[at].low) not in beginnings(language):
        return None
    for length in range(min(LONGEST, len(words) - at), 0, -1):
        start, end = words[at].start, words[at + length - 1].end
        raw = text[start:end]
        if (len(raw) == 2 and not raw.isupper()) or text[start - 1 : start] == "-" or text[end : end + 1] == "-":
            continue
        hit = known.get(fold(raw).replace("-", " ")) if end - start < 60 else None
        if hit:
            return Country(start, end, *hit, raw)
    return None


def _adjective(word: Word, language: Language) -> Country | None:
    code = adjective(word.low, language)
    return Country(word.start, word.end, code, "adjective") if code else None


@lru_cache(maxsize=20_000)
def adjective(low: str, language: Language) -> str | None:
    """The country whose adjective the word is, in any of its endings."""
    plain = fold(low)
    for ending in language.endings:
        if plain.endswith(ending) and plain[: len(plain) - len(ending)] in language.adjectives:
            return language.adjectives[plain[: len(plain) - len(ending)]]
    return language.adjectives.get(plain)
