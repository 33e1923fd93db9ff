"""The ledger's past in the office's words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from jumelage.accounts.models import User
from jumelage.faces import words
from jumelage.knowledge.claims.actor import names, person
from jumelage.knowledge.claims.models import Claim, Entry
from jumelage.knowledge.claims.queries import decisions_on

LOOKED_AT = 300


def history(partnership: UUID) -> list[dict[str, Any]]:
    """What was said of a partnership and decided on it, for _changes.html."""
    claims = list(Claim.objects.filter(subject=partnership).order_by("seq"))
    people = names({claim.actor for claim in claims})
    rows = [_row(c, c.recorded_at, people.get(c.actor, c.actor), "assert") for c in claims]
    for seq, decided in decisions_on([claim.seq for claim in claims]).items():
        claim = next(c for c in claims if c.seq == seq)
        rows += [_row(claim, one.at, one.who, one.op, one.reason) for one in decided]
    return rows


def since(away: datetime, user: User, partners: Mapping[UUID, str]) -> list[dict[str, Any]]:
    """What others decided on the office's partnerships after that moment, among the newest entries."""
    newest = Entry.objects.order_by("-seq").values_list("seq", "target_id", "actor", "op", "recorded_at")[:LOOKED_AT]
    found = [row for row in newest if row[4] > away and row[1] and row[2] != person(user)]
    claims = Claim.objects.filter(subject__in=partners).in_bulk([row[1] for row in found])
    people = names({row[2] for row in found})
    return [
        _row(claims[target], at, people.get(who, who), op) | {"partner": partners[claims[target].subject_id]}
        for _seq, target, who, op, at in found
        if target in claims
    ]


def _row(claim: Claim, at: datetime, who: str, op: str, reason: str = "") -> dict[str, Any]:
    said = words.labelled(words.property_name(claim.property), words.claim_value(claim.property, claim.value))
    did = words.decision(op)
    return {"at": at, "who": words.actor(who), "what": said, "text": words.labelled(did, reason) if reason else did}
