"""What login refuses holds in every process that serves the register, and after a restart."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from factories import PASSWORD, officer
from serving import Server, serve

from jumelage.accounts.models import User

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def user(committed_db: str) -> User:
    return officer(password=PASSWORD)


def post(session: requests.Session, server: Server, path: str, **form: str) -> requests.Response:
    """Through the page, as a browser does: its token and its cookie."""
    page = session.get(server.url(path))
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert token
    return session.post(server.url(path), form | {"csrfmiddlewaretoken": token.group(1)}, allow_redirects=False)


def log_in(session: requests.Session, server: Server, user: User, password: str) -> requests.Response:
    return post(session, server, "/en/office/login/", username=user.email, password=password)


def test_lockout_holds_in_the_other_process_and_after_a_restart(committed_db: str, user: User) -> None:
    with serve(committed_db) as one, serve(committed_db) as other:
        for n in range(5):
            with requests.Session() as session:
                assert log_in(session, (one, other)[n % 2], user, "wrong").status_code == 200
        with requests.Session() as session:
            assert "Too many attempts have failed." in log_in(session, other, user, PASSWORD).text

    with serve(committed_db) as again, requests.Session() as session:
        assert "Too many attempts have failed." in log_in(session, again, user, PASSWORD).text


def test_many_at_once_get_no_more_tries_than_one(committed_db: str, user: User) -> None:
    with serve(committed_db) as one, serve(committed_db) as other, ThreadPoolExecutor(12) as pool:

        def attempt(n: int) -> str:
            with requests.Session() as session:
                return log_in(session, (one, other)[n % 2], user, f"wrong {n}").text

        pages = list(pool.map(attempt, range(12)))

    assert sum("do not belong together" in page for page in pages) <= 5
    assert all("do not belong together" in page or "Too many attempts" in page for page in pages)


def test_code_that_two_processes_get_at_once_opens_once(committed_db: str, user: User) -> None:
    TOTP.activate(user, SECRET)
    with serve(committed_db) as one, serve(committed_db) as other, ThreadPoolExecutor(2) as pool:
        sessions = [requests.Session(), requests.Session()]
        for session, server in zip(sessions, (one, other), strict=True):
            log_in(session, server, user, PASSWORD)
        if time.time() % 30 > 20:
            time.sleep(30 - time.time() % 30)
        code = format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))
        both = Barrier(2)

        def enter(session: requests.Session, server: Server) -> int:
            both.wait()
            return post(session, server, "/en/office/login/second/", code=code).status_code

        answers = list(pool.map(enter, sessions, (one, other)))
        for session in sessions:
            session.close()

    assert sorted(answers) == [200, 302]
