"""The server answers whatever it is sent, and never with a stack trace."""

import http.client
import socket
from urllib.parse import urlsplit

import pytest
from demo_register import DemoRegister


def exchanged(base: str, request: bytes) -> tuple[int, str]:
    """Bytes as no client of good manners sends them."""
    where = urlsplit(base)
    with socket.create_connection((where.hostname, where.port), timeout=30) as made:
        made.sendall(request)
        response = http.client.HTTPResponse(made)
        response.begin()
        return response.status, response.read().decode(errors="replace")


ODD = {
    "bytes that are no UTF-8": (b"GET /de/%ff%fe/ HTTP/1.1\r\n", 404),
    "a zero byte": (b"GET /de/%00 HTTP/1.1\r\n", 400),
    "overlong dots": (b"GET /de/%c0%ae%c0%ae/ HTTP/1.1\r\n", 404),
    "way up": (b"GET /static/%2e%2e/%2e%2e/settings.py HTTP/1.1\r\n", 404),
    "a query of 10 kB": (b"GET /de/?q=" + b"x" * 10_000 + b" HTTP/1.1\r\n", 200),
    "a day of 10 kB": (b"GET /de/partnerships/?as_of=" + b"x" * 10_000 + b" HTTP/1.1\r\n", 400),
    "a path of 10 kB": (b"GET /de/" + b"x" * 10_000 + b"/ HTTP/1.1\r\n", 404),
    "strange languages": (b"GET / HTTP/1.1\r\nAccept-Language: " + b"x" * 900 + b"\r\n", 302),
    "many languages": (b"GET /x HTTP/1.1\r\nAccept-Language: " + b"de-" * 400 + b",;q=\r\n", 404),
    "strange encodings": (b"GET /de/ HTTP/1.1\r\nAccept-Encoding: \xff;q=nan, br;;;q=1e999, *;q=-1\r\n", 200),
    "strange accept": (b"GET /de/ HTTP/1.1\r\nAccept: \xe2\x82\xac/*;q=x,,,\r\n", 200),
    "strange cookies": (b'GET /de/ HTTP/1.1\r\nCookie: sessionid=\xff"; ;=;messages=x:y:z\r\n', 200),
    "strange condition": (b'GET /de/ HTTP/1.1\r\nIf-None-Match: W/, "", \xff\r\n', 200),
    "a method of its own": (b"BREW /de/ HTTP/1.1\r\n", 405),
    "a form without a token": (b"POST /de/ HTTP/1.1\r\nContent-Length: 3\r\n", 405),
}


@pytest.mark.parametrize("odd", ODD)
def test_server_answers_odd_requests(odd: str, demo_register: DemoRegister) -> None:
    request, expected = ODD[odd]
    where = urlsplit(demo_register.base).netloc.encode()

    status, html = exchanged(demo_register.base, request + b"Host: " + where + b"\r\nConnection: close\r\n\r\na=b")

    assert status == expected
    assert "Traceback" not in html
    assert status in (302, 200) or "<h1" in html
