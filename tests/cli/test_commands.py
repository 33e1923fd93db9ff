"""The commands as a newcomer meets them: what they print, how they fail, what they leave behind."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from serving import JUMELAGE, run

PAGE = """Unsere Partnerstädte

Essen pflegt Städtepartnerschaften in aller Welt.

Partnerstädte von Essen:
- Tampere, Finnland, seit 1960
- Grenoble, Frankreich, seit 1979
"""


@pytest.fixture
def data(tmp_path: Path) -> dict[str, str]:
    """An empty register of Essen, made by the command itself."""
    environment = {"JUMELAGE_DATA": str(tmp_path / "data"), "JUMELAGE_SECRET_KEY": ""}
    done = run("init", "--home", "Essen", "--country", "DE", environment=environment)
    assert done.returncode == 0, done.stderr
    return environment


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "partner.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def partners(data: dict[str, str], *options: str) -> list[dict[str, object]]:
    done = run("partners", "Essen", "--format", "json", *options, environment=data)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def test_init_prints_the_password_once_and_refuses_a_second_time(tmp_path: Path) -> None:
    environment = {"JUMELAGE_DATA": str(tmp_path / "data"), "JUMELAGE_SECRET_KEY": ""}

    first = run("init", "--home", "Leeds", "--country", "GB", "--email", "a@leeds.example", environment=environment)
    second = run("init", "--home", "Leeds", "--country", "GB", environment=environment)

    assert first.returncode == 0
    assert "The register of Leeds (GB) is ready" in first.stdout
    assert "Login: a@leeds.example, password " in first.stdout
    assert (second.returncode, second.stdout) == (1, "")
    assert "There is a register here already" in second.stderr
    assert (tmp_path / "data" / "secret.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--home", "Leedz", "--country", "GB"], "No place named Leedz is known in GB. Did you mean Leeds (GB)"),
        (["--home", "Leeds"], "say which with --country"),
    ],
)
def test_init_says_what_is_wrong_with_the_home(arguments: list[str], sentence: str, tmp_path: Path) -> None:
    done = run("init", *arguments, environment={"JUMELAGE_DATA": str(tmp_path / "data")})

    assert done.returncode == 1
    assert sentence in done.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("command", [["partners", "Essen"], ["ingest", "x.txt"], ["serve"], ["ledger", "verify"]])
def test_command_without_a_register_says_what_to_do(command: list[str], tmp_path: Path) -> None:
    done = run(*command, environment={"JUMELAGE_DATA": str(tmp_path / "none")})

    assert done.returncode == 1
    assert "make one with jumelage init" in done.stderr
    assert not (tmp_path / "none").exists()


def test_ingest_says_what_is_new_and_then_that_nothing_is(data: dict[str, str], page: Path) -> None:
    first = run("ingest", str(page), "--published", "2024-03", environment=data)
    head = run("ledger", "verify", environment=data).stdout
    second = run("ingest", str(page), "--published", "2024-03", environment=data)

    assert first.stdout.startswith("partner.txt: a new source. ")
    assert " new, 0 known." in first.stdout
    assert second.stdout.startswith("partner.txt: nothing new; the same text was kept on ")
    assert run("ledger", "verify", environment=data).stdout == head
    assert partners(data) == []


def test_changed_page_is_a_source_that_follows(data: dict[str, str], page: Path) -> None:
    run("ingest", str(page), environment=data)
    page.write_text(PAGE.replace("1979", "1976"), encoding="utf-8")

    done = run("ingest", str(page), environment=data)

    assert "a new source; it follows the one of " in done.stdout
    assert "contradicts: since 1976 here, 1979 in “Unsere Partnerstädte” (proposed)." in done.stdout


def test_pages_of_one_name_in_two_folders_do_not_follow_each_other(data: dict[str, str], tmp_path: Path) -> None:
    for folder, year in (("a", "1960"), ("b", "1961")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "index.txt").write_text(PAGE.replace("1960", year), encoding="utf-8")
        done = run("ingest", str(tmp_path / folder / "index.txt"), environment=data)
        assert "a new source. " in done.stdout
        assert "follows" not in done.stdout


def test_date_of_a_known_page_is_kept(data: dict[str, str], page: Path) -> None:
    run("ingest", str(page), environment=data)
    before = run("ledger", "verify", environment=data).stdout

    run("ingest", str(page), "--published", "2024-03", environment=data)

    assert run("ledger", "verify", environment=data).stdout != before


@pytest.mark.parametrize("known", ["9999-12-31", "#²", "#100000", "soon"])
def test_as_known_that_is_no_moment_is_wrong_usage(known: str, data: dict[str, str]) -> None:
    done = run("partners", "Essen", "--as-known", known, environment=data)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("missing.txt", None, "no such file"),
        ("empty.txt", b"", "empty"),
        ("big.txt", b"a" * 50_000_000, "more than the 20 MB"),
        ("page.xyz", b"text", "this kind of file is not read"),
        ("paper.pdf", b"%PDF-1.7", "paper.pdf: The PDF is broken and cannot be read"),
        (
            "koeln.txt",
            "Partnerstädte von Köln\n\nKöln ist seit 1952 mit Liverpool verbunden. Köln hat in Köln Gäste.\n".encode(),
            "never names Essen",
        ),
        (
            "other.txt",
            b"Internationale Beziehungen\n\nDie Stadt Hannover pflegt Partnerschaften. Hannover hat drei Partnerst\xc3\xa4dte.\n\n"
            b"Partnerst\xc3\xa4dte von Hannover:\n- Bristol, Gro\xc3\x9fbritannien, seit 1947\n- Essen, Deutschland, seit 1999\n\n"
            b"Die Stadt Hannover hat ein B\xc3\xbcro. Hannover freut sich.\n",
            "is about Hannover, not Essen",
        ),
    ],
)
def test_page_that_cannot_be_taken_in_is_one_sentence(
    name: str, content: bytes | None, sentence: str, data: dict[str, str], tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    before = run("ledger", "verify", environment=data).stdout

    done = run("ingest", str(tmp_path / name), environment=data)

    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert run("ledger", "verify", environment=data).stdout == before


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/", "http://169.254.169.254/", "http://no-such-host.invalid/"])
def test_address_that_cannot_be_fetched_is_one_sentence(address: str, data: dict[str, str]) -> None:
    done = run("ingest", address, environment=data)

    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1


def test_wrong_usage_exits_with_two(data: dict[str, str], page: Path) -> None:
    for arguments in (
        ["ingest"],
        ["ingest", str(page), "--published", "May 1960"],
        ["partners", "Essen", "--as-of", "soon"],
        ["nonsense"],
    ):
        assert run(*arguments, environment=data).returncode == 2


def test_partners_of_a_stranger_is_one_sentence(data: dict[str, str]) -> None:
    done = run("partners", "Atlantis", environment=data)

    assert (done.returncode, done.stdout) == (1, "")
    assert "no municipality named Atlantis" in done.stderr


def test_read_never_starts_django(page: Path) -> None:
    code = (
        "import sys; from jumelage.cli import main\n"
        f"try: main(['read', {str(page)!r}, '--home', 'Essen', '--format', 'json'])\n"
        "except SystemExit: pass\n"
        "print([m for m in sys.modules if m == 'django' or m.startswith('django.')], file=sys.stderr)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert done.stderr.strip() == "[]"
    assert json.loads(done.stdout)[0]["home"]["label"] == "Essen"


def test_killed_ingest_leaves_the_ledger_whole(data: dict[str, str], tmp_path: Path) -> None:
    import os
    import signal
    import time

    pages = [tmp_path / f"page{n}.txt" for n in range(12)]
    for n, path in enumerate(pages):
        path.write_text(PAGE.replace("1960", str(1950 + n)), encoding="utf-8")
    for delay in (0.9, 1.1, 1.3):
        process = subprocess.Popen(
            [JUMELAGE, "ingest", *map(str, pages)], env=os.environ | data, stdout=subprocess.DEVNULL
        )
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()

        done = run("ledger", "verify", environment=data)
        assert done.returncode == 0, done.stderr
    finished = run("ingest", *map(str, pages), environment=data)
    assert (finished.returncode, run("ledger", "verify", environment=data).returncode) == (0, 0)
