"""The index: what can be found, and three letters at a time where it stands. Derived; nobody keys to it."""

from typing import Any

from django.db import models


class Kind(models.TextChoices):
    MUNICIPALITY = "municipality"
    MILESTONE = "milestone"
    ORGANISATION = "organisation"


class Found(models.Model):
    """One name or text. subject: the municipality, or the partnership that it belongs to. claim: that says it, for a milestone.

    words: the text folded, as it is compared; a municipality has a row for each of its names.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=12, choices=Kind)
    subject = models.UUIDField()
    claim = models.BigIntegerField(null=True)
    text = models.TextField()
    words = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["subject"], name="search_found_subject")]

    def __str__(self) -> str:
        return self.text


class Gram(models.Model):
    pk = models.CompositePrimaryKey("gram", "found_id")
    gram = models.CharField(max_length=3)
    found_id = models.BigIntegerField()
    objects: Any = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["found_id"], name="search_gram_found")]

    def __str__(self) -> str:
        return self.gram
