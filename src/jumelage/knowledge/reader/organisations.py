"""Finds schools, universities, clubs and other bodies by the word that says what they are."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.reader.sentences import Sentence

LONGEST_WORD = 60
OPENING = '"„“«»'
CLOSING = '"“”»«'
TYPES = ("university", "school", "club", "chamber", "company", "other")
RAW = re.compile(r"[\w][\w.'’´`&-]*")
ELIDED = re.compile(r"(?:d|l|dell|nell|all|dall|sull|qu)['’´](?=\w)", re.IGNORECASE)
CONNECTORS = frozenset(
    [
        "de",
        "des",
        "du",
        "la",
        "le",
        "les",
        "d",
        "of",
        "the",
        "for",
        "della",
        "di",
        "del",
        "dei",
        "degli",
        "der",
        "des",
        "für",
        "voor",
        "van",
        "the",
        "imienia",
        "e.v",
        "e.v.",
    ]
)
SPACE = re.compile(r"\.? ?[\"„“”«»]? ?")


@dataclass(frozen=True, slots=True)
class Organisation:
    start: int
    end: int
    name: str
    type: str
    plural: bool = False


def organisations(
    text: str, low: str, sentence: Sentence, language: Language, barred: frozenset[int]
) -> tuple[Organisation, ...]:
    """In reading order; barred holds the starts of words that are cues and so no names."""
    if not any(_type(word.low, language) for word in sentence.words):
        return ()
    words = [_word(m) for m in RAW.finditer(text, sentence.start, sentence.end)]
    found: list[Organisation] = []
    for index, (start, end) in enumerate(words):
        if found and start < found[-1].end:
            continue
        kind = _type(low[start:end], language)
        if (
            kind
            and start not in barred
            and not _is_town(low, words, index, language)
            and not (text[start].islower() and low[start:end] in language.among("place_before"))
            and (text[start].isupper() or _has_capital(text, words, index))
        ):
            found.append(_placed(text, low, _extended(text, low, words, index, kind, language, barred), language))
    return tuple(o for o in found if any(c.isupper() for c in o.name) and not _is_generic(o, language))


def _word(found: re.Match[str]) -> tuple[int, int]:
    elided = ELIDED.match(found[0])
    return found.start() + (elided.end() if elided else 0), found.start() + len(found[0].rstrip(".'’´`"))


def _is_generic(body: Organisation, language: Language) -> bool:
    """A single word that only says what sort of body is meant is no name."""
    low = body.name.lower()
    return any(low == w.lstrip("*") for kind in TYPES for w in language.words[f"org_{kind}"])


def _placed(text: str, low: str, body: Organisation, language: Language) -> Organisation:
    """A body that is only told by its sort is named by its place: `the universities in Rennes`."""
    if not _is_generic(body, language):
        return body
    for word in (*language.words["place_before"], *language.words["of"]):
        at = body.end + len(word) + 2
        behind = RAW.match(text, at) if low.startswith(f" {word} ", body.end) else None
        if behind and text[at].isupper():
            end = at + len(behind[0].rstrip(".'’"))
            return replace(body, end=end, name=text[body.start : end])
    return body


def _is_town(low: str, words: list[tuple[int, int]], index: int, language: Language) -> bool:
    """`university town` is a town."""
    return index + 1 < len(words) and low[words[index + 1][0] : words[index + 1][1]] in language.among("town")


def _has_capital(text: str, words: list[tuple[int, int]], index: int) -> bool:
    near = words[max(0, index - 2) : index] + words[index + 1 : index + 3]
    return any(text[s].isupper() for s, _ in near)


@lru_cache(maxsize=20_000)
def _type(word: str, language: Language) -> str | None:
    if len(word) > LONGEST_WORD:
        return None
    for kind in TYPES:
        if any(word.endswith(w[1:]) if w.startswith("*") else word == w for w in language.words[f"org_{kind}"]):
            return kind
    return None


def _extended(
    text: str,
    low: str,
    words: list[tuple[int, int]],
    index: int,
    kind: str,
    language: Language,
    barred: frozenset[int],
) -> Organisation:
    first, last = _first(text, low, words, index, language), index
    while last + 1 < len(words) and last - index < 7 and _joins(text, words[last], words[last + 1]):
        step = words[last + 1]
        if _is_name(text, step):
            last += 1
        elif (
            low[step[0] : step[1]] in CONNECTORS
            and last + 2 < len(words)
            and (_is_name(text, words[last + 2]) or words[last + 2][0] in barred)
            and _joins(text, step, words[last + 2])
        ):
            last += 2
        else:
            break
    start, end = _quoted(text, words[first][0], words[last][1])
    return Organisation(start, end, text[start:end], kind)


def _quoted(text: str, start: int, end: int) -> tuple[int, int]:
    """A name that opens a quotation is that quotation: the school "Lycée B" is `Lycée B`, the Liceo "B" keeps its quotes."""
    opened = next((at for at in range(start, end) if text[at] in OPENING), None)
    if opened is None or any(text[at] in CLOSING for at in range(opened + 1, end)):
        return start, end
    if " " in text[opened:end]:
        return opened + 1, end
    return start, end + (bool(text[end : end + 1]) and text[end] in CLOSING)


def _first(text: str, low: str, words: list[tuple[int, int]], index: int, language: Language) -> int:
    """Back over words with capitals; over up to two small ones where a name stands before them (`the A-B twinning group`)."""
    at = first = index
    while at and at > index - 6 and _joins(text, words[at - 1], words[at]):
        at -= 1
        word = low[words[at][0] : words[at][1]]
        if word in language.among("articles") or word in language.among("stop") or word in CONNECTORS:
            break
        if _is_name(text, words[at]):
            first = at
        elif language.nouns_capitalised or first < index or at < index - 2:
            break
    return first


def _joins(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    return bool(SPACE.fullmatch(text[one[1] : other[0]])) and other[0] - one[1] <= 3


def _is_name(text: str, span: tuple[int, int]) -> bool:
    return text[span[0]].isupper()
