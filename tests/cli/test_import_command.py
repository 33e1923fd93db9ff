"""`jumelage import` as an office meets it: what it prints, how it fails, what it leaves behind."""

import csv
import json
import os
from pathlib import Path

import pytest
from ready_made import ready_made
from serving import run

LIST = """Partnerstadt;Land;seit;Art
Tampere;Finnland;1960;Partnerschaft
Neustadt;Deutschland;1979;Partnerschaft
Grenoble;Frankreich;=1979+1;Partnerschaft
Lille;Frankreich;1958;Partnerschaft
"""


@pytest.fixture
def data(tmp_path: Path) -> dict[str, str]:
    """An empty register of Essen, made by the command itself."""
    ready_made(tmp_path / "data", "init", "--home", "Essen", "--country", "DE", "--email", "o@essen.example")
    return {"JUMELAGE_DATA": str(tmp_path / "data"), "JUMELAGE_SECRET_KEY": ""}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "liste.csv"
    path.write_text(LIST, encoding="cp1252")
    return path


def head(data: dict[str, str]) -> str:
    return run("ledger", "verify", environment=data).stdout


def test_dry_run_shows_the_columns_and_what_would_change(data: dict[str, str], file: Path) -> None:
    before = head(data)

    done = run("import", str(file), environment=data)

    assert (done.returncode, head(data)) == (0, before)
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["seit", "since", "heading", "1960"] in lines
    assert "4 records: 6 new claims (2 kind, 2 status, 2 since) on 2 partnerships, 2 of them new" in done.stdout
    assert "2 records were not understood" in done.stdout
    assert done.stdout.endswith("Nothing was written; add --commit to write it.\n")
    assert "row 3: Neustadt can be several places. Perhaps: Neustadt an der Weinstraße" in done.stderr
    assert "row 4: “=1979+1” is no date" in done.stderr


def test_rows_that_were_not_understood_are_mended_and_imported_alone(data: dict[str, str], file: Path) -> None:
    run("import", str(file), "--commit", environment=data)
    problems = file.with_name("liste.problems.csv")
    rows = list(csv.reader(problems.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0] == ["Partnerstadt", "Land", "seit", "Art", "row", "not understood because", "suggestions"]
    assert [(row[0], row[2], row[4]) for row in rows[1:]] == [("Neustadt", "1979", "3"), ("Grenoble", "'=1979+1", "4")]

    rows[1][0], rows[2][2] = "Neustadt an der Weinstraße", "1980"
    with problems.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(rows)
    done = run("import", str(problems), "--commit", environment=data)

    assert (done.returncode, "0 records were not understood" in done.stdout) == (0, True), done.stdout
    assert "Written: 6 claims, for people to review." in done.stdout
    assert sorted(path.name for path in file.parent.glob("*.csv")) == ["liste.csv", "liste.problems.csv"]


def test_file_of_problems_that_is_being_mended_is_not_overwritten(data: dict[str, str], file: Path) -> None:
    for _ in range(2):
        run("import", str(file), environment=data)
    problems = file.with_name("liste.problems.csv")
    problems.write_text("half mended", encoding="utf-8")

    done = run("import", str(file), environment=data)

    assert problems.read_text(encoding="utf-8") == "half mended"
    assert "liste.problems-2.csv" in done.stderr
    assert not file.with_name("liste.problems-3.csv").exists()


def test_second_time_nothing_is_new(data: dict[str, str], file: Path) -> None:
    run("import", str(file), "--commit", environment=data)
    before = head(data)

    done = run("import", str(file), "--commit", environment=data)

    assert (done.returncode, head(data)) == (0, before)
    assert "0 new claims on 0 partnerships" in done.stdout
    assert "6 claims were imported before" in done.stdout
    assert done.stdout.endswith("Nothing new; nothing was written.\n")


def test_profile_is_saved_and_used(data: dict[str, str], file: Path, tmp_path: Path) -> None:
    profile = tmp_path / "profile.toml"

    saved = run("import", str(file), "--save-map", str(profile), environment=data)
    profile.write_text(
        profile.read_text(encoding="utf-8").replace('"seit" = "since"', '"seit" = "ignore"'), encoding="utf-8"
    )
    used = run("import", str(file), "--map", str(profile), environment=data)

    assert saved.returncode == used.returncode == 0
    assert "6 new claims (3 kind, 3 status)" in used.stdout


def test_person_accepts_the_whole_by_name_and_reason(data: dict[str, str], file: Path) -> None:
    done = run("import", str(file), "--commit", "--by", "O@essen.example", "--accept", "geprüft", environment=data)

    assert "Written: 6 claims, 7 of them accepted." in done.stdout
    partners = run("partners", "Essen", "--as-of", "1959-06-30", "--format", "json", environment=data)
    assert [row["partner"] for row in json.loads(partners.stdout)] == ["Lille"]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["liste.csv", "--format", "ods"],
        ["liste.csv", "--kind", "marriage"],
        ["liste.csv", "--published", "gestern"],
        ["liste.csv", "--accept", "geprüft", "--commit"],
        ["liste.csv", "--accept", "geprüft", "--by", "o@essen.example"],
        ["liste.csv", "--accept", "  ", "--by", "o@essen.example", "--commit"],
    ],
)
def test_wrong_usage_exits_with_two(arguments: list[str], data: dict[str, str]) -> None:
    assert run("import", *arguments, environment=data).returncode == 2


