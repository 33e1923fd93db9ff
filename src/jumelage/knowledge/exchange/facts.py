"""What of the register an export needs beside its states. Reads only."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from jumelage.core import rows
from jumelage.knowledge.claims.models import Claim, Identity, Rank
from jumelage.knowledge.exchange.known import WIKIDATA


def items_of(municipalities: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Which item of Wikidata each is that has any: what is accepted, the preferred one first, and the id that it is known by."""
    found: dict[UUID, set[str]] = defaultdict(set)
    preferred: dict[UUID, set[str]] = defaultdict(set)
    for some in rows.chunks(set(municipalities)):
        claims = Claim.objects.accepted().filter(subject__in=some, property=WIKIDATA)
        for pk, value, rank in claims.values_list("subject", "value", "rank"):
            (preferred if rank == Rank.PREFERRED else found)[pk].add(value)
        keys = Identity.objects.filter(pk__in=some, key__startswith=f"{WIKIDATA}:").values_list("pk", "key")
        for pk, key in keys:
            found[pk].add(str(key).partition(":")[2])
    return {pk: tuple(sorted(preferred.get(pk) or found[pk])) for pk in found.keys() | preferred.keys()}


def ends_of(partnerships: Collection[UUID]) -> dict[UUID, Claim]:
    """The accepted end of each that has one; of several the preferred one, then the last that was said."""
    found: list[Claim] = []
    for some in rows.chunks(set(partnerships)):
        found += Claim.objects.accepted().filter(subject__in=some, property="until")
    return {claim.subject_id: claim for claim in sorted(found, key=lambda c: (c.rank == Rank.PREFERRED, c.seq))}
