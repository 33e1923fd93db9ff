"""Takes words out of the texts of sources for good: personal data on request."""

from collections.abc import Iterable

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Q

from jumelage.core import revision
from jumelage.core.masking import Spellings
from jumelage.knowledge.sources.models import Document, FrozenText, Masking, digest_of


def texts_with(spellings: Spellings) -> list[FrozenText]:
    """The texts in which one of them stands."""
    near = Q(pk=None)
    for fragment in spellings.fragments():
        near |= Q(text__icontains=fragment)
    found = FrozenText.objects.filter(near).select_related("document").order_by("pk").iterator(chunk_size=50)
    return [text for text in found if spellings.are_in(text.text)]


def mask(texts: Iterable[FrozenText], spellings: Spellings, *, reason: str) -> None:
    """Covers the spellings in these texts and deletes the bytes of their documents. Who calls it has asked whether the person may, and has
    redacted the claims that quote the words."""
    with transaction.atomic():
        revision.bump()
        for text in texts:
            words = spellings.masked(text.text)
            Masking.objects.update_or_create(text=text, defaults={"sha256": digest_of(words), "reason": reason})
            FrozenText.objects.filter(pk=text.pk).update(text=words)
            transaction.on_commit(lambda document=text.document: _delete_bytes(document))  # type: ignore[misc]


def _delete_bytes(document: Document) -> None:
    storages["documents"].delete(document.path)
