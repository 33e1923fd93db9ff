"""`jumelage read` as people and programs call it."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner, Result
from fpdf import FPDF

from jumelage.cli.read import command

PAGE = "Partnerstädte\n\n- Graz, Österreich seit 1957\n- Pula (Kroatien), seit 1971\n"
CLAIM = {
    "home", "partner", "property", "value", "scope", "period", "target", "inferred", "reported_by", "reader", "rule", "score", "evidence",
}  # fmt: skip


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def run(*arguments: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(command, [str(a) for a in arguments], input=stdin)


def test_json_is_one_array_with_one_object_a_source(page: Path) -> None:
    result = run(page, page, "--home", "Trier")

    rows = json.loads(result.stdout)
    assert result.exit_code == 0
    assert rows[0] == rows[1]
    assert [set(row) for row in rows] == [{"source", "home", "claims", "findings", "warnings", "error"}] * 2
    assert all(set(claim) == CLAIM for claim in rows[0]["claims"])
    assert rows[0]["source"]["characters"] == len(PAGE)
    assert [(c["partner"]["label"], c["value"]) for c in rows[0]["claims"] if c["property"] == "since"] == [
        ("Graz", "1957"),
        ("Pula", "1971"),
    ]


def test_standard_input_is_read_as_text() -> None:
    result = run("-", "--home", "Trier", stdin=PAGE)

    assert result.exit_code == 0
    assert len(json.loads(result.stdout)[0]["claims"]) == 6


def test_the_text_comes_with_the_claims_when_asked(page: Path) -> None:
    assert json.loads(run(page, "--home", "Trier", "--with-text").stdout)[0]["text"] == PAGE


def test_the_table_names_partner_value_and_quote(page: Path) -> None:
    result = run(page, "--home", "Trier", "--format", "table")

    assert result.exit_code == 0
    _title, heads, *lines = result.stdout.splitlines()
    assert heads.split() == ["Partner", "Country", "Kind", "Status", "Since", "Also", "Words"]
    (since,) = [line for line in lines if "1957" in line and line.index("1957") == heads.index("Since")]
    named = [line for line in lines[: lines.index(since) + 1] if not line.startswith(" ")]
    assert named[-1].startswith("Graz")  # the partner stands in the first of its rows


def test_one_source_that_fails_does_not_stop_the_others(page: Path) -> None:
    result = run("nowhere.txt", page, "--home", "Trier")

    rows = json.loads(result.stdout)
    assert result.exit_code == 1
    assert rows[0]["error"] == "nowhere.txt: no such file; check the name and the folder."
    assert rows[1]["error"] is None


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.txt", b"", "is empty; give a page that has text."),
        ("big.txt", b"a" * 20_000_001, "more than the 20 MB that are read"),
        ("page.pdf", b"%PDF-1.7", "The PDF is broken and cannot be read"),
        ("letter.docx", b"PK\x03\x04", "The Word file is broken"),
        ("noise.txt", bytes(range(32)) * 50, "not text"),
        ("page.xyz", b"text", "this kind of file is not read"),
    ],
)
def test_a_page_that_cannot_be_read_is_told_in_one_sentence(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)

    result = run(tmp_path / name)

    assert result.exit_code == 1
    assert said in json.loads(result.stdout)[0]["error"]
    assert "Traceback" not in result.output


def in_word(path: Path) -> None:
    made = docx.Document()
    made.add_heading("Partnerstädte", 1)
    for words in ("Graz, Österreich seit 1957", "Pula (Kroatien), seit 1971"):
        made.add_paragraph(words, style="List Bullet")
    made.save(str(path))


def in_pdf(path: Path) -> None:
    made = FPDF()
    made.add_page()
    for words, size in (
        ("Partnerstädte", 18),
        ("- Graz, Österreich seit 1957", 11),
        ("- Pula (Kroatien), seit 1971", 11),
    ):
        made.set_font("helvetica", size=size)
        made.cell(0, 10, words, new_x="LMARGIN", new_y="NEXT")
    made.output(str(path))


@pytest.mark.parametrize(("name", "write"), [("page.docx", in_word), ("page.pdf", in_pdf)])
def test_word_and_pdf_say_what_the_text_says(
    tmp_path: Path, page: Path, name: str, write: Callable[[Path], None]
) -> None:
    write(tmp_path / name)

    text, other = json.loads(run(page, tmp_path / name, "--home", "Trier").stdout)

    assert [_told(claim) for claim in other["claims"]] == [_told(claim) for claim in text["claims"]]
    assert other["source"]["title"] == "Partnerstädte"


def _told(claim: dict[str, Any]) -> tuple[object, ...]:
    return claim["partner"]["label"], claim["property"], claim["value"], [e["quote"] for e in claim["evidence"]]


def test_a_folder_is_no_page(tmp_path: Path) -> None:
    assert json.loads(run(tmp_path).stdout)[0]["error"] == f"{tmp_path} is a folder; name the pages in it."


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--lang", "xx"], "'xx' is not read; give one of de, en, es, fr, it, nl, pl."),
        (["--published", "12.05.1960"], "is not a partial date"),
        (["--home-country", "Germany"], "is not a country's code of two letters"),
        ([], "Missing argument"),
    ],
)
def test_bad_usage_exits_with_two(arguments: list[str], said: str, page: Path) -> None:
    result = run(*([page] if arguments else []), *arguments)

    assert result.exit_code == 2
    assert said in " ".join(result.output.replace("│", " ").split())


def test_reading_never_imports_django(page: Path) -> None:
    program = f"import sys; from jumelage.cli.read import command; command([{str(page)!r}, '--home', 'Dortmund'], standalone_mode=False)"
    check = "import atexit, sys; atexit.register(lambda: print('django' in sys.modules, file=sys.stderr)); "

    result = subprocess.run([sys.executable, "-c", check + program], capture_output=True, text=True, check=False)

    assert result.stderr.strip().endswith("False")
