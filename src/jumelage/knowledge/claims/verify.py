"""Walks the chain and says where it is broken."""

import hashlib
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.db import connection
from django.db.models import Q

from jumelage.core import guard, rows
from jumelage.core.text import N_
from jumelage.knowledge.claims import chain
from jumelage.knowledge.claims.anchors import Anchor
from jumelage.knowledge.claims.chain import Link
from jumelage.knowledge.claims.history import recorded
from jumelage.knowledge.claims.models import Entry, Op, Payload
from jumelage.knowledge.sources.models import IMPORTED, Document, FrozenText, Masking, Source, digest_of

AS_TEXT = "CAST(e.recorded_at AS TEXT)"
BEFORE_ALL = Link._make([0, None, *[""] * 14])


@dataclass(frozen=True, slots=True)
class Verdict:
    """`fault` is None for a whole chain; `bad_seq` is the first bad entry, where the fault lies in one. `unguarded` names the
    triggers that a whole chain's database has lost."""

    count: int
    head: str
    fault: str | None = None
    bad_seq: int | None = None
    unguarded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """Evidence that is not what it was. which: the hash of a document, a frozen text, or the number of a claim."""

    what: str
    which: str
    detail: str = ""

    def __str__(self) -> str:
        return FAULTS[self.what] % {"which": self.which, "detail": self.detail}


FAULTS = {
    "lost": N_("The document %(which)s cannot be read (%(detail)s)."),
    "bytes": N_("The document %(which)s has other bytes than it had."),
    "text": N_("The text of %(which)s was changed."),
    "quote": N_("A quote of #%(which)s does not stand in its source any more."),
}


def verify(anchors: Iterable[Anchor] = ()) -> Verdict:
    """Reads every entry and payload once. Never changes anything. What an anchor names must be there as it names it."""
    with _as_it_lies():
        verdict = _walked({anchor.count: anchor.hash for anchor in anchors})
    return verdict if verdict.fault else replace(verdict, unguarded=tuple(guard.missing(connection)))


@contextmanager
def _as_it_lies() -> Iterator[None]:
    """On SQLite also text that is no text any more can be read."""
    connection.ensure_connection()
    if connection.vendor != "sqlite":
        yield
        return
    usual = connection.connection.text_factory
    connection.connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        connection.connection.text_factory = usual


def _walked(anchored: Mapping[int, str]) -> Verdict:
    last = BEFORE_ALL
    redacted = set(Entry.objects.filter(op=Op.REDACT).values_list("target_id", flat=True))
    for link, salt, body in _raw_entries():
        fault = _link_fault(link, last) or _payload_fault(link, salt, body, link.seq in redacted)
        if not fault and anchored.get(link.seq, link.hash) != link.hash:
            fault = f"#{link.seq} is not the entry that the anchor names: the ledger was written anew"
        if fault:
            return Verdict(last.seq, last.hash, fault, link.seq)
        last = link
    return Verdict(last.seq, last.hash, _head_fault(last) or _stray_payload(last) or _anchor_fault(last, anchored))


def _head_fault(last: Link) -> str | None:
    moment = AS_TEXT if connection.vendor == "sqlite" else "recorded_at"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT seq, hash, {moment} FROM claims_ledgerhead e")  # noqa: S608  # no value from outside
        heads = cursor.fetchall()
    if heads == [(last.seq, last.hash, last.recorded_at)]:
        return None
    if [head[:2] for head in heads] == [(last.seq, last.hash)]:
        return f"the head has another time than #{last.seq}"
    said = f"says #{heads[0][0]}" if heads else "is missing"
    return f"the head {said}, the last entry is #{last.seq}: the tail was cut or the head moved"


def _stray_payload(last: Link) -> str | None:
    """Within the chain every payload was read with its entry."""
    stray = Payload.objects.filter(Q(pk__lt=1) | Q(pk__gt=last.seq)).values_list("pk", flat=True).first()
    return None if stray is None else f"there is a payload of #{stray}, which is no entry"


