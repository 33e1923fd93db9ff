"""Statements of Wikidata that two municipalities are twinned (P190), whatever the form they came in. Pure: no Django.

A statement is one line of the frozen text. Its rank is kept: a deprecated one becomes claims that are deprecated, a preferred one is
not preferred here, for what Wikidata prefers need not be what the office does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from jumelage.core import edtf
from jumelage.knowledge.exchange.model import Frozen, ImportRefused, Party, Problem, Reading, Said, Span, Told

TWINNED = "P190"
RANKS = ("preferred", "normal", "deprecated")
DEPRECATED = "deprecated in Wikidata"
GREGORIAN = "Q1985727"
SHOWN = 300
# Wikidata's precision → how much of +YYYY-MM-DD is known.
PRECISIONS = {8: 3, 9: 4, 10: 7, 11: 10}
YEAR = 9


class StatementRefused(ValueError):
    """A statement cannot be understood; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A statement that was not understood, in its own words."""

    why: str
    words: str


@dataclass(frozen=True, slots=True)
class Statement:
    """start and end are EDTF or empty; ended: it has an end that is not known. references: property → values, one each."""

    id: str
    subject: Party
    partner: Party
    rank: str
    start: str = ""
    end: str = ""
    ended: bool = False
    references: tuple[Mapping[str, list[str]], ...] = ()
    others: tuple[str, ...] = ()

    def line(self) -> str:
        parts = [
            f"{_named(self.subject)} {TWINNED} {_named(self.partner)}",
            f"P580 {self.start}" if self.start else "",
            f"P582 {self.end or 'unknown'}" if self.end or self.ended else "",
            *[f"{name} {' '.join(values)}" for reference in self.references for name, values in reference.items()],
            f"also {', '.join(self.others)}" if self.others else "",
            f"rank {self.rank}",
            self.id,
        ]
        return " ".join("; ".join(part for part in parts if part).split())


def _named(party: Party) -> str:
    return f"{party.name} ({party.wikidata})" if party.name else party.wikidata


def statement_id(text: str) -> str:
    """Q2112$UUID in entities is Q2112-UUID in addresses, in any case: one form for both."""
    qid, _, rest = text.rpartition("/")[2].replace("$", "-").partition("-")
    return f"{qid.upper()}-{rest.lower()}"


def edtf_of(time: str, precision: int, calendar: str = GREGORIAN) -> str:
    """`+1953-00-00T00:00:00Z` at precision 9 is 1953. Raises StatementRefused for what cannot be said as a partial date."""
    if precision not in PRECISIONS or not time.startswith("+") or calendar.rpartition("/")[2] != GREGORIAN:
        raise StatementRefused(
            f"The time {time} of precision {precision} is no decade, year, month or day of our calendar."
        )
    known = time[1:][: PRECISIONS[precision]]
    known += "X" if precision < YEAR else ""
    try:
        return edtf.parse(known).text
    except edtf.DateError:
        raise StatementRefused(f"The time {time} of precision {precision} is no date.") from None


def reading_of(found: Iterable[Statement | Refused], *, extractor: str, media_type: str) -> Reading:
    """One line of text a statement; what was refused has its line too. Raises ImportRefused where there is none."""
    lines: list[str] = []
    told: list[Told] = []
    problems: list[Problem] = []
    at = 0
    for number, one in enumerate(found, 1):
        line = one.line() if isinstance(one, Statement) else " ".join(one.words.split())[:SHOWN]
        span = Span(number, at, at + len(line))
        if isinstance(one, Statement):
            told.append(told_by(one, span))
        else:
            problems.append(Problem(span, line, one.why))
        lines.append(line)
        at += len(line) + 1
    if not lines:
        raise ImportRefused(f"The file holds no statement that two municipalities are twinned ({TWINNED}).")
    return Reading(Frozen("\n".join(lines), extractor, "1", media_type), tuple(told), tuple(problems))


def told_by(statement: Statement, span: Span) -> Told:
    detail: dict[str, Any] = {"statement": statement.id, "references": [dict(r) for r in statement.references]}
    if statement.rank != "normal":
        detail["rank"] = statement.rank
    return Told(
        span,
        statement.subject,
        statement.partner,
        tuple(_said(statement)),
        _mark(statement),
        DEPRECATED if statement.rank == "deprecated" else "",
        {name: value for name, value in detail.items() if value},
    )


def _said(statement: Statement) -> Iterable[Said]:
    yield Said("kind", "partnership")
    if statement.start:
        yield Said("since", statement.start)
    if statement.end:
        yield Said("until", statement.end)
    elif statement.ended:
        yield Said("status", "ended")
    else:
        yield Said("status", "active", rule="listed")


def _mark(statement: Statement) -> str:
    """Without names and references, which change without the statement being another."""
    ends = statement.subject.wikidata, statement.partner.wikidata
    words = "\x1f".join([statement.id, *ends, statement.rank, statement.start, statement.end, str(statement.ended)])
    return blake2b(words.encode(), digest_size=12).hexdigest()
