"""axe finds nothing on any kind of page, in light and dark, on a desk and on a phone; pages stand without JavaScript."""

from pathlib import Path
from typing import Any

import pytest
from demo_register import DemoRegister
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

AXE = (Path(__file__).resolve().parents[1] / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
PORTAL = [
    "/{}/",
    "/{}/partnerships/?as_of=2024-06-30",
    "/{}/partnerships/amiens/",
    "/{}/sources/",
    "/{}/sources/SOURCE/",
    "/{}/about/",
    "/{}/accessibility/",
    "/{}/ask/?page=/de/",
    "/{}/nothing/",
]
OFFICE = [
    "/{}/office/",
    "/{}/office/review/",
    "/{}/office/review/SOURCE/",
    "/{}/office/findings/",
    "/{}/office/account/",
    "/{}/office/account/confirm/",
    "/{}/office/people/",
    "/{}/office/people/invite/",
    "/{}/office/rules/",
    "/{}/office/tokens/",
    "/{}/office/watching/",
    "/{}/office/texts/",
    "/{}/office/texts/about/fr/",
    "/{}/office/texts/contact/",
    "/{}/office/questions/",
]
LISTS = ("partnerships/?q=amiens", "contacts/", "organisations/")
RECORDS = ["contacts/add/", "contacts/import/", "organisations/add/", "tasks/", "tasks/add/", "tasks/hand-over/"]
TABS = ("timeline/", "contacts/", "portrait/", "tasks/", "history/", "add/link/", "responsible/")


def records(page: Page, register: DemoRegister) -> list[str]:
    """The pages of the office's records: lists, the first of each, forms, and every tab of a dossier."""
    found = [f"/{{}}/office/{path}" for path in (*LISTS, *RECORDS)]
    for path in LISTS:
        page.goto(register.url(f"/en/office/{path}"))
        href = page.locator("tbody th a").first.get_attribute("href") or ""
        one = href.replace("/en/", "/{}/", 1)
        found += [one, *([one + tab for tab in TABS] if "partnerships" in one else [one + "edit/"])]
        found += [one + "role/", one + "erase/"] if "contacts" in one else []
    return found


def findings(page: Page) -> list[str]:
    """All rules, best practice with them."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{v['id']}: {n['html'][:120]}" for v in found["violations"] for n in v["nodes"]]


def open_page(browser: Browser, width: int, scheme: str, *, javascript: bool = True) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]  # parametrised with the two schemes
        java_script_enabled=javascript,
        bypass_csp=True,
    )
    return context.new_page()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(width: int, scheme: str, browser: Browser, demo_register: DemoRegister) -> None:
    page = open_page(browser, width, scheme)
    language = "fr" if scheme == "dark" else "de"
    found = {}

    for path in [*PORTAL, "/{}/office/login/"]:
        page.goto(demo_register.url(path.format(language)))
        found[path] = findings(page)
    demo_register.log_in(page)
    for path in [*OFFICE, *records(page, demo_register)]:
        page.goto(demo_register.url(path.format("en" if width == 390 else language)))
        found[path] = findings(page)

    assert {path: faults for path, faults in found.items() if faults} == {}


def test_nothing_is_wider_than_a_small_phone(browser: Browser, demo_register: DemoRegister) -> None:
    page = open_page(browser, 320, "light")
    wide = {}
    demo_register.log_in(page)
    for path in [*PORTAL, *records(page, demo_register)]:
        page.goto(demo_register.url(path.format("de")))
        wide[path] = page.evaluate("document.documentElement.scrollWidth")

    assert {path: width for path, width in wide.items() if width > 320} == {}


def test_browser_reports_no_breach_of_the_policy(browser: Browser, demo_register: DemoRegister) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on(
        "request", lambda request: said.append(request.url) if not request.url.startswith(demo_register.base) else None
    )

    for path in PORTAL[:-1]:
        page.goto(demo_register.url(path.format("de")))
    demo_register.log_in(page)
    for path in [*OFFICE, *records(page, demo_register)]:
        page.goto(demo_register.url(path.format("de")))

    assert said == []


def test_portal_works_without_javascript(browser: Browser, demo_register: DemoRegister) -> None:
    page = open_page(browser, 1280, "light", javascript=False)
    page.goto(demo_register.url("/en/"))
    page.locator("input[name=as_of]").fill("2013-06-30")
    page.locator("form.j-asof button").click()
    expect(page).to_have_url(demo_register.url("/en/partnerships/?as_of=2013-06-30"))
    expect(page.locator(".j-lead")).to_contain_text("On 30 June 2013:")
    page.locator(".j-map a", has_text="Leeds").first.click()
    expect(page.locator("h1")).to_have_text("Leeds")
    page.locator(".j-languages a[hreflang=fr]").click()
    expect(page.locator(".j-lead")).to_contain_text("Royaume-Uni")
    page.locator(".j-source-mark").first.click()
    expect(page.locator("mark").first).to_be_visible()
