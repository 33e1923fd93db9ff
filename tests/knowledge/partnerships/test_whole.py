"""What the database answers for the whole register is what each partnership's own record answers."""

from collections import Counter
from datetime import date
from uuid import UUID

import pytest
from factories import claim, municipality, officer, pair, source

from jumelage.knowledge.claims.actions.decide import accept_source
from jumelage.knowledge.partnerships.actions import merge_municipalities
from jumelage.knowledge.partnerships.queries import register_on
from jumelage.knowledge.partnerships.whole import YearCount, by_country_and_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> UUID:
    """A few municipalities with partnerships of all kinds and courses; one was merged."""
    user, made = officer(), source()
    dortmund, leeds, lille = municipality("Dortmund", "DE"), municipality("Leeds", "GB"), municipality("Lille", "FR")
    zwickau, rostov, unknown = municipality("Zwickau", "DE"), municipality("Rostov", "RU"), municipality("Atlantis", "")
    for one, other, facts in (
        (dortmund, leeds, {"kind": "partnership", "since": "1969"}),
        (dortmund, zwickau, {"kind": "partnership", "since": "1988"}),
        (dortmund, rostov, {"kind": "partnership", "since": "1978", "status": "resting"}),
        (dortmund, lille, {"kind": "friendship", "since": "1960"}),
        (lille, leeds, {"kind": "partnership", "since": "1968", "until": "1990"}),
        (leeds, unknown, {"kind": "partnership", "status": "active"}),
    ):
        for property_, value in facts.items():
            period = {"since": f"{value}/..", "until": f"../{value}"}.get(property_, "")
            claim(pair(one, other), property_, value, source=made, period=period)
    accept_source(made.pk, by=user)
    merge_municipalities(zwickau, municipality("Zwickau in Sachsen", "DE"), by=user, reason="one town")
    return dortmund


def test_whole_register_counts_as_its_records_do(world: UUID) -> None:
    expected: Counter[tuple[str, int]] = Counter()
    for year in range(1950, 2027):
        for state in register_on(date(year, 12, 31)):
            if state.counted:
                expected.update((country, year) for country in {state.home.country, state.partner.country})

    found = by_country_and_year(1950, 2026)

    assert Counter({(c.country, c.year): c.possible for c in found}) == expected
    assert YearCount("DE", 1988, 3) in found
    assert YearCount("FR", 1969, 1) in found
    assert not any(c.country == "FR" and c.year > 1991 for c in found)


def test_whole_register_is_asked_in_one_query(world: UUID, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        by_country_and_year(1900, 2026)
