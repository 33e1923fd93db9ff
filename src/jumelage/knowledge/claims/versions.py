"""What the versions of one page say: again, in other words, or no longer.

A version proposes only what the one before it did not say. What it says again stands in one entry on the version itself
(`repeats`), with the words that say so; docs/decisions/0017-versions.md.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from uuid import UUID

from jumelage.knowledge.claims.actor import READER
from jumelage.knowledge.claims.chain import canonical
from jumelage.knowledge.claims.models import Claim, Payload
from jumelage.knowledge.claims.rules import ABOUT_SOURCES, REPEATS, SINGLE_VALUED
from jumelage.knowledge.sources.models import Source

MEANING = ("scope", "target", "reported_by", "listed")
REPLACES = (*SINGLE_VALUED, "status", "count")

Said = dict[UUID, set[int]]


@dataclass(frozen=True, slots=True)
class Lost:
    """A statement that a page made and does not make any more. missing_from: the first version without it. instead: what
    the newest version says in its place."""

    claim: Claim
    missing_from: Source
    instead: Claim | None


def statement_key(subject: UUID, property_: str, value: Any, period: str, detail: dict[str, Any]) -> str:
    """Equal for two claims that state the same, in whatever words."""
    return canonical([str(subject), property_, value, period, *(detail.get(name) for name in MEANING)])


def key_of(claim: Claim) -> str:
    return statement_key(claim.subject_id, claim.property, claim.value, claim.period, claim.detail)


def statements_of(source: Source) -> dict[str, int]:
    """The number of the claim behind each statement of a version: its own, or the one from before that it repeats."""
    numbers = _said([source.pk])[source.pk]
    return {key_of(claim): claim.seq for claim in Claim.objects.filter(pk__in=numbers).order_by("-seq")}


def claims_of(sources: Collection[UUID]) -> dict[UUID, list[Claim]]:
    """What each version says, by the claims that can still be true: its own, and those from before that it repeats."""
    said = _said(sources)
    live = Claim.objects.live().select_related("source").in_bulk(set().union(*said.values()))
    return {pk: [live[seq] for seq in sorted(numbers) if seq in live] for pk, numbers in said.items()}


def _said(sources: Collection[UUID]) -> Said:
    """The claims that each version makes or repeats."""
    said: Said = {pk: set() for pk in sources}
    own = Claim.objects.filter(source__in=sources, actor__startswith=READER).exclude(property__in=ABOUT_SOURCES)
    for source, seq in own.values_list("source", "seq"):
        said[source].add(seq)
    for source, repeated in repeats(sources).items():
        said[source].update(repeated)
    return said


def repeats(sources: Collection[UUID]) -> dict[UUID, list[int]]:
    """Which earlier claims each version says again; none where it repeats nothing."""
    return dict(Claim.objects.filter(subject__in=sources, property=REPEATS).values_list("subject_id", "value"))


def newest_saying(claims: Collection[int]) -> dict[int, UUID]:
    """For each of these claims that a later version repeats, the newest that does."""
    entries = Claim.objects.filter(property=REPEATS).order_by("seq").values_list("subject_id", "value")
    return {seq: source for source, repeated in entries for seq in repeated if seq in claims}


def repeated_words(source: UUID, claims: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """The evidence by which a version repeats these claims; empty for what it does not repeat."""
    bodies = Payload.objects.filter(entry__subject=source, entry__property=REPEATS).values_list("body", flat=True)
    spans = [span for body in bodies for span in json.loads(body)["evidence"]]
    return {claim: [span for span in spans if span["claim"] == claim] for claim in claims}


def lost(newest: Iterable[Source]) -> dict[UUID, list[Lost]]:
    """For each of these versions all that earlier ones said, that can still be true, and that it does not say."""
    chains = _chains(list(newest))
    said = _said({version.pk for chain in chains.values() for version in chain})
    numbers = {seq for pk, chain in chains.items() for version in chain if chain[1:] for seq in said[version.pk]}
    claims = Claim.objects.select_related("source").in_bulk(numbers)
    live = set(Claim.objects.live().in_bulk(numbers))
    return {pk: _lost_of(chain, said, claims, live) for pk, chain in chains.items()}


def _lost_of(chain: Sequence[Source], said: Said, claims: dict[int, Claim], live: set[int]) -> list[Lost]:
    now = [claims[seq] for seq in sorted(said[chain[-1].pk]) if seq in claims]
    missing_from: dict[int, Source] = {}
    for before, after in pairwise(chain):
        missing_from |= dict.fromkeys(said[before.pk] - said[after.pk], after)
    said_now = {_told_key(claim) for claim in now}
    gone = {_told_key(claims[seq]): claims[seq] for seq in sorted(live & set(missing_from))}
    return [Lost(c, missing_from[c.seq], _instead(c, now)) for key, c in gone.items() if key not in said_now]


def _told_key(claim: Claim) -> str:
    """The same number is no other statement because the page's list beside it is another one."""
    return canonical([*map(str, _place(claim)), claim.value["value"]]) if claim.property == "count" else key_of(claim)


def _instead(claim: Claim, now: Sequence[Claim]) -> Claim | None:
    if claim.property not in REPLACES:
        return None
    return next((other for other in now if _place(other) == _place(claim)), None)


def _place(claim: Claim) -> tuple[UUID, str, str]:
    what = claim.value.get("what") if claim.property == "count" else ""
    return claim.subject_id, claim.property, str(what)


def _chains(newest: Sequence[Source]) -> dict[UUID, list[Source]]:
    """Each with the versions before it, the oldest first."""
    of_origins = Source.objects.filter(origin__in={source.origin for source in newest if source.origin}).in_bulk()
    chains = {}
    for source in newest:
        chain = [source]
        while chain[0].follows_id in of_origins:
            chain.insert(0, of_origins[chain[0].follows_id])
        chains[source.pk] = chain
    return chains
