"""What goes into the ledger, and what verify says of it."""

import json

import pytest
from django.db import DatabaseError, transaction
from django.utils import translation
from factories import claim, municipality, officer, pair, source

from jumelage.core import revision
from jumelage.knowledge.claims import chain
from jumelage.knowledge.claims.actions.append import Draft, append
from jumelage.knowledge.claims.actions.decide import DecisionRefused, accept_source, correct, decide
from jumelage.knowledge.claims.chain import Link
from jumelage.knowledge.claims.models import Claim, Entry, LedgerHead, Op, Payload, Rank, State
from jumelage.knowledge.claims.queries import decisions_on
from jumelage.knowledge.claims.rules import ValueRefused
from jumelage.knowledge.claims.verify import verify

pytestmark = pytest.mark.django_db


def test_entries_are_chained_without_a_gap() -> None:
    subject = municipality()

    append([Draft(Op.ASSERT, subject, "count", body={"value": {"value": n}}) for n in range(3)], by="reader:rules")

    entries = list(Entry.objects.order_by("seq"))
    assert [e.seq for e in entries] == [1, 2, 3, 4]
    assert [e.prev_hash for e in entries] == ["", *(e.hash for e in entries[:-1])]
    assert LedgerHead.objects.get().hash == entries[-1].hash
    assert verify().count == 4


def test_hash_survives_the_way_through_the_database() -> None:
    claim(municipality(), "since", "1960", period="1960/..")

    entry = Link._make(Entry.objects.order_by("seq").values_list(*Link._fields).last())

    assert entry is not None
    assert (entry.start_min, entry.start_max, entry.end_min) == (715510, 715875, None)
    assert chain.entry_hash(entry) == entry.hash


def test_batch_is_all_or_nothing() -> None:
    subject = municipality()

    with pytest.raises(ValueError, match="not a partial date"):
        append([Draft(Op.ASSERT, subject, body={"value": 1}), Draft(Op.ASSERT, subject, period="May")], by="system")

    assert Entry.objects.count() == 1


def test_every_append_is_a_new_content_revision() -> None:
    before = revision.current()

    municipality()

    assert revision.current() == before + 1


def test_decision_changes_the_claim_and_adds_an_entry() -> None:
    one = claim(municipality(), "kind", "partnership")

    decide(Op.ACCEPT, [one], by=officer())

    one.refresh_from_db()
    assert (one.state, one.decided_seq) == (State.ACCEPTED, one.seq + 1)


@pytest.mark.parametrize(
    ("ops", "state", "rank"),
    [
        ([Op.REJECT], State.REJECTED, Rank.NORMAL),
        ([Op.ACCEPT, Op.WITHDRAW], State.PROPOSED, Rank.NORMAL),
        ([Op.ACCEPT, Op.PREFER], State.ACCEPTED, Rank.PREFERRED),
        ([Op.ACCEPT, Op.DEPRECATE], State.ACCEPTED, Rank.DEPRECATED),
        ([Op.REJECT, Op.ACCEPT], State.ACCEPTED, Rank.NORMAL),
    ],
)
def test_last_decision_stands(ops: list[Op], state: State, rank: Rank) -> None:
    one, user = claim(municipality(), "kind", "partnership"), officer()

    for op in ops:
        decide(op, [Claim.objects.get(pk=one.pk)], by=user, reason="because")

    one.refresh_from_db()
    assert (one.state, one.rank) == (state, rank)


def test_rejection_needs_a_reason() -> None:
    one = claim(municipality(), "kind", "partnership")

    with translation.override("en"), pytest.raises(DecisionRefused, match="why"):
        decide(Op.REJECT, [one], by=officer(), reason="  ")

    assert Entry.objects.filter(op=Op.REJECT).count() == 0


def test_accepting_a_source_accepts_what_is_open_of_it_only() -> None:
    page, subject, user = source(), municipality(), officer()
    rejected = claim(subject, "kind", "friendship", source=page)
    decide(Op.REJECT, [rejected], by=user, reason="no")
    opened = claim(subject, "kind", "partnership", source=page)
    elsewhere = claim(subject, "kind", "contact")

    accept_source(page.pk, by=user)

    states = dict(Claim.objects.values_list("seq", "state"))
    assert states == {rejected.seq: "rejected", opened.seq: "accepted", elsewhere.seq: "proposed"}


