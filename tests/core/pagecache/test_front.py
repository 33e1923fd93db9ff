"""What is answered from the kept pages, what is asked of Django, and what is never kept."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Any

import pytest

from jumelage.core import revision
from jumelage.core.pagecache.front import Front
from jumelage.core.pagecache.page import Headers

READS = {"/de/": frozenset[str](), "/de/list/": frozenset({"as_of"})}
HTML = ("Content-Type", "text/html; charset=utf-8")


class Pages:
    """An application that counts how often it is asked; each test says what it answers."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.status, self.headers = "200 OK", [HTML]

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.asked.append(environ)
        start_response(self.status, self.headers)
        return [f"page {len(self.asked)} ".encode() * 100]


@pytest.fixture
def pages() -> Pages:
    return Pages()


@pytest.fixture
def front(pages: Pages, committed_db: str) -> Iterator[Front]:
    made = Front(pages, reads=READS.get, static=lambda path: None, limit=10_000_000)
    with closing(made.generations.revision):
        yield made


def get(front: Front, address: str = "/de/", method: str = "GET", **headers: str) -> tuple[str, dict[str, str], str]:
    path, _, query = address.partition("?")
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "wsgi.url_scheme": "http"}
    environ |= {"HTTP_HOST": "city.example"} | {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    said: list[Any] = []
    body = b"".join(front(environ, lambda status, sent, *_: said.extend((status, dict(sent)))))
    return said[0], said[1], body[:6].decode("latin-1")


def test_page_is_rendered_once_until_the_register_moves(front: Front) -> None:
    first, again = get(front), get(front)
    revision.bump()
    after = get(front)

    assert [first[2], again[2], after[2]] == ["page 1", "page 1", "page 2"]
    assert (front.store.counts.hits, front.store.counts.misses) == (1, 2)


def test_page_tells_caches_to_ask_again_and_to_keep_readers_apart(front: Front) -> None:
    for _ in range(2):
        headers = get(front, accept_encoding="br")[1]
        assert (headers["Cache-Control"], headers["Vary"]) == ("no-cache", "Cookie, Accept-Encoding")


def test_page_rendered_while_the_register_moved_is_not_kept(front: Front, pages: Pages) -> None:
    def moving(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        body = list(pages(environ, start_response))
        if len(pages.asked) == 1:
            revision.bump()
        return body

    front.application = moving

    assert [get(front)[2] for _ in range(3)] == ["page 1", "page 2", "page 2"]
    assert front.store.counts.stale == 1


@pytest.mark.parametrize(
    "other",
    [{"host": "other.example"}, {"address": "/de/list/"}, {"address": "/de/list/?as_of=2013"}],
    ids=["host", "path", "query"],
)
def test_other_address_is_another_page(other: dict[str, str], front: Front) -> None:
    assert get(front)[2] != get(front, **other)[2]


def test_what_a_page_does_not_read_makes_no_second_page(front: Front, pages: Pages) -> None:
    addresses = ["/de/list/?as_of=2013", "/de/list/?x=1&as_of=2013", "/de/list/?as_of=2013&y=2"]

    assert {get(front, address)[2] for address in addresses} == {"page 1"}
    assert pages.asked[0]["QUERY_STRING"] == "as_of=2013"
    assert get(front, "/de/?x=1")[2] == get(front, "/de/?y=2")[2] == "page 2"


@pytest.mark.parametrize(
    "request_",
    [
        {"method": "POST"},
        {"method": "DELETE"},
        {"method": "OPTIONS"},
        {"cookie": "sessionid=abc"},
        {"cookie": "a=b; sessionid=abc"},
        {"cookie": "messages=abc"},
        {"address": "/de/office/"},
        {"address": "/de/list/?as_of=" + "x" * 3000},
    ],
    ids=str,
)
def test_request_goes_to_django_as_it_is_and_its_answer_is_not_kept(
    request_: dict[str, str], front: Front, pages: Pages
) -> None:
    before = get(front, request_.get("address", "/de/").partition("?")[0])[2]
    answers = [get(front, **request_)[2] for _ in range(2)]

    assert len({before, *answers}) == 3
    assert pages.asked[-1]["QUERY_STRING"] == request_.get("address", "").partition("?")[2]


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        ("404 Not Found", []),
        ("302 Found", [("Location", "/en/")]),
        ("500 Internal Server Error", []),
        ("200 OK", [("Set-Cookie", "csrftoken=x"), ("Vary", "Cookie")]),
        ("200 OK", [("Vary", "Cookie")]),
        ("200 OK", [("Vary", "Accept-Language")]),
        ("200 OK", [("Cache-Control", "max-age=0, private")]),
        ("200 OK", [("Cache-Control", "no-store")]),
        ("200 OK", [("Content-Security-Policy", "script-src 'nonce-abc'")]),
    ],
)
def test_answer_that_is_not_for_all_is_passed_on_unchanged(
    status: str, headers: Headers, front: Front, pages: Pages
) -> None:
    pages.status, pages.headers = status, [HTML, *headers]

    answers = [get(front, accept_encoding="br") for _ in range(2)]

    assert answers == [(status, dict(pages.headers), "page 1"), (status, dict(pages.headers), "page 2")]
    assert front.store.state()["pages"] == 0


def test_head_is_answered_from_the_page_and_makes_it(front: Front, pages: Pages) -> None:
    head = get(front, method="HEAD")
    page = get(front)

    assert (head[0], head[1], head[2]) == (page[0], page[1], "")
    assert [environ["REQUEST_METHOD"] for environ in pages.asked] == ["GET"]


def test_reader_that_has_the_page_is_told_so_until_it_changes(front: Front) -> None:
    etag = get(front)[1]["ETag"]

    assert get(front, if_none_match=etag)[0] == "304 Not Modified"
    revision.bump()
    assert get(front, if_none_match=etag)[0] == "200 OK"


def test_reader_that_has_another_page_is_not_what_is_rendered_for(front: Front, pages: Pages) -> None:
    get(front, if_none_match='"x"', range="bytes=0-1", if_modified_since="Mon, 01 Jan 2024 00:00:00 GMT")

    assert not {"HTTP_IF_NONE_MATCH", "HTTP_RANGE", "HTTP_IF_MODIFIED_SINCE"} & set(pages.asked[0])


def test_database_that_does_not_answer_leaves_it_to_django(front: Front) -> None:
    from jumelage.core.models import ContentRevision

    get(front)
    ContentRevision.objects.all().delete()

    assert [get(front)[2], get(front)[2]] == ["page 2", "page 3"]
