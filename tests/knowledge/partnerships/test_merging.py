"""The same town under two names, a town that was merged into another, two towns taken for one: joined, parted, told."""

from datetime import date
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from factories import claim, municipality, officer, pair, source

from jumelage.accounts.models import User
from jumelage.accounts.roles import Role
from jumelage.knowledge.claims.actions.decide import accept_source, state_fact
from jumelage.knowledge.claims.actions.merge import MergeRefused
from jumelage.knowledge.claims.models import Claim, Identity, LedgerHead
from jumelage.knowledge.claims.verify import verify
from jumelage.knowledge.partnerships import projection, queries
from jumelage.knowledge.partnerships.actions import merge_municipalities, split_municipality, split_partner_off
from jumelage.knowledge.places import gazetteer

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 1)


@pytest.fixture
def home() -> UUID:
    return municipality("Dortmund", "DE")


@pytest.fixture
def user() -> User:
    return officer()


def says(user: User, *facts: tuple[UUID, str, str]) -> None:
    made = source()
    for subject, property_, value in facts:
        claim(subject, property_, value, source=made, period=f"{value}/.." if property_ == "since" else "")
    accept_source(made.pk, by=user)


def partners(home: UUID, **options: object) -> dict[str, list[str]]:
    """Each partner's starts."""
    found = queries.partners_of(home, DAY, **options)  # type: ignore[arg-type]
    return {s.partner.label: sorted(start.date for start in s.record.starts) for s in found.states}


def test_two_names_of_one_town_become_one_partner(home: UUID, user: User) -> None:
    zhytomyr, schytomyr = municipality("Zhytomyr", "UA"), municipality("Schytomyr", "UA")
    one, other = pair(home, zhytomyr), pair(home, schytomyr)
    says(user, (one, "kind", "partnership"), (one, "since", "2025"))
    says(user, (other, "kind", "partnership"), (other, "since", "2024"))
    before = LedgerHead.objects.get().seq

    merge_municipalities(schytomyr, zhytomyr, by=user, reason="two spellings of one city")

    assert partners(home) == {"Zhytomyr": ["2024", "2025"]}
    assert partners(home, as_known=before) == {"Zhytomyr": ["2025"], "Schytomyr": ["2024"]}


def test_a_merge_is_undone_and_told(home: UUID, user: User) -> None:
    zhytomyr, schytomyr = municipality("Zhytomyr", "UA"), municipality("Schytomyr", "UA")
    says(user, (pair(home, schytomyr), "since", "2024"))
    merge_municipalities(schytomyr, zhytomyr, by=user, reason="two spellings")
    merged = LedgerHead.objects.get().seq
    says(user, (pair(home, schytomyr), "since", "2025"))  # after the merge it is said of Zhytomyr

    split_municipality(schytomyr, by=user, reason="a village of that name, not the city")

    assert partners(home) == {"Schytomyr": ["2024"], "Zhytomyr": ["2025"]}
    assert partners(home, as_known=merged) == {"Zhytomyr": ["2024"]}
    assert verify().fault is None


def test_what_is_said_of_a_merged_town_is_said_of_the_other(home: UUID, user: User) -> None:
    halle, neustadt = municipality("Halle", "DE"), municipality("Halle-Neustadt", "DE")
    merge_municipalities(neustadt, halle, by=user, reason="became a part of Halle in 1990")

    says(user, (pair(home, municipality("Halle-Neustadt", "DE")), "since", "1985"))

    assert partners(home) == {"Halle": ["1985"]}


def test_merges_in_a_row_lead_to_the_last(home: UUID, user: User) -> None:
    a, b, c = (municipality(name, "FR") for name in ("Aa", "Bb", "Cc"))
    says(user, (pair(home, a), "since", "1961"))
    merge_municipalities(a, b, by=user, reason="first")
    merge_municipalities(b, c, by=user, reason="second")
    assert partners(home) == {"Cc": ["1961"]}

    split_municipality(b, by=user, reason="the second was wrong")
    assert partners(home) == {"Bb": ["1961"]}