def _anchor_fault(last: Link, anchored: Mapping[int, str]) -> str | None:
    highest = max(anchored, default=0)
    return (
        None if highest <= last.seq else f"an anchor names #{highest}, the last entry is #{last.seq}: the tail was cut"
    )


def _raw_entries() -> Iterator[tuple[Link, str | None, str | None]]:
    """Entries with salt and body of their payloads, as the database holds them: what was tampered with may not convert."""
    columns = ", ".join(
        AS_TEXT if name == "recorded_at" and connection.vendor == "sqlite" else f"e.{name}" for name in Link._fields
    )
    sql = (
        f"SELECT {columns}, p.salt, p.body FROM claims_entry e LEFT JOIN claims_payload p ON p.entry_id = e.seq"  # noqa: S608  # no value from outside
        " WHERE e.seq > %s ORDER BY e.seq LIMIT %s"
    )
    last = -sys.maxsize
    with connection.cursor() as cursor:
        while True:
            cursor.execute(sql, [last, rows.SIZE])
            found = cursor.fetchall()
            for row in found:
                yield Link._make(row[:-2]), row[-2], row[-1]
            if not found:
                return
            last = found[-1][0]


def _link_fault(link: Link, last: Link) -> str | None:
    if link.seq != last.seq + 1:
        return f"#{last.seq + 1} is missing"
    if link.prev_hash != last.hash:
        return f"#{link.seq} does not follow #{last.seq}"
    try:
        same = chain.entry_hash(link) == link.hash
    except (TypeError, ValueError):  # bytes where there was text
        same = False
    return None if same else f"#{link.seq} was changed"


def _payload_fault(link: Link, salt: str | None, body: str | None, is_redacted: bool) -> str | None:
    if salt is None or body is None:
        whole = not link.payload_digest or is_redacted
        return None if whole else f"the payload of #{link.seq} is missing"
    if is_redacted:
        return f"the payload of #{link.seq} is there, although it was redacted"
    try:
        same = chain.payload_digest(salt, body) == link.payload_digest
    except ValueError:  # as above
        same = False
    return None if same else f"the payload of #{link.seq} was changed"


def document_faults() -> list[Fault]:
    """Bytes, frozen texts and quotes that are not what they were when they were recorded."""
    return [*_bytes_faults(), *_text_faults(), *_quote_faults()]


def _bytes_faults() -> Iterator[Fault]:
    for document in Document.objects.order_by("sha256").iterator():
        try:
            same = hashlib.sha256(document.read()).hexdigest() == document.sha256
        except FileNotFoundError:
            if not (_came_without_bytes(document) or Masking.objects.filter(text__document=document).exists()):
                yield Fault("lost", document.sha256, "missing")
            continue
        except OSError as error:
            yield Fault("lost", document.sha256, error.strerror or "")
            continue
        if not same:
            yield Fault("bytes", document.sha256)


def _came_without_bytes(document: Document) -> bool:
    """Out of another register's export, which has the texts alone."""
    extractors = document.frozentext_set.values_list("extractor", flat=True)
    return bool(extractors) and all(extractor.startswith(IMPORTED) for extractor in extractors)


def _text_faults() -> Iterator[Fault]:
    masked = dict(Masking.objects.values_list("text", "sha256"))
    for frozen in FrozenText.objects.order_by("pk").iterator(chunk_size=100):
        if digest_of(frozen.text) != masked.get(frozen.pk, frozen.sha256):
            yield Fault("text", str(frozen))


def _quote_faults() -> Iterator[Fault]:
    """Every span of every claim holds the words that it held."""
    told = recorded(Q(op=Op.ASSERT, source__isnull=False))
    for entries in rows.chunks(told):
        texts = dict(Source.objects.filter(pk__in={e.source_id for e, _ in entries}).values_list("pk", "text__text"))
        for entry, body in entries:
            for span in body.get("evidence", ()):
                if entry.source_id and texts[entry.source_id][span["start"] : span["end"]] != span["quote"]:
                    yield Fault("quote", str(entry.seq))
