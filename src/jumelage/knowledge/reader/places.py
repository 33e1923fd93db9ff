"""Finds the names of places in a sentence and what is attached to them: country, region, adjective, preposition, year."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from jumelage.knowledge.places import gazetteer
from jumelage.knowledge.reader.countries import Country
from jumelage.knowledge.reader.dates import Date
from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.reader.sentences import Sentence

RAW = re.compile(r"[^\W\d_](?:[\w'’´`.]|-(?=\w))*")
ELIDED = re.compile(r"(?:d|l|dell|nell|all|dall|sull|qu|s)['’´](?=[^\W\d_a-zà-ÿ])")
LONGEST = 7


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in the text; key is the form that the gazetteer knows, None where it knows none."""

    start: int
    end: int
    text: str
    key: str | None


@dataclass(frozen=True, slots=True)
class Party:
    """A named place with what stands around it.

    begin and stop take in what is attached. before is the kind of the preposition in front (`partner`, `place`, or None),
    bare tells whether nothing but the sentence's start or a comma stands there.
    """

    start: int
    end: int
    text: str
    key: str | None
    begin: int
    stop: int
    country: Country | None = None
    date: Date | None = None
    before: str | None = None
    named: bool = False
    region: bool = False
    is_home: bool = False


def names(text: str, sentence: Sentence, language: Language, taken: list[tuple[int, int]]) -> Iterator[Name]:
    """Names that the gazetteer knows, longest first, outside the spans that are taken."""
    words = [_unelided(m) for m in RAW.finditer(text, sentence.start, sentence.end)]
    at = 0
    while at < len(words):
        start, end = words[at]
        length = 0
        is_word = language.nouns_capitalised and text[start:end].lower() in language.among("town")
        if (
            not is_word
            and (text[start].isupper() or text[start] in "'’")
            and not any(s < end and start < e for s, e in taken)
        ):
            length, key = _longest(text, words, at, language, taken)
            if length:
                stop = words[at + length - 1][1]
                yield Name(start, stop, text[start:stop], key)
        at += length or 1


def _unelided(found: re.Match[str]) -> tuple[int, int]:
    elided = ELIDED.match(found[0][:1].lower() + found[0][1:])
    end = found.end() - len(found[0]) + len(found[0].rstrip(".'’´`"))
    return (found.start() + elided.end() if elided else found.start()), end


def _longest(
    text: str, words: list[tuple[int, int]], at: int, language: Language, taken: list[tuple[int, int]]
) -> tuple[int, str | None]:
    row = [words[at]]
    for word in words[at + 1 : at + LONGEST]:
        if text[row[-1][1] : word[0]] not in (" ", ". ", "\u00a0") or any(
            s < word[1] and word[0] < e for s, e in taken
        ):
            break
        row.append(word)
    parts = [text[s:e] for s, e in row]
    length = gazetteer.longest(parts)
    while length and parts[length - 1].islower():
        length -= 1
    if length:
        return length, " ".join(parts[:length])
    return _inflected(tuple(parts), language)


@lru_cache(maxsize=20_000)
def _inflected(parts: tuple[str, ...], language: Language) -> tuple[int, str | None]:
    """A name with the language's endings taken off, the longest that is known."""
    alias = [n for n in range(min(4, len(parts)), 0, -1) if language.aliases.get(_fold(" ".join(parts[:n])))]
    if alias:
        return alias[0], language.aliases[_fold(" ".join(parts[: alias[0]]))]
    for length in range(min(3, len(parts)), 0, -1):
        if not parts[length - 1][:1].isupper():
            continue
        for stems in _stems(parts[:length], language):
            if len(stems) > 2 and gazetteer.known(_fold(stems)):
                return length, stems
    return 0, None


def _fold(text: str) -> str:
    from jumelage.core.text import fold

    return fold(text)


def _stems(parts: tuple[str, ...], language: Language) -> Iterator[str]:
    rows = [[part, *_uninflected(part, language)] for part in parts]
    last = rows[-1][1:]
    for stem in last:
        yield " ".join([*parts[:-1], stem])
    if len(parts) == 2:
        yield from (f"{first} {second}" for first in rows[0][1:4] for second in rows[1][:4])


def _uninflected(word: str, language: Language) -> list[str]:
    plain = word.replace("’", "'").replace("´", "'")
    genitive = [plain[: -len(g)] for g in language.genitive if plain.endswith(g) and len(plain) > len(g) + 2]
    return genitive + [
        plain[: -len(e)] + r for e, r in language.inflection if plain.endswith(e) and len(plain) - len(e) > 1
    ]


