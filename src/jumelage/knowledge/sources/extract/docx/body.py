"""The text of a Word file: listens to its elements and finds its pieces."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jumelage.knowledge.sources.extract.blocks import Boilerplate, Kind
from jumelage.knowledge.sources.extract.docx.package import Attributes
from jumelage.knowledge.sources.extract.docx.styles import Style, Styles, is_on, list_level, outline_level
from jumelage.knowledge.sources.extract.pieces import (
    BREAK,
    Part,
    Piece,
    Table,
    TableCell,
    cell_of,
    raised,
    sentences_of,
    tidy,
)

SKIPPED = frozenset(["del", "moveFrom", "Fallback", "instrText", "delText", "object", "oMath", "oMathPara"])
WITHIN = frozenset(["p", "r", "t", "pPr", "tbl", "tr", "tc", "trPr", "tcPr", "footnote", "endnote"])
SIGNS = {"tab": " ", "ptab": " ", "br": BREAK, "cr": BREAK, "noBreakHyphen": "-", "softHyphen": ""}
NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
MOST = 100_000
DEEPEST_HEADING = 6
REACH = 64


@dataclass
class Paragraph:
    """An open paragraph. level is a heading's; depth that of an item, from 0; joins: its end was deleted."""

    style: Style = field(default_factory=Style)
    words: list[str] = field(default_factory=list)
    level: int | None = None
    depth: int | None = None
    plain_words: bool = False
    joins: bool = False
    notes: list[Part] = field(default_factory=list)


@dataclass
class Run:
    """bold None: as the paragraph's style has it."""

    bold: bool | None = None
    hidden: bool = False
    raised: bool = False


@dataclass
class Cell:
    parts: list[Part] = field(default_factory=list)
    columns: int = 1
    goes_on: bool = False


@dataclass
class OpenTable:
    around: list[Part]
    rows: list[list[Cell]] = field(default_factory=list)
    heads: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)

    def closed(self, marker: Boilerplate | None) -> list[Part]:
        """The table; one that holds headings or tables only lays out the page."""
        for index in self.gone:
            self.rows[index] = []
        cells = [cell for row in self.rows for cell in row]
        if len(cells) < 2 or any(_lays_out(part) for cell in cells for part in cell.parts):
            return [part for cell in cells for part in cell.parts]
        return [Table([self._row(index) for index in range(len(self.rows))], marker)]

    def _row(self, index: int) -> list[TableCell]:
        """The cells of a row that do not go on from the row above."""
        row, column = [], 0
        for cell in self.rows[index]:
            if not cell.goes_on:
                rows = self._reach(index, column) if column < REACH else 1
                row.append(cell_of(cell.parts, cell.columns, rows, is_head=index in self.heads))
            column += cell.columns
        return row

    def _reach(self, index: int, column: int) -> int:
        """How many rows the cell at a column spans."""
        rows = 1
        for below in self.rows[index + 1 : index + 200]:
            at = 0
            for cell in below:
                if at >= column:
                    break
                at += cell.columns
            else:
                return rows
            if at != column or not cell.goes_on:
                return rows
            rows += 1
        return rows


def _lays_out(part: Part) -> bool:
    return isinstance(part, Table) or (isinstance(part, Piece) and part.kind == "heading")


