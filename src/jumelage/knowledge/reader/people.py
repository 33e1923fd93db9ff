"""Finds people by the office or title before or behind their name, and whom they act for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.reader.names import known_name
from jumelage.knowledge.reader.sentences import Sentence, Word


@dataclass(frozen=True, slots=True)
class Person:
    """start and end are those of the name; role is as written; behalf is the town, body or person acted for."""

    start: int
    end: int
    name: str
    role: str
    behalf: str | None = None


PARTICLES = frozenset(
    ["von", "van", "de", "di", "da", "del", "della", "zu", "le", "la", "y", "ten", "ter", "vom", "zur"]
)
DUTCH = frozenset(["der", "den"])  # `van der Velden`; alone they are German articles
JOIN = re.compile(r"[ .\u00a0]{1,2}")
NAME_WORDS = 5
OFFICE_WORDS = 6
Run = tuple[Word, ...]


def people(text: str, sentence: Sentence, language: Language) -> tuple[Person, ...]:
    """Office, titles, then the words of a name; or a name, a comma and the office. `The mayors A and B` are two."""
    words = sentence.words
    found: list[Person] = []
    roles = language.among("roles")
    for index, word in enumerate(words):
        if word.low in roles and (not found or word.start >= found[-1].end):
            person = _behind(text, words, index, language) or _before(text, words, index, language)
            if person:
                found += [person, *_second(text, words, person, language)]
    return tuple(_for_another(text, sentence, person, language) for person in found)


def _behind(text: str, words: Run, index: int, language: Language) -> Person | None:
    """`Mayor A`, `the mayor of B, A`, and with cases `prezydent B-a A`."""
    at, behalf = _office(text, words, index, language)
    while at < len(words) and words[at].low in language.among("titles"):
        at += 1
    row = _run(text, words, at)
    if row and behalf is None and language.inflection:
        row, behalf = _without_place(text, row, language)
    return _person(text, row, words[index], behalf) if row else None


def _before(text: str, words: Run, index: int, language: Language) -> Person | None:
    """`A, lord mayor of B`."""
    row: list[Word] = []
    head = index
    while (
        head
        and words[head - 1].low in language.among("titles")
        and text[words[head - 1].end : words[head].start] == " "
    ):
        head -= 1
    for word in reversed(words[max(0, head - 4) : head]):
        gap = text[word.end : row[-1].start if row else words[head].start]
        if gap != (" " if row else ", ") or not text[word.start].isupper():
            break
        row.append(word)
    if len(row) < 2:
        return None
    end = _office_end(text, words, index)
    return _person(text, tuple(reversed(row)), words[index], _town(text, words[index + 1 : end]))


def _second(text: str, words: Run, first: Person, language: Language) -> Iterator[Person]:
    """The other one of `the mayors A and B`: a full name behind `and`, of the same office."""
    at = next((i for i, w in enumerate(words) if w.start >= first.end), len(words))
    if at >= len(words) or words[at].low not in language.among("and") or text[first.end : words[at].start] != " ":
        return
    row = _run(text, words, at + 1)
    if (
        len(row) > 1
        and row[0].low not in language.among("roles")
        and not known_name(text[row[0].start : row[-1].end], language)
    ):
        yield Person(row[0].start, row[-1].end, text[row[0].start : row[-1].end], first.role)


def _person(text: str, row: Run, office: Word, behalf: str | None) -> Person:
    start, end = row[0].start, row[-1].end
    return Person(start, end, text[start:end], text[office.start : office.end], behalf)


def _run(text: str, words: Run, at: int) -> Run:
    """The words of a name that begins here."""
    row: list[Word] = []
    while at < len(words) and len(row) < NAME_WORDS:
        word = words[at]
        joined = not row or JOIN.fullmatch(text[row[-1].end : word.start]) or text[row[-1].end : word.start] in "-'’"
        particle = row and (word.low in PARTICLES or (word.low in DUTCH and row[-1].low in ("van", "von")))
        if not joined or not (text[word.start].isupper() or particle):
            break
        row.append(word)
        at += 1
    while row and row[-1].low in PARTICLES | DUTCH:
        row.pop()
    return tuple(row)


def _without_place(text: str, row: Run, language: Language) -> tuple[Run, str | None]:
    """In a language with cases the town stands between office and name: `prezydent Zamościa Jan Nowak`."""
    for length in (2, 1):
        if len(row) >= length and known_name(text[row[0].start : row[length - 1].end], language):
            return row[length:], text[row[0].start : row[length - 1].end]
    return row, None


def _office(text: str, words: Run, index: int, language: Language) -> tuple[int, str | None]:
    """Where the name begins, right behind the office or behind `of the town of X,`, and that town."""
    first = words[index + 1] if index + 1 < len(words) else None
    if first is None or text[words[index].end : first.start] != " ":
        return len(words), None
    if text[first.start].isupper():
        return index + 1, None
    end = _office_end(text, words, index)
    named = end < len(words) and text[words[end - 1].end : words[end].start] == ", "
    return (end, _town(text, words[index + 1 : end])) if named else (len(words), None)


def _office_end(text: str, words: Run, index: int) -> int:
    """The index of the first word behind the office and what it is the office of."""
    at = index + 1
    while at < min(index + 1 + OFFICE_WORDS, len(words)) and text[words[at - 1].end : words[at].start] in (
        " ",
        "'",
        "’",
        "-",
    ):
        at += 1
    return at


def _town(text: str, words: Run) -> str | None:
    """From the first capital to the last of the run that begins there: `Stadt Dortmund`."""
    first = next((i for i, w in enumerate(words) if text[w.start].isupper()), None)
    if first is None:
        return None
    row = _run(text, words, first)
    return text[row[0].start : row[-1].end] if row else None


def _for_another(text: str, sentence: Sentence, person: Person, language: Language) -> Person:
    """Whom the person stands for: `on behalf of C`, `der C vertritt`."""
    words = sentence.words
    for index, word in enumerate(words):
        if not person.end <= word.start < person.end + 60 or word.low not in language.among("representing"):
            continue
        row = _run(text, words, _skipped(words, index + 1, language)) or _run_before(text, words, index, person.end)
        if row:
            return replace(person, behalf=text[row[0].start : row[-1].end])
    return person


def _skipped(words: Run, at: int, language: Language) -> int:
    small = language.among("of") | language.among("articles") | language.among("roles")
    while at < len(words) and words[at].low in small:
        at += 1
    return at


def _run_before(text: str, words: Run, index: int, limit: int) -> Run:
    row: list[Word] = []
    for word in reversed(words[max(0, index - NAME_WORDS) : index]):
        if not text[word.start].isupper() or word.start < limit:
            break
        row.append(word)
    return tuple(reversed(row))
