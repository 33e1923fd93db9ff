"""Results of a SPARQL query on P190, as Wikidata's query service gives them in JSON. Pure: no Django.

Variables: city, partner (both needed), statement, rank, start, startPrec, end, endPrec, refURL, retrieved, and for either party
Label, Coord (`coord` for the partner), Country (alpha-2) and GeoNames. Others are not read. A statement with several references
comes in several rows and is one.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from jumelage.knowledge.exchange.formats.statements import (
    PRECISIONS,
    RANKS,
    Refused,
    Statement,
    StatementRefused,
    edtf_of,
    reading_of,
    statement_id,
)
from jumelage.knowledge.exchange.model import ImportRefused, Party, Reading
from jumelage.knowledge.places.countries import CONTINENT

NEEDED = ("city", "partner")
QID = re.compile(r"Q[1-9]\d{0,9}", re.ASCII)
POINT = re.compile(r"Point\(([-\d.]+) ([-\d.]+)\)", re.ASCII)  # longitude first
TIME = re.compile(r"[+]?(\d{4})-(\d\d)-(\d\d)T[\d:]+Z", re.ASCII)
REFERENCES = {"refURL": "P854", "retrieved": "P813"}

Row = Mapping[str, str]


def read_results(found: Any) -> Reading:
    """found: the parsed JSON. Raises ImportRefused where it is no result, or has not the variables."""
    try:
        bindings = found["results"]["bindings"]
        variables = set(found["head"]["vars"])
        rows: list[Row] = [{name: str(term["value"]) for name, term in row.items()} for row in bindings]
    except (KeyError, TypeError, AttributeError):
        raise ImportRefused(
            "The file is JSON, but no result of a SPARQL query: head and results are not as they should be."
        ) from None
    if missing := [name for name in NEEDED if name not in variables]:
        raise ImportRefused(f"The result has no variable ?{missing[0]}; the query must give ?city and ?partner.")
    return reading_of(_statements(rows), extractor="sparql", media_type="application/sparql-results+json")


def _statements(rows: list[Row]) -> Iterator[Statement | Refused]:
    """One for all rows of one statement, in the order in which they first came."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        key = (row["statement"],) if "statement" in row else (row.get("city", ""), row.get("partner", ""))
        groups.setdefault(key, []).append(row)
    for group in groups.values():
        try:
            yield _statement(group)
        except StatementRefused as error:
            yield Refused(str(error), json.dumps(group[0], ensure_ascii=False))


def _statement(group: list[Row]) -> Statement:
    first = group[0]
    rank = first.get("rank", "normal").rpartition("#")[2].removesuffix("Rank").lower()
    if rank not in RANKS:
        raise StatementRefused(f"{first['rank']} is no rank that is known.")
    return Statement(
        statement_id(first["statement"]) if "statement" in first else "",
        _party(group, "city", "cityCoord"),
        _party(group, "partner", "coord"),
        rank,
        _time(group, "start"),
        _time(group, "end"),
        any(_is_unknown(row.get("end", "")) for row in group),
        tuple(_references(group)),
    )


def _is_unknown(term: str) -> bool:
    """Wikidata writes an unknown value as a blank node, or as an address of one."""
    return bool(term) and not TIME.fullmatch(term)


def _party(group: list[Row], name: str, coordinates: str) -> Party:
    row = group[0]
    qid = row.get(name, "").rpartition("/")[2]
    if not QID.fullmatch(qid):
        raise StatementRefused(f"?{name} is {row.get(name, 'missing')}, which is no item of Wikidata.")
    label, geonames = row.get(f"{name}Label", ""), row.get(f"{name}GeoNames", "")
    country = row.get(f"{name}Country", "")
    at = POINT.fullmatch(row.get(coordinates, ""))
    return Party(
        "" if label == qid else label,
        country if country in CONTINENT else None,
        point=(float(at[2]), float(at[1])) if at else None,
        wikidata=qid,
        geonameid=int(geonames) if geonames.isascii() and geonames.isdigit() else None,
    )


def _time(group: list[Row], name: str) -> str:
    found = {
        _edtf(row[name], row.get(f"{name}Prec", "")) for row in group if name in row and not _is_unknown(row[name])
    }
    if len(found) > 1:
        raise StatementRefused(f"The statement gives several dates for one thing: {', '.join(sorted(found))}.")
    return next(iter(found), "")


def _edtf(term: str, precision: str) -> str:
    """Without its precision a first of January may be a whole year, the first of another month a whole month."""
    found = TIME.fullmatch(term)
    assert found
    year, month, day = found.groups()
    if not precision:
        known = 11 if day not in ("00", "01") else 10 if month not in ("00", "01") else 9
    elif precision.isascii() and precision.isdigit():
        known = int(precision)
    else:
        raise StatementRefused(f"{precision!r} is no precision: expected one of {', '.join(map(str, PRECISIONS))}.")
    return edtf_of(f"+{year}-{month}-{day}T00:00:00Z", known)


def _references(group: list[Row]) -> Iterator[dict[str, list[str]]]:
    """Each reference once, with the day on which it was retrieved."""
    found = {tuple((name, row[name]) for name in REFERENCES if name in row): None for row in group}
    for reference in found:
        if reference:
            yield {REFERENCES[name]: [value.removesuffix("T00:00:00Z")] for name, value in reference}
