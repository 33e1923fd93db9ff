"""What the readers of formats hand on: a frozen text, and what each of its records says. Pure: no Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Point = tuple[float, float]


class ImportRefused(ValueError):
    """The file is not taken in; the message is one sentence for people."""


@dataclass(frozen=True, slots=True)
class Span:
    """A record's place in the frozen text, and its number as a spreadsheet shows it: the headings are row 1."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Frozen:
    """The file as text; a record's words are text[start:end]. extractor and version say what made it of the bytes."""

    text: str
    extractor: str
    version: str
    media_type: str
    warnings: tuple[str, ...] = ()

    def words(self, span: Span) -> str:
        return self.text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class Party:
    """A municipality as a record names it. country is alpha-2 or None; among: the countries that the record's word can mean
    (of a state that is gone, or misspelt); point is lat, lon in degrees."""

    name: str
    country: str | None = None
    among: frozenset[str] = frozenset()
    country_words: str = ""
    point: Point | None = None
    wikidata: str = ""
    geonameid: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a record says of the partnership of its two parties.

    rule: how it is said: `stated`, `listed` (by being there), by the `heading` of the column, or as the `profile` has it.
    """

    property: str
    value: Any
    period: str = ""
    rule: str = "stated"


@dataclass(frozen=True, slots=True)
class Told:
    """What one record says. one is None where the record leaves out whose partner it is about.

    mark tells the same statement again, whatever the file's format and the order of its rows and columns. deprecated is the reason
    why these claims are not to be believed, else empty; detail goes into each claim. cells as in Problem.
    """

    span: Span
    one: Party | None
    other: Party
    said: tuple[Said, ...]
    mark: str
    deprecated: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A record that is kept out: what in it was not understood, why, and what may have been meant, likeliest first.

    cells are the record's own, so that it can be mended and imported alone; none for formats that have none.
    """

    span: Span
    words: str
    why: str
    suggestions: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as read: told and problems in the order of the records. headings: where they stand; None for formats without."""

    frozen: Frozen
    told: tuple[Told, ...]
    problems: tuple[Problem, ...]
    language: str = ""
    headings: Span | None = None
