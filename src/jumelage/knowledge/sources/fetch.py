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
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import httpcore2
import httpx2

LIMIT = 20_000_000
SECONDS = 30
REDIRECTS = 5
TYPES = (
    "text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)  # fmt: skip
HEADERS = {"user-agent": "Jumelage (register of town twinnings)", "accept": ", ".join(TYPES), "accept-encoding": "gzip"}
ENCODINGS = {"": None, "identity": None, "gzip": 31, "x-gzip": 31, "deflate": 15}


class FetchError(ValueError):
    """The page could not be fetched; the message is one sentence for people."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """`address` is where the page was found after redirects."""

    address: str
    data: bytes
    media_type: str


def fetch(address: str, *, transport: httpx2.BaseTransport | None = None) -> Fetched:
    """The page at an http(s) address. Raises FetchError. Tests inject a transport; there is no switch for the refusals."""
    deadline = time.monotonic() + SECONDS
    with httpx2.Client(
        transport=transport or PublicTransport(), headers=HEADERS, timeout=10, trust_env=False
    ) as client:
        url = _checked(address)
        for _ in range(REDIRECTS + 1):
            try:
                with client.stream("GET", url) as response:
                    if response.has_redirect_location:
                        url = _checked(str(url.join(response.headers["location"])))
                        continue
                    return _read(response, deadline)
            except (httpx2.HTTPError, httpcore2.NetworkError, httpcore2.TimeoutException, OSError) as error:
                raise FetchError(_unreachable(url, error)) from error
    raise FetchError(
        f"{address} redirects more than {REDIRECTS} times; open it in a browser and give its last address."
    )


def _checked(address: str) -> httpx2.URL:
    try:
        url = httpx2.URL(address)
    except (httpx2.InvalidURL, ValueError):
        raise FetchError(f"{address!r} is not an address; give one that begins with https://.") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise FetchError(f"{address!r} is not a web address; give one that begins with https:// or http://.")
    if url.userinfo:
        raise FetchError(f"{url.host}: an address with a user name or password in it is not fetched; give it without.")
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
        raise FetchError(
            f"{host} is not on the public internet, so it is not fetched; save the page and give the file."
        )
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
        raise FetchError("A socket file is not a web address.")


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


def _read(response: httpx2.Response, deadline: float) -> Fetched:
    host, status = response.url.host, response.status_code
    if status != 200:
        raise FetchError(f"{host} answered {status} instead of the page; check the address in a browser.")
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in TYPES:
        raise FetchError(f"{host} sent {media_type or 'something without a type'}, which is not a page of text.")
    return Fetched(str(response.url), _body(response, deadline), response.headers["content-type"])


def _body(response: httpx2.Response, deadline: float) -> bytes:
    data = bytearray()
    for chunk in _unpacked(response):
        data += chunk
        if len(data) > LIMIT:
            raise FetchError(
                f"{response.url.host} sent more than {LIMIT // 1_000_000} MB; save the page's text and give the file."
            )
        if time.monotonic() > deadline:
            raise FetchError(f"{response.url.host} took longer than {SECONDS} seconds; try again later.")
    return bytes(data)


def _unpacked(response: httpx2.Response) -> Iterator[bytes]:
    """Unpacks in bounded steps, so that a small answer cannot fill the memory."""
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in ENCODINGS:
        raise FetchError(f"{response.url.host} packed its answer as {encoding!r}, which was not asked for.")
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
        raise FetchError(f"{response.url.host} sent a broken answer ({error}); try again later.") from error


def _unreachable(url: httpx2.URL, error: Exception) -> str:
    why = "did not answer in time" if "imeout" in type(error).__name__ else "cannot be reached"
    return f"{url.host} {why}; check the address and the connection, or save the page and give the file."
