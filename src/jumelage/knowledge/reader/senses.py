"""What place a name means on this page."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from jumelage.core.text import fold
from jumelage.knowledge.places import gazetteer
from jumelage.knowledge.places.choice import chosen
from jumelage.knowledge.reader.geography import is_geography
from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.reader.mentions import Mentions
from jumelage.knowledge.reader.model import PlaceRef
from jumelage.knowledge.reader.places import Party

FAMOUS = 100_000
NEAR = 60
SMALLER = 20  # a town of the page's own country is meant unless one abroad is so many times larger
CONJUNCTIONS = frozenset(("and", "und", "et", "y", "e", "en", "i"))  # a joint name is written in its own language
SPLIT = re.compile(r"[ -](?=\w)")


@dataclass(frozen=True)
class Senses:
    """One sense per name: the country that the page attaches to a name once holds for it everywhere, a short name means
    the long one that the page has as well, and a name is that of the place beside what it is said to lie near."""

    home: PlaceRef | None
    language: Language
    countries: Mapping[str, str]
    longer: Mapping[str, Party]
    beside: Mapping[str, int]

    def ref(self, party: Party) -> PlaceRef:
        if party.is_home and self.home:
            return self.home
        land = party.country
        if party.region:
            return PlaceRef(party.text, party.text, land.code if land else None)
        long = self.longer.get(fold(party.text)) if land is None else None
        key = long.key if long else party.key
        name = fold(key or party.text)
        code = land.code if land else self.countries.get(name)
        region = land.text if land and land.form == "region" else None
        home = self.home.geonameid if self.home else None
        return _ref(party.text, key, code, region, self.beside.get(name), home)

    def named(self, name: str, key: str) -> PlaceRef:
        """The place of a name that the page has, with the country that the page attaches to it."""
        return _ref(name, key, self.countries.get(fold(key)), None, None, None)

    def within(self, ref: PlaceRef, country: str) -> PlaceRef | None:
        """The place of the same name in a country that the page tells later; None where there is none."""
        known = gazetteer.lookup(ref.name, country=country, limit=1)
        return _ref(ref.name, ref.name, country, None, None, None) if known else None

    def home_ref(self, party: Party) -> PlaceRef:
        """The place as the home of a sentence: one of the page's own countries where there is one."""
        if party.country:
            return self.ref(party)
        wanted = self.home.country if self.home and self.home.country else self.language.countries_of[0]
        found = gazetteer.lookup(party.key or party.text, country=wanted, limit=1)
        best = gazetteer.lookup(party.key or party.text, limit=1)
        if not found or found[0].population * SMALLER < best[0].population:
            return self.ref(party)
        return _ref(party.text, party.key, wanted, None, None, None)


@lru_cache(maxsize=4096)
def _ref(
    text: str, key: str | None, country: str | None, region: str | None, beside: int | None, home: int | None
) -> PlaceRef:
    if key is None and country is None:
        return PlaceRef(text, text, _country_of_quarter(text))
    near = [place for place in (beside and gazetteer.place(beside),) if place]
    own = gazetteer.place(home) if home else None
    place = chosen(key or text, country=country, region=region, near=near, home=own)
    if place is None:
        return PlaceRef(text, text, country or _country_of_quarter(text))
    return PlaceRef(text, place.name, country or place.country, place.geonameid, place.lat, place.lon)


def senses_of(rows: Sequence[Mentions], home: PlaceRef | None, language: Language) -> Senses:
    parties = [p for m in reversed(rows) for p in reversed(m.parties) if not p.is_home]
    countries = {fold(one.key): code for m in rows for one, code in _shared(m, language) if one.key}
    countries |= {fold(p.key or p.text): p.country.code for p in parties if p.country}
    long = {p.text: p for p in parties if p.key and SPLIT.search(p.text)}
    short = {fold(p.text) for p in parties if p.key and p.text not in long}
    longer = {head: p for p in long.values() for head in _heads(p.text) if head in short}
    beside = {fold(one.key): place for m in rows for one, place in _beside(m) if one.key}
    return Senses(home, language, countries, longer, beside)


def _shared(m: Mentions, language: Language) -> Iterator[tuple[Party, str]]:
    """Places that take over the country of the one that they are joined to: `Windsor and Maidenhead (GB)`."""
    for one, other in pairwise(m.parties):
        land = other.country if one.country is None and not one.is_home else None
        joined = m.text[one.stop : other.begin].strip().lower() in language.among("and") | CONJUNCTIONS
        if land and joined and land.start > other.end and gazetteer.lookup(one.key or "", country=land.code, limit=1):
            yield one, land.code


def _beside(m: Mentions) -> Iterator[tuple[Party, int]]:
    """Places with the one that they are said to lie near: `Tripoli, north of Beirut`."""
    for one, other in pairwise(m.parties if m.family("mode", "geography") else ()):
        told = other.key and not other.is_home and other.begin - one.stop < NEAR and is_geography(m, other)
        if told and not (one.is_home or one.country or is_geography(m, one)):
            yield from ((one, place.geonameid) for place in gazetteer.lookup(other.key or "", limit=1))


def _heads(name: str) -> list[str]:
    """The shorter names that a long one begins with: `La Valette` of `La Valette du Var`."""
    return [fold(name[: found.start()]) for found in SPLIT.finditer(name) if found.start() > 3]


def _country_of_quarter(name: str) -> str | None:
    """`Berlin-Treptow` lies where Berlin does."""
    town = gazetteer.lookup(name.split("-")[0], limit=1) if "-" in name else []
    return town[0].country if town and town[0].population >= FAMOUS else None
