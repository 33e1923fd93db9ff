"""Addresses under which a calendar program reads without logging in. Only the digest of an address is kept."""

import uuid

from django.db import models
from django.db.models import Q

from jumelage.accounts.models import Office, User


class FeedQuerySet(models.QuerySet["Feed"]):
    def own(self, user: User) -> "FeedQuerySet":
        return self.filter(user=user)

    def of_office(self, user: User) -> "FeedQuerySet":
        """That of the person's office; none for who belongs to none."""
        return self.filter(office=user.office_id).exclude(office=None)


class Feed(models.Model):
    """Of an office, or of a person; each has one at a time, and a new one is a new row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.OneToOneField(Office, on_delete=models.CASCADE, null=True)
    user = models.OneToOneField(User, on_delete=models.CASCADE, null=True)
    digest = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=10)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = FeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(office=None) ^ Q(user=None), name="calendar_office_or_person"),
        ]

    def __str__(self) -> str:
        return f"{self.office or self.user}"
