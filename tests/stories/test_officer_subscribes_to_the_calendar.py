"""An officer opens the calendar, has the office's dates in her own program, and takes the address back. No script needed."""

from datetime import date

import pytest
from factories import PASSWORD, claim, municipality, officer, pair
from icalendar import Calendar
from playwright.sync_api import Browser, expect
from serving import Server

from jumelage.accounts.models import Office, User
from jumelage.knowledge.claims.actions.decide import decide
from jumelage.knowledge.claims.models import Op
from jumelage.knowledge.partnerships.actions import open_register
from jumelage.knowledge.places import gazetteer

pytestmark = pytest.mark.browser
NEXT = date.today().year + 1


@pytest.fixture
def erika(committed_db: str) -> User:
    """Of Essen, which in the course of next year will have been twinned with Grenoble for 50 years."""
    user = officer(name="Erika Beispiel", password=PASSWORD)
    home = open_register(gazetteer.lookup("Essen", country="DE")[0])
    Office.objects.filter(pk=user.office_id).update(municipality=home)
    twinned = pair(home, municipality("Grenoble", "FR"))
    facts = {"kind": "partnership", "status": "active", "since": str(NEXT - 50)}
    decide(Op.ACCEPT, [claim(twinned, name, value) for name, value in facts.items()], by=User.objects.get(pk=user.pk))
    return user


def test_officer_subscribes_to_the_calendar_and_revokes_it(server: Server, browser: Browser, erika: User) -> None:
    page = browser.new_context(locale="en-GB", java_script_enabled=False).new_page()
    page.goto(server.url("/en/office/"))
    page.fill("#id_username", erika.email)
    page.fill("#id_password", PASSWORD)
    page.click("main button[type=submit]")

    page.click("nav >> text=Calendar")
    jubilee = page.locator(".j-jubilee--great")
    expect(jubilee).to_contain_text("50 years")
    expect(jubilee).to_contain_text(f"during {NEXT}")
    jubilee.locator("a").click()
    expect(page.locator("h1")).to_have_text("Grenoble")
    expect(page.locator("main")).to_contain_text(f"{NEXT - 50}")

    page.goto(server.url("/en/office/calendar/"))
    page.click("form[action$='/address/office/make/'] button")
    address = page.locator(".j-key").inner_text()
    program = browser.new_context().request
    events = Calendar.from_ical(program.get(address).body()).walk("VEVENT")
    assert [(str(event["SUMMARY"]), event["DTSTART"].dt) for event in events] == [
        (f"50 years with Grenoble (in the course of {NEXT})", date(NEXT, 1, 1))
    ]

    page.goto(server.url("/en/office/calendar/"))
    expect(page.locator(".j-key")).to_have_count(0)
    page.click("text=Revoke the address")
    expect(page.locator("main")).to_contain_text("The address is no longer valid.")
    assert program.get(address).status == 404
