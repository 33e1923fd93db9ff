"""Tables in plain text: lines one below the other whose cells are parted by bars, tabs or wide gaps."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from jumelage.knowledge.sources.extract.blocks import Cell, Span
from jumelage.knowledge.sources.extract.layout import Line

PARTED = (re.compile(r"[ \t]*\|[ \t]*"), re.compile(r" *\t *"), re.compile(r" {2,}"))
RULE = re.compile(r"[|:\- +=]+")
DIGIT = re.compile(r"\d")
LEAST_ROWS = 3
LEAST_CELLS = 2
WIDEST = 12
LONG_CELL = 120


def tabled(text: str, lines: Sequence[Line]) -> list[Line]:
    """The lines, with those that make a table as rows whose cells know their heads."""
    found: list[Line] = []
    for run in _runs(lines):
        found += _table(text, run) or run
    return found


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines without a blank one between them."""
    run: list[Line] = []
    for line in lines:
        if line.gap and run:
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _table(text: str, run: Sequence[Line]) -> list[Line]:
    """The run's rows; none where it is no table."""
    if len(run) < LEAST_ROWS or any(line.kind == "item" for line in run):
        return []
    for parted in PARTED:
        ruled = [bool(RULE.fullmatch(text, line.start, line.end)) for line in run]
        rows = [_cells(text, line, parted) for line, is_rule in zip(run, ruled, strict=True) if not is_rule]
        width = max(map(len, rows), default=0)
        if len(rows) < LEAST_CELLS or not LEAST_CELLS <= width <= WIDEST or any(len(row) < LEAST_CELLS for row in rows):
            continue
        if all(cell.end - cell.start <= LONG_CELL for row in rows for cell in row):
            return list(_rows(text, run, rows, is_headed=_is_headed(text, rows) or ruled[1:2] == [True]))
    return []


def _cells(text: str, line: Line, parted: re.Pattern[str]) -> list[Span]:
    start = line.start + (text[line.start] == "|")
    end = line.end - (text[line.end - 1] == "|")
    cuts = [(found.start(), found.end()) for found in parted.finditer(text, start, end)]
    return [
        _bare(text, a, b) for a, b in zip([start, *(e for _, e in cuts)], [*(s for s, _ in cuts), end], strict=True)
    ]


def _bare(text: str, start: int, end: int) -> Span:
    raw = text[start:end]
    begin = start + len(raw) - len(raw.lstrip())
    return Span(begin, max(begin, start + len(raw.rstrip())))


def _is_headed(text: str, rows: Sequence[Sequence[Span]]) -> bool:
    """Whether the first row has no figure where others have one."""
    return not DIGIT.search(text, rows[0][0].start, rows[0][-1].end) and any(
        DIGIT.search(text, row[0].start, row[-1].end) for row in rows[1:]
    )


def _rows(text: str, run: Sequence[Line], rows: Sequence[Sequence[Span]], *, is_headed: bool) -> Iterator[Line]:
    heads = rows[0] if is_headed else ()
    for number, row in enumerate(rows):
        own: Sequence[Span | None] = [*(heads if number else ()), *[None] * len(row)]
        cells = tuple(Cell(span.start, span.end, head) for span, head in zip(row, own, strict=False))
        said = [span for span in row if span.start < span.end]
        if said:
            line = replace(run[0], kind="row", start=said[0].start, end=said[-1].end, gap=number == 0, indent=0)
            yield replace(line, level=int(is_headed and not number), cells=cells)
