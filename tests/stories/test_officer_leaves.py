"""An officer leaves: what she knows of the partner's people stays, and all she had in hand goes to a colleague. No script needed."""

import pytest
from factories import PASSWORD, claim, municipality, officer, pair
from playwright.sync_api import Browser, Page, expect
from serving import Server

from jumelage.accounts.models import Office, User
from jumelage.knowledge.claims.actions.decide import decide
from jumelage.knowledge.claims.models import Op
from jumelage.knowledge.partnerships.actions import open_register
from jumelage.knowledge.places import gazetteer

pytestmark = pytest.mark.browser


@pytest.fixture
def staff(committed_db: str) -> tuple[User, User]:
    """Erika and Bert of Essen, which is twinned with Grenoble."""
    erika, bert = (officer(name=name, password=PASSWORD) for name in ("Erika Beispiel", "Bert Muster"))
    home = open_register(gazetteer.lookup("Essen", country="DE")[0])
    Office.objects.filter(pk=erika.office_id).update(municipality=home)
    User.objects.filter(pk=bert.pk).update(office=erika.office_id)
    twinned = pair(home, municipality("Grenoble", "FR"))
    said = [claim(twinned, "kind", "partnership"), claim(twinned, "status", "active")]
    decide(Op.ACCEPT, said, by=User.objects.get(pk=erika.pk))
    return erika, bert


def log_in(browser: Browser, server: Server, user: User) -> Page:
    page = browser.new_context(locale="en-GB", java_script_enabled=False).new_page()
    page.goto(server.url("/en/office/"))
    page.fill("#id_username", user.email)
    page.fill("#id_password", PASSWORD)
    page.click("main button[type=submit]")
    return page


def save(page: Page) -> None:
    page.click("main form[method=post] button:has-text('Save')")


def add_person(page: Page, server: Server, name: tuple[str, str], email: str, role: dict[str, str]) -> None:
    page.goto(server.url("/en/office/contacts/add/"))
    page.fill("#id_given_name", name[0])
    page.fill("#id_family_name", name[1])
    page.fill("#id_email", email)
    save(page)
    page.click("text=Add a role")
    page.select_option("#id_partnership", label="Grenoble")
    page.select_option("#id_side", "theirs")
    for name, value in role.items():
        page.fill(f"#id_{name}", value)
    save(page)


def test_officer_leaves_and_nothing_is_lost(server: Server, browser: Browser, staff: tuple[User, User]) -> None:
    erika, bert = staff
    page = log_in(browser, server, erika)
    add_person(
        page, server, ("Amélie", "Exemple"), "amelie@example.org", {"title": "Head of protocol", "since": "May 2024"}
    )
    former = {"title": "Head of protocol", "since": "2011", "until": "May 2024", "successor": "Exemple"}
    add_person(page, server, ("Luc", "Modèle"), "luc@example.org", former)
    expect(page.locator(".j-roles")).to_contain_text("since 2011 until May 2024, former")

    page.goto(server.url("/en/office/partnerships/"))
    page.click("tbody th a")
    page.click("a:has-text('who is responsible')")
    page.select_option("#id_officer", label="Erika Beispiel")
    page.select_option("#id_deputy", label="Bert Muster")
    save(page)
    page.click("text=Add a task")
    page.fill("#id_title", "Ask Grenoble for the programme")
    page.fill("#id_due", "2026-01-15")
    save(page)
    expect(page.locator(".j-tasks")).to_contain_text("Ask Grenoble for the programme")

    page = log_in(browser, server, bert)
    page.goto(server.url("/en/office/tasks/hand-over/"))
    page.select_option("#id_giver", label="Erika Beispiel")
    page.select_option("#id_taker", label="Bert Muster")
    page.click("text=Show what moves")
    expect(page.locator("main")).to_contain_text("Responsible for")
    page.click("text=Hand all of it over")
    expect(page.locator(".j-messages")).to_contain_text("2 things went from Erika Beispiel to Bert Muster.")

    page.goto(server.url("/en/office/"))
    expect(page.locator(".j-tasks")).to_contain_text("Ask Grenoble for the programme")
    page.goto(server.url("/en/office/partnerships/"))
    expect(page.locator("tbody tr")).to_contain_text("Bert Muster")
    page.click("tbody th a")
    page.click("nav.j-tabs >> text=People and organisations")
    expect(page.locator("#theirs ~ .j-roles li").first).to_contain_text("Amélie Exemple")
    page.click("nav.j-tabs >> text=History")
    expect(page.locator("main")).to_contain_text("Erika Beispiel")
