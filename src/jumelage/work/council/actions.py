"""What people do here. Every verb writes what it changed into the history, in the same transaction."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from jumelage.accounts.models import User
from jumelage.work.council.models import RECORD_FIELDS, Record
from jumelage.work.council.oparl import Upstream
from jumelage.work.council.rules import validate_record
from jumelage.work.history.actions import ChangedMeanwhile, facts, office_of, record_change


def add_record(*, by: User, **said: Any) -> Record:
    """said: RECORD_FIELDS, and upstream where they come from there. Raises RecordRefused."""
    _guard(by)
    with transaction.atomic():
        record = Record(office=office_of(by), version=1, **said)
        _save(record)
        _record(record, by, None, facts(record, RECORD_FIELDS))
        return record


def change_record(pk: UUID, *, seen: int, by: User, **said: Any) -> Record:
    """seen: the version that the writer had before them. Raises ChangedMeanwhile, RecordRefused, Record.DoesNotExist."""
    _guard(by)
    with transaction.atomic():
        record = _locked(pk, seen, by)
        before = facts(record, RECORD_FIELDS)
        for name, value in said.items():
            setattr(record, name, value)
        after = facts(record, RECORD_FIELDS)
        if before["oparl"] != record.oparl:
            record.upstream, record.deleted_upstream = said.get("upstream", {}), False
        if before != after:
            record.version += 1
            _save(record)
            _record(record, by, before, after)
        return record


def refresh_record(pk: UUID, found: Upstream, *, by: User) -> list[str]:
    """Takes over what changed upstream, and keeps what the office has written since; the fields in which both differ.

    What was deleted upstream is marked and stays. Raises Record.DoesNotExist.
    """
    _guard(by)
    with transaction.atomic():
        record = Record.objects.of(by).select_for_update().get(pk=pk)
        before = facts(record, (*RECORD_FIELDS, "deleted_upstream"))
        differing = _take_over(record, found.fields)
        record.deleted_upstream, record.fetched_at = found.is_deleted, timezone.now()
        after = facts(record, (*RECORD_FIELDS, "deleted_upstream"))
        record.version += before != after
        _save(record)
        if before != after:
            _record(record, by, before, after)
        return differing


def _take_over(record: Record, fields: dict[str, str]) -> list[str]:
    differing = []
    for name, theirs in fields.items():
        ours, base = getattr(record, name), record.upstream.get(name)
        if theirs == base:
            continue
        if ours == base or (base is None and not ours):
            setattr(record, name, theirs)
        elif ours != theirs:
            differing.append(name)
    record.upstream = record.upstream | fields
    return differing


def remove_record(pk: UUID, *, seen: int, by: User) -> None:
    """One that was entered by mistake; its history stays. Raises ChangedMeanwhile, Record.DoesNotExist."""
    _guard(by)
    with transaction.atomic():
        record = _locked(pk, seen, by)
        _record(record, by, facts(record, RECORD_FIELDS), None)
        record.delete()


def _locked(pk: UUID, seen: int, by: User) -> Record:
    record = Record.objects.of(by).select_for_update().get(pk=pk)
    if record.version != seen:
        raise ChangedMeanwhile(record)
    return record


def _save(record: Record) -> None:
    validate_record(record)
    record.derive()
    record.save()


def _record(record: Record, by: User, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
    partnership = record.partnership or record.fulfilled_by
    record_change("council", record.pk, by=by, label=record.title, before=before, after=after, partnership=partnership)


def _guard(user: User) -> None:
    if not user.may("edit council"):
        raise PermissionDenied(f"The role {user.role} may not: edit council.")
