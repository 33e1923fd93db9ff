"""QuickStatements (V1, with tabs) for what Wikidata lacks. Pure: no Django.

A statement that is there already gets what it lacks (a start, an end, a reference); nothing that is there is changed or taken away:
where Wikidata says something else, that is for people.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from jumelage.core import edtf
from jumelage.knowledge.exchange.quickstatements.theirs import Known, Theirs

YEAR, MONTH, DAY, DECADE = 9, 10, 11, 8
UNKNOWN = "unknown"
GREGORIAN = "1583"  # the first whole year of our calendar
SHAPES = {
    DECADE: re.compile(r"(\d{3})X", re.ASCII),
    YEAR: re.compile(r"(\d{4})", re.ASCII),
    MONTH: re.compile(r"(\d{4}-\d\d)", re.ASCII),
    DAY: re.compile(r"(\d{4}-\d\d-\d\d)", re.ASCII),
}
REST = {DECADE: "0-00-00", YEAR: "-00-00", MONTH: "-00", DAY: ""}
Parts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """The page that says so, when it was retrieved, and its own date as EDTF or empty."""

    address: str
    retrieved: date
    published: str = ""


@dataclass(frozen=True, slots=True)
class Twinning:
    """What the register says, of two items. start, end: EDTF, UNKNOWN or empty. references: the pages that say so."""

    one: str
    other: str
    name: str
    start: str
    end: str
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A partnership, or one direction of it, that is not stated, and why."""

    name: str
    why: str


def commands(twinning: Twinning, theirs: Theirs, *, assume_missing: bool = False) -> Iterator[str | LeftOut]:
    """Both directions: each a line, something left out with its reason, or nothing where Wikidata has all of it."""
    start, end = time_of(twinning.start), time_of(twinning.end)
    if twinning.start and not start:
        yield LeftOut(twinning.name, f"The start {twinning.start} cannot be said in Wikidata; the rest is.")
    if twinning.end and not end:
        yield LeftOut(twinning.name, f"The end {twinning.end} cannot be said in Wikidata; that it ended is.")
    for item, partner in ((twinning.one, twinning.other), (twinning.other, twinning.one)):
        name = f"{twinning.name}, {item} to {partner}"
        known = theirs.statements.get((item, partner), [])
        if why := _obstacle(twinning, item, partner, known, theirs, assume_missing):
            yield LeftOut(name, why)
        elif line := _line(item, partner, _qualifiers(twinning, start, end, known), twinning.references, known):
            yield line


def _obstacle(
    twinning: Twinning, item: str, partner: str, known: list[Known], theirs: Theirs, assume_missing: bool
) -> str:
    """Why nothing is said in this direction; empty where nothing stands against it."""
    if partner in theirs.doubtful:
        return "A statement of Wikidata that names it was not understood; look at it there."
    if item not in theirs.covered and not assume_missing:
        return f"What Wikidata says of {item} is not known; fetch it (jumelage import wikidata:{item}), or say --assume-missing."
    if len(known) > 1:
        return f"Wikidata has {len(known)} statements on it; look at them there."
    return _contradiction(twinning, known[0]) if known else ""


def _contradiction(twinning: Twinning, known: Known) -> str:
    if known.deprecated:
        return "Wikidata has it, and calls it deprecated."
    if known.ended and not twinning.end:
        return f"Wikidata says that it ended{f' in {known.end}' if known.end else ''}, the register that it did not."
    for what, theirs, ours in (("start", known.start, twinning.start), ("end", known.end, twinning.end)):
        if theirs and ours and ours not in (theirs, UNKNOWN):
            how = "differs" if edtf.parse(theirs).disjoint(edtf.parse(ours)) else "is less or more exact"
            return f"The {what} {how}: {theirs} in Wikidata, {ours} in the register."
    return ""


def _qualifiers(twinning: Twinning, start: str, end: str, known: list[Known]) -> Parts:
    """Those that the statement there lacks. An end that is not known is `somevalue`."""
    said = known[0] if known else Known()
    parts: Parts = ()
    if start and not said.start:
        parts += ("P580", start)
    if twinning.end and not said.ended:
        parts += ("P582", end or "somevalue")
    return parts


def _line(item: str, partner: str, qualifiers: Parts, references: tuple[Reference, ...], known: list[Known]) -> str:
    """Empty where the statement is there with all of it and a reference."""
    if known and not qualifiers and known[0].referenced:
        return ""
    groups = (part for at, reference in enumerate(references) for part in _reference(reference, "!" if at else ""))
    return "\t".join([item, "P190", partner, *qualifiers, *groups])


def _reference(reference: Reference, new: str) -> Parts:
    """new: the sign that begins another reference."""
    published = time_of(reference.published)
    retrieved = time_of(reference.retrieved.isoformat())
    dated = ("S577", published) if published else ()
    return (f"{new}S854", f'"{_address(reference.address)}"', *dated, "S813", retrieved)


def _address(address: str) -> str:
    """Without what would end the text or part the command."""
    return quote(address, safe="!#$%&'()*+,/:;=?@[]~")


def time_of(text: str) -> str:
    """`1960-05` as Wikidata writes it, with its precision; empty for what it cannot say: doubts, stretches, other calendars."""
    for precision, shape in SHAPES.items():
        if (found := shape.fullmatch(text)) and text >= GREGORIAN:
            return f"+{found[1]}{REST[precision]}T00:00:00Z/{precision}"
    return ""
