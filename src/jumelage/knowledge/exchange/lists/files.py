"""Writes a list as CSV or as an Excel workbook, row by row; no cell of it can run as a formula. Pure: no Django."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, BinaryIO

from jumelage.knowledge.exchange.formulas import neutral

DELIMITERS = {"de": ";", "fr": ";"}  # where a comma parts decimals, spreadsheets expect these
FIRST_YEAR = 1901  # Excel counts a day too many in 1900, and knows none before
YEAR = re.compile(r"[1-9]\d{3}", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # no workbook may hold these
LONGEST = 32_000
WIDTHS = (12, 60)

Cells = Sequence[Any]


class When(str):
    """A date as EDTF: a year is a number to a spreadsheet, a day a date, all else its text."""

    __slots__ = ()

    @property
    def cell(self) -> Any:
        if YEAR.fullmatch(self):
            return int(self)
        is_day = DAY.fullmatch(self) and int(self[:4]) >= FIRST_YEAR
        return date.fromisoformat(self) if is_day else str(self)


def write_csv(file: BinaryIO, headings: Cells, rows: Iterable[Cells], language: str) -> int:
    """In UTF-8 with a mark, which spreadsheet programs understand. Returns how many rows there were below the headings."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=DELIMITERS.get(language, ","), lineterminator="\r\n")
    writer.writerow(headings)
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007  # how many there were
        writer.writerow(["" if cell is None else neutral(str(cell)) for cell in row])
    text.detach()
    return count


def write_workbook(file: BinaryIO, headings: Cells, rows: Iterable[Cells], sheet: str) -> int:
    """One sheet, its headings in bold and in view. Returns how many rows there were below them."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)
    page.freeze_panes = "A2"
    for at, heading in enumerate(headings, 1):
        page.column_dimensions[get_column_letter(at)].width = min(max(len(heading) + 3, WIDTHS[0]), WIDTHS[1])
    bold = [WriteOnlyCell(page, heading) for heading in headings]
    for cell in bold:
        cell.font = Font(bold=True)
    page.append(bold)
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007  # how many there were
        page.append([_cell(value) for value in row])
    book.save(file)
    return count


def _cell(value: Any) -> Any:
    value = value.cell if isinstance(value, When) else value
    return neutral(CONTROLS.sub(" ", value))[:LONGEST] if isinstance(value, str) else value
