"""People, their roles, and what the office may do with them."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation
from factories import officer

from jumelage.accounts.models import User
from jumelage.accounts.roles import Role as UserRole
from jumelage.work.contacts import actions, queries
from jumelage.work.contacts.models import Person, Role, kept_until
from jumelage.work.contacts.rules import RoleRefused
from jumelage.work.history.actions import ChangedMeanwhile
from jumelage.work.history.models import Change

pytestmark = pytest.mark.django_db

SAID = {"family_name": "Beispiel", "given_name": "Amélie", "email": "Amelie@Example.org", "phone": "+33 3 555", "purpose": "the partnership", "legal_basis": "task"}  # fmt: skip
PLACE = UUID(int=7)


@pytest.fixture
def user(db: None) -> User:
    return officer()


@pytest.fixture
def person(user: User) -> Person:
    return actions.add_person(by=user, **SAID)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def role(person: Person, since: str = "", until: str = "", title: str = "Chair", **said: object) -> Role:
    return Role(person=person, title=title, partnership=PLACE, since=since, until=until, **said)


def test_second_writer_sees_what_the_first_changed(person: Person, user: User) -> None:
    actions.change_person(person.pk, seen=1, by=user, phone="1")

    with pytest.raises(ChangedMeanwhile) as changed:
        actions.change_person(person.pk, seen=1, by=user, phone="2")

    assert changed.value.now.phone == "1"
    assert Person.objects.get().phone == "1"


def test_change_is_told_with_before_and_after(person: Person, user: User) -> None:
    actions.change_person(person.pk, seen=1, by=user, phone="1", family_name="Beispiel")

    change = Change.objects.latest("pk")
    assert (change.what, change.record, change.by, change.said) == (
        "person",
        person.pk,
        user,
        {"phone": ["+33 3 555", "1"]},
    )


def test_saving_without_a_change_leaves_the_version_alone(person: Person, user: User) -> None:
    actions.change_person(person.pk, seen=1, by=user, phone=person.phone)

    assert Person.objects.get().version == 1
    assert Change.objects.count() == 1


@pytest.mark.parametrize("words", ["amelie", "BEISPIEL am", "example.org", "33355"])
def test_person_is_found_by_any_word(words: str, person: Person, user: User) -> None:
    assert list(queries.people(user, words=words)) == [person]
    assert list(queries.people(user, words=f"{words} nobody")) == []


def test_other_office_neither_sees_nor_changes_a_person(person: Person) -> None:
    stranger = officer()

    assert list(queries.people(stranger)) == []
    with pytest.raises(Person.DoesNotExist):
        actions.change_person(person.pk, seen=1, by=stranger, phone="1")
    with pytest.raises(Person.DoesNotExist):
        actions.set_role(role(person), by=stranger)
    with pytest.raises(Person.DoesNotExist):
        actions.erase_person(person.pk, by=stranger)


def test_reader_may_not_write(user: User) -> None:
    with pytest.raises(PermissionDenied):
        actions.add_person(by=officer(role=UserRole.READER), **SAID)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("2015", "2019"), ("2018", "")),
        (("", ""), ("2018", "2019")),
        (("2015", ""), ("2015", "")),
        (("2015-03", "2019-06"), ("2019-05", "")),
    ],
)
def test_same_role_twice_at_one_time_is_refused(
    first: tuple[str, str], second: tuple[str, str], person: Person, user: User
) -> None:
    actions.set_role(role(person, *first), by=user)

    with pytest.raises(RoleRefused, match="the same role at the same time already"):
        actions.set_role(role(person, *second), by=user)

    assert Role.objects.count() == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("2015", "2019"), ("2019", "")),
        (("2015", "2019-05-31"), ("2019-05-31", "")),
        (("2015", "2016"), ("2018", "2019")),
    ],
)
def test_same_role_may_be_taken_up_again(
    first: tuple[str, str], second: tuple[str, str], person: Person, user: User
) -> None:
    actions.set_role(role(person, *first), by=user)
    actions.set_role(role(person, *second), by=user)

    assert Role.objects.count() == 2


def test_two_roles_may_run_at_once(person: Person, user: User) -> None:
    actions.set_role(role(person, "2015"), by=user)
    actions.set_role(role(person, "2015", title="Treasurer"), by=user)

    assert Role.objects.count() == 2


@pytest.mark.parametrize(("since", "until"), [("2020", "2019"), ("2020-05", "2020-04-30")])
def test_end_before_the_beginning_is_refused(since: str, until: str, person: Person, user: User) -> None:
    with pytest.raises(RoleRefused, match="ends before it begins"):
        actions.set_role(role(person, since, until), by=user)


def test_nobody_follows_themselves(person: Person, user: User) -> None:
    with pytest.raises(RoleRefused, match="their own successor"):
        actions.set_role(role(person, successor=person), by=user)


def test_role_counts_from_the_first_to_the_last_day_it_can_mean(person: Person, user: User) -> None:
    actions.set_role(role(person, "2015-03", "2019"), by=user)

    found = Role.objects.get()
    assert (found.first_day, found.last_day, found.is_current) == (date(2015, 3, 1), date(2019, 12, 31), False)
    assert kept_until([found], 2) == date(2021, 12, 31)


def test_nobody_is_kept_for_a_set_time_while_a_role_runs(person: Person, user: User) -> None:
    assert kept_until([role(person, until="2019"), role(person)], 2) is None


def test_erasing_takes_the_history_along_and_says_that_something_was_erased(person: Person, user: User) -> None:
    actions.set_role(role(person, "2015"), by=user)
    other = actions.add_person(by=user, **(SAID | {"family_name": "Andere"}))
    actions.set_role(Role(person=other, title="Chair", successor=person), by=user)

    actions.erase_person(person.pk, by=user)

    assert (Person.objects.get(), Role.objects.get().successor) == (other, None)
    kept = Change.objects.filter(record=person.pk)
    assert [(change.label, change.said) for change in kept] == [("", {"erased": [None, True]})]
    assert not Change.objects.exclude(record=other.pk).filter(said__icontains="beispiel").exists()


def test_alike_people_are_found_by_address_and_by_names_in_any_order(person: Person, user: User) -> None:
    twin = actions.add_person(
        by=user, **(SAID | {"email": "other@example.org", "family_name": "Amelie", "given_name": "BEISPIEL"})
    )
    same_address = actions.add_person(by=user, **(SAID | {"family_name": "Andere"}))
    alone = actions.add_person(by=user, **(SAID | {"family_name": "Solo", "email": ""}))

    found = queries.alike(user, [person, alone])

    assert found == {person.pk: [same_address, twin], alone.pk: []}


def test_import_takes_all_or_none(user: User) -> None:
    good = (SAID, {"title": "Chair", "partnership": uuid4()})

    with pytest.raises(RoleRefused):
        actions.import_people([good, (SAID, {"title": "Chair", "since": "2020", "until": "2019"})], by=user)
    assert Person.objects.count() == 0

    assert actions.import_people([good, (SAID, {})], by=user) == 2
    assert (Person.objects.count(), Role.objects.count()) == (2, 1)
