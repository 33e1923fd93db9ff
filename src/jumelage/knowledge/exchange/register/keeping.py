"""Keeps a source out of another register's export: what was retrieved and frozen there, without its bytes."""

import hashlib
from uuid import UUID

from jumelage.knowledge.exchange.register.rows import SourceRow
from jumelage.knowledge.sources.models import IMPORTED, Document, FrozenText, Source

VERSION = 20


def keep_source_row(row: SourceRow) -> None:
    """Its text is marked as imported, so that a page that is retrieved here is read and frozen here all the same."""
    document, _ = Document.objects.get_or_create(
        sha256=row.sha256, defaults={"size": row.size, "media_type": row.media_type}
    )
    Source.objects.create(
        id=row.id,
        text=_frozen(document, row),
        location=row.location,
        origin=row.origin,
        title=row.title,
        language=row.language,
        retrieved_at=row.retrieved_at,
        follows_id=_followed(row.follows),
    )


def _frozen(document: Document, row: SourceRow) -> FrozenText:
    """A second text of the same version (one export with all of it, another with quotes) gets its digest as version."""
    digest = hashlib.sha256(row.text.encode()).hexdigest()
    for version in (row.version, digest[:VERSION]):
        frozen, _ = FrozenText.objects.get_or_create(
            document=document,
            extractor=f"{IMPORTED}{row.extractor}",
            version=version,
            defaults={"text": row.text, "sha256": digest},
        )
        if frozen.sha256 == digest:
            break
    return frozen


def _followed(source: UUID | None) -> UUID | None:
    """A source is followed by one other at the most, and only one that is here."""
    found = Source.objects.filter(pk=source, followed_by=None) if source else None
    return source if found is not None and found.exists() else None
