"""How entries are chained: canonical bytes, digests, hashes. docs/decisions/0004-chain.md has it in words."""

import hashlib
import json
import re
import secrets
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.(?!000000)\d{6})?", re.ASCII)

_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_decode = json.JSONDecoder().raw_decode


class Link(NamedTuple):
    """One entry as the chain sees it: all that its hash covers, in the order in which it does, and the hash.

    Read raw from SQLite, times and ids are text as that keeps them; their hash is the same.
    """

    seq: int
    recorded_at: datetime
    actor: str
    op: str
    target_id: int | None
    subject_id: UUID
    property: str
    source_id: UUID | None
    period: str
    start_min: int | None
    start_max: int | None
    end_min: int | None
    end_max: int | None
    payload_digest: str
    prev_hash: str
    hash: str = ""


def canonical(value: Any) -> str:
    """JSON with sorted keys, no blanks, no escapes: the same value has the same text."""
    return _canonical(value)


def said(body: str) -> dict[str, Any]:
    """What canonical text says; it begins without blanks, which saves looking for them."""
    value: dict[str, Any] = _decode(body)[0]
    return value


def new_salt() -> str:
    return secrets.token_hex(16)


def payload_digest(salt: str, body: str) -> str:
    return hashlib.sha256(f"{salt}\n{body}".encode()).hexdigest()


def entry_hash(link: Link) -> str:
    """SHA-256 over the entry's fields (as a JSON array), the hash of the entry before it among them.

    Raises ValueError or TypeError for what can be no entry, since somebody wrote bytes or letters where none belong.
    """
    plain = list(link[:-1])
    plain[1] = _instant(link.recorded_at)
    plain[5] = _id(link.subject_id)
    plain[7] = None if link.source_id is None else _id(link.source_id)
    return hashlib.sha256(_canonical(plain).encode()).hexdigest()


@lru_cache(maxsize=64)
def _instant(when: datetime | str) -> str:
    if isinstance(when, datetime):
        return when.astimezone(UTC).isoformat(timespec="microseconds")
    if not MOMENT.fullmatch(when):
        raise ValueError(f"{when!r} is not how SQLite keeps a moment")
    return f"{when}{'' if '.' in when else '.000000'}+00:00".replace(" ", "T")


@lru_cache(maxsize=4096)
def _id(value: UUID | str) -> str:
    if isinstance(value, UUID):
        return str(value)
    return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"
