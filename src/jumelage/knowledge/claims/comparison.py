"""A claim beside what others say of the same: who says the same, who says what cannot be true with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from jumelage.knowledge.claims.models import Claim
from jumelage.knowledge.claims.rules import contradict


@dataclass(slots=True)
class Compared:
    same: list[Claim] = field(default_factory=list)
    clashing: list[Claim] = field(default_factory=list)


def compare(claims: Sequence[Claim]) -> dict[int, Compared]:
    """Each claim beside the live claims of other sources (and of people) on its subject and property."""
    others = (
        Claim.objects.live().filter(subject__in={c.subject_id for c in claims}).select_related("source").order_by("seq")
    )
    by_fact: dict[tuple[object, str], list[Claim]] = {}
    for other in others:
        by_fact.setdefault((other.subject_id, other.property), []).append(other)
    return {claim.seq: _compared(claim, by_fact.get((claim.subject_id, claim.property), [])) for claim in claims}


def _compared(claim: Claim, others: Sequence[Claim]) -> Compared:
    found = Compared()
    for other in others:
        if other.seq == claim.seq:
            continue
        if other.value == claim.value and other.source_id != claim.source_id:
            found.same.append(other)
        elif contradict(claim.property, claim.value, other.value):
            found.clashing.append(other)
    return found
