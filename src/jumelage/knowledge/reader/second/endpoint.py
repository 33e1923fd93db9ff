"""Asks an OpenAI-compatible endpoint. It may be on this machine or in the house's own network, for the installation chose it;
redirects are not followed, certificates are verified, and nothing that it sends or that we send it is ever shown."""

import json
import re
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpcore2

from jumelage.knowledge.reader.second.deadline import Timed

KEY = re.compile(r"[\x21-\x7e]*")
PATH = "/chat/completions"
BUSY = frozenset((429, 500, 502, 503, 504))
UNFIT = frozenset((400, 422))
HINTS = {
    400: "; it must know chat completions with a response_format of type json_schema",
    401: "; check JUMELAGE_LLM_KEY",
    403: "; check JUMELAGE_LLM_KEY",
    404: "; check JUMELAGE_LLM_URL and JUMELAGE_LLM_MODEL",
}


class EndpointError(Exception):
    """There is no answer; the message goes on from `The second reader at HOST`."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of one request and of one page, bytes of one answer, seconds of waiting before the one repetition."""

    request: float = 120
    page: float = 300
    answer: int = 1_000_000
    pause: float = 2
    longest_pause: float = 20


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Endpoint:
    """address is the base that /chat/completions is put behind; an empty key sends none."""

    address: str
    model: str
    key: str = field(default="", repr=False)

    @property
    def host(self) -> str:
        return urlsplit(self.address).netloc.rpartition("@")[2]

    def fault(self) -> str | None:
        """What is wrong with the settings; None where nothing is."""
        if not _is_address(self.address):
            return (
                "JUMELAGE_LLM_URL is not an address such as http://127.0.0.1:8080/v1, without user, password and query"
            )
        if not self.model:
            return "JUMELAGE_LLM_MODEL names no model"
        return None if KEY.fullmatch(self.key) else "JUMELAGE_LLM_KEY holds a sign that no key can have"


def _is_address(address: str) -> bool:
    try:
        url = urlsplit(address)
        plain = address.isascii() and address.isprintable() and " " not in address and url.port != 0
    except ValueError:
        return False
    return plain and url.scheme in ("http", "https") and bool(url.hostname) and not set("@?#") & set(address)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    data: bytes


def ask(endpoint: Endpoint, body: Mapping[str, Any], *, deadline: float, limits: Limits) -> bytes:
    """The body of the endpoint's answer; busy ones are asked once more, and one that does not know `seed` without it.

    deadline is one of time.monotonic. Raises EndpointError.
    """
    answer = _post(endpoint, body, deadline, limits)
    if answer.status in UNFIT and "seed" in body and b"seed" in answer.data:
        answer = _post(endpoint, {k: v for k, v in body.items() if k != "seed"}, deadline, limits)
    elif answer.status in BUSY:
        pause = _pause(answer, limits)
        if time.monotonic() + pause >= deadline:
            raise EndpointError(f"answered {answer.status} and has no time for a second try")
        time.sleep(pause)
        answer = _post(endpoint, body, deadline, limits)
    if answer.status != 200:
        raise EndpointError(_refusal(answer.status))
    return answer.data


def _pause(answer: Answer, limits: Limits) -> float:
    told = answer.headers.get("retry-after", "")
    return min(float(told), limits.longest_pause) if told.isdecimal() else limits.pause


def _refusal(status: int) -> str:
    if 300 <= status < 400:
        return f"redirects ({status}), which is not followed; put its last address into JUMELAGE_LLM_URL"
    again = " twice; try again later" if status in BUSY else ""
    return f"answered {status}{again}{HINTS.get(status, '')}"


def _post(endpoint: Endpoint, body: Mapping[str, Any], deadline: float, limits: Limits) -> Answer:
    until = min(deadline, time.monotonic() + limits.request)
    seconds = until - time.monotonic()
    context = ssl.create_default_context() if endpoint.address.startswith("https:") else None
    try:
        with (
            httpcore2.ConnectionPool(ssl_context=context, network_backend=Timed(until)) as pool,
            pool.stream(
                "POST",
                endpoint.address.rstrip("/") + PATH,
                headers=_headers(endpoint),
                content=json.dumps(body).encode(),
            ) as answer,
        ):
            return Answer(answer.status, _decoded(answer.headers), _read(answer, limits))
    except httpcore2.TimeoutException:
        raise EndpointError(f"did not answer in time ({seconds:.3g} s)") from None
    except httpcore2.ProtocolError:
        raise EndpointError("broke off its answer, or does not speak HTTP") from None
    except (httpcore2.NetworkError, OSError) as error:
        raise EndpointError(_unreachable(error)) from None


def _headers(endpoint: Endpoint) -> list[tuple[str, str]]:
    plain = [("Content-Type", "application/json"), ("Accept", "application/json"), ("Accept-Encoding", "identity")]
    return [*plain, ("Authorization", f"Bearer {endpoint.key}")] if endpoint.key else plain


def _decoded(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1").strip() for name, value in headers}


def _read(answer: httpcore2.Response, limits: Limits) -> bytes:
    data = bytearray()
    for chunk in answer.iter_stream():
        data += chunk
        if len(data) > limits.answer:
            raise EndpointError(f"sent more than {limits.answer // 1000} kB")
    return bytes(data)


def _unreachable(error: BaseException) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "has a certificate that cannot be verified; name its authority's file in SSL_CERT_FILE"
        cause = cause.__cause__ or cause.__context__
    return "cannot be reached; check JUMELAGE_LLM_URL and that it runs"
