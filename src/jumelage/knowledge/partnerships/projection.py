"""Keeps the register in step with the ledger, and makes it again from nothing."""

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from jumelage.core import rows
from jumelage.knowledge.claims import projection as claims_projection
from jumelage.knowledge.claims.actions.append import Recorded
from jumelage.knowledge.claims.chain import Link
from jumelage.knowledge.claims.history import recorded as all_recorded
from jumelage.knowledge.claims.models import Claim, Identity, IdentityType, Op
from jumelage.knowledge.claims.rules import ABOUT_SOURCES
from jumelage.knowledge.partnerships import models, naming, statements, stored
from jumelage.knowledge.partnerships.record import Record, derive
from jumelage.knowledge.partnerships.state import PARTNER_CITIES
from jumelage.knowledge.partnerships.years import counted_years

MUNICIPALITY = ("identity_id", "label", "country", "geonameid", "lat", "lon", "names")
PARTNERSHIP = ("identity_id", "one_id", "other_id", "record")
COUNTED = ("partnership_id", "country", "first", "last")
UNSAID = stored.plain(derive([]))  # of a partnership on which nothing is accepted
TOGETHER = 1_000  # partnerships that are derived at a time
READ_TOGETHER = 20_000  # entries: a claim that is judged soon after is written once


def project(recorded: Sequence[Recorded]) -> None:
    """Makes the register of every partnership anew that these entries can touch."""
    _make_known(recorded)
    rebuild(_touched(recorded))


def rebuild(partnerships: Collection[UUID]) -> None:
    """Derives these partnerships from their accepted claims."""
    for chunk in rows.chunks(sorted(partnerships), TOGETHER):
        by = statements.current(chunk)
        records = {pk: derive(by.get(pk, [])) for pk in chunk}
        models.CountedYears.objects.filter(partnership__in=chunk).delete()
        rows.insert(models.CountedYears, COUNTED, _counted(records))
        rows.update(models.Partnership, ["record"], ((stored.plain(record), pk) for pk, record in records.items()))
    naming.refresh(partnerships)


def _counted(records: Mapping[UUID, Record]) -> Iterator[tuple[Any, ...]]:
    pairs = models.Partnership.objects.filter(pk__in=records).order_by("pk")
    for pk, *countries in rows.select(pairs.values_list("pk", "one__country", "other__country")):
        for years in counted_years(records[pk], PARTNER_CITIES):
            yield from ((pk, country, *years) for country in sorted(set(countries)))


def _make_known(recorded: Iterable[Recorded]) -> None:
    """Municipalities and partnerships that the ledger names for the first time."""
    new = [(r.entry.subject_id, r.body) for r in recorded if r.entry.op == Op.IDENTIFY and r.body]
    places = (_municipality(pk, body) for pk, body in new if body["type"] == IdentityType.MUNICIPALITY)
    pairs: Iterable[Any] = (
        (pk, *map(UUID, body["parties"]), UNSAID) for pk, body in new if body["type"] == IdentityType.PARTNERSHIP
    )
    rows.insert(models.Municipality, MUNICIPALITY, places)
    rows.insert(models.Partnership, PARTNERSHIP, pairs)


def _municipality(pk: Any, body: dict[str, Any]) -> tuple[Any, ...]:
    facts = (body.get(name) for name in ("geonameid", "lat", "lon"))
    return pk, body["label"], body.get("country") or "", *facts, {}


def _touched(recorded: Iterable[Recorded]) -> set[UUID]:
    """Subjects of decisions; for a decision on a source, and for all that is said about it, everything that the source speaks
    of; for a merge or a split both sides."""
    decided = [r for r in recorded if _can_matter(r.entry)]
    subjects = {r.entry.subject_id for r in decided} | {
        UUID(r.body[side]) for r in decided for side in ("into", "from") if r.body.get(side)
    }
    merged = Identity.objects.filter(pk__in=subjects).values_list("merged_into", flat=True)
    touched: set[UUID] = set()
    for chunk in rows.chunks(subjects | {into for into in merged if into}):
        of_sources = Claim.objects.filter(source__in=chunk).values_list("subject_id", flat=True).distinct()
        touched.update(chunk, of_sources)
    return {pk for chunk in rows.chunks(touched) for pk in _partnerships(chunk)}


def _can_matter(entry: Link) -> bool:
    """A proposal changes nothing, except the date or class of a source, which count until somebody decides."""
    return entry.op not in (Op.IDENTIFY, Op.ASSERT) or entry.property in ABOUT_SOURCES


def _partnerships(among: Collection[UUID]) -> Iterable[UUID]:
    return models.Partnership.objects.filter(pk__in=among).values_list("pk", flat=True)


def rebuild_all() -> int:
    """Everything derived, from the ledger alone; returns how many entries were read."""
    for table in (models.CountedYears, models.Partnership, models.Municipality, Claim):
        rows.clear(table)
    Identity.objects.exclude(merged_into=None).update(merged_into=None)
    with _uncollected():
        count = 0
        for chunk in rows.chunks(all_recorded(), READ_TOGETHER):
            claims_projection.project(chunk)
            _make_known(chunk)
            count += len(chunk)
        rebuild(set(models.Partnership.objects.values_list("pk", flat=True)))
    return count


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for garbage in rings, which finds none here and takes a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
