"""Sentences and words of a block, in code points of the frozen text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from jumelage.core.text import APOSTROPHES, DASHES

LONGEST = 1500
CELL_END = " |"
WORD = re.compile(r"[^\W_]+")
STOP = re.compile(r"(?<![.!?…])[.!?…]++[\"“”»'’)\]]*+(?=\s|$)")
ABBREVIATED = frozenset(
    [
        "st",
        "ste",
        "dr",
        "prof",
        "mr",
        "mrs",
        "ms",
        "ing",
        "dipl",
        "jr",
        "sr",
        "nr",
        "no",
        "vol",
        "ca",
        "bzw",
        "usw",
        "etc",
        "evtl",
        "vgl",
        "ggf",
        "inkl",
        "abs",
        "art",
        "u.a",
        "z.b",
        "d.h",
        "o.ä",
        "u.s",
        "s.a",
        "v.a",
        "e.v",
        "i.v",
        "m.b.h",
        "geb",
        "hl",
        "str",
        "tel",
        "bd",
        "r",
        "im",
        "al",
        "ul",
        "pl",
        "godz",
        "nt",
        "tzn",
        "np",
        "np.",
        "tj",
        "m.in",
        "wg",
        "sra",
        "d",
        "da",
        "av",
        "ave",
        "cfr",
        "sig",
        "dott",
        "on",
        "mgr",
        "inz",
        "gen",
        "ks",
        "sv",
        "jan",
        "feb",
        "aug",
        "sept",
        "okt",
        "nov",
        "dez",
        "dec",
        "oct",
        "jul",
        "jun",
        "apr",
        "mar",
    ]
)
DATED = re.compile(
    r"[ \t]*(?:(?:[^\W\d_]{3,10}\.? )?(?:1[5-9]|20)\d\d\b|\d{1,2}\. ?(?:\d{1,2}\.|[^\W\d_]{3,10}) ?(?:1[5-9]|20)\d\d)"
)
NO_WORDS: frozenset[str] = frozenset()
FLAT = str.maketrans({**APOSTROPHES, **DASHES, 0xA0: " ", 0x202F: " ", 0x2009: " "})


class Word(NamedTuple):
    start: int
    end: int
    low: str


@dataclass(frozen=True, slots=True)
class Sentence:
    start: int
    end: int
    words: tuple[Word, ...]


def flattened(text: str) -> str:
    """Small letters, one apostrophe, one dash, one blank, and exactly as long as the text."""
    flat = text.translate(FLAT)
    low = flat.lower()
    return low if len(low) == len(flat) else "".join(c.lower() if len(c.lower()) == 1 else c for c in flat)


def sentences(text: str, low: str, start: int, end: int, openers: frozenset[str] = NO_WORDS) -> Iterator[Sentence]:
    """The sentences between two points of the text; a dot after a number, an initial or an abbreviation ends none, unless
    one of the openers, small words with a capital, stands behind it. Lines that begin with dates are sentences."""
    for begin, stop in _lines(text, start, end):
        yield from _of_line(text, low, begin, stop, openers)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A chronicle's entries where most lines begin with a date; else the whole."""
    lines = [start, *(at + 1 for at in range(start, end) if text[at] == "\n")] if "\n" in text[start:end] else [start]
    entries = [at for at in lines[1:] if DATED.match(text, at)]
    is_chronicle = entries and 2 * (len(entries) + bool(DATED.match(text, start))) > len(lines)
    yield from pairwise([start, *entries, end]) if is_chronicle else [(start, end)]


def _of_line(text: str, low: str, start: int, end: int, openers: frozenset[str]) -> Iterator[Sentence]:
    begin = start
    for stop in STOP.finditer(text, start, end):
        if text.startswith(CELL_END, stop.end()) or (
            text[stop.start()] == "." and not _ends(text, low, begin, stop, openers)
        ):
            continue
        yield from _pieces(text, low, begin, stop.end())
        begin = stop.end()
    yield from _pieces(text, low, begin, end)


def _pieces(text: str, low: str, start: int, end: int) -> Iterator[Sentence]:
    """The sentence, cut at blanks where it is longer than any sentence is, so that no input takes more than linear time."""
    while end - start > LONGEST:
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST) + 1 or start + LONGEST
        if text[start:cut].strip():
            yield _sentence(text, low, start, cut)
        start = cut
    if text[start:end].strip():
        yield _sentence(text, low, start, end)


def _ends(text: str, low: str, begin: int, stop: re.Match[str], openers: frozenset[str]) -> bool:
    following = text[stop.end() : stop.end() + 40].lstrip(" \n\t\"„“«»'(")
    before = "".join(low[max(begin, stop.start() - 12) : stop.start()].split()[-1:]).lstrip('("„“«')
    if following[:1].islower() and len(stop[0]) == 1:
        return False
    if before.isdigit():
        return len(before) == 4 or (len(before) > 2) or not following
    if before not in ABBREVIATED and not (len(before) == 1 and before.isalpha()):
        return True
    opener = WORD.match(following)
    return opener is not None and opener[0].lower() in openers


def _sentence(text: str, low: str, start: int, end: int) -> Sentence:
    raw = text[start:end]
    start, end = start + len(raw) - len(raw.lstrip()), end - len(raw) + len(raw.rstrip())
    return Sentence(start, end, tuple([Word(*m.span(), m[0]) for m in WORD.finditer(low, start, end)]))
