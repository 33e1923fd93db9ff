"""Finds the names of places in a sentence and what is attached to them: country, region, adjective, preposition, year."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from jumelage.core.text import fold
from jumelage.knowledge.places import gazetteer
from jumelage.knowledge.reader.countries import Country
from jumelage.knowledge.reader.dates import Date
from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.reader.sentences import Sentence

RAW = re.compile(r"[^\W\d_](?:[\w'’´`.]|-(?=\w))*")
ELIDED = re.compile(r"(?:d|l|dell|nell|all|dall|sull|qu|s)['’´](?=[^\W\d_a-zà-ÿ])")
LONGEST = 7
ASIDE = re.compile(r" \([^()\d]+\)")
LONGEST_ASIDE = 40
RIVERINE = frozenset(("upon", "sur", "on"))  # `Richmond upon Thames`
PARTICLES = frozenset(("de", "del", "della", "di", "do", "da", "sur", "sous", "upon"))
ELISION = re.compile(r" (?:d|l|dell|nell|sull|all)['’´]", re.IGNORECASE)
END = itemgetter(1)
TAIL = ".'’´`"
APOSTROPHES = frozenset("'’´")
BETWEEN = frozenset((" ", ". ", "\u00a0"))
Span = tuple[int, int]


class Name(NamedTuple):
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


def tokens(text: str, sentence: Sentence) -> list[Span]:
    """The sentence's words as names are made of them: with hyphens and apostrophes, without an elided article."""
    return [_unelided(m) for m in RAW.finditer(text, sentence.start, sentence.end)]


def names(text: str, words: Sequence[Span], language: Language, taken: Sequence[Span]) -> Iterator[Name]:
    """Names that the gazetteer knows, longest first, outside the spans that are taken."""
    towns = language.among("town") if language.nouns_capitalised else ()
    at = 0
    for index, (start, end) in enumerate(words):
        if index < at or not text[start].isupper() or overlaps(taken, start, end):
            continue
        if towns and text[start:end].lower() in towns:
            continue
        length, key = _longest(text, words, index, language, taken)
        if length and (_goes_on(text, words, index + length) or _begins_unknown(text, words, index, length, language)):
            continue
        if length:
            at = index + length
            stop = words[at - 1][1]
            yield Name(start, stop, text[start:stop], key)


def _goes_on(text: str, words: Sequence[Span], behind: int) -> bool:
    """Whether a small word and another capital show that the name is longer than what is known of it: `San Carlos de B.`."""
    if behind + 1 >= len(words):
        return False
    (_, stop), (start, end), (following, _) = words[behind - 1], words[behind], words[behind + 1]
    joined = text[stop:start] == " " == text[end:following] and text[following].isupper()
    particle = text[start:end]
    known = gazetteer.known(text[following : words[behind + 1][1]])
    return joined and (particle in RIVERINE or (particle in PARTICLES and not known))


def _begins_unknown(text: str, words: Sequence[Span], index: int, length: int, language: Language) -> bool:
    """Whether an everyday word and an unknown one are a name together: `Bad Godesberg`."""
    if (
        length > 1
        or index + 1 >= len(words)
        or text[words[index][0] : words[index][1]].lower() not in language.among("common")
    ):
        return False
    (_, stop), (start, end) = words[index], words[index + 1]
    return text[stop:start] == " " and text[start].isupper() and not gazetteer.known(text[start:end])


def overlaps(spans: Sequence[Span], start: int, end: int) -> bool:
    for begin, stop in spans:  # noqa: SIM110 – called for every word, a generator takes twice as long
        if begin < end and start < stop:
            return True
    return False


def _unelided(found: re.Match[str]) -> Span:
    start, end = found.span()
    word = found[0]
    if word[-1] in TAIL:
        end -= len(word) - len(word.rstrip(TAIL))
    if len(word) > 2 and not APOSTROPHES.isdisjoint(word):
        elided = ELIDED.match(word[:1].lower() + word[1:])
        return (start + elided.end() if elided else start), end
    return start, end