@pytest.mark.parametrize(
    ("name", "content", "arguments", "sentence"),
    [
        ("missing.csv", None, [], "no such file"),
        ("empty.csv", b"", [], "is empty"),
        ("big.csv", b"a;b\n" * 6_000_000, [], "more than the 20 MB"),
        ("old.xls", b"\xd0\xcf\x11\xe0", [], "the old Excel format, which is not read"),
        ("list.ods", b"PK\x03\x04", [], "OpenDocument, which is not read"),
        ("list.xyz", b"a;b\nc;d", [], "say so with --format"),
        ("broken.csv", b'Partnerstadt;Land\n"Lille;FR\n', [], "never closed"),
        ("broken.xlsx", b"PK\x03\x04", [], "cannot be read"),
        ("broken.json", b"{", [], "no JSON"),
        ("list.csv", b"Betrag;Datum\n1;2\n", [], "No column names the partner"),
        ("list.csv", b"Partnerstadt;Land\nLille;FR\n", ["--map", "none.toml"], "The profile none.toml cannot be read"),
        ("list.csv", b"Partnerstadt;Land\nLille;FR\n", ["--home", "Neustadt"], "Neustadt can be several places"),
        ("list.csv", b"Partnerstadt;Land\nLille;FR\n", ["--commit", "--by", "x@y.example"], "x@y.example"),
        ("Q1.json", b'{"id":"Q1","claims":{"P190":[]}}', ["--save-map", "x.toml"], "no statement"),
        ("wikidata:P190", None, [], "write wikidata:Q1295"),
    ],
)
def test_file_that_cannot_be_taken_in_is_one_sentence(
    name: str, content: bytes | None, arguments: list[str], sentence: str, data: dict[str, str], tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    before = head(data)

    done = run("import", name if ":" in name else str(tmp_path / name), *arguments, environment=data)

    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert (
        len([line for line in done.stderr.splitlines() if line and not line.startswith(("Asking", "Reading"))]) == 1
    ), done.stderr
    assert head(data) == before


def test_endpoint_that_is_private_is_refused(data: dict[str, str]) -> None:
    done = run("import", "wikidata:Q2066", environment=data | {"JUMELAGE_WIKIDATA": "http://127.0.0.1:9/sparql"})

    assert done.returncode == 1
    assert "not on the public internet" in done.stderr


def test_folder_that_cannot_be_written_is_said_and_the_import_goes_on(data: dict[str, str], file: Path) -> None:
    if not hasattr(os, "geteuid") or os.geteuid() == 0:
        file.with_name("liste.problems.csv").mkdir()  # a superuser may write anywhere, but not into a folder's name
    else:
        file.parent.chmod(0o500)

    done = run("import", str(file), "--commit", environment=data)

    assert done.returncode == 0
    assert "Written: 6 claims" in done.stdout
    assert "cannot be written beside" in done.stderr
