"""Measures the gazetteer against a table of towns: `python scripts/measure_gazetteer.py world_nodes.csv [--misses 50]`.

The table is CSV with the columns name_2016, country (alpha-2), lat and lon (degrees, may be empty). Towns are looked up by name and
country alone; what is no town is looked for among the divisions (counties, districts, boroughs).
"""

import argparse
import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jumelage.knowledge.places import divisions, gazetteer
from jumelage.knowledge.places.divisions import Division
from jumelage.knowledge.places.gazetteer import Place

NEAR_KM = 30.0

Row = dict[str, str]


@dataclass
class Tally:
    rows: int = 0
    towns: int = 0
    found: int = 0
    located: int = 0
    near: int = 0
    any_near: int = 0
    country_right: int = 0
    suggested: int = 0
    missing: list[Row] = field(default_factory=list)
    far: list[tuple[Row, float]] = field(default_factory=list)

    def add(self, row: Row) -> None:
        self.rows += 1
        towns = gazetteer.lookup(row["name_2016"], country=row["country"], limit=100)
        self.towns += bool(towns)
        self.country_right += any(p.country == row["country"] for p in gazetteer.lookup(row["name_2016"], limit=1))
        places = towns or divisions.find(row["name_2016"], country=row["country"])
        if not places:
            self.missing.append(row)
            self.suggested += bool(gazetteer.suggest(row["name_2016"], country=row["country"]))
            return
        self.found += 1
        if row["lat"] and row["lon"]:
            self._locate(row, places)

    def _locate(self, row: Row, places: Sequence[Place | Division]) -> None:
        point = float(row["lat"]), float(row["lon"])
        distances = [gazetteer.distance(p, point) for p in places if p.lat is not None]
        if not distances:
            return
        self.located += 1
        self.near += distances[0] <= NEAR_KM
        self.any_near += min(distances) <= NEAR_KM
        if distances[0] > NEAR_KM:
            self.far.append((row, distances[0]))


def measure(file: Path) -> Tally:
    tally = Tally()
    with file.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["name_2016"] and row["country"]:
                tally.add(row)
    return tally


def report(tally: Tally, misses: int) -> None:
    print(f"{tally.rows} named towns with a country")
    print(f"found as towns                {tally.towns / tally.rows:7.2%}")
    print(f"found as towns or divisions   {tally.found / tally.rows:7.2%}")
    print(f"first one within {NEAR_KM:.0f} km        {tally.near / tally.located:7.2%}")
    print(f"any one within {NEAR_KM:.0f} km          {tally.any_near / tally.located:7.2%}")
    print(f"of the others suggestions     {tally.suggested / max(1, len(tally.missing)):7.2%}")
    print(f"first one's country unasked   {tally.country_right / tally.towns:7.2%}")
    for row in tally.missing[:misses]:
        print("missing", row["name_2016"], row["country"], row["lat"], row["lon"], sep="\t")
    for row, distance in tally.far[:misses]:
        print(f"{distance:.0f} km off", row["name_2016"], row["country"], row["lat"], row["lon"], sep="\t")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--misses", type=int, default=0, help="how many rows to list that were missed")
    chosen = parser.parse_args()
    report(measure(chosen.file), chosen.misses)