def _longest(
    text: str, words: Sequence[Span], at: int, language: Language, taken: Sequence[Span]
) -> tuple[int, str | None]:
    stop = words[at][1]
    parts = [text[words[at][0] : stop]]
    for start, end in words[at + 1 : at + LONGEST]:
        gap = text[stop:start]
        if (gap not in BETWEEN and not ELISION.fullmatch(gap)) or overlaps(taken, start, end):
            break
        parts.append(text[stop + 1 : end] if len(gap) > 2 else text[start:end])
        stop = end
    return _known(tuple(parts), language)


@lru_cache(maxsize=20_000)
def _known(parts: tuple[str, ...], language: Language) -> tuple[int, str | None]:
    length = gazetteer.longest(parts)
    while length and parts[length - 1].islower():
        length -= 1
    return (length, " ".join(parts[:length])) if length else _inflected(parts, language)


def known_name(name: str, language: Language) -> bool:
    """Whether the whole name is a place's, in any of its cases."""
    parts = tuple(name.split())
    return _known(parts, language)[0] == len(parts)


def _inflected(parts: tuple[str, ...], language: Language) -> tuple[int, str | None]:
    """A name with the language's endings taken off, the longest that is known."""
    alias = [n for n in range(min(4, len(parts)), 0, -1) if language.aliases.get(fold(" ".join(parts[:n])))]
    if alias:
        return alias[0], language.aliases[fold(" ".join(parts[: alias[0]]))]
    for length in range(min(3, len(parts)), 0, -1):
        if not parts[length - 1][:1].isupper():
            continue
        rows = list(_stems(parts[:length], language))
        other = next((language.aliases[fold(stems)] for stems in rows if fold(stems) in language.aliases), None)
        key = other or next((stems for stems in rows if len(stems) > 2 and gazetteer.known(fold(stems))), None)
        if key:
            return length, key
    return 0, None


def _stems(parts: tuple[str, ...], language: Language) -> Iterator[str]:
    rows = [[part, *_uninflected(part, language)] for part in parts]
    last = rows[-1][1:]
    for stem in last:
        yield " ".join([*parts[:-1], stem])
    if len(parts) == 2:
        yield from (f"{first} {second}" for first in rows[0] for second in rows[1])
    if len(parts) == 1 and "-" in parts[0]:
        one, _, other = parts[0].partition("-")
        heads, tails = ([part, *_uninflected(part, language)] for part in (one, other))
        yield from (f"{head}-{tail}" for head in heads for tail in tails if head != one or tail != other)


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
    begin, before, named, country = _left(text, low, name, sentence, around, language)
    country = country or _heading(text, begin, sentence, around)
    stop, country, date = _right(low, name.end, country, sentence, around, dated, language)
    if date is None:
        date = _leading(text, begin, sentence, dated)
    if before == "of":
        before = None if country or named else "place"
    return Party(name.start, name.end, name.text, name.key, begin, stop, country, date, before, named)


def _heading(text: str, begin: int, sentence: Sentence, around: tuple[Country, ...]) -> Country | None:
    """The country at the head of a list's line: `Germany: Hückelhoven`."""
    first = around[0] if around else None
    if first and first.form == "name" and first.start - sentence.start <= 2 and text[first.end : begin].strip() == ":":
        return first
    return None


def _leading(text: str, begin: int, sentence: Sentence, dated: tuple[Date, ...]) -> Date | None:
    """The year at the head of a list's line: `1958: Coventry`."""
    first = dated[0] if dated else None
    if (
        first
        and first.edtf
        and first.start == sentence.start
        and text[first.end : begin].strip() in (":", "–", "-", "|")
    ):
        return first
    return next((d for d in dated if d.edtf and _is_aside(text, d, begin, sentence)), None)


def _is_aside(text: str, date: Date, begin: int, sentence: Sentence) -> bool:
    """A date between commas right before the name: `Nottingham and, in 2001, Leeds`."""
    head = text[max(sentence.start, date.start - 8) : date.start]
    return text[date.end : begin] == ", " and "," in head and head.rpartition(",")[2].strip().islower()


