"""Whose time is over, and what the run really erases."""

from datetime import date
from uuid import UUID

import pytest
from factories import officer

from jumelage.accounts.models import User
from jumelage.work.contacts.actions import add_person, set_role
from jumelage.work.contacts.models import Person, Role
from jumelage.work.history.models import Change
from jumelage.work.privacy import retention

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


@pytest.fixture
def user() -> User:
    return officer()


def person(user: User, name: str, *ends: str, years: int = 2) -> Person:
    made = add_person(by=user, family_name=name, purpose="x", legal_basis="task", kept_years=years)
    for number, end in enumerate(ends):
        set_role(Role(person=made, title=f"Role {number}", partnership=UUID(int=7), since="1990", until=end), by=user)
    return made


def test_those_are_due_whose_last_role_ended_long_enough_ago(user: User) -> None:
    person(user, "Ended", "2024-05-31")
    person(user, "Year", "2023")
    person(user, "Early", "2010", "2024-05-01")
    person(user, "Yesterday", "2024-06-01")
    person(user, "Later", "2010", "2024-06-02")
    person(user, "Runs", "2010", "")
    person(user, "Roleless")
    person(user, "Long", "2020", years=10)
    person(officer(), "Elsewhere", "2000")

    assert [p.family_name for p in retention.over(user, DAY)] == ["Early", "Ended", "Year"]


def test_real_run_erases_what_the_dry_one_said(user: User) -> None:
    due = [person(user, name, "2000") for name in "ABC"]
    stays = person(user, "Stays", "2026")
    said = [p.pk for p in retention.over(user, DAY)]

    done = retention.run(said, by=user, day=DAY, reason="over")

    assert set(done) == set(said) == {p.pk for p in due}
    assert list(Person.objects.values_list("pk", flat=True)) == [stays.pk]
    assert retention.over(user, DAY) == []
    assert Change.objects.filter(said__erased=[None, True]).count() == 3


def test_one_who_got_a_role_meanwhile_stays(user: User) -> None:
    one = person(user, "Back", "2000")
    said = [p.pk for p in retention.over(user, DAY)]
    set_role(Role(person=one, title="Chair again", partnership=UUID(int=7), since="2026"), by=user)

    assert retention.run(said, by=user, day=DAY, reason="over") == {}
    assert Person.objects.filter(pk=one.pk).exists()


def test_as_many_queries_for_three_as_for_one(user: User, django_assert_num_queries: object) -> None:
    person(user, "A", "2000")
    with django_assert_num_queries(2):  # type: ignore[operator]
        retention.over(user, DAY)
    person(user, "B", "2000")
    person(user, "C", "2000")
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(retention.over(user, DAY)) == 3
