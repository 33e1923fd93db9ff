"""What a source says, for its public page: its accepted claims by partner, with the words in their context."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jumelage.faces import words
from jumelage.knowledge.claims.models import Claim
from jumelage.knowledge.claims.queries import SourceCard, evidence_of
from jumelage.knowledge.claims.quotes import quote, spans_of
from jumelage.knowledge.claims.rules import ABOUT_SOURCES
from jumelage.knowledge.partnerships.queries import other_parties
from jumelage.knowledge.partnerships.state import Party


@dataclass(frozen=True, slots=True)
class Said:
    """facts: (number of the claim, which is its anchor; the fact in one line). quote: as _quote.html takes it."""

    facts: tuple[tuple[int, str], ...]
    quote: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    country: str
    partnership: UUID | None
    said: list[Said]


def said_in(card: SourceCard, home: UUID) -> list[Group]:
    """By partner in the order of the page; what names no partner comes last under an empty name."""
    claims = list(
        Claim.objects.accepted().filter(source=card.source).exclude(property__in=ABOUT_SOURCES).order_by("seq")
    )
    evidence = evidence_of([c.seq for c in claims])
    partners = other_parties((c.subject_id for c in claims), home)
    by_subject: dict[UUID | None, list[Claim]] = {}
    for claim in claims:
        by_subject.setdefault(claim.subject_id if claim.subject_id in partners else None, []).append(claim)
    ordered = sorted(by_subject.items(), key=lambda item: item[0] is None)
    return [_group(partners.get(pk) if pk else None, pk, group, evidence, card) for pk, group in ordered]


def _group(
    partner: Party | None,
    partnership: UUID | None,
    claims: Sequence[Claim],
    evidence: dict[int, list[dict[str, Any]]],
    card: SourceCard,
) -> Group:
    """Claims whose words lie in the same place share one quote."""
    stacks: dict[tuple[Any, ...], list[Claim]] = {}
    for claim in claims:
        stacks.setdefault(_place(evidence.get(claim.seq, [])), []).append(claim)
    said = [_said(stack, evidence, card) for stack in stacks.values()]
    if partner is None:
        return Group("", "", None, said)
    return Group(partner.name(words.language()), words.country(partner.country), partnership, said)


def _place(evidence: Sequence[dict[str, Any]]) -> tuple[Any, ...]:
    """The subject's span: facts of one list item or sentence are read together."""
    subject = [e["start"] for e in evidence if e["role"] == "subject"] or [e["start"] for e in evidence]
    return tuple(subject[:1])


def _said(claims: Sequence[Claim], evidence: dict[int, list[dict[str, Any]]], card: SourceCard) -> Said:
    spans = [span for c in claims for span in spans_of(c.seq, evidence.get(c.seq, []))]
    return Said(tuple((c.seq, _line(c)) for c in claims), _quote(card, spans) if spans else None)


def _line(claim: Claim) -> str:
    line = words.labelled(words.property_name(claim.property), words.claim_value(claim.property, claim.value))
    return _("%(line)s (corrected by the office)") % {"line": line} if "corrects" in claim.detail else line


def _quote(card: SourceCard, spans: list[tuple[int, int, int]]) -> dict[str, Any]:
    found = quote(card.source.text.text, spans)
    language = card.source.language
    return {
        "parts": [{"text": p.text, "mark": p.mark, "claim": " ".join(map(str, p.claims))} for p in found.parts],
        "cut_before": found.cut_before,
        "cut_after": found.cut_after,
        "lang": language if language != words.language() else "",
    }
