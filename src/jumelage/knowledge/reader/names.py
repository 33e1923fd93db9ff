"""Finds the names of places in a sentence, in any of their cases."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from jumelage.core.text import fold
from jumelage.knowledge.places import gazetteer
from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.reader.sentences import Sentence

RAW = re.compile(r"[^\W\d_](?:[\w'’´`.]|-(?=\w))*")
ELIDED = re.compile(r"(?:d|l|dell|nell|all|dall|sull|qu|s)['’´](?=[^\W\d_a-zà-ÿ])")
LONGEST = 7
RIVERINE = frozenset(("upon", "sur", "on"))  # `Richmond upon Thames`
PARTICLES = frozenset(("ne", "nei", "dei", "degli", "de", "del", "della", "di", "do", "da", "sur", "sous", "upon"))
ELISION = re.compile(r" (?:d|l|dell|nell|sull|all)['’´]", re.IGNORECASE)
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
    joined = text[stop:start] == " " and text[end:following].strip("'’") == " " and text[following].isupper()
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


@lru_cache(maxsize=20_000)
def is_town_word(low: str, language: Language) -> bool:
    """Whether the word says what sort of place follows, also as the tail of a compound."""
    town = language.among("town")
    return low in town or any(low.endswith(t) for t in town if len(t) > 4)
