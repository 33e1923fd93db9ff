"""Tables of a page while they are read."""

from dataclasses import dataclass, field, replace

from jumelage.knowledge.sources.extract.pieces import Part, Piece, Table, TableCell, cell_of

LONG_CELL = 600
SPAN = 1_000


@dataclass(slots=True)
class OpenCell:
    parts: list[Part]
    is_head: bool
    columns: int
    rows: int

    @property
    def holds_parts(self) -> bool:
        """Whether it holds what no cell of data holds: headings, tables, long text."""
        kinds = {part.kind if isinstance(part, Piece) else "table" for part in self.parts}
        size = sum(len(part.words) for part in self.parts if isinstance(part, Piece))
        return bool(kinds & {"heading", "table"}) or size > LONG_CELL

    def closed(self) -> TableCell:
        return cell_of(self.parts, self.columns, self.rows, is_head=self.is_head)


@dataclass(slots=True)
class OpenTable:
    """around are the parts of what the table stands in, loose those that stand in no cell, its caption above all."""

    around: list[Part]
    is_layout: bool
    rows: list[list[OpenCell]] = field(default_factory=list)
    loose: list[Part] = field(default_factory=list)

    def open_cell(self, is_head: bool, given: dict[str, str]) -> OpenCell:
        cell = OpenCell([], is_head, _count(given, "colspan"), _count(given, "rowspan"))
        self.rows = self.rows or [[]]
        self.rows[-1].append(cell)
        return cell

    def closed(self, blank: Table) -> list[Part]:
        """The table, marked as a blank one is; one that only lays out the page gives what its cells hold."""
        cells = [cell for row in self.rows for cell in row]
        if self.is_layout or len(cells) < 2 or any(cell.holds_parts for cell in cells):
            return self.loose + [part for cell in cells for part in cell.parts]
        rows = [[cell.closed() for cell in row] for row in self.rows]
        return [*self.loose, replace(blank, rows=rows)]


def _count(given: dict[str, str], name: str) -> int:
    """How many columns or rows a cell spans, within bounds."""
    value = given.get(name, "").strip()
    return min(max(int(value), 1), SPAN) if value.isascii() and value.isdigit() and len(value) < 6 else 1
