"""What the office shows of a person before they are erased, and whose time is over."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from factories import municipality, officer, pair

from jumelage.accounts.models import User
from jumelage.accounts.roles import Role as UserRole
from jumelage.knowledge.claims.actions.decide import state_fact
from jumelage.knowledge.claims.models import Claim
from jumelage.work.contacts.actions import add_person, set_role
from jumelage.work.contacts.models import Person, Role
from jumelage.work.editorial.models import Question
from jumelage.work.tasks.actions import add_task

pytestmark = pytest.mark.django_db
NAME = "Wilfriede Probemann"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def head() -> User:
    return officer(role=UserRole.HEAD)


@pytest.fixture
def person(head: User) -> Person:
    made = add_person(by=head, given_name="Wilfriede", family_name="Probemann", purpose="x", legal_basis="task")
    add_task(by=head, title=f"Call {NAME}", note="")
    event = {"type": "signing", "date": "1969", "people": [{"name": NAME, "role": "mayor"}]}
    leeds = pair(municipality("Dortmund"), municipality("Leeds", "GB"))
    state_fact(leeds, "event", event, by=head, reason="old minutes")
    return made


def opened(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_page_shows_where_the_person_is_named(client: Client, head: User, person: Person) -> None:
    page = opened(head).get(reverse("office:contact-erase", args=[person.pk])).content.decode()

    assert "Call Wilfriede Probemann" in page
    seq = Claim.objects.get(property="event").seq
    assert f"<li>#{seq} " in page
    assert 'name="in_register"' in page


def test_other_spellings_are_looked_for_too(head: User, person: Person) -> None:
    Question.objects.create(page="/", text="Where is Frau Probemann-Muster?", sent_at=datetime.now(UTC))
    address = reverse("office:contact-erase", args=[person.pk])

    assert "Probemann-Muster" not in opened(head).get(address).content.decode()
    assert "Where is Frau" in opened(head).get(address, {"more": "Probemann-Muster\nWu"}).content.decode()


def test_register_is_erased_with_a_reason_that_names_nobody(head: User, person: Person) -> None:
    address, client = reverse("office:contact-erase", args=[person.pk]), opened(head)

    without = client.post(address, {"in_register": "on", "reason": " "})
    named = client.post(address, {"in_register": "on", "reason": f"{NAME} wants it"})
    assert (without.status_code, named.status_code) == (400, 400)
    assert "Say in a few words why" in without.content.decode()
    assert "The reason names the person" in named.content.decode()
    assert Person.objects.filter(pk=person.pk).exists()

    done = client.post(address, {"in_register": "on", "reason": "on request, March 2026"}, follow=True)
    assert "entries redacted: 1" in done.content.decode()
    assert not Person.objects.filter(pk=person.pk).exists()
    assert not Claim.objects.filter(property="event").exists()


def test_officer_erases_the_records_alone(head: User, person: Person) -> None:
    plain = officer()
    plain.office = head.office
    plain.save()
    address = reverse("office:contact-erase", args=[person.pk])
    page = opened(plain).get(address).content.decode()
    assert "Only the head of the office" in page

    opened(plain).post(address, {"in_register": "on", "reason": "x"})

    assert not Person.objects.filter(pk=person.pk).exists()
    assert Claim.objects.filter(property="event").exists()


def test_file_is_for_the_person(head: User, person: Person) -> None:
    answer = opened(head).get(reverse("office:contact-file", args=[person.pk]))

    told = json.loads(answer.content)
    assert told["person"]["family_name"] == "Probemann"
    assert {one["record"] for one in told["named_in"]} == {"task", "change"}
    assert answer["Cache-Control"] == "no-store"
    assert "probemann" not in answer["Content-Disposition"].lower()


def test_those_whose_time_is_over_are_erased_when_ticked(head: User, person: Person) -> None:
    ended = add_person(by=head, family_name="Ended", purpose="x", legal_basis="task")
    set_role(Role(person=ended, title="Chair", partnership=UUID(int=7), since="1990", until="2000"), by=head)
    client = opened(head)

    page = client.get(reverse("office:retention")).content.decode()
    assert ("Ended" in page, "Probemann" in page) == (True, False)
    assert [one["person"]["family_name"] for one in client.get(reverse("office:retention-file")).json()] == ["Ended"]

    none = client.post(reverse("office:retention"), {}, follow=True)
    assert "0 people are erased." in none.content.decode()
    done = client.post(
        reverse("office:retention"), {"person": [str(ended.pk), str(person.pk), "no number"]}, follow=True
    )
    assert "1 person is erased." in done.content.decode()
    assert list(Person.objects.values_list("family_name", flat=True)) == ["Probemann"]
