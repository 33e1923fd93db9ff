"""Agreements: terms and reminders, what is refused, and that a second writer loses nothing."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from factories import officer

from jumelage.accounts.models import User
from jumelage.accounts.roles import Role
from jumelage.work.agreements import actions, queries
from jumelage.work.agreements.models import Agreement, Party, Text
from jumelage.work.agreements.rules import AgreementRefused, end_of, shifted
from jumelage.work.history.actions import ChangedMeanwhile
from jumelage.work.history.models import Change

pytestmark = pytest.mark.django_db
LEEDS = UUID(int=1)


@pytest.fixture
def olga(db: None) -> User:
    return officer()


def agreed(by: User, **said: object) -> Agreement:
    return actions.add_agreement(by=by, **({"title": "Twinning with Leeds", "partnership": LEEDS} | said))


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 1, 15), -13, date(2024, 12, 15)),
    ],
)
def test_months_end_where_a_month_is_shorter(day: date, months: int, then: date) -> None:
    assert shifted(day, months) == then


@pytest.mark.parametrize(
    ("said", "first_reminded"),
    [
        ({"until": "2027-12-31"}, date(2027, 6, 30)),
        ({"until": "2027-12-31", "notice_months": 3}, date(2027, 8, 31)),
        ({"until": "2027"}, date(2026, 7, 1)),
    ],
)
def test_office_is_reminded_before_an_end(said: dict[str, object], first_reminded: date, olga: User) -> None:
    made = agreed(olga, **said)

    days = (first_reminded - timedelta(days=1), first_reminded)

    assert [[a for a, _ in queries.ending(olga, day)] for day in days] == [[], [made]]


def test_agreement_without_a_term_or_with_one_that_follows_is_not_reminded_of(olga: User) -> None:
    agreed(olga)
    first = agreed(olga, until="2027-12-31")
    agreed(olga, succeeds=first, since="2028")

    assert queries.ending(olga, date(2027, 12, 1)) == []


def test_what_renews_itself_has_another_end_after_each(olga: User) -> None:
    made = agreed(olga, until="2024-12-31", renews_months=24, notice_months=6)

    end = end_of(made, date(2026, 11, 1))

    assert end
    assert (end.last, end.notice_by, end.renews) == (date(2026, 12, 31), date(2026, 6, 30), True)
    assert queries.ending(olga, date(2027, 1, 1)) == []


def test_end_that_nothing_followed_is_shown_for_a_year(olga: User) -> None:
    agreed(olga, until="2025-01-31")

    shown = [bool(queries.ending(olga, day)) for day in (date(2025, 12, 1), date(2026, 3, 1))]

    assert shown == [True, False]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"since": "2025", "until": "2024"}, "until"),
        ({"renews_months": 12}, "until"),
    ],
)
def test_agreement_that_does_not_hold_together_is_refused(said: dict[str, object], field: str, olga: User) -> None:
    with pytest.raises(AgreementRefused) as refused:
        agreed(olga, **said)

    assert refused.value.field == field
    assert not Agreement.objects.exists()


def test_partial_dates_that_only_may_be_wrong_are_taken(olga: User) -> None:
    assert agreed(olga, since="2025-06", until="2025").last_day == date(2025, 12, 31)


def test_signature_after_the_end_is_refused_on_both_forms(olga: User) -> None:
    made = agreed(olga, until="2024")
    with pytest.raises(AgreementRefused) as refused:
        actions.add_part(Party(agreement=made, name="Leeds", signed_on="2025-05-01"), by=olga)
    assert refused.value.field == "signed_on"

    actions.add_part(Party(agreement=made, name="Leeds", signed_on="2020-05-01"), by=olga)
    with pytest.raises(AgreementRefused, match="before it was signed"):
        actions.change_agreement(made.pk, seen=1, by=olga, until="2019")


def test_agreement_follows_neither_itself_nor_its_followers(olga: User) -> None:
    first = agreed(olga)
    second = agreed(olga, succeeds=first)

    for earlier in (first, second):
        with pytest.raises(AgreementRefused, match="follow itself"):
            actions.change_agreement(first.pk, seen=1, by=olga, succeeds=earlier)


def test_agreement_is_sorted_by_its_first_signature_and_found_by_who_signed(olga: User) -> None:
    later, earlier = agreed(olga, title="B", since="1980"), agreed(olga, title="A")
    for day in ("1969-07", "1969-05-14"):
        actions.add_part(Party(agreement=earlier, name="University", signer="Ann Example", signed_on=day), by=olga)

    assert list(queries.agreements(olga, sort="date")) == [earlier, later]
    assert Agreement.objects.get(pk=earlier.pk).first_day == date(1969, 5, 14)
    assert list(queries.agreements(olga, words="example university")) == [earlier]


def test_second_writer_of_an_agreement_or_a_party_loses_nothing(olga: User) -> None:
    made = agreed(olga)
    party = actions.add_part(Party(agreement=made, name="Leeds"), by=olga)
    actions.change_agreement(made.pk, seen=1, by=olga, note="a")
    actions.change_part(party, seen=1, by=olga, signer="Ann Example")

    with pytest.raises(ChangedMeanwhile) as first:
        actions.change_agreement(made.pk, seen=1, by=olga, note="b")
    with pytest.raises(ChangedMeanwhile) as second:
        actions.change_part(party, seen=1, by=olga, signer="Bob Example")
    with pytest.raises(ChangedMeanwhile):
        actions.remove_part(party, seen=1, by=olga)

    assert (first.value.now.note, second.value.now.signer) == ("a", "Ann Example")


def test_text_without_words_or_scan_is_refused(olga: User) -> None:
    with pytest.raises(AgreementRefused, match="Paste the words"):
        actions.add_part(Text(agreement=agreed(olga), language="en", words=" "), by=olga)


def test_agreement_that_is_removed_stays_in_the_history_with_its_parts(olga: User) -> None:
    made = agreed(olga)
    actions.add_part(Party(agreement=made, name="Leeds"), by=olga)

    actions.remove_agreement(made.pk, seen=1, by=olga)

    gone = Change.objects.filter(partnership=LEEDS).order_by("-pk")[:2]
    assert [(c.what, c.said.get("title") or c.said["name"]) for c in gone] == [
        ("agreement", ["Twinning with Leeds", None]),
        ("party", ["Leeds", None]),
    ]


def test_other_office_neither_sees_nor_changes_an_agreement(olga: User) -> None:
    made, stranger = agreed(olga, until="2027"), officer()

    assert list(queries.agreements(stranger)) == []
    assert queries.ending(stranger, date(2026, 12, 1)) == []
    with pytest.raises(Agreement.DoesNotExist):
        actions.add_part(Party(agreement=made, name="Leeds"), by=stranger)


@pytest.mark.parametrize("role", [Role.READER, Role.GUEST])
def test_who_only_reads_enters_no_agreement(role: Role) -> None:
    with pytest.raises(PermissionDenied):
        agreed(officer(role=role))
