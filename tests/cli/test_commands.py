"""The commands as a newcomer meets them: what they print, how they fail, what they leave behind."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from canned import claims, row, serving
from ready_made import ready_made
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
    ready_made(tmp_path / "data", "init", "--home", "Essen", "--country", "DE")
    return {"JUMELAGE_DATA": str(tmp_path / "data"), "JUMELAGE_SECRET_KEY": ""}


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


def test_ingest_asks_the_second_reader_once_about_a_text(data: dict[str, str], page: Path) -> None:
    with serving() as model:
        model.says(claims(row("since", "Tampere", "1960", "seit 1960")))
        settings = data | {"JUMELAGE_LLM_URL": model.address, "JUMELAGE_LLM_MODEL": "tiny"}

        first = run("ingest", str(page), environment=settings)
        again = run("ingest", str(page), environment=settings)

        assert len(model.asked) == 1
    assert first.stdout.splitlines()[0] == "partner.txt: a new source. 6 proposals: 6 new, 0 known."
    assert again.stdout.startswith("partner.txt: nothing new")


def test_changed_page_is_a_source_that_follows(data: dict[str, str], page: Path) -> None:
    run("ingest", str(page), environment=data)
    page.write_text(PAGE.replace("1979", "1976"), encoding="utf-8")

    done = run("ingest", str(page), environment=data)

    assert "a new source; it follows the one of " in done.stdout
    assert " 1 proposals: 1 new, 0 known. 5 statements stand as before." in done.stdout
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


def test_count_that_the_page_itself_does_not_bear_out_is_told(data: dict[str, str], tmp_path: Path) -> None:
    page = tmp_path / "count.txt"
    page.write_text(
        PAGE.replace("Städtepartnerschaften in aller Welt", "vier Städtepartnerschaften") + "- Lille, Frankreich\n"
    )

    done = run("ingest", str(page), "--home", "Essen", environment=data)

    assert "  It says 4 partner cities and lists 3 itself." in done.stdout


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
            "siegen.txt",
            b"Partner towns of Siegen\n\n- Essen, Germany, since 1966\n- Katwijk, Netherlands, since 1963\n",
            "can be Siegen's, not Essen's",
        ),
        (
            "other.txt",
            b"Internationale Beziehungen\n\nDie Stadt Hannover pflegt Partnerschaften. Hannover hat drei Partnerst\xc3\xa4dte.\n\n"
            b"Partnerst\xc3\xa4dte von Hannover:\n- Bristol, Gro\xc3\x9fbritannien, seit 1947\n- Essen, Deutschland, seit 1999\n\n"
            b"Die Stadt Hannover hat ein B\xc3\xbcro. Hannover freut sich.\n",
            "can be Hannover's, not Essen's",
        ),
        (
            "neutral.txt",
            b"Twin towns\n\nThe town of Siegen is twinned with four towns, among them Lille (1960), Essen (1969) and Orsk (1978).\n",
            "counts Essen among the partners of somebody",
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


def test_anchor_is_kept_and_held_against_the_ledger(data: dict[str, str], page: Path, tmp_path: Path) -> None:
    anchors = tmp_path / "anchors.txt"
    first = run("ledger", "anchor", "--append", str(anchors), environment=data)
    run("ingest", str(page), environment=data)
    run("ledger", "anchor", "--append", str(anchors), environment=data)

    whole = run("ledger", "verify", "--anchor", str(anchors), "--documents", environment=data)
    anchors.write_text(first.stdout.replace(first.stdout.split()[1], "0" * 64))
    rewritten = run("ledger", "verify", "--anchor", str(anchors), environment=data)
    anchors.write_text("no anchor")
    senseless = run("ledger", "verify", "--anchor", str(anchors), environment=data)

    assert "It goes on from 2 anchors" in whole.stdout
    assert "Documents, texts and quotes are what they were." in whole.stdout
    assert (rewritten.returncode, "written anew" in rewritten.stderr) == (1, True)
    assert (senseless.returncode, "holds no anchors" in senseless.stderr) == (1, True)


def test_municipalities_are_merged_and_split_by_name(data: dict[str, str], tmp_path: Path) -> None:
    page = tmp_path / "partner.txt"
    page.write_text(PAGE.replace("Tampere", "Tampereberg").replace("Grenoble", "Grenobleburg"), encoding="utf-8")
    run("ingest", str(page), "--home", "Essen", environment=data)
    by = ["--by", "admin@example.org", "--reason", "two names of one town"]

    merged = run("municipality", "merge", "Tampereberg", "Grenobleburg", *by, environment=data)
    found = run("municipality", "find", "Tampereberg", environment=data)
    split = run("municipality", "split", "Tampereberg", *by, environment=data)
    nobody = run("municipality", "split", "Tampereberg", "--by", "x@example.org", "--reason", "y", environment=data)
    unknown = run("municipality", "find", "Nirgendwo", environment=data)
    told = run("ledger", "history", found.stdout.split()[0], environment=data)
    abroad = run("municipality", "find", "Эссен", environment=data)

    assert merged.stdout == "Tampereberg is Grenobleburg from now on; what was said of either is said of both.\n"
    assert "; merged into " in found.stdout
    assert split.stdout == "Tampereberg stands alone again.\n"
    assert (nobody.returncode, "There is no account x@example.org" in nobody.stderr) == (1, True)
    assert (unknown.returncode, "no municipality named Nirgendwo" in unknown.stderr) == (1, True)
    assert " Essen DE; " in abroad.stdout
    assert [line.split()[4] for line in told.stdout.splitlines()] == ["identify", "merge", "split"]
    assert "Administrator: merge" in told.stdout
    assert "(two names of one town)" in told.stdout


def test_redaction_on_the_command_line(data: dict[str, str], page: Path) -> None:
    run("ingest", str(page), environment=data)
    entries = run("ledger", "verify", environment=data).stdout
    last = int(entries.split(" entries")[0].split()[-1])
    by = ["--by", "admin@example.org", "--reason", "asked for"]

    done = run("ledger", "redact", str(last), *by, environment=data)
    again = run("ledger", "redact", str(last), *by, environment=data)

    assert done.stdout == f"1 entries say nothing any more; that they were redacted is #{last + 1} on.\n"
    assert (again.returncode, f"Entry #{last} has no words" in again.stderr) == (1, True)
    assert "The ledger is whole" in run("ledger", "verify", environment=data).stdout


def test_copy_of_a_known_page_is_no_source_of_its_own(data: dict[str, str], page: Path, tmp_path: Path) -> None:
    run("ingest", str(page), environment=data)
    copy = tmp_path / "elsewhere.txt"
    copy.write_bytes(page.read_bytes())

    done = run("ingest", str(copy), environment=data)

    assert "nothing new; the same text was kept" in done.stdout


def test_changed_page_need_not_be_told_again_whose_it_is(data: dict[str, str], tmp_path: Path) -> None:
    theirs = tmp_path / "siegen.txt"
    theirs.write_text(
        "Partner towns of Leeds\n\nLeeds is twinned with Siegen (Germany) since 1966.\n", encoding="utf-8"
    )
    run("ingest", str(theirs), "--home", "Leeds", "--home-country", "GB", environment=data)
    theirs.write_text(
        "Partner towns of Leeds\n\nLeeds is twinned with Siegen (Germany) since 1967.\n", encoding="utf-8"
    )

    done = run("ingest", str(theirs), environment=data)

    assert "it follows the one of" in done.stdout
    assert "Siegen: new: since 1967" in done.stdout


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("JUMELAGE_LANGUAGE", "xx", "must be one of de, en, fr"),
        ("JUMELAGE_TIME_ZONE", "Nowhere/City", "must be a name such as Europe/Berlin"),
    ],
)
def test_setting_that_makes_no_sense_is_one_sentence(
    name: str, value: str, sentence: str, data: dict[str, str]
) -> None:
    done = run("ledger", "verify", environment=data | {name: value})

    assert (done.returncode, done.stdout) == (1, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_every_partnership_of_the_register_as_of_a_day(data: dict[str, str], page: Path) -> None:
    run("ingest", str(page), environment=data)
    before = run("partners", "--all", environment=data).stdout
    neither = run("partners", environment=data)

    assert before == ""  # nothing has been accepted
    assert (neither.returncode, "Name a city, or say --all." in neither.stderr) == (2, True)


def test_every_partnership_of_the_demo(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    run("demo", "--no-serve", "--data", str(folder), environment={})

    lines = run("partners", "--all", "--as-of", "2025-12-31", environment={"JUMELAGE_DATA": str(folder)}).stdout

    rows = [json.loads(line) for line in lines.splitlines()]
    assert {row["city"] for row in rows} | {row["partner"] for row in rows} >= {"Dortmund", "Amiens", "Zhytomyr"}
    assert sum(row["counted"] for row in rows) == 11
