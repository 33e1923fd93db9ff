"""Finds quotes in the text: exactly, else with quotation marks, dashes, blanks and case folded. What is merely alike is only
ever suggested."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from jumelage.core.text import PUNCTUATION
from jumelage.knowledge.reader.gate import is_torn
from jumelage.knowledge.sources.extract.blocks import Span

ALIKE = 0.6
SHOWN = 80


@dataclass(frozen=True)
class Folded:
    """A stretch of the text folded, and for each sign of it where it stood."""

    low: str
    origin: tuple[int, ...]

    def places(self, low: str) -> Iterator[Span]:
        for at in _all(self.low, low, 0, len(self.low)):
            yield Span(self.origin[at], self.origin[at + len(low) - 1] + 1)


@dataclass(frozen=True)
class Words:
    """The stretches of a text in which quotes are looked for."""

    text: str
    spans: tuple[Span, ...]

    def __str__(self) -> str:
        return "\n\n".join(self.text[s.start : s.end] for s in self.spans)

    def find(self, quote: str) -> list[Span]:
        """Everywhere that the quote stands as whole words within one stretch, in order."""
        wanted = quote.strip()
        exact = (Span(at, at + len(wanted)) for s in self.spans for at in _all(self.text, wanted, s.start, s.end))
        low = _folded(wanted, Span(0, len(wanted))).low.strip()
        return self._whole(exact) or self._whole(p for stretch in self._stretches for p in stretch.places(low))

    def _whole(self, places: Iterable[Span]) -> list[Span]:
        return [p for p in dict.fromkeys(places) if not is_torn(self.text, p.start, p.end)]

    @cached_property
    def _stretches(self) -> list[Folded]:
        return [_folded(self.text, span) for span in self.spans]


def _all(text: str, part: str, start: int, end: int) -> Iterator[int]:
    at = text.find(part, start, end) if part else -1
    while at >= 0:
        yield at
        at = text.find(part, at + len(part), end)


def _folded(text: str, span: Span) -> Folded:
    pairs = list(_signs(text, span))
    return Folded("".join(sign for sign, _ in pairs), tuple(at for _, at in pairs))


def _signs(text: str, span: Span) -> Iterator[tuple[str, int]]:
    """A run of blanks is one, and what cannot be seen is none."""
    blank = False
    for at in range(span.start, span.end):
        for sign in text[at].translate(PUNCTUATION).casefold():
            if not (blank and sign.isspace()):
                yield " " if sign.isspace() else sign, at
            blank = sign.isspace()


def likest(quote: str, sentences: Iterable[str]) -> str | None:
    """The sentence that shares most of the quote's words, for people to look at; never evidence."""
    words = set(quote.casefold().split())
    shared = ((len(words & set(s.casefold().split())) / max(1, len(words)), s) for s in sentences)
    share, best = max(shared, default=(0.0, ""), key=lambda pair: pair[0])
    return best if share >= ALIKE else None


def likest_name(name: str, names: Iterable[str]) -> str | None:
    return next(iter(get_close_matches(name[:SHOWN], sorted(set(names)), 1, ALIKE)), None)


def plain(raw: str) -> str:
    """A stranger's words, fit for a terminal: short, on one line, and without signs that steer it."""
    safe = "".join(c if c.isprintable() else " " for c in raw[:SHOWN])
    return safe if len(raw) <= SHOWN else f"{safe}…"


def shown(raw: str) -> str:
    return repr(plain(raw))
