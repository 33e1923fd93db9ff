"""What a walker finds before it is text: words with their kind, and tables. `assemble.py` makes text and blocks of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize

from jumelage.knowledge.sources.extract.blocks import Boilerplate, Kind

BREAK = "\u2028"
RUNS_ON = ".:;!?…"
LIGATURE = re.compile("[\ufb00-\ufb06]")
UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
NOTE_MARK = re.compile(r"\s{0,2}[\d*†,()]{1,6}\s{0,2}")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that make one block. level as in a Block. emphatic: all of them are bold. soft: the marker is guessed from a name."""

    kind: Kind
    words: str
    level: int = 0
    marker: Boilerplate | None = None
    soft: bool = False
    language: str | None = None
    page: int | None = None
    emphatic: bool = False


@dataclass(frozen=True, slots=True)
class TableCell:
    """columns and rows say how many of them the cell spans."""

    words: str
    is_head: bool = False
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    rows: Sequence[Sequence[TableCell]]
    marker: Boilerplate | None = None
    soft: bool = False
    language: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Fold:
    """Where a part under a headline of its own opens or ends; what follows stands under the headings from before."""

    opens: bool


Part = Piece | Table | Fold


def tidy(words: str) -> str:
    """One blank for many, none at the ends, nothing that has no width, letters whole and apart from one another."""
    if not words.isascii():
        words = normalize("NFC", LIGATURE.sub(lambda found: normalize("NFKC", found[0]), UNSEEN.sub("", words)))
    return " ".join(words.split())


def cell_of(parts: Sequence["Part"], columns: int, rows: int, *, is_head: bool) -> TableCell:
    """What a cell holds, as one; it is a head also where all of it is bold."""
    pieces = [part for part in parts if isinstance(part, Piece)]
    bold = bool(pieces) and all(piece.emphatic for piece in pieces)
    return TableCell(" ".join(piece.words for piece in pieces), is_head or bold, columns, rows)


def raised(words: str) -> str:
    """Words above the line: a note's number apart from the word before it, lest a year is read longer; letters (1er) stay."""
    return f" {words.translate(RAISED)} " if NOTE_MARK.fullmatch(words) else words


def sentences_of(lines: list[str]) -> list[str]:
    """The lines; one that begins small goes on with the line before, unless that ends a sentence."""
    joined: list[list[str]] = []
    before = ""
    for line in lines:
        if before and line[:1].islower() and before[-1] not in RUNS_ON:
            joined[-1].append(line)
        else:
            joined.append([line])
        before = line
    return [" ".join(words) for words in joined]
