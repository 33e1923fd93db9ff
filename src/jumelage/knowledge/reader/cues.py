"""Finds a language's cues in a sentence: all patterns at once, word by word down a tree."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from jumelage.knowledge.reader.language import GAP_WORDS, Language, Node
from jumelage.knowledge.reader.sentences import Sentence, Word


class Cue(NamedTuple):
    """Words that a rule of the language file names; rule is `family.value.name`."""

    rule: str
    start: int
    end: int

    @property
    def family(self) -> str:
        return _parts(self.rule)[0]

    @property
    def value(self) -> str:
        return _parts(self.rule)[1]

    def within(self, other: "Cue") -> bool:
        return other.start <= self.start and self.end <= other.end and other.end - other.start > self.end - self.start


@lru_cache(maxsize=4096)
def _parts(rule: str) -> list[str]:
    return rule.split(".", 2)


def cues(sentence: Sentence, language: Language) -> tuple[Cue, ...]:
    """All cues in reading order; of two of one family the one inside the other falls away."""
    families: dict[str, set[Cue]] = {}
    words = sentence.words
    for index, word in enumerate(words):
        for node in _beginning(word.low, language):
            for rule, last in _found(node, words, index + 1):
                families.setdefault(_parts(rule)[0], set()).add(Cue(rule, word.start, words[last - 1].end))
    kept = [cue for found in families.values() for cue in found if not any(map(cue.within, found))]
    return tuple(sorted(kept, key=lambda c: (c.start, -c.end, c.rule)))


@lru_cache(maxsize=20_000)
def _beginning(low: str, language: Language) -> tuple[Node, ...]:
    """Where in the tree a cue that begins with the word goes on."""
    return tuple(language.cues.steps(low))


def _found(node: Node, words: tuple[Word, ...], at: int) -> Iterator[tuple[str, int]]:
    """Each rule that ends here or further on, with the index behind its last word; of a pattern the first match counts."""
    if node.is_leaf:
        yield from ((rule, at) for rule in node.rules)
        return
    seen: set[int] = set()
    for end, last in _ends(node, words, at):
        if id(end) not in seen:
            seen.add(id(end))
            yield from ((rule, last) for rule in end.rules)


def _ends(node: Node, words: tuple[Word, ...], at: int) -> Iterator[tuple[Node, int]]:
    if node.rules:
        yield node, at
    if at < len(words):
        for child in node.steps(words[at].low):
            yield from _ends(child, words, at + 1)
    if node.gap:
        for index in range(at, min(at + GAP_WORDS + 1, len(words))):
            for child in node.gap.steps(words[index].low):
                yield from _ends(child, words, index + 1)
