"""`jumelage retention`: says whose time is over, and erases only when it is told to."""

import json
from pathlib import Path

import pytest
from demo_register import make_demo
from serving import run


@pytest.fixture
def demo(tmp_path: Path) -> dict[str, str]:
    make_demo(tmp_path / "demo")
    return {"JUMELAGE_DATA": str(tmp_path / "demo"), "JUMELAGE_SECRET_KEY": ""}


def test_dry_run_says_who_and_the_real_one_erases_them(demo: dict[str, str], tmp_path: Path) -> None:
    archive = tmp_path / "archive.json"
    by = ("retention", "--by", "officer@example.org")

    said = run(*by, "--archive", str(archive), environment=demo)
    done = run(*by, "--erase", environment=demo)
    again = run(*by, "--erase", environment=demo)
    taken = run(*by, "--archive", str(archive), environment=demo)

    assert said.returncode == 0, said.stderr
    assert said.stdout == "Karl Beispiel\nNothing was erased; add --erase to do it.\n"
    assert [one["person"]["family_name"] for one in json.loads(archive.read_text())] == ["Beispiel"]
    assert archive.stat().st_mode & 0o777 == 0o600
    assert done.stdout.startswith("Karl Beispiel\nErased: 1 person; names covered in ")
    assert again.stdout == "Nobody's time is over.\n"
    assert (taken.returncode, "is there already; name a new file" in taken.stderr) == (1, True)


def test_unknown_account_is_refused(demo: dict[str, str]) -> None:
    done = run("retention", "--by", "nobody@example.org", environment=demo)

    assert (done.returncode, "There is no account nobody@example.org" in done.stderr) == (1, True)
