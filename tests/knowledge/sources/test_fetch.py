"""A page is fetched from the public internet, or not at all."""

import gzip
import socket
import threading
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from jumelage.knowledge.sources import fetch as module
from jumelage.knowledge.sources.fetch import FetchError, fetch

HTML = {"content-type": "text/html; charset=utf-8"}


def answering(*responses: httpx2.Response) -> httpx2.MockTransport:
    queue = list(responses)
    return httpx2.MockTransport(lambda request: queue.pop(0))


@pytest.fixture
def listener() -> Iterator[list[int]]:
    """A server on loopback that counts who comes; nobody may."""
    came: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        stop = threading.Event()

        def accept() -> None:
            while not stop.is_set():
                try:
                    server.accept()[0].close()
                    came.append(1)
                except TimeoutError:
                    continue

        thread = threading.Thread(target=accept)
        thread.start()
        came.append(server.getsockname()[1])
        yield came
        stop.set()
        thread.join()


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "0x7f000001",
        "2130706433",
        "017700000001",
        "127.1",
        "0.0.0.0",
        "[::]",
    ],
)
def test_loopback_is_refused_in_every_spelling(host: str, listener: list[int]) -> None:
    with pytest.raises(FetchError, match=r"not on the public internet|cannot be reached"):
        fetch(f"http://{host}:{listener[0]}/")

    assert listener[1:] == []


@pytest.mark.parametrize(
    "host",
    [
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "[fe80::1]",
        "[fd00::1]",
        "[2002:7f00:1::]",
    ],
)
def test_private_and_special_addresses_are_refused(host: str) -> None:
    with pytest.raises(FetchError, match="not on the public internet"):
        fetch(f"http://{host}/")


def test_name_that_leads_to_loopback_is_refused(listener: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """The DNS of another answers; the page is not fetched whichever of its addresses is a private one."""
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, 80)) for a in ("93.184.216.34", "127.0.0.1")]
    monkeypatch.setattr(module.socket, "getaddrinfo", lambda *a, **k: answers)

    with pytest.raises(FetchError, match=r"city\.example is not on the public internet"):
        fetch(f"http://city.example:{listener[0]}/")

    assert listener[1:] == []


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1/", "http://169.254.169.254/latest/", "file:///etc/passwd", "gopher://x/", "//10.0.0.1/"],
)
def test_redirect_to_a_refused_address_is_refused(target: str) -> None:
    transport = answering(httpx2.Response(302, headers={"location": target}))

    with pytest.raises(FetchError, match=r"not on the public internet|not a web address"):
        fetch("https://city.example/", transport=transport)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://city.example/",
        "city.example",
        "https://",
        "http://u:p@city.example/",
        "javascript:1",
    ],
)
def test_what_is_no_web_address_is_refused(address: str) -> None:
    with pytest.raises(FetchError):
        fetch(address)


def test_page_is_fetched_through_a_redirect() -> None:
    page = httpx2.Response(200, headers=HTML, stream=Once(b"<p>Leeds"))
    moved = httpx2.Response(301, headers={"location": "/partners"})

    fetched = fetch("https://city.example/", transport=answering(moved, page))

    assert (fetched.address, fetched.data, fetched.media_type) == (
        "https://city.example/partners",
        b"<p>Leeds",
        HTML["content-type"],
    )


def test_packed_page_is_unpacked() -> None:
    page = httpx2.Response(200, headers=HTML | {"content-encoding": "gzip"}, stream=Once(gzip.compress(b"<p>Leeds")))

    assert fetch("https://city.example/", transport=answering(page)).data == b"<p>Leeds"


def test_packed_bomb_is_refused() -> None:
    bomb = gzip.compress(b"\0" * (module.LIMIT + 1))
    page = httpx2.Response(200, headers=HTML | {"content-encoding": "gzip"}, stream=Once(bomb))

    with pytest.raises(FetchError, match="more than 20 MB"):
        fetch("https://city.example/", transport=answering(page))


class Once(httpx2.SyncByteStream):
    def __init__(self, data: bytes) -> None:
        self.data = data

    def __iter__(self) -> Iterator[bytes]:
        yield self.data


@pytest.mark.parametrize(
    ("response", "sentence"),
    [
        (httpx2.Response(404), "answered 404"),
        (httpx2.Response(200, headers={"content-type": "image/png"}), "image/png, which is not a page"),
        (httpx2.Response(200, headers=HTML | {"content-encoding": "br"}, stream=Once(b"x")), "not asked for"),
        (httpx2.Response(200, headers=HTML | {"content-encoding": "gzip"}, stream=Once(b"no gzip")), "broken answer"),
    ],
)
def test_other_answers_are_one_sentence(response: Any, sentence: str) -> None:
    with pytest.raises(FetchError, match=sentence):
        fetch("https://city.example/", transport=answering(response))


def test_endless_redirects_end() -> None:
    around = [httpx2.Response(302, headers={"location": "/again"}) for _ in range(module.REDIRECTS + 1)]

    with pytest.raises(FetchError, match="redirects more than 5 times"):
        fetch("https://city.example/", transport=answering(*around))
