"""Keeps Claim in step with the ledger: one fold over entries, used for each append and for a rebuild from nothing."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from jumelage.knowledge.claims.actions.append import BATCH, Recorded
from jumelage.knowledge.claims.models import Claim, Entry, Op, Rank, State

CHANGES: dict[str, dict[str, str]] = {
    Op.ACCEPT: {"state": State.ACCEPTED},
    Op.REJECT: {"state": State.REJECTED},
    Op.RETRACT: {"state": State.RETRACTED},
    Op.WITHDRAW: {"state": State.PROPOSED, "rank": Rank.NORMAL},
    Op.PREFER: {"rank": Rank.PREFERRED},
    Op.DEPRECATE: {"rank": Rank.DEPRECATED},
}


def project(recorded: Sequence[Recorded]) -> None:
    """Brings Claim up to date with entries that were just written."""
    Claim.objects.filter(pk__in=[r.entry.target_id for r in recorded if r.entry.op == Op.REDACT]).delete()
    judged = _judged(recorded)
    claims = fold(recorded, judged)
    fresh = [claim for seq, claim in claims.items() if seq not in judged]
    Claim.objects.bulk_create(fresh, batch_size=BATCH)
    Claim.objects.bulk_update(judged.values(), ["state", "rank", "decided_seq"], batch_size=BATCH)


def fold(recorded: Iterable[Recorded], claims: dict[int, Claim] | None = None) -> dict[int, Claim]:
    """Claims by their number after these entries, in order, on top of those given."""
    claims = dict(claims or {})
    for entry, body in ((r.entry, r.body) for r in recorded):
        if entry.op == Op.ASSERT and body:  # a redacted one says nothing any more
            claims[entry.seq] = _claim(entry, body)
        if entry.op == Op.REDACT:
            claims.pop(entry.target_id or 0, None)
        for claim in _targets(entry, claims) if entry.op in CHANGES else ():
            for name, value in CHANGES[entry.op].items():
                setattr(claim, name, value)
            claim.decided_seq = entry.seq
    return claims


def _claim(entry: Entry, body: dict[str, Any]) -> Claim:
    return Claim(
        seq=entry.seq,
        subject_id=entry.subject_id,
        property=entry.property,
        value=body["value"],
        detail={name: value for name, value in body.items() if name not in ("value", "evidence")},
        source_id=entry.source_id,
        actor=entry.actor,
        period=entry.period,
        recorded_at=entry.recorded_at,
    )


def _targets(entry: Entry, claims: dict[int, Claim]) -> list[Claim]:
    """A decision without a target is one on its source: it judges what is open there."""
    if entry.target_id is not None:
        return [claims[entry.target_id]] if entry.target_id in claims else []
    return [c for c in claims.values() if c.source_id == entry.source_id and c.state == State.PROPOSED]


def _judged(recorded: Sequence[Recorded]) -> dict[int, Claim]:
    """The claims from before that these entries may touch."""
    decisions = [r.entry for r in recorded if r.entry.op in CHANGES]
    targets = {entry.target_id for entry in decisions if entry.target_id}
    sources = {entry.source_id for entry in decisions if not entry.target_id}
    if not decisions:
        return {}
    found = Claim.objects.filter(Q(pk__in=targets) | Q(source__in=sources, state=State.PROPOSED))
    return {claim.seq: claim for claim in found.order_by("seq")}
