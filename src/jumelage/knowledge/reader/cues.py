"""Finds a language's cues in a sentence: one look-up a word, then a comparison word by word."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from jumelage.knowledge.reader.language import GAP_WORDS, Language, Pattern
from jumelage.knowledge.reader.sentences import Sentence, Word


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that a rule of the language file names; rule is `family.value.name`."""

    rule: str
    start: int
    end: int

    @property
    def family(self) -> str:
        return self.rule.split(".", 1)[0]

    @property
    def value(self) -> str:
        return self.rule.split(".")[1]

    def within(self, other: "Cue") -> bool:
        return other.start <= self.start and self.end <= other.end and self != other


def cues(sentence: Sentence, language: Language) -> tuple[Cue, ...]:
    """All cues in reading order; of two of one family the one inside the other falls away."""
    found = {
        Cue(p.rule, w.start, sentence.words[last - 1].end)
        for i, w in enumerate(sentence.words)
        for p, last in _at(sentence.words, i, language)
    }
    kept = [
        c
        for c in found
        if not any(c.within(o) and o.family == c.family and o.end - o.start > c.end - c.start for o in found)
    ]
    return tuple(sorted(kept, key=lambda c: (c.start, -c.end, c.rule)))


def _at(words: tuple[Word, ...], index: int, language: Language) -> Iterator[tuple[Pattern, int]]:
    for pattern in _beginning(words[index].low, language):
        last = _match(pattern.words, words, index)
        if last:
            yield pattern, last


@lru_cache(maxsize=20_000)
def _beginning(low: str, language: Language) -> tuple[Pattern, ...]:
    """The patterns that can begin with the word."""
    groups = (language.exact.get(low, ()), language.heads.get(low[:3], ()), language.inner)
    return tuple(p for group in groups for p in group if p.words[0] and _same(p.words[0], low))


def _match(pattern: tuple[tuple[str, bool, bool] | None, ...], words: tuple[Word, ...], at: int) -> int:
    """The index behind the last word matched, 0 where the pattern does not stand here."""
    for step, expected in enumerate(pattern):
        if expected is None:
            tries = range(at, min(at + GAP_WORDS + 1, len(words)))
            return next((last for i in tries if (last := _match(pattern[step + 1 :], words, i))), 0)
        if at >= len(words) or not _same(expected, words[at].low):
            return 0
        at += 1
    return at


def _same(expected: tuple[str, bool, bool], low: str) -> bool:
    literal, at_head, at_tail = expected
    if at_head:
        return literal in low if at_tail else low.endswith(literal)
    return low.startswith(literal) if at_tail else low == literal
