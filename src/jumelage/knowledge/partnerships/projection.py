"""Keeps the register in step with the ledger, and makes it again from nothing."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from jumelage.knowledge.claims.actions.append import BATCH, Recorded
from jumelage.knowledge.claims.models import Claim, Entry, IdentityType, Op
from jumelage.knowledge.partnerships import models, naming, statements
from jumelage.knowledge.partnerships.record import Record, derive
from jumelage.knowledge.partnerships.timeline import Span

ROWS: tuple[type[Any], ...] = (models.Span, models.Start, models.Milestone, models.Link)


def project(recorded: Sequence[Recorded]) -> None:
    """Makes the register of every partnership anew that these entries can touch."""
    _make_known(recorded)
    touched = _touched(recorded)
    if touched:
        rebuild(touched)


def rebuild(partnerships: Collection[UUID]) -> None:
    """Derives these partnerships from their accepted claims."""
    by = statements.current(partnerships)
    for table in ROWS:
        table.objects.filter(partnership__in=partnerships).delete()
    rows = [row for pk in sorted(partnerships) for row in _rows(pk, derive(by.get(pk, [])))]
    for table in ROWS:
        table.objects.bulk_create([r for r in rows if isinstance(r, table)], batch_size=BATCH)
    for pk in partnerships:
        models.Partnership.objects.filter(pk=pk).update(fields=_fields(derive(by.get(pk, []))))
    naming.refresh(partnerships)


def _fields(record: Record) -> list[Any]:
    return [list(pair) for pair in record.fields]


def _make_known(recorded: Iterable[Recorded]) -> None:
    """Municipalities and partnerships that the ledger names for the first time."""
    new = [(r.entry.subject_id, r.body) for r in recorded if r.entry.op == Op.IDENTIFY and r.body]
    models.Municipality.objects.bulk_create(
        [_municipality(pk, body) for pk, body in new if body["type"] == IdentityType.MUNICIPALITY], batch_size=BATCH
    )
    models.Partnership.objects.bulk_create(
        [_partnership(pk, body) for pk, body in new if body["type"] == IdentityType.PARTNERSHIP], batch_size=BATCH
    )


def _municipality(pk: UUID, body: dict[str, Any]) -> models.Municipality:
    facts = {name: body.get(name) for name in ("geonameid", "lat", "lon")}
    return models.Municipality(identity_id=pk, label=body["label"], country=body.get("country") or "", **facts)


def _partnership(pk: UUID, body: dict[str, Any]) -> models.Partnership:
    one, other = (UUID(party) for party in body["parties"])
    return models.Partnership(identity_id=pk, one_id=one, other_id=other)


def _touched(recorded: Iterable[Recorded]) -> set[UUID]:
    """Subjects of decisions; for a decision on a source, or on its date, everything that the source speaks of."""
    decided = [r.entry for r in recorded if r.entry.op not in (Op.IDENTIFY, Op.ASSERT)]
    subjects = {entry.subject_id for entry in decided}
    of_sources = Claim.objects.filter(source__in=subjects).values_list("subject", flat=True).distinct()
    return set(models.Partnership.objects.filter(pk__in=subjects | set(of_sources)).values_list("pk", flat=True))


def _rows(pk: UUID, record: Record) -> Iterable[Any]:
    for axis, timeline in (("kind", record.kinds), ("status", record.statuses)):
        for position, span in enumerate(timeline.spans):
            yield models.Span(partnership_id=pk, axis=axis, position=position, **_span(span))
    yield from (models.Start(partnership_id=pk, position=i, **asdict(start)) for i, start in enumerate(record.starts))
    yield from (
        models.Milestone(partnership_id=pk, position=i, **asdict(step)) for i, step in enumerate(record.milestones)
    )
    yield from (models.Link(partnership_id=pk, position=i, **asdict(link)) for i, link in enumerate(record.links))


def _span(span: Span) -> dict[str, Any]:
    stated = [[day.isoformat() if day else None, text] for day, text in span.stated]
    return asdict(span) | {"stated": stated, "claims": list(span.claims)}


def rebuild_all() -> int:
    """Everything derived, from the ledger alone; returns how many entries were read."""
    from jumelage.knowledge.claims import projection as claims_projection

    derived: tuple[type[Any], ...] = (*ROWS, models.Partnership, models.Municipality, Claim)
    for table in derived:
        table.objects.all().delete()
    count = 0
    batch: list[Recorded] = []
    for entry in Entry.objects.select_related("payload").order_by("seq").iterator(chunk_size=BATCH):
        batch.append(Recorded(entry, json.loads(entry.payload.body) if hasattr(entry, "payload") else {}))
        count += 1
    claims_projection.project(batch)
    _make_known(batch)
    rebuild(set(models.Partnership.objects.values_list("pk", flat=True)))
    return count
