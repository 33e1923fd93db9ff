"""Lists for people: CSV and XLSX that no spreadsheet program runs as formulas. Pure: no Django."""

import csv
import io
from collections.abc import Iterable, Sequence

from jumelage.knowledge.exchange import formulas

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def sheet(form: str, title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """form: csv (semicolons, UTF-8 with its mark, as offices' programs open it) or xlsx."""
    neutral = ([formulas.neutral(cell) for cell in row] for row in rows)
    return _csv(headings, neutral) if form == "csv" else _xlsx(title, headings, neutral)


def _csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([headings, *rows])
    return out.getvalue().encode("utf-8-sig")


def _xlsx(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    made = book.create_sheet("".join(c for c in title if c not in r"[]:*?/\\")[:31])
    made.freeze_panes = "A2"
    for row in (headings, *rows):
        made.append([ILLEGAL_CHARACTERS_RE.sub("", cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
