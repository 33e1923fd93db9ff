"""Keeps what was retrieved."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from jumelage.knowledge.sources import extract
from jumelage.knowledge.sources.models import Document, FrozenText, Source, digest_of


@dataclass(frozen=True, slots=True)
class Kept:
    """`is_new` is False where the same text was already retrieved from this place."""

    source: Source
    is_new: bool


def keep_source(
    *, data: bytes, media_type: str, page: extract.Document, location: str, origin: str, title: str, language: str
) -> Kept:
    """Stores bytes and frozen text once. The same text from the same place, or from another file, is not a new source;
    another text from the same place is one that follows the old. A document of which words were taken away does not come back."""
    with transaction.atomic():
        if masked := _masked(data):
            return Kept(masked, is_new=False)
        text = _frozen(_document(data, media_type), page)
        last = _last(origin, text.sha256)
        if last and last.text.sha256 == text.sha256:
            return Kept(last, is_new=False)
        source = Source.objects.create(
            text=text,
            location=location,
            origin=origin,
            title=title[:500],
            language=language,
            retrieved_at=datetime.now(UTC),
            follows=last,
        )
    return Kept(source, is_new=True)


def _masked(data: bytes) -> Source | None:
    digest = hashlib.sha256(data).hexdigest()
    return Source.objects.exclude(text__masking=None).filter(text__document=digest).order_by("-retrieved_at").first()


def is_kept(page: extract.Document, origin: str) -> bool:
    """Whether to keep the page once more would change nothing."""
    last = _last(origin, digest := digest_of(page.text))
    return last is not None and last.text.sha256 == digest


def _last(origin: str, sha256: str) -> Source | None:
    """The newest source from a place. A file with a text that is known is a copy of it, wherever it lies; what came from
    nowhere follows nothing."""
    newest = Source.objects.select_related("text").order_by("-retrieved_at")
    if not origin.startswith(("http://", "https://")):
        copy = newest.filter(text__sha256=sha256).first()
        if copy or not origin:
            return copy
    return newest.filter(origin=origin, followed_by=None).first()


def _document(data: bytes, media_type: str) -> Document:
    """Bytes without a row (a run that was interrupted) are harmless: they are found again under their hash."""
    digest = hashlib.sha256(data).hexdigest()
    document, _ = Document.objects.get_or_create(
        sha256=digest, defaults={"size": len(data), "media_type": media_type.partition(";")[0]}
    )
    storage = storages["documents"]
    if storage.exists(document.path) and storage.size(document.path) != len(data):
        storage.delete(document.path)  # a run was stopped while it wrote
    if not storage.exists(document.path):
        storage.save(document.path, ContentFile(data))
    return document


def _frozen(document: Document, page: extract.Document) -> FrozenText:
    frozen, _ = FrozenText.objects.get_or_create(
        document=document,
        extractor=page.extractor,
        version=page.version,
        defaults={"text": page.text, "sha256": digest_of(page.text)},
    )
    return frozen
