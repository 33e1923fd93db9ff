"""People whom the office knows, and what they are or were. Personal data lives in these tables and nowhere else."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from jumelage.accounts.models import Office, User
from jumelage.core import edtf
from jumelage.core.text import fold

REVIEWED_EVERY = timedelta(days=2 * 365)


class LegalBasis(models.TextChoices):
    """Article 6 (1) of the General Data Protection Regulation."""

    CONSENT = "consent", pgettext_lazy("legal basis", "Consent (Art. 6 (1) a GDPR)")
    CONTRACT = "contract", pgettext_lazy("legal basis", "Contract (Art. 6 (1) b GDPR)")
    DUTY = "duty", pgettext_lazy("legal basis", "Legal duty (Art. 6 (1) c GDPR)")
    TASK = "task", pgettext_lazy("legal basis", "Public task (Art. 6 (1) e GDPR)")


class Side(models.TextChoices):
    OURS = "ours", pgettext_lazy("side", "Our side")
    THEIRS = "theirs", pgettext_lazy("side", "The partner’s side")


def next_review() -> date:
    return timezone.localdate() + REVIEWED_EVERY


class PersonQuerySet(models.QuerySet["Person"]):
    def of(self, user: User) -> "PersonQuerySet":
        """Those of the person's own office."""
        return self.filter(office=user.office_id)

    def named(self, text: str) -> "PersonQuerySet":
        """Whose name, address or telephone number holds every word of the text."""
        return self.filter(*(Q(searched__contains=word) for word in fold(text).split()))


class Person(models.Model):
    """Kept for `kept_years` after the last role has ended. `searched` and `name_key` are derived from the other fields."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    title = models.CharField(max_length=60, blank=True)
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100)
    salutation = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=3, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=50, blank=True)
    mobile = models.CharField(max_length=50, blank=True)
    address = models.TextField(blank=True, max_length=500)
    note = models.TextField(blank=True, max_length=5000)
    purpose = models.CharField(max_length=200)
    legal_basis = models.CharField(max_length=10, choices=LegalBasis)
    kept_years = models.PositiveSmallIntegerField(default=2)
    review_on = models.DateField(default=next_review)
    version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True)
    searched = models.CharField(max_length=500)
    name_key = models.CharField(max_length=200)

    objects = PersonQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["office", "family_name", "given_name"], name="contacts_by_name"),
            models.Index(fields=["office", "name_key"], name="contacts_by_name_key"),
            models.Index(fields=["office", "email"], name="contacts_by_email"),
            models.Index(fields=["office", "review_on"], name="contacts_by_review"),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.title, self.given_name, self.family_name)))

    def __repr__(self) -> str:
        return f"<Person {self.pk}>"  # a log never holds a name

    def derive(self) -> None:
        names = f"{self.given_name} {self.family_name}"
        self.email = self.email.lower()
        self.name_key = " ".join(sorted(fold(names).split()))[:200]
        numbers = "".join(c for c in f"{self.phone} {self.mobile}" if c.isdigit())
        self.searched = f"{fold(f'{self.title} {names}')} {self.email} {numbers}"[:500]


class RoleQuerySet(models.QuerySet["Role"]):
    def current(self, day: date) -> "RoleQuerySet":
        return self.filter(Q(last_day=None) | Q(last_day__gte=day), Q(first_day=None) | Q(first_day__lte=day))


class Role(models.Model):
    """What a person is for an organisation or a partnership. since and until are partial dates (EDTF), empty where not known or
    not ended; first_day and last_day are the outermost days they can mean."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles")
    title = models.CharField(max_length=200)
    side = models.CharField(max_length=6, choices=Side, default=Side.OURS)
    partnership = models.UUIDField(null=True, blank=True, db_index=True)
    organisation = models.UUIDField(null=True, blank=True, db_index=True)
    since = models.CharField(max_length=50, blank=True)
    until = models.CharField(max_length=50, blank=True)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    successor = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="follows")

    objects = RoleQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    def derive(self) -> None:
        self.first_day = edtf.parse(self.since).earliest if self.since else None
        self.last_day = edtf.parse(self.until).latest if self.until else None

    @property
    def is_current(self) -> bool:
        today = timezone.localdate()
        return (self.last_day is None or self.last_day >= today) and (self.first_day is None or self.first_day <= today)


PERSON_FIELDS = (
    "title", "given_name", "family_name", "salutation", "language", "email", "phone", "mobile", "address", "note",
    "purpose", "legal_basis", "kept_years", "review_on",
)  # fmt: skip
ROLE_FIELDS = ("title", "side", "partnership", "organisation", "since", "until", "successor")


def kept_until(roles: Any, years: int) -> date | None:
    """The day after which a person is no longer kept: so many years after the last role; None while a role runs or none is known."""
    ends = [role.last_day for role in roles]
    if not ends or None in ends:
        return None
    last: date = max(ends)
    return last.replace(year=last.year + years, day=min(last.day, 28) if last.month == 2 else last.day)
