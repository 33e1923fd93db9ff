"""The words that carry claims, in a short context: what may be shown in public of any source. No database here."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

AROUND = 110
JOIN = 160
GAP = " … "


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the context. claims: the numbers of the claims that these words carry, none for context."""

    text: str
    claims: tuple[int, ...] = ()

    @property
    def mark(self) -> bool:
        return bool(self.claims)


@dataclass(frozen=True, slots=True)
class Quote:
    parts: tuple[Part, ...]
    cut_before: bool
    cut_after: bool


Spans = Sequence[tuple[int, int, int]]


def spans_of(seq: int, evidence: Sequence[dict[str, Any]]) -> list[tuple[int, int, int]]:
    """(start, end, claim) of each span of a claim's evidence."""
    return [(e["start"], e["end"], seq) for e in evidence]


def quote(text: str, spans: Spans) -> Quote:
    """The spans in their context; where they lie far apart, the text between is left out."""
    windows = _windows(text, spans)
    parts: list[Part] = []
    for number, (start, end) in enumerate(windows):
        if number:
            parts.append(Part(GAP))
        parts += marked(text, spans, start, end)
    return Quote(tuple(parts), windows[0][0] > 0, windows[-1][1] < len(text))


def marked(text: str, spans: Spans, start: int, end: int) -> list[Part]:
    """text[start:end] in pieces that each belong to the same claims; a piece can carry several."""
    borders = sorted({start, end} | {b for s, e, _ in spans for b in (s, e) if start < b < end})
    parts = []
    for left, right in pairwise(borders):
        claims = tuple(sorted({seq for s, e, seq in spans if s <= left and right <= e}))
        parts.append(Part(text[left:right], claims))
    return parts


def _windows(text: str, spans: Spans) -> list[tuple[int, int]]:
    windows: list[tuple[int, int]] = []
    for start, end in sorted((s, e) for s, e, _ in spans):
        left, right = _left(text, start), _right(text, end)
        if windows and left <= windows[-1][1] + (JOIN - AROUND):
            windows[-1] = (windows[-1][0], max(windows[-1][1], right))
        else:
            windows.append((left, right))
    return windows


def _left(text: str, start: int) -> int:
    """Back to the beginning of the line or sentence, else some words."""
    low = max(0, start - AROUND)
    line = max(text.rfind("\n", low, start), text.rfind(". ", low, start) + 1)
    if line > 0:
        return next(i for i in range(line, start + 1) if i == start or not text[i].isspace())
    blank = text.find(" ", low, start)
    return low if low == 0 or blank < 0 else blank + 1


def _right(text: str, end: int) -> int:
    high = min(len(text), end + AROUND)
    stops = [stop for mark in ("\n", ". ") if (stop := text.find(mark, end, high)) >= 0]
    if stops:
        stop = min(stops)
        return stop + 1 if text[stop] == "." else stop
    blank = text.rfind(" ", end, high)
    return high if high == len(text) or blank < 0 else blank
