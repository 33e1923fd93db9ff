"""The register: derived from the ledger in the same transaction as each entry, and from nothing at any time.

Nobody keys to these rows and nobody edits them.
"""

from django.db import models

from jumelage.knowledge.claims.models import Identity


class Municipality(models.Model):
    """names: language → the name that sources in it use, where the gazetteer knows it for this place."""

    identity = models.OneToOneField(Identity, on_delete=models.DO_NOTHING, primary_key=True, db_constraint=False)
    label = models.CharField(max_length=200)
    country = models.CharField(max_length=2, blank=True)
    geonameid = models.IntegerField(null=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    names = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "municipalities"
        indexes = [
            models.Index(fields=["geonameid"], name="partnerships_geonameid"),
            models.Index(fields=["country"], name="partnerships_country"),
        ]

    def __str__(self) -> str:
        return self.label


class Partnership(models.Model):
    """`one` and `other` are its two sides; neither is the first. `record` is all that the register holds of it, as
    stored.py writes it."""

    identity = models.OneToOneField(Identity, on_delete=models.DO_NOTHING, primary_key=True, db_constraint=False)
    one = models.ForeignKey(Municipality, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    other = models.ForeignKey(Municipality, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    record = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.one} – {self.other}"


class CountedYears(models.Model):
    """A stretch of years at whose ends the usual rule possibly counts a partnership, for a country of one of its sides; for
    questions to the whole register. See years.py."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    country = models.CharField(max_length=2, blank=True)
    first = models.SmallIntegerField()
    last = models.SmallIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["country", "first"], name="partnerships_counted_from"),
            models.Index(fields=["country", "last"], name="partnerships_counted_until"),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.first}–{self.last}"
