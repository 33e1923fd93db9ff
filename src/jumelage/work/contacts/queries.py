"""Reads that span tables."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q

from jumelage.accounts.models import User
from jumelage.core import rows
from jumelage.work.contacts.models import Person, PersonQuerySet, Role

SORTS = {
    "name": ("family_name", "given_name", "pk"),
    "-name": ("-family_name", "-given_name", "pk"),
    "review": ("review_on", "pk"),
    "-review": ("-review_on", "pk"),
}


def people(
    user: User,
    *,
    words: str = "",
    side: str = "",
    partnership: UUID | None = None,
    organisation: UUID | None = None,
    due: date | None = None,
    sort: str = "name",
) -> PersonQuerySet:
    """The office's people with their roles, newest first. due: only those whose data was to be checked by then."""
    found = Person.objects.of(user).named(words).order_by(*SORTS[sort])
    wanted = {"side": side, "partnership": partnership, "organisation": organisation}
    if given := {name: value for name, value in wanted.items() if value}:
        found = found.filter(pk__in=Role.objects.filter(**given).values("person"))
    if due:
        found = found.filter(review_on__lte=due)
    return with_roles(found)


def with_roles(found: PersonQuerySet) -> PersonQuerySet:
    newest = Role.objects.select_related("successor").order_by("-first_day", "title", "pk")
    return found.prefetch_related(Prefetch("roles", queryset=newest))


def roles_at(user: User, partnership: UUID, organisations: Collection[UUID] = ()) -> list[Role]:
    """Every role at a partnership or one of these organisations; those that run stand first."""
    at = Q(partnership=partnership) | Q(organisation__in=organisations)
    found = Role.objects.filter(at, person__office=user.office_id).select_related("person", "successor")
    return sorted(found, key=lambda role: (not role.is_current, role.person.family_name, role.person.given_name))


def alike(user: User, persons: Iterable[Person]) -> dict[UUID, list[Person]]:
    """For each of these, saved or not, the others of the office with the same email address or the same names in any order."""
    persons = list(persons)
    emails = {person.email.lower() for person in persons if person.email}
    found: dict[UUID, Person] = {}
    for name, values in (("email__in", emails), ("name_key__in", {person.name_key for person in persons})):
        for chunk in rows.chunks(values):
            found |= {p.pk: p for p in Person.objects.of(user).filter(**{name: chunk})}
    by_key: dict[str, list[Person]] = {}
    for known in found.values():
        for key in {known.name_key, known.email} - {""}:
            by_key.setdefault(key, []).append(known)
    return {person.pk: _others(person, by_key) for person in persons}


def _others(person: Person, by_key: dict[str, list[Person]]) -> list[Person]:
    near = [p for key in (person.email.lower(), person.name_key) if key for p in by_key.get(key, [])]
    return [p for p in dict.fromkeys(near) if p.pk != person.pk]
