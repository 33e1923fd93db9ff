"""`jumelage backup` and `jumelage restore`: made while others write, whole when it is back, refused when it is not whole."""

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from demo_register import make_demo
from serving import environment_of, run

if TYPE_CHECKING:
    from databases import Databases

WRITER = """
import sys, django
django.setup()
from uuid import UUID
from jumelage.accounts.models import Office, User
from jumelage.knowledge.claims.actions.decide import state_fact
from jumelage.knowledge.claims.actions.identify import Wanted, identify
from jumelage.knowledge.claims.models import IdentityType
office = Office.objects.create(name="Amt", municipality=UUID(int=1))
user = User.objects.create_user("w@example.org", None, name="Wanda Writer", role="officer", office=office)
facts = {"label": "Leeds", "country": "GB", "geonameid": None, "lat": None, "lon": None}
town = identify({"leeds": Wanted(IdentityType.MUNICIPALITY, facts)}, by="system")["leeds"]
for year in range(1, 10_000):
    state_fact(town, "membership", f"Network of the year {year}", by=user, reason="a drill")
    print(year, flush=True)
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backup") / "demo"
    make_demo(folder)
    return folder


@pytest.fixture(scope="module")
def backup(demo: Path) -> Path:
    file = demo.with_name("demo.zip")
    done = run("backup", str(file), environment=at(demo))
    assert done.returncode == 0, done.stderr
    return file


def at(folder: Path) -> dict[str, str]:
    return {"JUMELAGE_DATA": str(folder), "JUMELAGE_SECRET_KEY": ""}


def changed(backup: Path, to: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A copy of the backup with other members; one that becomes None is left out."""
    with zipfile.ZipFile(backup) as one, zipfile.ZipFile(to, "w") as other:
        for name in one.namelist():
            if (data := change(name, one.read(name))) is not None:
                other.writestr(name, data)
    return to


def manifest(data: bytes, **values: object) -> bytes:
    return json.dumps(json.loads(data) | values).encode()


def test_register_comes_back_as_it_was(demo: Path, backup: Path, tmp_path: Path) -> None:
    there = at(tmp_path / "there")

    done = run("restore", str(backup), environment=there)

    assert done.returncode == 0, done.stderr
    assert re.search(r"Restored: \d+ rows and 5 files, as of \d{4}-", done.stdout)
    assert "The ledger is whole and ends at: 2" in done.stdout
    for command in (
        ("export",),
        ("partners", "Dortmund", "--as-of", "2024-06-30", "--format", "json"),
        ("ledger", "verify", "--documents"),
    ):
        assert run(*command, environment=there).stdout == run(*command, environment=at(demo)).stdout != ""
    assert (tmp_path / "there" / "secret.key").read_text() == (demo / "secret.key").read_text()
    assert (tmp_path / "there").stat().st_mode & 0o777 == 0o700


def test_backup_of_what_was_restored_is_the_same(backup: Path, tmp_path: Path) -> None:
    run("restore", str(backup), environment=at(tmp_path / "there"))

    done = run("backup", str(tmp_path / "again.zip"), environment=at(tmp_path / "there"))

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "again.zip").stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(backup) as one, zipfile.ZipFile(tmp_path / "again.zip") as other:
        assert one.namelist() == other.namelist()
        assert [n for n in one.namelist() if one.read(n) != other.read(n)] in (
            [],
            ["backup.json"],
        )  # which has its own moment


@contextmanager
def written_on(environment: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    """Facts are stated, one after the other, as long as this lasts."""
    full = os.environ | environment | {"DJANGO_SETTINGS_MODULE": "jumelage.settings"}
    writer = subprocess.Popen([sys.executable, "-c", WRITER], env=full, text=True, stdout=subprocess.PIPE)
    try:
        assert writer.stdout
        assert writer.stdout.readline() == "1\n"
        yield writer
        assert writer.poll() is None, "the writer stopped"
    finally:
        writer.kill()
        writer.communicate()


def entries(environment: dict[str, str]) -> int:
    found = re.search(r"whole: (\d+) entries", run("ledger", "verify", environment=environment).stdout)
    assert found
    return int(found[1])


@pytest.mark.parametrize("drills", [2, pytest.param(20, marks=[pytest.mark.long, pytest.mark.timeout(1800)])])
def test_backup_is_made_while_others_write(
    committed_db: str, databases: "Databases", tmp_path: Path, drills: int
) -> None:
    here = environment_of(committed_db)
    with written_on(here):
        files = [tmp_path / f"{number}.zip" for number in range(drills)]
        made = [run("backup", str(file), environment=here) for file in files]
    for file, done in zip(files, made, strict=True):
        assert done.returncode == 0, done.stderr
        (anchor,) = re.findall(r"ends at: (\d+ \w+ \S+)", done.stdout)
        there = databases.empty()
        restored = run("restore", str(file), environment=there)
        assert (restored.returncode, restored.stdout.split("ends at: ")[-1].strip()) == (0, anchor), restored.stderr
        assert entries(there) == int(anchor.split()[0])
    assert entries(here) > entries(there) > 2


def test_restored_register_is_written_on(committed_db: str, databases: "Databases", tmp_path: Path) -> None:
    with written_on(environment_of(committed_db)):
        run("backup", str(tmp_path / "one.zip"), environment=environment_of(committed_db))
    there = databases.empty()
    run("restore", str(tmp_path / "one.zip"), environment=there)
    before = entries(there)

    added = run("init", "--home", "Leeds", "--country", "GB", environment=there)  # refuses: there is an office
    taught = run(
        "ingest", "-", "--home", "Leeds", environment=there, stdin="Leeds und Dortmund sind seit 1969 Partnerstädte."
    )

    assert "register here already" in added.stderr
    assert taught.returncode == 0, taught.stderr
    assert entries(there) > before


def test_backup_moves_between_databases(committed_db: str, tmp_path: Path) -> None:
    """Of the tests' database, SQLite or PostgreSQL, into a folder: that is SQLite."""
    with written_on(environment_of(committed_db)):
        run("backup", str(tmp_path / "one.zip"), environment=environment_of(committed_db))

    done = run("restore", str(tmp_path / "one.zip"), environment=at(tmp_path / "there") | {"JUMELAGE_DATABASE": ""})

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "there" / "jumelage.sqlite3").exists()


