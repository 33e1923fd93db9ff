"""An officer finds a person from wherever she is, by one key; and comes back to a list as she left it."""

import pytest
from factories import PASSWORD
from playwright.sync_api import Browser, Page, expect
from serving import Server

from jumelage.accounts.models import User
from jumelage.work.contacts.actions import add_person
from jumelage.work.tasks.actions import add_task

pytestmark = pytest.mark.browser


def log_in(browser: Browser, server: Server, clerk: str, *, javascript: bool) -> Page:
    page = browser.new_context(locale="en-GB", java_script_enabled=javascript).new_page()
    page.goto(server.url("/en/office/"))
    page.fill("#id_username", clerk)
    page.fill("#id_password", PASSWORD)
    page.click("main button[type=submit]")
    return page


@pytest.mark.parametrize("javascript", [True, False])
def test_officer_finds_a_person_from_anywhere(server: Server, browser: Browser, clerk: str, javascript: bool) -> None:
    user = User.objects.get(email=clerk)
    add_person(by=user, family_name="Müstermann", given_name="Zoë", purpose="p", legal_basis="task")
    page = log_in(browser, server, clerk, javascript=javascript)
    page.goto(server.url("/en/office/tasks/"))

    if javascript:
        page.keyboard.press("/")
    else:
        page.focus("input[data-find]")
    page.keyboard.type("zoe muster")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Found for “zoe muster”")
    page.click("text=Zoë Müstermann")
    expect(page.locator("h1")).to_have_text("Zoë Müstermann")


def test_slash_that_is_typed_into_a_field_stays_there(server: Server, browser: Browser, clerk: str) -> None:
    page = log_in(browser, server, clerk, javascript=True)
    page.goto(server.url("/en/office/contacts/"))

    page.focus("#id_q")
    page.keyboard.type("1/2")

    expect(page.locator("#id_q")).to_have_value("1/2")


def test_officer_comes_back_to_a_list_as_she_left_it(server: Server, browser: Browser, clerk: str) -> None:
    user = User.objects.get(email=clerk)
    for title in ("Book a room", "Answer the mayor"):
        add_task(by=user, title=title, assignee=user)
    page = log_in(browser, server, clerk, javascript=False)
    page.goto(server.url("/en/office/tasks/"))

    page.select_option("#id_assignee", label="Erika Beispiel")
    page.click("button:has-text('Filter')")
    page.click(".j-sorts a:has-text('What is to be done')")
    page.click("summary:has-text('Save this view')")
    page.fill("#view-name", "Mine by title")
    page.click(".j-saved button:has-text('Save')")
    expect(page.locator(".j-messages")).to_contain_text("Saved: Mine by title.")

    page.goto(server.url("/en/office/tasks/"))
    page.click("text=Mine by title")
    expect(page.locator("#id_assignee option:checked")).to_have_text("Erika Beispiel")
    expect(page.locator(".j-tasks__title")).to_have_text(["Answer the mayor", "Book a room"])

    page.click(".j-saved button:has-text('Delete')")
    expect(page.locator(".j-saved")).not_to_contain_text("Mine by title")
