"""Where the ledger stood at a moment, to be kept where the database is not: count, hash and time in one line."""

import re
from dataclasses import dataclass

from jumelage.knowledge.claims.models import LedgerHead

LINE = re.compile(r"(\d{1,18}) ([0-9a-f]{64}) (\S{1,40})", re.ASCII)


class AnchorError(ValueError):
    """A line is no anchor."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """`count` entries, the last of them with this hash, recorded at this moment (ISO 8601)."""

    count: int
    hash: str
    recorded_at: str

    @property
    def line(self) -> str:
        return f"{self.count} {self.hash or '-'} {self.recorded_at or '-'}"


def current() -> Anchor:
    head = LedgerHead.objects.get(pk=1)
    return Anchor(head.seq, head.hash, head.recorded_at.isoformat() if head.recorded_at else "")


def read_anchors(text: str) -> list[Anchor]:
    """One a line, by count; empty lines and what stands behind # are left out. Raises AnchorError."""
    lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    found = [(line, LINE.fullmatch(line)) for line in lines if line]
    bad = next((line for line, match in found if not match), None)
    if bad is not None or not found:
        raise AnchorError(f"{(bad or '')[:60]!r} is not count, hash and time")
    return sorted((Anchor(int(m[1]), m[2], m[3]) for _, m in found if m), key=lambda a: a.count)
