"""What people do here. Every verb writes what it changed into the history, in the same transaction."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from jumelage.accounts.models import User
from jumelage.work.contacts.models import PERSON_FIELDS, ROLE_FIELDS, Person, Role
from jumelage.work.contacts.rules import validate_role
from jumelage.work.history.actions import ChangedMeanwhile, facts, forget, office_of, record_change


def add_person(*, by: User, **said: Any) -> Person:
    """said: PERSON_FIELDS."""
    _guard(by)
    with transaction.atomic():
        return _added(said, by)


def change_person(pk: UUID, *, seen: int, by: User, **said: Any) -> Person:
    """seen: the version that the writer had before them. Raises ChangedMeanwhile, Person.DoesNotExist."""
    _guard(by)
    with transaction.atomic():
        person = Person.objects.of(by).select_for_update().get(pk=pk)
        if person.version != seen:
            raise ChangedMeanwhile(person)
        before = facts(person, PERSON_FIELDS)
        for name, value in said.items():
            setattr(person, name, value)
        after = facts(person, PERSON_FIELDS)
        if before != after:
            _save(person, by)
            record_change("person", person.pk, by=by, label=str(person), before=before, after=after)
        return person


def set_role(role: Role, *, by: User) -> None:
    """A new one, or a change. Raises RoleRefused."""
    _guard(by)
    with transaction.atomic():
        Person.objects.of(by).select_for_update().get(pk=role.person_id)
        validate_role(role, Role.objects.filter(person=role.person_id))
        old = Role.objects.filter(pk=role.pk).first()
        role.derive()
        role.save()
        before = facts(old, ROLE_FIELDS) if old else None
        _record_role(role, by, before, facts(role, ROLE_FIELDS))


def remove_role(role: Role, *, by: User) -> None:
    """One that was entered by mistake; one that is over gets an end instead."""
    _guard(by)
    with transaction.atomic():
        _record_role(role, by, facts(role, ROLE_FIELDS), None)
        role.delete()


def erase_person(pk: UUID, *, by: User) -> None:
    """The person, their roles and all that the history kept of them. Raises Person.DoesNotExist."""
    _guard(by)
    with transaction.atomic():
        Person.objects.of(by).get(pk=pk).delete()
        forget(pk, what="person", by=by)


def import_people(people: Iterable[tuple[dict[str, Any], dict[str, Any]]], *, by: User) -> int:
    """Pairs of PERSON_FIELDS and ROLE_FIELDS (empty for no role), all or none; how many there were. Raises RoleRefused."""
    _guard(by)
    count = 0
    with transaction.atomic():
        for said, role in people:
            person = _added(said, by)
            if role:
                set_role(Role(person=person, **role), by=by)
            count += 1
    return count


def _added(said: dict[str, Any], by: User) -> Person:
    person = Person(office=office_of(by), **said)
    _save(person, by)
    record_change("person", person.pk, by=by, label=str(person), after=facts(person, PERSON_FIELDS))
    return person


def _save(person: Person, by: User) -> None:
    person.version, person.updated_by = person.version + 1, by
    person.derive()
    person.save()


def _record_role(role: Role, by: User, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
    """Kept under the person, so that it is erased with them."""
    label = f"{role.person}, {role.title}"
    record_change("role", role.person_id, by=by, label=label, before=before, after=after, partnership=role.partnership)


def _guard(user: User) -> None:
    if not user.may("edit contact"):
        raise PermissionDenied(f"The role {user.role} may not: edit contact.")
