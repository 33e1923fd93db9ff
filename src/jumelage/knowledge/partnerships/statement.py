"""An accepted claim as the register reasons with it. No database here."""

import builtins
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from jumelage.core import edtf
from jumelage.core.edtf import PartialDate


@dataclass(frozen=True, slots=True)
class Statement:
    """`stated` is the date of the source, None where it has none; then it was said on or before `retrieved`. `side` is the
    municipality that speaks, where the source is its own; empty for the press, for lists and retellings."""

    seq: int
    property: str
    value: Any
    detail: dict[str, Any]
    period: str
    preferred: bool
    source: UUID | None
    stated: PartialDate | None
    retrieved: date
    side: str = ""
    source_class: str = ""

    @builtins.property  # a field bears the plain name
    def stated_earliest(self) -> date | None:
        return self.stated.earliest if self.stated else None

    @builtins.property  # a field bears the plain name
    def stated_latest(self) -> date:
        latest = self.stated.latest if self.stated else None
        return min(latest or self.retrieved, self.retrieved)

    @builtins.property  # a field bears the plain name
    def when(self) -> PartialDate | None:
        return edtf.parse(self.period) if self.period else None


def best(statements: list[Statement]) -> list[Statement]:
    """The preferred ones, where there are any, else all. The one place that chooses among accepted claims."""
    return [s for s in statements if s.preferred] or statements
