"""Which kind a partnership is when: kinds with a period, and in the gaps between them what is said without one.

Pure functions. The rules in words: docs/decisions/0006-periods.md.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from jumelage.knowledge.partnerships.statement import Statement, best
from jumelage.knowledge.partnerships.timeline import ONE_DAY, Span, Timeline, after, before

Bounds = tuple[date | None, date | None]


class Kinds(Timeline):
    """Not a course: those with a period, and in the gaps between them what is said without one, by most sources first."""

    def shown(self, day: date) -> Span | None:
        """The one that was dated last, else what most sources say."""
        possible = [span for span in self.spans if span.possible(day)]
        return max(possible, key=lambda span: (span.explicit, span.start_min or date.min), default=None)


def kind_timeline(statements: Sequence[Statement]) -> Kinds:
    """Kinds with a period hold in it; those without fill the rest, each of them possible where they differ."""
    kinds = best([s for s in statements if s.property == "kind"])
    dated = sorted((_whole(s) for s in kinds if s.when), key=lambda span: span.start_min or date.min)
    always = Counter(s.value for s in kinds if not s.when)
    ranked = sorted(always, key=lambda value: (-always[value], value))  # what most sources say is shown
    rest = [Span(value, *gap, claims=_seqs(kinds, value)) for gap in _gaps(dated) for value in ranked]
    return Kinds((*dated, *rest))


def _whole(statement: Statement) -> Span:
    when = statement.when
    assert when
    return Span(
        statement.value, when.start_min, when.start_max, when.end_min, when.end_max, True, claims=(statement.seq,)
    )


def _gaps(dated: Sequence[Span]) -> list[tuple[date | None, date | None, date | None, date | None]]:
    """Before, between and behind the days on which one of these certainly holds: bounds of the start and of the end."""
    found: list[tuple[date | None, date | None, date | None, date | None]] = []
    last: Span | None = None  # of those so far the one that certainly lasts longest
    for span in sorted((s for s in dated if s.certain), key=lambda s: s.start_max or date.min):
        if span.start_max and (last is None or _lasts(last) < span.start_max - ONE_DAY):
            found.append((*_behind(last), before(span.start_min), before(span.start_max)))
        last = span if last is None else max(last, span, key=_lasts)
    if last is None or last.end_min:
        found.append((*_behind(last), None, None))
    return found


def _lasts(span: Span) -> date:
    return span.end_min or date.max


def _behind(span: Span | None) -> Bounds:
    return (after(span.end_min), after(span.end_max)) if span else (None, None)


def _seqs(statements: Sequence[Statement], value: str) -> tuple[int, ...]:
    return tuple(s.seq for s in statements if s.value == value)
