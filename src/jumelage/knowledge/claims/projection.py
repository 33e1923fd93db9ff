"""Keeps Claim, and which identities are one, in step with the ledger."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import Q

from jumelage.core import rows
from jumelage.knowledge.claims.actions.append import Recorded
from jumelage.knowledge.claims.history import merges_until
from jumelage.knowledge.claims.merging import Merges
from jumelage.knowledge.claims.models import Claim, Entry, Identity, Op, State
from jumelage.knowledge.claims.standing import CHANGES, COLUMNS, DECIDED, Standing, fold

NOBODY = UUID(int=0)


def project(recorded: Sequence[Recorded]) -> None:
    """Brings both up to date with entries that were just written."""
    Claim.objects.filter(pk__in=[r.entry.target_id for r in recorded if r.entry.op == Op.REDACT]).delete()
    judged = {claim.seq: claim for claim in _judged(recorded)}
    claims = fold(recorded, judged.values())
    fresh = {seq: claim for seq, claim in claims.items() if seq not in judged}
    _resolve(fresh, recorded)
    rows.insert(Claim, COLUMNS, ([getattr(claim, name) for name in COLUMNS] for claim in fresh.values()))
    rows.update(Claim, DECIDED, ((c.state, c.rank, c.decided_seq, c.endorsed_by, c.seq) for c in judged.values()))
    for entry, body in recorded:
        if entry.op in (Op.MERGE, Op.SPLIT):
            _remerge(entry.subject_id, body.get("into"), entry.seq)


def _judged(recorded: Sequence[Recorded]) -> Iterable[Standing]:
    """The claims from before that these entries may touch; of them only what a decision reads and changes."""
    decisions = [r.entry for r in recorded if r.entry.op in CHANGES]
    first = recorded[0].entry.seq if recorded else 0
    targets = {entry.target_id for entry in decisions if entry.target_id and entry.target_id < first}
    sources = {entry.source_id for entry in decisions if not entry.target_id}
    for chunk in rows.chunks(targets):
        yield from _slim(Q(pk__in=chunk))
    if sources:
        yield from _slim(Q(source__in=sources, state=State.PROPOSED, pk__lt=first))


def _slim(which: Q) -> Iterable[Standing]:
    found = Claim.objects.filter(which).order_by("seq").values_list("seq", "source_id", "state", "rank", "decided_seq")
    for seq, source, state, rank, decided in rows.select(found):
        yield Standing(seq, NOBODY, "", None, {}, source, "", "", None, state, rank, decided)


def _resolve(fresh: Mapping[int, Standing], recorded: Sequence[Recorded]) -> None:
    """What is said of an identity that was merged by then is said of the one that stands for it."""
    merged = Merges.of(Identity.objects.exclude(merged_into=None).values_list("pk", "merged_into"))
    for entry, body in recorded:
        if entry.seq in fresh:
            fresh[entry.seq].subject_id = merged.resolved(entry.subject_id)
        else:
            merged.note(entry, body)


def _remerge(subject: UUID, into: str | None, seq: int) -> None:
    """Sets what stands for the subject after entry `seq`, and moves every claim whose subject changes with it."""
    Identity.objects.filter(pk=subject).update(merged_into=into)
    merged = merges_until(seq)
    moved = [n for n, to in merged.moved.items() if to == subject]
    asserted = Entry.objects.filter(
        Q(subject__in=merged.through(subject)) | Q(pk__in=moved), op=Op.ASSERT, seq__lte=seq
    )
    found = asserted.values_list("seq", "subject_id")
    rows.update(Claim, ["subject_id"], [(merged.subject_of(n, one), n) for n, one in found])
