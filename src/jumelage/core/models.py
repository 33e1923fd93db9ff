from django.db import models


class ContentRevision(models.Model):
    """One row: how often what the public sees has changed. Whole pages are cached by it."""

    value = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="core_one_content_revision")]

    def __str__(self) -> str:
        return str(self.value)


class Kept(models.Model):
    """Django's cache in the database, as DatabaseCache wants its table; nobody else reads or writes it."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.cache_key
