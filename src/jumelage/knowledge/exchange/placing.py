"""Which municipality a party of a record is: by its ids, else by name, country and coordinates in the gazetteer. Pure: no Django.

Nothing is guessed: a name that several towns bear without one of them standing out is a problem, with the towns ranked. A party that
has an id of Wikidata is never dropped: where no place can be told, it is a municipality of its own under that id.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from jumelage.knowledge.exchange.model import Party, Point
from jumelage.knowledge.places import divisions, gazetteer
from jumelage.knowledge.places.countries import country_name
from jumelage.knowledge.places.divisions import Division
from jumelage.knowledge.places.gazetteer import Place

NEAR_KM = 30.0
SAME_KM = 15.0
STANDS_OUT = 8
VILLAGE = 500
SUGGESTED = 5
ALL = 100


@dataclass(frozen=True, slots=True)
class Placed:
    """A municipality: the key of its identity, and what is known of it should it be new."""

    key: str
    label: str
    country: str | None
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None


class Unplaced(ValueError):
    """Which municipality is meant cannot be told; the message is one sentence. What may have been meant is looked for when it is
    asked for."""

    def __init__(self, why: str, suggest: Callable[[], tuple[str, ...]] = tuple) -> None:
        super().__init__(why)
        self._suggest = suggest

    @property
    def suggestions(self) -> tuple[str, ...]:
        return self._suggest()


def place_all(
    parties: Iterable[Party], *, known: Mapping[str, Placed], otherwise: Callable[[Party], Placed | None]
) -> dict[Party, Placed | Unplaced]:
    """Each party's municipality.

    known: the municipality of an id of Wikidata that the register has. otherwise: what else a party may be that the gazetteer
    does not know (a district, a county).
    """
    found = {party: _placed(party, known, otherwise) for party in dict.fromkeys(parties)}
    return found | _contested(found, known)


def _placed(
    party: Party, known: Mapping[str, Placed], otherwise: Callable[[Party], Placed | None]
) -> Placed | Unplaced:
    if found := known.get(party.wikidata):
        return found
    try:
        return _of_place(_found(party))
    except Unplaced as error:
        return _under_wikidata(party) if party.wikidata else otherwise(party) or error


def _found(party: Party) -> Place | Division:
    if party.geonameid:
        if place := gazetteer.place(party.geonameid) or divisions.division(party.geonameid):
            return place
        raise Unplaced(f"GeoNames {party.geonameid} is no place that the gazetteer knows.")
    if party.wikidata and not (party.country or party.among or party.point):
        raise Unplaced("Neither country nor coordinates are given.")  # its id tells it better than its bare name
    return _near(party, party.point) if party.point else _by_name(party)


def _of_place(place: Place | Division) -> Placed:
    return Placed(f"geonames:{place.geonameid}", place.name, place.country, place.geonameid, place.lat, place.lon)


def _under_wikidata(party: Party) -> Placed:
    lat, lon = party.point or (None, None)
    return Placed(f"wikidata:{party.wikidata}", party.name or party.wikidata, party.country, None, lat, lon)


def _near(party: Party, point: Point) -> Place | Division:
    """The likeliest town of the name at these coordinates, in the country, else across its border; else a division: one whose
    middle is there, or the only state or province of the name, whose middle others may see far from where we do."""
    for country in dict.fromkeys((party.country, None)):
        for place in gazetteer.lookup(party.name, country=country, near=point, limit=ALL):
            if gazetteer.distance(place, point) <= NEAR_KM:
                return place
    named = _divisions(party)
    around = [division for division in named if _apart(division, point) <= NEAR_KM]
    if around or (len(named) == 1 and named[0].level == 1):
        return (around or named)[0]
    raise Unplaced(
        f"No place named {party.name} lies within {NEAR_KM:.0f} km of the coordinates.", partial(_suggestions, party)
    )


def _by_name(party: Party) -> Place | Division:
    """The town of the name, else the county or district."""
    towns = gazetteer.lookup(party.name, country=party.country, limit=ALL)
    if party.among:
        towns = [place for place in towns if place.country in party.among]
    found = towns or _divisions(party)
    if not found:
        raise Unplaced(_not_found(party), partial(_suggestions, party))
    if not _stands_out(found):
        raise Unplaced(f"{party.name} can be several places.", lambda: tuple(map(described, found[:SUGGESTED])))
    return found[0]


def _divisions(party: Party) -> list[Division]:
    return divisions.find(party.name, country=party.country) if party.country else []


def _stands_out(found: Sequence[Place | Division]) -> bool:
    """Whether the likeliest place is far larger than every other one that lies apart from it."""
    first = found[0]
    point = None if first.lat is None or first.lon is None else (first.lat, first.lon)
    others = [other for other in found[1:] if point is None or _apart(other, point) > SAME_KM]
    return all(first.population >= STANDS_OUT * max(other.population, VILLAGE) for other in others)


def _apart(place: Place | Division, point: Point) -> float:
    """How far it is, in km; infinitely far where nobody knows where the place lies."""
    if place.lat is None or place.lon is None:
        return float("inf")
    return gazetteer.distance(Place(0, "", "", "", place.lat, place.lon, 0), point)


def _not_found(party: Party) -> str:
    if party.country:
        return f"No place named {party.name} is known in {country_name(party.country, 'en')} ({party.country})."
    if party.country_words:
        return f"No place named {party.name} is known in a country that “{party.country_words}” can mean."
    return f"No place named {party.name} is known."


def _suggestions(party: Party) -> tuple[str, ...]:
    """Places written alike in the country first, then the name's bearers elsewhere."""
    alike = [place for place, _ in gazetteer.suggest(party.name, country=party.country, limit=SUGGESTED)]
    elsewhere = gazetteer.lookup(party.name, limit=SUGGESTED)
    ranked = [*elsewhere, *alike] if party.country and elsewhere and not alike else [*alike, *elsewhere]
    return tuple(dict.fromkeys(map(described, ranked)))[:SUGGESTED]


def described(place: Place | Division) -> str:
    """Enough to tell it apart, with the number that a column for GeoNames takes."""
    people = f", {place.population:,} people" if place.population else ""
    region = f" {place.admin1}" if isinstance(place, Place) and place.admin1 else ""
    return f"{place.name} ({place.country}{region}{people}, GeoNames {place.geonameid})"


def _contested(found: Mapping[Party, Placed | Unplaced], known: Mapping[str, Placed]) -> dict[Party, Placed]:
    """Two ids of Wikidata are two municipalities: of those that came to one place, the one that the register knows there
    keeps it, else the nearest one; the others are municipalities of their own. The order of the records plays no part."""
    owner = {placed.key: wikidata for wikidata, placed in known.items()}
    at: dict[str, dict[str, Party]] = {}
    for party, placed in found.items():
        if party.wikidata and isinstance(placed, Placed) and placed.geonameid:
            at.setdefault(placed.key, {})[party.wikidata] = party
    lost: set[str] = set()
    for key, rivals in at.items():
        kept = owner.get(key) or min(rivals, key=lambda wikidata: _distance(rivals[wikidata], found))
        lost |= rivals.keys() - {kept}
    return {party: _under_wikidata(party) for party in found if party.wikidata in lost and party.wikidata not in known}


def _distance(party: Party, found: Mapping[Party, Placed | Unplaced]) -> tuple[float, int]:
    placed = found[party]
    number = int(party.wikidata[1:])
    if party.point is None or not isinstance(placed, Placed) or placed.lat is None or placed.lon is None:
        return float("inf"), number
    return gazetteer.distance(Place(0, "", "", "", placed.lat, placed.lon, 0), party.point), number
