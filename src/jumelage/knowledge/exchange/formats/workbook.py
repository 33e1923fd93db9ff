"""Excel workbooks (.xlsx): values only, one line of frozen text a row, all sheets. Pure: no Django.

A workbook comes from strangers: it is refused before it is opened when it would unpack to too much, or declares entities.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from xml.parsers import expat

from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL

from jumelage.knowledge.exchange import formulas
from jumelage.knowledge.exchange.formats.table import COLUMNS, ROWS, Record, Table, table_of
from jumelage.knowledge.exchange.model import Frozen, ImportRefused, Problem, Span

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARTS = 2_000
UNPACKED = 60_000_000
CHUNK = 1 << 16
DEPTH = 100
LONG_PARTS = ("xl/worksheets/", "xl/sharedStrings")  # read as a stream; of all others a tree is built
LONG, SHORT = 2_000_000, 100_000
TOO_MUCH = f"The workbook unpacks to more than {UNPACKED // 1_000_000} MB, or has too many parts; save its list alone, as .xlsx or CSV."
NO_VALUE = "The formula in column {} has no value; open the file in a spreadsheet program and save it again."
BROKEN = "The workbook cannot be read ({}); save it anew as .xlsx, or as CSV."
GAP = "\t"

Row = tuple[str | None, ...]  # None is a cell without anything, "" one whose formula gives nothing
Sheets = dict[str, dict[int, Row]]


def read_workbook(data: bytes, sheet: str | None = None) -> Table:
    """The sheet of this name, else the first that holds a list. Raises ImportRefused."""
    with_formulas = _checked(data)
    sheets = _sheets(data, values=True)
    formulas_of = _sheets(data, values=False) if with_formulas else {}
    for other, rows in formulas_of.items():  # a row of formulas that were never calculated has no values
        sheets[other] = {number: sheets[other].get(number, ()) for number in sorted({*rows, *sheets[other]})}
    text, records = _frozen(sheets)
    name = _chosen(sheets, sheet)
    others = [other for other in sheets if other != name and sheets[other]]
    warnings = (f"Only the sheet “{name}” was read, not {_listed(others)}; choose with --sheet.",) if others else ()
    frozen = Frozen(text, "xlsx", "1", MEDIA_TYPE, warnings)
    gaps = {number: _gaps(formula, sheets[name][number]) for number, formula in formulas_of.get(name, {}).items()}
    kept = [record for record in records[name] if any(record.cells) and not gaps.get(record.span.number)]
    return table_of(
        frozen, kept, [_problem(frozen, record, gaps) for record in records[name] if gaps.get(record.span.number)]
    )


def _gaps(formula: Row, values: Row) -> list[int]:
    """The columns, from 1, in which a formula was never calculated: what it would say is not known."""
    at = [at for at, text in enumerate(formula) if text and text.startswith("=")]
    return [a + 1 for a in at if a >= len(values) or values[a] is None]


def _problem(frozen: Frozen, record: Record, gaps: dict[int, list[int]]) -> Problem:
    why = NO_VALUE.format(", ".join(map(str, gaps[record.span.number])))
    return Problem(record.span, frozen.words(record.span), why, cells=record.cells)


def _listed(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def _checked(data: bytes) -> bool:
    """Whether any cell holds a formula; raises ImportRefused for what is no workbook, or one that is made to do harm."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
                raise ImportRefused(TOO_MUCH)
            if "xl/workbook.xml" not in archive.namelist():
                raise ImportRefused("The file is a ZIP archive, but no Excel workbook; give .xlsx or CSV.")
            walked = [_walked(archive, part) for part in parts if part.filename.endswith((".xml", ".rels"))]
            return any(walk.formulas for walk in walked)
    except ImportRefused:
        raise
    except Exception as error:  # zipfile lets through whatever the broken part of an archive raises
        raise ImportRefused(BROKEN.format(error or type(error).__name__)) from None


def _walked(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> "_Walk":
    long = part.filename.startswith(LONG_PARTS)
    walk = _Walk(part.filename, LONG if long else SHORT)
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            walk.parser.Parse(chunk)
        walk.parser.Parse(b"", True)
    return walk


class _Walk:
    """Goes over a part of the workbook before anybody builds a tree of it: no entities, bounded depth, number of
    elements and of rows with content."""

    def __init__(self, name: str, most: int) -> None:
        self.name, self.left, self.depth, self.row, self.formulas = name, most, 0, 0, False
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._declared

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.left -= 1
        if self.depth > DEPTH or self.left < 0:
            raise ImportRefused(TOO_MUCH)
        plain = name.rpartition(":")[2]
        if plain == "row":
            self.row = int(attributes.get("r", self.row + 1))
        elif plain in ("f", "v", "is"):
            self.formulas = self.formulas or plain == "f"
            if self.row > ROWS + 1:
                raise ImportRefused(f"A sheet has more than the {ROWS:,} rows that are read; split it.")

    def _end(self, name: str) -> None:
        self.depth -= 1

    def _declared(self, *declaration: object) -> None:
        raise ImportRefused(BROKEN.format(f"{self.name} declares a document type"))


def _sheets(data: bytes, *, values: bool) -> Sheets:
    """Cells by sheet and row number, rows without content left out; with formulas in place of values where values is False."""
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)
        try:
            return {sheet.title: dict(_rows(sheet)) for sheet in book.worksheets}
        finally:
            book.close()
    except ImportRefused:
        raise
    except Exception as error:  # and openpyxl too
        raise ImportRefused(BROKEN.format(error or type(error).__name__)) from None


def _rows(sheet: Any) -> Iterator[tuple[int, Row]]:
    sheet.reset_dimensions()  # what the file says of its size need not be true
    for number, row in enumerate(sheet.iter_rows(max_row=ROWS + 1, max_col=COLUMNS), 1):
        cells = [] if all(cell is EMPTY_CELL for cell in row) else [_text(cell) for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            yield number, tuple(cells)


def _text(cell: Any) -> str | None:
    """As people see it: whole numbers without a point, dates as days."""
    value = cell.value
    if value is None:
        return "" if cell.data_type == "str" else None
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return formulas.restored(str(value).strip())


def _frozen(sheets: Sheets) -> tuple[str, dict[str, list[Record]]]:
    """All sheets in one text, each under its name; a row is one line, its cells with tabs between."""
    lines: list[str] = []
    at = 0
    records: dict[str, list[Record]] = {}
    for name, rows in sheets.items():
        lines.append(name)
        at += len(name) + 1
        records[name] = []
        for number, row in rows.items():
            cells = tuple([cell or "" for cell in row])
            line = GAP.join([" ".join(cell.split()) for cell in cells])
            records[name].append(Record(Span(number, at, at + len(line)), cells))
            lines.append(line)
            at += len(line) + 1
    return "\n".join(lines), records


def _chosen(sheets: Sheets, wanted: str | None) -> str:
    if wanted is not None and wanted not in sheets:
        raise ImportRefused(f"There is no sheet “{wanted}”; there are {_listed(list(sheets))}.")
    filled = [name for name, rows in sheets.items() if len(rows) > 1]
    if wanted is None and not filled:
        raise ImportRefused("The workbook holds no list: expected a row of headings and at least one row below it.")
    return wanted if wanted is not None else filled[0]
