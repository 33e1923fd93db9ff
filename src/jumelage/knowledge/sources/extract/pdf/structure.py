"""Rows to pieces: headings by their size, paragraphs over lines, columns and pages, items, tables."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from jumelage.knowledge.sources.extract.blocks import Boilerplate
from jumelage.knowledge.sources.extract.layout import BULLET, NUMBERED
from jumelage.knowledge.sources.extract.pdf.hyphens import LAST, joined
from jumelage.knowledge.sources.extract.pdf.lines import Row, Segment
from jumelage.knowledge.sources.extract.pieces import Part, Piece, Table, TableCell

LARGER = 1.12
HEADLINE = 200
DEEPEST = 6
LINE_GAP = 1.55
INDENT = 0.8
SHORT = 0.82
ENDS = ".!?:;…"
LEADERS = re.compile(r"(?:\.\s?){5}|…\s?…")


@dataclass
class Paragraph:
    """Lines that are read as one; number is that of a numbered item, margin where the words of an item begin."""

    rows: list[Row]
    page: int
    is_item: bool = False
    number: int | None = None
    words: str = ""

    @property
    def last(self) -> Segment:
        return self.rows[-1].segments[-1]

    @property
    def first(self) -> Segment:
        return self.rows[0].segments[0]


@dataclass
class Sheet:
    """A page: its rows in reading order and what stands at its edges."""

    number: int
    rows: Sequence[Row]
    edges: Sequence[tuple[str, Boilerplate]] = ()


def pieces_of(sheets: Sequence[Sheet], known: Collection[str]) -> list[Part]:
    """known are words that keep their hyphen."""
    body = _body_size(sheets)
    writer = Writer(known, body, _heading_sizes(sheets, body))
    for sheet in sheets:
        writer.sheet(sheet)
    return writer.finished()


def _body_size(sheets: Sequence[Sheet]) -> float:
    """The size in which most letters stand."""
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        for row in sheet.rows:
            for segment in row.segments:
                sizes[_rounded(segment.size)] += len(segment.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)


def _heading_sizes(sheets: Sequence[Sheet], body: float) -> list[float]:
    """The sizes of headings, largest first."""
    sizes = {_rounded(s.size) for sheet in sheets for row in sheet.rows for s in row.segments}
    return sorted((size for size in sizes if size >= LARGER * body), reverse=True)


def _rounded(size: float) -> float:
    return round(size * 2) / 2


@dataclass
class Writer:
    """Goes through the rows; paragraph is the one that is open, table the rows of an open table."""

    known: Collection[str]
    body: float
    sizes: Sequence[float]
    parts: list[Part] = field(default_factory=list)
    paragraph: Paragraph | None = None
    table: list[Row] = field(default_factory=list)
    edges: list[Part] = field(default_factory=list)
    margins: list[float] = field(default_factory=list)
    last_number: int = 0

    def sheet(self, sheet: Sheet) -> None:
        """What stands at the edges comes before a paragraph that goes on from the page before, behind all that is whole."""
        heads = [
            Piece("paragraph", words, 0, side, page=sheet.number) for words, side in sheet.edges if side == "header"
        ]
        feet = [
            Piece("paragraph", words, 0, side, page=sheet.number) for words, side in sheet.edges if side == "footer"
        ]
        self.edges += heads
        if not self.paragraph:
            self._let_go()
        for row in sheet.rows:
            self._row(row, sheet.number)
        self._end_table(sheet.number)
        self.edges += feet

    def finished(self) -> list[Part]:
        self._end_paragraph()
        self._let_go()
        return self.parts

    def _let_go(self) -> None:
        self.parts += self.edges
        self.edges = []

    def _row(self, row: Row, page: int) -> None:
        if len(row.segments) > 1 or (self.table and _goes_on_in(self.table, row)):
            self._end_paragraph()
            self.table.append(row)
            return
        self._end_table(page)
        self._line(row, page)

    def _line(self, row: Row, page: int) -> None:
        if self.paragraph and self._goes_on(self.paragraph, row):
            self.paragraph.rows.append(row)
            self.paragraph.words = joined(self.paragraph.words, row.text, self.known)
            return
        self._end_paragraph()
        text = row.text
        bullet, numbered = BULLET.match(text), NUMBERED.match(text)
        number = int(numbered[1]) if numbered and int(numbered[1]) in (1, self.last_number + 1) else None
        mark = None if self._level(row.segments[0]) else bullet or (numbered if number else None)
        self.paragraph = Paragraph([row], page, mark is not None, number, text[mark.end() :] if mark else text)

    def _goes_on(self, held: Paragraph, row: Row) -> bool:
        """Whether the row belongs to the paragraph before it."""
        last, line = held.last, row.segments[0]
        if BULLET.match(row.text) or abs(last.size - line.size) > 0.6 or last.bold != line.bold:
            return False
        if NUMBERED.match(row.text) and (held.number or held.last.text[-1] in ENDS):
            return False
        small = line.text[0].islower()
        is_cut = bool(LAST.search(last.text)) or (small and last.text[-1] not in ENDS)
        if not 0 < last.y - line.y <= LINE_GAP * line.size:
            return is_cut and self._level(last) == 0
        if held.is_item:
            return line.x0 > held.first.x0 + 0.3 * line.size or is_cut
        if line.x0 > last.x0 + INDENT * line.size and not is_cut and len(held.rows) > 1:
            return False
        width = held.rows[-1].right - held.first.x0
        is_short = last.x1 - held.first.x0 < SHORT * width
        return not is_short or is_cut or self._level(last) > 0

    def _level(self, segment: Segment) -> int:
        """A heading's level by its size, 0 for what is no larger than the text."""
        size = _rounded(segment.size)
        return min(self.sizes.index(size) + 1, DEEPEST) if size in self.sizes else 0

    def _end_paragraph(self) -> None:
        held, self.paragraph = self.paragraph, None
        if held:
            self.parts.append(self._piece(held))
            self.last_number = held.number or (self.last_number if held.is_item else 0)
        self._let_go()

    def _piece(self, held: Paragraph) -> Piece:
        level = self._level(held.first)
        if LEADERS.search(held.words):
            return Piece("paragraph", held.words, 0, "navigation", page=held.page)
        if level and len(held.words) <= HEADLINE and not held.is_item:
            return Piece("heading", held.words, level, page=held.page)
        if held.is_item:
            self.margins = [*(m for m in self.margins if m < held.first.x0 - 2), held.first.x0]
            return Piece("item", held.words, len(self.margins) - 1, page=held.page)
        self.margins = []
        bold = all(s.bold for row in held.rows for s in row.segments)
        return Piece("paragraph", held.words, page=held.page, emphatic=bold)

    def _end_table(self, page: int) -> None:
        rows, self.table = self.table, []
        if sum(len(row.segments) > 1 for row in rows) > 1:
            self.parts.append(Table(list(_cells(rows, self.known)), page=page))
        else:
            for row in rows:
                self._line(row, page)


