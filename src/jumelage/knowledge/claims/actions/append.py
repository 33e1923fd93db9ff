"""The one way into the ledger."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from jumelage.core import edtf, revision
from jumelage.knowledge.claims import chain
from jumelage.knowledge.claims.models import Entry, LedgerHead, Op, Payload

BATCH = 1000
EVER = datetime.min.replace(tzinfo=UTC)
Projection = Callable[[Sequence["Recorded"]], None]


@dataclass(eq=False, slots=True)
class Draft:
    """An entry that has no place in the chain yet. `target` may be another draft of the same batch."""

    op: Op
    subject: UUID
    property: str = ""
    source: UUID | None = None
    period: str = ""
    target: "Draft | int | None" = None
    body: dict[str, Any] = field(default_factory=dict)
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry as it went in, with what it says."""

    entry: Entry
    body: dict[str, Any]


def append(drafts: Sequence[Draft], *, by: str) -> list[Recorded]:
    """Chains the drafts in their order, in one transaction, and brings everything derived from them up to date.

    Raises edtf.DateError for a period that is not EDTF; then nothing is written.
    """
    with transaction.atomic():
        head = LedgerHead.objects.select_for_update().get(pk=1)
        head.recorded_at = now = max(datetime.now(UTC), head.recorded_at or EVER)
        links = [_link(draft, head, by, now) for draft in drafts]
        Entry.objects.bulk_create([entry for entry, _ in links], batch_size=BATCH)
        Payload.objects.bulk_create([payload for _, payload in links if payload], batch_size=BATCH)
        head.save()
        recorded = [Recorded(entry, draft.body) for (entry, _), draft in zip(links, drafts, strict=True)]
        for project in projections():
            project(recorded)
        revision.bump()
    return recorded


@cache
def projections() -> list[Projection]:
    return [import_string(path) for path in settings.LEDGER_PROJECTIONS]


def _link(draft: Draft, head: LedgerHead, by: str, now: datetime) -> tuple[Entry, Payload | None]:
    """The next entry of the chain; the head moves along."""
    entry, payload = _entry(draft, head, by, now)
    draft.seq = head.seq = entry.seq
    head.hash = entry.hash
    return entry, payload


def _entry(draft: Draft, head: LedgerHead, by: str, now: datetime) -> tuple[Entry, Payload | None]:
    entry = Entry(
        seq=head.seq + 1,
        recorded_at=now,
        actor=by,
        op=draft.op,
        target_id=draft.target.seq if isinstance(draft.target, Draft) else draft.target,
        subject_id=draft.subject,
        property=draft.property,
        source_id=draft.source,
        period=draft.period,
        prev_hash=head.hash,
        **_bounds(draft.period),
    )
    payload = None
    if draft.body:
        payload = Payload(entry_id=entry.seq, salt=chain.new_salt(), body=chain.canonical(draft.body))
        entry.payload_digest = chain.payload_digest(payload.salt, payload.body)
    entry.hash = chain.entry_hash(entry)
    return entry, payload


def _bounds(period: str) -> dict[str, int | None]:
    if not period:
        return {}
    when = edtf.parse(period)
    return {name: _ordinal(getattr(when, name)) for name in ("start_min", "start_max", "end_min", "end_max")}


def _ordinal(day: date | None) -> int | None:
    return day.toordinal() if day else None
