"""Erases a person everywhere."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import connection, models, transaction

from jumelage.accounts.models import User
from jumelage.knowledge.claims.actions.redact import redact
from jumelage.knowledge.sources.masking import mask
from jumelage.work.contacts.actions import erase_person
from jumelage.work.contacts.models import Person
from jumelage.work.editorial.models import Contact
from jumelage.work.privacy.kept import NAMED_IN, Kept
from jumelage.work.saved.models import View


@dataclass(frozen=True, slots=True)
class Erased:
    """How many records of the office named the person, entries of the ledger were redacted, texts of sources masked."""

    records: int
    entries: int = 0
    texts: int = 0


def erase(kept: Kept, *, by: User, reason: str, in_register: bool) -> Erased:
    """The person's own record with its history; their name in the office's other records; in_register: also in claims and the texts of
    sources. reason: stands in the ledger for good, so it names nobody. Raises PermissionDenied, DecisionRefused."""
    if in_register and not by.may("redact claim"):
        raise PermissionDenied(f"The role {by.role} may not redact entries.")
    with transaction.atomic():
        erase_person(kept.person.pk, by=by)
        for record in kept.records:
            _cover(record, kept)
        if in_register:
            _cover_register(kept, by, reason)
        transaction.on_commit(_leave_nothing_on_disk)
    return Erased(len(kept.records), *((len(kept.entries), len(kept.texts)) if in_register else ()))


def _cover(record: models.Model, kept: Kept) -> None:
    if isinstance(record, Contact | View):  # nobody is left to ask, or to look for
        record.delete()
        return
    fields = NAMED_IN[type(record)]
    for name in fields:
        setattr(record, name, kept.spellings.masked_value(getattr(record, name)))
    if isinstance(record, Person):
        record.derive()
    record.save(update_fields=fields)


def _cover_register(kept: Kept, by: User, reason: str) -> None:
    if kept.entries:
        redact([entry.seq for entry in kept.entries], by=by, reason=reason)
    mask(kept.texts, kept.spellings, reason=reason)


def _leave_nothing_on_disk() -> None:
    """SQLite's log of what was written still holds the old pages until it is emptied."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