class Body:
    """notes are the parts of the notes that the text may refer to; marker marks all that is found.

    kept holds a paragraph whose end was deleted: its words go on in the next one.
    """

    def __init__(
        self, styles: Styles, notes: Mapping[tuple[str, str], Sequence[Part]], marker: Boilerplate | None = None
    ) -> None:
        self.styles, self.known_notes, self.marker = styles, notes, marker
        self.parts: list[Part] = []
        self.notes: dict[str, list[Part]] = {}
        self.paragraphs: list[Paragraph] = []
        self.tables: list[OpenTable] = []
        self.kept: Paragraph | None = None
        self.run = Run()
        self.within: set[str] = set()
        self.skipped = 0
        self.has_title = False
        self.cells = 0
        self.cut = False

    def finished(self) -> list[Part]:
        if self.kept:
            self._hand_on(self.kept)
        return self.parts

    def start(self, name: str, given: Attributes) -> None:
        if self.skipped or name in SKIPPED:
            self.skipped += 1
            if name in ("del", "moveFrom"):
                self._deleted()
        elif name in WITHIN:
            self.within.add(name)
            self._open(name, given)
        elif "pPr" in self.within:
            self._property(name, given.get("val", ""))
        elif "trPr" in self.within or "tcPr" in self.within:
            self._cell_property(name, given.get("val", ""))
        elif self.paragraphs:
            self._run_property(name, given)

    def end(self, name: str) -> None:
        if self.skipped:
            self.skipped -= 1
        elif name in WITHIN:
            self.within.discard(name)
            self._close(name)

    def words(self, words: str) -> None:
        if "t" in self.within and not self.skipped and self.paragraphs:
            self._say(words)

    def _open(self, name: str, given: Attributes) -> None:
        if name == "p":
            self.paragraphs.append(Paragraph(self.styles.of("")))
            self.run = Run()
        elif name == "r":
            self.run = Run()
        elif name == "tbl":
            self.tables.append(OpenTable(self.parts))
        elif name == "tr" and self.tables:
            self.tables[-1].rows.append([])
        elif name == "tc" and self.tables:
            self._open_cell()
        elif name in ("footnote", "endnote"):
            self.parts = self.notes[given.get("id", "")] = []

    def _close(self, name: str) -> None:
        if name == "p" and self.paragraphs:
            self._end_paragraph(self.paragraphs.pop())
        elif name == "tbl" and self.tables:
            table = self.tables.pop()
            self.parts = table.around
            self.parts += table.closed(self.marker)
        elif name == "tc" and self.tables:
            self.parts = self.tables[-1].around
        elif name in ("footnote", "endnote"):
            self.parts = []

    def _open_cell(self) -> None:
        table, cell = self.tables[-1], Cell()
        self.parts = cell.parts
        self.cells += 1
        self.cut = self.cut or self.cells > MOST
        if not self.cut:
            table.rows = table.rows or [[]]
            table.rows[-1].append(cell)

    def _deleted(self) -> None:
        """Marks the end of a paragraph, or a row, as deleted."""
        if "pPr" in self.within and self.paragraphs:
            self.paragraphs[-1].joins = True
        elif "trPr" in self.within and self.tables and self.tables[-1].rows:
            self.tables[-1].gone.add(len(self.tables[-1].rows) - 1)

    def _property(self, name: str, value: str) -> None:
        if not self.paragraphs:
            return
        paragraph = self.paragraphs[-1]
        if name == "pStyle":
            paragraph.style = self.styles.of(value)
        elif name == "outlineLvl":
            paragraph.level = outline_level(value)
        elif name == "ilvl":
            paragraph.depth = list_level(value)
        elif name == "numId":
            paragraph.depth = None if value == "0" else paragraph.depth or 0
            paragraph.style.depth = None if value == "0" else paragraph.style.depth

    def _cell_property(self, name: str, value: str) -> None:
        row = self.tables[-1].rows[-1] if self.tables and self.tables[-1].rows else []
        if name == "tblHeader" and self.tables:
            self.tables[-1].heads.add(len(self.tables[-1].rows) - 1)
        elif name == "gridSpan" and row and value.isascii() and value.isdigit() and len(value) < 3:
            row[-1].columns = max(int(value), 1)
        elif name == "vMerge" and row:
            row[-1].goes_on = value != "restart"

    def _run_property(self, name: str, given: Attributes) -> None:
        value = given.get("val", "")
        if name == "b":
            self.run.bold = is_on(value)
        elif name == "vanish":
            self.run.hidden = is_on(value)
        elif name == "vertAlign":
            self.run.raised = value == "superscript"
        elif name in SIGNS and "r" in self.within:
            self._say(SIGNS[name])
        elif name in NOTES:
            self.paragraphs[-1].notes += self.known_notes.get((NOTES[name], given.get("id", "")), ())

    def _say(self, words: str) -> None:
        if self.run.hidden:
            return
        paragraph = self.paragraphs[-1]
        paragraph.words.append(raised(words) if self.run.raised else words)
        bold = paragraph.style.bold if self.run.bold is None else self.run.bold
        paragraph.plain_words = paragraph.plain_words or not (bold or words.isspace())

    def _end_paragraph(self, paragraph: Paragraph) -> None:
        self.run = Run()
        if self.kept:
            paragraph.words[:0] = self.kept.words
            paragraph.notes[:0] = self.kept.notes
            paragraph.plain_words |= self.kept.plain_words
            self.kept = None
        if paragraph.joins and not self.paragraphs:
            self.kept = paragraph
        else:
            self._hand_on(paragraph)

    def _hand_on(self, paragraph: Paragraph) -> None:
        if len(self.parts) >= MOST:
            self.cut = True
            return
        kind, level, marker = self._kind(paragraph)
        lines = [tidy(line) for line in "".join(paragraph.words).split(BREAK)]
        for words in sentences_of(lines) if kind == "paragraph" else [" ".join(lines).strip()]:
            if words:
                self.parts.append(Piece(kind, words, level, marker, emphatic=not paragraph.plain_words))
        self.parts += paragraph.notes

    def _kind(self, paragraph: Paragraph) -> tuple[Kind, int, Boilerplate | None]:
        style = paragraph.style
        level = style.level if paragraph.level is None else paragraph.level
        depth = style.depth if paragraph.depth is None else paragraph.depth
        if "footnote" in self.within or "endnote" in self.within:
            return "note", 0, self.marker
        if style.name.startswith("toc ") or style.name == "table of figures":
            return "paragraph", 0, self.marker or "navigation"
        if style.name == "title":
            self.has_title = True
            return "heading", 1, self.marker
        if level is not None:
            return "heading", min(level + self.has_title, DEEPEST_HEADING), self.marker
        if style.name == "caption":
            return "caption", 0, self.marker
        return ("paragraph", 0, self.marker) if depth is None else ("item", depth, self.marker)
