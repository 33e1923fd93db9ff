"""Signing in with the city's own service, a real one on the loopback; and with answers that somebody forged."""

import base64
import json
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from accounts.oidc_provider import CLIENT, SECRET, Service, new_key, running, signed
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.http import HttpResponse
from django.test import Client
from factories import officer

from jumelage.accounts.models import User

pytestmark = pytest.mark.django_db
START = "/en/office/login/service/"
ANSWER = "/office/login/service/answer/"
NOT_VALID = "The sign-in service did not give a valid answer."
NO_ACCOUNT = "You were recognised, but have no account here."


@pytest.fixture(scope="module")
def key() -> RSAPrivateKey:
    return new_key()


def browser() -> Client:
    """The address of the answer bears no language; the browser says which one."""
    return Client(HTTP_ACCEPT_LANGUAGE="en")


@pytest.fixture
def client() -> Client:
    return browser()


@pytest.fixture
def user(db: None) -> User:
    return officer()


@pytest.fixture
def service(key: RSAPrivateKey, user: User, settings: Any) -> Iterator[Service]:
    with running(key) as made:
        made.person = {"sub": "4711", "email": user.email.upper(), "email_verified": True, "name": "Olga"}
        app = {
            "provider_id": "oidc",
            "name": "Single sign-on",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": made.base},
        }
        mine = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"] | {"APPS": [app]}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": mine}
        yield made


def leave(client: Client, service: Service, next_url: str = "") -> dict[str, str]:
    """To the service; returns what we ask of it."""
    response = client.get(START, {"next": next_url})
    assert response["Location"].startswith(f"{service.base}/authorize?")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(response["Location"]).query).items()}
    service.nonce = asked["nonce"]
    return asked


def sign_in(client: Client, service: Service, next_url: str = "") -> HttpResponse:
    asked = leave(client, service, next_url)
    return client.get(ANSWER, {"code": "good", "state": asked["state"]})


def is_in(client: Client) -> bool:
    return client.get("/en/office/").status_code == 200


def refusal(client: Client) -> str:
    return client.get("/en/office/login/").content.decode()


def test_invited_person_signs_in_and_comes_to_where_they_wanted(client: Client, service: Service, user: User) -> None:
    response = sign_in(client, service, "/en/office/review/")

    assert response["Location"] == "/en/office/review/"
    assert client.session["_auth_user_id"] == str(user.pk)


def test_we_ask_with_a_proof_key_a_nonce_and_one_address_for_all_languages(client: Client, service: Service) -> None:
    asked = leave(client, service)
    client.get(ANSWER, {"code": "good", "state": asked["state"]})

    assert asked["redirect_uri"] == f"http://testserver{ANSWER}"
    assert asked["code_challenge_method"] == "S256"
    assert set(asked["scope"].split()) == {"openid", "email", "profile"}
    assert len(asked["state"]) >= 32
    assert len(asked["nonce"]) == 64
    assert service.asked[0]["client_secret"] == [SECRET]
    assert len(service.asked[0]["code_verifier"][0]) >= 43


def test_login_offers_the_service(client: Client, service: Service) -> None:
    assert "Sign in with Single sign-on" in client.get("/en/office/login/").content.decode()


def test_nothing_of_the_person_is_kept_but_the_id(client: Client, service: Service, user: User) -> None:
    sign_in(client, service)

    kept = SocialAccount.objects.get()
    assert (kept.user, kept.provider, kept.uid, kept.extra_data) == (user, "oidc", "4711", {})
    assert not SocialToken.objects.exists()


def test_later_the_id_counts_and_not_the_address(service: Service, user: User) -> None:
    sign_in(browser(), service)
    service.person["email"] = "olga.neu@example.org"
    again = browser()

    sign_in(again, service)

    assert is_in(again)


def test_address_that_passed_to_another_person_opens_nothing(service: Service) -> None:
    sign_in(browser(), service)
    service.person["sub"] = "4712"
    other = browser()

    sign_in(other, service)

    assert not is_in(other)
    assert NO_ACCOUNT in refusal(other)


@pytest.mark.parametrize(
    "person",
    [
        {"email": "stranger@example.org"},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
        {"email": None},
    ],
)
def test_who_has_no_account_gets_none(person: dict[str, Any], client: Client, service: Service) -> None:
    service.person |= person
    before = User.objects.count()

    sign_in(client, service)

    assert not is_in(client)
    assert NO_ACCOUNT in refusal(client)
    assert User.objects.count() == before


@pytest.mark.parametrize("known", [True, False])
def test_deactivated_account_stays_closed(known: bool, client: Client, service: Service, user: User) -> None:
    if known:
        sign_in(browser(), service)
    User.objects.filter(pk=user.pk).update(is_active=False)

    sign_in(client, service)

    assert not is_in(client)


# Forgeries


