"""Claims on a partnership as cards: what is said, who says it, what was decided, and what can be decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from jumelage.accounts.models import User
from jumelage.core.datewords import iso
from jumelage.faces import words
from jumelage.faces.office.forms import CorrectionForm
from jumelage.faces.office.proposals import beside, told
from jumelage.knowledge.claims.actor import person
from jumelage.knowledge.claims.models import Claim, Rank, State
from jumelage.knowledge.claims.queries import Decided, SourceCard, decisions_on, source_cards

GONE = (State.REJECTED, State.RETRACTED)


@dataclass(frozen=True, slots=True)
class Card:
    """verbs: what can be decided on it now, by the one who looks. is_second: another accepted it first, and they confirm. stands:
    whether the register can follow it."""

    claim: Claim
    value: str
    iso: str
    url: str
    source: str
    standing: str
    decisions: tuple[str, ...]
    verbs: tuple[str, ...]
    is_second: bool
    stands: bool
    correction: CorrectionForm | None


def cards(claims: Iterable[Claim], by: User, bound: CorrectionForm | None = None) -> list[Card]:
    """by: who looks. bound: a correction that was sent and has errors, shown in place of the fresh one."""
    claims = list(claims)
    decisions = decisions_on([claim.seq for claim in claims])
    sources = source_cards({claim.source for claim in claims if claim.source})
    return [_card(claim, decisions.get(claim.seq, []), sources, person(by), bound) for claim in claims]


def _card(
    claim: Claim, decided: list[Decided], sources: dict[UUID, SourceCard], me: str, bound: CorrectionForm | None
) -> Card:
    source = sources[claim.source_id] if claim.source_id else None
    stands = claim.state not in GONE and claim.rank != Rank.DEPRECATED
    sent = bound if bound and bound.claim.seq == claim.seq else None
    verbs = tuple(dict.fromkeys((*(("correct",) if sent else ()), *_verbs(claim, me))))
    fresh = CorrectionForm(claim) if "correct" in verbs else None
    return Card(
        claim,
        ", ".join(filter(None, (words.claim_value(claim.property, claim.value), beside(claim)))),
        iso(claim.value) if claim.property in ("since", "until") else "",
        f"{reverse('office:review', args=[claim.source_id])}#claim-{claim.seq}" if source else "",
        words.source_name(source),
        _standing(claim, me),
        tuple(told(one) for one in decided),
        verbs,
        claim.endorsed_by not in ("", me),
        stands or sent is not None,
        sent or fresh,
    )


def _standing(claim: Claim, me: str) -> str:
    """Nothing for what is simply accepted: its decision says so."""
    if claim.state == State.ACCEPTED and claim.rank == Rank.NORMAL:
        return ""
    if claim.endorsed_by:
        return words.endorsed(by_me=claim.endorsed_by == me)
    return words.claim_rank(claim.rank) if claim.rank != Rank.NORMAL else words.claim_state(claim.state)


def _verbs(claim: Claim, me: str) -> tuple[str, ...]:
    if claim.state == State.RETRACTED:
        return ()
    if claim.endorsed_by == me:
        return ("withdraw",)
    if claim.state == State.PROPOSED and claim.rank == Rank.NORMAL:
        return ("accept", "correct", "reject")
    if claim.state == State.ACCEPTED and claim.rank == Rank.NORMAL:
        return ("correct", "prefer", "deprecate", "withdraw")
    return ("withdraw",)


@dataclass(frozen=True, slots=True)
class Said:
    """Claims that say the same in the same words."""

    value: str
    iso: str
    cards: tuple[Card, ...]


def by_value(found: Iterable[Card]) -> list[Said]:
    """In the order in which each was said first."""
    by: dict[str, list[Card]] = {}
    for card in found:
        by.setdefault(card.value, []).append(card)
    return [Said(value, same[0].iso, tuple(same)) for value, same in by.items()]


def grouped(found: Iterable[Card], order: tuple[str, ...]) -> list[dict[str, Any]]:
    """By property in this order; what the register cannot follow any more apart."""
    by: dict[str, list[Card]] = {}
    for card in found:
        by.setdefault(card.claim.property, []).append(card)
    ordered = sorted(by.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order))
    return [
        {
            "title": words.property_name(property_),
            "id": property_,
            "said": by_value(card for card in group if card.stands),
            "past": by_value(card for card in group if not card.stands),
            "number_past": sum(not card.stands for card in group),
        }
        for property_, group in ordered
    ]
