"""A table out of any format: headings, records, and what could not be read. Pure: no Django."""

from collections.abc import Sequence
from dataclasses import dataclass

from jumelage.knowledge.exchange.model import Frozen, ImportRefused, Problem, Span

ROWS = 200_000
COLUMNS = 200
CELL = 5_000
ROW = 20_000
HEADING = 300
SHOWN = 200
TOO_LONG = f"A cell of this row has more than {CELL:,} signs, or the row more than {ROW:,}; shorten it."


@dataclass(frozen=True, slots=True)
class Record:
    span: Span
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """All records have as many cells as there are headings. delimiter: what parts the cells where the list is written as CSV."""

    frozen: Frozen
    headings: Record
    records: tuple[Record, ...]
    problems: tuple[Problem, ...] = ()
    delimiter: str = ";"


def table_of(frozen: Frozen, records: Sequence[Record], problems: Sequence[Problem], delimiter: str = ";") -> Table:
    """The headings are the first record with two cells or more that are filled; what stands above is a title."""
    at = next((i for i, record in enumerate(records) if sum(map(bool, record.cells)) > 1), 0 if records else None)
    if at is None or len(records) <= at + 1:
        raise ImportRefused("The file holds no list: expected a row of headings and at least one row below it.")
    if len(records) > ROWS:
        raise ImportRefused(f"The file has more than the {ROWS:,} rows that are read; split it.")
    headings = records[at]
    if max(map(len, headings.cells)) > HEADING:
        raise ImportRefused(
            f"A heading in row {headings.span.number} has more than {HEADING} signs; is that the row of headings?"
        )
    kept, more = _fitted(frozen, headings, records[at + 1 :])
    ordered = sorted([*problems, *more], key=lambda problem: problem.span.number)
    return Table(frozen, headings, kept, tuple(ordered), delimiter)


def _fitted(frozen: Frozen, headings: Record, records: Sequence[Record]) -> tuple[tuple[Record, ...], list[Problem]]:
    """Short rows are filled up with empty cells; rows with more cells than headings are problems."""
    width = len(headings.cells)
    kept: list[Record] = []
    problems: list[Problem] = []
    for record in records:
        cells = record.cells
        if len(cells) != width:
            if any(cells[width:]):
                why = f"This row has {len(cells)} cells under {width} headings; is there a delimiter in one of them?"
                problems.append(Problem(record.span, frozen.words(record.span)[:SHOWN], why, cells=cells))
                continue
            record = Record(record.span, (*cells[:width], *[""] * (width - len(cells))))
        if max(map(len, cells)) > CELL or record.span.end - record.span.start > ROW:
            problems.append(Problem(record.span, frozen.words(record.span)[:SHOWN], TOO_LONG))
        else:
            kept.append(record)
    return tuple(kept), problems
