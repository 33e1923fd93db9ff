"""What a file would change: its statements beside what the register has. Reads only.

A statement that an import has made before is not made again: the same subject, property, value, period, and the same words in the
row. So a file that comes twice, in another order, in parts, or in another format says nothing new.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jumelage.knowledge.claims.actions.identify import identities, place_key
from jumelage.knowledge.claims.chain import canonical
from jumelage.knowledge.claims.rules import contradict, period_of
from jumelage.knowledge.exchange.formats.table import SHOWN
from jumelage.knowledge.exchange.known import KnownClaim, Links, Pair, claims_on, keys_of, links, partnerships
from jumelage.knowledge.exchange.model import ImportRefused, Party, Problem, Reading, Said, Told
from jumelage.knowledge.exchange.placing import Placed, Unplaced, place_all
from jumelage.knowledge.partnerships.home import home

Places = Mapping[Party, Placed | Unplaced]


@dataclass(frozen=True, slots=True)
class Line:
    """One claim: what a record says of the partnership of the municipalities with these keys."""

    told: Told
    said: Said
    pair: Pair


@dataclass(frozen=True, slots=True)
class Clash:
    """A claim of the file and an accepted one that cannot both be true."""

    line: Line
    other: KnownClaim


@dataclass(frozen=True, slots=True)
class Link:
    """A municipality, its id of Wikidata, and the record that says so."""

    key: str
    wikidata: str
    told: Told


@dataclass(frozen=True, slots=True)
class Plan:
    """municipalities: those of the file, by key; ids and partnerships: the identities of those that there are already.

    new: claims to be made, `confirming` of them with a value that the register has; repeated: claims that an import has made
    before; linked: ids of Wikidata that are not known yet.
    """

    reading: Reading
    municipalities: Mapping[str, Placed]
    ids: Mapping[str, UUID]
    partnerships: Mapping[Pair, UUID]
    new: tuple[Line, ...]
    confirming: int
    repeated: int
    clashes: tuple[Clash, ...]
    linked: tuple[Link, ...]
    problems: tuple[Problem, ...]

    @property
    def changes_nothing(self) -> bool:
        return not self.new and not self.linked


@dataclass(frozen=True, slots=True)
class _Row:
    told: Told
    one: Placed
    other: Placed

    @property
    def pair(self) -> Pair:
        one, other = self.one.key, self.other.key
        return (one, other) if one < other else (other, one)


def make_plan(reading: Reading, *, of: Party | None = None, own_places: bool = False) -> Plan:
    """of: whose partners they are where the records leave it out; None is the register's own municipality. own_places: what
    the gazetteer does not know (districts, counties) becomes a municipality of its own.

    Raises ImportRefused where whose partners they are cannot be told.
    """
    parties = [party for told in reading.told for party in (told.one, told.other) if party]
    known = links({party.wikidata for party in parties if party.wikidata})
    ids = dict(known.ids)
    placed = _placed(parties, known, own_places)
    rows, problems = _rows(reading, placed, _ours(of, ids, reading))
    municipalities = {place.key: place for row in rows for place in (row.one, row.other)}
    ids |= identities(key for key in municipalities if key not in ids)
    there = partnerships({row.pair for row in rows}, ids)
    claims = claims_on(there)
    new, repeated = _new(rows, claims)
    return Plan(
        reading,
        municipalities,
        ids,
        there,
        tuple(new),
        sum(any(_is_same(line, other) for other in claims.get(line.pair, ())) for line in new),
        repeated,
        tuple(_clashes(new, claims)),
        tuple(_linked(rows, known, ids)),
        tuple(sorted([*reading.problems, *problems], key=lambda problem: problem.span.number)),
    )


def _placed(parties: Iterable[Party], known: Links, own_places: bool) -> Places:
    by_wikidata = {wikidata: Placed(key, "", None) for wikidata, key in known.of.items()}
    return place_all(parties, known=by_wikidata, otherwise=_own_place(own_places))


def _own_place(allowed: bool) -> Callable[[Party], Placed | None]:
    """A district or county: one that the register has already, or any whose country is clear where that is allowed."""

    def found(party: Party) -> Placed | None:
        key = place_key(geonameid=None, name=party.name, country=party.country)
        wanted = (allowed and party.country) or identities([key])
        return Placed(key, party.name, party.country) if wanted else None

    return found


def _ours(of: Party | None, ids: dict[str, UUID], reading: Reading) -> Placed | None:
    """Whose partners the records list that leave it out; None where none does."""
    if all(told.one for told in reading.told):
        return None
    if of:
        found = place_all([of], known={}, otherwise=_own_place(False))[of]
        if isinstance(found, Unplaced):
            raise ImportRefused(f"{found} Say with --home and --home-country whose partners these are.")
        return found
    here = home()
    if here is None:
        raise ImportRefused("Whose partners these are is not said; name the municipality with --home.")
    key = keys_of([here.pk])[here.pk]
    ids[key] = here.pk
    return Placed(key, here.label, here.country)


def _rows(reading: Reading, placed: Places, ours: Placed | None) -> tuple[list[_Row], list[Problem]]:
    """The records of which all municipalities are known; the others are problems, whole as they are."""
    rows: list[_Row] = []
    problems: dict[int, Problem] = {}
    for told in reading.told:
        one = placed[told.one] if told.one else ours
        other = placed[told.other]
        if isinstance(one, Placed) and isinstance(other, Placed) and one.key != other.key:
            rows.append(_Row(told, one, other))
        elif told.span.number not in problems:
            problems[told.span.number] = _problem(reading, told, [other, one])
    return [row for row in rows if row.told.span.number not in problems], list(problems.values())


def _problem(reading: Reading, told: Told, sides: Sequence[Placed | Unplaced | None]) -> Problem:
    refused = next((side for side in sides if isinstance(side, Unplaced)), None)
    why = str(refused) if refused else "The partner is the municipality itself."
    words = reading.frozen.words(told.span)[:SHOWN]
    return Problem(told.span, words, why, refused.suggestions if refused else (), told.cells)


def _new(rows: Iterable[_Row], claims: Mapping[Pair, Iterable[KnownClaim]]) -> tuple[list[Line], int]:
    """The claims that no import has made, in the order of the file, and how many have been made before."""
    made = {
        (pair, c.property, _text(c.value), c.period, c.mark) for pair, found in claims.items() for c in found if c.mark
    }
    new: list[Line] = []
    repeated = 0
    for row in rows:
        told, pair = row.told, row.pair
        for said in told.said:
            period = period_of(said.property, said.value, said.period)
            statement = (pair, said.property, _text(said.value), period, told.mark)
            if statement in made:
                repeated += 1
            else:
                made.add(statement)
                new.append(Line(told, said, pair))
    return new, repeated


def _text(value: Any) -> str:
    return value if isinstance(value, str) else canonical(value)


def _is_same(line: Line, other: KnownClaim) -> bool:
    return other.live and (other.property, other.value) == (line.said.property, line.said.value)


def _clashes(new: Iterable[Line], claims: Mapping[Pair, Iterable[KnownClaim]]) -> Iterator[Clash]:
    for line in new:
        for other in claims.get(line.pair, ()) if not line.told.deprecated else ():
            same = other.accepted and other.property == line.said.property
            if same and contradict(other.property, line.said.value, other.value):
                yield Clash(line, other)


def _linked(rows: Iterable[_Row], known: Links, ids: Mapping[str, UUID]) -> Iterator[Link]:
    """Each id once. A municipality that has its id of Wikidata as its key needs no claim on it."""
    seen: set[tuple[str, str]] = set()
    for row in rows:
        for party, place in ((row.told.one, row.one), (row.told.other, row.other)):
            link = (place.key, party.wikidata) if party else ("", "")
            if not link[1] or link in seen or place.key == f"wikidata:{link[1]}":
                continue
            seen.add(link)
            if known.of.get(link[1]) != place.key and (ids.get(place.key), link[1]) not in known.said:
                yield Link(*link, row.told)
