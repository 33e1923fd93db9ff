"""Which entries of the ledger tell everything of one municipality. Reads only."""

from uuid import UUID

from django.db.models import Q

from jumelage.core import rows
from jumelage.knowledge.claims.history import merges_until, recorded
from jumelage.knowledge.claims.merging import Merges
from jumelage.knowledge.claims.models import Entry, Op
from jumelage.knowledge.partnerships.models import Partnership


def entries_of(municipality: UUID, head: int) -> list[int]:
    """Their numbers, in order: on the municipality, its partnerships, their other sides, the sources that speak of these, and on
    whatever was one with any of them."""
    merged = merges_until(head)
    subjects = _subjects(municipality, merged)
    came, left = _split_off(subjects, merged, head)
    found = set(_seqs(subjects, head)) | set(_on(came, head))
    found -= left | set(_on(left, head))
    sources: set[UUID] = set()
    for some in rows.chunks(sorted(found)):
        sources.update(pk for pk in Entry.objects.filter(pk__in=some).values_list("source", flat=True) if pk)
    return sorted(found | set(_seqs(sources, head)))


def _subjects(municipality: UUID, merged: Merges) -> set[UUID]:
    """With both ends of every merge."""
    homes = merged.all_of([merged.resolved(municipality)])
    partnerships = Partnership.objects.filter(Q(one__in=homes) | Q(other__in=homes)).values_list("pk", "one", "other")
    ours = {merged.resolved(pk) for pk, _, _ in partnerships}
    subjects = set(homes)
    for some in rows.chunks(merged.all_of(ours)):
        for row in Partnership.objects.filter(pk__in=some).values_list("pk", "one", "other"):
            subjects.update(row)
    return merged.all_of({merged.resolved(pk) for pk in subjects}) | subjects


def _split_off(subjects: set[UUID], merged: Merges, head: int) -> tuple[set[int], set[int]]:
    """Claims that were split off to one of these subjects, and claims that were split off to another."""
    splits = recorded(Q(op=Op.SPLIT, subject__in=subjects), until=head)
    came = {seq for _, body in splits for seq in body.get("claims", ())}
    left = {seq for seq, to in merged.moved.items() if to not in subjects}
    return came, left - came


def _seqs(subjects: set[UUID], head: int) -> list[int]:
    return [
        seq
        for some in rows.chunks(subjects)
        for seq in Entry.objects.filter(subject__in=some, seq__lte=head).values_list("seq", flat=True)
    ]


def _on(claims: set[int], head: int) -> list[int]:
    """These claims, and what was decided on them."""
    return [
        seq
        for some in rows.chunks(claims)
        for seq in Entry.objects.filter(Q(pk__in=some) | Q(target__in=some), seq__lte=head).values_list(
            "seq", flat=True
        )
    ]
