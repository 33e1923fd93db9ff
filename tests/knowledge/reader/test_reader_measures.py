"""Measures against the shared pages with gold facts, where they are there; floors that only go up."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import seeds

from jumelage.knowledge.reader import Reading, read
from jumelage.knowledge.sources.extract import extract

SHARED = Path(__file__).resolve().parents[4] / "shared"
PAGES, SEEDS = SHARED / "pages" / "dev", SHARED / "seeds"
needs_pages = pytest.mark.skipif(not PAGES.is_dir(), reason="the shared pages with gold facts are not there")
needs_seeds = pytest.mark.skipif(not SEEDS.is_dir(), reason="the shared seeds are not there")
Reads = Callable[[str], Reading]


@needs_pages
def test_the_dev_pages_are_read_as_well_as_before() -> None:
    scorer = [sys.executable, SHARED / "tools" / "score_reader.py", PAGES, PAGES / "gold.jsonl"]
    command = f"{Path(sys.executable).with_name('jumelage')} read"
    floors = ["--min-f1", "0.96", "--min-precision", "0.98", "--min-event-f1", "0.92"]

    result = subprocess.run(
        [*map(str, scorer), "--command", command, *floors], capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, result.stdout


@pytest.fixture(scope="module")
def pages() -> dict[str, Reading]:
    return {
        path.name[:3]: read(
            extract(path.read_bytes(), media_type="text/plain"),
            home="Dortmund",
            home_country=None,
            published=None,
            language=None,
        )
        for path in sorted(SEEDS.glob("*.txt"))
    }


def facts(reading: Reading) -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for claim in reading.claims:
        if claim.partner and claim.property in ("kind", "status", "since"):
            rows.setdefault(claim.partner.name, {"country": claim.partner.country})[claim.property] = claim.value
    return rows


@needs_seeds
@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_the_seeds_facts_are_read(pages: dict[str, Reading], number: str) -> None:
    gold = json.loads((SEEDS / "gold.json").read_text(encoding="utf-8"))["seeds"][number]["facts"]
    mine = facts(pages[number])

    wrong = [
        (fact["partner"], name, fact[name], mine.get(fact["partner"], {}).get(name))
        for fact in gold
        for name in ("kind", "since", "status", "country")
        if fact[name] is not None and mine.get(fact["partner"], {}).get(name) != fact[name]
    ]
    assert wrong == []
    assert set(mine) == {fact["partner"] for fact in gold}


@needs_seeds
def test_the_seeds_are_read_as_gold_tells() -> None:
    checks = list(seeds.checks(seeds.readings()))

    assert seeds.share(checks) >= 0.97, [check for check in checks if not check.right]


@needs_seeds
def test_the_seeds_plan_has_its_target_and_the_mandate_no_partner(pages: dict[str, Reading]) -> None:
    claims = pages["004"].claims

    plans = {c.partner.name: c.target for c in claims if c.value == "planned" and c.partner}
    mandates = [
        c.value["date"] for c in claims if c.property == "event" and c.partner is None and not isinstance(c.value, str)
    ]
    assert plans == {"Kumasi": None, "Schytomyr": "2025"}
    assert mandates == ["2021-12"]


@needs_seeds
def test_the_seeds_steps_have_types_dates_and_people(pages: dict[str, Reading]) -> None:
    events = [c.value for c in pages["001"].claims if c.property == "event" and not isinstance(c.value, str)]

    assert [(e["type"], e["date"]) for e in events] == [
        ("idea", "1952"),
        ("council_resolution", "1959-11-20"),
        ("proclamation", "1960-04-02"),
        ("proclamation", "1960-05-14"),
    ]
    people: Any = events[2]["people"]
    assert [p["name"] for p in people] == ["Dietrich Keuning", "Maurice Vast"]


@needs_seeds
def test_the_seeds_links_have_relation_and_since(pages: dict[str, Reading]) -> None:
    links = [c.value for c in pages["001"].claims if c.property == "link" and not isinstance(c.value, str)]

    assert [(v["relation"], v["since"]) for v in links] == [
        ("partnership", "1983"),
        ("partnership", None),
        ("contact", None),
    ]
