"""What the columns of a table tell of a row: which date is the beginning, which cell the state, which place the partner."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from jumelage.knowledge.reader.countries import Country
from jumelage.knowledge.reader.cues import cues
from jumelage.knowledge.reader.dates import Date
from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.reader.places import Party
from jumelage.knowledge.reader.sentences import WORD, sentences
from jumelage.knowledge.sources.extract.blocks import Block, Cell

ROLES = ("until", "since", "status", "kind")  # in the order in which a head's words are believed
PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class Row:
    """begun are the dates below a head like `since`, past those below `until`; state is the cell that tells the status,
    partner that of the column of partners."""

    cells: tuple[Cell, ...]
    begun: tuple[Date, ...] = ()
    past: tuple[Date, ...] = ()
    state: Cell | None = None
    partner: Cell | None = None

    def cell(self, at: int) -> int:
        """The number of the cell that the point lies in."""
        return sum(cell.start <= at for cell in self.cells) - 1

    def is_whole(self, start: int, end: int) -> bool:
        """Whether a cell holds these words alone, or the one of the status begins with them."""
        if self.state and start == self.state.start:
            return True
        return any(cell.start == start and end == cell.end for cell in self.cells)


def row_of(
    low: str, block: Block, dates: Sequence[Date], countries: Iterable[Country], language: Language
) -> Row | None:
    """What the heads of the row's columns tell; without heads, the one cell that holds nothing but a date is its beginning."""
    if block.kind != "row" or len(block.cells) < 2:
        return None
    told = {cell: _role(low[cell.header.start : cell.header.end], language) for cell in block.cells if cell.header}
    if not told:
        alone = [d for d in dates if d.edtf and any((d.start, d.end) == (c.start, c.end) for c in block.cells)]
        return Row(block.cells, tuple(alone) if len(alone) == 1 else ())
    lands = [land.start for land in countries]
    cells = {role: cell for cell, role in reversed(told.items()) if cell.start < cell.end}
    state = cells.get("status")
    if state and any(state.start <= at < state.end for at in lands):
        state = None
    return Row(
        block.cells,
        tuple(d for d in dates if d.edtf and _role_at(told, d.start) == "since"),
        tuple(d for d in dates if _role_at(told, d.start) == "until"),
        state,
        cells.get(PARTNER),
    )


def _role_at(told: Mapping[Cell, str | None], at: int) -> str | None:
    return next((role for cell, role in told.items() if cell.start <= at < cell.end), None)


@lru_cache(maxsize=2048)
def _role(head: str, language: Language) -> str | None:
    words = set(WORD.findall(head))
    told = next((role for role in ROLES if not words.isdisjoint(language.among(f"column_{role}"))), None)
    if told:
        return told
    found = [cue for line in sentences(head, head, 0, len(head)) for cue in cues(line, language)]
    return PARTNER if any(cue.family == "kind" for cue in found) else None


def in_columns(parties: Iterable[Party], row: Row) -> Iterator[Party]:
    """The row's places: the first, or the one of the partner's column, is since the date of its column; no date of another
    column is its own."""
    rows = list(parties)
    first = _partner(rows, row)
    for one in rows:
        if one is first:
            behind = first is not rows[0] and one.before is None
            own = row.begun[0] if row.begun else one.date if one.date not in row.past else None
            yield replace(one, date=own, before=PARTNER if behind else one.before)
        elif one.date in row.begun or one.date in row.past:
            yield replace(one, date=None)
        else:
            yield one


def _partner(parties: list[Party], row: Row) -> Party | None:
    cell = row.partner
    inside = (p for p in parties if cell and cell.start <= p.start < cell.end)
    return next(inside, None) or next((p for p in parties if not p.is_home), None)
