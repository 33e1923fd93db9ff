"""Finds people by the office or title before or behind their name."""

import re
from dataclasses import dataclass

from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.reader.sentences import Sentence, Word


@dataclass(frozen=True, slots=True)
class Person:
    """start and end are those of the name; role is as written."""

    start: int
    end: int
    name: str
    role: str


PARTICLES = frozenset(
    ["von", "van", "de", "der", "den", "di", "da", "del", "della", "zu", "le", "la", "y", "ten", "ter"]
)
JOIN = re.compile(r"[ .\u00a0]{1,2}")


def people(text: str, sentence: Sentence, language: Language) -> tuple[Person, ...]:
    """Role, titles, then up to four words of a name."""
    found: list[Person] = []
    roles = language.among("roles")
    for index, word in enumerate(sentence.words):
        if word.low in roles and (not found or word.start >= found[-1].end):
            person = _named(text, sentence.words, index, language) or _before(text, sentence.words, index)
            if person:
                found.append(person)
    return tuple(found)


def _named(text: str, words: tuple[Word, ...], index: int, language: Language) -> Person | None:
    titles = language.among("titles")
    row: list[Word] = []
    at = _behind_office(text, words, index)
    while at < len(words) and words[at].low in titles:
        at += 1
    while at < len(words) and len(row) < 5:
        word = words[at]
        joined = not row or JOIN.fullmatch(text[row[-1].end : word.start]) or text[row[-1].end : word.start] in "-'’"
        if not joined or not (text[word.start].isupper() or (row and word.low in PARTICLES)):
            break
        row.append(word)
        at += 1
    while row and row[-1].low in PARTICLES:
        row.pop()
    if not row:
        return None
    return Person(
        row[0].start, row[-1].end, text[row[0].start : row[-1].end], text[words[index].start : words[index].end]
    )


def _before(text: str, words: tuple[Word, ...], index: int) -> Person | None:
    """`Name Name, office`."""
    row: list[Word] = []
    for word in reversed(words[max(0, index - 4) : index]):
        gap = text[word.end : row[-1].start if row else words[index].start]
        if gap != (" " if row else ", ") or not text[word.start].isupper():
            break
        row.append(word)
    if len(row) < 2:
        return None
    start, end = row[-1].start, row[0].end
    return Person(start, end, text[start:end], text[words[index].start : words[index].end])


def _behind_office(text: str, words: tuple[Word, ...], index: int) -> int:
    """Where the name begins: right behind the office, or behind `of the town of X,`."""
    first = words[index + 1] if index + 1 < len(words) else None
    if first is None or text[words[index].end : first.start] != " ":
        return len(words)
    if text[first.start].isupper():
        return index + 1
    for at in range(index + 2, min(index + 7, len(words))):
        if text[words[at - 1].end : words[at].start] == ", ":
            return at
    return len(words)
