"""What people changed in the office's records: who, when, what stood there before and after."""

from django.db import models

from jumelage.accounts.models import Office, User


class Visit(models.Model):
    """When a person last began to work here, and when the time before that."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True)
    at = models.DateTimeField()
    before = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.at}"


class Change(models.Model):
    """One change of one record. `said` is field → [before, after], as plain values; a record's changes are erased with it."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True)
    what = models.CharField(max_length=20)
    record = models.UUIDField(db_index=True)
    label = models.CharField(max_length=300, blank=True)
    partnership = models.UUIDField(null=True)
    said = models.JSONField()

    class Meta:
        indexes = [
            models.Index(fields=["office", "-at"], name="history_of_an_office"),
            models.Index(fields=["partnership", "-at"], name="history_of_a_partnership"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.record}"

    def __repr__(self) -> str:
        return f"<Change {self.pk}>"  # a log never holds what people wrote