def test_correction_is_the_officers_own_claim_on_the_same_evidence() -> None:
    page, partnership, user = source(), pair(municipality("A"), municipality("B")), officer()
    evidence = [{"role": "value", "start": 0, "end": 8, "quote": "Dortmund"}]
    draft = Draft(Op.ASSERT, partnership, "since", page.pk, body={"value": "1970", "evidence": evidence})
    append([draft], by="reader:rules")

    mine = correct(Claim.objects.get(pk=draft.seq), "1969", by=user, reason="the year of the deed")

    assert (mine.value, mine.state, mine.actor) == ("1969", State.ACCEPTED, f"person:{user.pk}")
    assert json.loads(Payload.objects.get(pk=mine.seq).body)["evidence"] == evidence
    assert Claim.objects.get(pk=draft.seq).state == State.REJECTED


def test_correction_to_nonsense_is_refused() -> None:
    one = claim(municipality(), "since", "1970")

    with pytest.raises(ValueRefused, match="1960-05"):
        correct(one, "May 1960", by=officer(), reason="typo")

    assert verify().count == one.seq


def test_decision_on_what_somebody_else_decided_meanwhile_is_refused() -> None:
    seen = claim(municipality(), "kind", "partnership")
    decide(Op.REJECT, [Claim.objects.get(pk=seen.pk)], by=officer(), reason="the deed says otherwise")

    with translation.override("en"), pytest.raises(DecisionRefused, match="meantime"):
        decide(Op.ACCEPT, [seen], by=officer())

    assert Claim.objects.get(pk=seen.pk).state == State.REJECTED


def test_second_click_on_a_correction_is_refused() -> None:
    seen, user = claim(municipality(), "since", "1970"), officer()
    correct(seen, "1969", by=user, reason="the deed")

    with pytest.raises(DecisionRefused):
        correct(seen, "1969", by=user, reason="the deed")

    assert Claim.objects.accepted().count() == 1


def test_decision_that_changes_nothing_is_no_entry() -> None:
    one, user = claim(municipality(), "kind", "partnership"), officer()
    decide(Op.ACCEPT, [one], by=user)
    before = Entry.objects.count()

    decide(Op.ACCEPT, [Claim.objects.get(pk=one.pk)], by=user)
    accept_source(source().pk, by=user)

    assert Entry.objects.count() == before + 1  # the source that was made


def test_taking_back_a_corrected_claim_takes_back_its_correction() -> None:
    one, user = claim(municipality(), "since", "1970"), officer()
    mine = correct(one, "1969", by=user, reason="the deed")

    decide(Op.WITHDRAW, [Claim.objects.get(pk=one.pk)], by=user)

    assert Claim.objects.get(pk=one.pk).state == State.PROPOSED
    assert Claim.objects.get(pk=mine.pk).state == State.RETRACTED


def test_correction_keeps_what_else_was_said() -> None:
    subject = municipality()
    body = {"value": "planned", "target": "2025", "scope": "all", "evidence": []}
    draft = Draft(Op.ASSERT, subject, "status", period="2023/2025", body=body)
    append([draft], by="reader:rules")

    mine = correct(Claim.objects.get(pk=draft.seq), "resting", by=officer(), reason="it rests")

    assert (mine.period, mine.detail["target"], mine.detail["scope"]) == ("2023/2025", "2025", "all")


def test_redacted_claim_is_gone_everywhere_and_the_chain_is_whole() -> None:
    from jumelage.knowledge.partnerships.projection import rebuild_all
    from jumelage.knowledge.partnerships.statements import as_known

    subject = municipality()
    one = claim(subject, "field", "Erika Beispiel")
    append([Draft(Op.REDACT, subject, target=one.pk, body={"reason": "asked for"})], by="system")
    payload = Payload.objects.get(pk=one.pk)
    payload.delete()

    assert not Claim.objects.filter(pk=one.pk).exists()
    assert rebuild_all() == LedgerHead.objects.get().seq
    assert as_known([subject], one.pk) == {}
    assert verify().fault is None
    with pytest.raises(DatabaseError), transaction.atomic():
        Payload.objects.create(entry_id=one.pk, salt=payload.salt, body=payload.body)


def test_history_keeps_a_decision_on_the_whole_source() -> None:
    page, user = source(), officer(name="Olga Offizier")
    one = claim(municipality(), "kind", "partnership", source=page)
    accept_source(page.pk, by=user)
    decide(Op.PREFER, [Claim.objects.get(pk=one.pk)], by=user, reason="the deed")

    assert [(d.op, d.who) for d in decisions_on([one.pk])[one.pk]] == [
        ("accept", "Olga Offizier"),
        ("prefer", "Olga Offizier"),
    ]
