"""The file of what was not understood: the rows as they came, why, and what may have been meant. Pure: no Django.

For a table it has the table's own columns, so that it can be mended and imported alone; it is written in UTF-8 with a mark, which
spreadsheet programs understand, and no cell of it can run as a formula.
"""

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

from jumelage.knowledge.exchange.formulas import neutral
from jumelage.knowledge.exchange.model import Problem

ADDED = ("row", "not understood because", "suggestions")
BETWEEN = " | "
OWN = re.compile(r"\.problems(-\d+)?$")


def problem_table(problems: Sequence[Problem], headings: Sequence[str], delimiter: str = ";") -> bytes:
    """headings are the table's own; none for a format without columns, where the record's words stand in their place."""
    own = [heading for heading in headings if heading not in ADDED]
    taken = [at for at, heading in enumerate(headings) if heading not in ADDED]
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([*map(neutral, own or ["record"]), *ADDED])
    for problem in problems:
        cells = problem.cells or (problem.words,)
        kept = [cells[at] if at < len(cells) else "" for at in taken or [0]]
        added = [str(problem.span.number), problem.why, BETWEEN.join(problem.suggestions)]
        writer.writerow([neutral(cell) for cell in (*kept, *added)])
    return buffer.getvalue().encode("utf-8-sig", "replace")


def write_problems(beside: Path, content: bytes) -> Path:
    """Writes FILE.problems.csv beside the file; a file of that name that says something else may be being mended, and stays."""
    stem = OWN.sub("", beside.stem)
    for number in range(1, 1000):
        path = beside.with_name(f"{stem}.problems{'' if number == 1 else f'-{number}'}.csv")
        if not path.exists():
            path.write_bytes(content)
            return path
        if path.read_bytes() == content:
            return path
    raise OSError("a thousand files of problems lie there already")
