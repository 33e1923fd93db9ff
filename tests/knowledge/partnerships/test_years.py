"""Growth, round years and organisations, as the register derives them from its records."""

from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories import claim, municipality, officer, pair, source

from jumelage.knowledge.claims.actions.decide import accept_source
from jumelage.knowledge.partnerships import queries
from jumelage.knowledge.partnerships.anniversaries import anniversaries, round_ones
from jumelage.knowledge.partnerships.growth import growth
from jumelage.knowledge.partnerships.organisations import organisations

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 30)
LINKS = {
    "Leeds": ("Humboldt-Gymnasium", "Roundhay School"),
    "Lille": ("Humboldt-Gymnasium", "Lycée Faidherbe"),
    "Rostov": ("Sportverein Mitte", ""),
    "Siegen": ("", "Humboldt-Gymnasium"),
}


@pytest.fixture
def home() -> UUID:
    """Leeds since 1969, Rostov since 1978 at rest, Lille in friendship, Bonn ended in 1990, Siegen in the 1980s."""
    dortmund, made = municipality("Dortmund", "DE"), source()
    for name, country, facts in (
        ("Leeds", "GB", {"kind": "partnership", "since": "1969-11"}),
        ("Rostov", "RU", {"kind": "partnership", "since": "1978", "status": "resting"}),
        ("Lille", "FR", {"kind": "friendship", "since": "1961"}),
        ("Bonn", "DE", {"kind": "partnership", "since": "1966", "until": "1990"}),
        ("Siegen", "DE", {"kind": "partnership", "since": "198X"}),
    ):
        subject = pair(dortmund, municipality(name, country))
        for property_, value in facts.items():
            period = {"since": f"{value}/..", "until": f"../{value}"}.get(property_, "") if "X" not in value else ""
            claim(subject, property_, value, source=made, period=period)
        if name in LINKS:
            ours, theirs = LINKS[name]
            link = {
                "relation": "partnership",
                "type": "school",
                "home_organisation": ours,
                "partner_organisation": theirs,
            }
            claim(subject, "link", link, source=made)
    accept_source(made.pk, by=officer())
    return dortmund


def test_growth_says_at_each_year_what_the_list_counts_on_its_last_day(home: UUID) -> None:
    partners = queries.partners_of(home, TODAY)

    course = growth(partners.states, partners.count.rule, TODAY)

    assert [end.year for end in course] == list(range(1966, 2027))
    for end in course:
        day = min(date(end.year, 12, 31), TODAY)
        assert end.count == queries.partners_of(home, day).count.possible, end.year


def test_partners_at_another_day_are_those_that_the_register_would_answer(home: UUID) -> None:
    now = queries.partners_of(home, TODAY)

    for year in range(1955, 2027):
        with CaptureQueriesContext(connection) as asked:
            then = queries.at(now, date(year, 1, 1))
        assert len(asked) == 0
        assert then == queries.partners_of(home, date(year, 1, 1))


def test_round_years_come_from_exact_beginnings_of_what_is_there(home: UUID) -> None:
    states = queries.partners_of(home, TODAY).states

    found = [(a.year, a.age, a.state.partner.label) for a in round_ones(anniversaries(states, 2026, 2029))]

    assert found == [(2026, 65, "Lille"), (2028, 50, "Rostov"), (2029, 60, "Leeds")]


def test_organisation_is_one_for_all_its_ties_in_one_town(home: UUID) -> None:
    found = {o.slug: o for o in organisations(queries.partners_of(home, TODAY).states)}

    assert sorted(found) == [
        "humboldt-gymnasium",
        "humboldt-gymnasium-siegen",
        "lycee-faidherbe",
        "roundhay-school",
        "sportverein-mitte",
    ]
    ours = found["humboldt-gymnasium"]
    assert (ours.place.label, ours.type) == ("Dortmund", "school")
    assert sorted((tie.other, tie.other_place.label) for tie in ours.ties) == [
        ("Lycée Faidherbe", "Lille"),
        ("Roundhay School", "Leeds"),
    ]
    assert [tie.other_place.label for tie in found["sportverein-mitte"].ties] == ["Rostov"]
