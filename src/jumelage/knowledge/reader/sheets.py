"""Lists without bullets: lines that begin with places' names and say little more are entries, and so are lines that begin
with `a)`, `b)`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from jumelage.knowledge.places import gazetteer
from jumelage.knowledge.reader.countries import is_country
from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.sources.extract.blocks import Block, Kind

TICKED = re.compile(r"[ \t]*(?:\(?[a-z]\)|[✓✔►→»])[ \t]+(?=\S)")
HEAD = re.compile(r"[^\n]*?(?=\s\s|\t|\s?[|:;,(●○★☆*†]|\s[–—-]\s|\s(?:1[89]|20)\d\d\b|$)")
LONGEST_LINE = 120
LONGEST_HEAD = 5
MOST_WORDS = 14
SURE = 2
ENDS = ".!?"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a block; start is behind a mark. named tells how sure its head is a place's name: 2 known, 1 may be, 0 none."""

    block: Block
    start: int
    end: int
    marked: bool
    named: int


def sheet(text: str, stanza: Sequence[Block], language: Language) -> Iterator[Block]:
    """The blocks of lines without a blank line between them, with those that make a list as items and rows."""
    plain = all(b.kind in ("heading", "paragraph") and not b.boilerplate for b in stanza)
    lines = [line for block in stanza for line in _lines(text, block, language)] if plain else []
    if not _is_list(lines):
        yield from stanza
        return
    for line in lines:
        kind: Kind = "item" if line.marked else "row" if line.named else line.block.kind
        yield replace(
            line.block, kind=kind, level=line.block.level if kind == "heading" else 0, start=line.start, end=line.end
        )


def _lines(text: str, block: Block, language: Language) -> Iterator[Line]:
    at = block.start
    for raw in text[block.start : block.end].split("\n"):
        if raw.strip():
            mark = TICKED.match(raw)
            begin = mark.end() if mark else len(raw) - len(raw.lstrip())
            words = raw[begin:].rstrip()
            yield Line(block, at + begin, at + begin + len(words), bool(mark), _named(words, language))
        at += len(raw) + 1


def _named(line: str, language: Language) -> int:
    """Whether the line begins with a name that something else than a sentence follows."""
    head = HEAD.match(line)
    words = head[0].split() if head else []
    if not 0 < len(words) <= LONGEST_HEAD or len(line) > LONGEST_LINE or len(line.split()) > MOST_WORDS:
        return 0
    if not line[0].isupper() or line[-1] in ENDS or is_country(head[0] if head else "", language):
        return 0
    if gazetteer.longest(words) == len(words):
        return 1 if " ".join(words).lower() in language.among("common") else SURE
    return 1 if all(w[0].isupper() for w in words) and len(line) > len(" ".join(words)) else 0


def _is_list(lines: Sequence[Line]) -> bool:
    """Whether two lines or more, and most of them, are entries; all of them in one paragraph."""
    marked = sum(line.marked for line in lines)
    known = sum(line.named == SURE for line in lines)
    named = sum(line.named > 0 for line in lines)
    if any(line.block.end > line.end for line in lines if not (line.named or line.marked)):
        return False
    return marked > 1 or (known > 1 and 2 * known >= named and 3 * named >= 2 * len(lines))
