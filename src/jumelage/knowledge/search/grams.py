"""How words are cut into three letters each, and how alike two words are. Pure: no Django."""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from jumelage.core.text import fold

WORD = re.compile(r"\w+")
LONGEST = 100  # of what is asked, in letters
MOST_WORDS = 8
LEAST = 0.66  # how alike a word with a typing error must be
LATER = 0.9  # a name that begins with the word comes before one in which it stands later
OTHER_LETTER = 0.85  # a typing error is seldom in the first letter
SHORT = 4  # words so short are looked up by their beginning alone


def words(text: str) -> list[str]:
    return WORD.findall(fold(text).replace("'", ""))


def asked(text: str) -> list[str]:
    return words(text[:LONGEST])[:MOST_WORDS]


def grams(word: str) -> set[str]:
    """Three letters at a time, with two blanks before the word and one behind, so that its beginning counts more."""
    padded = f"  {word} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


def begun(word: str) -> set[str]:
    """The grams of a word that may go on."""
    return grams(word) - {f"{word} "[-3:], f" {word} "[-3:]} if len(word) > 1 else {f"  {word}"}


def likeness(wanted: Sequence[str], said: Sequence[str]) -> float:
    """From 0 to 1: how well the words that are asked for stand among these; 0 where the first of them finds nothing like it.

    Words that stand there, begin one, stand inside of one, or are one but for a typing error, in this order.
    """
    if not wanted or not said:
        return 0.0
    scores = [max(_alike(word, other) * (LATER if at else 1) for at, other in enumerate(said)) for word in wanted]
    missed = sum(score == 0 for score in scores)
    covered = min(1.0, len("".join(wanted)) / len("".join(said)))
    return (sum(scores) / len(scores)) * (0.9 + 0.1 * covered) if missed * 2 < len(scores) else 0.0


def _alike(word: str, other: str) -> float:
    if word == other:
        return 1.0
    if other.startswith(word):
        return 0.9
    if len(word) >= SHORT and word in other:
        return 0.75
    return _nearly(word, other)


def _nearly(word: str, other: str) -> float:
    """Also where the word is only begun."""
    if len(word) < SHORT or (other[0] != word[0] and len(word) <= SHORT):
        return 0.0
    return max(_ratio(word, part) for part in (other, other[: len(word)]))


def _ratio(word: str, other: str) -> float:
    matcher = SequenceMatcher(None, word, other, autojunk=False)
    if matcher.quick_ratio() < LEAST:
        return 0.0
    ratio = matcher.ratio()
    if ratio < LEAST:
        return 0.0
    return 0.7 * ratio * (1 if word[0] == other[0] else OTHER_LETTER)


def of_words(found: Iterable[str]) -> set[str]:
    return {gram for word in found for gram in grams(word)}
