"""The city's own page is watched; it changes; the officer decides on the change alone, and the portal shows it."""

from collections.abc import Iterator
from functools import partial

import pytest
from factories import PASSWORD
from playwright.sync_api import Browser, Page, expect
from serving import Server, serve
from web import Web, page

from jumelage.core.jobs.models import Job, JobState
from jumelage.core.jobs.schedule import Kind
from jumelage.core.jobs.worker import Worker
from jumelage.knowledge.watching.jobs import check_pages

pytestmark = pytest.mark.browser

ADDRESS = "https://www.essen.example/partnerstaedte"
FIRST = """<!doctype html><html lang="de"><head><title>Unsere Partnerstädte</title></head><body>
<h1>Unsere Partnerstädte</h1>
<p>Essen hat zwei Partnerstädte.</p>
<h2>Partnerstädte von Essen</h2>
<ul><li>Tampere, Finnland, seit 1960</li><li>Grenoble, Frankreich, seit 1979</li></ul>
</body></html>"""
SECOND = FIRST.replace("</ul>", "<li>Monastir, Tunesien, seit 2010</li></ul>").replace("1979", "1978")


@pytest.fixture
def server(committed_db: str) -> Iterator[Server]:
    """Without jobs: those are run here, on a web of our own."""
    with serve(committed_db, "--no-jobs") as running:
        yield running


def open_office(browser: Browser, server: Server, email: str, *, javascript: bool) -> Page:
    desk = browser.new_context(locale="de-DE", java_script_enabled=javascript).new_page()
    desk.goto(server.url("/de/office/"))
    desk.fill("#id_username", email)
    desk.fill("#id_password", PASSWORD)
    desk.click("main button[type=submit]")
    return desk


def run_jobs(web: Web) -> None:
    """What a worker does, with another web than the real one."""
    Worker({"watch": Kind(partial(check_pages, transport=web.transport), lane="web")}).run_due()
    assert not Job.objects.exclude(state=JobState.DONE).exists()


@pytest.mark.parametrize("javascript", [True, False])
def test_officer_decides_on_what_changed_in_a_watched_page(
    javascript: bool, server: Server, browser: Browser, clerk: str
) -> None:
    web = Web({ADDRESS: page(FIRST, etag='"1"')})
    desk = open_office(browser, server, clerk, javascript=javascript)

    desk.click("nav >> text=Beobachtete Seiten")
    desk.fill("#id_address", ADDRESS)
    desk.click("text=Beobachten >> visible=true >> nth=-1")
    expect(desk.locator(".j-messages")).to_contain_text(f"{ADDRESS} wird von jetzt an beobachtet.")
    run_jobs(web)

    desk.goto(server.url("/de/office/watching/"))
    desk.click(".j-watched__title >> text=Unsere Partnerstädte")
    for name in ("Tampere", "Grenoble", "Ohne Partner"):
        desk.locator("section[data-partner]", has_text=name).locator("button[data-key=A]").click()
    expect(desk.locator(".j-proposal--accepted")).to_have_count(7)

    web.pages[ADDRESS] = page(SECOND, etag='"2"')
    desk.goto(server.url("/de/office/watching/"))
    desk.click("text=Jetzt ansehen")
    run_jobs(web)
    assert web.requests[-1].headers["if-none-match"] == '"1"'

    desk.goto(server.url("/de/office/watching/"))
    watched = desk.locator(".j-watched")
    expect(watched.locator(".j-watched__state")).to_have_text("Beim letzten Blick geändert.")
    gone = watched.locator(".j-gone")
    expect(gone).to_contain_text("Grenoble")
    expect(gone).to_contain_text("Beginn: 1979")
    expect(gone).to_contain_text("jetzt steht dort: 1978")
    expect(gone).not_to_contain_text("Tampere")
    watched.locator("text=Gesehen").click()
    expect(desk.locator(".j-gone")).to_have_count(0)

    desk.click("text=5 Vorschläge zu prüfen")
    expect(desk.locator(".j-review__facts")).to_contain_text("5 Aussagen wie in der Fassung davor")
    expect(desk.locator("article[data-claim]")).to_have_count(5)  # the number too: the page's own list belies it now
    expect(desk.locator("section[data-partner]", has_text="Grenoble")).to_contain_text("Widerspricht: 1979")
    desk.locator("section[data-partner]", has_text="Monastir").locator("button[data-key=A]").click()
    expect(desk.locator(".j-proposal--accepted")).to_have_count(3)

    desk.goto(server.url("/de/office/watching/"))
    finding = desk.locator(".j-finding")
    expect(finding).to_contain_text("Diese Seite sagt noch immer: 2 Partnerstädte")

    reader = browser.new_page(locale="fr-FR")
    reader.goto(server.url("/fr/partnerships/"))
    reader.click("main >> text=Monastir")
    expect(reader.locator(".j-facts")).to_contain_text("2010")
    reader.locator(".j-facts__row", has_text="2010").locator(".j-source-mark").click()
    expect(reader.locator("figure", has_text="Monastir").locator("mark", has_text="2010")).to_be_visible()
