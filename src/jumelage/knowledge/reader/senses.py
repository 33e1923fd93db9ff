"""What place a name means on this page."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jumelage.core.text import fold
from jumelage.knowledge.places import gazetteer
from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.reader.mentions import Mentions
from jumelage.knowledge.reader.model import PlaceRef
from jumelage.knowledge.reader.places import Party

FAMOUS = 100_000
SPLIT = re.compile(r"[ -](?=\w)")


@dataclass(frozen=True)
class Senses:
    """One sense per name: the country that the page attaches to a name once holds for it everywhere, and a short name
    means the long one that the page has as well."""

    countries: Mapping[str, str]
    longer: Mapping[str, Party]


def place_ref(party: Party, senses: Senses, language: Language, home: PlaceRef | None) -> PlaceRef:
    if party.is_home and home:
        return home
    if party.region:
        return PlaceRef(party.text, party.text, party.country.code if party.country else None)
    long = senses.longer.get(fold(party.text)) if party.country is None else None
    key = long.key if long else party.key
    country = party.country.code if party.country else senses.countries.get(fold(key or party.text))
    return known_ref(party.text, key, country)


@lru_cache(maxsize=4096)
def known_ref(text: str, key: str | None, country: str | None) -> PlaceRef:
    found = gazetteer.lookup(key or text, country=country, limit=1) if key is not None or country else []
    if not found and key and country is None:
        found = gazetteer.lookup(key, limit=1)
    if not found:
        return PlaceRef(text, text, country or _country_of_quarter(text))
    place = found[0]
    return PlaceRef(text, place.name, country or place.country, place.geonameid, place.lat, place.lon)


def senses_of(rows: Sequence[Mentions]) -> Senses:
    parties = [p for m in reversed(rows) for p in reversed(m.parties) if not p.is_home]
    countries = {fold(p.key or p.text): p.country.code for p in parties if p.country}
    long = {p.text: p for p in parties if p.key and SPLIT.search(p.text)}
    short = {fold(p.text) for p in parties if p.key and p.text not in long}
    longer = {head: p for p in long.values() for head in _heads(p.text) if head in short}
    return Senses(countries, longer)


def _heads(name: str) -> list[str]:
    """The shorter names that a long one begins with: `La Valette` of `La Valette du Var`."""
    return [fold(name[: found.start()]) for found in SPLIT.finditer(name) if found.start() > 3]


def _country_of_quarter(name: str) -> str | None:
    """`Berlin-Treptow` lies where Berlin does."""
    town = gazetteer.lookup(name.split("-")[0], limit=1) if "-" in name else []
    return town[0].country if town and town[0].population >= FAMOUS else None
