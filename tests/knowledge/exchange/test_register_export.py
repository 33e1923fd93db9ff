"""All of a register leaves as rows of JSON and comes back without loss, once, and nothing leaves that must not."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from factories import claim, municipality, officer, pair
from factories import source as a_source
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jumelage.accounts.models import User
from jumelage.accounts.roles import Role
from jumelage.knowledge.claims.actions.append import Draft, append
from jumelage.knowledge.claims.actions.decide import accept_source, correct, decide, state_fact
from jumelage.knowledge.claims.actions.ingest import announce
from jumelage.knowledge.claims.actions.redact import redact
from jumelage.knowledge.claims.history import told
from jumelage.knowledge.claims.models import Claim, Entry, Identity, LedgerHead, Op, Payload, State
from jumelage.knowledge.claims.queries import decisions_on, evidence_of
from jumelage.knowledge.claims.verify import document_faults, verify
from jumelage.knowledge.exchange.model import ImportRefused
from jumelage.knowledge.exchange.register.reading import RegisterFile
from jumelage.knowledge.exchange.register.taking import Taken, take_register
from jumelage.knowledge.exchange.register.writing import Wish, register_lines
from jumelage.knowledge.partnerships.actions import merge_municipalities, split_municipality, split_partner_off
from jumelage.knowledge.partnerships.models import Municipality, Partnership
from jumelage.knowledge.partnerships.projection import rebuild_all
from jumelage.knowledge.partnerships.queries import register_on
from jumelage.knowledge.places import gazetteer
from jumelage.knowledge.sources.models import FrozenText, Source

TEXT = "Essen und Tampere sind Partner seit 1960. Auch mit Grenoble, seit 1976. Es sprach Ida Muster."
FILE = "register.jsonl"

Row = dict[str, Any]


class Elsewhere(Exception):
    """Takes back what was done in another register."""


class Registers:
    """A register that leaves as a file, and an empty one beside it: both in one database, one after the other."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE

    def export(self, **wish: Any) -> bytes:
        data = "".join(f"{line}\n" for line in register_lines(Wish(**wish))).encode()
        self.path.write_bytes(data)
        return data

    def write(self, rows: list[Row]) -> None:
        rows[-1] = {"line": "end", "rows": len(rows) - 1}
        self.path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")

    def take(self, *, commit: bool = True, **options: Any) -> Taken:
        return take_register(RegisterFile(self.path), commit=commit, **options)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def registers(db: None, tmp_path: Path) -> Registers:
    return Registers(tmp_path)


def rows_of(data: bytes) -> list[Row]:
    return [json.loads(line) for line in data.splitlines()]


def spoken(kept: Source, subject: UUID, property_: str, value: Any, words: str) -> Claim:
    at = TEXT.index(words)
    evidence = [{"role": "value", "start": at, "end": at + len(words), "quote": words}]
    draft = Draft(Op.ASSERT, subject, property_, kept.pk, body={"value": value, "evidence": evidence, "rule": "test"})
    append([draft], by="reader:llm")
    return Claim.objects.get(pk=draft.seq)


def eventful(by: User, redacting: bool) -> dict[str, Any]:
    """A register in which everything has happened once: reading, decisions, corrections, merges, splits, redaction."""
    essen, tampere, grenoble = (
        municipality("Essen", geonameid=2928810),
        municipality("Tampere", "FI", geonameid=634963),
        municipality("Grenoble", "FR"),
    )
    first, second = pair(essen, tampere), pair(essen, grenoble)
    kept = a_source(TEXT)
    append([Draft(Op.ASSERT, kept.pk, "source_class", kept.pk, body={"value": "city"})], by="system")
    since = spoken(kept, first, "since", "1960", "seit 1960")
    kind = spoken(kept, first, "kind", "partnership", "sind Partner")
    wrong = spoken(kept, second, "since", "1977", "seit 1976")
    person = spoken(kept, second, "event", {"type": "other", "people": [{"name": "Ida Muster"}]}, "Ida Muster")
    decide(Op.ACCEPT, [since, kind], by=by)
    correct(wrong, "1976", by=by, reason="read wrongly")
    accept_source(kept.pk, by=by, reason="the city's own page")
    state_fact(second, "kind", "friendship", by=by, reason="asked the archive")
    decide(Op.PREFER, [Claim.objects.get(pk=since.pk)], by=by, reason="the finer one")
    if redacting:
        redact([person.pk], by=by, reason="asked for")
    double = municipality("Grenoble-Alpes", "FR")
    merge_municipalities(double, grenoble, by=by, reason="the same town")
    split_municipality(double, by=by, reason="not the same after all")
    merge_municipalities(municipality("Tammerfors", "FI"), tampere, by=by, reason="its Swedish name")
    lille = gazetteer.lookup("Lille", country="FR")[0]
    split_partner_off([claim(second, "field", "sport")], essen, lille, by=by, reason="that was Lille")
    return {"essen": essen, "source": kept.pk, "person": person.pk, "since": since.pk, "second": second}


