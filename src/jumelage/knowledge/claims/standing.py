"""A claim as it stands after some entries of the ledger. No database here: the same fold serves each append, a replay of the
past and a rebuild from nothing."""

import builtins
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from jumelage.knowledge.claims.chain import Link
from jumelage.knowledge.claims.origin import ORIGIN, origin_of

CHANGES: dict[str, dict[str, str]] = {
    "accept": {"state": "accepted"},
    "reject": {"state": "rejected"},
    "retract": {"state": "retracted"},
    "withdraw": {"state": "proposed", "rank": "normal"},
    "prefer": {"rank": "preferred"},
    "deprecate": {"rank": "deprecated"},
    "endorse": {},  # the first of two persons who accept; see Standing.endorsed_by
}


@dataclass(slots=True)
class Standing:
    """detail: what the claim's payload says beside value and evidence."""

    seq: int
    subject_id: UUID
    property: str
    value: Any
    detail: dict[str, Any]
    source_id: UUID | None
    actor: str
    period: str
    recorded_at: datetime | None
    state: str = "proposed"
    rank: str = "normal"
    decided_seq: int | None = None
    endorsed_by: str = ""

    @builtins.property  # a field bears the plain name
    def is_open(self) -> bool:
        return self.state == "proposed"

    @builtins.property  # a field bears the plain name
    def is_accepted(self) -> bool:
        return self.state == "accepted" and self.rank != "deprecated"

    @builtins.property  # a field bears the plain name
    def is_live(self) -> bool:
        return self.state in ("accepted", "proposed") and self.rank != "deprecated"


COLUMNS = tuple(Standing.__dataclass_fields__)
DECIDED = ("state", "rank", "decided_seq", "endorsed_by")


@dataclass(slots=True)
class Claims:
    """Claims by their number, and which of each source are still open: a decision on a source judges those."""

    by_seq: dict[int, Standing] = field(default_factory=dict)
    open: dict[UUID | None, dict[int, Standing]] = field(default_factory=dict)

    def add(self, claim: Standing) -> None:
        self.by_seq[claim.seq] = claim
        self._note(claim)

    def _note(self, claim: Standing) -> None:
        of_source = self.open.setdefault(claim.source_id, {})
        if claim.is_open:
            of_source[claim.seq] = claim
        else:
            of_source.pop(claim.seq, None)

    def remove(self, seq: int | None) -> None:
        claim = self.by_seq.pop(seq or 0, None)
        if claim:
            self.open[claim.source_id].pop(claim.seq, None)

    def judge(self, entry: Link, endorsed_by: str) -> None:
        for claim in self._targets(entry):
            for name, value in CHANGES[entry.op].items():
                setattr(claim, name, value)
            claim.decided_seq = entry.seq
            claim.endorsed_by = endorsed_by
            self._note(claim)

    def _targets(self, entry: Link) -> list[Standing]:
        """A decision without a target is one on its source: it judges what is open there."""
        if entry.target_id is None:
            return list(self.open.get(entry.source_id, {}).values())
        claim = self.by_seq.get(entry.target_id)
        return [claim] if claim else []


def fold(recorded: Iterable[tuple[Link, dict[str, Any]]], before: Iterable[Standing] = ()) -> dict[int, Standing]:
    """Claims by their number after these entries, in order, on top of those from before."""
    claims = Claims()
    for claim in before:
        claims.add(claim)
    for entry, body in recorded:
        if entry.op == "assert" and body:  # a redacted one says nothing any more
            claims.add(asserted(entry, body))
        elif entry.op == "redact":
            claims.remove(entry.target_id)
        elif entry.op in CHANGES:
            claims.judge(entry, origin_of(entry, body).by if entry.op == "endorse" else "")
    return claims.by_seq


def asserted(entry: Link, body: dict[str, Any]) -> Standing:
    """Of one that came from another register: who said it there, and when."""
    detail = {name: value for name, value in body.items() if name not in ("value", "evidence", ORIGIN)}
    first = origin_of(entry, body)
    return Standing(
        entry.seq, entry.subject_id, entry.property, body["value"], detail,
        entry.source_id, first.by, entry.period, first.at,
    )  # fmt: skip
