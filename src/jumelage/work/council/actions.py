"""What people do here. Every verb writes what it changed into the history, in the same transaction."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from jumelage.accounts.models import User
from jumelage.work.council.models import RECORD_FIELDS, Record
from jumelage.work.council.rules import validate_record
from jumelage.work.history.actions import ChangedMeanwhile, facts, office_of, record_change


def add_record(*, by: User, **said: Any) -> Record:
    """said: RECORD_FIELDS. Raises RecordRefused."""
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
        if before != after:
            record.version += 1
            _save(record)
            _record(record, by, before, after)
        return record


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
