"""Keys for programs."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from factories import officer

from jumelage.accounts.models import Token, User
from jumelage.accounts.roles import Role, Scope
from jumelage.accounts.tokens import authenticate_token, issue_token, revoke_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(db: None) -> User:
    return officer()


def issued(user: User, *scopes: Scope, days: int = 1) -> tuple[Token, str]:
    return issue_token(
        user=user, name="Website", scopes=scopes or [Scope.READ], expires_at=timezone.now() + timedelta(days=days)
    )


def test_token_stands_for_its_person_within_its_scopes(user: User) -> None:
    _, secret = issued(user, Scope.READ)

    found = authenticate_token(f"Bearer {secret}")

    assert found is not None
    assert found.user == user
    assert (found.may("read office"), found.may("ingest source"), found.may("decide claim")) == (True, False, False)


def test_token_never_allows_more_than_the_person(user: User) -> None:
    _, secret = issued(user, Scope.READ, Scope.PROPOSE)
    User.objects.filter(pk=user.pk).update(role=Role.READER)

    found = authenticate_token(f"Bearer {secret}")

    assert found is not None
    assert (found.may("read office"), found.may("ingest source")) == (True, False)


def test_secret_is_nowhere_in_the_database(user: User) -> None:
    _, secret = issued(user)

    assert secret.startswith("jumelage_")
    assert len(secret) >= 50
    assert secret not in str(Token.objects.values())


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer jumelage_", "Basic {}", "{}", "Bearer {}x", "Bearer x{}"]
)
def test_what_is_no_token_is_none(header: str, user: User) -> None:
    _, secret = issued(user)

    assert authenticate_token(header.format(secret)) is None


@pytest.mark.parametrize("ended", ["expired", "revoked", "deactivated"])
def test_token_that_ended_is_none(ended: str, user: User) -> None:
    token, secret = issued(user)
    if ended == "expired":
        Token.objects.update(expires_at=timezone.now())
    elif ended == "revoked":
        revoke_token(token)
    else:
        User.objects.update(is_active=False)

    assert authenticate_token(f"Bearer {secret}") is None


def test_use_is_noted_and_not_on_every_call(user: User) -> None:
    token, secret = issued(user)
    authenticate_token(f"Bearer {secret}")
    first = Token.objects.get(pk=token.pk).last_used_at

    authenticate_token(f"bearer {secret}")

    assert first is not None
    assert Token.objects.get(pk=token.pk).last_used_at == first
    Token.objects.update(last_used_at=first - timedelta(hours=1))
    authenticate_token(f"Bearer {secret}")
    assert Token.objects.get(pk=token.pk).last_used_at > first - timedelta(minutes=1)


def test_revoking_again_keeps_the_first_time(user: User) -> None:
    token, _ = issued(user)
    revoke_token(token)
    first = Token.objects.get(pk=token.pk).revoked_at

    revoke_token(token)

    assert Token.objects.get(pk=token.pk).revoked_at == first


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_token_ends_within_a_year(days: int, user: User) -> None:
    with pytest.raises(ValueError, match="within a year"):
        issued(user, days=days)


@pytest.mark.parametrize("role", [Role.GUEST, Role.READER])
def test_some_roles_hold_none(role: Role) -> None:
    with pytest.raises(PermissionDenied):
        issued(officer(role=role))


def test_page_shows_a_new_token_once(client: Client, user: User) -> None:
    client.force_login(user)
    day = timezone.localdate() + timedelta(days=30)

    form = {"name": "Website", "scopes": ["read"], "last_day": day.isoformat()}
    made = client.post("/en/office/tokens/", form)
    secret = made.content.decode().split('<code class="j-key">')[1].split("<")[0]

    assert authenticate_token(f"Bearer {secret}") is not None
    assert f">{day:%m/%d/%Y}</td>" in made.content.decode()
    assert made["Cache-Control"] == "no-store"
    assert secret not in client.get("/en/office/tokens/").content.decode()


def test_page_refuses_a_day_too_far(client: Client, user: User) -> None:
    client.force_login(user)

    response = client.post("/en/office/tokens/", {"name": "Website", "scopes": ["read"], "last_day": "2099-01-01"})

    assert response.status_code == 400
    assert "Choose a day between today and a year from now." in response.content.decode()
    assert not Token.objects.exists()


def test_tokens_take_the_same_number_of_queries(client: Client, user: User) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(user)
    issued(user)
    with CaptureQueriesContext(connection) as one:
        client.get("/en/office/tokens/")
    issued(user), issued(user)
    with CaptureQueriesContext(connection) as three:
        client.get("/en/office/tokens/")

    assert len(three) == len(one)
