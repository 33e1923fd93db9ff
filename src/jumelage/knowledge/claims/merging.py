"""Which identities are one, after some entries of the ledger. No database here.

`merge` says that its subject is the same as `into`. `split` says that its subject stands alone: again, after a merge, or for
the first time, then with the claims that are its own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from jumelage.knowledge.claims.chain import Link

Pairs = Iterable[tuple[UUID, UUID | None]]


@dataclass(slots=True)
class Merges:
    """into: an identity → the one that it was merged into. moved: the number of a claim → the subject it was split off to."""

    into: dict[UUID, UUID] = field(default_factory=dict)
    moved: dict[int, UUID] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Pairs) -> "Merges":
        """From an identity and what it was merged into, for each that was."""
        return cls({one: into for one, into in pairs if into})

    def note(self, entry: Link, body: dict[str, Any]) -> None:
        subject = entry.subject_id
        if entry.op == "merge" and body:
            self.into[subject] = UUID(body["into"])
        if entry.op == "split":
            self.into.pop(subject, None)
            self.moved |= dict.fromkeys(body.get("claims", ()), subject)

    def resolved(self, identity: UUID) -> UUID:
        """The identity that stands for this one."""
        return next(reversed([identity, *self._way(identity)]))

    def subject_of(self, seq: int, subject: UUID) -> UUID:
        return self.resolved(self.moved.get(seq, subject))

    def through(self, identity: UUID) -> set[UUID]:
        """This one and all whose way to the one that stands for them leads over it."""
        return {identity} | {one for one in self.into if identity in self._way(one)}

    def _way(self, identity: UUID) -> Iterator[UUID]:
        while identity in self.into:
            identity = self.into[identity]
            yield identity

    def all_of(self, identities: Iterable[UUID]) -> set[UUID]:
        """These and all that were merged into them."""
        wanted = set(identities)
        return wanted | {one for one in self.into if self.resolved(one) in wanted}


def merges(recorded: Iterable[tuple[Link, dict[str, Any]]]) -> Merges:
    found = Merges()
    for entry, body in recorded:
        found.note(entry, body)
    return found
