"""What a town is called in German, English and French. Pure; a table that people keep, exonyms.tsv.

It holds only places that one of the three languages calls otherwise than GeoNames' main name, and only names that GeoNames
knows for the place.
"""

import csv
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("exonyms.tsv")


def exonym(geonameid: int | None, language: str) -> str | None:
    """The name in this language; None where the table has none, and the main name has to do."""
    return _names().get(geonameid, {}).get(language) if geonameid else None


def names(geonameid: int | None) -> frozenset[str]:
    """The names in all of its languages."""
    return frozenset(_names().get(geonameid, {}).values()) if geonameid else frozenset()


@cache
def _names() -> dict[int, dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return {int(row["geonameid"]): {language: row[language] for language in ("de", "en", "fr")} for row in rows}
