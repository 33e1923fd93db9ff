"""Finds the identities that readers and importers speak of, and makes those that are new."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from jumelage.core import rows
from jumelage.core.text import fold
from jumelage.knowledge.claims.actions.append import Draft, append
from jumelage.knowledge.claims.merging import Merges
from jumelage.knowledge.claims.models import Identity, IdentityType, LedgerHead, Op


@dataclass(frozen=True, slots=True)
class Wanted:
    """`facts` go into the entry that makes the identity known, should it be new."""

    type: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    id: UUID | None = None


def identify(wanted: Mapping[str, Wanted], *, by: str) -> dict[str, UUID]:
    """The identity for each key: the one that stands for it, where it was merged. Those that are new are written in one batch."""
    with transaction.atomic():
        LedgerHead.objects.select_for_update().get(pk=1)
        found = identities(wanted)
        new = {key: w.id or uuid4() for key, w in wanted.items() if key not in found}
        if new:
            rows.insert(Identity, ("id", "type", "key"), ((pk, wanted[key].type, key) for key, pk in new.items()))
            append([Draft(Op.IDENTIFY, pk, body=_body(key, wanted[key])) for key, pk in new.items()], by=by)
    return found | new


def identities(keys: Iterable[str]) -> dict[str, UUID]:
    """The identity for each key that has one: the one that stands for it, where it was merged."""
    merged = Merges.of(Identity.objects.exclude(merged_into=None).values_list("pk", "merged_into"))
    found = (
        row for some in rows.chunks(keys) for row in Identity.objects.filter(key__in=some).values_list("key", "pk")
    )
    return {str(key): merged.resolved(pk) for key, pk in found}


def _body(key: str, wanted: Wanted) -> dict[str, Any]:
    return {"type": str(wanted.type), "key": key, **wanted.facts}


def place_key(*, geonameid: int | None, name: str, country: str | None) -> str:
    """A place that the gazetteer does not know is told apart by its country and its folded name."""
    return f"geonames:{geonameid}" if geonameid else f"place:{country or '??'}/{fold(name)}"


def partnership_key(one: UUID, other: UUID) -> str:
    return "partnership:" + "+".join(sorted((str(one), str(other))))


def municipality(place: Any) -> tuple[str, Wanted]:
    """Key and facts of a place with name, label, country, geonameid, lat, lon."""
    key = place_key(geonameid=place.geonameid, name=place.name, country=place.country)
    facts = {"label": place.label or place.name, "country": place.country}
    if place.geonameid:
        facts |= {"geonameid": place.geonameid, "lat": place.lat, "lon": place.lon}
    return key, Wanted(IdentityType.MUNICIPALITY, facts)


def partnership(one: UUID, other: UUID) -> tuple[str, Wanted]:
    return partnership_key(one, other), Wanted(IdentityType.PARTNERSHIP, {"parties": [str(one), str(other)]})