def _goes_on_in(table: Sequence[Row], row: Row) -> bool:
    """Whether a row of one segment is the second line of a cell: right below, and not in the first column."""
    line, above = row.segments[0], table[-1]
    columns = _columns(table)
    near = 0 < above.y - row.y <= LINE_GAP * line.size
    return near and any(x0 - 2 <= line.x0 and line.x1 <= x1 + 2 * line.size for x0, x1 in columns[1:])


def _columns(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """Where the columns of a table begin and end: segments that overlap stand in one."""
    found: list[tuple[float, float]] = []
    for x0, x1 in sorted((s.x0, s.x1) for row in rows for s in row.segments):
        if found and x0 < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], x1))
        else:
            found.append((x0, x1))
    return found


def _cells(rows: Sequence[Row], known: Collection[str]) -> Iterator[list[TableCell]]:
    """The table's rows; a line without its first column goes on with the row above."""
    columns = _columns(rows)
    lines: list[tuple[list[str], bool]] = []
    for row in rows:
        words = [""] * len(columns)
        for segment in row.segments:
            index = next(i for i, (x0, x1) in enumerate(columns) if x0 <= segment.x0 <= x1)
            words[index] = f"{words[index]} {segment.text}".strip()
        above = lines[-1][0] if lines else None
        if above and len(row.segments) == 1 and not words[0]:
            index = next(i for i, w in enumerate(words) if w)
            above[index] = joined(above[index], words[index], known) if above[index] else words[index]
        else:
            lines.append((words, all(s.bold for s in row.segments)))
    differs = len({is_bold for _, is_bold in lines}) > 1
    for words, is_bold in lines:
        yield [TableCell(w, is_head=is_bold and differs) for w in words]