def with_(**changed: Any) -> Callable[[Service, dict[str, Any]], str]:
    """Truly signed, but something else is said; None leaves it out."""

    def lie(service: Service, truth: dict[str, Any]) -> str:
        return signed({k: v for k, v in (truth | changed).items() if v is not None}, service.key)

    return lie


def unsigned(service: Service, truth: dict[str, Any]) -> str:
    return signed(truth, None, "none")


def unsigned_with_the_old_signature(service: Service, truth: dict[str, Any]) -> str:
    head = base64.urlsafe_b64encode(json.dumps({"alg": "none", "kid": "one"}).encode()).rstrip(b"=").decode()
    _, body, signature = signed(truth, service.key).split(".")
    return f"{head}.{body}.{signature}"


def changed_after_signing(service: Service, truth: dict[str, Any]) -> str:
    head, _, signature = signed(truth | {"sub": "1"}, service.key).split(".")
    body = base64.urlsafe_b64encode(json.dumps(truth).encode()).rstrip(b"=").decode()
    return f"{head}.{body}.{signature}"


def public_key_as_shared_secret(service: Service, truth: dict[str, Any]) -> str:
    """The classic: the public key, which everybody has, taken for the secret of HS256."""
    import hashlib
    import hmac

    pem = service.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    parts = [{"alg": "HS256", "kid": "one"}, truth]
    text = ".".join(base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=").decode() for p in parts)
    signature = base64.urlsafe_b64encode(hmac.new(pem, text.encode(), hashlib.sha256).digest()).rstrip(b"=").decode()
    return f"{text}.{signature}"


FORGED: dict[str, Callable[[Service, dict[str, Any]], str | None]] = {
    "signed with another key": lambda service, truth: signed(truth, new_key()),
    "another key under another name": lambda service, truth: signed(truth, new_key(), kid="two"),
    "another key without a name": lambda service, truth: signed(truth, new_key(), kid=None),
    "alg none": unsigned,
    "alg none with a signature": unsigned_with_the_old_signature,
    "changed after signing": changed_after_signing,
    "public key as shared secret": public_key_as_shared_secret,
    "client secret as shared secret": lambda service, truth: signed(truth, SECRET, "HS256"),
    "wrong issuer": with_(iss="https://login.evil.example"),
    "no issuer": with_(iss=None),
    "wrong audience": with_(aud="another-program"),
    "no audience": with_(aud=None),
    "made for another program too": with_(aud=[CLIENT, "another-program"], azp="another-program"),
    "wrong nonce": with_(nonce="0" * 64),
    "no nonce": with_(nonce=None),
    "expired": with_(exp=int(time.time()) - 3600),
    "no end": with_(exp=None),
    "from the future": with_(iat=int(time.time()) + 3600),
    "no person": with_(sub=None),
    "not a token": lambda service, truth: "x.y.z",
    "no token": lambda service, truth: None,
}


@pytest.mark.parametrize("name", FORGED)
def test_forged_answer_opens_nothing(name: str, client: Client, service: Service) -> None:
    service.lie = FORGED[name]

    response = sign_in(client, service)

    assert response.status_code == 302
    assert not is_in(client)
    assert NOT_VALID in refusal(client)
    assert not SocialAccount.objects.exists()


def test_the_same_token_told_truly_opens(client: Client, service: Service) -> None:
    """So the forgeries fail for what is forged."""
    service.lie = with_()

    sign_in(client, service)

    assert is_in(client)


def test_answer_for_another_session_opens_nothing(client: Client, service: Service) -> None:
    """An attacker's own answer, slipped to a victim."""
    asked = leave(browser(), service)

    client.get(ANSWER, {"code": "good", "state": asked["state"]})

    assert not is_in(client)
    assert NOT_VALID in refusal(client)


def test_answer_is_good_once(client: Client, service: Service) -> None:
    asked = leave(client, service)
    client.get(ANSWER, {"code": "good", "state": asked["state"]})
    client.post("/en/office/logout/")

    client.get(ANSWER, {"code": "good", "state": asked["state"]})

    assert not is_in(client)


def test_token_of_an_earlier_sign_in_is_not_taken(client: Client, service: Service) -> None:
    first = leave(client, service)["nonce"]
    service.lie = with_(nonce=first)

    sign_in(client, service)

    assert not is_in(client)


def test_person_who_turns_back_is_told(client: Client, service: Service) -> None:
    asked = leave(client, service)

    response = client.get(ANSWER, {"error": "access_denied", "state": asked["state"]}, follow=True)

    assert NOT_VALID in response.content.decode()


def test_service_that_is_down_is_told(client: Client, service: Service, settings: Any) -> None:
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"] = {"server_url": "http://127.0.0.1:9"}

    response = client.get(START, follow=True)

    assert NOT_VALID in response.content.decode()
