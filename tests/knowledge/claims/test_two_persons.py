"""Two persons for every fact, where the office wants it so."""

from uuid import UUID

import pytest
from django.utils import translation
from factories import claim, municipality, officer, pair, source

from jumelage.accounts.models import Office, User
from jumelage.accounts.roles import Role
from jumelage.knowledge.claims.actions.decide import (
    DecisionRefused,
    accept_and_prefer,
    accept_source,
    correct,
    decide,
    state_fact,
)
from jumelage.knowledge.claims.models import Claim, Entry, Op
from jumelage.knowledge.claims.verify import verify
from jumelage.knowledge.partnerships.projection import rebuild_all
from jumelage.knowledge.sources.models import Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(db: None) -> User:
    made = officer(name="Anna Erste")
    Office.objects.filter(pk=made.office_id).update(two_persons=True)
    return made


@pytest.fixture
def bert(anna: User) -> User:
    made = officer(name="Bert Zweiter")
    made.office = anna.office
    made.save()
    return made


@pytest.fixture
def page(db: None) -> Source:
    return source()


@pytest.fixture
def subject(db: None) -> UUID:
    return pair(municipality("Dortmund"), municipality("Leeds", "GB"))


@pytest.fixture
def kind(page: Source, subject: UUID) -> Claim:
    return claim(subject, "kind", "partnership", source=page)


def now(found: Claim) -> Claim:
    return Claim.objects.get(pk=found.pk)


def test_first_endorses_and_second_accepts(kind: Claim, anna: User, bert: User) -> None:
    decide(Op.ACCEPT, [kind], by=anna)
    assert (now(kind).state, now(kind).endorsed_by) == ("proposed", f"person:{anna.pk}")

    decide(Op.ACCEPT, [now(kind)], by=bert)

    assert (now(kind).state, now(kind).endorsed_by) == ("accepted", "")
    said = Entry.objects.filter(target=kind.pk).order_by("seq").values_list("op", "actor")
    assert list(said) == [("endorse", f"person:{anna.pk}"), ("accept", f"person:{bert.pk}")]
    assert verify().fault is None


def test_same_person_twice_is_one_person(kind: Claim, anna: User) -> None:
    decide(Op.ACCEPT, [kind], by=anna)

    with (
        translation.override("en"),
        pytest.raises(DecisionRefused, match="another person of the office has to confirm it"),
    ):
        decide(Op.ACCEPT, [now(kind)], by=anna)

    assert now(kind).state == "proposed"


def test_second_may_reject(kind: Claim, anna: User, bert: User) -> None:
    decide(Op.ACCEPT, [kind], by=anna)

    decide(Op.REJECT, [now(kind)], by=bert, reason="another city of that name")

    assert (now(kind).state, now(kind).endorsed_by) == ("rejected", "")


def test_first_may_take_it_back(kind: Claim, anna: User, bert: User) -> None:
    decide(Op.ACCEPT, [kind], by=anna)

    decide(Op.WITHDRAW, [now(kind)], by=anna)

    assert (now(kind).state, now(kind).endorsed_by) == ("proposed", "")
    decide(Op.ACCEPT, [now(kind)], by=bert)
    assert now(kind).state == "proposed"


def test_what_one_person_records_is_confirmed_by_another(subject: UUID, anna: User, bert: User) -> None:
    made = state_fact(subject, "since", "1969", by=anna, reason="the deed")
    assert made.state == "proposed"

    decide(Op.ACCEPT, [made], by=bert)

    assert now(made).state == "accepted"


def test_correction_is_confirmed_by_another(kind: Claim, anna: User, bert: User) -> None:
    mine = correct(kind, "friendship", by=anna, reason="the deed")
    assert (now(kind).state, mine.state) == ("rejected", "proposed")

    decide(Op.ACCEPT, [mine], by=bert)

    assert now(mine).state == "accepted"


def test_correction_goes_with_the_decision_that_is_taken_back(kind: Claim, anna: User) -> None:
    mine = correct(kind, "friendship", by=anna, reason="the deed")

    decide(Op.WITHDRAW, [now(kind)], by=anna)

    assert (now(kind).state, now(mine).state) == ("proposed", "retracted")


def test_source_is_accepted_wholesale_by_two(kind: Claim, page: Source, anna: User, bert: User) -> None:
    accept_source(page.pk, by=anna)
    assert now(kind).state == "proposed"
    with pytest.raises(DecisionRefused):
        accept_source(page.pk, by=anna)

    accept_source(page.pk, by=bert)

    assert now(kind).state == "accepted"


def test_source_of_which_only_a_part_was_accepted_first_is_not_accepted_by_one(
    kind: Claim, page: Source, subject: UUID, anna: User, bert: User
) -> None:
    since = claim(subject, "since", "1969", source=page)
    decide(Op.ACCEPT, [kind], by=anna)

    accept_source(page.pk, by=bert)

    assert [now(kind).state, now(since).state] == ["proposed", "proposed"]
    accept_source(page.pk, by=anna)
    assert [now(kind).state, now(since).state] == ["accepted", "accepted"]


def test_side_of_a_contradiction_is_chosen_by_two(kind: Claim, anna: User, bert: User) -> None:
    accept_and_prefer([kind], by=anna, reason="the deed")
    assert (now(kind).state, now(kind).rank) == ("proposed", "preferred")

    accept_and_prefer([now(kind)], by=bert, reason="the deed")

    assert (now(kind).state, now(kind).rank) == ("accepted", "preferred")


def test_date_of_a_source_needs_one_person(page: Source, anna: User) -> None:
    assert state_fact(page.pk, "published", "2024", by=anna, reason="its foot", source=page.pk).state == "accepted"


def test_administrator_of_all_offices_is_no_way_around(kind: Claim, anna: User) -> None:
    everywhere = officer(role=Role.ADMINISTRATOR)
    everywhere.office = None

    decide(Op.ACCEPT, [kind], by=everywhere)

    assert now(kind).state == "proposed"


def test_without_the_rule_one_is_enough(kind: Claim, anna: User) -> None:
    decide(Op.ACCEPT, [kind], by=anna)
    Office.objects.update(two_persons=False)

    decide(Op.ACCEPT, [now(kind)], by=anna)

    assert now(kind).state == "accepted"


def test_rebuilding_tells_it_again(kind: Claim, anna: User) -> None:
    decide(Op.ACCEPT, [kind], by=anna)
    before = list(Claim.objects.order_by("pk").values())

    rebuild_all()

    assert list(Claim.objects.order_by("pk").values()) == before
