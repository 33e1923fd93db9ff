"""Organisations are known by claims, and their ties find them by any name they had."""

from collections.abc import Iterator

import pytest
from django.utils import translation
from factories import claim, municipality, officer, pair

from jumelage.accounts.models import User
from jumelage.knowledge.claims.actions.decide import DecisionRefused, propose_fact, state_fact
from jumelage.knowledge.claims.models import Claim
from jumelage.knowledge.claims.rules import ValueRefused
from jumelage.knowledge.claims.verify import verify
from jumelage.knowledge.organisations.actions import describe_organisation, found_organisation
from jumelage.knowledge.organisations.queries import organisations, ties_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def user(db: None) -> User:
    return officer()


def test_organisation_is_founded_described_anew_and_keeps_its_old_name(user: User) -> None:
    place = municipality("Leeds", "GB")
    pk = found_organisation("Leeds Circle", "club", place=place, by=user, reason="letter of 2020")
    (known,) = organisations()

    describe_organisation(known, "Leeds Friends", "association", place=place, website="", by=user, reason="renamed")

    (now,) = organisations([pk])
    assert (now.name, now.type, now.place, now.public) == ("Leeds Friends", "association", place, True)
    assert now.names == ("Leeds Friends", "Leeds Circle")
    with pytest.raises(DecisionRefused, match="in the meantime"):
        describe_organisation(known, "Other", "club", place=place, website="", by=user, reason="late")
    assert verify().fault is None


def test_same_name_in_the_same_place_is_refused(user: User) -> None:
    place = municipality("Leeds", "GB")
    found_organisation("Leeds Circle", "club", place=place, by=user, reason="known")

    with pytest.raises(DecisionRefused, match="known there already"):
        found_organisation("LEEDS  circle", "club", place=place, by=user, reason="again")
    found_organisation("Leeds Circle", "club", place=None, by=user, reason="another one")

    assert len(organisations()) == 2
    assert [o.place for o in organisations(places=[place])] == [place]


def test_organisation_needs_a_type_that_is_known(user: User) -> None:
    with pytest.raises(ValueRefused):
        found_organisation("Leeds Circle", "band", place=None, by=user, reason="known")

    assert organisations() == []


def test_ties_are_found_by_any_name(user: User) -> None:
    twinned = pair(municipality("Dortmund"), municipality("Leeds", "GB"))
    pk = found_organisation("Leeds Circle", "club", place=None, by=user, reason="known")
    tie = claim(twinned, "link", {"relation": "cooperation", "partner_organisation": "leeds circle"})
    claim(twinned, "link", {"relation": "visit", "partner_organisation": "Another Circle"})

    (known,) = organisations([pk])

    assert ties_of(known) == [tie]


def test_proposed_tie_waits_until_it_is_released(user: User) -> None:
    twinned = pair(municipality("Dortmund"), municipality("Leeds", "GB"))
    value = {"relation": "cooperation", "home_organisation": "Gymnasium", "since": "1990"}

    proposed = propose_fact(twinned, "link", value, by=user, reason="heard on the telephone")
    stated = state_fact(twinned, "link", value, by=user, reason="the contract")

    assert (proposed.state, proposed.period, stated.state) == ("proposed", "1990/..", "accepted")
    assert Claim.objects.accepted().filter(property="link").count() == 1
