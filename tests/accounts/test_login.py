"""Signing in: what is refused, what is not told, what ends a session."""

import re
import time
from datetime import timedelta
from statistics import median
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django.utils.http import urlencode
from factories import PASSWORD, officer

from jumelage.accounts.actions import change_user, deactivate_user, link_for, lock_out, reactivate_user
from jumelage.accounts.models import Office, User
from jumelage.accounts.roles import Role, Scope
from jumelage.accounts.tokens import authenticate_token, issue_token
from jumelage.core.models import Kept

pytestmark = pytest.mark.django_db
LOGIN = "/en/office/login/"
SECOND = "/en/office/login/second/"
SECRET = "JBSWY3DPEHPK3PXP"
WRONG = "Address and password do not belong together."
LOCKED = "Too many attempts have failed."


@pytest.fixture(autouse=True)
def quick_hashes(request: pytest.FixtureRequest, settings: Any) -> None:
    """Hashing is slow on purpose; here only the test of times needs it so."""
    if "real_hashes" not in request.fixturenames:
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def real_hashes() -> None: ...


@pytest.fixture
def user(db: None) -> User:
    return officer(password=PASSWORD)


@pytest.fixture
def administrator(user: User) -> User:
    made = officer(role=Role.ADMINISTRATOR, name="Anna Amt")
    User.objects.filter(pk=made.pk).update(office=user.office)
    return User.objects.get(pk=made.pk)


def log_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> str:
    """Where it leads, or the page that says why not."""
    response = client.post(LOGIN, {"username": email, "password": password, **more})
    return response["Location"] if response.status_code == 302 else response.content.decode()


def code_now() -> str:
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


@pytest.fixture
def early_in_a_step() -> None:
    """Codes change every half minute; a test that types one twice begins early in it."""
    if time.time() % 30 > 20:
        time.sleep(30 - time.time() % 30)


def is_in(client: Client) -> bool:
    return client.get("/en/office/").status_code == 200


# Password


def test_login_ignores_the_case_of_the_address(client: Client, user: User) -> None:
    assert log_in(client, user.email.upper()) == "/en/office/"


def test_login_leads_to_where_one_wanted(client: Client, user: User) -> None:
    assert log_in(client, user.email, next="/en/office/review/") == "/en/office/review/"


def test_login_leads_nowhere_else(client: Client, user: User) -> None:
    assert log_in(client, user.email, next="https://evil.example/") == "/en/office/"


def test_guest_comes_to_the_own_account(client: Client) -> None:
    guest = officer(role=Role.GUEST, password=PASSWORD)

    assert log_in(client, guest.email) == "/en/office/account/"
    html = client.get("/en/office/account/").content.decode()
    assert "/en/office/review/" not in html


def stripped(html: str, *private: str) -> str:
    """Without what differs by nature: tokens of the form and what was typed."""
    html = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)
    for text in private:
        html = html.replace(text, "")
    return html


def test_unknown_wrong_closed_and_uninvited_get_the_same_page(user: User) -> None:
    closed, invited = officer(password=PASSWORD), officer()
    User.objects.filter(pk=closed.pk).update(is_active=False)
    tries = [
        (user.email, "wrong"),
        ("nobody@example.org", "wrong"),
        (closed.email, PASSWORD),
        (invited.email, "wrong"),
    ]

    pages = {stripped(log_in(Client(), email, password), email) for email, password in tries}

    assert len(pages) == 1
    assert WRONG in pages.pop()


@pytest.mark.usefixtures("real_hashes")
def test_unknown_address_takes_as_long_as_a_wrong_password(user: User) -> None:
    def took(email: str) -> float:
        begun = time.perf_counter()
        log_in(Client(), email, "wrong")
        return time.perf_counter() - begun

    known, unknown, uninvited = [], [], []
    for n in range(4):
        known.append(took(officer(password=PASSWORD).email))
        unknown.append(took(f"nobody{n}@example.org"))
        uninvited.append(took(officer().email))

    for times in (unknown, uninvited):
        assert 0.5 < median(times) / median(known) < 2


