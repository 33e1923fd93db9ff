"""axe finds nothing on any kind of page, in light and dark, on a desk and on a phone; pages stand without JavaScript."""

from pathlib import Path
from typing import Any, Literal

import pytest
from demo_register import DemoRegister
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

AXE = (Path(__file__).resolve().parents[1] / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
REFUSED = ["/{}/partnerships/?as_known=x&kind=x", "/{}/nothing/"]  # pages with a status that says so
PORTAL = [
    "/{}/",
    "/{}/partnerships/?as_of=2024-06-30",
    "/{}/partnerships/?view=table",
    "/{}/partnerships/amiens/",
    "/{}/timeline/",
    "/{}/organisations/",
    "/{}/organisations/leibniz-gymnasium/",
    "/{}/search/?q=amines",
    "/{}/municipalities/HOME/",
    "/{}/sources/",
    "/{}/sources/SOURCE/",
    "/{}/about/",
    "/{}/accessibility/",
    "/{}/ask/?page=/de/",
    *REFUSED,
]
SCHEMES: list[Literal["light", "dark"]] = ["light", "dark"]
OFFICE = [
    "/{}/office/",
    "/{}/office/find/?q=am",
    "/{}/office/find/?q=x",
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
LISTS = ("partnerships/?q=amiens", "contacts/", "organisations/", "council/", "agreements/")
RECORDS = [
    "calendar/",
    "contacts/over/",
    "contacts/add/",
    "contacts/import/",
    "organisations/add/",
    "tasks/",
    "tasks/add/",
    "tasks/hand-over/",
    "council/add/",
]
TABS = (
    "timeline/",
    "contacts/",
    "council/",
    "agreements/",
    "portrait/",
    "tasks/",
    "history/",
    "add/link/",
    "responsible/",
)


def records(page: Page, register: DemoRegister) -> list[str]:
    """The pages of the office's records: lists, the first of each, forms, and every tab of a dossier."""
    found = [f"/{{}}/office/{path}" for path in (*LISTS, *RECORDS)]
    for path in LISTS:
        page.goto(register.url(f"/en/office/{path}"))
        href = page.locator("tbody th a").first.get_attribute("href") or ""
        one = href.replace("/en/", "/{}/", 1)
        found += [one, *([one + tab for tab in TABS] if "partnerships" in one else [one + "edit/"])]
        found += [one + "role/", one + "erase/"] if "contacts" in one else []
        found += [one + "party/", one + "text/"] if "agreements" in one else []
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


@pytest.mark.parametrize("language", ["de", "en", "fr"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_on_the_portal(
    width: int, language: str, browser: Browser, demo_register: DemoRegister
) -> None:
    page = open_page(browser, width, "light")
    found = {}

    for path in [*PORTAL, "/{}/office/login/"]:
        page.goto(demo_register.url(path.format(language)))
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found[path, scheme] = findings(page)

    assert {where: faults for where, faults in found.items() if faults} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_in_the_office(
    width: int, scheme: str, browser: Browser, demo_register: DemoRegister
) -> None:
    page = open_page(browser, width, scheme)
    demo_register.log_in(page)
    found = {}

    for path in [*OFFICE, *records(page, demo_register)]:
        page.goto(demo_register.url(path.format("en")))
        found[path] = findings(page)

    assert {path: faults for path, faults in found.items() if faults} == {}


SMALL_TARGETS = """() => {
    // WCAG 2.5.8: 24 px, or so much room around that circles of 24 px do not meet; links in a sentence are free
    const parts = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')];
    const inSentence = (part) => part.matches('p a, li a, dd a, td a') && getComputedStyle(part).display === 'inline';
    const boxes = parts.filter((p) => p.checkVisibility() && !inSentence(p) && !p.matches('.j-skip'))
        .map((p) => [p, (p.querySelector('.j-map__hit, .j-lane__hit') ?? p).getBoundingClientRect()])
        .filter(([, b]) => b.width && b.height);
    const small = boxes.filter(([p, b]) => Math.min(b.width, b.height) < 23.5);
    const middle = (b) => [b.left + b.width / 2, b.top + b.height / 2];
    const near = ([p, b]) => boxes.some(([q, c]) => {
        const [x, y] = middle(b);
        const dx = Math.max(c.left - x, 0, x - c.right), dy = Math.max(c.top - y, 0, y - c.bottom);
        return q !== p && !q.contains(p) && Math.hypot(dx, dy) < 12;
    });
    return small.filter(near).map(([p, b]) => `${p.outerHTML.slice(0, 90)} ${b.width}x${b.height}`);
}"""

UNSEEN_FOCUS = """() => {
    const part = document.activeElement;
    const looks = (e) => { const s = getComputedStyle(e); return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.stroke, s.strokeWidth, s.textDecorationLine, s.textDecorationThickness, s.transform].join(); };
    const all = [part, ...part.querySelectorAll('*')];
    const after = (e) => { const s = getComputedStyle(e, '::after'); return [s.outlineStyle, s.outlineWidth].join(); };
    const thumb = part.type === 'range'; // its thumb shows it, which no script can see
    const seen = all.map(looks).join() + all.map(after).join();
    part.blur();
    const unseen = all.map(looks).join() + all.map(after).join();
    part.focus({ preventScroll: true, focusVisible: true });
    return seen === unseen && !thumb ? part.outerHTML.slice(0, 120) : null;
}"""


@pytest.mark.parametrize("width", [1280, 390])
def test_targets_are_large_enough_or_apart(width: int, browser: Browser, demo_register: DemoRegister) -> None:
    page = open_page(browser, width, "light")
    found = {}

    for path in PORTAL:
        page.goto(demo_register.url(path.format("de")))
        found[path] = page.evaluate(SMALL_TARGETS)

    assert {path: small for path, small in found.items() if small} == {}


def test_keyboard_reaches_everything_in_order_and_focus_is_seen(browser: Browser, demo_register: DemoRegister) -> None:
    page = open_page(browser, 1280, "light")
    for path in PORTAL:
        page.goto(demo_register.url(path.format("de")))
        wanted = page.evaluate(
            "[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary, [tabindex=\"0\"]')]"
            ".filter((part) => part.checkVisibility({visibilityProperty: true}) && !part.disabled).length"
        )
        reached, unseen = 0, []
        for _ in range(wanted + 40):  # a date has several stops
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement === document.body"):
                break
            if page.evaluate("(document.seen ??= new Set()).size < document.seen.add(document.activeElement).size"):
                reached += 1
                unseen.append(page.evaluate(UNSEEN_FOCUS))

        assert reached == wanted, path
        assert [part for part in unseen if part] == [], path


def test_text_of_twice_the_size_is_cut_nowhere(browser: Browser, demo_register: DemoRegister) -> None:
    page = open_page(browser, 1280, "light")
    cut = (
        "[...document.querySelectorAll('main *, header *')].filter((e) => !e.closest('svg, .kern-sr-only, .j-skip, .j-trap, thead')"
        " && ['hidden', 'clip'].includes(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1)"
        ".map((e) => e.outerHTML.slice(0, 100))"
    )
    for path in PORTAL:
        page.goto(demo_register.url(path.format("de")))
        page.add_style_tag(content="html { font-size: 200% !important; }")

        assert page.evaluate("document.documentElement.scrollWidth") <= 1280, path
        assert page.evaluate(cut) == [], path


@pytest.mark.parametrize("language", ["en", "fr"])
def test_words_of_sources_are_marked_with_their_language(
    language: str, browser: Browser, demo_register: DemoRegister
) -> None:
    """The demo's pages are German: what is quoted of them says so on every page in another language."""
    page = open_page(browser, 1280, "light", javascript=False)
    for path, quoted in (
        ("/{}/", ".j-news__title a"),
        ("/{}/partnerships/amiens/", ".j-timeline__body > p[lang]"),
        ("/{}/timeline/", ".j-timeline__body > p[lang]"),
        ("/{}/sources/", ".j-queue__title a"),
        ("/{}/sources/SOURCE/", "blockquote"),
        ("/{}/search/?q=goldsaal", ".j-result__text"),
    ):
        page.goto(demo_register.url(path.format(language)))
        assert page.locator(quoted).first.get_attribute("lang") == "de", path


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

    for path in PORTAL[: -len(REFUSED)]:
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
