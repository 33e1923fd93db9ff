"""A full disk or a lost database in the middle of a command: one sentence, and the register as it was."""

import errno
import os
import resource
import subprocess
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from serving import JUMELAGE, environment_of, run

from jumelage.cli.outage import sentence
from jumelage.knowledge.claims.models import LedgerHead

ROWS = 400
TOO_LARGE = 2_000_000  # bytes: the register fits in, the import does not


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    lines = (f"Town {n};FR;{1950 + n % 60}" for n in range(ROWS))
    path.write_text("\n".join(["Partnerstadt;Land;seit", *lines]), encoding="utf-8")
    return path


def importing(file: Path, **options: object) -> "subprocess.CompletedProcess[str]":
    command = [JUMELAGE, "import", str(file), "--home", "Dortmund", "--home-country", "DE", "--own-places", "--commit"]
    return subprocess.run(command, capture_output=True, text=True, timeout=100, **options)  # type: ignore[call-overload, no-any-return]


def test_full_disk_is_one_sentence(committed_db: str, file: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the disk of PostgreSQL is the server's")
    environment = environment_of(committed_db)

    def small_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (TOO_LARGE, TOO_LARGE))

    done = importing(file, env=os.environ | environment, preexec_fn=small_disk)

    assert (done.returncode, done.stderr.splitlines()[-1].split(" (")[0]) == (1, "The disk takes no more")
    assert "Traceback" not in done.stderr
    assert "0 entries" in run("ledger", "verify", environment=environment).stdout


def test_lost_database_is_one_sentence(committed_db: str, file: Path) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's file is not lost on the way")
    impatient = {"PGOPTIONS": "-c idle_in_transaction_session_timeout=1"}  # the server ends it while it reckons

    done = importing(file, env=os.environ | environment_of(committed_db) | impatient)

    assert (done.returncode, done.stderr.splitlines()[-1].split(" (")[0]) == (1, "The database was lost on the way")
    assert "Traceback" not in done.stderr
    assert LedgerHead.objects.get().seq == 0


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "The disk takes no more (No space left on device)."),
        (OperationalError("database or disk is full"), "The disk takes no more (database or disk is full)."),
        (OperationalError("server closed the connection\n\tunexpectedly"), "The database was lost on the way (server closed the connection unexpectedly)."),
        (OSError(errno.ENOENT, "No such file"), None),
        (ValueError("database or disk is full"), None),
    ],
)  # fmt: skip
def test_outage_is_told_from_other_errors(error: Exception, said: str | None) -> None:
    found = sentence(error)

    assert (found and found.split(" What was")[0]) == said