def test_five_failures_close_an_account_even_to_the_right_password(user: User) -> None:
    for _ in range(5):
        assert WRONG in log_in(Client(), user.email, "wrong")

    assert LOCKED in log_in(Client(), user.email)
    assert LOCKED in log_in(Client(), user.email.upper())


def test_address_without_an_account_closes_alike(user: User) -> None:
    known = [stripped(log_in(Client(), user.email, "wrong"), user.email) for _ in range(7)]
    unknown = [stripped(log_in(Client(), "no@example.org", "wrong"), "no@example.org") for _ in range(7)]

    assert known == unknown


def test_lockout_ends_by_itself(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        log_in(Client(), user.email, "wrong")
    later = time.time() + 15 * 60 + 1
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: later)

    assert log_in(Client(), user.email) == "/en/office/"


def test_success_between_failures_does_not_reset_them(user: User) -> None:
    for _ in range(4):
        log_in(Client(), user.email, "wrong")
    log_in(Client(), user.email)
    log_in(Client(), user.email, "wrong")

    assert LOCKED in log_in(Client(), user.email)


# Sessions


def test_login_gives_a_new_session(client: Client, user: User) -> None:
    client.get(LOGIN)
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = session.session_key

    log_in(client, user.email)

    assert client.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


def test_confirming_gives_a_new_session(client: Client, user: User) -> None:
    log_in(client, user.email)
    before = client.session.session_key

    client.post("/en/office/account/confirm/", {"password": PASSWORD})

    assert client.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()
    assert client.get("/en/office/account/").content.decode().count("(here)") == 1


@pytest.mark.parametrize("change", ["role", "office", "deactivated", "reset"])
def test_change_of_rights_ends_every_session(change: str, client: Client, user: User, administrator: User) -> None:
    log_in(client, user.email)
    assert is_in(client)

    if change == "role":
        change_user(user, name=user.name, email=user.email, role=Role.READER, office=user.office, by=administrator)
    elif change == "office":
        administrator.office, other = None, officer().office
        change_user(user, name=user.name, email=user.email, role=Role.OFFICER, office=other, by=administrator)
    elif change == "deactivated":
        deactivate_user(user, by=administrator)
    else:
        lock_out(user, by=administrator)

    assert not is_in(client)


def test_who_comes_back_is_let_in_by_a_new_link_alone(client: Client, user: User, administrator: User) -> None:
    log_in(client, user.email)
    ends = timezone.now() + timedelta(days=1)
    _, secret = issue_token(user=user, name="Website", scopes=[Scope.READ], expires_at=ends)
    deactivate_user(user, by=administrator)

    reactivate_user(user, by=administrator)

    assert not is_in(client)
    assert WRONG in log_in(Client(), user.email)
    assert authenticate_token(f"Bearer {secret}") is None


def test_new_name_ends_nothing(client: Client, user: User, administrator: User) -> None:
    log_in(client, user.email)

    change_user(user, name="Olga Neu", email=user.email, role=Role.OFFICER, office=user.office, by=administrator)

    assert is_in(client)


def test_new_password_keeps_this_session_and_ends_the_others(user: User) -> None:
    here, there = Client(), Client()
    log_in(here, user.email)
    log_in(there, user.email)
    here.post("/en/office/account/confirm/", {"password": PASSWORD})

    here.post(
        "/en/office/account/password/", {"new_password1": "staple battery 9", "new_password2": "staple battery 9"}
    )

    assert is_in(here)
    assert not is_in(there)
    assert log_in(Client(), user.email, "staple battery 9") == "/en/office/"


def test_new_password_is_asked_for_only_after_confirming(client: Client, user: User) -> None:
    log_in(client, user.email)

    response = client.get("/en/office/account/password/")

    assert response["Location"].startswith("/en/office/account/confirm/?next=")


