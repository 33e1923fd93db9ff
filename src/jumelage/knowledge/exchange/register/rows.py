"""The rows of a register's export (JSON Lines), and whether a row is one. Pure: no Django.

The first row is the header, the last one says how many stand before it. Between them, in the order of the ledger: `source` before the
first entry that names it, `person` where names were asked for, and `entry`. docs/using/exporting.md has it in words.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from jumelage.core import edtf
from jumelage.knowledge.claims.origin import ID, ORIGIN, REDACTED
from jumelage.knowledge.claims.rules import SCOPES, ValueRefused, validate_value

FORMAT = 1
HEADER, PERSON, SOURCE, ENTRY, END = "jumelage", "person", "source", "entry", "end"
OPS = frozenset(
    {"identify", "assert", "retract", "accept", "reject", "withdraw", "prefer", "deprecate", "merge", "split", "redact"}
)
TYPES = frozenset({"municipality", "partnership", "organisation", "source"})
ACTOR = re.compile(r"[\w:.+-]{1,80}", re.ASCII)
SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
COUNTRY = re.compile(r"([A-Z]{2})?", re.ASCII)
GEONAMES = 2**31
YEARS = range(1900, 2200)

# What refers to others, or is written by an import itself: nowhere but in the entries that have it.
RESERVED = frozenset({ORIGIN, REDACTED, "into", "from", "claims", "corrects", "home", "side", "parties"})
REFERENCES = {"assert": ("corrects",), "split": ("claims",)}  # to other entries, by their ids

Row = Mapping[str, Any]
Check = Callable[[Any], bool]


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


def _text(most: int, least: int = 0) -> Check:
    return lambda value: isinstance(value, str) and least <= len(value) <= most


def _maybe(check: Check) -> Check:
    return lambda value: value is None or check(value)


def _each(check: Check) -> Check:
    return lambda value: isinstance(value, list) and all(map(check, value))


def _matches(pattern: re.Pattern[str]) -> Check:
    return lambda value: isinstance(value, str) and bool(pattern.fullmatch(value))


def _whole(below: int) -> Check:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and 0 <= value < below


def _degrees(most: int) -> Check:
    return lambda value: (
        isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and abs(value) <= most
    )


_is_uuid = _matches(re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII))


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool)


def _is_instant(value: Any) -> bool:
    try:
        when = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return False
    return when is not None and when.tzinfo is not None and when.year in YEARS


def _is_edtf(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(edtf.parse(value))
    except edtf.DateError:
        return False


def _has(fields: Mapping[str, Check], needed: frozenset[str] = frozenset()) -> Check:
    return lambda value: isinstance(value, dict) and not _misfit(value, fields, needed)


def _open(fields: Mapping[str, Check], needed: frozenset[str] = frozenset()) -> Check:
    """With further fields beside these, as readers add them in time."""
    return lambda value: isinstance(value, dict) and not _misfit(value, _with_others(value, fields), needed)


def _with_others(row: Row, fields: Mapping[str, Check], but: frozenset[str] = frozenset()) -> Mapping[str, Check]:
    return {**{name: _is_plain for name in row if name not in but}, **fields}


def _misfit(row: Row, fields: Mapping[str, Check], needed: frozenset[str]) -> str:
    """The name of the first field that is missing, unknown or not as it should be; empty where all is well."""
    missing = sorted(needed - row.keys())
    return next((name for name in row if name not in fields or not fields[name](row[name])), "".join(missing[:1]))


WORDS, NAME, LONG = _text(100_000), _text(500), _text(4_000)
PEOPLE = _open({"name": _text(500, 1), "role": _maybe(NAME), "for": _maybe(NAME)}, frozenset({"name"}))
EVIDENCE = _has(
    {"role": _text(20), "start": _whole(2**31), "end": _whole(2**31), "quote": WORDS},
    frozenset({"role", "start", "end", "quote"}),
)
VALUES: dict[str, Check] = {
    "event": _open(
        {
            "type": NAME,
            "date": _maybe(NAME),
            "planned": _maybe(_is_bool),
            "title": _maybe(LONG),
            "place": _maybe(NAME),
            "people": _maybe(_each(PEOPLE)),
            "organisations": _maybe(_each(NAME)),
        }
    ),
    "link": _open(
        dict.fromkeys(("relation", "type", "home_organisation", "partner_organisation", "since"), _maybe(NAME))
    ),
    "counting_rule": _open(
        {"name": NAME, "kinds": _each(NAME), "statuses": _each(NAME), "inland": _is_bool},
        frozenset({"name", "kinds", "statuses", "inland"}),
    ),
}
CLAIM: dict[str, Check] = {
    "value": lambda value: True,
    "evidence": _each(EVIDENCE),
    "scope": lambda value: value in SCOPES,
    "target": _is_edtf,
    "reported_by": NAME,
    "inferred": _is_bool,
    "rule": NAME,
    "score": _degrees(1),
    "home": _is_uuid,
    "side": _is_uuid,
    "names": _each(NAME),
    "corrects": _matches(ID),
    "row": NAME,
    "statement": NAME,
    "references": _each(lambda value: isinstance(value, dict) and all(map(_each(LONG), value.values()))),
    "rank": NAME,
}
REASON = {"reason": LONG}
PLACE: dict[str, Check] = {
    "label": _text(200, 1),
    "country": _maybe(_matches(COUNTRY)),
    "geonameid": _maybe(_whole(GEONAMES)),
    "lat": _maybe(_degrees(90)),
    "lon": _maybe(_degrees(180)),
}
PAIR: dict[str, Check] = {"parties": lambda value: _each(_is_uuid)(value) and len(set(value)) == len(value) == 2}
FACTS: dict[str, tuple[dict[str, Check], frozenset[str]]] = {
    "municipality": (PLACE, frozenset({"label"})),
    "partnership": (PAIR, frozenset({"parties"})),
    "organisation": ({"label": _text(500, 1)}, frozenset()),
    "source": (
        dict.fromkeys(("location", "title", "document", "text", "retrieved_at", "follows"), _maybe(LONG)),
        frozenset(),
    ),
}
IDENTITY: dict[str, Check] = {"type": lambda value: isinstance(value, str) and value in TYPES, "key": _text(400, 1)}
BODIES: dict[str, tuple[dict[str, Check], frozenset[str]]] = {
    "assert": (CLAIM, frozenset({"value"})),
    "merge": (REASON | {"into": _is_uuid}, frozenset({"into"})),
    "split": (REASON | {"from": _is_uuid, "claims": _each(_matches(ID))}, frozenset({"from"})),
}
ENTRY_FIELDS: dict[str, Check] = {
    "line": lambda value: True,
    "id": _matches(ID),
    "at": _is_instant,
    "by": _matches(ACTOR),
    "op": lambda value: isinstance(value, str) and value in OPS,
    "subject": _is_uuid,
    "property": _text(20),
    "source": _is_uuid,
    "period": lambda value: _text(50, 1)(value) and _is_edtf(value),
    "target": _matches(ID),
    "body": lambda value: isinstance(value, dict),
    "redacted": lambda value: value is True,
}
SOURCE_FIELDS: dict[str, Check] = {
    "line": lambda value: True,
    "id": _is_uuid,
    "document": _has(
        {"sha256": _matches(SHA256), "size": _whole(2**63), "media_type": _text(100)},
        frozenset({"sha256", "size", "media_type"}),
    ),
    "extractor": _text(33),
    "version": _text(20),
    "text": lambda value: isinstance(value, str),
    "length": _whole(2**31),
    "quotes": lambda value: isinstance(value, list),
    "location": _text(2_000),
    "origin": _text(4_000),
    "title": NAME,
    "language": _text(12),
    "retrieved_at": _is_instant,
    "follows": _is_uuid,
}
SOURCE_NEEDED = frozenset({"id", "document", "extractor", "version", "location", "title", "language", "retrieved_at"})
LONGEST_TEXT = 50_000_000
PERSON_FIELDS: dict[str, Check] = {"line": lambda value: True, "id": _matches(ACTOR), "name": _text(200, 1)}


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
    if name := _misfit(row, fields, needed):
        shown = repr(row[name])[:80] if name in row else "nothing"
        raise RowRefused(f"The field “{name}” is not as an export has it: {shown}.")


def _refuse_body(op: str, property_: str, body: Row) -> None:
    if op == "identify":
        _refuse_misfit({n: v for n, v in body.items() if n in IDENTITY}, IDENTITY, frozenset(IDENTITY))
        facts, needed = FACTS[body["type"]]
        _refuse_misfit({n: v for n, v in body.items() if n not in IDENTITY}, facts, needed)
        return
    fields, needed = BODIES.get(op, (REASON, frozenset()))
    _refuse_misfit(body, _with_others(body, fields, RESERVED), needed)
    if op == "assert":
        _refuse_value(property_, body["value"])


def _refuse_value(property_: str, value: Any) -> None:
    try:
        validate_value(property_, value)
    except (ValueRefused, TypeError) as error:
        raise RowRefused(f"The claim cannot be: {error}.") from None
    if not VALUES.get(property_, _is_plain)(value):
        raise RowRefused(f"The value of the claim is not one of “{property_}”: {value!r}."[:300])


def _is_plain(value: Any, depth: int = 4) -> bool:
    if isinstance(value, dict):
        return depth > 0 and all(_is_plain(one, depth - 1) for one in value.values())
    if isinstance(value, list):
        return depth > 0 and all(_is_plain(one, depth - 1) for one in value)
    if isinstance(value, int):
        return abs(value) < 2**53
    return value is None or isinstance(value, bool | float) or (isinstance(value, str) and len(value) <= 4_000)


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
        if not (isinstance(quote, list) and len(quote) == 2 and _whole(length + 1)(quote[0]) and WORDS(quote[1])):
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
