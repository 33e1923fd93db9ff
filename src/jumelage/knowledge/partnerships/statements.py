"""From claims to the statements that the register reasons with: as they stand now, or as they stood at an entry."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from jumelage.core import edtf
from jumelage.core.edtf import PartialDate
from jumelage.knowledge.claims.actions.append import Recorded
from jumelage.knowledge.claims.models import Claim, Entry, Rank, State
from jumelage.knowledge.claims.projection import fold
from jumelage.knowledge.partnerships.statement import Statement
from jumelage.knowledge.sources.models import Source

By = dict[UUID, list[Statement]]


def current(subjects: Collection[UUID], *, stated_until: date | None = None) -> By:
    """Accepted claims on these subjects; with stated_until only those of sources that are of that day or before."""
    claims = Claim.objects.accepted().filter(subject__in=subjects).order_by("seq")
    return _by_subject(of_claims(list(claims)), claims, stated_until)


def of_claims(claims: Sequence[Claim]) -> list[Statement]:
    """These claims, with the dates that their sources have now."""
    published = Claim.objects.live().filter(
        property="published", subject__in={c.source_id for c in claims if c.source_id}
    )
    return _with_dates(claims, list(published))


def as_known(subjects: Collection[UUID], seq: int, *, stated_until: date | None = None) -> By:
    """The same as it was after entry `seq`: a replay of the entries on these subjects."""
    claims = [c for c in _replay(Q(subject__in=subjects), seq) if _is_accepted(c)]
    dates = [c for c in _replay(Q(subject__in={c.source_id for c in claims if c.source_id}), seq) if _is_live(c)]
    return _by_subject(_with_dates(claims, [c for c in dates if c.property == "published"]), claims, stated_until)


def _replay(which: Q, seq: int) -> list[Claim]:
    """Decisions on a whole source name no subject of ours: they are found by the source."""
    sources = Entry.objects.filter(which, seq__lte=seq, source__isnull=False).values("source")
    entries = (
        Entry.objects.filter(which | Q(subject__in=sources), seq__lte=seq).select_related("payload").order_by("seq")
    )
    recorded = [
        Recorded(entry, json.loads(entry.payload.body) if hasattr(entry, "payload") else {}) for entry in entries
    ]
    claims = fold(recorded)
    wanted = set(Entry.objects.filter(which, seq__lte=seq).values_list("pk", flat=True))
    return [claim for claim in claims.values() if claim.seq in wanted]


def _is_accepted(claim: Claim) -> bool:
    return claim.state == State.ACCEPTED and claim.rank != Rank.DEPRECATED


def _is_live(claim: Claim) -> bool:
    return claim.state in (State.ACCEPTED, State.PROPOSED) and claim.rank != Rank.DEPRECATED


def source_dates(published: Iterable[Claim]) -> dict[UUID, PartialDate]:
    """The date of each source: what an officer accepted, else what was read on the page."""
    dates: dict[UUID, PartialDate] = {}
    for claim in sorted(published, key=lambda c: (c.state == State.ACCEPTED, c.rank == Rank.PREFERRED, c.seq)):
        dates[claim.subject_id] = edtf.parse(claim.value)
    return dates


def _by_subject(said: Iterable[Statement], claims: Iterable[Claim], stated_until: date | None) -> By:
    by: By = defaultdict(list)
    for statement, claim in zip(said, claims, strict=True):
        if stated_until is None or statement.stated_latest <= stated_until:
            by[claim.subject_id].append(statement)
    return by


def _with_dates(claims: Sequence[Claim], published: list[Claim]) -> list[Statement]:
    dates = source_dates(published)
    sources = Source.objects.filter(pk__in={c.source_id for c in claims if c.source_id}).in_bulk()
    return [_statement(claim, dates, sources) for claim in claims]


def _statement(claim: Claim, dates: dict[UUID, PartialDate], sources: dict[UUID, Source]) -> Statement:
    source = sources.get(claim.source_id) if claim.source_id else None
    return Statement(
        claim.seq,
        claim.property,
        claim.value,
        claim.detail,
        claim.period,
        claim.rank == Rank.PREFERRED,
        claim.source_id,
        dates.get(claim.source_id) if claim.source_id else edtf.parse(claim.recorded_at.date().isoformat()),
        (source.retrieved_at if source else claim.recorded_at).date(),
        source.language if source else "",
    )
