"""Keys that look like another one, for suggestions: one edit away anywhere, or alike behind the same first letters."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from jumelage.knowledge.places import spelling, store

LETTERS = "abcdefghijklmnopqrstuvwxyz "
LEAST = 0.72
KEYS = "SELECT DISTINCT key FROM names"
SCANNED = 20_000
BATCH = 500
BEGINNING = 3


def similar(stored: str, limit: int) -> list[tuple[str, float]]:
    """Up to limit stored keys and how alike they are, up to 1: above LEAST, or a part of several words; best first."""
    parts = [part for part in stored.split(" ") if len(part) > BEGINNING and part != stored]
    found = {part: 0.9 * len(part) / len(stored) for part in _existing(parts)}
    for other in {*_edited(stored), *_beside(stored)}:
        if (alike := likeness(stored, other)) >= LEAST:
            found[other] = alike
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]


def likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= LEAST and matcher.quick_ratio() >= LEAST else 0.0


def _edited(stored: str) -> list[str]:
    return _existing(sorted({*_edits(stored), *spelling.transcribed(stored), stored}))


def _edits(stored: str) -> Iterator[str]:
    for at in range(len(stored) + 1):
        head, tail = stored[:at], stored[at:]
        yield head + tail[1:]
        yield head + tail[1:2] + tail[:1] + tail[2:]
        for letter in LETTERS:
            yield head + letter + tail
            yield head + letter + tail[1:]


def _existing(keys: list[str]) -> list[str]:
    found: list[str] = []
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        rows = store.query(f"{KEYS} WHERE key IN ({store.marks(batch)})", tuple(batch))
        found.extend(str(row[0]) for row in rows)
    return found


def _beside(stored: str) -> list[str]:
    """The keys with the same first letters and about the same length."""
    if len(begin := stored[:BEGINNING]) < BEGINNING:
        return []
    rows = store.query(
        f"{KEYS} WHERE key >= ? AND key < ? AND length(key) BETWEEN ? AND ? LIMIT ?",
        (begin, begin + "\U0010ffff", len(stored) - 2, len(stored) + 2, SCANNED),
    )
    return [str(row[0]) for row in rows]
