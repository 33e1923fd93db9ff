"""What the line above a list says of all that stands in it: its kind (friendships), its status (suspended)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from jumelage.knowledge.reader.cues import Cue
from jumelage.knowledge.reader.mentions import Mentions
from jumelage.knowledge.reader.places import Party
from jumelage.knowledge.sources.extract.blocks import Block

LONGEST_LABEL = 100
LONGEST_ENTRY = 160
MARGIN = 3


@dataclass(frozen=True, slots=True)
class Label:
    """The cues of the line that heads a list; None where it does not tell."""

    kind: Cue | None
    status: Cue | None


def labels(rows: Sequence[Mentions]) -> dict[Block, Label]:
    """The label of each entry of a list; entries that no line heads have none."""
    blocks = [list(group) for _, group in groupby(rows, key=lambda m: m.block)]
    below = details(rows)
    found: dict[Block, Label] = {}
    current: Label | None = None
    for here, following in pairwise([*blocks, []]):
        block = here[0].block
        if block.boilerplate or block.start in below:
            continue
        if is_entry(here):
            if current:
                found[block] = current
        elif _is_label(here, bool(following) and is_entry(following)):
            current = _label(here[0])
        elif block.kind == "heading":
            current = None
    return found


def details(rows: Sequence[Mentions]) -> frozenset[int]:
    """Starts of the lines that stand right below an entry without a blank line between, and tell of it alone."""
    found = set()
    under = False
    last = 0
    for here in [list(group) for _, group in groupby(rows, key=lambda m: m.block)]:
        block = here[0].block
        if here[0].text[last : block.start].count("\n") > 1:
            under = False
        if is_entry(here):
            under = True
        elif under and last:
            found.add(block.start)
        last = block.end
    return frozenset(found)


def entries(rows: Sequence[Mentions]) -> list[Party]:
    """The places that the page lists line by line."""
    blocks = [list(group) for _, group in groupby(rows, key=lambda m: m.block)]
    listed = [b[0] for b in blocks if b[0].block.kind in ("row", "item", "term") and is_entry(b)]
    return [next(p for p in m.parties if not p.is_home) for m in listed]


def is_entry(sentences: Sequence[Mentions]) -> bool:
    """Whether a block begins with a place and says little more than what belongs to it."""
    first = sentences[0]
    block = first.block
    if block.boilerplate or block.end - block.start > LONGEST_ENTRY:
        return False
    party = next((p for p in first.parties if not p.is_home), None)
    if party is None or party.begin - block.start > MARGIN:
        return False
    attached = party.country is not None or party.date is not None
    return block.kind == "row" or attached or party.stop - party.begin >= block.end - block.start - MARGIN


def _is_label(sentences: Sequence[Mentions], heads_entry: bool) -> bool:
    first = sentences[0]
    block = first.block
    short = block.end - block.start <= LONGEST_LABEL and len(sentences) == 1
    named = any(not p.is_home for p in first.parties)
    return (
        short
        and not named
        and not (block.kind == "row" and first.dates)
        and (block.kind == "heading" or heads_entry)
        and bool(_label(first))
    )


def _label(m: Mentions) -> Label | None:
    kind = next(iter((*m.family("kind"), *m.family("label"))), None)
    status = next(iter(m.family("status", "resting", "ended", "planned")), None)
    return Label(kind, status) if kind or status else None
