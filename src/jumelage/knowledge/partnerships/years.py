"""In which years a rule counts a partnership, for questions to the whole register. Pure functions."""

from collections.abc import Iterable
from datetime import date

from jumelage.knowledge.partnerships.record import Record
from jumelage.knowledge.partnerships.state import CountingRule
from jumelage.knowledge.partnerships.timeline import Span

EVER_BEFORE, EVER_AFTER = 0, 9999
Years = tuple[int, int]  # the first and the last at whose end it is possible; EVER_BEFORE and EVER_AFTER are unbounded


def counted_years(record: Record, rule: CountingRule) -> list[Years]:
    """Stretches apart from one another, in order."""
    kinds = [_years(span) for span in record.kinds.spans if span.value in rule.kinds]
    statuses = [_years(span) for span in record.statuses.spans if span.value in rule.statuses]
    both = ((max(k[0], s[0]), min(k[1], s[1])) for k in kinds for s in statuses)
    return _joined(years for years in both if years[0] <= years[1])


def _years(span: Span) -> Years:
    first = span.start_min.year if span.start_min else EVER_BEFORE
    last = _ended(span.end_max) if span.end_max else EVER_AFTER
    return first, last


def _ended(last: date) -> int:
    """The last year whose end it reached."""
    return last.year if (last.month, last.day) == (12, 31) else last.year - 1


def _joined(stretches: Iterable[Years]) -> list[Years]:
    joined: list[Years] = []
    for first, last in sorted(stretches):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(joined[-1][1], last)
        else:
            joined.append((first, last))
    return joined
