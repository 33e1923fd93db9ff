"""From the endpoint's answer to claims that fit the schema. Whatever it holds, this ends in rows or in one sentence."""

import json
from typing import Any

from jumelage.knowledge.reader.second.schema import CLAIM, Row, misfit

MOST = 200
SHORTEST_SECRET = 8


class AnswerError(Exception):
    """The answer cannot be used; the message goes on from `The second reader at HOST`."""


def rows_of(data: bytes, *, key: str) -> tuple[list[Row], list[str]]:
    """The claims that fit the schema, and what is wrong with the others. Raises AnswerError.

    key is never let through, should the endpoint send it back.
    """
    answer = _loaded(_content(_loaded(data)))
    claims = answer.get("claims") if isinstance(answer, dict) else None
    if not isinstance(claims, list):
        raise AnswerError("sent JSON that is not of the schema asked for")
    if len(claims) > MOST:
        raise AnswerError(
            f"made {len(claims)} claims on one part of a page, where {MOST} are the most that are weighed"
        )
    faults = [misfit(claim, CLAIM, f"claims[{index}]") for index, claim in enumerate(claims)]
    rows = [_row(claim, key) for claim, fault in zip(claims, faults, strict=True) if fault is None]
    return rows, [fault for fault in faults if fault]


def _row(claim: dict[str, Any], key: str) -> Row:
    secret = key if len(key) >= SHORTEST_SECRET else None
    return Row(**{name: _harmless(value, secret) for name, value in claim.items()})


def _harmless(value: Any, secret: str | None) -> Any:
    """Without the key, and without halves of signs, which no text can hold."""
    if isinstance(value, list):
        return [_harmless(item, secret) for item in value]
    if not isinstance(value, str):
        return value
    whole = value.encode("utf-8", "replace").decode()
    return whole.replace(secret, "…") if secret else whole


def _loaded(data: bytes | str) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise AnswerError("sent something that is not JSON") from None


def _content(envelope: Any) -> str:
    """What the model wrote, out of the first choice's message."""
    try:
        choice = envelope["choices"][0]
        content = choice["message"]["content"]
    except (TypeError, KeyError, IndexError):
        raise AnswerError("sent JSON that is no chat completion") from None
    if choice.get("finish_reason") == "length":
        raise AnswerError("was cut off at its own limit of tokens")
    if not isinstance(content, str):
        raise AnswerError("declined to answer")
    return content
