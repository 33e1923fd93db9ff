"""Whatever a model sends: no crash, every span exact, and nothing of the rules lost."""

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from canned import EMPTY, Model, claims, raw, row
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jumelage.knowledge.reader import Reading
from jumelage.knowledge.reader.second.answer import AnswerError, rows_of
from jumelage.knowledge.reader.second.schema import PROPERTIES, Row

Reads = Callable[..., Reading]
TEXT = """Unsere Partnerstädte

- Graz, Österreich seit 1957
- Xi´an (China), seit 1994

Mit Amiens besteht seit dem 2. April 1960 eine Städtepartnerschaft. Der Rat der Stadt hatte sie 1959 beschlossen.
Die Kontakte nach Rostow am Don ruhen seit 2022. Die İstanbul-Schule und das Lycée Thuillier sind Partner.

Eine von elf Partnerstädten soll bis 2030 dazukommen: Kumasi.
"""
PLACES = st.integers(0, len(TEXT))
PIECES = st.tuples(PLACES, PLACES).map(lambda ends: TEXT[min(ends) : max(ends)][:200])
NAMES = st.sampled_from(
    ["Graz", "Xi'an", "AMIENS", "Rostow am Don", "Rostow", "Trier", "Kumasi", "China", "Rat", "ß", "\ud800"]
)
DATES = st.sampled_from(["1957", "1960-04-02", "1960-04", "195X", "2022", "1960/..", "0000", "", "1", "²", "elf", "11"])
VALUES = (
    DATES | st.sampled_from(["partnership", "active", "resting", "planned", "council_resolution", "contact"]) | PIECES
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*EMPTY, "claims", "x"]), inner, max_size=3)
    ),
    max_leaves=12,
)
ROWS = st.fixed_dictionaries(
    {
        "property": st.sampled_from(PROPERTIES),
        "home": st.none() | NAMES,
        "partner": st.none() | NAMES | PIECES,
        "value": VALUES,
        "date": st.none() | DATES,
        "what": st.sampled_from([None, "partner cities", "contacts"]),
        "home_organisation": st.none() | PIECES,
        "partner_organisation": st.none() | PIECES,
        "quotes": st.lists(PIECES | st.sampled_from(["seit 1957", "Partnerstädte", "1959 beschlossen"]), max_size=4),
    }
)
QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@QUICK
@given(said=st.lists(ROWS, min_size=1, max_size=25))
def test_claims_of_any_kind_leave_the_page_and_the_rules_as_they_are(
    model: Model, reading: Reads, said: list[dict[str, Any]]
) -> None:
    model.says(claims())
    rules = reading(TEXT)
    model.says(claims(*said))

    found = reading(TEXT)

    assert found.warnings == ()
    text = TEXT.strip()
    assert all(text[e.start : e.end] == e.quote for c in found.claims for e in c.evidence)
    kept = [(c.partner, c.property, c.value, c.rule) for c in found.claims if c.reader != "llm"]
    assert kept == [(c.partner, c.property, c.value, c.rule) for c in rules.claims]


@QUICK
@given(value=JSON)
def test_json_of_any_form_ends_in_rows_or_in_one_sentence(value: Any) -> None:
    for data in (value, {"choices": [{"message": {"content": json.dumps(value)}}]}, {"choices": [value]}):
        with suppress(AnswerError):
            rows, faults = rows_of(json.dumps(data).encode(), key="")
            assert all(isinstance(row, Row) for row in rows)
            assert all(fault.startswith("claims[") for fault in faults)


@QUICK
@given(data=st.binary(max_size=400))
def test_bytes_of_any_kind_are_one_sentence(model: Model, reading: Reads, data: bytes) -> None:
    model.says(raw(data))

    found = reading("Mit Amiens besteht eine Städtepartnerschaft.")

    assert len(found.warnings) == 1
    assert {c.reader for c in found.claims} == {"rules"}


def test_a_row_that_fits_is_one_that_the_schema_asks_for() -> None:
    said = row("since", "Amiens", "1960", "seit 1960")

    rows, faults = rows_of(
        json.dumps({"choices": [{"message": {"content": json.dumps({"claims": [said]})}}]}).encode(), key=""
    )

    assert ([{name: getattr(r, name) for name in said} for r in rows], faults) == ([said], [])
