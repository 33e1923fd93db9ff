"""Writes the register, or what concerns one municipality, as rows of JSON: the ledger in its order, each source before the first
entry that names it. Memory is that of some thousand entries, whatever the size of the register.

What stays here: salts and hashes of this chain, bytes of documents, folders of this machine, accounts and (unless they are asked for)
the names of people of the office. What was redacted leaves without its words; a source of which anything was redacted leaves
with its quotes only, for its full text may hold these words still.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q

from jumelage.core import rows
from jumelage.knowledge.claims.actions.append import Recorded
from jumelage.knowledge.claims.actor import names
from jumelage.knowledge.claims.chain import canonical
from jumelage.knowledge.claims.history import recorded
from jumelage.knowledge.claims.models import Identity, IdentityType, LedgerHead, Op
from jumelage.knowledge.claims.origin import ORIGIN, REDACTED, Origin, instant, origin_of
from jumelage.knowledge.exchange.register.rows import END, ENTRY, FORMAT, HEADER, PERSON, REFERENCES, SOURCE, quotes_of
from jumelage.knowledge.exchange.register.selection import entries_of
from jumelage.knowledge.sources.models import IMPORTED, FrozenText, Source

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wish:
    """of: a municipality, None for the whole register. quotes_only: no source with its full text. people: names of people too."""

    of: UUID | None = None
    quotes_only: bool = False
    people: bool = False


def register_lines(
    wish: Wish = Wish(), *, begin: Callable[[int], Callable[[int], object]] | None = None
) -> Iterator[str]:
    """Each row without its line feed. begin is told how many entries there are and gives what is told how many are done."""
    head = LedgerHead.objects.get().seq
    seqs = entries_of(wish.of, head) if wish.of else None
    done = begin(head if seqs is None else len(seqs)) if begin else lambda count: None
    writer = _Writer(wish, frozenset(seqs) if seqs is not None else None, *_redacted(head))
    count = 1
    yield canonical({"line": HEADER, "format": FORMAT})
    for chunk in _chunks(head, seqs):
        for line in writer.lines(chunk):
            count += 1
            yield canonical(line)
        done(len(chunk))
    yield canonical({"line": END, "rows": count})


def _chunks(head: int, seqs: list[int] | None) -> Iterator[list[Recorded]]:
    if seqs is None:
        yield from rows.chunks(recorded(until=head))
    else:
        yield from (list(recorded(Q(pk__in=some))) for some in rows.chunks(seqs))


def _redacted(head: int) -> tuple[dict[int, Origin | None], frozenset[UUID]]:
    """The entries whose words were taken away, with their origin where they came from elsewhere, and their sources."""
    tombs = list(recorded(Q(op=Op.REDACT), until=head))
    origins = {e.target_id: Origin.of(body[REDACTED]) if REDACTED in body else None for e, body in tombs if e.target_id}
    return origins, frozenset(entry.source_id for entry, _ in tombs if entry.source_id)


@dataclass(slots=True)
class _Writer:
    wish: Wish
    chosen: frozenset[int] | None
    redacted: dict[int, Origin | None]
    with_redactions: frozenset[UUID]
    told: set[Any] = field(default_factory=set)

    def lines(self, chunk: list[Recorded]) -> Iterator[Line]:
        ids = self._ids(chunk)
        people = names({entry.actor for entry, _ in chunk}) if self.wish.people else {}
        sources = _sources({pk for entry, _ in chunk for pk in (entry.source_id, entry.subject_id) if pk} - self.told)
        for one in chunk:
            entry = one.entry
            for pk in (entry.subject_id, entry.source_id):
                if pk in sources and pk not in self.told:
                    self.told.add(pk)
                    yield self._source(sources[pk])
            first = self._first(one)
            name = first.name or people.get(first.by, "")
            if self.wish.people and name and first.by not in self.told:
                self.told.add(first.by)
                yield {"line": PERSON, "id": first.by, "name": name}
            yield self._entry(one, first, ids)

    def _first(self, one: Recorded) -> Origin:
        return self.redacted.get(one.entry.seq) or origin_of(*one)

    def _entry(self, one: Recorded, first: Origin, ids: dict[int, str]) -> Line:
        entry, body = one
        line = {"line": ENTRY, "id": first.id, "at": instant(first.at), "by": first.by, "op": entry.op}
        line |= {"subject": str(entry.subject_id)}
        refers = REFERENCES.get(entry.op, ())
        said = {n: _by_id(v, ids) if n in refers else v for n, v in body.items() if n not in (ORIGIN, REDACTED)}
        gone = entry.seq in self.redacted or bool(entry.payload_digest and not body)
        others = {
            "property": entry.property,
            "source": entry.source_id and str(entry.source_id),
            "period": entry.period,
            "target": entry.target_id and ids[entry.target_id],
            "body": said,
            "redacted": gone,
        }
        return line | {name: value for name, value in others.items() if value}

    def _ids(self, chunk: Iterable[Recorded]) -> dict[int, str]:
        """The ids of these entries and of those that they refer to."""
        found = {one.entry.seq: self._first(one).id for one in chunk}
        wanted = {seq for one in chunk for seq in _references(one)} - found.keys()
        for some in rows.chunks(sorted(wanted)):
            found |= {one.entry.seq: self._first(one).id for one in recorded(Q(pk__in=some))}
        return found

    def _source(self, source: Source) -> Line:
        text, document = source.text, source.text.document
        line: Line = {
            "line": SOURCE,
            "id": str(source.pk),
            "document": {"sha256": document.sha256, "size": document.size, "media_type": document.media_type},
            "extractor": text.extractor.removeprefix(IMPORTED),
            "version": text.version,
            "location": source.location,
            "title": source.title,
            "language": source.language,
            "retrieved_at": instant(source.retrieved_at),
        }
        if source.follows_id:
            line["follows"] = str(source.follows_id)
        if source.origin.startswith(("http://", "https://")):  # else a folder of this machine
            line["origin"] = source.origin
        words = FrozenText.objects.values_list("text", flat=True).get(pk=text.pk)  # not kept: texts are large
        if not self.wish.quotes_only and source.pk not in self.with_redactions:
            return line | {"text": words}
        return line | {"length": len(words), "quotes": quotes_of(words, self._spans(source))}

    def _spans(self, source: Source) -> list[tuple[int, int]]:
        claims = recorded(Q(source=source, op=Op.ASSERT))
        chosen = (body for entry, body in claims if self.chosen is None or entry.seq in self.chosen)
        return [(span["start"], span["end"]) for body in chosen for span in body.get("evidence", ())]


def _references(one: Recorded) -> Iterator[int]:
    """The numbers of the entries that this one refers to."""
    entry, body = one
    if entry.target_id:
        yield entry.target_id
    for name in REFERENCES.get(entry.op, ()):
        found = body.get(name, ())
        yield from found if isinstance(found, list | tuple) else (found,)


def _by_id(value: Any, ids: dict[int, str]) -> Any:
    return [ids[seq] for seq in value] if isinstance(value, list) else ids[value]


def _sources(among: set[Any]) -> dict[UUID, Source]:
    found: dict[UUID, Source] = {}
    for some in rows.chunks(among):
        kept = Identity.objects.filter(pk__in=some, type=IdentityType.SOURCE).values_list("pk", flat=True)
        found |= Source.objects.select_related("text__document").defer("text__text").in_bulk(list(kept))
    return found
