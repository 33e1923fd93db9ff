"""Several processes write while several workers answer: no page is older than the last commit that ended before it was asked for."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import Request, urlopen
from uuid import UUID

import pytest
from factories import municipality, officer, pair
from serving import Server, environment_of, serve

from jumelage.accounts.models import Office
from jumelage.core import revision

WRITE = """
import sys, django; django.setup()
from uuid import UUID
from factories import municipality, pair
from jumelage.knowledge.claims.actions.append import Draft, append
from jumelage.knowledge.claims.actions.decide import decide
from jumelage.knowledge.claims.models import Claim, Op
from jumelage.accounts.models import User
home, by, who, rounds = UUID(sys.argv[1]), User.objects.get(), sys.argv[2], int(sys.argv[3])
for n in range(rounds):
    subject = pair(home, municipality(f"{who} {n}", "FR"))
    said = [Draft(Op.ASSERT, subject, name, body={"value": value, "evidence": []})
            for name, value in (("kind", "partnership"), ("status", "active"))]
    append(said, by="reader:rules")
    decide(Op.ACCEPT, list(Claim.objects.filter(pk__in=[draft.seq for draft in said])), by=by)
    print(n, flush=True)
"""


class Writer:
    """Adds partner cities in a process of its own; `committed` are those whose transaction has ended for certain."""

    def __init__(self, database: str, home: UUID, name: str, rounds: int) -> None:
        self.name, self.committed = name, 0
        paths = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        environment = os.environ | environment_of(database) | paths | {"DJANGO_SETTINGS_MODULE": "jumelage.settings"}
        command = [sys.executable, "-c", WRITE, str(home), name, str(rounds)]
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        self.thread = threading.Thread(target=self._listen)
        self.thread.start()

    def _listen(self) -> None:
        assert self.process.stdout
        for _ in self.process.stdout:
            self.committed += 1

    def finish(self) -> int:
        self.thread.join()
        if self.process.stdout:
            self.process.stdout.close()
        return self.process.wait()


@pytest.fixture
def home(committed_db: str) -> UUID:
    made = municipality("Dortmund", "DE", 2935517)
    Office.objects.filter(pk=officer().office_id).update(municipality=made)
    return made


@contextmanager
def writing(database: str, home: UUID, rounds: int, *names: str) -> Iterator[list[Writer]]:
    writers = [Writer(database, home, name, rounds) for name in names]
    yield writers
    assert [writer.finish() for writer in writers] == [0] * len(names)
    assert [writer.committed for writer in writers] == [rounds] * len(names)


def partners(server: Server) -> str:
    """Of the list, on a new connection, which any of the workers may take."""
    with urlopen(Request(server.url("/de/partnerships/"), headers={"Connection": "close"}), timeout=30) as answer:
        html: str = answer.read().decode()
    return html


def missing(html: str, expected: dict[str, int]) -> list[str]:
    shown = set(re.findall(r"/de/partnerships/([a-z]+-\d+)/", html))
    return [f"{name}-{n}" for name, count in expected.items() for n in range(count) if f"{name}-{n}" not in shown]


@pytest.mark.parametrize("rounds", [12, pytest.param(200, marks=pytest.mark.long)])
def test_no_page_is_older_than_the_last_commit_before_it(rounds: int, committed_db: str, home: UUID) -> None:
    pair(home, municipality("Leeds", "GB"))
    stale, asked = [], 0

    with serve(committed_db, workers=2) as server, writing(committed_db, home, rounds, "alfa", "beta") as writers:
        while any(writer.thread.is_alive() for writer in writers):
            expected = {writer.name: writer.committed for writer in writers}
            html = partners(server)
            stale += missing(html, expected)
            asked += 1
        last = [missing(partners(server), {"alfa": rounds, "beta": rounds}) for _ in range(8)]

    assert (stale, last) == ([], [[]] * 8)
    assert asked > 3


def test_server_keeps_pages_and_counts_them(committed_db: str, home: UUID) -> None:
    import json

    with serve(committed_db) as server:
        for _ in range(5):
            partners(server)
        revision.bump()
        partners(server)
        with urlopen(server.url("/healthz")) as answer:
            kept = json.load(answer)["kept"]

    assert (kept["hits"], kept["misses"], kept["cleared"], kept["pages"]) == (4, 2, 1, 1)
    assert 0 < kept["bytes"] < kept["bytes_at_most"] == 64_000_000
