"""An officer takes in a page, reviews it by keyboard, and a French reader finds the partnership with its source."""

import re
from pathlib import Path

import pytest
from factories import PASSWORD
from playwright.sync_api import Browser, Page, expect
from serving import Server

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="de"><head><title>Unsere Partnerstädte</title></head><body>
<h1>Unsere Partnerstädte</h1>
<p>Essen pflegt Städtepartnerschaften in aller Welt.</p>
<h2>Partnerstädte von Essen</h2>
<ul><li>Tampere, Finnland, seit 1960</li><li>Grenoble, Frankreich, seit 1979</li></ul>
</body></html>"""


def log_in(page: Page, server: Server, email: str) -> None:
    page.goto(server.url("/de/office/"))
    page.fill("#id_username", email)
    page.fill("#id_password", PASSWORD)
    page.click("main button[type=submit]")


def test_officer_reviews_a_page_by_keyboard(server: Server, browser: Browser, clerk: str, tmp_path: Path) -> None:
    (tmp_path / "partnerstaedte.html").write_text(PAGE, encoding="utf-8")
    taken = server.run("ingest", str(tmp_path / "partnerstaedte.html"), "--published", "2024-03")
    assert (taken.returncode, taken.stderr) == (0, "")

    page = browser.new_page(locale="de-DE")
    log_in(page, server, clerk)
    page.goto(server.url("/de/office/review/"))
    page.click("text=Unsere Partnerstädte")
    page.wait_for_load_state()  # the keys are a module's
    proposals = page.locator("article[data-claim]")
    total = proposals.count()
    assert total >= 6

    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(proposals.first).to_have_class(re.compile("is-current"))
    expect(page.locator("mark.is-current").first).to_be_visible()
    for _ in range(total):
        with page.expect_navigation():
            page.keyboard.press("a")
    expect(page.locator(".j-proposal--accepted")).to_have_count(total)
    expect(page.locator("text=Erika Beispiel").first).to_be_visible()

    reader = browser.new_page(locale="fr-FR")
    reader.goto(server.url("/"))
    expect(reader).to_have_url(server.url("/fr/"))
    reader.click("main >> text=Tampere")
    expect(reader.locator("h1")).to_have_text("Tampere")
    expect(reader.locator(".j-facts")).to_contain_text("1960")
    expect(reader.locator(".j-lead")).to_contain_text("Finlande")
    reader.locator(".j-facts__row", has_text="1960").locator(".j-source-mark").click()
    expect(reader.locator("h1")).to_have_text("Unsere Partnerstädte")
    expect(reader.locator("figure", has_text="Tampere").locator("mark", has_text="1960")).to_be_visible()


def test_officer_reviews_without_javascript(server: Server, browser: Browser, clerk: str, tmp_path: Path) -> None:
    (tmp_path / "partnerstaedte.html").write_text(PAGE, encoding="utf-8")
    server.run("ingest", str(tmp_path / "partnerstaedte.html"))
    page = browser.new_context(java_script_enabled=False, locale="de-DE").new_page()
    log_in(page, server, clerk)
    page.goto(server.url("/de/office/review/"))
    page.click("text=Unsere Partnerstädte")
    first = page.locator("article[data-claim]").first

    first.locator("details[data-key=r] summary").click()
    first.locator("details[data-key=r] input[name=reason]").fill("Die Urkunde sagt es anders.")
    first.locator("details[data-key=r] button").click()

    expect(page.locator(".j-proposal--rejected")).to_contain_text("Die Urkunde sagt es anders.")
    page.locator("section[data-partner]", has_text="Grenoble").locator("button[data-key=A]").click()
    expect(page.locator("section[data-partner]", has_text="Grenoble").locator(".j-proposal--accepted")).to_have_count(3)
