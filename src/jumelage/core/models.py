from django.db import models


class ContentRevision(models.Model):
    """One row: how often what the public sees has changed. Whole pages are cached by it."""

    value = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="core_one_content_revision")]

    def __str__(self) -> str:
        return str(self.value)
