"""What was signed: agreements, their parties with those who signed, and their texts."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from jumelage.accounts.models import Office, User
from jumelage.core import edtf
from jumelage.core.text import fold
from jumelage.work.contacts.models import Side


class Kind(models.TextChoices):
    PARTNERSHIP = "partnership", pgettext_lazy("agreement", "Partnership agreement")
    LETTER = "letter", pgettext_lazy("agreement", "Letter of intent")
    MEMORANDUM = "memorandum", pgettext_lazy("agreement", "Memorandum")
    RENEWAL = "renewal", pgettext_lazy("agreement", "Renewal")
    GOLDEN_BOOK = "golden book", pgettext_lazy("agreement", "Entry in the golden book")


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def of(self, user: User) -> "AgreementQuerySet":
        """Those of the person's own office."""
        return self.filter(office=user.office_id)

    def naming(self, text: str) -> "AgreementQuerySet":
        """In whose title, or among whose parties, every word of the text stands."""
        return self.filter(*(Q(searched__contains=word) for word in fold(text).split()))


class Agreement(models.Model):
    """since and until are partial dates (EDTF), until empty for one without a term. It ends with its term unless it renews itself by
    `renews_months`; notice must be given `notice_months` before. `first_day`, `last_day` and `searched` are derived: the first
    day is that of the beginning or, where that is not known, of the first signature."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.PARTNERSHIP)
    title = models.CharField(max_length=300)
    partnership = models.UUIDField(null=True, blank=True, db_index=True)
    since = models.CharField(max_length=50, blank=True)
    until = models.CharField(max_length=50, blank=True)
    renews_months = models.PositiveSmallIntegerField(null=True, blank=True)
    notice_months = models.PositiveSmallIntegerField(null=True, blank=True)
    succeeds = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="followed_by")
    note = models.TextField(blank=True, max_length=5000)
    version = models.PositiveIntegerField(default=0)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    searched = models.CharField(max_length=1000)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["office", "-first_day"], name="agreements_by_day")]

    def __str__(self) -> str:
        return self.title

    def derive(self, parties: "list[Party]") -> None:
        signed = [day for party in parties if party.signed_on and (day := edtf.parse(party.signed_on).earliest)]
        begun = edtf.parse(self.since).earliest if self.since else None
        self.first_day = begun or min(signed, default=None)
        self.last_day = edtf.parse(self.until).latest if self.until else None
        names = (name for party in parties for name in (party.name, party.signer))
        self.searched = fold(" ".join((self.title, *names)))[:1000]


class Party(models.Model):
    """A party, which may be a region or a university as well, and who signed for it, where and when (EDTF)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    name = models.CharField(max_length=200)
    side = models.CharField(max_length=6, choices=Side, default=Side.OURS)
    signer = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=200, blank=True)
    signed_on = models.CharField(max_length=50, blank=True)
    place = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "parties"
        ordering = ["side", "name", "pk"]

    def __str__(self) -> str:
        return self.name


class Text(models.Model):
    """The words in one language, a scan of them, or both. The file lies under the hash of its bytes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=3)
    words = models.TextField(blank=True, max_length=200_000)
    scan = models.CharField(max_length=64, blank=True)
    scan_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=50, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["language", "pk"]

    def __str__(self) -> str:
        return self.scan_name or self.language


AGREEMENT_FIELDS = (
    "kind", "title", "partnership", "since", "until", "renews_months", "notice_months", "succeeds", "note",
)  # fmt: skip
PARTY_FIELDS = ("name", "side", "signer", "role", "signed_on", "place")
TEXT_FIELDS = ("language", "words", "scan", "scan_name", "media_type")
