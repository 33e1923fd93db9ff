"""Entities of Wikidata as wbgetentities and Special:EntityData give them, or their bare statements. Pure: no Django.

What the structure does not promise fails loudly: for the file where it is no entity at all, else for the one statement.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from jumelage.knowledge.exchange.formats.statements import (
    RANKS,
    TWINNED,
    Refused,
    Statement,
    StatementRefused,
    edtf_of,
    reading_of,
    statement_id,
)
from jumelage.knowledge.exchange.model import ImportRefused, Party, Reading

LANGUAGES = ("de", "en", "fr", "mul")
START, END = "P580", "P582"
COORDINATES, GEONAMES = "P625", "P1566"

Json = Any


def read_entities(found: Json) -> Reading:
    """found: the parsed JSON. Raises ImportRefused."""
    entities = entities_in(found)
    parties = {qid: _party(qid, entity) for qid, entity in entities.items()}
    return reading_of(_statements(entities, parties), extractor="wikidata", media_type="application/json")


def entities_in(found: Json) -> dict[str, Json]:
    """By id. A list of statements belongs to the entities that their ids name."""
    if isinstance(found, dict) and isinstance(found.get("entities"), dict):
        return {qid: entity for qid, entity in found["entities"].items() if "missing" not in entity}
    if isinstance(found, dict) and isinstance(found.get("claims"), dict) and "id" in found:
        return {found["id"]: found}
    statements = found if isinstance(found, list) else [found]
    if not statements or not all(isinstance(s, dict) and "mainsnak" in s for s in statements):
        raise ImportRefused("The file is JSON, but holds neither entities nor statements nor results of Wikidata.")
    by: dict[str, Json] = {}
    for statement in statements:
        claims = by.setdefault(str(statement.get("id", "")).partition("$")[0].upper(), {"claims": {}})["claims"]
        claims.setdefault(statement["mainsnak"].get("property"), []).append(statement)
    return by


def _statements(entities: Mapping[str, Json], parties: Mapping[str, Party]) -> Iterator[Statement | Refused]:
    for qid, entity in entities.items():
        for raw in entity.get("claims", {}).get(TWINNED, ()):
            try:
                yield _statement(raw, qid, parties)
            except StatementRefused as error:
                yield Refused(str(error), json.dumps(raw, ensure_ascii=False))
            except (KeyError, TypeError, AttributeError, ValueError) as error:
                what = f"The statement is not built as Wikidata builds them: {type(error).__name__} {error}."
                yield Refused(what, json.dumps(raw, ensure_ascii=False))


def _statement(raw: Json, qid: str, parties: Mapping[str, Party]) -> Statement:
    partner = _value(raw["mainsnak"])
    if partner is None:
        raise StatementRefused("The partner is not named: the statement's value is unknown or none.")
    if raw["rank"] not in RANKS:
        raise StatementRefused(f"{raw['rank']!r} is no rank: expected one of {', '.join(RANKS)}.")
    qualifiers = raw.get("qualifiers", {})
    return Statement(
        statement_id(raw["id"]),
        parties.get(qid) or Party("", wikidata=qid),
        parties.get(_qid(partner)) or Party("", wikidata=_qid(partner)),
        raw["rank"],
        _time(qualifiers.get(START, ())),
        _time(qualifiers.get(END, ())),
        any(snak["snaktype"] == "somevalue" for snak in qualifiers.get(END, ())),
        tuple(_reference(reference) for reference in raw.get("references", ())),
        tuple(sorted(set(qualifiers) - {START, END})),
    )


def _value(snak: Json) -> Json:
    """None for an unknown value and for none. Raises StatementRefused for a snak of another type."""
    if snak["snaktype"] in ("somevalue", "novalue"):
        return None
    if snak["snaktype"] != "value":
        raise StatementRefused(f"{snak['snaktype']!r} is no type of snak that is known.")
    return snak["datavalue"]["value"]


def _qid(value: Json) -> str:
    return str(value.get("id") or f"Q{value['numeric-id']}")


def _time(snaks: Json) -> str:
    """The date that the qualifiers agree on; empty where they give none."""
    values = [value for snak in snaks if (value := _value(snak)) is not None]
    found = {edtf_of(value["time"], value["precision"], value["calendarmodel"]) for value in values}
    if len(found) > 1:
        raise StatementRefused(f"The statement gives several dates for one thing: {', '.join(sorted(found))}.")
    return next(iter(found), "")


def _reference(reference: Json) -> dict[str, list[str]]:
    """Property → values, in the order of the reference; what is no text, item or time stays as JSON."""
    order = reference.get("snaks-order") or list(reference["snaks"])
    return {
        name: [_plain(value) for snak in reference["snaks"][name] if (value := _value(snak)) is not None]
        for name in order
    }


def _plain(value: Json) -> str:
    if isinstance(value, str):
        return value
    if "time" in value:
        try:
            return edtf_of(value["time"], value["precision"], value["calendarmodel"])
        except StatementRefused:
            return str(value["time"])
    if "id" in value or "numeric-id" in value:
        return _qid(value)
    return str(value["text"]) if "text" in value else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _party(qid: str, entity: Json) -> Party:
    labels = entity.get("labels", {})
    named = [labels[language]["value"] for language in (*LANGUAGES, *sorted(labels)) if language in labels]
    geonames = _first(entity, GEONAMES)
    at = _first(entity, COORDINATES)
    point = (at["latitude"], at["longitude"]) if at else None
    is_number = isinstance(geonames, str) and geonames.isascii() and geonames.isdigit()
    return Party(named[0] if named else "", point=point, wikidata=qid, geonameid=int(geonames) if is_number else None)


def _first(entity: Json, property_: str) -> Json:
    """The value of the best statement of the entity's own, None where there is none."""
    ranked = sorted(entity.get("claims", {}).get(property_, ()), key=lambda s: RANKS.index(s.get("rank", "normal")))
    values = (_value(s["mainsnak"]) for s in ranked if s.get("rank") != "deprecated")
    return next((value for value in values if value is not None), None)
