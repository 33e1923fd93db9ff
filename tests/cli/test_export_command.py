"""`jumelage export` as an office meets it, and the way of a register to another machine."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from demo_register import make_demo
from serving import run


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The demo register: pages, decisions, findings."""
    folder = tmp_path_factory.mktemp("export") / "demo"
    make_demo(folder)
    return {"JUMELAGE_DATA": str(folder), "JUMELAGE_SECRET_KEY": ""}


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """An empty database, without office and home."""
    environment = {"JUMELAGE_DATA": str(tmp_path / "bare"), "JUMELAGE_SECRET_KEY": ""}
    assert run("migrate", environment=environment).returncode == 0
    return environment


def exported(demo: dict[str, str], path: Path, *arguments: str) -> bytes:
    done = run("export", *arguments, "--output", str(path), environment=demo)
    assert done.returncode == 0, done.stderr
    return path.read_bytes()


def partners(environment: dict[str, str]) -> str:
    return run("partners", "Dortmund", "--as-of", "2024-06-30", "--format", "json", environment=environment).stdout


def test_register_moves_to_another_machine(demo: dict[str, str], bare: dict[str, str], tmp_path: Path) -> None:
    data = exported(demo, tmp_path / "register.jsonl")

    looked = run("import", str(tmp_path / "register.jsonl"), environment=bare)
    done = run("import", str(tmp_path / "register.jsonl"), "--commit", environment=bare)
    again = run("import", str(tmp_path / "register.jsonl"), "--commit", environment=bare)

    assert looked.stdout.endswith("Nothing was written; add --commit to write it.\n")
    assert "Written: 220 entries." in done.stdout
    assert again.stdout.endswith("Nothing new; nothing was written.\n")
    assert exported(bare, tmp_path / "again.jsonl") == data
    assert partners(bare) == partners(demo) != ""
    verified = run("ledger", "verify", "--documents", environment=bare)
    assert verified.returncode == 0, verified.stderr


def test_office_is_made_after_the_move(demo: dict[str, str], bare: dict[str, str], tmp_path: Path) -> None:
    exported(demo, tmp_path / "register.jsonl")
    run("import", str(tmp_path / "register.jsonl"), "--commit", environment=bare)

    done = run("init", "--home", "Dortmund", "--country", "DE", environment=bare)

    assert done.returncode == 0, done.stderr
    assert partners(bare) == partners(demo)


def test_register_that_has_an_office_already_takes_it_in_too(demo: dict[str, str], tmp_path: Path) -> None:
    made = {"JUMELAGE_DATA": str(tmp_path / "made"), "JUMELAGE_SECRET_KEY": ""}
    assert run("init", "--home", "Dortmund", "--country", "DE", environment=made).returncode == 0
    exported(demo, tmp_path / "register.jsonl")

    done = run("import", str(tmp_path / "register.jsonl"), "--commit", environment=made)

    assert (done.returncode, done.stderr.count("row")) == (0, 0), done.stderr
    assert partners(made) == partners(demo)


def test_partners_register_brings_proposals_until_somebody_takes_its_decisions_over(
    demo: dict[str, str], tmp_path: Path
) -> None:
    leeds = {"JUMELAGE_DATA": str(tmp_path / "leeds"), "JUMELAGE_SECRET_KEY": ""}
    run("init", "--home", "Leeds", "--country", "GB", "--email", "o@leeds.example", environment=leeds)
    list_ = tmp_path / "list.csv"
    list_.write_text("Partner city;Country;Since\nLille;France;1968\n", encoding="utf-8")
    assert run("import", str(list_), "--kind", "partnership", "--commit", environment=leeds).returncode == 0
    exported(demo, tmp_path / "dortmund.jsonl")

    done = run("import", str(tmp_path / "dortmund.jsonl"), "--commit", environment=leeds)

    assert "decisions of the other register (28 accept, 1 reject) do not count here" in done.stdout
    assert json.loads(partners(leeds)) == []

    accept = ["--by", "o@leeds.example", "--accept", "They know their partners."]
    run("import", str(tmp_path / "dortmund.jsonl"), "--commit", *accept, environment=leeds)

    assert partners(leeds) == partners(demo)


