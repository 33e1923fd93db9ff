"""What must hold of a decision out of another register before it is one here."""

import json
from collections.abc import Callable
from uuid import UUID

from jumelage.knowledge.claims.actions.append import Draft
from jumelage.knowledge.claims.merging import Merges
from jumelage.knowledge.claims.models import Claim, Op, Payload
from jumelage.knowledge.claims.origin import ORIGIN, REDACTED, Origin
from jumelage.knowledge.exchange.register.rows import EntryRow, RowRefused


class Judge:
    """Follows the rows of a file: what each is about, which have no words, what is one with what. head: the last entry before."""

    def __init__(self, merges: Merges, head: int) -> None:
        self.merges, self.head = merges, head
        self.subjects: dict[bytes, UUID] = {}
        self.wordless: dict[bytes, Origin] = {}

    def note(self, row: EntryRow, subject: UUID) -> None:
        if row.op == Op.ASSERT:
            self.subjects[row.id] = subject
        if row.redacted:
            self.wordless[row.id] = Origin(row.id.hex(), row.at, row.by)

    def changes_something(self, row: EntryRow, draft: Draft) -> bool:
        """False for a redaction of what was redacted here already. What the entry does is known from then on. Raises RowRefused."""
        if row.op == Op.REDACT and self._is_gone(draft.target):
            return False
        CHECKS.get(row.op, Judge._decision)(self, row, draft)
        return True

    def _is_gone(self, target: "Draft | int | None") -> bool:
        return isinstance(target, int) and target <= self.head and not Payload.objects.filter(pk=target).exists()

    def _assertion(self, row: EntryRow, draft: Draft) -> None:
        pass

    def _decision(self, row: EntryRow, draft: Draft) -> None:
        """On a claim of this subject, or on a whole source."""
        if row.target is None:
            fits = draft.source is not None and draft.subject == draft.source
        else:
            about = self._subject(row.target, draft.target)
            fits = about is not None and self.merges.resolved(about) == self.merges.resolved(draft.subject)
        if not fits:
            raise RowRefused("It judges a claim on something else than it says.")

    def _subject(self, id_: bytes, target: "Draft | int | None") -> UUID | None:
        """What the claim is about; of one from before the file is not asked."""
        seq = target.seq if isinstance(target, Draft) else target
        if seq and seq <= self.head:
            return Claim.objects.filter(pk=seq).values_list("subject", flat=True).first()
        return self.merges.moved.get(seq or 0, self.subjects.get(id_))

    def _merge(self, row: EntryRow, draft: Draft) -> None:
        one, into = draft.subject, UUID(draft.body["into"])
        if one == into or {one, into} & self.merges.into.keys():
            raise RowRefused("It merges what is one already, or was merged into another.")
        self.merges.into[one] = into

    def _split(self, row: EntryRow, draft: Draft) -> None:
        one, old = draft.subject, UUID(draft.body["from"])
        if "claims" not in draft.body and self.merges.into.get(one) != old:
            raise RowRefused("It splits what was not merged.")
        self.merges.into.pop(one, None)
        self.merges.moved |= dict.fromkeys(draft.body.get("claims", ()), one)

    def _redaction(self, row: EntryRow, draft: Draft) -> None:
        """Of what came from elsewhere alone, and of what has no words in the file."""
        assert row.target
        origin = self.wordless.get(row.target)
        if origin is None:
            raise RowRefused("It redacts an entry of which the file has the words.")
        if isinstance(draft.target, int) and draft.target <= self.head:
            origin = self._origin(draft.target)
        draft.body = draft.body | {REDACTED: origin.plain()}

    def _origin(self, seq: int) -> Origin:
        said = json.loads(Payload.objects.get(pk=seq).body).get(ORIGIN)
        if not said:
            raise RowRefused(f"It redacts #{seq}, which was recorded here; use jumelage ledger redact.")
        return Origin.of(said)


CHECKS: dict[str, Callable[[Judge, EntryRow, Draft], None]] = {
    Op.ASSERT: Judge._assertion,
    Op.MERGE: Judge._merge,
    Op.SPLIT: Judge._split,
    Op.REDACT: Judge._redaction,
}
