"""A polite guest: robots.txt first, a pause between two requests, nothing fetched again that has not changed."""

import httpx2
import pytest
from web import Web, page

from jumelage.knowledge.sources.fetch import FetchError, Seen
from jumelage.knowledge.sources.visit import PAUSE


def test_robots_are_asked_once_a_host_and_then_the_pages_with_pauses() -> None:
    web = Web({"https://city.example/a": page(), "https://city.example/b": page(), "https://other.example/": page()})
    visitor = web.visitor

    for address in ("https://city.example/a", "https://city.example/b", "https://other.example/"):
        assert visitor.visit(address)

    assert web.asked == [
        "https://city.example/robots.txt",
        "https://city.example/a",
        "https://city.example/b",
        "https://other.example/robots.txt",
        "https://other.example/",
    ]
    assert [round(seconds) for seconds in web.slept] == [PAUSE, PAUSE, PAUSE]  # none before the first request to a host


def test_longer_pause_that_a_host_asks_for_is_kept() -> None:
    web = Web(
        {"https://city.example/robots.txt": page("User-agent: *\nCrawl-delay: 9"), "https://city.example/": page()}
    )

    web.visitor.visit("https://city.example/")

    assert [round(seconds) for seconds in web.slept] == [9]


def test_page_that_robots_forbid_is_not_fetched() -> None:
    web = Web(
        {
            "https://city.example/robots.txt": page("User-agent: Jumelage\nDisallow: /a"),
            "https://city.example/a": page(),
        }
    )

    with pytest.raises(FetchError, match=r"asks programs in its robots\.txt not to fetch this page") as refused:
        web.visitor.visit("https://city.example/a")

    assert (refused.value.code, web.asked) == ("robots", ["https://city.example/robots.txt"])


def test_redirect_to_a_page_that_its_host_forbids_is_not_followed() -> None:
    web = Web({
        "https://city.example/": httpx2.Response(302, headers={"location": "https://other.example/a"}),
        "https://other.example/robots.txt": page("User-agent: *\nDisallow: /"),
    })  # fmt: skip

    with pytest.raises(FetchError, match=r"other\.example asks"):
        web.visitor.visit("https://city.example/")

    assert "https://other.example/a" not in web.asked


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_host_without_robots_allows_all(status: int) -> None:
    web = Web({"https://city.example/robots.txt": page(status=status), "https://city.example/": page()})

    assert web.visitor.visit("https://city.example/")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_host_that_cannot_give_its_robots_is_left_alone(status: int) -> None:
    web = Web({"https://city.example/robots.txt": page(status=status), "https://city.example/": page()})

    with pytest.raises(FetchError, match=f"does not give its robots.txt \\({status}\\)"):
        web.visitor.visit("https://city.example/")

    assert web.asked == ["https://city.example/robots.txt"]


def test_robots_are_followed_through_redirects() -> None:
    web = Web({
        "https://city.example/robots.txt": httpx2.Response(301, headers={"location": "https://www.city.example/robots.txt"}),
        "https://www.city.example/robots.txt": page("User-agent: *\nDisallow: /"),
    })  # fmt: skip

    with pytest.raises(FetchError, match=r"city\.example asks"):
        web.visitor.visit("https://city.example/")


def test_known_state_is_asked_about_and_unchanged_page_is_none() -> None:
    first = page(etag='"v1"', last_modified="Sun, 03 May 2026 08:00:00 GMT")
    web = Web({"https://city.example/": first})
    found = web.visitor.visit("https://city.example/")
    assert found
    web.pages["https://city.example/"] = httpx2.Response(304)

    again = web.visitor.visit("https://city.example/", Seen(found.address, found.etag, found.modified))

    assert again is None
    assert web.requests[1].headers.get("if-none-match") is None
    assert web.requests[-1].headers["if-none-match"] == '"v1"'
    assert web.requests[-1].headers["if-modified-since"] == "Sun, 03 May 2026 08:00:00 GMT"


def test_state_is_told_only_to_the_address_that_gave_it() -> None:
    web = Web({
        "https://city.example/": httpx2.Response(302, headers={"location": "/new"}),
        "https://city.example/new": page(etag='"v1"'),
    })  # fmt: skip

    web.visitor.visit("https://city.example/", Seen("https://city.example/old", '"v1"', ""))

    assert not [request for request in web.requests if "if-none-match" in request.headers]


def test_unasked_304_is_no_answer() -> None:
    with pytest.raises(FetchError, match="answered 304 instead of the page"):
        Web({"https://city.example/": httpx2.Response(304)}).visitor.visit("https://city.example/")


def test_we_say_who_we_are_and_whom_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUMELAGE_CONTACT", "office@city.example")
    web = Web({"https://city.example/": page()})

    web.visitor.visit("https://city.example/")

    assert web.requests[0].headers["user-agent"].startswith("Jumelage/")
    assert web.requests[0].headers["user-agent"].endswith("(register of town twinnings; office@city.example)")


@pytest.mark.parametrize(("status", "code"), [(404, "gone"), (410, "gone"), (503, "status")])
def test_what_is_gone_is_told_from_what_fails(status: int, code: str) -> None:
    web = Web({"https://city.example/": page(status=status, retry_after="120")})

    with pytest.raises(FetchError) as failed:
        web.visitor.visit("https://city.example/")

    assert (failed.value.code, failed.value.again) == (code, 120.0)
