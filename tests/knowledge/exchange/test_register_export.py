"""All of a register leaves as rows of JSON and comes back without loss, once, and nothing leaves that must not."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from exported_register import Elsewhere, Registers, known, moved, rows_of
from factories import claim, municipality, officer, pair
from factories import source as a_source

from jumelage.accounts.roles import Role
from jumelage.knowledge.claims.actions.ingest import announce
from jumelage.knowledge.claims.actions.redact import redact
from jumelage.knowledge.claims.history import told
from jumelage.knowledge.claims.models import Claim, Entry, Identity, LedgerHead, Payload, State
from jumelage.knowledge.claims.queries import decisions_on
from jumelage.knowledge.claims.verify import document_faults, verify
from jumelage.knowledge.partnerships.models import Municipality, Partnership
from jumelage.knowledge.partnerships.projection import rebuild_all
from jumelage.knowledge.sources.models import FrozenText, Source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_empty_register_becomes_the_same_register(registers: Registers) -> None:
    data, before, _ = moved(registers)

    taken = registers.take()

    assert (taken.problems, taken.waiting) == ([], {})
    assert known() == before
    assert registers.export() == data
    assert verify().fault is None
    assert document_faults() == []


def test_rebuilding_what_came_in_gives_the_same(registers: Registers) -> None:
    moved(registers)
    registers.take()
    before = known()

    rebuild_all()

    assert known() == before


def test_second_time_adds_nothing(registers: Registers) -> None:
    moved(registers)
    registers.take()
    head = LedgerHead.objects.get().hash

    again = registers.take(commit=True, by=officer(role=Role.HEAD), accept="once more")

    assert (sum(again.taken.values()), again.sources, again.problems) == (0, 0, [])
    assert LedgerHead.objects.get().hash == head


def test_dry_run_says_the_same_and_writes_nothing(registers: Registers) -> None:
    moved(registers)

    looked = registers.take(commit=False)

    assert (Entry.objects.count(), Identity.objects.count(), Source.objects.count()) == (0, 0, 0)
    assert looked == registers.take()


def test_everything_of_one_municipality_comes_back(registers: Registers) -> None:
    data, before, _ = moved(registers, city=True)

    taken = registers.take()

    assert taken.problems == []
    assert known()["states"] == before["states"]
    assert registers.export() == data


def test_municipality_takes_nothing_of_others_with_it(registers: Registers, db: None) -> None:
    essen, leeds = municipality("Essen"), municipality("Leeds", "GB")
    ours, theirs = pair(essen, municipality("Lille", "FR")), pair(leeds, municipality("Siegen"))
    claim(ours, "since", "1960", source=a_source())
    claim(theirs, "since", "1966", source=a_source("Leeds und Siegen."))

    data = registers.export(of=essen)

    assert b"Siegen" not in data
    assert {row["body"]["value"] for row in rows_of(data) if row.get("op") == "assert"} == {"1960"}


def test_redacted_words_do_not_leave_nor_come_back(registers: Registers) -> None:
    data, before, _ = moved(registers, redacting=True)

    taken = registers.take()

    assert taken.problems == []
    assert known()["claims"] == before["claims"]
    assert registers.export() == data

    assert b"Ida Muster" not in data  # not in the source's text either
    assert b"asked for" in data
    assert not Payload.objects.filter(body__contains="Muster").exists()
    assert verify().fault is None


def test_redaction_there_takes_the_words_away_here(registers: Registers) -> None:
    by = officer(role=Role.HEAD)
    try:
        with transaction.atomic():
            subject = pair(municipality(), municipality("Leeds", "GB"))
            spoke = claim(subject, "field", "Ida Muster")
            before = registers.export()
            redact([spoke.pk], by=by, reason="asked for")
            after = registers.export()
            raise Elsewhere
    except Elsewhere:
        registers.path.write_bytes(before)
        registers.take()
        registers.path.write_bytes(after)

    waiting = registers.take()
    taken = registers.take(by=by, accept="their redactions")
    registers.path.write_bytes(before)
    again = registers.take(by=by, accept="the old file")

    assert waiting.waiting == {"redact": 1}
    assert taken.taken == {"redact": 1}
    assert not Payload.objects.filter(body__contains="Muster").exists()
    assert sum(again.taken.values()) == 0
    assert verify().fault is None


def test_what_was_redacted_here_does_not_come_back_with_the_file(registers: Registers) -> None:
    moved(registers)
    registers.take()
    mine = Claim.objects.get(property="since", value="1960")
    by = officer(role=Role.HEAD)
    redact([mine.pk], by=by, reason="asked for")

    again = registers.take(by=by, accept="again")

    assert (sum(again.taken.values()), again.problems) == (0, [])
    assert not Claim.objects.filter(pk=mine.pk).exists()


def test_words_recorded_here_are_not_redacted_by_a_file(registers: Registers) -> None:
    by = officer(role=Role.HEAD)
    mine = claim(pair(municipality(), municipality("Leeds", "GB")), "field", "sport")
    rows = rows_of(registers.export())
    target = next(row for row in rows if row.get("op") == "assert")
    tomb = target | {"id": "0" * 32, "op": "redact", "target": target["id"], "body": {"reason": "no"}}
    target.pop("body")
    target["redacted"] = True
    registers.write([*rows[:-1], tomb, {}])

    taken = registers.take(by=by, accept="everything")

    assert [problem.why for problem in taken.problems] == [
        f"It redacts #{mine.pk}, which was recorded here; use jumelage ledger redact."
    ]
    assert Claim.objects.filter(pk=mine.pk).exists()


def test_decisions_of_another_register_wait_for_a_person(registers: Registers) -> None:
    """Where the register knows partnerships already: claims first, decisions when somebody takes them over."""
    _, before, _ = moved(registers)
    pair(municipality("Leeds", "GB"), municipality("Lille", "FR"))

    first = registers.take()

    assert set(Claim.objects.values_list("state", flat=True)) == {State.PROPOSED}
    assert first.waiting["accept"] == 5

    second = registers.take(by=officer(role=Role.HEAD), accept="We trust them.")

    assert (second.problems, second.waiting) == ([], {})
    assert known()["states"] == before["states"]
    stated = [(c[1], c[2], *c[5:8]) for c in known()["claims"]]
    assert sorted(map(str, stated)) == sorted(str((c[1], c[2], *c[5:8])) for c in before["claims"])


def test_decision_names_who_took_it_where_and_when(registers: Registers) -> None:
    moved(registers, people=True)
    registers.take()
    since = Claim.objects.get(property="since", value="1960")

    decided = decisions_on([since.pk])[since.pk]

    assert [(d.op, d.who) for d in decided] == [
        ("accept", "Olga Offizier (another register)"),
        ("prefer", "Olga Offizier (another register)"),
    ]
    assert decided[1].reason == "the finer one"
    assert Entry.objects.get(pk=since.pk).actor == "import:jsonl"
    assert "Olga Offizier (another register): accept" in told(f"#{since.pk}")[1].text


def test_names_of_people_leave_only_when_they_are_asked_for(registers: Registers) -> None:
    data, _, _ = moved(registers)

    assert b"Offizier" not in data
    assert b'"by":"person:' in data


def test_person_of_this_register_is_not_named_by_a_file(registers: Registers) -> None:
    """A file may claim that our own people decided; it is told as another register's word."""
    mine = officer(name="Paula Prüferin")
    moved(registers)
    rows = rows_of(registers.path.read_bytes())
    registers.write([row | {"by": f"person:{mine.pk}"} if "by" in row else row for row in rows])
    registers.take()
    since = Claim.objects.get(property="since", value="1960")

    assert [d.who for d in decisions_on([since.pk])[since.pk]] == ["a person (another register)"] * 2


