"""Personal data of people whom the office knows is seen by those whose role reads it, on every page that could show it."""

from uuid import UUID

import pytest
from django.test import Client
from factories import officer

from jumelage.accounts.models import User
from jumelage.accounts.roles import Role
from jumelage.knowledge.organisations.actions import found_organisation
from jumelage.work.contacts.actions import set_role
from jumelage.work.contacts.models import Person
from jumelage.work.contacts.models import Role as Function
from jumelage.work.history.models import Visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(user: User) -> User:
    return colleague(user, Role.READER)


def colleague(user: User, role: Role) -> User:
    made = officer(role=role)
    User.objects.filter(pk=made.pk).update(office=user.office)
    return User.objects.get(pk=made.pk)


@pytest.fixture
def pages(person: Person, home: UUID, user: User) -> list[str]:
    """All that name the person to an officer, beside the person's own pages."""
    leeds = Function.objects.get(person=person).partnership
    club = found_organisation("Leeds Circle", "club", place=home, by=user, reason="known")
    set_role(Function(person=person, title="Chair", organisation=club, since="2020"), by=user)
    dossier = f"/en/office/partnerships/{leeds}/"
    return ["/en/office/", f"{dossier}contacts/", f"{dossier}history/", f"/en/office/organisations/{club}/"]


def seen(client: Client, by: User, address: str) -> str:
    """What a page shows to who was last here before all of it happened."""
    Visit.objects.update_or_create(user=by, defaults={"at": "2000-01-01T00:00Z", "before": "2000-01-01T00:00Z"})
    client.force_login(by)
    return client.get(address).content.decode()


def test_reader_finds_no_personal_data(client: Client, reader: User, pages: list[str]) -> None:
    editor = colleague(reader, Role.EDITOR)

    by_reader = {address: seen(client, reader, address) for address in pages}
    by_editor = {address: seen(client, editor, address) for address in pages}

    assert [address for address in pages if "Ann Example" not in by_editor[address]] == []
    assert [address for address in pages if "Example" in by_reader[address]] == []
    assert [address for address in pages if "/contacts/" in by_reader[address].replace(address, "")] == [
        address for address in pages if "/partnerships/" in address
    ]  # the tab of the dossier: its organisations and ties are no personal data


def test_way_around_shows_what_the_role_opens(client: Client, reader: User, user: User) -> None:
    for_reader, for_officer = seen(client, reader, "/en/office/tasks/"), seen(client, user, "/en/office/tasks/")

    assert ['href="/en/office/contacts/"' in html for html in (for_reader, for_officer)] == [False, True]
    assert ['href="/en/office/questions/"' in html for html in (for_reader, for_officer)] == [False, True]
    assert 'href="/en/office/tasks/"' in for_reader
