"""What an extractor hands on: the frozen text and the blocks in it. Every span is a half-open range of code points."""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["heading", "paragraph", "item", "row", "term", "definition", "caption", "note"]
Boilerplate = Literal["navigation", "teaser", "header", "footer", "hidden"]


class ExtractError(ValueError):
    """The bytes cannot be read as a page; the text says what is wrong and what to do, in one sentence."""


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row; header is the span of the words that head its column. A cell that spans rows stands in the first of
    them; the rows below point there."""

    start: int
    end: int
    header: Span | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the page that is read as one.

    level is a heading's depth from 1, an item's from 0, and 1 for a row of heads. heading_path holds what stands above,
    outermost first: headings, then the items around an item, or the term of a definition. lead_in is the words that
    announce a list or table. boilerplate says what a block is that is not the page's own matter. page is the sheet on
    which a block begins, language what the markup says of its language; None where the source does not tell.
    """

    kind: Kind
    start: int
    end: int
    level: int = 0
    heading_path: tuple[Span, ...] = ()
    lead_in: Span | None = None
    cells: tuple[Cell, ...] = ()
    boilerplate: Boilerplate | None = None
    page: int | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Markup:
    """A sign of markup that stands in the frozen text, and what is seen in its place: nothing for a tag, `é` for `&eacute;`."""

    start: int
    end: int
    shown: str


@dataclass(frozen=True, slots=True)
class Document:
    """A page as frozen text with its blocks in reading order; hints are what the page's markup says, None where it does not.
    markup are the signs of it that the frozen text itself holds, in reading order."""

    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    language_hint: str | None = None
    published_hint: str | None = None
    extractor: str = "text"
    version: str = "1"
    warnings: tuple[str, ...] = field(default=())
    markup: tuple[Markup, ...] = ()
