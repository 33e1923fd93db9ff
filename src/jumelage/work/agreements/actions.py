"""What people do here. Every verb writes what it changed into the history, in the same transaction."""

from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _

from jumelage.accounts.models import User
from jumelage.work.agreements import scans
from jumelage.work.agreements.models import AGREEMENT_FIELDS, PARTY_FIELDS, TEXT_FIELDS, Agreement, Party, Text
from jumelage.work.agreements.rules import AgreementRefused, validate_agreement, validate_party
from jumelage.work.history.actions import ChangedMeanwhile, facts, office_of, record_change

FIELDS: dict[type[models.Model], tuple[str, tuple[str, ...]]] = {
    Agreement: ("agreement", AGREEMENT_FIELDS),
    Party: ("party", PARTY_FIELDS),
    Text: ("text", TEXT_FIELDS),
}
Part = TypeVar("Part", Party, Text)


def add_agreement(*, by: User, **said: Any) -> Agreement:
    """said: AGREEMENT_FIELDS. Raises AgreementRefused."""
    _guard(by)
    with transaction.atomic():
        agreement = Agreement(office=office_of(by), **said)
        _save(agreement, by, None)
        return agreement


def change_agreement(pk: UUID, *, seen: int, by: User, **said: Any) -> Agreement:
    """seen: the version that the writer had before them. Raises ChangedMeanwhile, AgreementRefused, Agreement.DoesNotExist."""
    _guard(by)
    with transaction.atomic():
        agreement = _locked(pk, by)
        _changed(agreement, seen, said, by)
        return agreement


def remove_agreement(pk: UUID, *, seen: int, by: User) -> None:
    """One that was entered by mistake, with its parties and texts; the history stays. Raises as change_agreement does."""
    _guard(by)
    with transaction.atomic():
        agreement = _locked(pk, by)
        _refuse_late(agreement, seen)
        for part in (*agreement.texts.all(), *agreement.parties.all()):
            _remove(part, agreement, by)
        _remove(agreement, agreement, by)


def add_part(part: Part, *, by: User) -> Part:
    """A party or a text of an agreement. Raises AgreementRefused, Agreement.DoesNotExist."""
    _guard(by)
    with transaction.atomic():
        part.agreement = _locked(part.agreement_id, by)
        _save(part, by, None)
        return part


def change_part(part: Part, *, seen: int, by: User, **said: Any) -> Part:
    """said: PARTY_FIELDS or TEXT_FIELDS. Raises ChangedMeanwhile, AgreementRefused, DoesNotExist of the model."""
    _guard(by)
    with transaction.atomic():
        agreement = _locked(part.agreement_id, by)
        now: Part = type(part)._default_manager.get(pk=part.pk)
        now.agreement, before = agreement, getattr(now, "scan", "")
        _changed(now, seen, said, by)
        _forget_scan(before)
        return now


def remove_part(part: Part, *, seen: int, by: User) -> None:
    """Raises ChangedMeanwhile, DoesNotExist of the model."""
    _guard(by)
    with transaction.atomic():
        agreement = _locked(part.agreement_id, by)
        now: Part = type(part)._default_manager.get(pk=part.pk)
        _refuse_late(now, seen)
        _remove(now, agreement, by)
        _derive(agreement)


def _locked(pk: UUID, by: User) -> Agreement:
    """Its parts are changed under the same lock."""
    return Agreement.objects.of(by).select_for_update().get(pk=pk)


def _refuse_late(record: Any, seen: int) -> None:
    if record.version != seen:
        raise ChangedMeanwhile(record)


def _changed(record: Any, seen: int, said: dict[str, Any], by: User) -> None:
    _refuse_late(record, seen)
    before = facts(record, FIELDS[type(record)][1])
    for name, value in said.items():
        setattr(record, name, value)
    if before != facts(record, FIELDS[type(record)][1]):
        _save(record, by, before)


def _save(record: Any, by: User, before: dict[str, Any] | None) -> None:
    what, names = FIELDS[type(record)]
    agreement = record if isinstance(record, Agreement) else record.agreement
    _validate(record)
    record.version += 1
    if record is not agreement:
        record.save()
    _derive(agreement)
    after = facts(record, names)
    record_change(
        what, record.pk, by=by, label=_label(record), before=before, after=after, partnership=agreement.partnership
    )


def _validate(record: Any) -> None:
    if isinstance(record, Agreement):
        validate_agreement(record, () if record._state.adding else record.parties.all())
    elif isinstance(record, Party):
        validate_party(record)
    elif not record.words.strip() and not record.scan:
        raise AgreementRefused("words", _("Paste the words, or upload a scan of them."))


def _derive(agreement: Agreement) -> None:
    agreement.derive([] if agreement._state.adding else list(agreement.parties.all()))
    agreement.save()


def _label(record: Any) -> str:
    return str(record if isinstance(record, Agreement) else f"{record.agreement}, {record}")[:300]


def _remove(record: Any, agreement: Agreement, by: User) -> None:
    what, names = FIELDS[type(record)]
    label, partnership = _label(record), agreement.partnership
    record_change(what, record.pk, by=by, label=label, before=facts(record, names), partnership=partnership)
    scan = getattr(record, "scan", "")
    record.delete()
    _forget_scan(scan)


def _forget_scan(scan: str) -> None:
    """Once it is certain that no text has it."""
    if scan and not Text.objects.filter(scan=scan).exists():
        transaction.on_commit(lambda: scans.forget(scan))


def _guard(user: User) -> None:
    if not user.may("edit agreement"):
        raise PermissionDenied(f"The role {user.role} may not: edit agreement.")
