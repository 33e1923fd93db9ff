"""Two readers of one page: agreement raises a claim, disagreement is shown, and the rules' word always stays."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from canned import Model, claims, row

from jumelage.knowledge.reader import Reading
from jumelage.knowledge.reader.output import reading_json

Reads = Callable[..., Reading]
SINCE = "Mit Amiens besteht seit Mai 1960 eine Städtepartnerschaft. Was im Mai 1960 und am 14. Mai 1960 geschah, wissen alle."
TWICE = "Partnerstädte\n\nMit Amiens besteht seit 1960 eine Städtepartnerschaft. Im Jahr 1961 kam auch Amiens dazu."


def of_amiens(reading: Reading, name: str) -> list[tuple[str, Any, float]]:
    return [
        (c.reader, c.value, c.score)
        for c in reading.claims
        if c.property == name and c.partner and c.partner.name == "Amiens"
    ]


def test_agreement_is_one_claim_of_both_with_a_higher_score(model: Model, reading: Reads) -> None:
    text = "Mit Amiens besteht seit 1960 eine Städtepartnerschaft."
    model.says(claims())
    (before,) = (c for c in reading(text).claims if c.property == "since")
    model.says(claims(row("since", "Amiens", "1960", "seit 1960")))

    (after,) = (c for c in reading(text).claims if c.property == "since")

    assert (before.reader, before.score) == ("rules", 0.9)
    assert (after.reader, after.score, after.rule) == ("rules+llm", 0.95, before.rule)
    assert [e.quote for e in after.evidence] == ["1960", "Amiens", "seit 1960"]


@pytest.mark.parametrize(
    ("value", "quote", "expected"),
    [
        ("1960", "Mai 1960", [("rules+llm", "1960-05", 0.95)]),
        ("1960-05-14", "14. Mai 1960", [("rules+llm", "1960-05", 0.95), ("llm", "1960-05-14", 0.35)]),
    ],
    ids=["coarser", "finer"],
)
def test_dates_that_nest_agree(model: Model, reading: Reads, value: str, quote: str, expected: object) -> None:
    model.says(claims(row("since", "Amiens", value, quote)))

    found = reading(SINCE)

    assert of_amiens(found, "since") == expected
    assert found.findings == ()


def test_disagreement_keeps_both_and_is_a_finding(model: Model, reading: Reads) -> None:
    model.says(claims(row("since", "Amiens", "1961", "Im Jahr 1961")))

    found = reading(TWICE)

    assert of_amiens(found, "since") == [("rules", "1960", 0.9), ("llm", "1961", 0.2)]
    (finding,) = found.findings
    assert (finding.type, finding.what, finding.stated, finding.listed) == ("conflict", "since", "1960", ["1961"])
    assert [e.quote for e in finding.evidence] == ["1960", "Im Jahr 1961"]


def test_a_second_reader_that_contradicts_itself_is_not_heard(model: Model, reading: Reads) -> None:
    text = "Partnerstädte\n\nVon 1992 oder 1993 ist bei der Verbindung mit Orsk die Rede."
    model.says(claims(*(row("since", "Orsk", year, year) for year in ("1992", "1993", "1992"))))

    found = reading(text)

    assert [c for c in found.claims if c.property == "since"] == []
    assert [r.reason for r in found.rejected] == ["the second reader contradicts itself"] * 3


def test_the_same_said_twice_is_said_once(model: Model, reading: Reads) -> None:
    said = row("since", "Orsk", "1992", "seit 1992")
    model.says(claims(said, said, said | {"quotes": ["Auch Orsk gehört seit 1992 dazu"]}))

    (claim,) = (c for c in reading().claims if c.reader == "llm")

    assert [e.quote for e in claim.evidence] == ["seit 1992", "Orsk", "Auch Orsk gehört seit 1992 dazu"]


def test_whatever_it_says_the_claims_of_the_rules_stay(model: Model, reading: Reads) -> None:
    model.says(claims())
    before = reading().claims
    model.says(
        claims(
            row("status", "Amiens", "resting", "ruhen"),
            row("kind", "Amiens", "partnership", "Städtepartnerschaft"),
            row("since", "Amiens", "1960", "seit 1960"),
            row("status", "Rostow am Don", "resting", "ruhen"),
            row("event", "Amiens", "signing", "14. Mai 1960 unterzeichneten", date="1960"),
            row("kind", "Orsk", "partnership", "Unsere Partnerstädte"),
        )
    )

    found = reading().claims
    after = found[: len(before)]

    stayed = [
        (c.partner, c.property, c.value, c.rule, c.evidence[: len(b.evidence)])
        for b, c in zip(before, after, strict=True)
    ]
    assert stayed == [(c.partner, c.property, c.value, c.rule, c.evidence) for c in before]
    assert all(
        (c.reader, c.score) == ("rules", b.score) or c.reader == "rules+llm" for b, c in zip(before, after, strict=True)
    )
    assert {c.reader for c in after} == {"rules", "rules+llm"}
    assert [(c.reader, c.property) for c in found[len(before) :]] == [("llm", "kind")]


def test_a_partner_that_only_the_second_reader_sees_counts_in_the_list(model: Model, reading: Reads) -> None:
    text = "Trier hat vier Partnerstädte.\n\nPartnerstädte\n\n- Graz, Österreich\n- Pula, Kroatien\n- Metz, Frankreich\n\nSpäter auch Orsk."
    model.says(claims())
    assert [(f.stated, f.listed) for f in reading(text).findings] == [(4, 3)]
    kind = row("kind", "Orsk", "partnership", "Partnerstädte")
    model.says(claims(kind, kind | {"property": "status", "value": "active"}))

    assert reading(text).findings == ()


def test_the_same_answers_give_the_same_bytes(model: Model, reading: Reads) -> None:
    model.says(
        claims(
            row("since", "Orsk", "1992", "seit 1992"),
            row("status", "Rostow am Don", "resting", "ruhen"),
            row("since", "Amiens", "1961", "1960"),
        )
    )

    first, again = (
        json.dumps(reading_json(reading(), location="page", sha256="", characters=0), ensure_ascii=False) for _ in "12"
    )

    assert first == again
