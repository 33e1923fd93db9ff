"""What has to be done, by whom, until when; and who looks after a partnership."""

import uuid

from django.db import models
from django.db.models import F, Q

from jumelage.accounts.models import Office, User


class TaskQuerySet(models.QuerySet["Task"]):
    def of(self, user: User) -> "TaskQuerySet":
        """Those of the person's own office."""
        return self.filter(office=user.office_id)

    def open(self) -> "TaskQuerySet":
        return self.filter(done_at=None)


class Task(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True, max_length=5000)
    partnership = models.UUIDField(null=True, blank=True, db_index=True)
    assignee = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="tasks")
    due = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=0)

    objects = TaskQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["office", "done_at", "due"], name="tasks_due")]

    def __str__(self) -> str:
        return self.title


class Responsibility(models.Model):
    """Who looks after a partnership in an office, and who stands in."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    partnership = models.UUIDField()
    officer = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="looks_after")
    deputy = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="stands_in_for")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "responsibilities"
        constraints = [
            models.UniqueConstraint(fields=["office", "partnership"], name="tasks_one_responsibility"),
            models.CheckConstraint(condition=~Q(officer=F("deputy")), name="tasks_deputy_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.partnership}: {self.officer}, {self.deputy}"


TASK_FIELDS = ("title", "note", "partnership", "assignee", "due")
