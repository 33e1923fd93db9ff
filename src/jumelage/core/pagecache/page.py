"""An answer as it is sent: its bytes in each encoding, made once, each with its headers and its ETag."""

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from http import HTTPStatus
from typing import Any

import brotli

Headers = list[tuple[str, str]]

PREFERRED = ("br", "gzip", "identity")
COMPRESSED = {"application/json", "application/manifest+json", "application/xml", "image/svg+xml"}  # and all of text/
SMALLEST = 200  # bytes; what is shorter is not compressed
OVERHEAD = 3000  # bytes that a page takes beside its bodies
IN_304 = {"etag", "cache-control", "vary"}
STATUS_OK, STATUS_UNCHANGED = (f"{status.value} {status.phrase}" for status in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED))


@dataclass(frozen=True, slots=True)
class Variant:
    etag: str
    body: list[bytes]
    headers: Headers
    unchanged: Headers


@dataclass(frozen=True, slots=True)
class Page:
    """variants: by encoding; identity is always there."""

    variants: dict[str, Variant]

    @classmethod
    def of(cls, headers: Headers, body: bytes, *, vary: tuple[str, ...] = (), quality: int = 5) -> "Page":
        """quality: of brotli, 0 to 11; a page is compressed while its first reader waits, a static file once for all."""
        digest, bodies = blake2b(body, digest_size=12).hexdigest(), {"identity": body}
        if len(body) >= SMALLEST and _is_text(headers):
            bodies |= {"gzip": gzip.compress(body, 6, mtime=0), "br": brotli.compress(body, quality=quality)}
            vary = (*vary, "Accept-Encoding")
        own = [*headers, ("Vary", ", ".join(vary))] if vary else headers
        return cls({coding: _variant(own, coding, digest, coded) for coding, coded in bodies.items()})

    @property
    def size(self) -> int:
        return OVERHEAD + sum(len(variant.body[0]) for variant in self.variants.values())

    def variant(self, accepted: str) -> Variant:
        """accepted: what the request says in Accept-Encoding."""
        return next(self.variants[coding] for coding in codings(accepted) if coding in self.variants)

    def answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        variant = self.variant(environ.get("HTTP_ACCEPT_ENCODING", ""))
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and _knows(known, variant.etag):
            start_response(STATUS_UNCHANGED, variant.unchanged)
            return []
        start_response(STATUS_OK, variant.headers)
        return variant.body if environ["REQUEST_METHOD"] == "GET" else []


def _is_text(headers: Headers) -> bool:
    kind = next((value for name, value in headers if name.lower() == "content-type"), "").partition(";")[0].strip()
    return kind.startswith("text/") or kind in COMPRESSED


def _variant(headers: Headers, coding: str, digest: str, body: bytes) -> Variant:
    etag = f'"{digest}-{coding}"'
    own = [*headers, ("ETag", etag), ("Content-Length", str(len(body)))]
    if coding != "identity":
        own.append(("Content-Encoding", coding))
    return Variant(etag, [body], own, [(name, value) for name, value in own if name.lower() in IN_304])


def _knows(if_none_match: str, etag: str) -> bool:
    return any(tag.strip().removeprefix("W/") in (etag, "*") for tag in if_none_match.split(","))


@lru_cache(maxsize=256)
def codings(accepted: str) -> tuple[str, ...]:
    """Ours that the reader takes, the best first; identity last, also where the reader refuses it: better than nothing."""
    weights = dict(_weight(part) for part in accepted.lower().split(",") if part.strip())
    taken = [coding for coding in PREFERRED[:-1] if weights.get(coding, weights.get("*", 0.0)) > 0]
    return (*taken, "identity")


def _weight(part: str) -> tuple[str, float]:
    """`gzip;q=0.5` as a pair; what is not understood is not taken."""
    coding, _, parameter = part.partition(";")
    try:
        return coding.strip(), float(parameter.partition("=")[2]) if parameter.strip() else 1.0
    except ValueError:
        return coding.strip(), 0.0
