"""Which place a name means most likely. Weights are logarithms: 300 is twice as likely, 1000 ten times."""

import math
from dataclasses import dataclass
from typing import NamedTuple

from jumelage.core.text import fold_punctuation

# By how a place bears a name: main name, short form of it ("Halle" of "Halle (Saale)"), a name that resembles others
# of its names, any other name, such as a former one.
DISCOUNTS = (0, 500, 1200, 2300)
MAIN = 0
SPELT_OTHERWISE = 600
OTHER_ACCENTS = 900
IN_A_TERRITORY = 800
PER_TENFOLD_DISTANCE = 2500
NEAR_KM = 25
STEPS = 10_000
EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Place:
    """lat and lon are degrees (WGS84), country is alpha-2, admin1 GeoNames' code or empty, population 0 if unknown."""

    geonameid: int
    name: str
    country: str
    admin1: str
    lat: float
    lon: float
    population: int


class Bearer(NamedTuple):
    """A place under one of its names, as it is stored: lat and lon in steps of a ten-thousandth of a degree."""

    weight: int
    geonameid: int
    name: str
    country: str
    admin1: str
    lat: int
    lon: int
    population: int

    @property
    def place(self) -> Place:
        lat, lon = self.lat / STEPS, self.lon / STEPS
        return Place(self.geonameid, self.name, self.country, self.admin1, lat, lon, self.population)


def by_weight(bearer: Bearer) -> tuple[int, int]:
    return -bearer.weight, bearer.geonameid


def written(name: str) -> str:
    """With its accents, so that Moutiers is not Moûtiers."""
    return fold_punctuation(name).casefold()


def distance(place: Place, point: tuple[float, float]) -> float:
    """Great-circle distance in km to (lat, lon) in degrees."""
    lat, lon, other_lat, other_lon = map(math.radians, (place.lat, place.lon, *point))
    across = math.cos(lat) * math.cos(other_lat) * math.sin((lon - other_lon) / 2) ** 2
    half = math.sin((lat - other_lat) / 2) ** 2 + across
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, half)))


def weight_near(bearer: Bearer, point: tuple[float, float], pull: float) -> float:
    return bearer.weight - pull * PER_TENFOLD_DISTANCE * math.log10(1 + distance(bearer.place, point) / NEAR_KM)
