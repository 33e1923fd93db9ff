"""Words that a line's end cuts in two."""

import re
from collections.abc import Collection

SIGNS = "-\u00ad\u2010\u2011"
LAST = re.compile(r"(?<!\w)(\w++)[-\u00ad\u2010\u2011]$")
FIRST = re.compile(r"\w+(?:-\w+)*+")
WORD = re.compile(r"(?<![\w-])\w++(?:-\w++)++")
SUSPENDED = frozenset(
    [
        "und",
        "oder",
        "sowie",
        "bzw",
        "bis",
        "wie",
        "and",
        "or",
        "et",
        "ou",
        "i",
        "oraz",
        "lub",
        "en",
        "of",
        "y",
        "o",
        "e",
    ]
)
KEEPS = frozenset([
    "deutsch", "französisch", "polnisch", "britisch", "italienisch", "spanisch", "niederländisch", "vice", "ex", "non", "demi", "mi",
    "franco", "anglo", "germano", "italo", "ibero", "socio", "peut", "celui", "ceux", "polsko", "niemiecko", "francusko", "north",
    "south", "east", "west", "co", "euro",
])  # fmt: skip


def hyphenated(text: str) -> frozenset[str]:
    """The words with hyphens that stand within lines, small."""
    return frozenset(word.lower() for word in WORD.findall(text))


def joined(before: str, after: str, known: Collection[str]) -> str:
    """Two lines as one: a hyphen stays that belongs to its word, and goes where only the line's end put it.

    known are words that are written with their hyphen elsewhere in the text.
    """
    cut, goes_on = LAST.search(before), FIRST.match(after)
    if not cut or not goes_on:
        return f"{before} {after}"
    half, rest = cut[1].lower(), goes_on[0]
    if before[-1] == "\u00ad":
        return before[:-1] + after
    if rest.lower() in SUSPENDED:
        return f"{before} {after}"
    belongs = not rest[0].islower() or not half[-1].isalpha() or cut[1].isupper() or half in KEEPS
    if belongs or f"{half}-{rest.lower()}" in known:
        return before + after
    return before[:-1] + after