def party(
    text: str,
    low: str,
    name: Name,
    sentence: Sentence,
    around: tuple[Country, ...],
    dated: tuple[Date, ...],
    language: Language,
) -> Party:
    """The name with its attachments, read left to right: town, region, country, year."""
    begin, before, named, adjective = _left(text, low, name, sentence, around, language)
    found = Party(name.start, name.end, name.text, name.key, begin, name.end, adjective, None, before, named)
    found = _right(text, low, found, sentence, around, dated, language)
    if found.date is None:
        found = replace(found, date=_leading(text, found, sentence, dated))
    if found.before == "of":
        return replace(found, before=None if found.country or found.named else "place")
    return found


def _leading(text: str, found: Party, sentence: Sentence, dated: tuple[Date, ...]) -> Date | None:
    """The year at the head of a list's line: `1958: Coventry`."""
    first = dated[0] if dated else None
    if (
        first
        and first.edtf
        and first.start == sentence.start
        and text[first.end : found.begin].strip() in (":", "–", "-", "|")
    ):
        return first
    return None


def _left(
    text: str, low: str, name: Name, sentence: Sentence, around: tuple[Country, ...], language: Language
) -> tuple[int, str | None, bool, Country | None]:
    """Walks back over town words, articles and the country's adjective to the preposition."""
    begin, named, adjective, of = name.start, False, None, False
    articles = language.among("articles")
    behind = bisect_right(sentence.words, name.start, key=lambda w: w.end)
    for word in reversed(sentence.words[max(0, behind - 7) : behind]):
        if not set(text[word.end : begin]) <= set(" '’-\"„“«»"):
            break
        of_country = next(
            (c for c in around if c.start <= word.start and word.end <= c.end and c.form == "adjective"), None
        )
        if of and word.low in language.words["capital"]:
            return begin, "place", False, adjective
        if is_town_word(word.low, language):
            named = True
        elif of_country:
            adjective = of_country
        elif of and not (named or adjective):
            break
        elif word.low in language.words["partner_before"]:
            return word.start, "partner", named, adjective
        elif word.low in language.words["from_to"] and _runs_on(low, name.end, language):
            return word.start, None, named, adjective
        elif word.low in language.words["of"]:
            of = True
        elif word.low in language.words["place_before"]:
            return word.start, "place", named, adjective
        elif word.low not in articles:
            break
        begin = word.start
    return begin, "of" if of else None, named, adjective


@lru_cache(maxsize=20_000)
def is_town_word(low: str, language: Language) -> bool:
    """Whether the word says what sort of place follows, also as the tail of a compound."""
    town = language.among("town")
    return low in town or any(low.endswith(t) for t in town if len(t) > 4)


def _runs_on(low: str, end: int, language: Language) -> bool:
    """Whether the span from one name to another goes on behind the name: `from A to B`."""
    following = re.findall(r"[^\W\d_]+", low[end : end + 40])[:6]
    return any(word in language.words["from_to"] for word in following)


def _right(
    text: str,
    low: str,
    found: Party,
    sentence: Sentence,
    around: tuple[Country, ...],
    dated: tuple[Date, ...],
    language: Language,
) -> Party:
    """Takes in what follows: country or region behind a comma, in brackets or behind a preposition, then the year."""
    for _ in range(4):
        gap = _gap(low, found.stop, sentence.end, language)
        if gap is None:
            break
        country = next((c for c in around if c.start == gap and c.form != "adjective"), None)
        date = next((d for d in dated if d.start == gap), None)
        if country and (found.country is None or found.country.form != "name") and found.date is None:
            found = replace(found, country=country, stop=country.end)
        elif date and date.edtf and found.date is None and _is_attached(text, low, found.stop, date, language):
            found = replace(found, date=date, stop=date.end)
        else:
            break
    return found


def _gap(low: str, stop: int, limit: int, language: Language) -> int | None:
    """Where the next attachment would begin: behind punctuation, brackets, a preposition and an article."""
    at = stop
    while at < limit and low[at] in ' ,()/·|–-:[]"“”':
        at += 1
    if low[stop:at].count("\n") or at - stop > 5:
        return None
    for group in ("since", "in_year", "place_before", "of", "articles"):
        for word in language.words[group]:
            if low.startswith(word, at) and (low[at + len(word) : at + len(word) + 1] == " " or word.endswith("'")):
                at += len(word) + (low[at + len(word) : at + len(word) + 1] == " ")
                break
    return at


def _is_attached(text: str, low: str, stop: int, date: Date, language: Language) -> bool:
    """A year belongs to the name when it stands in brackets, behind a comma, a colon, a dash or a word for since."""
    between = low[stop : date.start].strip()
    words = re.findall(r"[^\W\d_]+", between)
    since = any(w in language.words["since"] for w in words)
    bare = between.lstrip(") ")
    return since or (not words and between != "" and (bare == "" or bare[0] in ",(:–-|·/"))
