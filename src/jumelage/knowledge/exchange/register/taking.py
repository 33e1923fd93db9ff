"""Takes an export of a register in: its sources, identities and entries, each once, as entries of this ledger. docs/decisions/0020-exports.md

What is said comes in as it was said. What was decided there counts here only where this register knows no partnership yet, or a person
says that it is to count.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from jumelage.accounts.models import User
from jumelage.core import rows
from jumelage.knowledge.claims.actions.append import Draft, append
from jumelage.knowledge.claims.actions.identify import partnership_key
from jumelage.knowledge.claims.actor import importer, person
from jumelage.knowledge.claims.chain import canonical
from jumelage.knowledge.claims.merging import Merges
from jumelage.knowledge.claims.models import Identity, IdentityType, LedgerHead, Op, Payload
from jumelage.knowledge.claims.origin import ORIGIN, Origin
from jumelage.knowledge.exchange.model import Problem, Span
from jumelage.knowledge.exchange.register.judging import Judge
from jumelage.knowledge.exchange.register.keeping import keep_source_row
from jumelage.knowledge.exchange.register.known import known_ids
from jumelage.knowledge.exchange.register.reading import SHOWN, Read, RegisterFile
from jumelage.knowledge.exchange.register.rows import (
    ENTRY,
    PERSON,
    SOURCE,
    EntryRow,
    RowRefused,
    SourceRow,
    entry_row,
    person_row,
    source_row,
    text_of,
)
from jumelage.knowledge.sources.models import Source

IMPORTER = importer("jsonl")
DECISIONS = frozenset({"accept", "endorse", "reject", "withdraw", "prefer", "deprecate", "merge", "split", "redact"})
KEYS = ("geonames:", "place:", "wikidata:", "partnership:", "source:")
PLACES = KEYS[:3]
NEEDS_TARGET = frozenset({"retract", "reject", "withdraw", "prefer", "deprecate", "redact"})


@dataclass(slots=True)
class Taken:
    """taken: new entries by what they do; waiting: decisions that do not count without a person who says so."""

    rows: int = 0
    sources: int = 0
    known: int = 0
    taken: Counter[str] = field(default_factory=Counter)
    waiting: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)


def take_register(
    file: RegisterFile,
    *,
    commit: bool,
    by: User | None = None,
    accept: str | None = None,
    step: Callable[[int], object] = lambda place: None,
) -> Taken:
    """One transaction; without commit the same is computed and nothing is written. step is told how far in the file it has come.

    Raises PermissionDenied for a role that may not; then nothing is written.
    """
    _guard(by, accept)
    with transaction.atomic() if commit else nullcontext():
        if commit:
            LedgerHead.objects.select_for_update().get(pk=1)
        taker = _Taker(file, commit, by, accept)
        for read in file:
            taker.take(read)
            step(read.at)
        taker.flush()
    return taker.taken


def _guard(by: User | None, accept: str | None) -> None:
    needed = ["ingest source", *(["decide claim", "merge identity", "redact claim"] if accept else [])]
    if by and not all(by.may(action) for action in needed):
        raise PermissionDenied(f"The role {by.role} may not import{' decisions' if accept else ''}.")
    if accept and not by:
        raise PermissionDenied("Only a person can accept what a file says.")


class _Taker:
    """ids: what is in this ledger, by id of an entry, and its number. pending: drafts of which the number is not known yet."""

    def __init__(self, file: RegisterFile, commit: bool, by: User | None, accept: str | None) -> None:
        self.file, self.commit, self.by, self.accept = file, commit, by, accept
        self.actor = person(by) if by and accept else IMPORTER
        self.taken = Taken()
        self.head = LedgerHead.objects.get().seq
        self.ids = known_ids()
        self.keys = {key: (pk, kind) for key, pk, kind in Identity.objects.values_list("key", "pk", "type")}
        self.there = {pk for pk, _ in self.keys.values()}
        self.decides = bool(accept) or not any(kind == IdentityType.PARTNERSHIP for _, kind in self.keys.values())
        merges = Merges.of(Identity.objects.exclude(merged_into=None).values_list("pk", "merged_into"))
        self.judge = Judge(merges, self.head)
        self.subjects: dict[UUID, tuple[UUID, str]] = {}
        self.sources: dict[UUID, int] = {}
        self.people: dict[str, str] = {}
        self.pending: dict[bytes, Draft] = {}
        self.identities: list[tuple[UUID, str, str]] = []
        self.text = lru_cache(maxsize=16)(self._text)

    # Rows

    def take(self, read: Read) -> None:
        self.taken.rows += 1
        try:
            if read.why:
                raise RowRefused(read.why)
            self._take(read)
        except RowRefused as error:
            self.taken.problems.append(Problem(Span(read.number, 0, 0), read.words or _shown(read.row), str(error)))

    def _take(self, read: Read) -> None:
        kind = read.row["line"]
        if kind == PERSON:
            actor, name = person_row(read.row)
            self.people[actor] = name
        elif kind == SOURCE:
            self._source(source_row(read.row), read.at)
        elif kind == ENTRY:
            self._entry(entry_row(read.row))
        else:
            raise RowRefused(f"“{kind[:40]}” is no row of an export: expected {SOURCE}, {ENTRY} or {PERSON}.")

    def _source(self, row: SourceRow, at: int) -> None:
        if f"source:{row.id}" in self.keys:
            self.taken.known += 1
            return
        if row.id in self.there or row.id in self.sources:
            raise RowRefused(f"The id {row.id} is that of something else.")
        self.sources[row.id] = at
        self.taken.sources += 1
        if self.commit:
            keep_source_row(row)

    def _text(self, source: UUID) -> str:
        at = self.sources.get(source)
        if at is not None:
            return text_of(self.file.row_at(at))
        return str(Source.objects.values_list("text__text", flat=True).get(pk=source))

    def _entry(self, row: EntryRow) -> None:
        if row.op == Op.IDENTIFY:
            self._identify(row)
            return
        if row.subject not in self.subjects:
            raise RowRefused(f"It is about {row.subject}, which no row before makes known.")
        self.judge.note(row, self.subjects[row.subject][0])
        if row.id in self.ids or row.id in self.pending:
            self.taken.known += 1
        elif (row.op in DECISIONS or row.redacted) and not self.decides:
            self.taken.waiting[row.op] += 1
        else:
            draft = self._draft(row)
            if self.judge.changes_something(row, draft):
                self._add(row, draft)
            else:
                self.taken.known += 1

    # Identities

    def _identify(self, row: EntryRow) -> None:
        kind = row.body["type"]
        body = row.body | self._parties(row.body) if kind == IdentityType.PARTNERSHIP else dict(row.body)
        key = body["key"] = self._key(row, body)
        ours, type_ = self.keys.get(key, (row.subject, kind))
        if type_ != kind or (key not in self.keys and ours in self.there) or row.subject in self.subjects:
            raise RowRefused(f"The id {row.subject} is that of something else.")
        self.subjects[row.subject] = ours, kind
        if key in self.keys:
            self.taken.known += 1
            return
        self.keys[key] = ours, kind
        self.there.add(ours)
        self.identities.append((ours, kind, key))
        self._add(row, Draft(Op.IDENTIFY, ours, body=body))

    def _parties(self, body: dict[str, Any]) -> dict[str, Any]:
        parties = [self._known(UUID(party), IdentityType.MUNICIPALITY) for party in body["parties"]]
        if parties[0] == parties[1]:
            raise RowRefused("Both sides of the partnership are one municipality here.")
        return {"parties": [str(party) for party in parties]}

    def _known(self, theirs: UUID, kind: str) -> UUID:
        ours, type_ = self.subjects.get(theirs, (theirs, ""))
        if type_ != kind:
            raise RowRefused(f"It speaks of {theirs} as a {kind}, which no row before makes known as one.")
        return ours

    def _key(self, row: EntryRow, body: dict[str, Any]) -> str:
        """What the identity is found by: as the file has it where that fits what it says of it."""
        if body["type"] == IdentityType.PARTNERSHIP:
            return partnership_key(*map(UUID, body["parties"]))
        key = str(body["key"])
        fits = {
            IdentityType.MUNICIPALITY: key.startswith(PLACES) and _is_place(key, body),
            IdentityType.SOURCE: key == f"source:{row.subject}" and (row.subject in self.sources or key in self.keys),
        }
        if not fits.get(body["type"], not key.startswith(KEYS)):
            raise RowRefused(f"The key {key[:80]} does not fit what the row says, or its source is missing.")
        return key

    # Entries

    def _draft(self, row: EntryRow) -> Draft:
        """The entry with the ids of this register. Raises RowRefused where it refers to what is not here."""
        subject = self.subjects[row.subject][0]
        source = self._known(row.source, IdentityType.SOURCE) if row.source else None
        body = {name: self._here(name, value) for name, value in row.body.items()}
        for span in body.get("evidence", ()):
            if source is None or self.text(source)[span["start"] : span["end"]] != span["quote"]:
                raise RowRefused(f"Its quote does not stand in its source: “{span['quote'][:80]}”.")
        return Draft(Op(row.op), subject, row.property, source, row.period, self._target(row), body)

    def _here(self, name: str, value: Any) -> Any:
        if name in ("home", "side"):
            return str(self.subjects.get(UUID(value), (value, ""))[0])
        if name in ("into", "from"):
            return str(self._known(UUID(value), self._type(UUID(value))))
        if name == "corrects":
            return self._seq(value)
        return [self._seq(one) for one in value] if name == "claims" else value

    def _type(self, theirs: UUID) -> str:
        return self.subjects.get(theirs, (theirs, "subject"))[1]

    def _seq(self, id_: str) -> int:
        """The number of an entry that the words of another name."""
        key = bytes.fromhex(id_)
        if key in self.pending:
            self.flush()
        if key not in self.ids:
            raise RowRefused(f"It refers to the entry {id_}, which was kept out or is not in the file.")
        return self.ids[key]

    def _target(self, row: EntryRow) -> "Draft | int | None":
        if row.target is None:
            if row.op in NEEDS_TARGET:
                raise RowRefused(f"It is to {row.op}, and does not say what.")
            return None
        found = self.pending.get(row.target) or self.ids.get(row.target)
        if found is None:
            raise RowRefused(f"It judges the entry {row.target.hex()}, which was kept out or is not in the file.")
        return found

    def _add(self, row: EntryRow, draft: Draft) -> None:
        self.taken.taken[row.op] += 1
        if not row.redacted:
            draft.body = draft.body | {ORIGIN: self._origin(row)}
        self.pending[row.id] = draft
        if len(self.pending) >= rows.SIZE:
            self.flush()

    def _origin(self, row: EntryRow) -> dict[str, str]:
        said = Origin(row.id.hex(), row.at, row.by, self.people.get(row.by, "")).plain()
        return said | ({"accepted": self.accept} if self.accept and row.op in DECISIONS else {})

    def flush(self) -> None:
        """Writes what is pending, or only counts it."""
        drafts = list(self.pending.values())
        if self.commit and drafts:
            rows.insert(Identity, ("id", "type", "key"), self.identities)
            append(drafts, by=self.actor)
            gone = [draft.target for draft in drafts if draft.op == Op.REDACT]
            Payload.objects.filter(pk__in=[t.seq if isinstance(t, Draft) else t for t in gone]).delete()
        elif drafts:
            for seq, draft in enumerate(drafts, self.head + 1):
                draft.seq = seq
        self.head += len(drafts)
        self.ids |= {id_: draft.seq for id_, draft in self.pending.items()}
        self.pending, self.identities = {}, []


def _is_place(key: str, body: dict[str, Any]) -> bool:
    """GeoNames' number is in the key where one is known, and nowhere else."""
    number = key.removeprefix("geonames:") if key.startswith("geonames:") else ""
    return number == str(body.get("geonameid") or "")


def _shown(row: Any) -> str:
    return canonical({name: value for name, value in row.items() if name != "text"})[:SHOWN]
