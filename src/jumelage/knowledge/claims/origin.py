"""Where an entry was recorded first, for one that came out of another register's export. No database here.

An entry is known everywhere by the first 32 digits of the hash under which it was recorded first. What comes by import is an entry
of this ledger, with this ledger's number, time and actor; its payload says under `origin` who recorded it there, and when. An entry
that was redacted has no payload, so its tombstone keeps its origin, under `redacted`.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from jumelage.knowledge.claims.chain import Link

ORIGIN, REDACTED = "origin", "redacted"
DIGITS = 32
ID = re.compile(rf"[0-9a-f]{{{DIGITS}}}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Origin:
    """by: the actor there; name: of the person, where the export says it."""

    id: str
    at: datetime
    by: str
    name: str = ""

    @classmethod
    def of(cls, said: dict[str, Any]) -> "Origin":
        return cls(said["id"], datetime.fromisoformat(said["at"]), said["by"], said.get("name", ""))

    def plain(self) -> dict[str, str]:
        named = {"name": self.name} if self.name else {}
        return {"id": self.id, "at": instant(self.at), "by": self.by} | named


def instant(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="microseconds")


def origin_of(entry: Link, body: dict[str, Any]) -> Origin:
    """Where this entry was recorded first: elsewhere, or here."""
    if said := body.get(ORIGIN):
        return Origin.of(said)
    return Origin(entry.hash[:DIGITS], entry.recorded_at, entry.actor)
