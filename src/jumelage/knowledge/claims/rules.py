"""What a claim may say, and which claims cannot be true together. No database here."""

import re
from collections.abc import Callable
from typing import Any

from jumelage.core import edtf

KINDS = ("partnership", "friendship", "project", "contact")
STATUSES = ("planned", "active", "resting", "ended")
SCOPES = ("official", "all")
EVENT_TYPES = (
    "idea", "council_resolution", "proclamation", "signing", "renewal", "anniversary",
    "visit", "suspension", "resumption", "termination", "other",
)  # fmt: skip
RELATIONS = ("partnership", "cooperation", "contact", "visit")
ORGANISATION_TYPES = ("association", "club", "school", "university", "chamber", "committee", "company", "other")
SOURCE_CLASSES = ("city", "council", "partner", "press", "aggregator", "retelling", "officer", "import")
DESCRIPTIONS = ("published", "source_class", "title", "retells")
REPEATS = "repeats"
ABOUT_SOURCES = (*DESCRIPTIONS, REPEATS)
BY_ONE_PERSON = (*ABOUT_SOURCES, "organisation")  # what something is called; no fact on a partnership
SINGLE_VALUED = ("kind", "since", "until")
WIKIDATA_ID = re.compile(r"Q[1-9]\d{0,9}", re.ASCII)


class ValueRefused(ValueError):
    """The value does not fit its property; the message says what is expected."""


def _one_of(*allowed: str) -> Callable[[Any], bool]:
    return lambda value: value in allowed


def _is_edtf(value: Any) -> bool:
    try:
        edtf.parse(value)
    except (edtf.DateError, TypeError):
        return False
    return True


def _has(**types: type) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, dict) and all(isinstance(value.get(k), t) for k, t in types.items())


def _is_event(value: Any) -> bool:
    return _has(type=str)(value) and value["type"] in EVENT_TYPES and (not value.get("date") or _is_edtf(value["date"]))


def _is_link(value: Any) -> bool:
    named = isinstance(value, dict) and (value.get("home_organisation") or value.get("partner_organisation"))
    return bool(named) and value.get("relation") in RELATIONS and (not value.get("since") or _is_edtf(value["since"]))


def _is_organisation(value: Any) -> bool:
    return _has(name=str)(value) and bool(value["name"].strip()) and value.get("type") in ORGANISATION_TYPES


def _is_wikidata(value: Any) -> bool:
    return isinstance(value, str) and bool(WIKIDATA_ID.fullmatch(value))


def _are_claims(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(number, int) for number in value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


PROPERTIES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "kind": (_one_of(*KINDS), f"one of {', '.join(KINDS)}"),
    "status": (_one_of(*STATUSES), f"one of {', '.join(STATUSES)}"),
    "since": (_is_edtf, "a date such as 1960, 1960-05 or 1960-05-14"),
    "until": (_is_edtf, "a date such as 1960, 1960-05 or 1960-05-14"),
    "event": (_is_event, f"an event of a type among {', '.join(EVENT_TYPES)}, with a date such as 1960-05-14 or none"),
    "link": (_is_link, "a link with a relation and at least one organisation"),
    "organisation": (_is_organisation, f"an organisation with a name and a type among {', '.join(ORGANISATION_TYPES)}"),
    "count": (_has(value=int), "a count with a whole number"),
    "field": (_is_text, "the name of a field of exchange"),
    "membership": (_is_text, "the name of a network"),
    "project": (_has(title=str), "a project with a title"),
    "wikidata": (_is_wikidata, "an id of Wikidata such as Q1295"),
    "published": (_is_edtf, "a date such as 2023-10, or 2025-11-28/.. for a day after"),
    "source_class": (_one_of(*SOURCE_CLASSES), f"one of {', '.join(SOURCE_CLASSES)}"),
    "title": (_is_text, "a title"),
    "retells": (_is_text, "whom the source retells"),
    REPEATS: (_are_claims, "the numbers of the claims that a version says again"),
    "counting_rule": (_has(name=str, kinds=list, statuses=list, inland=bool), "a counting rule"),
}


def validate_value(property_: str, value: Any) -> None:
    """Raises ValueRefused when the value does not fit the property."""
    if property_ not in PROPERTIES:
        raise ValueRefused(f"{property_!r} is not a property: expected one of {', '.join(PROPERTIES)}")
    fits, expected = PROPERTIES[property_]
    if not fits(value):
        raise ValueRefused(f"{value!r} does not fit {property_}: expected {expected}")


def period_of(property_: str, value: Any, period: str | None) -> str:
    """The time of which a claim speaks, as EDTF; empty where it speaks of none."""
    if period:
        return period
    if property_ == "since":
        return value if "/" in value else f"{value}/.."
    if property_ == "until":
        return value if "/" in value else f"../{value}"
    if property_ == "event":
        return value.get("date") or ""
    if property_ == "link" and value.get("since"):
        return f"{value['since']}/.."
    return ""


def contradict(property_: str, one: Any, other: Any) -> bool:
    """Whether two values of one subject cannot both be true at one time. Dates of which one lies within the other agree."""
    if property_ not in SINGLE_VALUED or one == other:
        return False
    if property_ in ("since", "until"):
        return edtf.parse(one).disjoint(edtf.parse(other))
    return True
