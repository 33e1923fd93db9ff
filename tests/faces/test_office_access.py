"""Who may open what: role × address × method for every address of the office, and what belongs to another office."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone, translation
from factories import PASSWORD, officer

from jumelage.accounts.models import Token, User
from jumelage.accounts.roles import MAY, Role, Scope
from jumelage.accounts.tokens import issue_token
from jumelage.knowledge.claims.models import Claim, Entry
from jumelage.knowledge.sources.models import Source
from jumelage.knowledge.sources.watched import watch_page
from jumelage.work.agreements.actions import add_agreement, add_part
from jumelage.work.agreements.models import Party
from jumelage.work.agreements.models import Text as AgreementText
from jumelage.work.agreements.scans import PDF
from jumelage.work.agreements.scans import path as scan_path
from jumelage.work.calendar.actions import open_feed
from jumelage.work.contacts.models import Person
from jumelage.work.contacts.models import Role as Function
from jumelage.work.council.actions import add_record
from jumelage.work.editorial.models import Contact, Question
from jumelage.work.saved.models import View
from jumelage.work.tasks.models import Task

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

ROLES = (Role.GUEST, Role.READER, Role.OFFICER, Role.EDITOR, Role.HEAD, Role.ADMINISTRATOR)
LOGIN = 0  # sent to the login
# For a stranger, guest, reader, officer, editor, head and administrator of the office, and for the head of another.
TABLE = """
account_login                      GET    200 302 302 302 302 302 302 302
account_login                      POST   200 302 302 302 302 302 302 302
mfa_authenticate                   GET    302 302 302 302 302 302 302 302
mfa_authenticate                   POST   302 302 302 302 302 302 302 302
mfa_login_webauthn                 GET    302 302 302 302 302 302 302 302
mfa_login_webauthn                 POST   302 302 302 302 302 302 302 302
office:service                     GET    404 404 404 404 404 404 404 404
office:service                     POST   405 405 405 405 405 405 405 405
oidc-callback                      GET    404 404 404 404 404 404 404 404
oidc-callback                      POST   405 405 405 405 405 405 405 405
office:invitation                  GET    200 200 200 200 200 200 200 200
office:invitation                  POST   200 200 200 200 200 200 200 200
office                             GET    302 302 302 302 302 302 302 302
office                             POST   405 405 405 405 405 405 405 405
office:logout                      GET    405 405 405 405 405 405 405 405
office:logout                      POST   302 302 302 302 302 302 302 302
mfa_index                          GET      0 200 200 200 200 200 200 200
mfa_index                          POST   405 405 405 405 405 405 405 405
account_reauthenticate             GET      0 200 200 200 200 200 200 200
account_reauthenticate             POST     0 200 200 200 200 200 200 200
mfa_reauthenticate                 GET      0 302 302 302 302 302 302 302
mfa_reauthenticate                 POST     0 302 302 302 302 302 302 302
mfa_reauthenticate_webauthn        GET      0 302 302 302 302 302 302 302
mfa_reauthenticate_webauthn        POST     0 302 302 302 302 302 302 302
mfa_activate_totp                  GET      0 302 302 302 302 302 302 302
mfa_activate_totp                  POST     0 302 302 302 302 302 302 302
mfa_deactivate_totp                GET      0 404 404 404 404 404 404 404
mfa_deactivate_totp                POST     0 404 404 404 404 404 404 404
mfa_list_webauthn                  GET    302 302 302 302 302 302 302 302
mfa_list_webauthn                  POST   302 302 302 302 302 302 302 302
mfa_add_webauthn                   GET      0 302 302 302 302 302 302 302
mfa_add_webauthn                   POST     0 302 302 302 302 302 302 302
mfa_remove_webauthn                GET      0 302 302 302 302 302 302 302
mfa_remove_webauthn                POST     0 302 302 302 302 302 302 302
mfa_view_recovery_codes            GET      0 404 404 404 404 404 404 404
mfa_view_recovery_codes            POST     0 405 405 405 405 405 405 405
mfa_generate_recovery_codes        GET      0 302 302 302 302 302 302 302
mfa_generate_recovery_codes        POST     0 302 302 302 302 302 302 302
office:password                    GET      0 302 302 302 302 302 302 302
office:password                    POST     0 302 302 302 302 302 302 302
office:end-session                 GET    405 405 405 405 405 405 405 405
office:end-session                 POST     0 404 404 404 404 404 404 404
office:end-others                  GET    405 405 405 405 405 405 405 405
office:end-others                  POST     0 302 302 302 302 302 302 302
office:today                       GET      0 403 200 200 200 200 200 200
office:today                       POST   405 405 405 405 405 405 405 405
office:find                        GET      0 403 200 200 200 200 200 200
office:find                        POST   405 405 405 405 405 405 405 405
office:queue                       GET      0 403 200 200 200 200 200 200
office:queue                       POST   405 405 405 405 405 405 405 405
office:review                      GET      0 403 200 200 200 200 200 200
office:review                      POST   405 405 405 405 405 405 405 405
office:findings                    GET      0 403 200 200 200 200 200 200
office:findings                    POST   405 405 405 405 405 405 405 405
office:describe                    GET    302 302 302 302 302 302 302 302
office:describe                    POST     0 403 403 302 403 302 302 302
office:accept-partner              GET    302 302 302 302 302 302 302 302
office:accept-partner              POST     0 403 403 302 403 302 302 403
office:decide                      GET    302 302 302 302 302 302 302 302
office:decide                      POST     0 403 403 302 403 302 302 403
office:settle                      GET    405 405 405 405 405 405 405 405
office:settle                      POST     0 403 403 302 403 302 302 302
office:dossiers                    GET      0 403 200 200 200 200 200 200
office:dossiers                    POST   405 405 405 405 405 405 405 405
office:dossiers-export             GET      0 403 200 200 200 200 200 200
office:dossiers-export             POST   405 405 405 405 405 405 405 405
office:dossier                     GET      0 403 200 200 200 200 200 404
office:dossier                     POST   405 405 405 405 405 405 405 405
office:entrust                     GET      0 403 403 200 200 200 200 404
office:entrust                     POST     0 403 403 400 400 400 400 404
office:add-fact                    GET      0 403 403 200 403 200 200 404
office:add-fact                    POST     0 403 403 400 403 400 400 404
office:dossier-decide              GET    405 405 405 405 405 405 405 405
office:dossier-decide              POST     0 403 403 302 403 302 302 404
office:dossier-tab                 GET      0 403 200 200 200 200 200 404
office:dossier-tab                 POST   405 405 405 405 405 405 405 405
office:contacts                    GET      0 403 403 200 200 200 200 200
office:contacts                    POST   405 405 405 405 405 405 405 405
office:contacts-export             GET      0 403 403 200 200 200 200 200
office:contacts-export             POST   405 405 405 405 405 405 405 405
office:contact-add                 GET      0 403 403 200 200 200 200 200
office:contact-add                 POST     0 403 403 400 400 400 400 400
office:contact-import              GET      0 403 403 200 200 200 200 200
office:contact-import              POST     0 403 403 400 400 400 400 400
office:contact-card                GET      0 403 403 200 200 200 200 404
office:contact-card                POST   405 405 405 405 405 405 405 405
office:contact-edit                GET      0 403 403 200 200 200 200 404
office:contact-edit                POST     0 403 403 400 400 400 400 404
office:contact-erase               GET      0 403 403 200 200 200 200 404
office:contact-erase               POST     0 403 403 302 302 302 302 404
office:contact-file                GET      0 403 403 200 200 200 200 404
office:contact-file                POST   405 405 405 405 405 405 405 405
office:retention                   GET      0 403 403 200 200 200 200 200
office:retention                   POST     0 403 403 302 302 302 302 302
office:retention-file              GET      0 403 403 200 200 200 200 200
office:retention-file              POST   405 405 405 405 405 405 405 405
office:contact-vcard               GET      0 403 403 200 200 200 200 404
office:contact-vcard               POST   405 405 405 405 405 405 405 405
office:contact-role-add            GET      0 403 403 200 200 200 200 404
office:contact-role-add            POST     0 403 403 400 400 400 400 404
office:contact-role                GET      0 403 403 200 200 200 200 404
office:contact-role                POST     0 403 403 400 400 400 400 404
office:organisations               GET      0 403 200 200 200 200 200 200
office:organisations               POST   405 405 405 405 405 405 405 405
office:organisations-export        GET      0 403 200 200 200 200 200 200
office:organisations-export        POST   405 405 405 405 405 405 405 405
office:organisation-add            GET      0 403 403 200 403 200 200 200
office:organisation-add            POST     0 403 403 400 403 400 400 400
office:organisation                GET      0 403 200 200 200 200 200 404
office:organisation                POST   405 405 405 405 405 405 405 405
office:organisation-edit           GET      0 403 403 200 403 200 200 404
office:organisation-edit           POST     0 403 403 400 403 400 400 404
office:tasks                       GET      0 403 200 200 200 200 200 200
office:tasks                       POST   405 405 405 405 405 405 405 405
office:tasks-export                GET      0 403 200 200 200 200 200 200
office:tasks-export                POST   405 405 405 405 405 405 405 405
office:task-add                    GET      0 403 403 200 200 200 200 200
office:task-add                    POST     0 403 403 400 400 400 400 400
office:hand-over                   GET      0 403 403 200 403 200 200 200
office:hand-over                   POST     0 403 403 400 403 400 400 400
office:task                        GET      0 403 403 200 200 200 200 404
office:task                        POST     0 403 403 400 400 400 400 404
office:task-done                   GET    405 405 405 405 405 405 405 405
office:task-done                   POST     0 403 403 302 302 302 302 404
office:calendar                    GET      0 403 200 200 200 200 200 200
office:calendar                    POST   405 405 405 405 405 405 405 405
office:feed-make                   GET    405 405 405 405 405 405 405 405
office:feed-make                   POST     0 403 403 200 403 200 200 200
office:feed-revoke                 GET    405 405 405 405 405 405 405 405
office:feed-revoke                 POST     0 403 403 302 403 302 302 302
feed                               GET    200 404 200 200 200 200 200 200
feed                               POST   405 405 405 405 405 405 405 405
office:council                     GET      0 403 200 200 200 200 200 200
office:council                     POST   405 405 405 405 405 405 405 405
office:council-export              GET      0 403 200 200 200 200 200 200
office:council-export              POST   405 405 405 405 405 405 405 405
office:council-add                 GET      0 403 403 200 200 200 200 200
office:council-add                 POST     0 403 403 400 400 400 400 400
office:council-record              GET      0 403 200 200 200 200 200 404
office:council-record              POST   405 405 405 405 405 405 405 405
office:council-edit                GET      0 403 403 200 200 200 200 404
office:council-edit                POST     0 403 403 400 400 400 400 404
office:council-refresh             GET    405 405 405 405 405 405 405 405
office:council-refresh             POST     0 403 403 302 302 302 302 404
office:agreements                  GET      0 403 200 200 200 200 200 200
office:agreements                  POST   405 405 405 405 405 405 405 405
office:agreements-export           GET      0 403 200 200 200 200 200 200
office:agreements-export           POST   405 405 405 405 405 405 405 405
office:agreement-add               GET      0 403 403 200 200 200 200 200
office:agreement-add               POST     0 403 403 400 400 400 400 400
office:agreement                   GET      0 403 200 200 200 200 200 404
office:agreement                   POST   405 405 405 405 405 405 405 405
office:agreement-edit              GET      0 403 403 200 200 200 200 404
office:agreement-edit              POST     0 403 403 400 400 400 400 404
office:party-add                   GET      0 403 403 200 200 200 200 404
office:party-add                   POST     0 403 403 400 400 400 400 404
office:party                       GET      0 403 403 200 200 200 200 404
office:party                       POST     0 403 403 400 400 400 400 404
office:agreement-text-add          GET      0 403 403 200 200 200 200 404
office:agreement-text-add          POST     0 403 403 400 400 400 400 404
office:agreement-text              GET      0 403 403 200 200 200 200 404
office:agreement-text              POST     0 403 403 400 400 400 400 404
office:scan                        GET      0 403 200 200 200 200 200 404
office:scan                        POST   405 405 405 405 405 405 405 405
office:view-save                   GET    405 405 405 405 405 405 405 405
office:view-save                   POST     0 403 400 400 400 400 400 400
office:view-delete                 GET    405 405 405 405 405 405 405 405
office:view-delete                 POST     0 403 302 302 302 302 302 404
office:texts                       GET      0 403 200 200 200 200 200 200
office:texts                       POST   405 405 405 405 405 405 405 405
office:accessibility               GET      0 403 403 200 200 200 200 200
office:accessibility               POST     0 403 403 400 400 400 400 400
office:add-contact                 GET      0 403 403 200 200 200 200 200
office:add-contact                 POST     0 403 403 400 400 400 400 400
office:contact                     GET      0 403 403 200 200 200 200 200
office:contact                     POST     0 403 403 400 400 400 400 400
office:picture                     GET      0 403 403 200 200 200 200 403
office:picture                     POST     0 403 403 400 400 400 400 403
office:text                        GET      0 403 403 200 200 200 200 403
office:text                        POST     0 403 403 400 400 400 400 403
office:questions                   GET      0 403 403 200 200 200 200 200
office:questions                   POST   405 405 405 405 405 405 405 405
office:question                    GET      0 403 403 200 200 200 200 200
office:question                    POST     0 403 403 400 400 400 400 400
office:watching                    GET      0 403 200 200 200 200 200 200
office:watching                    POST   405 405 405 405 405 405 405 405
office:watch                       GET    302 302 302 302 302 302 302 302
office:watch                       POST     0 403 403 400 403 400 400 400
office:look-at-all                 GET    302 302 302 302 302 302 302 302
office:look-at-all                 POST     0 403 403 302 403 302 302 302
office:watched-page                GET    302 302 302 302 302 302 302 302
office:watched-page                POST     0 403 403 302 403 302 302 302
office:tokens                      GET      0 403 403 200 200 200 200 200
office:tokens                      POST     0 403 403 400 400 400 400 400
office:revoke                      GET    405 405 405 405 405 405 405 405
office:revoke                      POST     0 403 403 404 404 404 302 404
office:set-up                      GET      0 403 403 403 403 200 200 200
office:set-up                      POST     0 403 403 403 403 302 302 302
office:people                      GET      0 403 403 403 403 403 200 403
office:people                      POST   405 405 405 405 405 405 405 405
office:invite                      GET      0 403 403 403 403 403 200 403
office:invite                      POST     0 403 403 403 403 403 400 403
office:person                      GET      0 403 403 403 403 403 200 403
office:person                      POST     0 403 403 403 403 403 400 403
office:person-link                 GET    405 405 405 405 405 405 405 405
office:person-link                 POST     0 403 403 403 403 403 200 403
office:person-reset                GET    405 405 405 405 405 405 405 405
office:person-reset                POST     0 403 403 403 403 403 200 403
office:person-deactivate           GET    405 405 405 405 405 405 405 405
office:person-deactivate           POST     0 403 403 403 403 403 302 403
office:person-reactivate           GET    405 405 405 405 405 405 405 405
office:person-reactivate           POST     0 403 403 403 403 403 200 403
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]
METHODS = ("GET", "POST")


