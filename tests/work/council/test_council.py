"""Mandates, papers and resolutions: what is kept, what is refused, and what waits for a partner."""

from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from factories import officer

from jumelage.accounts.models import User
from jumelage.accounts.roles import Role
from jumelage.work.council import actions, queries
from jumelage.work.council.models import Record
from jumelage.work.council.rules import RecordRefused
from jumelage.work.history.actions import ChangedMeanwhile
from jumelage.work.history.models import Change

pytestmark = pytest.mark.django_db
KUMASI = UUID(int=7)


@pytest.fixture
def olga(db: None) -> User:
    return officer()


def mandate(by: User, **said: object) -> Record:
    given = {
        "kind": "mandate",
        "title": "Look south",
        "body": "Council",
        "wanted": "a partner in Africa",
        "date": "2021",
    }
    return actions.add_record(by=by, **(given | said))


def test_mandate_without_a_partner_waits_until_one_fulfils_it(olga: User) -> None:
    made = mandate(olga)
    assert list(queries.records(olga, waiting=True)) == [made]

    actions.change_record(made.pk, seen=1, by=olga, fulfilled_by=KUMASI)

    assert list(queries.records(olga, waiting=True)) == []
    assert list(queries.records(olga, partnership=KUMASI)) == [made]
    last = Change.objects.latest("pk")
    assert (last.partnership, last.said) == (KUMASI, {"fulfilled_by": [None, str(KUMASI)]})


def test_rejected_mandate_and_one_with_a_partner_do_not_wait(olga: User) -> None:
    mandate(olga, result="rejected")
    mandate(olga, partnership=KUMASI)

    assert list(queries.records(olga, waiting=True)) == []


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "paper", "fulfilled_by": KUMASI}, "fulfilled_by"),
        ({"partnership": KUMASI, "fulfilled_by": KUMASI}, "fulfilled_by"),
        ({"wanted": " "}, "wanted"),
    ],
)
def test_record_that_does_not_hold_together_is_refused(said: dict[str, object], field: str, olga: User) -> None:
    with pytest.raises(RecordRefused) as refused:
        mandate(olga, **said)

    assert refused.value.field == field
    assert not Record.objects.exists()


def test_second_writer_of_a_record_loses_nothing(olga: User) -> None:
    made = mandate(olga)
    actions.change_record(made.pk, seen=1, by=olga, number="21-0815")

    with pytest.raises(ChangedMeanwhile) as changed:
        actions.change_record(made.pk, seen=1, by=olga, number="21-0816")
    with pytest.raises(ChangedMeanwhile):
        actions.remove_record(made.pk, seen=1, by=olga)

    assert (changed.value.now.number, changed.value.now.version) == ("21-0815", 2)


def test_record_that_is_removed_stays_in_the_history(olga: User) -> None:
    made = mandate(olga)

    actions.remove_record(made.pk, seen=1, by=olga)

    assert not Record.objects.exists()
    assert Change.objects.latest("pk").said["title"] == ["Look south", None]


def test_records_are_found_by_words_and_sorted_by_partial_dates(olga: User) -> None:
    for title, date in (("Signing with Kumasi", "2024-05"), ("Report", ""), ("Visit to Kumasi", "2023")):
        actions.add_record(by=olga, kind="paper", title=title, body="Committee for culture", date=date)

    assert [r.title for r in queries.records(olga)] == ["Signing with Kumasi", "Visit to Kumasi", "Report"]
    assert [r.title for r in queries.records(olga, words="KUMASI culture", sort="title")] == [
        "Signing with Kumasi",
        "Visit to Kumasi",
    ]


def test_other_office_neither_sees_nor_changes_a_record(olga: User) -> None:
    made, stranger = mandate(olga), officer()

    assert list(queries.records(stranger)) == []
    with pytest.raises(Record.DoesNotExist):
        actions.change_record(made.pk, seen=1, by=stranger, title="Mine")


@pytest.mark.parametrize("role", [Role.READER, Role.GUEST])
def test_who_only_reads_enters_no_record(role: Role) -> None:
    with pytest.raises(PermissionDenied):
        mandate(officer(role=role))
