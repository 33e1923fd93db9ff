"""The main job on pages: read, decide, and answer as of any day."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from demo_register import make_demo
from serving import run

DECISIONS = Path(__file__).resolve().parents[1] / "data" / "dortmund.decisions.toml"
EXPECTED = {
    "2023-10-31": (9, 9),
    "2024-06-30": (10, 9),
    "2024-12-31": (10, 10),
    "2025-06-30": (11, 10),
    "2025-12-31": (11, 11),
}


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shipped") / "data"
    make_demo(folder)
    return folder


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five public pages that lie beside the project, where they do."""
    seeds = Path(__file__).resolve().parents[3] / "shared" / "seeds"
    if not seeds.is_dir():
        pytest.skip("needs ../shared, which is not here")
    folder = tmp_path_factory.mktemp("real") / "data"
    make_demo(folder, "--pages", str(seeds), "--decisions", str(DECISIONS))
    return folder


def partners(folder: Path, *options: str) -> list[dict[str, Any]]:
    done = run("partners", "Dortmund", "--format", "json", *options, environment={"JUMELAGE_DATA": str(folder)})
    assert done.returncode == 0, done.stderr
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows


def counts(rows: list[dict[str, Any]]) -> tuple[int, int]:
    return sum(r["counted"] for r in rows), sum(r["counted"] and r["certain"] for r in rows)


@pytest.mark.parametrize("register", ["shipped", "real"])
@pytest.mark.parametrize("day", EXPECTED)
def test_partners_on_a_day_possibly_and_certainly(day: str, register: str, request: pytest.FixtureRequest) -> None:
    rows = partners(request.getfixturevalue(register), "--as-of", day)

    assert counts(rows) == EXPECTED[day]
    rostov = next(r for r in rows if r["partner"] == "Rostov-on-Don")
    assert (rostov["status"], rostov["counted"], rostov["last_stated"]) == ("resting", True, "2023-10")


@pytest.mark.parametrize("register", ["shipped", "real"])
def test_as_stated_by_the_end_of_2023(register: str, request: pytest.FixtureRequest) -> None:
    rows = partners(request.getfixturevalue(register), "--as-of", "2023-12-31", "--stated-until", "2023-12-31")

    assert counts(rows) == (9, 9)
    assert sorted(r["partner"] for r in rows if r["status"] == "planned") == ["Kumasi", "Zhytomyr"]
    assert sorted(r["partner"] for r in rows if r["kind"] == "project") == [
        "Cluj-Napoca",
        "Dabola",
        "Dūrā",
        "Pittsburgh",
        "Vancouver",
    ]


@pytest.mark.parametrize("register", ["shipped", "real"])
def test_nobody_is_a_partner_who_is_none(register: str, request: pytest.FixtureRequest) -> None:
    rows = partners(request.getfixturevalue(register), "--as-of", "2025-12-31")

    assert [(r["partner"], r["since"]) for r in rows if r["counted"]] == [
        ("Amiens", "1960-04-02"), ("Leeds", "1969"), ("Rostov-on-Don", "1977"), ("Buffalo", "1978"), ("Netanya", "1981"),
        ("Novi Sad", "1982"), ("Zwickau", "1988"), ("Xi’an", "1992"), ("Trabzon", "2014"), ("Kumasi", "2024"), ("Zhytomyr", "2025"),
    ]  # fmt: skip
    assert len(rows) == 16


def test_table_names_the_rule_in_its_last_line(shipped: Path) -> None:
    done = run(
        "partners",
        "Dortmund",
        "--as-of",
        "2024-06-30",
        "--format",
        "table",
        environment={"JUMELAGE_DATA": str(shipped)},
    )

    assert done.stdout.splitlines()[-1] == (
        "Possibly 10, certainly 9 partner cities. Counted: kind partnership, status active or resting, with partners in the same country."
    )


def test_ledger_of_the_demo_is_whole_and_its_register_can_be_made_anew(shipped: Path) -> None:
    before = partners(shipped, "--as-of", "2024-06-30")

    verified = run("ledger", "verify", environment={"JUMELAGE_DATA": str(shipped)})
    rebuilt = run("ledger", "rebuild", environment={"JUMELAGE_DATA": str(shipped)})

    assert re.fullmatch(r"The ledger is whole: \d+ entries, head [0-9a-f]{64}\.\n", verified.stdout)
    assert rebuilt.returncode == 0
    assert partners(shipped, "--as-of", "2024-06-30") == before


def test_demo_never_empties_a_folder_that_it_did_not_make(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("precious")

    done = run("demo", "--data", str(tmp_path), "--no-serve")

    assert done.returncode == 1
    assert "was not made by the demo" in done.stderr
    assert (tmp_path / "letter.txt").read_text() == "precious"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[decision]]\npartner = 'Atlantis'\nproperty = 'kind'\ndecide = 'reject'\nreason = 'x'\n", "no claim fits"),
        ("[[source]]\nfile = 'nothing*'\n", "no page is named nothing*"),
        ("[[decision]]\nwho = 'me'\n", "who is unknown in [[decision]]"),
        ("[[decision]\n", "cannot be read"),
        ("[[decision]]\npartner = 'Leeds'\nproperty = 'kind'\ndecide = 'maybe'\n", "'maybe' is no decision"),
    ],
)
def test_decisions_that_do_not_fit_are_one_sentence(text: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "d.toml").write_text(text)

    done = run("demo", "--data", str(tmp_path / "data"), "--decisions", str(tmp_path / "d.toml"), "--no-serve")

    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
