"""Which item of Wikidata a municipality is, as far as that was accepted. Reads only."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from jumelage.core import rows
from jumelage.knowledge.claims.models import Claim, Identity
from jumelage.knowledge.exchange.known import WIKIDATA


def items_of(municipalities: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The ids of each that has any: what is accepted, the preferred where there is one, and the id that it is known by."""
    found: dict[UUID, set[str]] = defaultdict(set)
    preferred: dict[UUID, set[str]] = defaultdict(set)
    for some in rows.chunks(set(municipalities)):
        claims = Claim.objects.accepted().filter(subject__in=some, property=WIKIDATA)
        for pk, value, rank in claims.values_list("subject", "value", "rank"):
            (preferred if rank == "preferred" else found)[pk].add(value)
        keys = Identity.objects.filter(pk__in=some, key__startswith=f"{WIKIDATA}:").values_list("pk", "key")
        for pk, key in keys:
            found[pk].add(str(key).partition(":")[2])
    return {pk: tuple(sorted(preferred.get(pk) or found[pk])) for pk in found.keys() | preferred.keys()}