def known() -> dict[str, Any]:
    """What is known, without this ledger's own numbers, times and actors."""
    numbers = {claim.seq: n for n, claim in enumerate(Claim.objects.order_by("seq"))}
    claims = [
        (c.subject_id, c.property, c.value, c.source_id, c.period, c.state, c.rank, c.actor, c.recorded_at)
        for c in Claim.objects.order_by("seq")
    ]
    return {
        "claims": claims,
        "evidence": [evidence_of([seq]).get(seq) for seq in numbers],
        "decisions": [[(d.op, d.at, d.reason) for d in decisions_on([seq])[seq]] for seq in numbers],
        "identities": sorted(Identity.objects.values_list("pk", "type", "key", "merged_into")),
        "municipalities": sorted(Municipality.objects.values_list("pk", "label", "country", "geonameid")),
        "sources": list(
            Source.objects.order_by("pk").values_list("pk", "title", "location", "text__text", "retrieved_at")
        ),
        "states": [(s.partnership, s.kind, s.status, s.since and s.since.date) for s in register_on(date(2026, 1, 1))],
    }


def moved(registers: Registers, redacting: bool = False, **wish: Any) -> tuple[bytes, dict[str, Any], Any]:
    """Makes an eventful register, exports it, and takes it all back: the database is empty again."""
    found: tuple[bytes, dict[str, Any], Any] = (b"", {}, None)
    try:
        with transaction.atomic():
            made = eventful(officer(role=Role.HEAD), redacting)
            data = registers.export(**{"of": made["essen"], **wish} if wish.pop("city", False) else wish)
            found = data, known(), made
            raise Elsewhere
    except Elsewhere:
        return found


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
    stated = [(c[1], c[2], c[5], c[6]) for c in known()["claims"]]
    assert sorted(map(str, stated)) == sorted(str((c[1], c[2], c[5], c[6])) for c in before["claims"])


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


# Broken and hostile files


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is no export of Jumelage"),
        (b'{"a": 1}\n', "is no export of Jumelage"),
        (b"Partnerstadt;Land\nLille;FR\n", "is no export of Jumelage"),
        (b'{"line":"jumelage","format":2}\n', "has the format 2; this version of Jumelage reads 1"),
        (b'{"line":"jumelage","format":1}\n', "breaks off"),
        (b'{"line":"jumelage","format":1}\n{"line":"end","rows":7}\n', "breaks off"),
        (b'{"line":"jumelage","format":1}\n{"line":"ent', "breaks off"),
    ],
)
def test_file_that_is_no_whole_export_is_refused_with_a_sentence(
    data: bytes, sentence: str, registers: Registers
) -> None:
    registers.path.write_bytes(data)

    with pytest.raises(ImportRefused, match=sentence):
        registers.take()


def test_row_cut_off_anywhere_changes_nothing(registers: Registers) -> None:
    data, _, _ = moved(registers)

    for at in range(1, len(data) - 1, 997):
        registers.path.write_bytes(data[:at])
        with pytest.raises(ImportRefused):
            registers.take()

    assert Entry.objects.count() == 0


def entry(**changes: Any) -> Row:
    made = {
        "line": "entry",
        "id": "ab" * 16,
        "at": "2026-01-01T00:00:00+00:00",
        "by": "reader:rules",
        "op": "assert",
        "subject": str(UUID(int=1)),
        "property": "since",
        "body": {"value": "1960"},
    }
    return {name: value for name, value in (made | changes).items() if value is not None}


