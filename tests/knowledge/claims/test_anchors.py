"""From inside, a ledger whose tail was cut cleanly, or that was written anew, is whole; an anchor kept elsewhere tells."""

import pytest
from django.db import connection
from factories import claim, municipality, source

from jumelage.core import guard
from jumelage.knowledge.claims import anchors
from jumelage.knowledge.claims.anchors import AnchorError, read_anchors
from jumelage.knowledge.claims.models import LedgerHead
from jumelage.knowledge.claims.verify import document_faults, verify
from jumelage.knowledge.sources.models import FrozenText


def tampered(*statements: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the application's role cannot do this on PostgreSQL")
    guard.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            cursor.execute(statement)
    guard.install(connection)


def fill(count: int = 4) -> None:
    subject = municipality()
    for n in range(count):
        claim(subject, "since", str(1960 + n))


def test_cut_tail_is_seen_with_an_anchor(committed_db: str) -> None:
    fill()
    anchor = anchors.current()
    tampered(
        "DELETE FROM claims_payload WHERE entry_id > 3",
        "DELETE FROM claims_entry WHERE seq > 3",
        "UPDATE claims_ledgerhead SET (seq, hash, recorded_at) = (SELECT seq, hash, recorded_at FROM claims_entry WHERE seq = 3)",
    )

    assert verify().fault is None  # from inside nothing is wrong
    assert verify([anchor]).fault == "an anchor names #5, the last entry is #3: the tail was cut"


def test_ledger_written_anew_is_seen_with_an_anchor(committed_db: str) -> None:
    fill()
    anchor = anchors.current()
    tampered(
        "DELETE FROM claims_claim", "DELETE FROM claims_payload", "DELETE FROM claims_entry",
        "DELETE FROM claims_identity", "DELETE FROM partnerships_municipality",
        "UPDATE claims_ledgerhead SET seq = 0, hash = ''",
    )  # fmt: skip
    fill(6)

    assert verify().fault is None
    verdict = verify([anchor])
    assert (verdict.bad_seq, verdict.fault) == (
        5,
        "#5 is not the entry that the anchor names: the ledger was written anew",
    )


@pytest.mark.django_db
def test_ledger_that_went_on_fits_its_anchors() -> None:
    fill()
    lines = anchors.current().line + "  # mailed to the archive\n\n"
    fill()
    lines += anchors.current().line

    found = read_anchors(lines)

    assert [a.count for a in found] == [5, LedgerHead.objects.get().seq]
    assert verify(found).fault is None


@pytest.mark.parametrize("text", ["", "5 abc 2026", "five " + "0" * 64 + " now", "5 " + "0" * 64])
def test_what_is_no_anchor_is_refused(text: str) -> None:
    with pytest.raises(AnchorError, match="is not count, hash and time"):
        read_anchors(text)


def test_changed_text_and_quote_are_found(committed_db: str) -> None:
    made = source("Dortmund und Leeds sind Partner.")
    evidence = [{"role": "value", "start": 13, "end": 18, "quote": "Leeds"}]
    from jumelage.knowledge.claims.actions.append import Draft, append
    from jumelage.knowledge.claims.models import Op

    append([Draft(Op.ASSERT, municipality(), "field", made.pk, body={"value": "x", "evidence": evidence})], by="system")
    assert [fault for fault in document_faults() if fault.what == "quote"] == []
    tampered(f"UPDATE sources_frozentext SET text = 'Dortmund und Lille sind Partner.' WHERE id = {made.text_id}")

    assert FrozenText.objects.get().text == "Dortmund und Lille sind Partner."
    faults = [str(fault) for fault in document_faults()]
    assert any("quote of #3" in fault for fault in faults)
    assert any(fault.startswith("The text of") for fault in faults)
