"""Visits pages as a polite guest: only what robots.txt allows, one request at a time, a pause between two to one host.
Pure: no Django."""

import time
from collections.abc import Callable

import httpx2

from jumelage.knowledge.sources.fetch import Fetched, FetchError, Seen, body, fetch_changed, follow
from jumelage.knowledge.sources.robots import Robots, parse_robots

PAUSE = 2.0
ROBOTS_LIMIT = 1_000_000


class Visitor:
    """Knows for as long as it lives what each host allows and when it was last asked. Tests inject transport and sleep."""

    def __init__(
        self, *, transport: httpx2.BaseTransport | None = None, sleep: Callable[[float], object] = time.sleep
    ) -> None:
        self._transport, self._sleep = transport, sleep
        self._robots: dict[str, Robots] = {}
        self._asked: dict[str, float] = {}

    def visit(self, address: str, seen: Seen | None = None) -> Fetched | None:
        """The page, or None where it is as it was seen. Raises FetchError, also for what its robots.txt does not allow."""
        return fetch_changed(address, seen, transport=self._transport, before=self._ask_leave)

    def _ask_leave(self, url: httpx2.URL) -> None:
        host = f"{url.scheme}://{url.netloc.decode()}"
        if host not in self._robots:
            self._robots[host] = self._rules(host, url.host)
        if not self._robots[host].allows(url.raw_path.decode("ascii", "replace")):
            raise FetchError("robots", url.host)
        self._wait(host)

    def _rules(self, host: str, name: str) -> Robots:
        """A host without the file allows all; one that cannot give it now allows nothing for now."""
        try:
            return follow(f"{host}/robots.txt", _read, transport=self._transport, before=self._wait_for)
        except FetchError as error:
            if error.code in ("status", "size"):
                raise FetchError("no robots", name, error.details["detail"], error.again) from error
            raise

    def _wait_for(self, url: httpx2.URL) -> None:
        self._wait(f"{url.scheme}://{url.netloc.decode()}")

    def _wait(self, host: str) -> None:
        pause = max(PAUSE, self._robots[host].pause if host in self._robots else 0.0)
        since = time.monotonic() - self._asked.get(host, -pause)
        if since < pause:
            self._sleep(pause - since)
        self._asked[host] = time.monotonic()


def _read(response: httpx2.Response, deadline: float) -> Robots:
    if 400 <= response.status_code < 500 and response.status_code != 429:
        return Robots()
    if response.status_code != 200:
        raise FetchError("status", response.url.host, response.status_code)
    return parse_robots(body(response, deadline, ROBOTS_LIMIT))