def test_two_towns_taken_for_one_are_split(home: UUID, user: User) -> None:
    newcastle = pair(home, municipality("Newcastle", "GB"))
    says(user, (newcastle, "since", "1951"), (newcastle, "kind", "partnership"))
    says(user, (newcastle, "since", "1988"), (newcastle, "kind", "friendship"))
    other = gazetteer.lookup("Newcastle-under-Lyme", country="GB")[0]
    wrong = list(Claim.objects.filter(value__in=["1988", "friendship"]))
    before = LedgerHead.objects.get().seq

    split_partner_off(wrong, home, other, by=user, reason="the page means the town in Staffordshire")

    assert partners(home) == {"Newcastle": ["1951"], other.name: ["1988"]}
    assert partners(home, as_known=before) == {"Newcastle": ["1951", "1988"]}


def test_rebuilding_keeps_merges_and_splits(home: UUID, user: User) -> None:
    zhytomyr, schytomyr = municipality("Zhytomyr", "UA"), municipality("Schytomyr", "UA")
    says(user, (pair(home, schytomyr), "since", "2024"), (pair(home, zhytomyr), "since", "2025"))
    merge_municipalities(schytomyr, zhytomyr, by=user, reason="two spellings")
    split_partner_off(
        list(Claim.objects.filter(value="2024")), home, gazetteer.lookup("Leeds")[0], by=user, reason="mixed up"
    )
    before = partners(home), list(Identity.objects.order_by("pk").values_list("pk", "merged_into"))

    projection.rebuild_all()

    assert (partners(home), list(Identity.objects.order_by("pk").values_list("pk", "merged_into"))) == before
    assert before[0] == {"Zhytomyr": ["2025"], "Leeds": ["2024"]}


def test_rebuilding_knows_what_was_said_after_a_merge(home: UUID, user: User) -> None:
    zhytomyr, schytomyr = municipality("Zhytomyr", "UA"), municipality("Schytomyr", "UA")
    one, other = pair(home, zhytomyr), pair(home, schytomyr)
    says(user, (one, "since", "2025"), (other, "since", "2024"))
    merge_municipalities(schytomyr, zhytomyr, by=user, reason="two spellings")
    says(user, (other, "since", "2023"))  # by who had read the page before the merge
    before = partners(home)

    projection.rebuild_all()

    assert partners(home) == before == {"Zhytomyr": ["2023", "2024", "2025"]}


def test_what_cannot_be_merged_is_refused(home: UUID, user: User) -> None:
    leeds = municipality("Leeds", "GB")
    partnership = pair(home, leeds)
    refused = pytest.raises(MergeRefused)

    with refused:
        merge_municipalities(leeds, home, by=user, reason="partners of each other")
    with refused:
        merge_municipalities(leeds, leeds, by=user, reason="itself")
    with refused:
        merge_municipalities(municipality("Lille", "FR"), leeds, by=user, reason=" ")
    with refused:
        merge_municipalities(municipality("Lille", "FR"), partnership, by=user, reason="of two types")
    with refused:
        split_municipality(leeds, by=user, reason="was never merged")
    with pytest.raises(PermissionDenied):
        merge_municipalities(municipality("Lille", "FR"), leeds, by=officer(role=Role.READER), reason="may not")
    assert not Identity.objects.exclude(merged_into=None).exists()


def test_a_fact_of_the_office_on_a_merged_partnership_counts(home: UUID, user: User) -> None:
    zhytomyr, schytomyr = municipality("Zhytomyr", "UA"), municipality("Schytomyr", "UA")
    old = pair(home, schytomyr)
    says(user, (old, "kind", "partnership"))
    merge_municipalities(schytomyr, zhytomyr, by=user, reason="two spellings")

    state_fact(old, "since", "2025-03-01", by=user, reason="from the file")

    assert partners(home) == {"Zhytomyr": ["2025-03-01"]}
