"""A live endpoint on loopback: pages, patience, and what is refused."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from jumelage.knowledge.exchange.formats import read_wikidata
from jumelage.knowledge.exchange.formats.endpoint import LIMIT, TRIES, ask
from jumelage.knowledge.exchange.model import ImportRefused

NAMES = ["statement", "city", "partner", "refURL"]


class Endpoint:
    """Serves twinnings of Q39121; `busy` answers come first, then pages as the query asks for them."""

    def __init__(
        self, twinnings: int, *, busy: list[tuple[int, dict[str, str]]] | None = None, body: bytes | None = None
    ) -> None:
        self.rows = [row for number in range(twinnings) for row in self.statement(number)]
        self.busy, self.body = busy or [], body
        self.asked: list[str] = []

    def statement(self, number: int) -> list[dict[str, Any]]:
        """Every third one has two references, and so two rows."""
        values = {
            "statement": f"http://www.wikidata.org/entity/statement/Q39121-{number:04}",
            "city": "http://www.wikidata.org/entity/Q39121",
            "partner": f"http://www.wikidata.org/entity/Q{1000 + number}",
        }
        made = {name: {"type": "uri", "value": value} for name, value in values.items()}
        urls = ["https://a.example", "https://b.example"] if number % 3 == 0 else ["https://a.example"]
        return [made | {"refURL": {"type": "uri", "value": url}} for url in urls]

    def answer(self, query: str) -> tuple[int, dict[str, str], bytes]:
        self.asked.append(query)
        if self.busy:
            status, headers = self.busy.pop(0)
            return status, headers, b"busy"
        if self.body is not None:
            return 200, {}, self.body
        limit, offset = (int(query.split(word)[1].split()[0]) for word in ("LIMIT", "OFFSET"))
        ids = sorted({row["statement"]["value"] for row in self.rows})[offset : offset + limit]
        page = [row for row in self.rows if row["statement"]["value"] in ids]
        return 200, {}, json.dumps({"head": {"vars": NAMES}, "results": {"bindings": page}}).encode()


@pytest.fixture
def serve() -> Iterator[Any]:
    """An endpoint on loopback, as its address."""
    running: list[tuple[HTTPServer, threading.Thread]] = []

    def start(endpoint: Endpoint) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, headers, body = endpoint.answer(parse_qs(urlsplit(self.path).query)["query"][0])
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None: ...

        server = HTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        running.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}/sparql"

    yield start
    for server, thread in running:
        server.shutdown()
        thread.join()
        server.server_close()


def asked(address: str, **options: Any) -> tuple[bytes, list[float]]:
    slept: list[float] = []
    with httpx2.HTTPTransport() as transport:
        data = ask("wikidata:Q39121", endpoint=address, transport=transport, sleep=slept.append, **options)
    return data, slept


def test_pages_hold_whole_statements_and_make_one_result(serve: Any) -> None:
    endpoint = Endpoint(25)

    data, slept = asked(serve(endpoint), page=10)

    reading = read_wikidata(data)
    assert [told.other.wikidata for told in reading.told] == [f"Q{1000 + n}" for n in range(25)]
    assert [len(told.detail["references"]) for told in reading.told[:4]] == [2, 1, 1, 2]
    assert (len(endpoint.asked), slept) == (3, [])
    assert "VALUES ?city { wd:Q39121 }" in endpoint.asked[0]


def test_same_register_gives_the_same_bytes(serve: Any) -> None:
    address = serve(Endpoint(7))

    assert asked(address, page=3)[0] == asked(address, page=3)[0]


def test_busy_endpoint_is_asked_again_after_the_time_it_names(serve: Any) -> None:
    busy = [(429, {"retry-after": "7"}), (503, {}), (502, {}), (429, {"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"})]

    data, slept = asked(serve(Endpoint(2, busy=busy)))

    assert len(read_wikidata(data).told) == 2
    assert slept == [7.0, 4.0, 8.0, 16.0]


def test_endpoint_that_stays_busy_is_left_alone(serve: Any) -> None:
    endpoint = Endpoint(2, busy=[(503, {})] * 50)

    with pytest.raises(ImportRefused, match=f"was busy {TRIES} times; try again later"):
        asked(serve(endpoint))

    assert len(endpoint.asked) == TRIES


@pytest.mark.parametrize(
    ("endpoint", "sentence"),
    [
        (Endpoint(0, busy=[(404, {})]), "answered 404 instead of results"),
        (Endpoint(0, busy=[(302, {"location": "http://127.0.0.1:9/"})]), "answered 302 instead of results"),
        (Endpoint(0, body=b"<html>"), "no results in JSON"),
        (Endpoint(0, body=b'{"head": 1}'), "no results in JSON"),
        (Endpoint(0, body=b" " * (LIMIT + 1)), "more than 20 MB in one page"),
    ],
)
def test_answer_that_is_no_result_is_refused(endpoint: Endpoint, sentence: str, serve: Any) -> None:
    with pytest.raises(ImportRefused, match=sentence):
        asked(serve(endpoint))


def test_private_address_is_refused_without_an_injected_transport(serve: Any) -> None:
    endpoint = Endpoint(1)

    with pytest.raises(ImportRefused, match="not on the public internet"):
        ask("wikidata:Q39121", endpoint=serve(endpoint), sleep=lambda seconds: None)

    assert endpoint.asked == []


@pytest.mark.parametrize(
    "scope", ["wikidata:", "wikidata:Q0", "wikidata:Q1 } DROP ALL #", "wikidata:P190", "wikidata:Q1\n"]
)
def test_scope_that_is_no_municipality_is_refused(scope: str) -> None:
    with pytest.raises(ImportRefused, match="write wikidata:Q1295"):
        ask(scope, transport=httpx2.MockTransport(lambda request: httpx2.Response(500)))


def test_all_is_asked_without_a_city(serve: Any) -> None:
    endpoint = Endpoint(1)

    with httpx2.HTTPTransport() as transport:
        ask("wikidata:all", endpoint=serve(endpoint), transport=transport)

    assert "VALUES" not in endpoint.asked[0]