def _left(
    text: str, low: str, name: Name, sentence: Sentence, around: tuple[Country, ...], language: Language
) -> tuple[int, str | None, bool, Country | None]:
    """Walks back over town words, articles and the country's adjective to the preposition."""
    begin, named, adjective, of = name.start, False, None, False
    articles = language.among("articles")
    behind = bisect_right(sentence.words, name.start, key=END)
    adjectives = [c for c in around if c.form == "adjective"]
    for word in reversed(sentence.words[max(0, behind - 7) : behind]):
        if text[word.end : begin].strip(" '’-\"„“«»"):
            break
        of_country = next((c for c in adjectives if c.start <= word.start and word.end <= c.end), None)
        if of and word.low in language.words["capital"]:
            return begin, "place", False, adjective
        if is_town_word(word.low, language):
            named = True
        elif of_country:
            adjective = of_country
        elif of and not (named or adjective):
            break
        elif word.low in language.words["partner_before"]:
            locative = word.start == sentence.start and word.low in language.among("place_before")
            return word.start, "place" if locative else "partner", named, adjective
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
    low: str,
    stop: int,
    country: Country | None,
    sentence: Sentence,
    around: tuple[Country, ...],
    dated: tuple[Date, ...],
    language: Language,
) -> tuple[int, Country | None, Date | None]:
    """Takes in what follows: country or region behind a comma, in brackets or behind a preposition, then the year."""
    date: Date | None = None
    lands = {c.start: c for c in around if c.start >= stop and c.form != "adjective"}
    days = {d.start: d for d in dated if d.start >= stop}
    while lands or days:
        gap = _gap(low, stop, sentence.end, language)
        land, day = lands.pop(gap, None), days.pop(gap, None)
        if land and date is None and (country is None or country.form != "name"):
            country, stop = land, land.end
        elif day and day.edtf and date is None and _is_attached(low, stop, day, language):
            date, stop = day, day.end
        elif aside := ASIDE.match(low, stop, min(stop + LONGEST_ASIDE, sentence.end)):
            stop = aside.end()
        else:
            break
    return stop, country, date


def _gap(low: str, stop: int, limit: int, language: Language) -> int:
    """Where the next attachment would begin: behind punctuation, brackets, a preposition and an article; -1 where none can."""
    at = stop
    while at < limit and low[at] in ' ,()/·|–-:[]"“”':
        at += 1
    if at - stop > 5 or "\n" in low[stop:at]:
        return -1
    found = _joining(language).match(low, at)
    return found.end() if found else at


@lru_cache(maxsize=16)
def _joining(language: Language) -> re.Pattern[str]:
    """A word of each group at most, in this order."""
    rows = {
        name: "|".join(re.escape(word) + (" ?" if word.endswith("'") else " ") for word in language.words[name])
        for name in ("since", "in_year", "place_before", "of", "articles", "town")
    }
    plain = "".join(
        f"(?:{rows[name]})?" for name in ("since", "in_year", "place_before", "of", "articles") if rows[name]
    )
    into = "|".join(rows[name] for name in ("place_before", "of") if rows[name]) or "(?!)"
    article = f"(?:{rows['articles']})?" if rows["articles"] else ""
    town = f"{article}(?:{rows['town']})(?:{into}){article}" if rows["town"] else "(?!)"
    return re.compile(f"{town}|{plain}")


def _is_attached(low: str, stop: int, date: Date, language: Language) -> bool:
    """A year belongs to the name when it stands in brackets, behind a comma, a colon, a dash or a word for since."""
    between = low[stop : date.start].strip()
    words = re.findall(r"[^\W\d_]+", between)
    since = any(w in language.words["since"] for w in words)
    bare = between.lstrip(") ")
    return since or (not words and between != "" and (bare == "" or bare[0] in ",(:–-|·/"))
