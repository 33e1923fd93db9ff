"""Search from anywhere in the office: what is found, by whom, and what is said where nothing can be."""

import re
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import officer, source

from jumelage.accounts.models import User
from jumelage.accounts.roles import Role
from jumelage.knowledge.organisations.actions import found_organisation
from jumelage.knowledge.search.models import Found
from jumelage.knowledge.sources.models import Source
from jumelage.work.contacts.actions import add_person
from jumelage.work.contacts.models import Person
from jumelage.work.editorial.models import Question
from jumelage.work.tasks.actions import add_task
from jumelage.work.tasks.models import Task

pytestmark = pytest.mark.django_db


def found(client: Client, words: str, **more: str) -> dict[str, list[str]]:
    """The titles under each group's key."""
    html = client.get("/en/office/find/", {"q": words} | more).content.decode()
    groups = re.findall(r'<h2 id="found-(\w+)">.*?</section>', html, re.DOTALL)
    parts = re.split(r'<h2 id="found-\w+">', html)[1:]
    return {
        key: re.findall(r'j-result__title"><a [^>]*>([^<]*)<', part) for key, part in zip(groups, parts, strict=True)
    }


def test_every_kind_of_record_is_found(
    client: Client, user: User, register: Source, person: Person, task: Task, club: UUID
) -> None:
    Question.objects.create(text="Who writes to Ann?", page="/en/", sent_at=timezone.now())
    client.force_login(user)

    assert found(client, "leeds")["partnerships"] == ["Leeds"]
    assert found(client, "leeds")["tasks"] == ["Write to Leeds"]
    assert found(client, "exa ANN") == {"people": ["Ann Example"]}
    assert found(client, "ann@example.org") == {"people": ["Ann Example"]}
    assert found(client, "writes")["questions"] == ["Who writes to Ann?"]
    assert found(client, register.title.lower())["sources"] == [register.title]


@pytest.mark.parametrize("words", ["Ghana", "KUMASI", "Kumási"])
def test_partnership_is_found_under_other_spellings_and_its_country(
    words: str, client: Client, user: User, register: Source
) -> None:
    client.force_login(user)

    assert found(client, words)["partnerships"] == ["Kumasi"]


def test_organisation_is_found_and_leads_to_its_page(client: Client, user: User, home: UUID) -> None:
    pk = found_organisation("Café Société", "club", place=home, by=user, reason="known")
    client.force_login(user)

    html = client.get("/en/office/find/?q=cafe+soc").content.decode()

    assert f'href="/en/office/organisations/{pk}/">Café Société</a>' in html


def test_who_is_called_just_so_stands_first(client: Client, user: User) -> None:
    for family, given in (
        ("Anders", "Mia"),
        ("Beispiel", "Anders"),
        ("Andersen", "Tove"),
        ("Anders", ""),
        ("Zander", "Santanders"),
    ):
        add_person(by=user, family_name=family, given_name=given, purpose="p", legal_basis="task")
    client.force_login(user)

    assert found(client, "anders")["people"] == [
        "Anders",
        "Mia Anders",
        "Tove Andersen",
        "Anders Beispiel",
        "Santanders Zander",
    ]


def test_what_is_more_than_eight_stands_behind_a_link(client: Client, user: User) -> None:
    for n in range(10):
        add_task(by=user, title=f"Letter {n}")
        add_person(by=user, family_name=f"Letter {n}", purpose="p", legal_basis="task")
    client.force_login(user)

    html = client.get("/en/office/find/?q=letter").content.decode()

    assert {key: len(titles) for key, titles in found(client, "letter").items()} == {"people": 8, "tasks": 8}
    assert 'href="/en/office/find/?q=letter&amp;only=tasks"' in html
    assert 'href="/en/office/contacts/?q=letter"' in html
    assert found(client, "letter", only="tasks") == {"tasks": [f"Letter {n}" for n in range(10)]}


def test_another_office_finds_nothing_of_this_one(
    client: Client, user: User, person: Person, task: Task, club: UUID
) -> None:
    client.force_login(officer(name="Frida Fremd", role=Role.ADMINISTRATOR))

    for words in ("example", "write", "leeds"):
        assert not {"people", "tasks", "organisations", "partnerships"} & set(found(client, words))


@pytest.mark.parametrize("only", ["", "people", "questions"])
def test_reader_finds_no_personal_data(only: str, client: Client, user: User, person: Person) -> None:
    Question.objects.create(text="Example", page="/en/", sent_at=timezone.now())
    User.objects.filter(pk=user.pk).update(role=Role.READER)
    client.force_login(User.objects.get(pk=user.pk))

    assert found(client, "example", only=only) == {}


def test_reader_comes_from_a_task_to_its_list(client: Client, user: User, task: Task) -> None:
    User.objects.filter(pk=user.pk).update(role=Role.READER)
    client.force_login(User.objects.get(pk=user.pk))

    assert 'href="/en/office/tasks/">Write to Leeds' in client.get("/en/office/find/?q=write").content.decode()


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ("", 200, "Type a name"),
        ("  ", 200, "Type a name"),
        ("x", 200, "Type at least two letters or digits."),
        ("%_'\"<>;=", 200, "Type at least two letters or digits."),
        ("x" * 5_000, 400, "Only the first hundred letters"),
        ("%%\U0001f9d0\U0001f9d0ab", 200, "Nothing was found."),
        ("西", 200, "Nothing was found."),
    ],
)
def test_words_that_find_nothing_are_answered(words: str, status: int, said: str, client: Client, user: User) -> None:
    client.force_login(user)

    response = client.get("/en/office/find/", {"q": words})

    assert (response.status_code, said in response.content.decode()) == (status, True)


@pytest.mark.parametrize("query", ["q=leeds&only=nothing", "q=leeds&only=tasks&page=x", "only=tasks"])
def test_odd_parameters_are_answered(query: str, client: Client, user: User) -> None:
    client.force_login(user)

    assert "</h1>" in client.get(f"/en/office/find/?{query}").content.decode()


def test_head_of_every_page_has_the_field_for_who_may_search(client: Client, user: User) -> None:
    client.force_login(user)

    assert 'action="/en/office/find/" role="search"' in client.get("/en/office/tasks/").content.decode()

    User.objects.filter(pk=user.pk).update(role=Role.GUEST)
    client.force_login(User.objects.get(pk=user.pk))

    assert 'role="search"' not in client.get("/en/office/account/").content.decode()


def test_search_takes_the_same_number_of_queries(client: Client, user: User, register: Source, home: UUID) -> None:
    def fill(n: int) -> None:
        add_person(by=user, family_name=f"Leeds {n}", purpose="p", legal_basis="task")
        add_task(by=user, title=f"Leeds {n}", assignee=user)
        found_organisation(f"Leeds {n}", "club", place=home, by=user, reason="known")
        source(f"Text {n}", location=f"leeds-{n}.txt")
        Question.objects.create(text=f"Leeds {n}", page="/en/", sent_at=timezone.now())

    client.force_login(user)
    fill(0)
    client.get("/en/office/find/?q=leeds")
    with CaptureQueriesContext(connection) as few:
        client.get("/en/office/find/?q=leeds")
    for n in range(1, 4):
        fill(n)
    with CaptureQueriesContext(connection) as many:
        client.get("/en/office/find/?q=leeds")

    assert Found.objects.filter(text="Leeds").exists()
    assert len(many) == len(few)
