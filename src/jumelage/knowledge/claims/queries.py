"""Reads of the ledger that span tables."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from jumelage.core import edtf, rows
from jumelage.core.edtf import PartialDate
from jumelage.knowledge.claims.actor import names, who
from jumelage.knowledge.claims.models import Claim, Entry, Op, Payload, Rank, State
from jumelage.knowledge.claims.origin import ORIGIN, Origin
from jumelage.knowledge.claims.rules import DESCRIPTIONS
from jumelage.knowledge.sources.models import Source


@dataclass(frozen=True, slots=True)
class SourceCard:
    """A source with what the ledger says about it; `published` is EDTF, empty where nobody knows the date."""

    source: Source
    title: str
    published: str
    source_class: str
    retells: str

    @property
    def when(self) -> PartialDate | None:
        return edtf.parse(self.published) if self.published else None


@dataclass(frozen=True, slots=True)
class Decided:
    """One judgement: who, when, what, why."""

    op: str
    who: str
    at: datetime
    reason: str


def settled_at(claims: Iterable[int]) -> dict[int, datetime]:
    """When each of these claims was last said or decided on."""
    last: dict[int, int] = {}
    for chunk in rows.chunks(set(claims)):
        found = Claim.objects.filter(pk__in=chunk).values_list("seq", "decided_seq")
        last |= {seq: decided or seq for seq, decided in found}
    at: dict[int, datetime] = {}
    for chunk in rows.chunks(set(last.values())):
        at |= dict(Entry.objects.filter(pk__in=chunk).values_list("seq", "recorded_at"))
    return {seq: at[entry] for seq, entry in last.items()}


def source_cards(sources: Iterable[Source]) -> dict[UUID, SourceCard]:
    """Accepted statements of people go before what was read on the page; among equals the last one stands."""
    found = {source.pk: source for source in sources}
    said: dict[UUID, dict[str, str]] = {pk: {} for pk in found}
    claims = Claim.objects.live().filter(subject__in=found, property__in=DESCRIPTIONS)
    for claim in sorted(claims, key=lambda c: (c.state == State.ACCEPTED, c.rank == Rank.PREFERRED, c.seq)):
        said[claim.subject_id][claim.property] = claim.value
    return {pk: _card(source, said[pk]) for pk, source in found.items()}


def _card(source: Source, said: dict[str, str]) -> SourceCard:
    return SourceCard(
        source,
        said.get("title") or source.title,
        said.get("published", ""),
        said.get("source_class", ""),
        said.get("retells", ""),
    )


def evidence_of(claims: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """Evidence by claim; a redacted one has none."""
    bodies = Payload.objects.filter(pk__in=claims).values_list("pk", "body")
    return {pk: json.loads(body).get("evidence", []) for pk, body in bodies}


def decisions_on(claims: Collection[int]) -> dict[int, list[Decided]]:
    """Every judgement on each claim, in order; one on a whole source judged what was open of it then."""
    sources = dict(Claim.objects.filter(pk__in=claims).values_list("pk", "source"))
    told = Q(target__in=claims) | Q(target=None, source__in=set(sources.values()), op__in=[Op.ACCEPT, Op.ENDORSE])
    entries = list(Entry.objects.filter(told).exclude(op=Op.ASSERT).select_related("payload").order_by("seq"))
    people = names({entry.actor for entry in entries})
    found: dict[int, list[Decided]] = {claim: [] for claim in claims}
    is_open = dict.fromkeys(claims, True)
    for entry in entries:
        of = [entry.target_id] if entry.target_id else [c for c in claims if _was_open(c, entry, sources, is_open)]
        for claim in of:
            found[claim].append(_decided(entry, people))
            is_open[claim] = entry.op in (Op.WITHDRAW, Op.ENDORSE)
    return found


def _was_open(claim: int, entry: Entry, sources: Mapping[int, UUID | None], is_open: Mapping[int, bool]) -> bool:
    return is_open[claim] and claim < entry.seq and sources.get(claim) == entry.source_id


def _decided(entry: Entry, people: dict[str, str]) -> Decided:
    body = json.loads(entry.payload.body) if hasattr(entry, "payload") else {}
    at = Origin.of(body[ORIGIN]).at if ORIGIN in body else entry.recorded_at
    return Decided(entry.op, who(entry.actor, body, people), at, body.get("reason", ""))
