"""Whatever the bytes: a reading, or one sentence. And no cell takes longer than it is long."""

import io
import json
import time
from functools import cache

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jumelage.knowledge.exchange.model import ImportRefused, Reading
from jumelage.knowledge.exchange.placing import place_all
from jumelage.knowledge.exchange.reading import open_file

LIST = b'Partnerstadt;Land;seit;Status\nLeeds;GB;1969;aktiv\n"Amiens\nLille";FR;02.04.1960;ruht seit 2022\n'


def checked(data: bytes, name: str) -> Reading | None:
    """What was read; every span is that of its words."""
    try:
        reading = open_file(data, name).reading
    except ImportRefused:
        return None
    for told in reading.told:
        assert reading.frozen.words(told.span)
    reading.frozen.text.encode()
    return reading


@cache
def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in (["Partnerstadt", "Land", "seit"], ["Leeds", "GB", 1969], ["Amiens", "FR", "=1959+1"]):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@cache
def entity() -> bytes:
    snak = {"snaktype": "value", "datavalue": {"value": {"id": "Q5"}}}
    time_ = {
        "snaktype": "value",
        "datavalue": {"value": {"time": "+1953-00-00T00:00:00Z", "precision": 9, "calendarmodel": "Q1985727"}},
    }
    statement = {
        "mainsnak": snak,
        "id": "Q1$1",
        "rank": "normal",
        "qualifiers": {"P580": [time_]},
        "references": [{"snaks": {"P854": [snak]}}],
    }
    return json.dumps({"id": "Q1", "claims": {"P190": [statement]}}).encode()


CHANGES = st.lists(st.tuples(st.integers(0, 10_000), st.binary(max_size=6), st.integers(0, 12)), max_size=6)


def changed(data: bytes, changes: list[tuple[int, bytes, int]]) -> bytes:
    for at, put, cut in changes:
        at %= len(data) + 1
        data = data[:at] + put + data[at + cut :]
    return data


@settings(max_examples=150, deadline=None)
@given(CHANGES)
def test_changed_list_is_read_or_refused(changes: list[tuple[int, bytes, int]]) -> None:
    checked(changed(LIST, changes), "list.csv")


@settings(max_examples=60, deadline=None)
@given(CHANGES)
def test_changed_workbook_is_read_or_refused(changes: list[tuple[int, bytes, int]]) -> None:
    checked(changed(workbook(), changes), "list.xlsx")


@settings(max_examples=150, deadline=None)
@given(CHANGES)
def test_changed_entity_is_read_or_refused(changes: list[tuple[int, bytes, int]]) -> None:
    checked(changed(entity(), changes), "Q1.json")


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["value", "normal", "Q5", "P190"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "mainsnak",
                    "id",
                    "rank",
                    "snaktype",
                    "datavalue",
                    "value",
                    "qualifiers",
                    "P580",
                    "references",
                    "snaks",
                    "time",
                    "precision",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_statement_of_any_shape_is_read_or_refused(shape: object) -> None:
    checked(json.dumps({"id": "Q1", "claims": {"P190": [shape]}}).encode(), "Q1.json")
    checked(json.dumps({"head": {"vars": ["city", "partner"]}, "results": {"bindings": shape}}).encode(), "Q1.json")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx", "a.json"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    checked(data, name)


@pytest.mark.parametrize(
    "data", [b'{"id": "Q1", "x": "\\u0000", "claims": {}}', b'{"id": "Q1", "x": "\\ud800", "claims": {}}']
)
def test_signs_that_no_database_keeps_are_refused(data: bytes) -> None:
    assert checked(data, "Q1.json") is None


@pytest.mark.parametrize(
    "cell",
    [
        " " * 4_900 + "x",
        "ue" * 2_400,
        ", " * 2_400,
        "(" * 4_900,
        "a und " * 800,
        "1" * 4_900,
        "\u0301" * 4_900,
        "=" * 4_900,
        "Q" * 4_900,
    ],
)
@pytest.mark.parametrize("column", range(4))
def test_cell_made_to_take_long_does_not(cell: str, column: int) -> None:
    row = ["Leeds", "GB", "1969", "aktiv"]
    row[column] = f"x{cell}x"
    start = time.monotonic()

    reading = checked(f"Partnerstadt;Land;seit;Status\n{';'.join(row)}\n".encode(), "list.csv")
    assert reading is not None
    parties = [told.other for told in reading.told]
    found = place_all(parties, known={}, otherwise=lambda party: None)
    suggestions = [getattr(place, "suggestions", ()) for place in found.values()]

    assert time.monotonic() - start < 1.5, suggestions  # a tenth of it on a machine that does nothing else
