"""The register: derived from the ledger in the same transaction as each entry, and from nothing at any time.

Nobody keys to these rows and nobody edits them. `claims` lists the numbers of the claims that carry a row.
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

    def __str__(self) -> str:
        return self.label


class Partnership(models.Model):
    """`one` and `other` are its two sides; neither is the first."""

    identity = models.OneToOneField(Identity, on_delete=models.DO_NOTHING, primary_key=True, db_constraint=False)
    one = models.ForeignKey(Municipality, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    other = models.ForeignKey(Municipality, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    fields = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.one} – {self.other}"


class Span(models.Model):
    """A stretch of one kind or status: began in [start_min, start_max], ended in [end_min, end_max]; null is unbounded."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="spans", db_constraint=False)
    axis = models.CharField(max_length=6, choices=[("kind", "kind"), ("status", "status")])
    position = models.PositiveSmallIntegerField()
    value = models.CharField(max_length=20)
    start_min = models.DateField(null=True)
    start_max = models.DateField(null=True)
    end_min = models.DateField(null=True)
    end_max = models.DateField(null=True)
    explicit = models.BooleanField()
    scope = models.CharField(max_length=20, null=True)
    target = models.CharField(max_length=50, null=True)
    claims = models.JSONField()
    stated = models.JSONField()

    def __str__(self) -> str:
        return f"{self.axis} {self.value}"


class Start(models.Model):
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="starts", db_constraint=False)
    position = models.PositiveSmallIntegerField()
    date = models.CharField(max_length=50)
    counts = models.CharField(max_length=30)
    inferred = models.BooleanField()
    shown = models.BooleanField()
    claims = models.JSONField()

    def __str__(self) -> str:
        return self.date


class Milestone(models.Model):
    partnership = models.ForeignKey(
        Partnership, on_delete=models.CASCADE, related_name="milestones", db_constraint=False
    )
    position = models.PositiveSmallIntegerField()
    type = models.CharField(max_length=30)
    date = models.CharField(max_length=50, blank=True)
    planned = models.BooleanField()
    title = models.CharField(max_length=500, blank=True)
    place = models.CharField(max_length=300, blank=True)
    people = models.JSONField()
    organisations = models.JSONField()
    inferred = models.BooleanField()
    claims = models.JSONField()

    def __str__(self) -> str:
        return f"{self.type} {self.date}"


class Link(models.Model):
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="links", db_constraint=False)
    position = models.PositiveSmallIntegerField()
    relation = models.CharField(max_length=20)
    type = models.CharField(max_length=20)
    home_organisation = models.CharField(max_length=300, blank=True)
    partner_organisation = models.CharField(max_length=300, blank=True)
    since = models.CharField(max_length=50, blank=True)
    claims = models.JSONField()

    def __str__(self) -> str:
        return f"{self.home_organisation} – {self.partner_organisation}"
