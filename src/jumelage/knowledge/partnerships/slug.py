"""Readable addresses of partners: the name, with the country where two partners share it."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from jumelage.core.text import fold
from jumelage.knowledge.partnerships.state import Party


def slug(text: str) -> str:
    """Letters and digits of any script, with hyphens between."""
    return "-".join("".join(c if c.isalnum() else " " for c in fold(text).replace("'", "")).split())


def slugs(parties: Iterable[Party]) -> dict[UUID, str]:
    parties = list(parties)
    plain = {party.id: slug(party.label) for party in parties}
    taken = Counter(plain.values())
    return {
        p.id: plain[p.id] if taken[plain[p.id]] == 1 else f"{plain[p.id]}-{p.country.casefold()}-{str(p.id)[:4]}"
        for p in parties
    }