def test_older_version_s_backup_is_brought_to_this_one(demo: Path, backup: Path, tmp_path: Path) -> None:
    """Its tables were others: spans, where this version counts years."""

    def older(name: str, data: bytes) -> bytes | None:
        if name == "tables/partnerships_countedyears.jsonl":
            return None
        if name != "backup.json":
            return data
        said = json.loads(data)
        migrations = [
            ["partnerships", "0002_one_record_a_partnership"] if m[0] == "partnerships" else m
            for m in said["migrations"]
        ]
        tables = {n: t for n, t in said["tables"].items() if n != "partnerships_countedyears"}
        return manifest(data, migrations=migrations, tables=tables)

    done = run("restore", str(changed(backup, tmp_path / "old.zip", older)), environment=at(tmp_path / "there"))

    assert done.returncode == 0, done.stderr
    ask = ("partners", "Dortmund", "--as-of", "2024-06-30", "--format", "json")
    assert run(*ask, environment=at(tmp_path / "there")).stdout == run(*ask, environment=at(demo)).stdout


def lose(what: str) -> Callable[[str, bytes], bytes | None]:
    return lambda name, data: None if re.fullmatch(what, name) else data


def swap(what: str, old: bytes, new: bytes) -> Callable[[str, bytes], bytes | None]:
    return lambda name, data: data.replace(old, new) if re.fullmatch(what, name) else data


NOT_WHOLE = {
    "a word of a quote": (swap("tables/claims_payload.jsonl", b"1960", b"1961"), "What the backup holds is not whole: "),
    "a lost entry": (lambda n, d: d[: d.rindex(b"\n", 0, -1) + 1] if n == "tables/claims_entry.jsonl" else d, "rows of claims_entry"),
    "a changed document": (lambda n, d: d + b" " if n.startswith("documents/") else d, "has other bytes than it had"),
    "a lost table": (lose("tables/claims_claim.jsonl"), "is damaged (tables/claims_claim.jsonl)"),
    "no first page": (lose("backup.json"), "is no whole backup of Jumelage"),
    "another anchor": (lambda n, d: manifest(d, anchor="3 abc 2026") if n == "backup.json" else d, "the backup says 3 abc 2026"),
    "a newer file": (lambda n, d: manifest(d, version=2) if n == "backup.json" else d, "made by a newer version"),
    "a newer version": (
        lambda n, d: manifest(d, migrations=[["claims", "0099_later"]]) if n == "backup.json" else d,
        "which has what this version does not know (claims 0099_later)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", NOT_WHOLE)
def test_what_is_not_whole_is_refused_and_leaves_nothing(change: str, backup: Path, tmp_path: Path) -> None:
    how, sentence = NOT_WHOLE[change]
    file = changed(backup, tmp_path / "bad.zip", how)

    done = run("restore", str(file), environment=at(tmp_path / "there"))

    assert (done.returncode, sentence in done.stderr, "Traceback" in done.stderr) == (1, True, False), done.stderr
    assert not (tmp_path / "there").exists()


@pytest.mark.parametrize("cut", [0, 100, 40_000])
def test_file_that_was_cut_is_refused(cut: int, backup: Path, tmp_path: Path) -> None:
    (tmp_path / "cut.zip").write_bytes(backup.read_bytes()[:cut])

    done = run("restore", str(tmp_path / "cut.zip"), environment=at(tmp_path / "there"))

    assert (done.returncode, "give a file that jumelage backup wrote" in done.stderr) == (1, True), done.stderr


@pytest.mark.parametrize("place", [5_000, 20_011])
def test_flipped_bits_are_seen(place: int, backup: Path, tmp_path: Path) -> None:
    data = bytearray(backup.read_bytes())
    data[place] ^= 255
    (tmp_path / "bits.zip").write_bytes(data)

    done = run("restore", str(tmp_path / "bits.zip"), environment=at(tmp_path / "there"))

    assert (done.returncode, "restore another backup" in done.stderr) == (1, True), done.stderr


def test_nothing_is_overwritten(demo: Path, backup: Path, tmp_path: Path) -> None:
    again = run("backup", str(backup), environment=at(demo))
    into = run("restore", str(backup), environment=at(demo))

    assert (again.returncode, into.returncode) == (1, 1)
    assert "name a new file" in again.stderr
    assert "is not empty; name a new folder in JUMELAGE_DATA" in into.stderr


def test_database_that_is_not_empty_is_refused(committed_db: str, backup: Path, tmp_path: Path) -> None:
    if not committed_db.startswith("postgresql:"):
        pytest.skip("on SQLite the folder says it")

    done = run("restore", str(backup), environment=at(tmp_path / "there") | environment_of(committed_db))

    assert "The database is not empty; name an empty one in JUMELAGE_DATABASE." in done.stderr
    assert not (tmp_path / "there").exists()


def test_backup_into_no_folder_says_so(demo: Path, tmp_path: Path) -> None:
    done = run("backup", str(tmp_path / "nowhere" / "b.zip"), environment=at(demo))

    assert (done.returncode, "cannot be written (No such file or directory)" in done.stderr) == (1, True)
