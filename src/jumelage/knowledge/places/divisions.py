"""Counties, districts, provinces, boroughs: parties to partnerships that are no towns. Pure and read-only.

Made by scripts/build_divisions.py out of GeoNames' administrative divisions of the first two levels. A division's coordinates are
the mean of those of the places in it, None where it has none; its population is theirs.
"""

import lzma
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from jumelage.knowledge.places import spelling

TARGET = Path(__file__).with_name("divisions.tsv.xz")
# What a division is, as its own name or a list's language says it; folded.
TYPES = re.compile(
    r"^(?:landkreis|kreis|provinz|prafektur|region|departement|woiwodschaft|bezirk|distrikt|autonome gemeinschaft|gmina"
    r"|powiat|(?:(?:london|royal) )*borough of|city of|county of|municipality of|province of|provincia di|provincia de"
    r"|provincia|departamento de|gemeente|nomos|wojewodztwo|kanton|canton of|canton de|judetul|okres) "
    r"| (?:kreis|county|province|prefecture|region|district|kommune|kommun|municipality|metropolitan municipality|department"
    r"|borough|parish|township|city|atoll|kraj|oblast|rayon|raion|state|lan|maakunta|ken|fu|gun|gu|si|do|shi|sheng|shi qu)$"
)


@dataclass(frozen=True, slots=True)
class Division:
    """level: 1 for states, regions and provinces, 2 for what they consist of."""

    geonameid: int
    name: str
    country: str
    level: int
    lat: float | None
    lon: float | None
    population: int


def without_type(stored: str) -> str:
    """The key without words for what the division is: "landkreis gorlitz", "gladsaxe kommune"."""
    shorter = TYPES.sub("", stored)
    while shorter != stored:
        stored, shorter = shorter, TYPES.sub("", shorter)
    return stored


def find(name: str, *, country: str) -> list[Division]:
    """Those that bear the name, the most populous first, of two of one extent the lower level; those that bear it without the
    word for what they are come only where none bears it so."""
    exact = spelling.key(name)
    head = spelling.key(spelling.without_addition(name)[0])
    for stored in dict.fromkeys((exact, head, without_type(exact), without_type(head))):
        if found := _of(country).get(stored):
            return sorted(found, key=_by_size)
    return []


def _by_size(division: Division) -> tuple[int, int, int]:
    return -division.population, -division.level, division.geonameid


@lru_cache(maxsize=4096)
def division(geonameid: int) -> Division | None:
    found = (row for rows in _rows().values() for row in rows if row[1] == str(geonameid))
    return next(map(_division, found), None)


@cache
def _of(country: str) -> dict[str, list[Division]]:
    found: dict[str, list[Division]] = {}
    for row in _rows().get(country, ()):
        made = _division(row)
        for stored in row[7].split("|"):
            found.setdefault(stored, []).append(made)
    return found


@cache
def _rows() -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for line in lzma.decompress(TARGET.read_bytes()).decode().split("\n"):
        found.setdefault(line[:2], []).append(line.split("\t"))
    return found


def _division(row: list[str]) -> Division:
    country, geonameid, level, name, lat, lon, population, _ = row
    return Division(
        int(geonameid),
        name,
        country,
        int(level),
        float(lat) if lat else None,
        float(lon) if lon else None,
        int(population),
    )
