"""What was changed: lately, in a partnership, or since somebody opened a record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from jumelage.accounts.models import User
from jumelage.work.history.models import Change

PERSONAL = ("person", "role")


def changes(user: User, *, partnership: UUID | None = None, since: datetime | None = None) -> QuerySet[Change]:
    """Those of the person's office, newest first; of people only for who may read them."""
    found = Change.objects.filter(office=user.office_id).select_related("by").order_by("-pk")
    if not user.may("read contact"):
        found = found.exclude(what__in=PERSONAL)
    if partnership:
        found = found.filter(partnership=partnership)
    return found.filter(at__gt=since) if since else found


@dataclass(frozen=True, slots=True)
class Since:
    """Who changed a record in the meantime; said is field → (before, after), as in Change."""

    who: str
    said: dict[str, tuple[Any, Any]]


def since_version(what: str, record: UUID, versions: int) -> Since:
    """What the last so many versions of a record changed; a version is one change."""
    last = Change.objects.filter(what=what, record=record).select_related("by").order_by("-pk")[:versions]
    said: dict[str, tuple[Any, Any]] = {}
    for change in reversed(last):
        for name, (before, after) in change.said.items():
            said[name] = (said[name][0] if name in said else before, after)
    return Since(str(last[0].by) if last and last[0].by else "", said)
