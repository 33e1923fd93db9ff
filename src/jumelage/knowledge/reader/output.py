"""The reading as the contract's JSON."""

from collections.abc import Mapping
from typing import Any

from jumelage.knowledge.reader.model import Claim, Evidence, Finding, PlaceRef, Reading


def place_json(place: PlaceRef | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {
        "name": place.name,
        "label": place.label,
        "country": place.country,
        "geonameid": place.geonameid,
        "lat": place.lat,
        "lon": place.lon,
    }


def evidence_json(evidence: Evidence) -> dict[str, Any]:
    return {"role": evidence.role, "start": evidence.start, "end": evidence.end, "quote": evidence.quote}


def claim_json(claim: Claim) -> dict[str, Any]:
    home = place_json(claim.home)
    value = dict(claim.value) if isinstance(claim.value, Mapping) else claim.value
    return {
        "home": {k: home[k] for k in ("name", "label", "country", "geonameid")} if home else None,
        "partner": place_json(claim.partner),
        "property": claim.property,
        "value": value,
        "scope": claim.scope,
        "period": claim.period,
        "target": claim.target,
        "inferred": claim.inferred,
        "reported_by": claim.reported_by,
        "reader": claim.reader,
        "rule": claim.rule,
        "score": claim.score,
        "evidence": [evidence_json(e) for e in claim.evidence],
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    body = {
        "type": finding.type,
        "what": finding.what,
        "stated": finding.stated,
        "listed": finding.listed,
        "complete": finding.complete,
    }
    extra = {"partner": place_json(finding.partner)} if finding.partner else {}
    return body | extra | {"evidence": [evidence_json(e) for e in finding.evidence]}


def reading_json(reading: Reading, *, location: str, sha256: str, characters: int) -> dict[str, Any]:
    """One object of the array that `jumelage read` prints."""
    return {
        "source": {
            "location": location,
            "title": reading.title,
            "language": reading.language,
            "published": reading.published,
            "sha256": sha256,
            "characters": characters,
        },
        "home": place_json(reading.home),
        "claims": [claim_json(c) for c in reading.claims],
        "findings": [finding_json(f) for f in reading.findings],
        "warnings": list(reading.warnings),
        "error": None,
    }