def office_addresses() -> Iterator[str]:
    """The names of all addresses below /office/, as the resolver knows them."""

    def walk(patterns: list[URLPattern | URLResolver], before: str, space: str) -> Iterator[tuple[str, str]]:
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                inside = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from walk(pattern.url_patterns, route, inside)
            else:
                yield route, f"{space}{pattern.name}"

    for route, name in walk(get_resolver().url_patterns, "", ""):
        if f"/{route}".startswith(("/office/", "/en/office/", "/de/office/", "/fr/office/")):
            yield name


@pytest.fixture
def colleague(user: User) -> User:
    """An officer of the same office, with a token."""
    made = officer(name="Carla Kollegin")
    User.objects.filter(pk=made.pk).update(office=user.office)
    made.refresh_from_db()
    token_of(made)
    return made


def token_of(user: User) -> Token:
    ends = timezone.now() + timedelta(days=1)
    return issue_token(user=user, name="Website", scopes=[Scope.READ], expires_at=ends)[0]


@cache
def hashed() -> str:
    """A password's hash, computed once: hashing is slow on purpose."""
    return make_password(PASSWORD)


@pytest.fixture
def arguments(
    page: Source, leeds: UUID, person: Person, task: Task, club: UUID, user: User, colleague: User
) -> dict[str, list[Any]]:
    """What the addresses are about: one of each kind, of the office of Dortmund."""
    kind = Claim.objects.get(subject=leeds, property="kind")
    question = Question.objects.create(text="How?", page="/en/", sent_at=page.retrieved_at)
    contact = Contact.objects.create(subject="general", name="Office", email="office@example.org")
    signed = add_agreement(by=colleague, title="Twinning")
    signatory = add_part(Party(agreement=signed, name="City of Leeds"), by=colleague)
    scan = add_part(AgreementText(agreement=signed, language="en", scan=scanned(), media_type=PDF), by=colleague)
    paper = add_record(by=colleague, kind="paper", title="Yearly report", body="Council")
    function, watched = Function.objects.get(person=person), watch_page("https://city.example/", by="system")
    return {
        "review": [page.pk],
        "describe": [page.pk],
        "accept-partner": [page.pk, leeds],
        "decide": [page.pk, kind.pk, "accept"],
        "settle": [leeds],
        "dossiers-export": ["csv"],
        "dossier": [leeds],
        "dossier-tab": [leeds, "history"],
        "dossier-decide": [leeds, kind.pk, "accept"],
        "entrust": [leeds],
        "add-fact": [leeds, "since"],
        "contacts-export": ["xlsx"],
        **{f"contact-{what}": [person.pk] for what in ("card", "edit", "erase", "file", "vcard", "role-add")},
        "contact-role": [person.pk, function.pk],
        "organisations-export": ["csv"],
        "organisation": [club],
        "organisation-edit": [club],
        "agreements-export": ["csv"],
        **{what: [signed.pk] for what in ("agreement", "agreement-edit", "party-add", "agreement-text-add")},
        "party": [signed.pk, signatory.pk],
        **{what: [signed.pk, scan.pk] for what in ("agreement-text", "scan")},
        "council-export": ["csv"],
        **{f"council-{what}": [paper.pk] for what in ("record", "edit", "refresh")},
        "tasks-export": ["csv"],
        "task": [task.pk],
        "task-done": [task.pk],
        "feed-make": ["office"],
        "feed-revoke": ["office"],
        "feed": [open_feed(by=user, language="en")],
        "view-save": ["tasks"],
        "view-delete": [View.objects.create(user=user, list="tasks", name="Mine").pk],
        "text": [leeds, "fr"],
        "contact": [contact.pk],
        "picture": [leeds],
        "question": [question.pk],
        "watched-page": [watched.pk, "look"],
        "invitation": ["AAAA", "not-a-token"],
        "end-session": [1],
        "revoke": [Token.objects.get(user=colleague).pk],
        **{f"person{verb}": [colleague.pk] for verb in ("", "-link", "-reset", "-deactivate", "-reactivate")},
    }


