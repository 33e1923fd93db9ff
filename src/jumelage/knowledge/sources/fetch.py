"""Fetches a page from the web without being led astray. Pure: no Django.

Only http and https; never an address that is private, loopback, link-local or otherwise not of the public internet, whether
it is written in the address, given by the DNS or by a redirect; limits on size (also unpacked), time and redirects; only types
of page that can be read. The connection goes to the address that was checked, so a second DNS answer changes nothing.
"""

import ipaddress
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import Any, TypeVar

import httpcore2
import httpx2

from jumelage.core.environment import setting
from jumelage.core.text import N_

T = TypeVar("T")

LIMIT = 20_000_000
SECONDS = 30
REDIRECTS = 5
TYPES = (
    "text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)  # fmt: skip
ENCODINGS = {"": None, "identity": None, "gzip": 31, "x-gzip": 31, "deflate": 15}

PROBLEMS = {
    "address": N_("“%(host)s” is not a web address; give one that begins with https:// or http://."),
    "login": N_("%(host)s: an address with a user name or password in it is not fetched; give it without."),
    "private": N_("%(host)s is not on the public internet, so it is not fetched; save the page and give the file."),
    "unreachable": N_("%(host)s cannot be reached; check the address and the connection, or save the page and give the file."),
    "silent": N_("%(host)s did not answer in time; check the address and the connection, or save the page and give the file."),
    "status": N_("%(host)s answered %(detail)s instead of the page; check the address in a browser."),
    "gone": N_("%(host)s answered %(detail)s: the page is not there any more; look where it went."),
    "moved": N_("%(host)s redirects more than %(detail)s times; open it in a browser and give its last address."),
    "type": N_("%(host)s sent %(detail)s, which is not a page of text."),
    "size": N_("%(host)s sent more than %(detail)s MB; save the page’s text and give the file."),
    "slow": N_("%(host)s took longer than %(detail)s seconds; try again later."),
    "packed": N_("%(host)s packed its answer as “%(detail)s”, which was not asked for."),
    "broken": N_("%(host)s sent a broken answer (%(detail)s); try again later."),
    "robots": N_("%(host)s asks programs in its robots.txt not to fetch this page; ask whoever runs it, or save the page and give the file."),
    "no robots": N_("%(host)s does not give its robots.txt (%(detail)s), so nothing is fetched there for now."),
}  # fmt: skip
GONE = (404, 410)


class FetchError(ValueError):
    """The page could not be fetched; the message is one sentence for people, and code and details are for a translated one.

    again: after how many seconds the server wants to be asked again, where it says so.
    """

    def __init__(self, code: str, host: str, detail: object = "", again: float | None = None) -> None:
        self.code = code
        self.details = {"host": host[:200], "detail": str(detail)[:200]}
        self.again = again
        super().__init__(PROBLEMS[code] % self.details)


@dataclass(frozen=True, slots=True)
class Fetched:
    """`address` is where the page was found after redirects; etag and modified are what the server calls this state of it."""

    address: str
    data: bytes
    media_type: str
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """The state of a page that is known already: where it was found, and what the server called it."""

    address: str
    etag: str
    modified: str

    def headers(self, url: httpx2.URL) -> dict[str, str]:
        """Only for the address that gave them: another page's may be called alike."""
        if str(url) != self.address:
            return {}
        given = {"if-none-match": self.etag, "if-modified-since": self.modified}
        return {name: value for name, value in given.items() if value}


def fetch(address: str, *, transport: httpx2.BaseTransport | None = None) -> Fetched:
    """The page at an http(s) address. Raises FetchError. Tests inject a transport; there is no switch for the refusals."""
    found = fetch_changed(address, None, transport=transport)
    assert found  # only a known state can be unchanged
    return found


def fetch_changed(
    address: str,
    seen: Seen | None,
    *,
    transport: httpx2.BaseTransport | None = None,
    before: Callable[[httpx2.URL], object] = lambda url: None,
) -> Fetched | None:
    """The page, or None where the server says that it is as it was seen. before is called ahead of each request, redirects
    too, and may refuse it. Raises FetchError."""
    return follow(address, _read, transport=transport, before=before, seen=seen)


def follow(
    address: str,
    read: Callable[[httpx2.Response, float], T],
    *,
    transport: httpx2.BaseTransport | None = None,
    before: Callable[[httpx2.URL], object] = lambda url: None,
    seen: Seen | None = None,
) -> T:
    """What `read` makes of the answer at the end of all redirects; it is given the moment by which it must be done."""
    url = checked(address)
    with httpx2.Client(
        transport=transport or PublicTransport(), headers=headers(), timeout=10, trust_env=False
    ) as client:
        for _ in range(REDIRECTS + 1):
            before(url)
            try:
                with client.stream("GET", url, headers=seen.headers(url) if seen else {}) as response:
                    if response.has_redirect_location:
                        url = checked(str(url.join(response.headers["location"])))
                        continue
                    return read(response, time.monotonic() + SECONDS)
            except (httpx2.HTTPError, httpcore2.NetworkError, httpcore2.TimeoutException, OSError) as error:
                code = "silent" if "imeout" in type(error).__name__ else "unreachable"
                raise FetchError(code, url.host) from error
    raise FetchError("moved", address, REDIRECTS)


def headers() -> dict[str, str]:
    """We say who we are, and whom to write to."""
    contact = f"; {setting('JUMELAGE_CONTACT')}" if setting("JUMELAGE_CONTACT") else ""
    agent = f"Jumelage/{version('jumelage')} (register of town twinnings{contact})"
    return {"user-agent": agent, "accept": ", ".join(TYPES), "accept-encoding": "gzip"}


def checked(address: str) -> httpx2.URL:
    """The address, if it is one that may be fetched. Raises FetchError."""
    try:
        url = httpx2.URL(address)
    except (httpx2.InvalidURL, ValueError):
        raise FetchError("address", address) from None
    if url.scheme not in ("http", "https") or not url.host:
        raise FetchError("address", address)
    if url.userinfo:
        raise FetchError("login", url.host)
    if _is_number(url.host):
        public_addresses(url.host, [url.host])
    return url


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def public_addresses(host: str, addresses: Iterable[str]) -> list[str]:
    """The addresses, if every one of them is of the public internet. Raises FetchError otherwise."""
    found = [ipaddress.ip_address(address.partition("%")[0]) for address in addresses]
    plain = [getattr(a, "ipv4_mapped", None) or getattr(a, "sixtofour", None) or a for a in found]
    if not plain or not all(_is_public(a) for a in plain):
        raise FetchError("private", host)
    return [str(a) for a in found]


def _is_public(address: "ipaddress.IPv4Address | ipaddress.IPv6Address") -> bool:
    local = (
        isinstance(address, ipaddress.IPv6Address) and address.is_site_local
    )  # deprecated, yet routed in some houses
    return address.is_global and not (address.is_multicast or address.is_reserved or local)


class PublicBackend(httpcore2.NetworkBackend):
    """Connects to checked addresses only."""

    def __init__(self) -> None:
        self._backend = httpcore2.SyncBackend()

    def connect_tcp(self, host: str, port: int, *args: Any, **options: Any) -> httpcore2.NetworkStream:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(f"no such host ({error})") from error
        addresses = public_addresses(host, dict.fromkeys(str(answer[4][0]) for answer in answers))
        return self._backend.connect_tcp(addresses[0], port, *args, **options)

    def connect_unix_socket(self, *args: Any, **options: Any) -> httpcore2.NetworkStream:
        raise FetchError("address", "unix:")


class PublicTransport(httpx2.BaseTransport):
    def __init__(self) -> None:
        self._pool = httpcore2.ConnectionPool(network_backend=PublicBackend(), ssl_context=ssl.create_default_context())

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        answer = self._pool.handle_request(
            httpcore2.Request(
                request.method,
                httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        return httpx2.Response(answer.status, headers=answer.headers, stream=_Stream(answer))

    def close(self) -> None:
        self._pool.close()


class _Stream(httpx2.SyncByteStream):
    def __init__(self, answer: httpcore2.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


def _read(response: httpx2.Response, deadline: float) -> Fetched | None:
    host, status, given = response.url.host, response.status_code, response.headers
    if status == 304 and {"if-none-match", "if-modified-since"} & set(response.request.headers):
        return None
    if status != 200:
        raise FetchError(
            "gone" if status in GONE else "status", host, status, retry_after(given.get("retry-after", ""))
        )
    media_type = given.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in TYPES:
        raise FetchError("type", host, media_type or "?")
    data = body(response, deadline, LIMIT)
    state = (given.get(name, "")[:1000] for name in ("etag", "last-modified"))
    return Fetched(str(response.url), data, given["content-type"], *state)


def retry_after(words: str) -> float | None:
    """The seconds that a Retry-After gives, as a number or by a date."""
    if words.isascii() and words.isdigit():
        return float(words[:9])
    try:
        return max(0.0, (parsedate_to_datetime(words) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def body(response: httpx2.Response, deadline: float, limit: int) -> bytes:
    """Raises FetchError for more than the limit and for what takes too long."""
    data = bytearray()
    for chunk in _unpacked(response):
        data += chunk
        if len(data) > limit:
            raise FetchError("size", response.url.host, limit // 1_000_000)
        if time.monotonic() > deadline:
            raise FetchError("slow", response.url.host, SECONDS)
    return bytes(data)


def _unpacked(response: httpx2.Response) -> Iterator[bytes]:
    """Unpacks in bounded steps, so that a small answer cannot fill the memory."""
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in ENCODINGS:
        raise FetchError("packed", response.url.host, encoding)
    bits = ENCODINGS[encoding]
    if bits is None:
        yield from response.iter_raw()
        return
    unpacker = zlib.decompressobj(bits)
    try:
        for packed in response.iter_raw():
            rest = packed
            while rest:
                yield unpacker.decompress(rest, 1_000_000)
                rest = unpacker.unconsumed_tail
    except zlib.error as error:
        raise FetchError("broken", response.url.host, error) from error
