"""Who says so: the sources behind facts, and the list of all sources."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.urls import reverse

from jumelage.faces import words
from jumelage.knowledge.claims.models import Claim
from jumelage.knowledge.claims.queries import SourceCard, source_cards
from jumelage.knowledge.claims.rules import ABOUT_SOURCES
from jumelage.knowledge.sources.models import Source

SHOWN = 3


@dataclass(slots=True)
class Marks:
    """Who says so, for the claims of one page: read once, looked up for each fact."""

    address: Callable[[UUID], str]
    by_claim: dict[int, SourceCard | None] = field(default_factory=dict)
    corrected: frozenset[int] = frozenset()

    @classmethod
    def of(cls, claims: Iterable[int], address: Callable[[UUID], str]) -> "Marks":
        """address: of the page that shows a source and its words."""
        rows = list(Claim.objects.accepted().filter(pk__in=set(claims)).select_related("source"))
        cards = source_cards({c.source for c in rows if c.source})
        by_claim = {c.seq: cards[c.source_id] if c.source_id else None for c in rows}
        return cls(address, by_claim, frozenset(c.seq for c in rows if "corrects" in c.detail))

    def __call__(self, claims: Sequence[int]) -> list[dict[str, str]]:
        """One mark a source, the newest first; each leads to the words."""
        marks: dict[UUID, dict[str, str]] = {}
        said = [(seq, card) for seq in claims if (card := self.by_claim.get(seq))]
        for seq, card in sorted(said, key=lambda pair: _earliest(pair[1]), reverse=True):
            if card.source.pk not in marks:
                marks[card.source.pk] = {
                    "url": f"{self.address(card.source.pk)}#claim-{seq}",
                    "label": words.source_name(card),
                }
        return list(marks.values())[:SHOWN]

    def language(self, claims: Sequence[int]) -> str:
        """Of the words of these claims, where it is not the reader's; empty else."""
        card = next((found for seq in claims if (found := self.by_claim.get(seq))), None)
        return card.source.language if card and card.source.language != words.language() else ""


def source_url(pk: UUID) -> str:
    return reverse("portal:source", args=[pk])


def public_sources() -> list[SourceCard]:
    """Sources of which something was accepted, newest date first."""
    used = Claim.objects.accepted().exclude(source=None).exclude(property__in=ABOUT_SOURCES).values("source")
    cards = source_cards(Source.objects.filter(pk__in=used)).values()
    return sorted(cards, key=lambda c: (_earliest(c), c.title), reverse=True)


def _earliest(card: SourceCard) -> date:
    return (card.when.earliest if card.when else None) or date.min
