"""Reads an export of a register row by row, however large it is. Pure: no Django."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jumelage.knowledge.exchange.model import ImportRefused
from jumelage.knowledge.exchange.register.checks import Row
from jumelage.knowledge.exchange.register.rows import END, FORMAT, HEADER, RowRefused

LONGEST = 64_000_000  # bytes of a row; the largest hold the text of a source
SHOWN = 200
NO_EXPORT = (
    "{} is no export of Jumelage: its first row is not that of one; make it with jumelage export --format jsonl."
)


@dataclass(frozen=True, slots=True)
class Read:
    """A row with its number, from 1, and where in the file it begins; why: the reason why it cannot be read, else empty."""

    number: int
    at: int
    row: Row
    why: str = ""
    words: str = ""


class RegisterFile:
    """Raises ImportRefused for a file that is no export, is one of a newer version, or breaks off."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = path.stat().st_size
        self._refuse_stranger()
        self.rows = self._counted()

    def __iter__(self) -> Iterator[Read]:
        """The rows between the first and the last."""
        for read in self._all():
            if 1 < read.number <= self.rows:
                yield read

    def row_at(self, at: int) -> Row:
        with self.path.open("rb") as file:
            file.seek(at)
            return parsed(file.readline(LONGEST))

    def _refuse_stranger(self) -> None:
        first = next(self._all(), None)
        if first is None or first.why or first.row.get("line") != HEADER:
            raise ImportRefused(NO_EXPORT.format(self.path.name))
        if first.row.get("format") != FORMAT:
            raise ImportRefused(
                f"{self.path.name} has the format {first.row.get('format')!r}; this version of Jumelage reads {FORMAT}."
            )

    def _counted(self) -> int:
        """How many rows stand before the last, which says so itself."""
        last = None
        for last in _lines(self.path):  # noqa: B007  # only the last is wanted
            pass
        assert last
        try:
            end = parsed(last[2])
        except RowRefused:
            end = {}
        if end.get("line") != END or end.get("rows") != last[0] - 1:
            raise ImportRefused(
                f"{self.path.name} breaks off, or rows were taken out of it: its last row does not say that "
                f"{last[0] - 1} rows stand before it. Make the export again, or fetch it again."
            )
        return last[0] - 1

    def _all(self) -> Iterator[Read]:
        for number, at, line in _lines(self.path):
            try:
                yield Read(number, at, parsed(line))
            except RowRefused as error:
                yield Read(number, at, {}, str(error), line[:SHOWN].decode("utf-8", "replace"))


def _lines(path: Path) -> Iterator[tuple[int, int, bytes]]:
    """Number, place and bytes of each row."""
    with path.open("rb") as file:
        at = 0
        for number, line in enumerate(iter(lambda: file.readline(LONGEST + 1), b""), 1):
            if len(line) > LONGEST:
                raise ImportRefused(f"Row {number} has more than {LONGEST // 1_000_000} MB; it is none of an export.")
            yield number, at, line
            at += len(line)


def parsed(line: bytes) -> Row:
    """Raises RowRefused for what is no object of JSON, or holds what no database keeps."""
    try:
        row = DECODER.decode(line.decode())
        if b"\\ud" in line or b"\\uD" in line:
            json.dumps(row, ensure_ascii=False).encode()  # half a character could not be kept
    except (ValueError, RecursionError) as error:
        raise RowRefused(f"The row is no JSON ({error}).") from None
    if b"\\u0000" in line:
        raise RowRefused("The row holds a zero sign, which no database keeps.")
    if not isinstance(row, dict) or not isinstance(row.get("line"), str):
        raise RowRefused("The row is no object that says under “line” what it is.")
    return row


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no number")


DECODER = json.JSONDecoder(parse_constant=_no_number)
