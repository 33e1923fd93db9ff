"""The seed pages against their gold facts: facts, steps with people and agreements, ties of bodies, counts."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jumelage.core.text import fold
from jumelage.knowledge.reader import Claim, Reading, read
from jumelage.knowledge.sources.extract import extract

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
HOME = "Dortmund"
FACTS = ("country", "since", "kind", "status")
AGREED = ("signing", "renewal", "proclamation")
SIGNIFICANT = 12  # as many letters of a body's name tell which is meant
Gold = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that gold says, or one that was read beside it; right tells whether the two agree."""

    page: str
    what: str
    name: str
    right: bool


def readings() -> dict[str, Reading]:
    return {path.name[:3]: _read(path) for path in sorted(SEEDS.glob("*.txt"))}


def _read(path: Path) -> Reading:
    document = extract(path.read_bytes(), media_type="text/plain")
    return read(document, home=HOME, home_country=None, published=None, language=None)


def checks(pages: Mapping[str, Reading]) -> Iterator[Check]:
    gold: Gold = json.loads((SEEDS / "gold.json").read_text(encoding="utf-8"))["seeds"]
    for number, reading in pages.items():
        for family in (_facts, _events, _people, _agreements, _links, _counts):
            for name, right in family(reading.claims, gold[number]):
                yield Check(number, family.__name__.strip("_"), name, right)


def share(rows: list[Check]) -> float:
    return sum(row.right for row in rows) / len(rows)


def _facts(claims: tuple[Claim, ...], gold: Gold) -> Iterator[tuple[str, bool]]:
    mine: dict[str, dict[str, object]] = {}
    for claim in claims:
        if claim.partner and claim.property in FACTS:
            mine.setdefault(claim.partner.name, {"country": claim.partner.country})[claim.property] = claim.value
    for fact in gold["facts"]:
        told = mine.pop(fact["partner"], {})
        yield fact["partner"], bool(told)
        yield from ((f"{fact['partner']} {f}", told.get(f) == fact[f]) for f in FACTS if fact[f] is not None)
    yield from ((name, False) for name in mine)


def _steps(claims: tuple[Claim, ...]) -> list[tuple[Claim, dict[str, Any]]]:
    return [(c, c.value) for c in claims if c.property == "event" and not isinstance(c.value, str)]


def _events(claims: tuple[Claim, ...], gold: Gold) -> Iterator[tuple[str, bool]]:
    mine = {
        (value["type"], value["date"], claim.partner.name if claim.partner else None) for claim, value in _steps(claims)
    }
    for event in gold["events"]:
        key = (event["type"], event["date"], next(iter(event["cities"]), None))
        yield " ".join(map(str, key)), key in mine
        mine.discard(key)
    yield from ((" ".join(map(str, key)), False) for key in sorted(mine, key=str))


def _people(claims: tuple[Claim, ...], gold: Gold) -> Iterator[tuple[str, bool]]:
    """Those who act: who signs, proclaims, founds; each is one of the people of a step, be it by the family name alone."""
    named = {fold(person["name"]).split()[-1] for _, value in _steps(claims) for person in value["people"]}
    acting = [p for p in gold["people"] if p["name"] and "Fotograf" not in p["role"]]
    yield from ((p["name"], fold(p["name"]).split()[-1] in named) for p in acting)


def _agreements(claims: tuple[Claim, ...], gold: Gold) -> Iterator[tuple[str, bool]]:
    """A paper with a date is the municipalities' step of that day, or the tie of the bodies that made it."""
    days = {value["date"] for _, value in _steps(claims) if value["type"] in AGREED}
    for paper in (p for p in gold["agreements"] if p["date"]):
        ours = HOME in paper["parties"]
        yield paper["name"], paper["date"] in days if ours else _link(claims, paper["parties"]) is not None


def _link(claims: tuple[Claim, ...], bodies: list[str]) -> dict[str, Any] | None:
    wanted = {fold(body)[:SIGNIFICANT] for body in bodies}
    for claim in claims:
        if claim.property == "link" and not isinstance(claim.value, str):
            names = fold(f"{claim.value['home_organisation']} {claim.value['partner_organisation']}")
            if all(body in names for body in wanted):
                return claim.value
    return None


def _links(claims: tuple[Claim, ...], gold: Gold) -> Iterator[tuple[str, bool]]:
    """Ties of two bodies, with their year; guests, musicians and offices have none."""
    ties = [o for o in gold["organisations"] if o["home_org"] and o["partner_org"]]
    for tie in ties:
        found = _link(claims, [tie["home_org"], tie["partner_org"]])
        yield tie["home_org"], found is not None and found["since"] == tie["since"]
    more = sum(c.property == "link" for c in claims) - len(ties)
    yield from (("a tie beside them", False) for _ in range(more))


def _counts(claims: tuple[Claim, ...], gold: Gold) -> Iterator[tuple[str, bool]]:
    """Numbers of partners; years and other towns' numbers are none."""
    mine = {c.value["value"] for c in claims if c.property == "count" and not isinstance(c.value, str)}
    stated = {c["n"] for c in gold["counts"] if "partner" in c["what"] and "years" not in c["what"]}
    yield from ((str(n), n in mine) for n in sorted(stated))
    yield from ((str(n), False) for n in sorted(mine - stated, key=str))