def scanned() -> str:
    """A file that lies where the scans lie."""
    if not storages["default"].exists(scan_path("0" * 64)):
        storages["default"].save(scan_path("0" * 64), ContentFile(b"%PDF-"))
    return "0" * 64


def path(name: str, arguments: dict[str, list[Any]]) -> str:
    with translation.override("en"):
        return reverse(
            name, args=[1] if name == "mfa_remove_webauthn" else arguments.get(name.removeprefix("office:"), [])
        )


def test_every_address_of_the_office_has_its_rows() -> None:
    assert sorted((row[0], row[1]) for row in ROWS) == sorted(
        (name, method) for name in set(office_addresses()) for method in METHODS
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}-{row[1]}")
def test_role_opens_what_the_table_says(row: list[str], user: User, arguments: dict[str, list[Any]]) -> None:
    name, method, *answers = row
    address = path(name, arguments)
    stranger = officer(name="Frida Fremd", role=Role.HEAD)
    User.objects.update(password=hashed())

    got = [answer(method, address, None, user)]
    got += [answer(method, address, role, user) for role in ROLES]
    got += [answer(method, address, Role.HEAD, stranger)]

    assert got == [int(one) for one in answers]


def answer(method: str, address: str, role: Role | None, user: User) -> int:
    """The status, for this person in this role or for a stranger; what was done is undone."""
    with transaction.atomic():
        client = Client()
        if role:
            User.objects.filter(pk=user.pk).update(role=role)
            client.force_login(User.objects.get(pk=user.pk))
        response = client.generic(method, address, "sent=1", content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    to_login = response.status_code == 302 and response["Location"].startswith("/en/office/login/?next=")
    return LOGIN if to_login else response.status_code


@pytest.mark.parametrize("name", ["office:decide", "office:accept-partner", "office:describe", "office:settle"])
def test_stranger_and_reader_change_nothing(name: str, arguments: dict[str, list[Any]]) -> None:
    address, before = path(name, arguments), Entry.objects.count()
    reader = Client()
    reader.force_login(officer(role=Role.READER))

    Client().post(address)
    reader.post(address)

    assert Entry.objects.count() == before


def test_every_role_is_told_apart_by_the_table_of_actions() -> None:
    may = {role: frozenset(action for action, roles in MAY.items() if role in roles) for role in Role}

    assert len(set(may.values())) == len(Role)
    assert may[Role.GUEST] == {"keep own account"}
    assert may[Role.ADMINISTRATOR] == set(MAY)


def test_action_that_is_not_in_the_table_is_an_error(user: User) -> None:
    with pytest.raises(KeyError):
        user.may("fly")


# What belongs to another office


@pytest.fixture
def administrator(user: User) -> User:
    User.objects.filter(pk=user.pk).update(role=Role.ADMINISTRATOR)
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("verb", ["person", "person-link", "person-reset", "person-deactivate", "person-reactivate"])
def test_person_of_another_office_is_not_there(verb: str, administrator: User, client: Client) -> None:
    stranger = officer(name="Frida Fremd")
    client.force_login(administrator)

    response = client.post(f"/en{reverse(f'office:{verb}', args=[stranger.pk])[3:]}")

    assert response.status_code == 404
    stranger.refresh_from_db()
    assert stranger.is_active


def test_people_of_another_office_are_not_listed(administrator: User, client: Client) -> None:
    officer(name="Frida Fremd")
    client.force_login(administrator)

    html = client.get("/en/office/people/").content.decode()

    assert "Olga Offizier" in html
    assert "Frida Fremd" not in html


def test_administrator_of_no_office_looks_after_all(administrator: User, client: Client) -> None:
    User.objects.filter(pk=administrator.pk).update(office=None)
    stranger = officer(name="Frida Fremd")
    client.force_login(User.objects.get(pk=administrator.pk))

    assert "Frida Fremd" in client.get("/en/office/people/").content.decode()
    assert client.get(f"/en/office/people/{stranger.pk}/").status_code == 200


def test_token_of_another_person_is_not_there(user: User, colleague: User, client: Client) -> None:
    token = Token.objects.get(user=colleague)
    client.force_login(user)

    assert client.post(f"/en/office/tokens/{token.pk}/revoke/").status_code == 404
    assert Token.objects.get(pk=token.pk).revoked_at is None


def test_administrator_revokes_the_tokens_of_the_own_office_only(administrator: User, colleague: User) -> None:
    foreign = token_of(officer(name="Frida Fremd"))
    client = Client()
    client.force_login(administrator)

    assert client.post(f"/en/office/tokens/{foreign.pk}/revoke/").status_code == 404
    assert client.post(f"/en/office/tokens/{Token.objects.get(user=colleague).pk}/revoke/").status_code == 302
    assert Token.objects.get(user=colleague).revoked_at is not None
