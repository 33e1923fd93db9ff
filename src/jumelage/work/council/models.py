"""What councils and committees asked for, had before them and decided, as far as it concerns partnerships."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from jumelage.accounts.models import Office, User
from jumelage.core import edtf
from jumelage.core.text import fold


class Kind(models.TextChoices):
    MANDATE = "mandate", pgettext_lazy("council", "Mandate")
    PAPER = "paper", pgettext_lazy("council", "Paper")
    RESOLUTION = "resolution", pgettext_lazy("council", "Resolution")


class Result(models.TextChoices):
    OPEN = "open", pgettext_lazy("council", "open")
    ADOPTED = "adopted", pgettext_lazy("council", "adopted")
    REJECTED = "rejected", pgettext_lazy("council", "rejected")
    POSTPONED = "postponed", pgettext_lazy("council", "postponed")
    NOTED = "noted", pgettext_lazy("council", "noted")


class Step(models.TextChoices):
    """The steps of a partnership's life, in their usual order."""

    IDEA = "idea", pgettext_lazy("step", "Idea")
    PREPARATION = "preparation", pgettext_lazy("step", "Preparation")
    PROJECT = "project", pgettext_lazy("step", "Project")
    LETTER = "letter", pgettext_lazy("step", "Letter of intent")
    RESOLUTION = "resolution", pgettext_lazy("step", "Council resolution")
    SIGNING = "signing", pgettext_lazy("step", "Signing")
    RENEWAL = "renewal", pgettext_lazy("step", "Renewal")
    REST = "rest", pgettext_lazy("step", "Rest")
    RESUMPTION = "resumption", pgettext_lazy("step", "Resumption")
    END = "end", pgettext_lazy("step", "End")


class RecordQuerySet(models.QuerySet["Record"]):
    def of(self, user: User) -> "RecordQuerySet":
        """Those of the person's own office."""
        return self.filter(office=user.office_id)

    def about(self, partnership: uuid.UUID) -> "RecordQuerySet":
        """Mandates that it fulfils are about it too."""
        return self.filter(Q(partnership=partnership) | Q(fulfilled_by=partnership))

    def waiting(self) -> "RecordQuerySet":
        """Mandates that nothing fulfils yet."""
        kept = self.filter(kind=Kind.MANDATE, partnership=None, fulfilled_by=None)
        return kept.exclude(result=Result.REJECTED)

    def naming(self, text: str) -> "RecordQuerySet":
        """In whose title, body, number or wish every word of the text stands."""
        return self.filter(*(Q(searched__contains=word) for word in fold(text).split()))


class Record(models.Model):
    """A mandate, a paper or a resolution. A mandate may have no partner yet: `wanted` says what it asks for, and `fulfilled_by` is
    the partnership that came of it. date is EDTF; `first_day` and `searched` are derived. `oparl` is the address of the same thing in a council information
    system, and `upstream` what the system last said, by field."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.RESOLUTION)
    title = models.CharField(max_length=300)
    body = models.CharField(max_length=200)
    number = models.CharField(max_length=100, blank=True)
    date = models.CharField(max_length=50, blank=True)
    result = models.CharField(max_length=10, choices=Result, default=Result.OPEN)
    step = models.CharField(max_length=12, choices=Step, blank=True)
    partnership = models.UUIDField(null=True, blank=True, db_index=True)
    wanted = models.TextField(blank=True, max_length=1000)
    fulfilled_by = models.UUIDField(null=True, blank=True, db_index=True)
    link = models.URLField(blank=True, max_length=1000)
    text = models.TextField(blank=True, max_length=200_000)
    note = models.TextField(blank=True, max_length=5000)
    oparl = models.URLField(blank=True, max_length=1000)
    upstream = models.JSONField(default=dict, blank=True)
    fetched_at = models.DateTimeField(null=True)
    deleted_upstream = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)
    first_day = models.DateField(null=True)
    searched = models.CharField(max_length=1000)

    objects = RecordQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["office", "-first_day"], name="council_by_day"),
            models.Index(fields=["office", "kind", "result"], name="council_by_kind"),
        ]

    def __str__(self) -> str:
        return self.title

    def derive(self) -> None:
        self.first_day = edtf.parse(self.date).earliest if self.date else None
        self.searched = fold(f"{self.title} {self.body} {self.number} {self.wanted}")[:1000]


RECORD_FIELDS = (
    "kind", "title", "body", "number", "date", "result", "step", "partnership", "wanted", "fulfilled_by", "link", "text",
    "note", "oparl",
)  # fmt: skip