def test_row_that_was_damaged_is_named_and_the_rest_comes_in(
    demo: dict[str, str], bare: dict[str, str], tmp_path: Path
) -> None:
    lines = exported(demo, tmp_path / "register.jsonl").splitlines()
    at = next(n for n, line in enumerate(lines) if b'"link"' in line)
    (tmp_path / "damaged.jsonl").write_bytes(b"\n".join([*lines[:at], lines[at][:-9], *lines[at + 1 :]]) + b"\n")

    done = run("import", str(tmp_path / "damaged.jsonl"), "--commit", environment=bare)

    assert done.returncode == 0
    assert f"row {at + 1}: The row is no JSON" in done.stderr
    problems = list(csv.reader((tmp_path / "damaged.problems.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert problems[1][1] == str(at + 1)


def test_standard_output_has_the_file_alone(demo: dict[str, str]) -> None:
    done = run("export", "Dortmund", environment=demo)

    assert [json.loads(line)["line"] for line in done.stdout.splitlines()][:2] == ["jumelage", "entry"]


def test_lists_are_told_by_the_ending_and_speak_the_language_that_is_asked_for(
    demo: dict[str, str], tmp_path: Path
) -> None:
    table = exported(demo, tmp_path / "list.csv", "Dortmund", "--as-of", "2024-06-30", "--language", "fr")
    book = exported(demo, tmp_path / "list.xlsx", "--language", "en")

    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:7] == ["Notre ville", "Pays de notre ville", "Partenaire", "Pays", "Nature", "Statut", "Depuis"]
    assert len(rows) - 1 == len(json.loads(partners(demo)))
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    assert sheet.title == "Partnerships"
    since = {sheet.cell(row, 3).value: sheet.cell(row, 7).value for row in range(2, sheet.max_row + 1)}
    assert since["Leeds"] == 1969
    assert since["Amiens"].isoformat() == "1960-04-02T00:00:00"


def test_what_is_left_out_of_quickstatements_is_said(demo: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "Q1295.json").write_text('{"id": "Q1295", "claims": {}}', encoding="utf-8")
    arguments = ["Dortmund", "--format", "quickstatements", "--against", str(tmp_path / "Q1295.json")]

    done = run("export", *arguments, "--output", str(tmp_path / "qs.txt"), environment=demo)

    assert (done.returncode, (tmp_path / "qs.txt").read_text("utf-8")) == (0, "")
    assert "Left out: 16." in done.stderr
    assert "Dortmund – Leeds: Dortmund has no accepted id of Wikidata." in done.stderr
    assert len((tmp_path / "qs.txt.left-out.csv").read_text("utf-8-sig").splitlines()) == 17


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "pdf"],
        ["--format", "csv", "--names"],
        ["--format", "jsonl", "--as-of", "2024-01-01"],
        ["--format", "xlsx", "--against", "x.json"],
        ["--as-of", "gestern", "--format", "csv"],
        ["--language", "pl", "--format", "csv"],
    ],
)
def test_wrong_usage_exits_with_two(arguments: list[str], demo: dict[str, str]) -> None:
    assert run("export", *arguments, environment=demo).returncode == 2


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["Entenhausen"], "The register has no municipality named Entenhausen"),
        (["--output", "/nowhere/at/all.jsonl"], "/nowhere/at/all.jsonl cannot be written"),
        (["--format", "quickstatements", "--against", "none.json"], "none.json: no such file"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(arguments: list[str], sentence: str, demo: dict[str, str]) -> None:
    done = run("export", *arguments, environment=demo)

    assert (done.returncode, done.stdout) == (1, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("content", "options", "status", "sentence"),
    [
        (None, [], 1, "no such file; check the name"),
        (b"", [], 1, "is no export of Jumelage"),
        (b'{"line":"jumelage","format":1}\n{"line":"entry"', [], 1, "breaks off"),
        (b'{"line":"jumelage","format":9}\n', [], 1, "this version of Jumelage reads 1"),
        (b"", ["--kind", "partnership"], 2, "are for lists"),
    ],
)
def test_file_that_is_no_export_is_one_sentence(
    content: bytes | None, options: list[str], status: int, sentence: str, bare: dict[str, str], tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / "x.jsonl").write_bytes(content)

    done = run("import", str(tmp_path / "x.jsonl"), *options, "--commit", environment=bare)

    assert done.returncode == status
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
