"""Asks a page as the server does."""

from typing import Any

from jumelage.core.pagecache.page import Page


def asked(page: Page, method: str = "GET", **headers: str) -> tuple[str, dict[str, str], bytes]:
    said: list[Any] = []
    environ = {"REQUEST_METHOD": method} | {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    body = b"".join(page.answer(environ, lambda status, sent: said.extend((status, dict(sent)))))
    return said[0], said[1], body
