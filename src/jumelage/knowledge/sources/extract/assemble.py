"""Pieces to the frozen text and its blocks, one block a line."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from jumelage.knowledge.sources.extract.blocks import Block, Boilerplate, Cell, Span
from jumelage.knowledge.sources.extract.boilerplate import TEASER
from jumelage.knowledge.sources.extract.grid import Placed, placed
from jumelage.knowledge.sources.extract.layout import furniture
from jumelage.knowledge.sources.extract.outline import Outline
from jumelage.knowledge.sources.extract.pieces import Fold, Part, Piece, Table

HEADLINE = 90
RUNS_ON = ".;:,…"
DEEPEST = 6
LEAST_OWN = 0.1
BETWEEN = " | "


def assembled(parts: Sequence[Part]) -> tuple[str, tuple[Block, ...]]:
    builder = Builder()
    parts = _believed(parts)
    for part, following in zip_longest(parts, parts[1:]):
        if isinstance(part, Fold):
            (builder.outline.open if part.opens else builder.outline.close)()
        elif isinstance(part, Table):
            builder.table(part)
        else:
            builder.piece(_headline(part, following, builder.outline.depth))
    return "".join(builder.parts), tuple(builder.blocks)


def title_in(text: str, blocks: Sequence[Block]) -> str | None:
    """The first heading of the highest level that is the page's own."""
    heading = next((b for b in blocks if b.kind == "heading" and b.level == 1 and not b.boilerplate), None)
    return text[heading.start : heading.end] if heading else None


def _believed(parts: Sequence[Part]) -> Sequence[Part]:
    """The parts; where names in the markup would make nearly all of the page furniture, they are not believed."""
    sizes = [(len(p.words), p.marker) for p in parts if isinstance(p, Piece)]
    own = sum(size for size, marker in sizes if not marker)
    if own >= LEAST_OWN * sum(size for size, _ in sizes):
        return parts
    return [replace(p, marker=None) if not isinstance(p, Fold) and p.soft else p for p in parts]


def _headline(piece: Piece, following: Part | None, depth: int) -> Piece:
    """A short bold line over something that is not bold is a heading. It and one without a level are one deeper than the last."""
    bold = piece.emphatic and piece.kind == "paragraph" and len(piece.words) <= HEADLINE
    over = isinstance(following, Table) or (
        isinstance(following, Piece) and not following.emphatic and following.kind != "heading"
    )
    is_headline = bold and over and piece.words[-1] not in RUNS_ON
    if is_headline or (piece.kind == "heading" and not piece.level):
        return replace(piece, kind="heading", level=min(depth + 1, DEEPEST))
    return piece


@dataclass
class Builder:
    """Writes pieces to the text. teaser is the level of the heading that opens a part of teasers, 0 outside of one; before
    marks the last block that is no item."""

    parts: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    outline: Outline = field(default_factory=Outline)
    teaser: int = 0
    before: Boilerplate | None = None
    length: int = 0

    def write(self, words: str) -> Span:
        span = Span(self.length, self.length + len(words))
        self.parts.append(words + "\n")
        self.length += len(words) + 1
        return span

    def piece(self, piece: Piece) -> None:
        self.outline.leave(piece.kind, piece.level)
        marker, span = self._marker(piece), self.write(piece.words)
        lead_in = self.outline.lead_in() if piece.kind in ("item", "definition") else None
        above = self.outline.above()
        self.blocks.append(
            Block(piece.kind, span.start, span.end, piece.level, above, lead_in, (), marker, piece.page, piece.language)
        )
        announced = span if piece.words.endswith(":") or piece.kind == "caption" else None
        self.outline.enter(piece.kind, piece.level, span, announced, is_guessed=piece.emphatic)

    def _marker(self, piece: Piece) -> Boilerplate | None:
        """What the piece was marked as, what its words tell, or that a heading or line for teasers stands above."""
        marker = piece.marker or furniture(piece.words)
        if piece.kind == "heading" and (not self.teaser or piece.level <= self.teaser):
            self.teaser = piece.level if TEASER.match(piece.words) else 0
        if piece.kind != "item":
            self.before = marker
        led = self.teaser or (piece.kind == "item" and self.before == "teaser")
        return marker or ("teaser" if led else None)

    def table(self, table: Table) -> None:
        """Rows whose cells know the words that head their columns; a cell that fills its row alone announces those below."""
        self.outline.leave("row")
        lead_in, heads, spans = self.outline.announced, dict[int, Span](), dict[int, Span]()
        for line in placed(table.rows):
            own = [p for p in line if p.is_new]
            said = [p.cell for p in own if p.cell.words]
            if not said:
                spans |= {p.number: Span(self.length, self.length) for p in own}
                continue
            spans |= self._places(own)
            span = self.write(BETWEEN.join(p.cell.words for p in own))
            is_head = all(p.cell.is_head for p in own)
            cells = tuple(_cell(spans[p.number], None if is_head else heads.get(p.column)) for p in line)
            marker = table.marker or ("teaser" if self.teaser else None)
            self.blocks.append(
                Block("row", span.start, span.end, int(is_head), self.outline.above(), lead_in, cells, marker, table.page, table.language)
            )  # fmt: skip
            if len(line) == 1 and (is_head or said[0].columns > 1):
                lead_in = span
            elif is_head:
                heads |= {column: spans[p.number] for p in own if p.cell.words for column in _columns(p)}
        self.outline.announced = None

    def _places(self, own: Sequence[Placed]) -> dict[int, Span]:
        """Where the words of a row's cells will stand."""
        places, start = {}, self.length
        for p in own:
            places[p.number] = Span(start, start + len(p.cell.words))
            start += len(p.cell.words) + len(BETWEEN)
        return places


def _cell(span: Span, header: Span | None) -> Cell:
    return Cell(span.start, span.end, header)


def _columns(p: Placed) -> range:
    return range(p.column, p.column + p.cell.columns)
