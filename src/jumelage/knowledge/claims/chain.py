"""How entries are chained: canonical bytes, digests, hashes. docs/decisions/0004-chain.md has it in words."""

import hashlib
import json
import secrets
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

FIELDS = (
    "seq", "recorded_at", "actor", "op", "target_id", "subject_id", "property", "source_id",
    "period", "start_min", "start_max", "end_min", "end_max", "payload_digest", "prev_hash",
)  # fmt: skip


def canonical(value: Any) -> str:
    """JSON with sorted keys, no blanks, no escapes: the same value has the same text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def new_salt() -> str:
    return secrets.token_hex(16)


def payload_digest(salt: str, body: str) -> str:
    return hashlib.sha256(f"{salt}\n{body}".encode()).hexdigest()


def entry_hash(entry: Any) -> str:
    """SHA-256 over the entry's fields (`FIELDS`, as a JSON array), the hash of the entry before it among them."""
    return hashlib.sha256(canonical([_plain(getattr(entry, field)) for field in FIELDS]).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, UUID) else value
