"""From a mandate without a partner to a signed agreement, and on to its renewal. No script needed."""

from datetime import timedelta

import pytest
from django.utils import timezone
from factories import PASSWORD, claim, municipality, officer, pair
from playwright.sync_api import Browser, Page, expect
from serving import Server

from jumelage.accounts.models import Office, User
from jumelage.knowledge.claims.actions.decide import decide
from jumelage.knowledge.claims.models import Op
from jumelage.knowledge.partnerships.actions import open_register
from jumelage.knowledge.places import gazetteer
from jumelage.work.agreements.actions import add_agreement

pytestmark = pytest.mark.browser


@pytest.fixture
def erika(committed_db: str) -> User:
    """Of Essen, which has a contact with Tamale."""
    user = officer(name="Erika Beispiel", password=PASSWORD)
    home = open_register(gazetteer.lookup("Essen", country="DE")[0])
    Office.objects.filter(pk=user.office_id).update(municipality=home)
    user = User.objects.get(pk=user.pk)
    met = pair(home, municipality("Tamale", "GH"))
    decide(Op.ACCEPT, [claim(met, "kind", "contact"), claim(met, "status", "active")], by=user)
    return user


@pytest.fixture
def page(browser: Browser, server: Server, erika: User) -> Page:
    made = browser.new_context(locale="en-GB", java_script_enabled=False).new_page()
    made.goto(server.url("/en/office/"))
    made.fill("#id_username", erika.email)
    made.fill("#id_password", PASSWORD)
    made.click("main button[type=submit]")
    return made


def save(page: Page, **said: str) -> None:
    """Fills the form that is open, and saves it."""
    for name, value in said.items():
        field = page.locator(f"#id_{name}")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
    page.click("main form[method=post] button:has-text('Save')")


def open_tab(page: Page, server: Server, label: str) -> None:
    page.goto(server.url("/en/office/partnerships/"))
    page.click("tbody th a")
    page.click(f"nav.j-tabs >> text={label}")


def decide_step(page: Page, server: Server, **said: str) -> None:
    open_tab(page, server, "Council")
    page.click("main a:has-text('Add a record of the council')")
    save(page, body="Council", partnership="Tamale", result="adopted", **said)


def test_mandate_becomes_a_signed_partnership(page: Page, server: Server) -> None:
    page.goto(server.url("/en/office/council/add/"))
    save(page, kind="Mandate", title="Look south", body="Council", date="2021", result="adopted", step="Idea", wanted="a partner in Africa")  # fmt: skip
    page.goto(server.url("/en/office/"))
    expect(page.locator("#mandates")).to_be_visible()

    page.click("text=a partner in Africa")
    page.click("main a:has-text('Change')")
    save(page, fulfilled_by="Tamale")
    page.goto(server.url("/en/office/"))
    expect(page.locator("#mandates")).to_have_count(0)

    open_tab(page, server, "Council")
    following = page.locator("li[aria-current=step]")
    expect(following).to_contain_text("missing: the council’s resolution, adopted")
    decide_step(page, server, title="Twinning with Tamale", date="September 2025", step="Council resolution")
    expect(following).to_contain_text("missing: the signatures of both sides")

    open_tab(page, server, "Agreements")
    page.click("text=Add an agreement")
    save(page, title="Twinning agreement", since="14 May 2026")
    for name, side in (("City of Essen", "Our side"), ("Tamale Metropolitan Assembly", "The partner’s side")):
        page.click("main a:has-text('Add a party')")
        save(page, name=name, side=side, signer="Ann Example", role="Mayor", signed_on="14 May 2026", place="Essen")
    expect(page.locator("main")).to_contain_text("The partner’s side, Essen, 14 May 2026")

    open_tab(page, server, "Council")
    expect(following).to_have_count(0)
    expect(page.locator("main ol li").last).to_contain_text("reached")


def test_agreement_that_ends_is_renewed(page: Page, server: Server, erika: User) -> None:
    until = timezone.localdate() + timedelta(days=100)
    add_agreement(by=erika, title="Letter of 2022", kind="letter", until=until.isoformat(), notice_months=3)

    page.goto(server.url("/en/office/"))
    expect(page.locator("section[aria-labelledby=ending]")).to_contain_text("notice by")
    page.click("text=Letter of 2022")
    page.click("text=Enter the agreement that follows")
    expect(page.locator("#id_succeeds option:checked")).to_have_text("Letter of 2022")
    save(page, title="Renewal of 2026", until="2031", notice_months="3")
    page.click("main a:has-text('Letter of 2022')")
    expect(page.locator("main")).to_contain_text("Renewal of 2026")

    page.goto(server.url("/en/office/"))
    expect(page.locator("section[aria-labelledby=ending]")).to_have_count(0)
