"""Rows of a table as statements on partnerships. Pure: no Django.

A row says all of it or nothing: the first cell that is not understood makes it a problem.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from hashlib import blake2b

from jumelage.core import edtf
from jumelage.knowledge.claims.rules import validate_value
from jumelage.knowledge.exchange.countries import meaning
from jumelage.knowledge.exchange.formats.table import SHOWN, Record, Table
from jumelage.knowledge.exchange.model import Party, Problem, Reading, Said, Told
from jumelage.knowledge.exchange.tables import cells
from jumelage.knowledge.exchange.tables.cells import CellRefused
from jumelage.knowledge.exchange.tables.layout import Layout
from jumelage.knowledge.exchange.tables.partners import BLANKS, LONGEST, SURE, name_and_country, partners, spread
from jumelage.knowledge.exchange.tables.profile import IGNORED

PARTNER = ("partner", "country", "latitude", "longitude", "wikidata", "geonames")
HOME = ("home", "home_country", "home_latitude", "home_longitude", "home_wikidata", "home_geonames")
SAID = ("kind", "status", "since", "until", "signing", "resolution")
EVENTS = {"signing": "signing", "resolution": "council_resolution"}
NO_KIND = "Nothing says what kind of relation this is; add a column for it, or give one for all rows with --kind."

Cells = tuple[str, ...]


def read_rows(table: Table, layout: Layout, *, step: Callable[[], object] = lambda: None) -> Reading:
    """step is called after each row."""
    teller = Teller(layout)
    told: list[Told] = []
    problems = list(table.problems)
    for record in table.records:
        try:
            told += teller.tell(record)
        except CellRefused as error:
            words = table.frozen.words(record.span)[:SHOWN]
            problems.append(Problem(record.span, words, str(error), error.suggestions, record.cells))
        step()
    problems.sort(key=lambda problem: problem.span.number)
    return Reading(table.frozen, tuple(told), tuple(problems), layout.language, table.headings.span)


class Teller:
    """Reads the rows of one layout. Cells that repeat are understood once."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.partner, self.home, self.said = (_columns(layout, roles) for roles in (PARTNER, HOME, SAID))
        self.fields = layout.all_at("field")
        self.marked = sorted((c.role, c.at) for c in layout.columns if c.role != IGNORED)
        self.has_home = layout.at("home") is not None
        self.parties: dict[Cells, Party] = {}
        self.sayings: dict[Cells, tuple[Said, ...]] = {}

    def tell(self, record: Record) -> list[Told]:
        """What the row says of each of its partners. Raises CellRefused."""
        row = record.cells
        one = self._party(_cells(row, self.home)) if self.has_home else None
        said = self._said((*_cells(row, self.said), *[row[at] for at in self.fields]))
        mark = self._mark(row)
        partner = _cells(row, self.partner)
        names = partner[:1] if _is_one(partner) else partners(partner[0])
        if len(names) == 1:
            return [Told(record.span, one, self._party(partner), said, mark, cells=record.cells)]
        if not names:
            raise CellRefused("The partner's name is missing.")
        return [
            Told(record.span, one, self._party((name, *others)), said, f"{mark}.{number}", cells=record.cells)
            for number, (name, others) in enumerate(zip(names, self._others(partner, len(names)), strict=True))
        ]

    def _others(self, partner: Cells, number: int) -> list[Cells]:
        columns = [spread(cell, number) for cell in partner[1:]]
        return list(zip(*columns, strict=True))

    def _mark(self, row: Cells) -> str:
        words = "\x1f".join([f"{role}={row[at]}" for role, at in self.marked if row[at]])
        return blake2b(" ".join(words.split()).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()

    def _party(self, named: Cells) -> Party:
        found = self.parties.get(named)
        if found is None:
            found = self.parties[named] = party_of(named)
        return found

    def _said(self, row: Cells) -> tuple[Said, ...]:
        found = self.sayings.get(row)
        if found is None:
            found = self.sayings[row] = tuple(_sayings(row, self.layout))
            for said in found:
                validate_value(said.property, said.value)
        return found


def _columns(layout: Layout, roles: tuple[str, ...]) -> tuple[int | None, ...]:
    return tuple(layout.at(role) for role in roles)


def _cells(row: Cells, columns: tuple[int | None, ...]) -> Cells:
    return tuple(["" if at is None else row[at] for at in columns])


def _telling(row: Cells) -> Cells:
    """Cells that say nothing as empty ones."""
    return tuple("" if cells.is_nothing(cell) else cell for cell in row)


def _is_one(partner: Cells) -> bool:
    """An id or coordinates are those of one partner, whatever its name looks like."""
    return any(cell and not SURE.search(BLANKS.sub(" ", cell)) for cell in _telling(partner[2:]))


def party_of(named: Cells) -> Party:
    """A municipality from its cells: name, country, latitude, longitude, Wikidata, GeoNames. Raises CellRefused."""
    name, country, latitude, longitude, wikidata, geonames = _telling(named)
    if not (country or wikidata or geonames):
        name, country = name_and_country(name)
    if not name and not wikidata:
        raise CellRefused("The name of a municipality is missing.")
    if len(name) > LONGEST:
        raise CellRefused(f"A name has more than {LONGEST} signs; is it that of one municipality?")
    party = Party(
        name,
        point=cells.point(latitude, longitude) if latitude or longitude else None,
        wikidata=cells.wikidata(wikidata) if wikidata else "",
        geonameid=cells.geonames(geonames) if geonames else None,
    )
    return _in_country(party, country) if country else party


def _in_country(party: Party, words: str) -> Party:
    meant = meaning(words)
    if meant.misspelt and not meant.among:
        raise CellRefused(f"“{words}” is no country that is known.")
    return replace(party, country=meant.code, among=frozenset() if meant.code else meant.among, country_words=words)


def _sayings(row: Cells, layout: Layout) -> Iterable[Said]:
    kind, status, since, until, signing, resolution, *fields = _telling(row)
    yield _kind(kind, layout)
    begin, end = cells.date(since) if since else "", cells.date(until) if until else ""
    yield from _status(status, begin, end)
    if begin:
        yield Said("since", begin)
    if end:
        _in_order(begin, end)
        yield Said("until", end)
    for role, cell in (("signing", signing), ("resolution", resolution)):
        if cell:
            yield Said("event", {"type": EVENTS[role], "date": cells.date(cell)})
    yield from (Said("field", name) for cell in fields for name in cells.fields(cell))


def _kind(cell: str, layout: Layout) -> Said:
    if cell:
        return Said("kind", cells.kind(cell))
    if layout.kind:
        return Said("kind", layout.kind, rule="heading" if layout.kind_by_heading else "profile")
    raise CellRefused(NO_KIND)


def _status(cell: str, begin: str, end: str) -> Iterable[Said]:
    """A row without a word on it lists a relation that is there, unless it gives an end."""
    if cell:
        value, period = cells.status(cell)
        yield Said("status", value, period)
        return
    earliest = edtf.parse(begin).earliest if begin else None
    if earliest and earliest > date.today():
        raise CellRefused(f"The beginning {begin} is still to come; write “geplant” in a column for the status.")
    if not end:
        yield Said("status", "active", rule="listed")


def _in_order(begin: str, end: str) -> None:
    first, last = edtf.parse(begin).earliest if begin else None, edtf.parse(end).latest
    if first and last and last < first:
        raise CellRefused(f"The end {end} lies before the beginning {begin}.")
