"""Documents as retrieved. Nothing here is ever changed: a page that reads otherwise is another source."""

import hashlib
import uuid

from django.core.files.storage import storages
from django.db import models


class Document(models.Model):
    """Bytes, stored once under their SHA-256."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.sha256

    @property
    def path(self) -> str:
        return f"{self.sha256[:2]}/{self.sha256}"

    def read(self) -> bytes:
        with storages["documents"].open(self.path) as file:
            return bytes(file.read())


def digest_of(text: str) -> str:
    """The SHA-256 of a frozen text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


IMPORTED = "import:"


class FrozenText(models.Model):
    """What one version of one extractor made of the bytes. Spans are half-open ranges of code points into `text`.

    One that came out of another register's export has IMPORTED before its extractor: it is never taken for one that was made here,
    and its document's bytes need not be here.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT)
    extractor = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "extractor", "version"], name="sources_one_text_an_extractor")
        ]

    def __str__(self) -> str:
        return f"{self.document_id[:12]} {self.extractor} {self.version}"


class Masking(models.Model):
    """Words of a text that were taken away for good, as personal data is on request: MASK stands for each of their signs, so that every
    span stays where it is. `sha256` is that of what the text says now; the bytes of the document are gone."""

    text = models.OneToOneField(FrozenText, on_delete=models.PROTECT, primary_key=True)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now=True)
    reason = models.CharField(max_length=500)

    def __str__(self) -> str:
        return f"{self.text_id}: {self.reason}"


class Source(models.Model):
    """A document as retrieved at a moment from a place. Its id is its identity in the ledger.

    `location` is what people see; a source follows another of the same `origin`, which standard input has none of.
    Its date, its class, a better title and whom it retells are claims, so that they have a history; see claims.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.ForeignKey(FrozenText, on_delete=models.PROTECT)
    location = models.CharField(max_length=2000)
    origin = models.CharField(max_length=4000, blank=True)
    title = models.CharField(max_length=500)
    language = models.CharField(max_length=12)
    retrieved_at = models.DateTimeField()
    follows = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="followed_by")

    class Meta:
        indexes = [models.Index(fields=["origin"])]

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str | None:
        """The address on the web, None for a file."""
        return self.location if self.location.startswith(("http://", "https://")) else None


class Visit(models.TextChoices):
    """How the last look at a watched page ended."""

    NEVER = "never"
    CHANGED = "changed"
    SAME = "same"
    GONE = "gone"
    FORBIDDEN = "forbidden"
    REFUSED = "refused"
    FAILED = "failed"


class WatchedPage(models.Model):
    """An address that is looked at again by itself. One that is no longer watched stays, for what was watched is history.

    home, home_country: whose page it is, empty where the reader finds out. found_at, etag, modified: where the page was found,
    and what its server called the state that is `source`. problem, details: of the last look, for a sentence. failures: how
    many looks in a row failed. noted: the version up to which somebody has seen what the page says no more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    address = models.CharField(max_length=2000)
    home = models.CharField(max_length=200, blank=True)
    home_country = models.CharField(max_length=2, blank=True)
    added_by = models.CharField(max_length=80)
    added_at = models.DateTimeField(auto_now_add=True)
    stopped_by = models.CharField(max_length=80, blank=True)
    stopped_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    visit = models.CharField(max_length=10, choices=Visit, default=Visit.NEVER)
    problem = models.CharField(max_length=20, blank=True)
    details = models.JSONField(default=dict)
    failures = models.PositiveSmallIntegerField(default=0)
    found_at = models.CharField(max_length=2000, blank=True)
    etag = models.CharField(max_length=1000, blank=True)
    modified = models.CharField(max_length=1000, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, related_name="+")
    noted = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["address"], condition=models.Q(stopped_at=None), name="sources_an_address_is_watched_once"
            )
        ]

    def __str__(self) -> str:
        return self.address
