"""What the register knows already of the municipalities and partnerships that a file speaks of. Reads only."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jumelage.core import rows
from jumelage.knowledge.claims.actions.identify import identities, partnership_key
from jumelage.knowledge.claims.models import Claim, Identity, Rank, State

WIKIDATA = "wikidata"
LIVE = (State.PROPOSED, State.ACCEPTED)

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Links:
    """Ids of Wikidata of municipalities. of: id → key of the municipality, as it is believed; ids: key → identity; said: all
    (identity, id) that were ever said, rejected ones too."""

    of: Mapping[str, str]
    ids: Mapping[str, UUID]
    said: frozenset[tuple[UUID, str]]


@dataclass(frozen=True, slots=True)
class KnownClaim:
    """mark: that of the record it was imported from, empty for others. live: neither rejected nor retracted nor deprecated."""

    property: str
    value: Any
    period: str
    mark: str
    source: str
    live: bool
    accepted: bool


def links(wanted: Collection[str]) -> Links:
    """wanted: ids of Wikidata; a municipality can have one of them as its key, without a claim on it. Of two municipalities that
    are said to have one id, the one of which it was said first has it."""
    claims = Claim.objects.filter(property=WIKIDATA).order_by("-seq")
    said = list(claims.values_list("value", "subject", "state", "rank"))
    keys = keys_of(subject for _, subject, _, _ in said)
    believed = {value: subject for value, subject, state, rank in said if _is_live(state, rank)}
    own = identities(f"{WIKIDATA}:{wikidata}" for wikidata in wanted if wikidata not in believed)
    return Links(
        {key.partition(":")[2]: key for key in own} | {value: keys[subject] for value, subject in believed.items()},
        own | {keys[subject]: subject for subject in believed.values()},
        frozenset((subject, value) for value, subject, _, _ in said),
    )


def _is_live(state: str, rank: str) -> bool:
    return state in LIVE and rank != Rank.DEPRECATED


def keys_of(subjects: Iterable[UUID]) -> dict[UUID, str]:
    """What tells each identity: its key, or its id where it has none."""
    found: dict[UUID, str] = {}
    for some in rows.chunks(set(subjects)):
        found |= {pk: key or str(pk) for pk, key in Identity.objects.filter(pk__in=some).values_list("pk", "key")}
    return found


def partnerships(pairs: Iterable[Pair], ids: Mapping[str, UUID]) -> dict[Pair, UUID]:
    """The partnerships that there are already between municipalities with these keys."""
    keys = {partnership_key(ids[one], ids[other]): (one, other) for one, other in pairs if one in ids and other in ids}
    return {keys[key]: pk for key, pk in identities(keys).items()}


def claims_on(subjects: Mapping[Pair, UUID]) -> dict[Pair, list[KnownClaim]]:
    pairs = {subject: pair for pair, subject in subjects.items()}
    found: dict[Pair, list[KnownClaim]] = defaultdict(list)
    for some in rows.chunks(pairs):
        for claim in Claim.objects.filter(subject__in=some).select_related("source").order_by("seq"):
            found[pairs[claim.subject_id]].append(_known(claim))
    return found


def _known(claim: Claim) -> KnownClaim:
    live = _is_live(claim.state, claim.rank)
    return KnownClaim(
        claim.property,
        claim.value,
        claim.period,
        claim.detail.get("row", ""),
        claim.source.title if claim.source else "the office",
        live,
        live and claim.state == State.ACCEPTED,
    )
