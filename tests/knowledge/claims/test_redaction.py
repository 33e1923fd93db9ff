"""Personal data goes on request; that it went stays, and the chain is whole."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from factories import claim, municipality, officer, pair, source

from jumelage.accounts.roles import Role
from jumelage.knowledge.claims.actions.decide import DecisionRefused, accept_source
from jumelage.knowledge.claims.actions.redact import redact
from jumelage.knowledge.claims.history import told
from jumelage.knowledge.claims.models import Claim, Op, Payload
from jumelage.knowledge.claims.verify import verify
from jumelage.knowledge.partnerships.actions import split_partner_off
from jumelage.knowledge.partnerships.models import Partnership
from jumelage.knowledge.partnerships.projection import rebuild_all
from jumelage.knowledge.places import gazetteer

pytestmark = pytest.mark.django_db
EVENT = {"type": "signing", "date": "1960", "people": [{"name": "Erna Erfunden", "role": "mayor", "for": "home"}]}


def test_redacted_words_are_gone_from_everything_and_the_chain_is_whole() -> None:
    head = officer(role=Role.HEAD)
    subject = pair(municipality(), municipality("Amiens", "FR"))
    made = source()
    event = claim(subject, "event", EVENT, source=made)
    accept_source(made.pk, by=head)
    assert "Erfunden" in str(Partnership.objects.get(pk=subject).record)

    redact([event.seq], by=head, reason="asked for by the person")

    assert not Claim.objects.filter(pk=event.seq).exists()
    assert "Erfunden" not in str(Partnership.objects.get(pk=subject).record)
    assert not Payload.objects.filter(body__contains="Erfunden").exists()
    assert verify().fault is None
    assert [t.recorded.entry.op for t in told(f"#{event.seq}")] == [Op.ASSERT, Op.REDACT]
    rebuild_all()
    assert "Erfunden" not in str(Partnership.objects.get(pk=subject).record)


def test_redacted_payload_cannot_be_put_back() -> None:
    event = claim(municipality(), "event", EVENT)
    salt = Payload.objects.get(pk=event.seq).salt
    redact([event.seq], by=officer(role=Role.HEAD), reason="asked for by the person")

    with pytest.raises(DatabaseError), transaction.atomic():
        Payload.objects.create(entry_id=event.seq, salt=salt, body="{}")


def test_what_may_not_be_redacted_is_refused() -> None:
    head, event = officer(role=Role.HEAD), claim(municipality(), "event", EVENT)

    with pytest.raises(DecisionRefused, match="#1 "):
        redact([1], by=head, reason="it makes Dortmund known")
    with pytest.raises(DecisionRefused, match="#999"):
        redact([event.seq, 999], by=head, reason="there is no such entry")
    with pytest.raises(DecisionRefused):
        redact([event.seq], by=head, reason=" ")
    with pytest.raises(PermissionDenied):
        redact([event.seq], by=officer(role=Role.OFFICER), reason="may not")
    assert Payload.objects.filter(pk=event.seq).exists()


def test_redacted_words_are_gone_from_where_the_claim_was_split_off_to() -> None:
    head, home = officer(role=Role.HEAD), municipality()
    event = claim(pair(home, municipality("Amiens", "FR")), "event", EVENT, source=source())
    accept_source(event.source_id, by=head)
    other = gazetteer.lookup("Lille", country="FR")[0]
    moved = split_partner_off([Claim.objects.get(pk=event.seq)], home, other, by=head, reason="mixed up")
    assert "Erfunden" in str(Partnership.objects.get(pk=moved).record)

    redact([event.seq], by=head, reason="asked for by the person")

    assert "Erfunden" not in str(Partnership.objects.get(pk=moved).record)
