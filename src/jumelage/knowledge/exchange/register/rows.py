"""The rows of a register's export (JSON Lines), and whether a row is one. Pure: no Django.

The first row is the header, the last one says how many stand before it. Between them, in the order of the ledger: `source` before the
first entry that names it, `person` where names were asked for, and `entry`. docs/using/exporting.md has it in words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from jumelage.knowledge.claims.origin import ID, ORIGIN, REDACTED
from jumelage.knowledge.claims.rules import SCOPES, ValueRefused, validate_value
from jumelage.knowledge.exchange.register.checks import (
    LONGEST,
    Check,
    Row,
    closed,
    degrees,
    each,
    is_bool,
    is_edtf,
    is_instant,
    is_plain,
    is_uuid,
    matches,
    maybe,
    misfit,
    open_to_others,
    text,
    whole,
    with_others,
)

FORMAT = 1
HEADER, PERSON, SOURCE, ENTRY, END = "jumelage", "person", "source", "entry", "end"
OPS = frozenset(
    {
        "identify",
        "assert",
        "retract",
        "accept",
        "endorse",
        "reject",
        "withdraw",
        "prefer",
        "deprecate",
        "merge",
        "split",
        "redact",
    }
)
TYPES = frozenset({"municipality", "partnership", "organisation", "source"})
ACTOR = re.compile(r"[\w:.+-]{1,80}", re.ASCII)
SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
COUNTRY = re.compile(r"([A-Z]{2})?", re.ASCII)
GEONAMES = 2**31

# What refers to others, or is written by an import itself: nowhere but in the entries that have it.
RESERVED = frozenset({ORIGIN, REDACTED, "into", "from", "claims", "corrects", "home", "side", "parties"})
REFERENCES = {"assert": ("corrects",), "split": ("claims",)}  # to other entries, by their ids


class RowRefused(ValueError):
    """The row is kept out; the message is one sentence for people."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """text: all of it, or blanks of the same length around the quotes, where the export has only these."""

    id: UUID
    sha256: str
    size: int
    media_type: str
    extractor: str
    version: str
    text: str
    location: str
    origin: str
    title: str
    language: str
    retrieved_at: datetime
    follows: UUID | None


@dataclass(frozen=True, slots=True)
class EntryRow:
    """As claims.models.Entry has it, with the ids of the file. redacted: its words were taken away."""

    id: bytes
    at: datetime
    by: str
    op: str
    subject: UUID
    property: str
    source: UUID | None
    period: str
    target: bytes | None
    body: dict[str, Any]
    redacted: bool


WORDS, NAME = text(LONGEST), text(2_000)
PEOPLE = open_to_others({"name": text(500, 1), "role": maybe(NAME), "for": maybe(NAME)}, frozenset({"name"}))
EVIDENCE = closed(
    {"role": text(20), "start": whole(2**31), "end": whole(2**31), "quote": WORDS},
    frozenset({"role", "start", "end", "quote"}),
)
VALUES: dict[str, Check] = {
    "event": open_to_others(
        {
            "type": NAME,
            "date": maybe(NAME),
            "planned": maybe(is_bool),
            "title": maybe(WORDS),
            "place": maybe(NAME),
            "people": maybe(each(PEOPLE)),
            "organisations": maybe(each(NAME)),
        }
    ),
    "link": open_to_others(
        dict.fromkeys(("relation", "type", "home_organisation", "partner_organisation", "since"), maybe(NAME))
    ),
    "counting_rule": open_to_others(
        {"name": NAME, "kinds": each(NAME), "statuses": each(NAME), "inland": is_bool},
        frozenset({"name", "kinds", "statuses", "inland"}),
    ),
}
CLAIM: dict[str, Check] = {
    "value": lambda value: True,
    "evidence": each(EVIDENCE),
    "scope": lambda value: value in SCOPES,
    "target": is_edtf,
    "reported_by": NAME,
    "inferred": is_bool,
    "rule": NAME,
    "score": degrees(1),
    "home": is_uuid,
    "side": is_uuid,
    "names": each(NAME),
    "corrects": matches(ID),
    "row": NAME,
    "statement": NAME,
    "references": each(lambda value: isinstance(value, dict) and all(map(each(WORDS), value.values()))),
    "rank": NAME,
}
REASON = {"reason": WORDS}
PLACE: dict[str, Check] = {
    "label": text(200, 1),
    "country": maybe(matches(COUNTRY)),
    "geonameid": maybe(whole(GEONAMES)),
    "lat": maybe(degrees(90)),
    "lon": maybe(degrees(180)),
}
PAIR: dict[str, Check] = {"parties": lambda value: each(is_uuid)(value) and len(set(value)) == len(value) == 2}
FACTS: dict[str, tuple[dict[str, Check], frozenset[str]]] = {
    "municipality": (PLACE, frozenset({"label"})),
    "partnership": (PAIR, frozenset({"parties"})),
    "organisation": ({"label": text(500, 1)}, frozenset()),
    "source": (
        dict.fromkeys(("location", "title", "document", "text", "retrieved_at", "follows"), maybe(WORDS)),
        frozenset(),
    ),
}
IDENTITY: dict[str, Check] = {"type": lambda value: isinstance(value, str) and value in TYPES, "key": text(400, 1)}
BODIES: dict[str, tuple[dict[str, Check], frozenset[str]]] = {
    "assert": (CLAIM, frozenset({"value"})),
    "merge": (REASON | {"into": is_uuid}, frozenset({"into"})),
    "split": (REASON | {"from": is_uuid, "claims": each(matches(ID))}, frozenset({"from"})),
}
ENTRY_FIELDS: dict[str, Check] = {
    "line": lambda value: True,
    "id": matches(ID),
    "at": is_instant,
    "by": matches(ACTOR),
    "op": lambda value: isinstance(value, str) and value in OPS,
    "subject": is_uuid,
    "property": text(20),
    "source": is_uuid,
    "period": lambda value: text(50, 1)(value) and is_edtf(value),
    "target": matches(ID),
    "body": lambda value: isinstance(value, dict),
    "redacted": lambda value: value is True,
}
SOURCE_FIELDS: dict[str, Check] = {
    "line": lambda value: True,
    "id": is_uuid,
    "document": closed(
        {"sha256": matches(SHA256), "size": whole(2**63), "media_type": text(100)},
        frozenset({"sha256", "size", "media_type"}),
    ),
    "extractor": text(33),
    "version": text(20),
    "text": lambda value: isinstance(value, str),
    "length": whole(2**31),
    "quotes": lambda value: isinstance(value, list),
    "location": text(2_000),
    "origin": text(4_000),
    "title": text(500),
    "language": text(12),
    "retrieved_at": is_instant,
    "follows": is_uuid,
}
SOURCE_NEEDED = frozenset({"id", "document", "extractor", "version", "location", "title", "language", "retrieved_at"})
LONGEST_TEXT = 50_000_000
PERSON_FIELDS: dict[str, Check] = {"line": lambda value: True, "id": matches(ACTOR), "name": text(200, 1)}


def person_row(row: Row) -> tuple[str, str]:
    """Actor and name. Raises RowRefused."""
    _refuse_misfit(row, PERSON_FIELDS, frozenset({"id", "name"}))
    return row["id"], row["name"]


def entry_row(row: Row) -> EntryRow:
    """Raises RowRefused."""
    _refuse_misfit(row, ENTRY_FIELDS, frozenset({"id", "at", "by", "op", "subject"}))
    op, body = row["op"], dict(row.get("body", {}))
    if not row.get("redacted"):
        _refuse_body(op, row.get("property", ""), body)
    elif body or op in ("identify", "merge", "split"):
        raise RowRefused("The entry is redacted and has words all the same.")
    return EntryRow(
        bytes.fromhex(row["id"]),
        datetime.fromisoformat(row["at"]).astimezone(UTC),
        row["by"],
        op,
        UUID(row["subject"]),
        row.get("property", ""),
        UUID(row["source"]) if "source" in row else None,
        row.get("period", ""),
        bytes.fromhex(row["target"]) if "target" in row else None,
        body,
        "redacted" in row,
    )


def _refuse_misfit(row: Row, fields: Mapping[str, Check], needed: frozenset[str]) -> None:
    if name := misfit(row, fields, needed):
        shown = repr(row[name])[:80] if name in row else "nothing"
        raise RowRefused(f"The field “{name}” is not as an export has it: {shown}.")


def _refuse_body(op: str, property_: str, body: Row) -> None:
    if op == "identify":
        _refuse_misfit({n: v for n, v in body.items() if n in IDENTITY}, IDENTITY, frozenset(IDENTITY))
        facts, needed = FACTS[body["type"]]
        _refuse_misfit({n: v for n, v in body.items() if n not in IDENTITY}, facts, needed)
        return
    fields, needed = BODIES.get(op, (REASON, frozenset()))
    _refuse_misfit(body, with_others(body, fields, RESERVED), needed)
    if op == "assert":
        _refuse_value(property_, body["value"])


def _refuse_value(property_: str, value: Any) -> None:
    try:
        validate_value(property_, value)
    except (ValueRefused, TypeError) as error:
        raise RowRefused(f"The claim cannot be: {error}.") from None
    if not VALUES.get(property_, is_plain)(value):
        raise RowRefused(f"The value of the claim is not one of “{property_}”: {value!r}."[:300])


def source_row(row: Row) -> SourceRow:
    """Raises RowRefused."""
    _refuse_misfit(row, SOURCE_FIELDS, SOURCE_NEEDED)
    document = row["document"]
    return SourceRow(
        UUID(row["id"]),
        document["sha256"],
        document["size"],
        document["media_type"],
        row["extractor"],
        row["version"],
        text_of(row),
        row["location"],
        row.get("origin", ""),
        row["title"],
        row["language"],
        datetime.fromisoformat(row["retrieved_at"]).astimezone(UTC),
        UUID(row["follows"]) if "follows" in row else None,
    )


def text_of(row: Row) -> str:
    """The frozen text of a source's row. Raises RowRefused."""
    if "text" in row:
        return str(row["text"])
    length, quotes = row.get("length", -1), row.get("quotes")
    if not 0 <= length <= LONGEST_TEXT or not isinstance(quotes, list):
        raise RowRefused("The source has neither its text nor quotes out of it.")
    pieces, at = [], 0
    for quote in quotes:
        if not (isinstance(quote, list) and len(quote) == 2 and whole(length + 1)(quote[0]) and WORDS(quote[1])):
            raise RowRefused(
                "A quote of the source is not as an export has it: expected where it begins, and its words."
            )
        if quote[0] < at or quote[0] + len(quote[1]) > length:
            raise RowRefused(f"The quote at {quote[0]} lies outside the text, or within the one before.")
        pieces += [" " * (quote[0] - at), quote[1]]
        at = quote[0] + len(quote[1])
    return "".join([*pieces, " " * (length - at)])


def quotes_of(text: str, spans: list[tuple[int, int]]) -> list[list[Any]]:
    """What text_of makes a text of again: where each quote begins, and its words; those that touch or overlap are one."""
    joined: list[list[int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    return [[start, text[start:end]] for start, end in joined]
