"""What came into the register last: by source, with the partnerships that it tells of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone

from jumelage.faces import course, words
from jumelage.faces.marks import source_url
from jumelage.knowledge.claims.models import Claim, Entry
from jumelage.knowledge.claims.queries import SourceCard, source_cards
from jumelage.knowledge.partnerships.state import State
from jumelage.knowledge.sources.models import Source

READ = 600  # claims that are looked through for the newest sources
NAMED = 6  # partnerships that one piece of news names


@dataclass(slots=True)
class Brought:
    """What one source brought, or the office itself where there is none."""

    source: UUID | None
    decided: int
    facts: int = 0
    about: dict[UUID, None] = field(default_factory=dict)


def news(states: Sequence[State], urls: Mapping[UUID, str], number: int) -> list[dict[str, Any]]:
    """The newest first; the same number of questions to the register however many there are."""
    found = _brought([state.partnership for state in states])[:number]
    cards = source_cards(Source.objects.filter(pk__in=[one.source for one in found if one.source]))
    moments = dict(Entry.objects.filter(pk__in=[one.decided for one in found]).values_list("pk", "recorded_at"))
    partners = {state.partnership: state for state in states}
    return [_told(one, cards.get(one.source) if one.source else None, moments, partners, urls) for one in found]


def _brought(partnerships: Sequence[UUID]) -> list[Brought]:
    claims = Claim.objects.accepted().filter(subject__in=partnerships).exclude(decided_seq=None)
    found: dict[UUID | None, Brought] = {}
    for source, subject, decided in claims.order_by("-decided_seq", "seq").values_list(
        "source", "subject", "decided_seq"
    )[:READ]:
        one = found.setdefault(source, Brought(source, decided or 0))
        one.facts += 1
        one.about.setdefault(subject)
    return list(found.values())


def _told(
    one: Brought,
    card: SourceCard | None,
    moments: Mapping[int, Any],
    partners: Mapping[UUID, State],
    urls: Mapping[UUID, str],
) -> dict[str, Any]:
    day = timezone.localtime(moments[one.decided]).date()
    return {
        "title": card.title if card else "",
        "url": source_url(card.source.pk) if card else "",
        "lang": card.source.language if card and card.source.language != words.language() else "",
        "source_class": card.source_class if card else "officer",
        "facts": one.facts,
        "iso": day.isoformat(),
        "words": words.day_words(day),
        "about": [{"name": course.shown_name(partners[pk].partner), "url": urls[pk]} for pk in list(one.about)[:NAMED]],
        "more": max(0, len(one.about) - NAMED),
    }
