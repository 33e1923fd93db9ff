"""Where the cells of a table stand, when some of them span columns and rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jumelage.knowledge.sources.extract.pieces import TableCell

WIDEST = 8


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell in a row: its first column; its number in the table; whether the row is the one in which it is written."""

    column: int
    cell: TableCell
    number: int
    is_new: bool = True


def placed(rows: Sequence[Sequence[TableCell]]) -> Iterator[list[Placed]]:
    """Each row's cells in the order of columns, with those that reach down from rows above. Past the eighth column nothing
    reaches down, so that no table grows beyond its markup."""
    held: dict[int, tuple[Placed, int]] = {}
    number = 0
    for row in rows:
        line = [Placed(p.column, p.cell, p.number, is_new=False) for c, (p, _) in held.items() if c == p.column]
        column = 0
        for cell in row:
            while column in held:
                column += 1
            line.append(Placed(column, cell, number))
            number += 1
            column += cell.columns
        yield sorted(line, key=lambda p: p.column)
        held = _reaching(held, line)


def _reaching(held: dict[int, tuple[Placed, int]], line: Sequence[Placed]) -> dict[int, tuple[Placed, int]]:
    """The columns that the next row finds taken."""
    below = {column: (p, left - 1) for column, (p, left) in held.items() if left > 1}
    for p in line:
        if p.is_new and p.cell.rows > 1:
            taken = range(p.column, min(p.column + p.cell.columns, WIDEST))
            below |= dict.fromkeys(taken, (p, p.cell.rows - 1))
    return below
