"""Who may open what: role × address × method for every address of the office, and what belongs to another office."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone, translation
from factories import PASSWORD, officer

from jumelage.accounts.models import Token, User
from jumelage.accounts.roles import MAY, Role, Scope
from jumelage.accounts.tokens import issue_token
from jumelage.knowledge.claims.models import Claim, Entry
from jumelage.knowledge.sources.models import Source

pytestmark = pytest.mark.django_db

ROLES = (None, Role.GUEST, Role.READER, Role.OFFICER, Role.EDITOR, Role.HEAD, Role.ADMINISTRATOR)
LOGIN = 0  # sent to the login
# address                          method  stranger guest reader officer editor head administrator
TABLE = """
account_login                      GET     200 302 302 302 302 302 302
account_login                      POST    200 302 302 302 302 302 302
mfa_authenticate                   GET     302 302 302 302 302 302 302
mfa_authenticate                   POST    302 302 302 302 302 302 302
mfa_login_webauthn                 GET     302 302 302 302 302 302 302
mfa_login_webauthn                 POST    302 302 302 302 302 302 302
office:service                     GET     404 404 404 404 404 404 404
office:service                     POST    405 405 405 405 405 405 405
oidc-callback                      GET     404 404 404 404 404 404 404
oidc-callback                      POST    405 405 405 405 405 405 405
office:invitation                  GET     200 200 200 200 200 200 200
office:invitation                  POST    200 200 200 200 200 200 200
office                             GET     302 302 302 302 302 302 302
office                             POST    405 405 405 405 405 405 405
office:logout                      GET     405 405 405 405 405 405 405
office:logout                      POST    302 302 302 302 302 302 302
mfa_index                          GET       0 200 200 200 200 200 200
mfa_index                          POST    405 405 405 405 405 405 405
account_reauthenticate             GET       0 200 200 200 200 200 200
account_reauthenticate             POST      0 200 200 200 200 200 200
mfa_reauthenticate                 GET       0 302 302 302 302 302 302
mfa_reauthenticate                 POST      0 302 302 302 302 302 302
mfa_reauthenticate_webauthn        GET       0 302 302 302 302 302 302
mfa_reauthenticate_webauthn        POST      0 302 302 302 302 302 302
mfa_activate_totp                  GET       0 302 302 302 302 302 302
mfa_activate_totp                  POST      0 302 302 302 302 302 302
mfa_deactivate_totp                GET       0 404 404 404 404 404 404
mfa_deactivate_totp                POST      0 404 404 404 404 404 404
mfa_list_webauthn                  GET     302 302 302 302 302 302 302
mfa_list_webauthn                  POST    302 302 302 302 302 302 302
mfa_add_webauthn                   GET       0 302 302 302 302 302 302
mfa_add_webauthn                   POST      0 302 302 302 302 302 302
mfa_remove_webauthn                GET       0 302 302 302 302 302 302
mfa_remove_webauthn                POST      0 302 302 302 302 302 302
mfa_view_recovery_codes            GET       0 404 404 404 404 404 404
mfa_view_recovery_codes            POST      0 405 405 405 405 405 405
mfa_generate_recovery_codes        GET       0 302 302 302 302 302 302
mfa_generate_recovery_codes        POST      0 302 302 302 302 302 302
office:password                    GET       0 302 302 302 302 302 302
office:password                    POST      0 302 302 302 302 302 302
office:end-session                 GET     405 405 405 405 405 405 405
office:end-session                 POST      0 404 404 404 404 404 404
office:end-others                  GET     405 405 405 405 405 405 405
office:end-others                  POST      0 302 302 302 302 302 302
office:today                       GET       0 403 200 200 200 200 200
office:today                       POST    405 405 405 405 405 405 405
office:queue                       GET       0 403 200 200 200 200 200
office:queue                       POST    405 405 405 405 405 405 405
office:review                      GET       0 403 200 200 200 200 200
office:review                      POST    405 405 405 405 405 405 405
office:findings                    GET       0 403 200 200 200 200 200
office:findings                    POST    405 405 405 405 405 405 405
office:describe                    GET     302 302 302 302 302 302 302
office:describe                    POST      0 403 403 302 403 302 302
office:accept-partner              GET     302 302 302 302 302 302 302
office:accept-partner              POST      0 403 403 302 403 302 302
office:decide                      GET     302 302 302 302 302 302 302
office:decide                      POST      0 403 403 302 403 302 302
office:settle                      GET     405 405 405 405 405 405 405
office:settle                      POST      0 403 403 302 403 302 302
office:tokens                      GET       0 403 403 200 200 200 200
office:tokens                      POST      0 403 403 400 400 400 400
office:revoke                      GET     405 405 405 405 405 405 405
office:revoke                      POST      0 403 403 404 404 404 302
office:set-up                      GET       0 403 403 403 403 200 200
office:set-up                      POST      0 403 403 403 403 302 302
office:people                      GET       0 403 403 403 403 403 200
office:people                      POST    405 405 405 405 405 405 405
office:invite                      GET       0 403 403 403 403 403 200
office:invite                      POST      0 403 403 403 403 403 400
office:person                      GET       0 403 403 403 403 403 200
office:person                      POST      0 403 403 403 403 403 400
office:person-link                 GET     405 405 405 405 405 405 405
office:person-link                 POST      0 403 403 403 403 403 200
office:person-reset                GET     405 405 405 405 405 405 405
office:person-reset                POST      0 403 403 403 403 403 200
office:person-deactivate           GET     405 405 405 405 405 405 405
office:person-deactivate           POST      0 403 403 403 403 403 302
office:person-reactivate           GET     405 405 405 405 405 405 405
office:person-reactivate           POST      0 403 403 403 403 403 200
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


def path(name: str, page: Source, colleague: User) -> str:
    found = Claim.objects.filter(source=page, property="kind")[0]
    arguments: dict[str, list[object]] = {
        "office:review": [page.pk],
        "office:describe": [page.pk],
        "office:accept-partner": [page.pk, found.subject_id],
        "office:decide": [page.pk, found.pk, "accept"],
        "office:settle": [found.subject_id],
        "office:invitation": ["AAAA", "not-a-token"],
        "office:end-session": [1],
        "office:revoke": [Token.objects.get(user=colleague).pk],
        "mfa_remove_webauthn": [1],
    }
    if name.startswith("office:person"):
        arguments[name] = [colleague.pk]
    with translation.override("en"):
        return reverse(name, args=arguments.get(name, []))


def test_every_address_of_the_office_has_its_rows() -> None:
    assert sorted((row[0], row[1]) for row in ROWS) == sorted(
        (name, method) for name in set(office_addresses()) for method in METHODS
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}-{row[1]}")
def test_role_opens_what_the_table_says(row: list[str], page: Source, user: User, colleague: User) -> None:
    name, method, *answers = row
    address = path(name, page, colleague)
    user.password = hashed()
    user.save()
    got = []
    for role in ROLES:
        client = Client()
        if role:
            User.objects.filter(pk=user.pk).update(role=role)
            client.force_login(User.objects.get(pk=user.pk))
        response = getattr(client, method.lower())(address)
        to_login = response.status_code == 302 and response["Location"].startswith("/en/office/login/?next=")
        got.append(LOGIN if to_login else response.status_code)

    assert got == [int(answer) for answer in answers]


@pytest.mark.parametrize("name", ["office:decide", "office:accept-partner", "office:describe", "office:settle"])
def test_stranger_and_reader_change_nothing(name: str, page: Source, user: User, colleague: User) -> None:
    address, before = path(name, page, colleague), Entry.objects.count()
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
