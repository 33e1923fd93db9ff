"""An officer sets up a passkey and an app, and signs in with each; in a real browser with a key that it simulates."""

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from factories import PASSWORD, officer
from playwright.sync_api import Browser, Page, expect
from serving import Server

from jumelage.knowledge.partnerships.actions import open_register
from jumelage.knowledge.places import gazetteer

pytestmark = pytest.mark.browser


@pytest.fixture
def email(committed_db: str) -> str:
    user = officer(name="Erika Beispiel", password=PASSWORD)
    assert user.office
    user.office.municipality = open_register(gazetteer.lookup("Essen", country="DE")[0])
    user.office.save()
    return user.email


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """With a key plugged in that always says yes, and an ear for breaches of the policy."""
    page = browser.new_page(locale="en-GB")
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    yield page
    assert said == []


KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def at(server: Server, path: str) -> str:
    """Passkeys belong to a name; an IP address has none."""
    return server.url(path).replace("127.0.0.1", "localhost")


def log_in(page: Page, server: Server, email: str) -> None:
    page.goto(at(server, "/en/office/login/"))
    page.fill("#id_username", email)
    page.fill("#id_password", PASSWORD)
    page.click("main form:not([data-passkey]) button[type=submit]")


def log_out(page: Page) -> None:
    page.click(".j-user summary")
    page.click("text=Log out")


def confirm(page: Page) -> None:
    page.fill("#id_password", PASSWORD)
    page.click("main button[type=submit]:visible")


def test_officer_signs_in_with_a_passkey(server: Server, page: Page, email: str) -> None:
    log_in(page, server, email)
    expect(page.locator("h1")).to_have_text("Today")
    page.goto(at(server, "/en/office/account/"))
    page.click("text=Set up a passkey")
    confirm(page)
    page.fill("#id_name", "Office laptop")
    page.click("main button:has-text('Set up')")
    expect(page.locator("h1")).to_have_text("Recovery codes")
    expect(page.locator(".j-codes li")).to_have_count(10)
    page.click("text=I have kept them")
    expect(page.locator("main")).to_contain_text("Office laptop")
    log_out(page)

    page.goto(at(server, "/en/office/login/?next=/en/office/findings/"))
    page.click("text=Sign in with a passkey")
    expect(page.locator("h1")).to_have_text("Findings")
    log_out(page)

    log_in(page, server, email)
    expect(page.locator("h1")).to_have_text("Second step")
    page.click("text=Use a passkey")
    expect(page.locator("h1")).to_have_text("Today")
    log_out(page)


def test_officer_signs_in_with_an_app(server: Server, page: Page, email: str) -> None:
    log_in(page, server, email)
    page.goto(at(server, "/en/office/account/app/"))
    confirm(page)
    secret = page.locator(".j-key").inner_text()
    page.fill("#id_code", code(secret))
    page.click("main button[type=submit]")
    expect(page.locator("main")).to_contain_text("The authenticator app is set up.")
    recovery = page.locator(".j-codes code").first.inner_text()
    log_out(page)

    log_in(page, server, email)
    page.fill("#id_code", "000000")
    page.click("main form:not([data-passkey]) button[type=submit]")
    expect(page.locator(".j-error-summary")).to_contain_text("This code is not valid")
    page.fill("#id_code", recovery)
    page.click("main form:not([data-passkey]) button[type=submit]")
    expect(page.locator("h1")).to_have_text("Today")
    page.goto(at(server, "/en/office/account/"))
    expect(page.locator("main")).to_contain_text(re.compile("9 codes are left"))


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_administrator_locked_out_is_helped_from_the_shell(server: Server, page: Page, email: str) -> None:
    without = server.run("user", "forget-factors", email)
    given = server.run("user", "password", email)
    listed = server.run("user", "list")
    new = re.search(r"password (\S+) \(shown only now\)", given.stdout)
    assert new

    page.goto(at(server, "/en/office/login/"))
    page.fill("#id_username", email)
    page.fill("#id_password", new.group(1))
    page.click("main form:not([data-passkey]) button[type=submit]")

    expect(page.locator("h1")).to_have_text("Today")
    assert (without.returncode, without.stderr) == (
        1,
        f"{email} has no second factor; jumelage user password gives a new password.\n",
    )
    assert listed.stdout.startswith(f"{email}\tErika Beispiel\tofficer\t")
