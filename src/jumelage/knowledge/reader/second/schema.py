"""The one schema of an answer: sent with the question, and held against what comes back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jumelage.knowledge.reader.claims.counts import WHAT
from jumelage.knowledge.reader.gate import LONGEST
from jumelage.knowledge.reader.model import Property

PROPERTIES: tuple[Property, ...] = ("kind", "status", "since", "until", "event", "link", "count", "field", "membership")
VALUES = (
    "kind: partnership, friendship, project or contact. status: planned, active, resting or ended. since, until: "
    "YYYY, YYYY-MM or YYYY-MM-DD. event: idea, council_resolution, proclamation, signing, renewal, anniversary, visit, "
    "suspension, resumption, termination or other. link: partnership, cooperation, contact or visit. count: the number "
    "in figures. field, membership: the page's own words."
)


def _text(description: str) -> dict[str, Any]:
    return {"type": "string", "description": description}


def _maybe(description: str, **more: Any) -> dict[str, Any]:
    return {"type": ["string", "null"], "description": description, **more}


FIELDS: dict[str, Any] = {
    "property": {"type": "string", "enum": list(PROPERTIES), "description": "What is said."},
    "home": _maybe(
        "Whose partner it is, by name, where the page tells of several municipalities' partners; else null."
    ),
    "partner": _maybe("The partner municipality's name, copied as the page writes it; null where no partner is meant."),
    "value": _text(VALUES),
    "date": _maybe("For an event its date, for status planned the date to be reached, as YYYY[-MM[-DD]]; else null."),
    "what": _maybe("For a count: what is counted; else null.", enum=[*WHAT.values(), None]),
    "home_organisation": _maybe("For a link: the home's school, club or other body, as written; else null."),
    "partner_organisation": _maybe("For a link: the partner's body, as written; else null."),
    "quotes": {
        "type": "array",
        "items": _text(f"Words of the page, copied letter by letter, {LONGEST} signs at most."),
        "description": "One to four quotes that together hold the words which say the value.",
    },
}


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


CLAIM = _object(FIELDS)
SCHEMA = _object({"claims": {"type": "array", "items": CLAIM}})
NAMES = {str: "string", list: "array", dict: "object", type(None): "null"}


@dataclass(frozen=True, slots=True)
class Row:
    """One claim of an answer that fits the schema; nothing in it is believed yet."""

    property: Property
    home: str | None
    partner: str | None
    value: str
    date: str | None
    what: str | None
    home_organisation: str | None
    partner_organisation: str | None
    quotes: list[str]


def misfit(value: Any, schema: Mapping[str, Any], where: str) -> str | None:
    """What in the value does not fit; None where all does. Knows the words that SCHEMA uses, and no others."""
    expected = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    found = NAMES.get(type(value), type(value).__name__)
    if found not in expected:
        return f"{where}: expected {' or '.join(expected)}, found {found}"
    if "enum" in schema and value not in schema["enum"]:
        return f"{where}: expected one of {', '.join(str(v) for v in schema['enum'] if v)}"
    if found == "object":
        return _misfit_object(value, schema, where)
    items = enumerate(value) if found == "array" else ()
    return next((fault for i, v in items if (fault := misfit(v, schema["items"], f"{where}[{i}]"))), None)


def _misfit_object(value: dict[str, Any], schema: Mapping[str, Any], where: str) -> str | None:
    known = schema["properties"]
    if missing := [name for name in schema["required"] if name not in value]:
        return f"{where}: expected {missing[0]!r}, found none"
    if len(value) > len(known):
        return f"{where}: expected nothing but {', '.join(known)}"
    return next((fault for k, v in value.items() if (fault := misfit(v, known[k], f"{where}.{k}"))), None)