def test_quotes_alone_leave_in_place_of_the_text(registers: Registers) -> None:
    data, before, _ = moved(registers, quotes_only=True)

    taken = registers.take()

    assert b"Auch mit Grenoble" not in data
    assert taken.problems == []
    assert known()["evidence"] == before["evidence"]
    assert document_faults() == []
    assert registers.export(quotes_only=True) == data


@pytest.mark.parametrize(
    ("origin", "leaves"), [("file:///home/olga/essen.html", False), ("https://essen.example/", True)]
)
def test_address_on_the_web_leaves_and_a_folder_of_this_machine_does_not(
    origin: str, leaves: bool, registers: Registers
) -> None:
    text = FrozenText.objects.get(pk=a_source().text_id)
    kept = Source.objects.create(text=text, origin=origin, title="Essen", retrieved_at=datetime(2026, 1, 1, tzinfo=UTC))
    announce(kept, "system")
    claim(pair(municipality(), municipality("Leeds", "GB")), "since", "1969", source=kept)

    assert (origin.encode() in registers.export()) == leaves


def test_role_that_may_not_decide_takes_no_decisions_over(registers: Registers) -> None:
    moved(registers)

    with pytest.raises(PermissionDenied):
        registers.take(by=officer(role=Role.READER), accept="mine")
    with pytest.raises(PermissionDenied):
        registers.take(by=officer(role=Role.OFFICER), accept="may not redact")

    assert Entry.objects.count() == 0


def test_municipality_that_is_here_already_is_found_by_its_key(registers: Registers) -> None:
    moved(registers)
    essen = municipality("Essen", geonameid=2928810)

    taken = registers.take()

    assert taken.problems == []
    assert Municipality.objects.filter(geonameid=2928810).count() == 1
    assert Partnership.objects.filter(one=essen).exists() or Partnership.objects.filter(other=essen).exists()


def test_bare_text_is_never_taken_for_one_that_was_read_here(registers: Registers) -> None:
    moved(registers)
    registers.take()

    assert set(Source.objects.values_list("text__extractor", flat=True)) == {"import:text"}


def test_entry_is_known_by_the_hash_under_which_it_was_recorded_first(registers: Registers) -> None:
    spoke = claim(pair(municipality(), municipality("Leeds", "GB")), "since", "1969")

    ids = [row["id"] for row in rows_of(registers.export()) if row.get("op") == "assert"]

    assert ids == [Entry.objects.get(pk=spoke.pk).hash[:32]]
