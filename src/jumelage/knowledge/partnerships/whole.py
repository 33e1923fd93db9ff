"""Questions to the whole register, answered from the spans: thousands of partnerships in a moment."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db import connection

from jumelage.knowledge.partnerships.state import PARTNER_CITIES, CountingRule

COURSES = """
    SELECT k.partnership_id, one.country, other.country,
           k.start_min, k.end_max, s.start_min, s.end_max
    FROM partnerships_span k
    JOIN partnerships_span s ON s.partnership_id = k.partnership_id AND s.axis = 'status'
    JOIN partnerships_partnership p ON p.identity_id = k.partnership_id
    JOIN claims_identity i ON i.id = p.identity_id AND i.merged_into_id IS NULL
    JOIN partnerships_municipality one ON one.identity_id = p.one_id
    JOIN partnerships_municipality other ON other.identity_id = p.other_id
    WHERE k.axis = 'kind' AND k.value IN ({kinds}) AND s.value IN ({statuses})
    ORDER BY k.partnership_id
"""
Stretch = tuple[int | None, int | None]  # the first and the last day on which it is possible, None unbounded


@dataclass(frozen=True, slots=True)
class YearCount:
    """How many partnerships with a side in the country the rule possibly counts at the end of the year."""

    country: str
    year: int
    possible: int


def by_country_and_year(first: int, last: int, rule: CountingRule = PARTNER_CITIES) -> list[YearCount]:
    """Each country (empty where it is not known) with each year from first to last, both inclusive; without the empty ones.

    A partnership whose two sides lie in one country counts once for it.
    """
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for (countries, stretches), number in _courses(rule).items():
        years = [year for year in range(first, last + 1) if _covers(stretches, date(year, 12, 31).toordinal())]
        for country in countries:
            for year in years:
                found[country][year] += number
    return [YearCount(country, year, n) for country in sorted(found) for year, n in sorted(found[country].items())]


def _courses(rule: CountingRule) -> Counter[tuple[frozenset[str], frozenset[Stretch]]]:
    """Countries and stretches, and how many partnerships have just these."""
    marks = {name: ", ".join(["%s"] * len(getattr(rule, name))) for name in ("kinds", "statuses")}
    with connection.cursor() as cursor:
        cursor.execute(COURSES.format(**marks), [*rule.kinds, *rule.statuses])
        courses = (list(rows) for _, rows in groupby(cursor.fetchall(), key=lambda row: row[0]))
        return Counter(_course(rows) for rows in courses if rule.inland or rows[0][1] != rows[0][2])


def _course(rows: list[Any]) -> tuple[frozenset[str], frozenset[Stretch]]:
    stretches = ((_latest(row[3], row[5]), _earliest(row[4], row[6])) for row in rows)
    return frozenset(rows[0][1:3]), frozenset(stretches)


def _covers(stretches: Iterable[Stretch], day: int) -> bool:
    return any((low is None or low <= day) and (high is None or day <= high) for low, high in stretches)


def _latest(one: int | None, other: int | None) -> int | None:
    return max((day for day in (one, other) if day is not None), default=None)


def _earliest(one: int | None, other: int | None) -> int | None:
    return min((day for day in (one, other) if day is not None), default=None)
