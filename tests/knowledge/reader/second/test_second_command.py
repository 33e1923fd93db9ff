"""`jumelage read` with a second reader that the environment names, and without one."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from canned import KEY, Model, claims, raw, row
from serving import run

PAGE = "Unsere Partnerstädte\n\nMit Amiens besteht seit 1960 eine Städtepartnerschaft.\n\nAuch Orsk gehört seit 1992 dazu.\n"
CLAIM = {
    "home", "partner", "property", "value", "scope", "period", "target", "inferred", "reported_by", "reader", "rule", "score", "evidence",
}  # fmt: skip


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def settings(model: Model) -> dict[str, str]:
    return {"JUMELAGE_LLM_URL": model.address, "JUMELAGE_LLM_MODEL": "tiny", "JUMELAGE_LLM_KEY": KEY}


def test_json_keeps_its_form_and_names_the_readers(model: Model, page: Path) -> None:
    model.says(claims(row("since", "Amiens", "1960", "seit 1960"), row("since", "Orsk", "1992", "seit 1992")))

    done = run("read", str(page), "--home", "Trier", "--format", "json", environment=settings(model))

    (result,) = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert set(result) == {"source", "home", "claims", "findings", "warnings", "error"}
    assert all(set(claim) == CLAIM for claim in result["claims"])
    assert [(c["partner"]["name"], c["value"], c["reader"]) for c in result["claims"] if c["property"] == "since"] == [
        ("Amiens", "1960", "rules+llm"),
        ("Orsk", "1992", "llm"),
    ]
    assert all(PAGE[e["start"] : e["end"]] == e["quote"] for c in result["claims"] for e in c["evidence"])


def test_what_the_gate_drops_is_counted_and_shown_when_asked(model: Model, page: Path) -> None:
    model.says(claims(row("since", "Orsk", "1993", "seit 1993"), row("kind", "Orsk", "partnership", "x") | {"home": 1}))

    done = run("read", str(page), "--home", "Trier", "--format", "json", "--verbose", environment=settings(model))

    assert done.stderr.splitlines() == [
        f"{page}: the gate rejected 2 claims",
        "  an answer of the second reader: claims[1].home: expected string or null, found int",
        "  llm.since Orsk '1993': the quote 'seit 1993' does not stand in the page",
    ]


def test_a_failing_endpoint_leaves_exit_status_and_claims_alone(model: Model, page: Path) -> None:
    alone = run("read", str(page), "--home", "Trier", "--format", "json")
    model.says(raw(f"key {KEY} is wrong".encode(), 401))

    done = run("read", str(page), "--home", "Trier", "--format", "json", "--verbose", environment=settings(model))

    (before,), (after,) = json.loads(alone.stdout), json.loads(done.stdout)
    host = model.address.removeprefix("http://").removesuffix("/v1")
    warning = f"The second reader at {host} answered 401; check JUMELAGE_LLM_KEY; the rules alone read this page."
    assert (alone.returncode, done.returncode) == (0, 0)
    assert after == before | {"warnings": [warning]}
    assert KEY not in done.stdout + done.stderr


def test_the_table_shows_the_warning(model: Model, page: Path) -> None:
    model.says(raw(b"", 503, Retry_After="0"))

    done = run("read", str(page), "--home", "Trier", "--format", "table", environment=settings(model))

    assert "answered 503 twice; try again later; the rules alone read this page." in " ".join(done.stdout.split())


def test_without_one_nothing_is_loaded_for_it(page: Path) -> None:
    program = (
        "import sys; from jumelage.cli.read import command;"
        f"command([{str(page)!r}, '--home', 'Trier'], standalone_mode=False);"
    )
    check = (
        "import atexit, sys; atexit.register(lambda: print([m for m in sys.modules if m.startswith(('httpcore2', "
        "'jumelage.knowledge.reader.second'))], file=sys.stderr));"
    )

    done = subprocess.run([sys.executable, "-c", check + program], capture_output=True, text=True, check=False)

    assert done.stderr.splitlines()[-1] == "['jumelage.knowledge.reader.second']"
