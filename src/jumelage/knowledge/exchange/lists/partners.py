"""The partnerships of a municipality or of the whole register as the rows of a list. Reads only."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from jumelage.core import rows
from jumelage.knowledge.claims.models import Claim
from jumelage.knowledge.claims.queries import source_cards
from jumelage.knowledge.exchange.facts import ends_of, items_of
from jumelage.knowledge.exchange.lists.files import When
from jumelage.knowledge.exchange.lists.wording import headings, words
from jumelage.knowledge.partnerships.queries import TOGETHER, partners_of, register_on
from jumelage.knowledge.partnerships.state import Party, State
from jumelage.knowledge.places.countries import country_name
from jumelage.knowledge.sources.models import Source

MOST_SOURCES = 10


def list_rows(of: UUID | None, day: date, language: str) -> Iterator[list[Any]]:
    """As of the day, in the columns of `wording.headings`."""
    states: Iterable[State] = partners_of(of, day).states if of else register_on(day)
    for chunk in rows.chunks(states, TOGETHER):
        items = items_of({party.id for state in chunk for party in (state.home, state.partner)})
        ends = ends_of([state.partnership for state in chunk if state.status == "ended"])
        sources = _sources(chunk)
        for state in chunk:
            row = _row(state, language, items, ends.get(state.partnership), sources)
            yield [row[column] for column in headings(language)]


def _row(
    state: State, language: str, items: dict[UUID, tuple[str, ...]], end: Claim | None, sources: dict[int, str]
) -> dict[str, Any]:
    told = words(language)
    claims = (*state.claims, *(state.since.claims if state.since else ()))
    named = list(dict.fromkeys(sources[claim] for claim in claims if claim in sources))
    return {
        **_party(state.home, language, items, "home_"),
        **_party(state.partner, language, items, ""),
        "home": state.home.name(language),
        "partner": state.partner.name(language),
        "kind": told[state.kind] if state.kind else None,
        "status": told[state.status],
        "since": When(state.since.date) if state.since else None,
        "until": When(end.value) if end else None,
        "counted": told["yes" if state.counted else "no"],
        "certain": told["yes" if state.certain else "no"],
        "last_stated": When(state.last_stated) if state.last_stated else None,
        "sources": " | ".join(named[:MOST_SOURCES]) or None,
    }


def _party(party: Party, language: str, items: dict[UUID, tuple[str, ...]], side: str) -> dict[str, Any]:
    """An id of Wikidata only where there is just one."""
    ids = items.get(party.id, ())
    return {
        f"{side}country": country_name(party.country, language) if party.country else None,
        f"{side}wikidata": ids[0] if len(ids) == 1 else None,
        f"{side}geonames": party.geonameid,
    }


def _sources(states: list[State]) -> dict[int, str]:
    """What the source of each claim is called: its address, else its title."""
    wanted = {claim for state in states for claim in (*state.claims, *(state.since.claims if state.since else ()))}
    of = dict(Claim.objects.filter(pk__in=wanted).exclude(source=None).values_list("pk", "source"))
    cards = source_cards(Source.objects.filter(pk__in=set(of.values())))
    return {claim: cards[source].source.address or cards[source].title for claim, source in of.items()}
