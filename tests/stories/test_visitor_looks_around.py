"""A visitor looks around the portal: with JavaScript everything answers at once, without it by a button."""

import re

import pytest
from demo_register import DemoRegister
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


def visit(browser: Browser, *, javascript: bool) -> Page:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=javascript)
    return context.new_page()


def test_visitor_with_javascript(browser: Browser, demo_register: DemoRegister) -> None:
    page = visit(browser, javascript=True)
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))

    page.goto(demo_register.url("/en/partnerships/"))
    slider = page.get_by_role("slider", name="Year")
    slider.focus()
    slider.press("Home")
    expect(page.locator(".j-lead")).to_contain_text("On 31 December 1960: 1 partner city")
    expect(page.locator("#partners .j-card__name").first).to_have_text("Amiens")
    expect(page.locator("#map a[data-point]", has_text="Leeds")).to_have_count(0)
    expect(page).to_have_url(demo_register.url("/en/partnerships/?as_of=1960-12-31"))
    slider.press("End")
    expect(page).to_have_url(demo_register.url("/en/partnerships/"))
    page.get_by_label("Country").select_option("FR")
    expect(page.locator("#partners .j-card")).to_have_count(1)
    expect(page.locator("p[role=status]")).to_contain_text("Today: 11 partner cities.")
    page.get_by_role("link", name="show all").click()
    expect(page.locator("#partners .j-card")).to_have_count(16)

    world = page.get_by_role("group", name=re.compile("Arrow keys")).first
    ground = world.locator(".j-map__ground")
    whole = ground.get_attribute("viewBox")
    world.focus()
    page.keyboard.press("+")
    page.keyboard.press("ArrowLeft")
    assert ground.get_attribute("viewBox") != whole
    world.get_by_role("button", name="The whole map").click()
    assert ground.get_attribute("viewBox").split() == [f"{float(n):.2f}" for n in (whole or "").split()]  # type: ignore[union-attr]  # it is drawn

    page.get_by_role("link", name="Search").click()
    page.get_by_role("searchbox").press_sequentially("liebniz")
    hit = page.locator(".j-result__title", has_text="Leibniz-Gymnasium")
    expect(hit).to_be_visible()
    expect(page.get_by_role("searchbox")).to_be_focused()
    hit.click()
    expect(page.locator("h1")).to_have_text("Leibniz-Gymnasium")
    expect(page.locator(".j-tie__facts")).to_contain_text("1983")
    page.locator(".j-source-mark").click()
    expect(page.locator("mark", has_text="Leibniz-Gymnasium").first).to_be_visible()
    assert broken == []


def test_visitor_without_javascript(browser: Browser, demo_register: DemoRegister) -> None:
    page = visit(browser, javascript=False)

    page.goto(demo_register.url("/en/"))
    page.get_by_role("searchbox").fill("amines")
    page.get_by_role("button", name="Search").click()
    page.locator(".j-result__title", has_text="Amiens").first.click()
    expect(page.locator("h1")).to_have_text("Amiens")
    page.get_by_role("link", name="Partnerships").first.click()
    expect(page.get_by_role("slider")).to_have_count(0)
    page.locator("#as-of").fill("1990-12-31")
    page.get_by_label("Groups").select_option("continent")
    page.locator("#choice button").click()
    expect(page.locator(".j-lead")).to_contain_text("On 31 December 1990: 7 partner cities.")
    expect(page.locator(".j-group__part h3").first).to_have_text("Asia")
    page.locator("#partners").get_by_role("link", name="Table").click()
    expect(page.locator("tbody tr")).to_have_count(12)
    page.get_by_role("link", name="Partner", exact=True).click()
    expect(page.locator("tbody th").first).to_have_text("Amiens")
    page.get_by_text("What was known then?").click()
    page.locator("#stated-until").fill("2022-12-31")
    page.locator("#choice button").click()
    expect(page.get_by_text("Only sources up to 31 December 2022 are heard.")).to_be_visible()
    page.get_by_role("link", name="Timeline").click()
    page.get_by_role("link", name=re.compile("^Leeds, since 1969")).click()
    expect(page.locator("h1")).to_have_text("Leeds")
