"""From claims to the statements that the register reasons with: as they stand now, or as they stood at an entry."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from jumelage.core import edtf, rows
from jumelage.core.edtf import PartialDate
from jumelage.knowledge.claims.history import merges_until, recorded
from jumelage.knowledge.claims.models import Claim, ClaimQuerySet
from jumelage.knowledge.claims.standing import COLUMNS, Standing, fold
from jumelage.knowledge.partnerships.statement import Statement
from jumelage.knowledge.sources.models import Source

By = dict[UUID, list[Statement]]
OWN = ("city", "council", "partner", "officer")  # classes of sources in which a municipality speaks for itself


@dataclass(slots=True)
class Described:
    """What is known of the sources of some claims."""

    dates: dict[UUID, PartialDate] = field(default_factory=dict)
    classes: dict[UUID, str] = field(default_factory=dict)
    retrieved: dict[UUID, date] = field(default_factory=dict)


def current(subjects: Collection[UUID], *, stated_until: date | None = None) -> By:
    """Accepted claims on these subjects; with stated_until only those of sources that are of that day or before."""
    claims = [
        c for chunk in rows.chunks(subjects) for c in standings(Claim.objects.accepted().filter(subject__in=chunk))
    ]
    return _by_subject(of_claims(claims), claims, stated_until)


def standings(claims: ClaimQuerySet) -> list[Standing]:
    return [Standing(*row) for row in rows.select(claims.order_by("seq").values_list(*COLUMNS))]


def of_claims(claims: Sequence[Any]) -> list[Statement]:
    """These claims, with what is known of their sources now."""
    sources = {c.source_id for c in claims if c.source_id}
    about = Claim.objects.live().filter(property__in=["published", "source_class"], subject__in=sources)
    return _stated(claims, standings(about))


def as_known(subjects: Collection[UUID], seq: int, *, stated_until: date | None = None) -> By:
    """The same as it was after entry `seq`: a replay of the entries on these subjects, and on what was one with them then."""
    merged = merges_until(seq)
    lineage = merged.all_of(subjects)
    came = [n for n, to in merged.moved.items() if to in lineage]
    left = [n for n, to in merged.moved.items() if to not in lineage]
    replayed = _replay(Q(subject__in=lineage) | Q(pk__in=came) | Q(target__in=came), seq)
    claims = [c for c in replayed if c.is_accepted and c.seq not in left]
    for claim in claims:
        claim.subject_id = merged.subject_of(claim.seq, claim.subject_id)
    about = [c for c in _replay(Q(subject__in={c.source_id for c in claims if c.source_id}), seq) if c.is_live]
    return _by_subject(_stated(claims, about), claims, stated_until)


def _replay(which: Q, seq: int) -> list[Standing]:
    """Decisions on a whole source name no subject of ours: they are found by the source."""
    ours = set()
    sources = set()
    for entry, _ in recorded(which, until=seq):
        ours.add(entry.seq)
        sources.add(entry.source_id)
    on_sources = Q(target=None, source__in=sources - {None}) & ~Q(op="assert")
    claims = fold(recorded(which | on_sources, until=seq))
    return [claim for claim in claims.values() if claim.seq in ours]


def source_dates(published: Iterable[Any]) -> dict[UUID, PartialDate]:
    """The date of each source: what an officer accepted, else what was read on the page."""
    return {pk: edtf.parse(text) for pk, text in _said(published, "published").items()}


def _said(about: Iterable[Any], property_: str) -> dict[UUID, Any]:
    """The value that counts for each source: an accepted one before a proposed one, a preferred one first, then the last."""
    ranked = sorted(about, key=lambda c: (c.state == "accepted", c.rank == "preferred", c.seq))
    return {c.subject_id: c.value for c in ranked if c.property == property_}


def _by_subject(said: Iterable[Statement], claims: Iterable[Any], stated_until: date | None) -> By:
    by: By = defaultdict(list)
    for statement, claim in zip(said, claims, strict=True):
        if stated_until is None or statement.stated_latest <= stated_until:
            by[claim.subject_id].append(statement)
    return by


def _stated(claims: Sequence[Any], about: Sequence[Any]) -> list[Statement]:
    sources = {c.source_id for c in claims if c.source_id}
    retrieved = Source.objects.filter(pk__in=sources).values_list("pk", "retrieved_at")
    known = Described(
        source_dates(about), _said(about, "source_class"), {pk: moment.date() for pk, moment in retrieved}
    )
    return [_statement(claim, known) for claim in claims]


def _statement(claim: Any, known: Described) -> Statement:
    source = claim.source_id
    return Statement(
        claim.seq,
        claim.property,
        claim.value,
        claim.detail,
        claim.period,
        claim.rank == "preferred",
        source,
        known.dates.get(source) if source else edtf.parse(claim.recorded_at.date().isoformat()),
        known.retrieved[source] if source else claim.recorded_at.date(),
        _side(claim, known),
        known.classes.get(source, "") if source else "officer",
    )


def _side(claim: Any, known: Described) -> str:
    """Whose date or statement it is, where the claim says so; else whose page, where a municipality speaks in it."""
    said: dict[str, Any] = claim.detail
    if said.get("side"):
        return str(said["side"])
    own = claim.source_id is None or known.classes.get(claim.source_id) in OWN
    return str(said.get("home") or "") if own else ""
