"""The verbs of the other rooms call these inside their own transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone

from jumelage.accounts.models import Office, User
from jumelage.work.history.models import Change, Visit

PAUSE = timedelta(hours=4)  # after which somebody comes back rather than goes on
PLAIN = (str, int, float, bool, type(None))


@dataclass(frozen=True, slots=True)
class ChangedMeanwhile(Exception):
    """Somebody saved the record after it was opened: `now` is theirs, and nothing was written."""

    now: Any


def office_of(user: User) -> Office:
    """Records belong to an office; an account without one has none."""
    if user.office is None:
        raise PermissionDenied(f"{user.pk} belongs to no office, and records belong to one.")
    return user.office


def facts(record: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """These fields as plain values; a reference is its number."""
    return {
        name: _plain(getattr(record, str(getattr(record._meta.get_field(name), "attname", name)))) for name in names
    }


def _plain(value: Any) -> Any:
    return value if isinstance(value, PLAIN) else str(value)


def record_change(
    what: str,
    record: UUID,
    *,
    by: User,
    label: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    partnership: UUID | None = None,
) -> None:
    """before: None for a new record; after: None for one that is gone. Nothing is kept where nothing changed."""
    old, new = before or {}, after or {}
    said = {name: [old.get(name), new.get(name)] for name in {**old, **new} if old.get(name) != new.get(name)}
    if said or before is None or after is None:
        Change.objects.create(
            office=office_of(by), by=by, what=what, record=record, label=label, partnership=partnership, said=said
        )


def forget(record: UUID, *, what: str, by: User) -> None:
    """Erases what was kept of a record; that something was erased, by whom and when, stays."""
    Change.objects.filter(record=record).delete()
    Change.objects.create(office=office_of(by), by=by, what=what, record=record, said={"erased": [None, True]})


def come_in(user: User) -> datetime | None:
    """Notes that somebody is here; since when they were away, None on the first day. Within one stay the answer is the same."""
    now = timezone.now()
    visit, new = Visit.objects.get_or_create(user=user, defaults={"at": now})
    if not new and now - visit.at > PAUSE:
        visit.before = visit.at
    if new or now - visit.at > timedelta(minutes=10):
        visit.at = now
        visit.save()
    return visit.before
