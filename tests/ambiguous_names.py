"""The table of names that several towns bear, and the place that the reader's choice takes for each row."""

import csv
from pathlib import Path

from jumelage.core.text import fold
from jumelage.knowledge.places import gazetteer
from jumelage.knowledge.places.choice import chosen
from jumelage.knowledge.reader.countries import names
from jumelage.knowledge.reader.language import available, load

TABLE = Path(__file__).parent / "knowledge/places/ambiguous_names.csv"
Row = dict[str, str]


def rows() -> list[Row]:
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _found(row: Row) -> int | None:
    near = gazetteer.lookup(row["near"], limit=1) if row["near"] else []
    home = next(iter(gazetteer.lookup(row["home"], limit=1)), None)
    place = chosen(row["name"], country=_country(row), region=row["region"] or None, near=near, home=home)
    return place.geonameid if place else None


def _country(row: Row) -> str | None:
    """The country that the text tells, or the one that a state told in it lies in."""
    lands = (names(load(code)).get(fold(row["region"]).replace("-", " ")) for code in available())
    return row["country"] or next((code for code, _ in filter(None, lands)), None)


def wrong() -> list[Row]:
    return [row for row in rows() if _found(row) != int(row["geonameid"])]
