"""The ledger: what was said, by whom, and what people decided on it.

Invariant: Entry and Payload only grow (see apps.py for what the database refuses); `seq` has no gaps; `hash` covers the entry
and the hash before it. Claim is derived from them and can be made again at any time.
"""

import uuid

from django.db import models

from jumelage.knowledge.sources.models import Source


class IdentityType(models.TextChoices):
    MUNICIPALITY = "municipality"
    PARTNERSHIP = "partnership"
    ORGANISATION = "organisation"
    SOURCE = "source"


class Identity(models.Model):
    """Something that claims are about. Never deleted; a merge points one at another.

    `key` is what a reader finds it by (`geonames:2935517`, `place:DE/kreis unna`, `partnership:<id>+<id>`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    type = models.CharField(max_length=20, choices=IdentityType)
    key = models.CharField(max_length=400, unique=True, null=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True)

    class Meta:
        verbose_name_plural = "identities"

    def __str__(self) -> str:
        return f"{self.type} {self.id}"


class Op(models.TextChoices):
    IDENTIFY = "identify"
    ASSERT = "assert"
    RETRACT = "retract"
    ACCEPT = "accept"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    PREFER = "prefer"
    DEPRECATE = "deprecate"
    ENDORSE = "endorse"
    MERGE = "merge"
    SPLIT = "split"
    REDACT = "redact"


RARE = (Op.MERGE, Op.SPLIT, Op.REDACT)


class LedgerHead(models.Model):
    """One row: the last entry. Whoever appends holds its lock."""

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    recorded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="claims_one_ledger_head")]

    def __str__(self) -> str:
        return f"#{self.seq} {self.hash}"


class Entry(models.Model):
    """One link of the chain. The bounds are ordinal days (1 = 0001-01-01) of the period that the entry speaks of; None is
    unbounded. A decision names the claim it judges as `target`; without one it judges every claim of its source so far."""

    seq = models.BigIntegerField(primary_key=True)
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    op = models.CharField(max_length=10, choices=Op)
    target = models.ForeignKey("self", on_delete=models.PROTECT, null=True)
    subject = models.ForeignKey(Identity, on_delete=models.PROTECT)
    property = models.CharField(max_length=20, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True)
    period = models.CharField(max_length=50, blank=True)
    start_min = models.IntegerField(null=True)
    start_max = models.IntegerField(null=True)
    end_min = models.IntegerField(null=True)
    end_max = models.IntegerField(null=True)
    payload_digest = models.CharField(max_length=64, blank=True)
    prev_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "entries"
        indexes = [models.Index(fields=["op"], name="claims_entry_rare", condition=models.Q(op__in=RARE))]

    def __str__(self) -> str:
        return f"#{self.seq} {self.op}"


class Payload(models.Model):
    """What an entry says, beside the chain, which holds only its salted digest: so it can be redacted.

    `body` is canonical JSON: for a claim `value`, `evidence` (role, start, end, quote into the source's frozen text) and how it
    was read; for a decision its `reason`.
    """

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True)
    salt = models.CharField(max_length=32)
    body = models.TextField()

    def __str__(self) -> str:
        return self.body


class State(models.TextChoices):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    RETRACTED = "retracted"


class Rank(models.TextChoices):
    PREFERRED = "preferred"
    NORMAL = "normal"
    DEPRECATED = "deprecated"


class ClaimQuerySet(models.QuerySet["Claim"]):
    def live(self) -> "ClaimQuerySet":
        """Neither rejected nor retracted nor deprecated: what can still be true."""
        return self.filter(state__in=[State.PROPOSED, State.ACCEPTED]).exclude(rank=Rank.DEPRECATED)

    def accepted(self) -> "ClaimQuerySet":
        """What may leave the register. The one place that says so; see rules.best for the choice among them."""
        return self.filter(state=State.ACCEPTED).exclude(rank=Rank.DEPRECATED)

    def open(self) -> "ClaimQuerySet":
        return self.filter(state=State.PROPOSED)


class Claim(models.Model):
    """The present standing of one asserted claim: derived from the ledger, never edited, keyed by nobody.

    `detail` is the payload without value and evidence; `endorsed_by` the person who accepted it first, where an office wants two
    and the second has not decided yet.
    """

    seq = models.BigIntegerField(primary_key=True)
    subject = models.ForeignKey(Identity, on_delete=models.DO_NOTHING, db_constraint=False)
    property = models.CharField(max_length=20)
    value = models.JSONField()
    detail = models.JSONField()
    source = models.ForeignKey(Source, on_delete=models.DO_NOTHING, null=True, db_constraint=False)
    actor = models.CharField(max_length=80)
    period = models.CharField(max_length=50, blank=True)
    recorded_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    rank = models.CharField(max_length=10, choices=Rank, default=Rank.NORMAL)
    decided_seq = models.BigIntegerField(null=True)
    endorsed_by = models.CharField(max_length=80, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject", "property"]),
            models.Index(fields=["source", "state"]),
        ]

    def __str__(self) -> str:
        return f"#{self.seq} {self.property} {self.value!r}"
