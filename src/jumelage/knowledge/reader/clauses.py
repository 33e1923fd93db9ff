"""Cuts a sentence where it turns to another matter: at semicolons, words of contrast, and around relative clauses."""

from bisect import bisect_right
from collections.abc import Sequence

from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.reader.sentences import Sentence

Cut = tuple[int, int]
MAIN = 0
REACH = 4


def clauses(text: str, sentence: Sentence, language: Language) -> tuple[Cut, ...]:
    """Where each piece starts, and the number of the clause that it belongs to; the first is the main one."""
    contrast, relative = language.among("contrast"), language.among("relative")
    cuts: list[Cut] = [(sentence.start, MAIN)]
    number, outer, until_comma = MAIN, MAIN, False
    before = sentence.start
    for index, word in enumerate(sentence.words):
        gap = text[before : word.start]
        stop, comma = ";" in gap, "," in gap
        opens = before == sentence.start or comma or "–" in gap or " - " in gap
        if stop or (comma and _turns(text, sentence, index, contrast)) or (opens and word.low in contrast):
            number += 1
            outer, until_comma = number, before == sentence.start and not stop
            cuts.append((word.start, number))
        elif until_comma and comma:
            until_comma = False
            if outer == cuts[-1][1]:
                number += 1
                outer = number
            cuts.append((word.start, outer))
        elif comma and word.low in relative:
            number += 1
            until_comma = True
            cuts.append((word.start, number))
        before = word.end
    return tuple(cuts)


def _turns(text: str, sentence: Sentence, index: int, contrast: frozenset[str]) -> bool:
    """Whether one of the next words turns to another matter: `…, with B however it rests`."""
    before = sentence.words[index]
    for word in sentence.words[index + 1 : index + REACH]:
        if text[before.end : word.start] != " ":
            return False
        if word.low in contrast:
            return True
        before = word
    return False


def clause_at(cuts: Sequence[Cut], at: int) -> int:
    return cuts[max(0, bisect_right(cuts, at, key=_start) - 1)][1]


def turns(cuts: Sequence[Cut], left: int, right: int) -> int:
    """How many cuts lie between two points."""
    return bisect_right(cuts, right, key=_start) - bisect_right(cuts, left, key=_start) if len(cuts) > 1 else 0


def _start(cut: Cut) -> int:
    return cut[0]