TOWN = entry(
    op="identify",
    id="01" * 16,
    property=None,
    body={"type": "municipality", "key": "place:DE/a", "label": "A", "country": "DE"},
)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (b"{", "The row is no JSON"),
        (b'{"line":"entry","id":"\\u0000"}', "zero sign"),
        (b'{"line":"entry","id":"\\ud800"}', "The row is no JSON"),
        (b"[1]", "no object"),
        (b'{"line":"entry","score":NaN}', "The row is no JSON"),
        (b"[" * 100_000, "The row is no JSON"),
        (b'{"line":"entry","n":' + b"1" * 10_000 + b"}", "The row is no JSON"),
        (b'{"line":"\xff"}', "The row is no JSON"),
        (b'{"line":"salt"}', "“salt” is no row of an export"),
        (entry(id="short"), "“id”"),
        (entry(id=None), "“id” is not as an export has it: nothing"),
        (entry(at="yesterday"), "“at”"),
        (entry(at="2026-01-01"), "“at”"),
        (entry(at="0001-01-01T00:00:00+14:00"), "“at”"),
        (entry(body={"value": "1960", "claims": "x"}), "“claims”"),
        (entry(op="accept", body={"reason": "x", "into": "y"}), "“into”"),
        (entry(op="accept", body={"home": 7}), "“home”"),
        (entry(by="'; DROP TABLE"), "“by”"),
        (entry(op="delete"), "“op”"),
        (entry(op=["assert"]), "“op”"),
        (entry(seq=7), "“seq”"),
        (entry(subject="A"), "“subject”"),
        (entry(subject=str(UUID(int=9))), "which no row before makes known"),
        (entry(period="gestern"), "“period”"),
        (entry(property="mayor"), "The claim cannot be"),
        (entry(body={"value": "gestern"}), "The claim cannot be"),
        (entry(body={}), "“value”"),
        (entry(body={"value": "1960", "origin": {"id": "x"}}), "“origin”"),
        (entry(body={"value": "1960", "evidence": [{"role": "value", "start": 0, "end": 1, "quote": "x"}]}), "does not stand"),
        (entry(body={"value": "1960", "corrects": "00" * 16}), "kept out or is not in the file"),
        (entry(property="event", body={"value": {"type": "visit", "people": ["Ida"]}}), "is not one of “event”"),
        (entry(property="field", body={"value": "x" * 200_000}), "is not one of “field”"),
        (entry(op="accept", target="00" * 16, body={}), "kept out or is not in the file"),
        (entry(op="accept", body={}), "judges a claim on something else"),
        (entry(op="reject", body={}), "does not say what"),
        (entry(op="merge", body={"into": str(UUID(int=1))}), "one already"),
        (entry(op="merge", body={"into": str(UUID(int=9))}), "no row before makes known"),
        (entry(op="split", body={"from": str(UUID(int=1))}), "splits what was not merged"),
        (entry(op="redact", target="01" * 16, body={"reason": "x"}), "has the words"),
        (entry(redacted=True), "redacted and has words"),
        (entry(source=str(UUID(int=1))), "as a source"),
        (TOWN | {"id": "02" * 16}, "something else"),
        (TOWN | {"id": "02" * 16, "subject": str(UUID(int=2)), "body": TOWN["body"] | {"key": "geonames:7"}}, "does not fit"),
        (TOWN | {"id": "02" * 16, "subject": str(UUID(int=2)), "body": TOWN["body"] | {"label": ""}}, "“label”"),
        (TOWN | {"id": "02" * 16, "subject": str(UUID(int=2)), "body": TOWN["body"] | {"type": ["x"]}}, "“type”"),
        (TOWN | {"id": "02" * 16, "subject": str(UUID(int=2)), "body": TOWN["body"] | {"lat": 1e999}}, "The row is no JSON"),
        (TOWN | {"id": "02" * 16, "subject": str(UUID(int=2)), "body": {"type": "partnership", "key": "x", "parties": [str(UUID(int=1)), str(UUID(int=3))]}}, "no row before makes known"),
        ({"line": "source", "id": "x"}, "“id”"),
        ({"line": "person", "id": "person:1", "name": 7}, "“name”"),
    ],
)  # fmt: skip
def test_row_that_is_none_is_kept_out_with_its_number(row: Row | bytes, why: str, registers: Registers) -> None:
    line = row if isinstance(row, bytes) else json.dumps(row).encode()
    rows = [b'{"line":"jumelage","format":1}', json.dumps(TOWN).encode(), line, b'{"line":"end","rows":3}']
    registers.path.write_bytes(b"\n".join(rows) + b"\n")

    taken = registers.take()

    assert [problem.span.number for problem in taken.problems] == [3]
    assert why in taken.problems[0].why
    assert taken.taken == {"identify": 1}
    assert verify().fault is None


def test_quotes_of_a_source_that_do_not_fit_keep_it_out(registers: Registers) -> None:
    data, _, _ = moved(registers, quotes_only=True)
    rows = rows_of(data)
    source = next(row for row in rows if row["line"] == "source")
    source["quotes"] = [[5, "abc"], [2, "x"]]
    registers.write(rows)

    taken = registers.take()

    assert "lies outside the text, or within the one before" in taken.problems[0].why
    assert Source.objects.count() == 0


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["1960", str(UUID(int=1)), "01" * 16]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "date", "name", "people", "value"]), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(min_value=0, max_value=10**6), name=st.integers(min_value=0, max_value=20), value=JSON)
def test_file_with_one_value_changed_never_breaks(at: int, name: int, value: Any, registers: Registers) -> None:
    if not registers.path.exists():
        moved(registers, redacting=True)
        registers.path.with_suffix(".whole").write_bytes(registers.path.read_bytes())
    rows = rows_of(registers.path.with_suffix(".whole").read_bytes())
    changed = rows[1 + at % (len(rows) - 2)]
    holder = changed["body"] if name % 2 and changed.get("body") else changed
    holder[sorted(holder)[name // 2 % len(holder)]] = value
    registers.write(rows)

    try:
        with transaction.atomic():
            registers.take()
            assert verify().fault is None
            before = [str(one) for one in known().values()]
            rebuild_all()
            assert [str(one) for one in known().values()] == before
            raise Elsewhere
    except Elsewhere:
        pass


def test_entry_is_known_by_the_hash_under_which_it_was_recorded_first(registers: Registers) -> None:
    spoke = claim(pair(municipality(), municipality("Leeds", "GB")), "since", "1969")

    ids = [row["id"] for row in rows_of(registers.export()) if row.get("op") == "assert"]

    assert ids == [Entry.objects.get(pk=spoke.pk).hash[:32]]
