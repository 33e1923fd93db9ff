"""The one way into the ledger."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from jumelage.core import edtf, revision, rows
from jumelage.knowledge.claims import chain
from jumelage.knowledge.claims.chain import Link
from jumelage.knowledge.claims.models import Entry, LedgerHead, Op, Payload

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


class Recorded(NamedTuple):
    """An entry as it went in, with what it says."""

    entry: Link
    body: dict[str, Any]


def append(drafts: Sequence[Draft], *, by: str) -> list[Recorded]:
    """Chains the drafts in their order, in one transaction, and brings everything derived from them up to date.

    Raises edtf.DateError for a period that is not EDTF; then nothing is written.
    """
    with transaction.atomic():
        head = LedgerHead.objects.select_for_update().get(pk=1)
        head.recorded_at = now = max(datetime.now(UTC), head.recorded_at or EVER)
        links, payloads = _chained(drafts, head, by, now)
        rows.insert(Entry, Link._fields, links)
        rows.insert(Payload, ("entry_id", "salt", "body"), payloads)
        head.save()
        recorded = [Recorded(link, draft.body) for link, draft in zip(links, drafts, strict=True)]
        for project in projections():
            project(recorded)
        revision.bump()
    return recorded


@cache
def projections() -> list[Projection]:
    return [import_string(path) for path in settings.LEDGER_PROJECTIONS]


def _chained(
    drafts: Sequence[Draft], head: LedgerHead, by: str, now: datetime
) -> tuple[list[Link], list[tuple[int, str, str]]]:
    """The drafts as links, and (number, salt, body) of what they say; the head moves along."""
    links, payloads = [], []
    for draft in drafts:
        draft.seq = head.seq = head.seq + 1
        digest = ""
        if draft.body:
            salt, body = chain.new_salt(), chain.canonical(draft.body)
            payloads.append((draft.seq, salt, body))
            digest = chain.payload_digest(salt, body)
        link = _link(draft, head.hash, by, now, digest)
        head.hash = chain.entry_hash(link)
        links.append(link._replace(hash=head.hash))
    return links, payloads


def _link(draft: Draft, prev_hash: str, by: str, now: datetime, digest: str) -> Link:
    target = draft.target.seq if isinstance(draft.target, Draft) else draft.target
    return Link(
        draft.seq,
        now,
        by,
        str(draft.op),
        target,
        draft.subject,
        draft.property,
        draft.source,
        draft.period,
        *_bounds(draft.period),
        digest,
        prev_hash,
    )


@lru_cache(maxsize=4096)
def _bounds(period: str) -> tuple[int | None, int | None, int | None, int | None]:
    if not period:
        return None, None, None, None
    when = edtf.parse(period)
    return _ordinal(when.start_min), _ordinal(when.start_max), _ordinal(when.end_min), _ordinal(when.end_max)


def _ordinal(day: date | None) -> int | None:
    return day.toordinal() if day else None