def test_sessions_are_listed_and_ended_one_by_one(user: User) -> None:
    here = Client(HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0")
    there = Client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Safari/605.1")
    log_in(here, user.email)
    log_in(there, user.email)

    html = here.get("/en/office/account/").content.decode()
    assert "Firefox, Linux" in html
    ends = re.findall(r'action="(/en/office/account/sessions/\d+/end/)".*?sr-only"> ([^<]+)<', html)
    here.post(next(address for address, device in ends if device == "Safari, iPhone"))

    assert is_in(here)
    assert not is_in(there)


def test_all_other_sessions_are_ended_at_once(user: User) -> None:
    here, others = Client(), [Client(), Client()]
    for client in (here, *others):
        log_in(client, user.email)

    here.post("/en/office/account/sessions/end-others/")

    assert [is_in(client) for client in (here, *others)] == [True, False, False]


def test_session_of_another_person_is_not_there(client: Client, user: User) -> None:
    other = Client()
    log_in(other, officer(password=PASSWORD).email)
    address = re.findall(r"/en/office/account/sessions/\d+/end/", other.get("/en/office/account/").content.decode())[0]
    log_in(client, user.email)

    assert client.post(address).status_code == 404
    assert is_in(other)


def test_account_page_takes_the_same_number_of_queries(user: User) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = Client()
    log_in(client, user.email)
    with CaptureQueriesContext(connection) as one:
        client.get("/en/office/account/")
    for _ in range(2):
        log_in(Client(), user.email)
    with CaptureQueriesContext(connection) as three:
        client.get("/en/office/account/")

    assert len(three) == len(one)


def test_what_ended_is_forgotten_at_the_next_login(user: User) -> None:
    """Sessions and failures hold network addresses."""
    ended = Client(REMOTE_ADDR="192.0.2.7")
    log_in(ended, user.email)
    log_in(ended, "nobody@example.org", "wrong")
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    Kept.objects.update(expires=timezone.now() - timedelta(minutes=1))

    log_in(Client(), user.email)

    assert "192.0.2.7" not in str([*Kept.objects.values(), *UserSession.objects.values()])
    assert Session.objects.count() == 1


# Second factors


@pytest.fixture
def careful(user: User) -> User:
    """With an authenticator app."""
    TOTP.activate(user, SECRET)
    return user


def test_password_alone_does_not_open_a_careful_account(client: Client, careful: User) -> None:
    assert log_in(client, careful.email) == SECOND
    assert not is_in(client)


@pytest.mark.usefixtures("early_in_a_step")
def test_code_opens_and_is_good_once(careful: User) -> None:
    first, second = Client(), Client()
    log_in(first, careful.email)
    log_in(second, careful.email)
    code = code_now()

    assert first.post(SECOND, {"code": code})["Location"] == "/en/office/"
    again = second.post(SECOND, {"code": code})

    assert "was used already" in again.content.decode()
    assert not is_in(second)


def test_five_wrong_codes_close_the_second_step(careful: User) -> None:
    client = Client()
    log_in(client, careful.email)
    for _ in range(5):
        assert "This code is not valid" in client.post(SECOND, {"code": "000000"}).content.decode()

    assert LOCKED in client.post(SECOND, {"code": code_now()}).content.decode()
    assert not is_in(client)


def test_passkey_is_not_offered_to_who_has_none(client: Client, careful: User) -> None:
    log_in(client, careful.email)

    assert "Use a passkey" not in client.get(SECOND).content.decode()


def test_second_step_without_the_first_leads_back(client: Client, careful: User) -> None:
    assert client.post(SECOND, {"code": code_now()})["Location"] == LOGIN


def test_recovery_code_opens_once(careful: User) -> None:
    code = RecoveryCodes.activate(careful).generate_codes()[3]
    first, second = Client(), Client()
    for client in (first, second):
        log_in(client, careful.email)

    assert first.post(SECOND, {"code": code})["Location"] == "/en/office/"
    assert "This code is not valid" in second.post(SECOND, {"code": code}).content.decode()


def test_app_is_set_up_and_recovery_codes_are_shown_once(client: Client, user: User) -> None:
    log_in(client, user.email)
    client.post("/en/office/account/confirm/", {"password": PASSWORD})
    secret = re.search(r"j-key\">(\w+)<", client.get("/en/office/account/app/").content.decode())
    assert secret
    code = format_hotp_value(hotp_value(secret.group(1), next(yield_hotp_counters_from_time())))

    shown = client.post("/en/office/account/app/", {"code": code}, follow=True).content.decode()
    again = client.get("/en/office/account/codes/").content.decode()

    assert len(re.findall(r"<li><code>\d{8}</code></li>", shown)) == 10
    assert re.findall(r"<code>\d+", again) == []
    assert log_in(Client(), user.email) == SECOND


def test_second_factor_is_asked_for_where_the_office_wants_one(client: Client, user: User) -> None:
    Office.objects.filter(pk=user.office_id).update(second_factor=True)
    log_in(client, user.email)

    response = client.get("/en/office/review/", follow=True)

    assert response.redirect_chain == [("/en/office/account/", 302)]
    assert "Your office wants a second factor." in response.content.decode()
    TOTP.activate(user, SECRET)
    assert client.get("/en/office/review/").status_code == 200


# Invitations


def test_invited_person_chooses_a_password_once(client: Client, administrator: User) -> None:
    client.force_login(administrator)
    form = {"name": "Nina Neu", "email": "nina@example.org", "role": "officer"}

    shown = client.post("/en/office/people/invite/", form).content.decode()
    link = re.search(r"http://testserver(/en/office/invitation/[^<]+)", shown)
    assert link
    new = Client()
    asked = new.get(link.group(1), follow=True)
    address = asked.redirect_chain[-1][0]
    new.post(address, {"new_password1": PASSWORD, "new_password2": PASSWORD})

    assert log_in(Client(), "nina@example.org") == "/en/office/"
    made = User.objects.get(email="nina@example.org")
    assert (made.role, made.office) == (Role.OFFICER, administrator.office)
    assert "no longer good" in Client().get(link.group(1), follow=True).content.decode()


def test_link_for_a_deactivated_account_is_no_good(client: Client, user: User) -> None:
    link = "/en/office/invitation/{uidb64}/{token}/".format(**link_for(user))
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert "no longer good" in client.get(link, follow=True).content.decode()


def test_address_that_has_an_account_is_not_invited_again(client: Client, administrator: User, user: User) -> None:
    client.force_login(administrator)

    response = client.post(
        "/en/office/people/invite/", {"name": "Olga", "email": user.email.upper(), "role": "officer"}
    )

    assert response.status_code == 400
    assert "Somebody has an account with this address already" in response.content.decode()


def test_administrator_keeps_the_own_role_and_account(client: Client, administrator: User) -> None:
    client.force_login(administrator)
    form = {"name": "Anna Amt", "email": administrator.email, "role": "reader"}

    assert "so that one always remains" in client.post(f"/en/office/people/{administrator.pk}/", form).content.decode()
    client.post(f"/en/office/people/{administrator.pk}/deactivate/")

    administrator.refresh_from_db()
    assert (administrator.role, administrator.is_active) == (Role.ADMINISTRATOR, True)


def test_reset_takes_every_factor_away(client: Client, administrator: User, careful: User) -> None:
    RecoveryCodes.activate(careful)
    client.force_login(administrator)

    client.post(f"/en/office/people/{careful.pk}/reset/")

    assert not Authenticator.objects.filter(user=careful).exists()
    assert WRONG in log_in(Client(), careful.email)


def test_people_take_the_same_number_of_queries(client: Client, administrator: User) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(administrator)
    with CaptureQueriesContext(connection) as few:
        client.get("/en/office/people/")
    for _ in range(3):
        User.objects.filter(pk=officer().pk).update(office=administrator.office)
    with CaptureQueriesContext(connection) as many:
        client.get("/en/office/people/")

    assert len(many) == len(few)


def test_what_login_remembers_is_in_the_database(user: User) -> None:
    """So it holds in every worker and after a restart; locmem would not."""
    log_in(Client(), user.email, "wrong")

    assert Kept.objects.filter(cache_key__contains="login_failed").exists()
    assert user.email not in urlencode(list(Kept.objects.values_list("cache_key", "value")))
    cache.clear()
