"""CSV and its relatives: the frozen text is the file's own, and each record knows its place in it. Pure: no Django."""

import csv
import re
from collections.abc import Iterator
from itertools import islice

from jumelage.knowledge.exchange import formulas
from jumelage.knowledge.exchange.formats.encoding import text_of
from jumelage.knowledge.exchange.formats.table import COLUMNS, SHOWN, TOO_LONG, Record, Table, table_of
from jumelage.knowledge.exchange.model import Frozen, ImportRefused, Problem, Span

DELIMITERS = ",;\t|"
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
LOOKED_AT = 50
LONGEST = 2_000
NEVER_CLOSED = "unexpected end of data"
BROKEN = "The quotation marks of this row do not pair up; a quotation mark inside a cell is written twice."


def read_delimited(data: bytes) -> Table:
    """Raises ImportRefused for what is no table, or breaks off within a cell."""
    text, warnings = text_of(data)
    frozen = Frozen(text, "csv", "1", "text/csv", warnings)
    records: list[Record] = []
    problems: list[Problem] = []
    delimiter = delimiter_of(text)
    for found in _records(text, delimiter):
        (records if isinstance(found, Record) else problems).append(found)  # type: ignore[arg-type]  # each to its own
    return table_of(frozen, records, problems, delimiter)


def delimiter_of(text: str) -> str:
    """The sign that cuts the first lines into the same number of cells, more than one; a comma where none does."""
    lines = [line[:LONGEST] for line in islice(_lines(text), LOOKED_AT)]
    return max(DELIMITERS, key=lambda sign: _evenness(lines, sign))


def _evenness(lines: list[str], sign: str) -> tuple[float, int]:
    """How many records have as many cells as the first, where it has several."""
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=sign) if row]
    except csv.Error:
        return 0.0, 0
    if not widths or widths[0] < 2:
        return 0.0, 0
    return sum(width == widths[0] for width in widths) / len(widths), widths[0]


def _lines(text: str) -> Iterator[str]:
    """Lines with their ends; unlike str.splitlines it cuts at line feeds and carriage returns only."""
    return (line for line in LINE.findall(text) if line)


class _Counted:
    """Hands lines to the CSV reader and remembers how far it has come."""

    def __init__(self, text: str) -> None:
        self.lines = _lines(text)
        self.at = 0

    def __iter__(self) -> "_Counted":
        return self

    def __next__(self) -> str:
        line = next(self.lines)
        self.at += len(line)
        return line


def _records(text: str, delimiter: str) -> Iterator[Record | Problem]:
    counted = _Counted(text)
    reader = csv.reader(counted, delimiter=delimiter, strict=True)
    number = 0
    while True:
        start, number = counted.at, number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if NEVER_CLOSED in str(error):
                raise ImportRefused(f"A quotation mark in row {number} is never closed; mend the file there.") from None
            span = _span(number, start, counted.at, text)
            why = TOO_LONG if "field larger" in str(error) else BROKEN
            yield Problem(span, text[span.start : span.end][:SHOWN], why)
            continue
        if any(cell.strip() for cell in cells):
            yield Record(_span(number, start, counted.at, text), _cells(cells, number))


def _cells(cells: list[str], number: int) -> tuple[str, ...]:
    if len(cells) > COLUMNS:
        raise ImportRefused(f"Row {number} has {len(cells)} cells, more than the {COLUMNS} that are read.")
    return tuple([formulas.restored(cell.strip()) for cell in cells])


def _span(number: int, start: int, end: int, text: str) -> Span:
    """Without the line's own end."""
    while end > start and text[end - 1] in "\r\n":
        end -= 1
    return Span(number, start, end)
