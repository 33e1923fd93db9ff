"""Whose time is over: so many years after their last role, as it was said when they were entered."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from jumelage.accounts.models import User
from jumelage.work.contacts.models import Person, Role, kept_until
from jumelage.work.privacy.erasing import Erased, erase
from jumelage.work.privacy.kept import kept_about, spellings_of


def over(by: User, day: date) -> list[Person]:
    """The office's people whose data was to be kept until a day before this one, by name."""
    ended = Person.objects.of(by).exclude(roles=None).exclude(roles__in=Role.objects.filter(last_day=None))
    near = ended.annotate(last=Max("roles__last_day")).filter(last__lt=day).prefetch_related("roles")
    found = [(kept_until(person.roles.all(), person.kept_years), person) for person in near]
    due = [person for until, person in found if until and until < day]
    return sorted(due, key=lambda person: (person.family_name, person.given_name, str(person.pk)))


def run(people: Collection[UUID], *, by: User, day: date, reason: str) -> dict[UUID, Erased]:
    """Erases these, all or none, from the office's records; in the register a person stays for the part they had in public.

    One whose time is not over any more (somebody entered a role since the list was shown) is left alone.
    """
    with transaction.atomic():
        due = {person.pk: person for person in over(by, day)}
        return {pk: _erased(due[pk], by, reason) for pk in people if pk in due}


def _erased(person: Person, by: User, reason: str) -> Erased:
    return erase(kept_about(person, spellings_of(person), by=by), by=by, reason=reason, in_register=False)
