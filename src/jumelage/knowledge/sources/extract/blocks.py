"""What an extractor hands on: the frozen text and the blocks in it. Every span is a half-open range of code points."""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["heading", "paragraph", "item", "row", "term", "definition", "caption"]
Boilerplate = Literal["navigation", "teaser", "footer"]


class ExtractError(ValueError):
    """The bytes cannot be read as a page; the text says what is wrong and what to do, in one sentence."""


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row; header is the span of the words that head its column."""

    start: int
    end: int
    header: Span | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the page that is read as one.

    level is a heading's depth from 1, else 0. heading_path holds the headings above, outermost first; lead_in the
    words that announce a list. boilerplate says what a block is that is not the page's own matter.
    """

    kind: Kind
    start: int
    end: int
    level: int = 0
    heading_path: tuple[Span, ...] = ()
    lead_in: Span | None = None
    cells: tuple[Cell, ...] = ()
    boilerplate: Boilerplate | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A page as frozen text with its blocks in reading order; hints are what the page's markup says, None where it does not."""

    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    language_hint: str | None = None
    published_hint: str | None = None
    extractor: str = "text"
    version: str = "1"
    warnings: tuple[str, ...] = field(default=())
