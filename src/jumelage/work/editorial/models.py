"""What the office writes for the public, and what the public writes to the office."""

import uuid

from django.db import models
from django.utils.translation import pgettext_lazy

from jumelage.accounts.models import User

PAGES = ("about", "legal", "privacy", "accessibility", "plain", "signs")
DUTIES = ("legal", "privacy", "accessibility")
"""The pages that every public body must have."""


class Text(models.Model):
    """A text in one language: a page of the portal (`about` is one of PAGES), or a portrait (`about` is the partnership's id)."""

    about = models.CharField(max_length=36)
    language = models.CharField(max_length=10)
    body = models.TextField()
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["about", "language"], name="editorial_one_text_a_language")]

    def __str__(self) -> str:
        return f"{self.about} ({self.language})"


class Conformity(models.TextChoices):
    FULL = "full", pgettext_lazy("conformity", "fully compliant")
    PARTIAL = "partial", pgettext_lazy("conformity", "partially compliant")
    NONE = "none", pgettext_lazy("conformity", "not compliant")


class Method(models.TextChoices):
    SELF = "self", pgettext_lazy("assessment", "self-assessment by the office")
    THIRD = "third", pgettext_lazy("assessment", "assessment by a third party")


class AccessibilityStatement(models.Model):
    """One row: what the page on accessibility says in a fixed form. Its text says what is not accessible, and where to complain."""

    conformity = models.CharField(max_length=10, choices=Conformity)
    method = models.CharField(max_length=10, choices=Method)
    assessed_on = models.DateField()
    email = models.EmailField(blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="editorial_one_accessibility_statement")]

    def __str__(self) -> str:
        return f"{self.conformity}, {self.assessed_on}"


class Picture(models.Model):
    """A picture of a portrait. The files lie under the hash of what was uploaded; `alt` is the text for those who do not see it,
    by language."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.UUIDField(unique=True)
    file = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.JSONField()
    credit = models.CharField(max_length=200)
    licence = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.file


class Subject(models.TextChoices):
    GENERAL = "general", pgettext_lazy("contact about", "Partnerships in general")
    SCHOOLS = "schools", pgettext_lazy("contact about", "Schools")
    YOUTH = "youth", pgettext_lazy("contact about", "Youth exchange")
    CULTURE = "culture", pgettext_lazy("contact about", "Culture")
    SPORT = "sport", pgettext_lazy("contact about", "Sport")
    ECONOMY = "economy", pgettext_lazy("contact about", "Business and universities")
    PRESS = "press", pgettext_lazy("contact about", "Press")


class Contact(models.Model):
    """Whom to ask at the city, for one partnership or, without one, for all: an office, or a person in that role."""

    subject = models.CharField(max_length=20, choices=Subject)
    partnership = models.UUIDField(null=True, blank=True, db_index=True)
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=50, blank=True)
    email = models.EmailField(blank=True)

    def __str__(self) -> str:
        return self.name


class Question(models.Model):
    """What somebody asked or put right on a page of the portal. Personal: deleted when its time is over."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    page = models.CharField(max_length=500)
    text = models.TextField()
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    sent_at = models.DateTimeField(db_index=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True)
    outcome = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.text[:60]

    def __repr__(self) -> str:
        return f"<Question {self.pk}>"  # a log never holds what people wrote
