"""Walks the chain and says where it is broken."""

from dataclasses import dataclass

from django.db import connection

from jumelage.core import guard
from jumelage.knowledge.claims import chain
from jumelage.knowledge.claims.models import Entry, LedgerHead, Op


@dataclass(frozen=True, slots=True)
class Verdict:
    """`fault` is None for a whole chain; `bad_seq` is the first bad entry, where the fault lies in one."""

    count: int
    head: str
    fault: str | None = None
    bad_seq: int | None = None


def verify() -> Verdict:
    """Reads every entry and payload once. Never changes anything."""
    seq, hash_ = 0, ""
    redacted: set[int | None] = set(Entry.objects.filter(op=Op.REDACT).values_list("target_id", flat=True))
    for entry in Entry.objects.select_related("payload").order_by("seq").iterator(chunk_size=2000):
        fault = _fault(entry, seq, hash_, redacted)
        if fault:
            return Verdict(seq, hash_, fault, entry.seq)
        seq, hash_ = entry.seq, entry.hash
    head = LedgerHead.objects.get(pk=1)
    if (head.seq, head.hash) != (seq, hash_):
        return Verdict(
            seq, hash_, f"the head says #{head.seq}, the last entry is #{seq}: the tail was cut or the head moved"
        )
    if lost := guard.missing(connection):
        return Verdict(seq, hash_, f"the chain is whole, but the database has lost its guards: {', '.join(lost)}")
    return Verdict(seq, hash_)


def _fault(entry: Entry, seq: int, hash_: str, redacted: set[int | None]) -> str | None:
    if entry.seq != seq + 1:
        return f"#{seq + 1} is missing"
    if entry.prev_hash != hash_:
        return f"#{entry.seq} does not follow #{seq}"
    if chain.entry_hash(entry) != entry.hash:
        return f"#{entry.seq} was changed"
    return _payload_fault(entry, redacted)


def _payload_fault(entry: Entry, redacted: set[int | None]) -> str | None:
    payload = getattr(entry, "payload", None)
    if payload is None:
        whole = not entry.payload_digest or entry.seq in redacted
        return None if whole else f"the payload of #{entry.seq} is missing"
    if entry.seq in redacted:
        return f"the payload of #{entry.seq} is there, although it was redacted"
    same = chain.payload_digest(payload.salt, payload.body) == entry.payload_digest
    return None if same else f"the payload of #{entry.seq} was changed"
