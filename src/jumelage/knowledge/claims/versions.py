"""What the versions of one page say: again, in other words, or no longer.

A version proposes only what the one before it did not say. What it says again stands in one entry on the version itself
(`repeats`), with the words that say so; docs/decisions/0017-versions.md.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
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


def claims_of(sources: Collection[UUID], property_: str) -> dict[UUID, list[Claim]]:
    """What each version says of this property, by the claims that can still be true: its own, and those that it repeats."""
    said = _said(sources)
    found = (
        Claim.objects.live().filter(property=property_).select_related("source").in_bulk(set().union(*said.values()))
    )
    return {pk: [found[seq] for seq in sorted(numbers & found.keys())] for pk, numbers in said.items()}


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


def lost(
    newest: Iterable[Source], noted: Mapping[UUID, Source | None] = MappingProxyType({})
) -> dict[UUID, list[Lost]]:
    """For each of these versions all that earlier ones said, that can still be true, and that it does not say; without what
    was missing already in the version that is noted for it."""
    chains = _chains(list(newest))
    versions = {version.pk for chain in chains.values() for version in chain}
    said = _said(versions)
    missing = {pk: _missing(chain, said, noted.get(pk)) for pk, chain in chains.items()}
    gone = Claim.objects.live().select_related("source").in_bulk({seq for found in missing.values() for seq in found})
    about = {pk: {gone[seq].subject_id for seq in found.keys() & gone.keys()} for pk, found in missing.items()}
    now = _now(versions, said, about)
    return {pk: _lost_of(found, gone, now[pk]) for pk, found in missing.items()}


def _missing(chain: Sequence[Source], said: Said, noted: Source | None) -> dict[int, Source]:
    """The claims of earlier versions that the last does not name, each with the first version without it."""
    found: dict[int, Source] = {}
    for before, after in pairwise(chain):
        if noted is None or after.retrieved_at > noted.retrieved_at:
            found |= dict.fromkeys(said[before.pk] - said[after.pk], after)
    return {seq: after for seq, after in found.items() if seq not in said[chain[-1].pk]}


def _now(versions: Collection[UUID], said: Said, about: Mapping[UUID, set[UUID]]) -> dict[UUID, list[Claim]]:
    """What each newest version says about its subjects. Few of all claims are meant, so they are chosen before they are read."""
    among = Claim.objects.filter(source__in=versions, subject__in=set().union(*about.values()))
    subjects = dict(among.values_list("seq", "subject_id"))
    wanted = {pk: sorted(seq for seq in said[pk] if subjects.get(seq) in of) for pk, of in about.items()}
    found = Claim.objects.in_bulk({seq for seqs in wanted.values() for seq in seqs})
    return {pk: [found[seq] for seq in seqs] for pk, seqs in wanted.items()}


def _lost_of(missing: Mapping[int, Source], gone: Mapping[int, Claim], now: Sequence[Claim]) -> list[Lost]:
    """now: what the newest version says on the same subjects; it may say a statement again by another claim."""
    said_now = {_told_key(claim) for claim in now}
    by_key = {_told_key(gone[seq]): gone[seq] for seq in sorted(missing) if seq in gone}
    return [Lost(c, missing[c.seq], _instead(c, now)) for key, c in by_key.items() if key not in said_now]


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
