"""A register in which everything has happened once, and the file in which it leaves."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from factories import claim, municipality, officer, pair
from factories import source as a_source

from jumelage.accounts.models import User
from jumelage.accounts.roles import Role
from jumelage.knowledge.claims import actor
from jumelage.knowledge.claims.actions.append import Draft, append
from jumelage.knowledge.claims.actions.decide import accept_source, correct, decide, state_fact
from jumelage.knowledge.claims.actions.redact import redact
from jumelage.knowledge.claims.models import Claim, Identity, Op
from jumelage.knowledge.claims.queries import decisions_on, evidence_of
from jumelage.knowledge.exchange.register.reading import RegisterFile
from jumelage.knowledge.exchange.register.taking import Taken, take_register
from jumelage.knowledge.exchange.register.writing import Wish, register_lines
from jumelage.knowledge.partnerships.actions import merge_municipalities, split_municipality, split_partner_off
from jumelage.knowledge.partnerships.models import Municipality
from jumelage.knowledge.partnerships.queries import register_on
from jumelage.knowledge.places import gazetteer
from jumelage.knowledge.sources.models import Source

TEXT = "Essen und Tampere sind Partner seit 1960. Auch mit Grenoble, seit 1976. Es sprach Ida Muster."
FILE = "register.jsonl"

Row = dict[str, Any]


class Elsewhere(Exception):
    """Takes back what was done in another register."""


class Registers:
    """A register that leaves as a file, and an empty one beside it: both in one database, one after the other."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE

    def export(self, **wish: Any) -> bytes:
        data = "".join(f"{line}\n" for line in register_lines(Wish(**wish))).encode()
        self.path.write_bytes(data)
        return data

    def write(self, rows: list[Row]) -> None:
        rows[-1] = {"line": "end", "rows": len(rows) - 1}
        self.path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")

    def take(self, *, commit: bool = True, **options: Any) -> Taken:
        return take_register(RegisterFile(self.path), commit=commit, **options)


def rows_of(data: bytes) -> list[Row]:
    return [json.loads(line) for line in data.splitlines()]


def spoken(kept: Source, subject: UUID, property_: str, value: Any, words: str) -> Claim:
    at = TEXT.index(words)
    evidence = [{"role": "value", "start": at, "end": at + len(words), "quote": words}]
    draft = Draft(Op.ASSERT, subject, property_, kept.pk, body={"value": value, "evidence": evidence, "rule": "test"})
    append([draft], by="reader:llm")
    return Claim.objects.get(pk=draft.seq)


def eventful(by: User, redacting: bool) -> dict[str, Any]:
    """A register in which everything has happened once: reading, decisions, corrections, merges, splits, redaction."""
    essen, tampere, grenoble = (
        municipality("Essen", geonameid=2928810),
        municipality("Tampere", "FI", geonameid=634963),
        municipality("Grenoble", "FR"),
    )
    first, second = pair(essen, tampere), pair(essen, grenoble)
    kept = a_source(TEXT)
    append([Draft(Op.ASSERT, kept.pk, "source_class", kept.pk, body={"value": "city"})], by="system")
    since = spoken(kept, first, "since", "1960", "seit 1960")
    kind = spoken(kept, first, "kind", "partnership", "sind Partner")
    wrong = spoken(kept, second, "since", "1977", "seit 1976")
    person = spoken(kept, second, "event", {"type": "other", "people": [{"name": "Ida Muster"}]}, "Ida Muster")
    decide(Op.ACCEPT, [since, kind], by=by)
    correct(wrong, "1976", by=by, reason="read wrongly")
    accept_source(kept.pk, by=by, reason="the city's own page")
    state_fact(second, "kind", "friendship", by=by, reason="asked the archive")
    decide(Op.PREFER, [Claim.objects.get(pk=since.pk)], by=by, reason="the finer one")
    waits = claim(first, "field", "culture")
    append([Draft(Op.ENDORSE, first, "field", target=waits.pk)], by=actor.person(by))  # the first of two persons
    if redacting:
        redact([person.pk], by=by, reason="asked for")
    double = municipality("Grenoble-Alpes", "FR")
    merge_municipalities(double, grenoble, by=by, reason="the same town")
    split_municipality(double, by=by, reason="not the same after all")
    merge_municipalities(municipality("Tammerfors", "FI"), tampere, by=by, reason="its Swedish name")
    lille = gazetteer.lookup("Lille", country="FR")[0]
    split_partner_off([claim(second, "field", "sport")], essen, lille, by=by, reason="that was Lille")
    return {"essen": essen, "source": kept.pk, "person": person.pk, "since": since.pk, "second": second}


def known() -> dict[str, Any]:
    """What is known, without this ledger's own numbers, times and actors."""
    numbers = {claim.seq: n for n, claim in enumerate(Claim.objects.order_by("seq"))}
    claims = [
        (
            c.subject_id,
            c.property,
            c.value,
            c.source_id,
            c.period,
            c.state,
            c.rank,
            c.endorsed_by,
            c.actor,
            c.recorded_at,
        )
        for c in Claim.objects.order_by("seq")
    ]
    return {
        "claims": claims,
        "evidence": [evidence_of([seq]).get(seq) for seq in numbers],
        "decisions": [[(d.op, d.at, d.reason) for d in decisions_on([seq])[seq]] for seq in numbers],
        "identities": sorted(Identity.objects.values_list("pk", "type", "key", "merged_into")),
        "municipalities": sorted(Municipality.objects.values_list("pk", "label", "country", "geonameid")),
        "sources": list(
            Source.objects.order_by("pk").values_list("pk", "title", "location", "text__text", "retrieved_at")
        ),
        "states": [(s.partnership, s.kind, s.status, s.since and s.since.date) for s in register_on(date(2026, 1, 1))],
    }


def moved(registers: Registers, redacting: bool = False, **wish: Any) -> tuple[bytes, dict[str, Any], Any]:
    """Makes an eventful register, exports it, and takes it all back: the database is empty again."""
    found: tuple[bytes, dict[str, Any], Any] = (b"", {}, None)
    try:
        with transaction.atomic():
            made = eventful(officer(role=Role.HEAD), redacting)
            data = registers.export(**{"of": made["essen"], **wish} if wish.pop("city", False) else wish)
            found = data, known(), made
            raise Elsewhere
    except Elsewhere:
        return found
