"""Views of the lists that each saves for themselves; and lists as files that no program runs as formulas."""

import csv
import io
from uuid import UUID

import pytest
from django.test import Client
from factories import officer
from openpyxl import load_workbook

from jumelage.accounts.models import User
from jumelage.accounts.roles import Role as UserRole
from jumelage.knowledge.organisations.actions import found_organisation
from jumelage.knowledge.sources.models import Source
from jumelage.work.contacts.actions import add_person, set_role
from jumelage.work.contacts.models import Role
from jumelage.work.saved.actions import MOST
from jumelage.work.saved.models import View
from jumelage.work.tasks.actions import add_task, entrust

pytestmark = pytest.mark.django_db


def save(client: Client, list_: str, name: str, query: str = "") -> int:
    response = client.post(f"/en/office/views/{list_}/save/", {"name": name, "query": query})
    return response.status_code


@pytest.mark.parametrize(
    ("list_", "query", "kept"),
    [
        ("tasks", "done=on&sort=-title&page=3&next=/x", "done=on&sort=-title"),
        ("tasks", "sort=nothing&assignee=", ""),
        ("contacts", "q=ann&side=theirs&due=on&csrfmiddlewaretoken=x", "q=ann&side=theirs&due=on"),
        ("contacts", "organisation=1&q=" + "x" * 201, "organisation=1"),
        ("organisations", "type=club&type=school", "type=school"),
        ("partnerships", "q=a%26b&unattended=on", "q=a%26b&unattended=on"),
    ],
)
def test_view_keeps_what_its_list_knows(list_: str, query: str, kept: str, client: Client, user: User) -> None:
    client.force_login(user)

    response = client.post(f"/en/office/views/{list_}/save/", {"name": " Mine ", "query": query})

    assert response["Location"] == f"/en/office/{list_}/" + (f"?{kept}" if kept else "")
    assert list(View.objects.values_list("user", "list", "name", "query")) == [(user.pk, list_, "Mine", kept)]


def test_saved_view_is_a_link_above_its_own_list(client: Client, user: User) -> None:
    client.force_login(user)
    save(client, "tasks", "Late <ones>", "done=on&sort=title")

    html = client.get("/en/office/tasks/?sort=title&done=on&page=1").content.decode()

    assert '<a href="?done=on&amp;sort=title" aria-current="page">Late &lt;ones&gt;</a>' in html
    assert 'aria-current="page">Late' not in client.get("/en/office/tasks/?done=on").content.decode()
    assert "Late" not in client.get("/en/office/contacts/").content.decode()


def test_same_name_again_replaces(client: Client, user: User) -> None:
    client.force_login(user)
    save(client, "tasks", "Mine", "done=on")

    assert save(client, "tasks", "Mine", "sort=title") == 302
    assert [view.query for view in View.objects.all()] == ["sort=title"]


@pytest.mark.parametrize(("name", "said"), [("", "This field is required."), ("x" * 61, "at most 60 characters")])
def test_name_that_cannot_be_is_refused_with_what_was_typed(name: str, said: str, client: Client, user: User) -> None:
    client.force_login(user)

    response = client.post("/en/office/views/tasks/save/", {"name": name, "query": "done=on"})

    assert response.status_code == 400
    assert said in response.content.decode()
    assert 'name="query" value="done=on"' in response.content.decode()
    assert not View.objects.exists()


def test_no_more_than_twenty_of_a_list(client: Client, user: User) -> None:
    client.force_login(user)
    View.objects.bulk_create(View(user=user, list="tasks", name=f"View {n}") for n in range(MOST))

    refused = client.post("/en/office/views/tasks/save/", {"name": "One more", "query": ""})

    assert refused.status_code == 400
    assert "You have saved 20 views of this list; delete one first." in refused.content.decode()
    assert save(client, "tasks", "View 0", "done=on") == 302
    assert save(client, "contacts", "One more") == 302


def test_view_is_deleted_by_its_person_alone(client: Client, user: User) -> None:
    view = View.objects.create(user=user, list="tasks", name="Mine")
    colleague = officer(name="Carla Kollegin")
    User.objects.filter(pk=colleague.pk).update(office=user.office)

    client.force_login(User.objects.get(pk=colleague.pk))
    assert client.post(f"/en/office/views/{view.pk}/delete/").status_code == 404
    assert "Mine" not in client.get("/en/office/tasks/").content.decode()

    client.force_login(user)
    assert client.post(f"/en/office/views/{view.pk}/delete/")["Location"] == "/en/office/tasks/"
    assert not View.objects.exists()


@pytest.mark.parametrize(("list_", "status"), [("nothing", 404), ("contacts", 403)])
def test_view_of_what_one_may_not_see_is_not_saved(list_: str, status: int, client: Client, user: User) -> None:
    User.objects.filter(pk=user.pk).update(role=UserRole.READER)
    client.force_login(User.objects.get(pk=user.pk))

    assert save(client, list_, "Mine") == status
    assert not View.objects.exists()


def test_views_go_with_the_account(user: User) -> None:
    colleague = officer(name="Carla Kollegin")
    View.objects.create(user=colleague, list="tasks", name="Hers")
    kept = View.objects.create(user=user, list="tasks", name="Mine")

    colleague.delete()

    assert list(View.objects.all()) == [kept]


# Files


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("list_", ["partnerships", "contacts", "organisations", "tasks"])
def test_no_cell_of_a_list_begins_as_a_formula(
    list_: str, form: str, formula: str, client: Client, user: User, register: Source, leeds: UUID, home: UUID
) -> None:
    User.objects.filter(pk=user.pk).update(name=formula)
    person = add_person(by=user, family_name=formula, phone=formula, note=formula, purpose=formula, legal_basis="task")
    set_role(Role(person=person, title=formula, partnership=leeds), by=user)
    add_task(by=user, title=formula, note=formula, partnership=leeds, assignee=user)
    entrust(leeds, officer=user, deputy=None, seen=0, by=user)
    found_organisation(f"{formula} Club", "club", place=home, by=user, reason="known")
    client.force_login(User.objects.get(pk=user.pk))

    rows = cells(client.get(f"/en/office/{list_}/export/{form}/").content, form)

    told = [cell for row in rows for cell in row]
    assert any(formula.strip() in cell for cell in told)
    assert [cell for cell in told if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def cells(data: bytes, form: str) -> list[list[str]]:
    if form == "csv":
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    rows = load_workbook(io.BytesIO(data)).active.iter_rows()
    read = [list(row) for row in rows]
    assert {cell.data_type for row in read for cell in row} <= {"s", "inlineStr", "n"}  # no formula
    return [[str(cell.value or "") for cell in row] for row in read]
