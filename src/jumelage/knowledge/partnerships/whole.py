"""Questions to the whole register, answered from the years in which each partnership counts: a million claims in a moment."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate

from django.db import connection

# In a country so many more count from a year on, or less.
STEPS = """
    SELECT country, first, COUNT(*) FROM partnerships_countedyears GROUP BY country, first
    UNION ALL
    SELECT country, last + 1, -COUNT(*) FROM partnerships_countedyears GROUP BY country, last
"""


@dataclass(frozen=True, slots=True)
class YearCount:
    """How many partnerships with a side in the country the usual rule possibly counts at the end of the year."""

    country: str
    year: int
    possible: int


def by_country_and_year(first: int, last: int) -> list[YearCount]:
    """Each country (empty where it is not known) with each year from first to last, both inclusive; without the empty ones.

    A partnership whose two sides lie in one country counts once for it.
    """
    steps: dict[str, list[int]] = defaultdict(lambda: [0] * (last - first + 1))
    with connection.cursor() as cursor:
        cursor.execute(STEPS)
        for country, year, more in cursor.fetchall():
            if year <= last:
                steps[country][max(year - first, 0)] += more
    return [
        YearCount(country, year, possible)
        for country, changes in sorted(steps.items())
        for year, possible in enumerate(accumulate(changes), first)
        if possible
    ]
