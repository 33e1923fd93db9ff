"""Jobs: what waits, runs, and ran. Rows of the past are kept for a while, then they go."""

from django.db import models
from django.db.models import Q


class JobState(models.TextChoices):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(models.Model):
    """One run of a kind. It belongs to `worker` until `leased_until`; then that worker is taken for dead.

    slot: the moment of the schedule that it is for, None where somebody asked. done, total: how far it is, where it says so.
    """

    kind = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    lane = models.CharField(max_length=40, blank=True)
    slot = models.DateTimeField(null=True)
    asked_by = models.CharField(max_length=80)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=80, blank=True)
    leased_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    result = models.JSONField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "slot"], name="jobs_one_job_a_slot"),
            models.UniqueConstraint(fields=["digest"], condition=Q(state="waiting"), name="jobs_the_same_waits_once"),
            models.UniqueConstraint(
                fields=["lane"], condition=Q(state="running") & ~Q(lane=""), name="jobs_one_runs_in_a_lane"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"]), models.Index(fields=["kind", "finished_at"])]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk} {self.state}"
