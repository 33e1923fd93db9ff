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


class Span(models.Model):
    """A stretch of one kind or status, for questions to the whole register: began in [start_min, start_max], ended in
    [end_min, end_max], inclusive ordinal days (1 = 0001-01-01); null is unbounded."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="spans", db_constraint=False)
    axis = models.CharField(max_length=6, choices=[("kind", "kind"), ("status", "status")])
    value = models.CharField(max_length=20)
    start_min = models.IntegerField(null=True)
    start_max = models.IntegerField(null=True)
    end_min = models.IntegerField(null=True)
    end_max = models.IntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.axis} {self.value}"
