"""What the reader hands on. Spans are half-open ranges of code points into the document's frozen text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Property = Literal["kind", "status", "since", "until", "event", "link", "count", "field", "membership", "project"]
Role = Literal["value", "subject", "context"]
Value = str | Mapping[str, object]
PROPERTIES: tuple[Property, ...] = (
    "kind",
    "status",
    "since",
    "until",
    "event",
    "link",
    "count",
    "field",
    "membership",
    "project",
)


@dataclass(frozen=True, slots=True)
class PlaceRef:
    """A municipality as the page writes it; label is the gazetteer's main name, or the name where the place is unknown."""

    name: str
    label: str
    country: str | None = None
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Equal for two spellings of one place."""
        return (str(self.geonameid), "") if self.geonameid else (self.label.casefold(), self.country or "")


@dataclass(frozen=True, slots=True)
class Evidence:
    role: Role
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of the page; period, target and scope only where the words say so; score from 0 to 1."""

    home: PlaceRef | None
    partner: PlaceRef | None
    property: Property
    value: Value
    rule: str
    score: float
    evidence: tuple[Evidence, ...]
    scope: str | None = None
    period: str | None = None
    target: str | None = None
    inferred: bool = False
    reported_by: str | None = None
    reader: str = "rules"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the office should look at: a count that the page's own list does not bear out, or a contradiction."""

    type: Literal["count", "conflict"]
    what: str
    stated: object
    listed: object
    complete: bool | None
    evidence: tuple[Evidence, ...]
    partner: PlaceRef | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """A claim that did not pass the gate, and why; claim is None where not even its form was one."""

    claim: Claim | None
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one page says. home is None where the page does not tell whose it is."""

    title: str | None
    language: str | None
    published: str | None
    home: PlaceRef | None
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    warnings: tuple[str, ...]
    rejected: tuple[Rejection, ...] = ()
