"""Organisations as their claims tell them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from jumelage.core.text import fold
from jumelage.knowledge.claims.models import Claim, ClaimQuerySet, Rank, State


@dataclass(frozen=True, slots=True)
class Organisation:
    """names: every name that it was given and that was not rejected, the present one first. place: the municipality where it is
    at home. seq: the claim that says so, decided: the last decision on it. public: whether that is accepted."""

    id: UUID
    name: str
    type: str
    place: UUID | None
    website: str
    names: tuple[str, ...]
    seq: int
    decided: int | None
    public: bool


def organisations(ids: Iterable[UUID] | None = None, *, places: Iterable[UUID] | None = None) -> list[Organisation]:
    """These, or those at home in these places, or all, by name; one query."""
    claims = Claim.objects.filter(property="organisation").exclude(state__in=[State.REJECTED, State.RETRACTED])
    if ids is not None:
        claims = claims.filter(subject__in=set(ids))
    if places is not None:
        claims = claims.filter(value__place__in=[str(place) for place in places])
    return sorted(_organisations(claims), key=lambda o: (fold(o.name), str(o.id)))


def _organisations(claims: ClaimQuerySet) -> Iterable[Organisation]:
    by_subject: dict[UUID, list[Claim]] = defaultdict(list)
    for claim in claims.order_by("-seq"):
        by_subject[claim.subject_id].append(claim)
    for subject, said in by_subject.items():
        best = min(said, key=_rank)
        names = tuple(dict.fromkeys([best.value["name"], *(c.value["name"] for c in said)]))
        place = best.value.get("place")
        yield Organisation(
            subject,
            best.value["name"],
            best.value["type"],
            UUID(place) if place else None,
            best.value.get("website") or "",
            names,
            best.seq,
            best.decided_seq,
            best.state == State.ACCEPTED,
        )


def _rank(claim: Claim) -> tuple[bool, bool, bool, int]:
    """What is not deprecated, then preferred, then accepted, then said last."""
    return claim.rank == Rank.DEPRECATED, claim.rank != Rank.PREFERRED, claim.state != State.ACCEPTED, -claim.seq


SIDES = ("home_organisation", "partner_organisation")


def ties_of(organisation: Organisation) -> list[Claim]:
    """Every tie that names it, by any of its names, and is neither rejected nor deprecated; the newest first."""
    known = {fold(name) for name in organisation.names}
    ties = Claim.objects.live().filter(property="link").select_related("source").order_by("-seq")
    return [claim for claim in ties if any(fold(claim.value.get(side) or "") in known for side in SIDES)]


def named_in(ties: Iterable[Claim]) -> set[str]:
    """The folded names of all organisations in these ties."""
    return {fold(name) for claim in ties for side in SIDES if (name := claim.value.get(side))}
