"""Broken and hostile exports of a register: what cannot be read is kept out and told, and nothing ever breaks."""

import json
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from exported_register import Elsewhere, Registers, Row, known, moved, rows_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jumelage.knowledge.claims.models import Entry
from jumelage.knowledge.claims.verify import verify
from jumelage.knowledge.exchange.model import ImportRefused
from jumelage.knowledge.partnerships.projection import rebuild_all
from jumelage.knowledge.sources.models import Source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


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
