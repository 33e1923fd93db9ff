"""Several processes write at once, and some are killed: no fork, no gap, nothing acknowledged is lost."""

import os
import signal
import subprocess
import sys
import time

import pytest
from serving import environment_of

from jumelage.knowledge.claims.models import Entry, LedgerHead
from jumelage.knowledge.claims.verify import verify

WRITE = """
import sys, django; django.setup()
from uuid import UUID
from jumelage.knowledge.claims.actions.append import Draft, append
from jumelage.knowledge.claims.actions.identify import Wanted, identify
from jumelage.knowledge.claims.models import Op
who, batches = sys.argv[1], int(sys.argv[2])
subject = identify({"place:DE/dortmund": Wanted("municipality", {"label": "Dortmund"})}, by=who)["place:DE/dortmund"]
for n in range(batches):
    drafts = [Draft(Op.ASSERT, subject, "field", body={"value": f"{who} {n} {m}", "evidence": []}) for m in range(3)]
    append(drafts, by=who)
    print(drafts[-1].seq, flush=True)
"""


def writer(database: str, name: str, batches: int) -> "subprocess.Popen[str]":
    environment = os.environ | environment_of(database) | {"DJANGO_SETTINGS_MODULE": "jumelage.settings"}
    return subprocess.Popen(
        [sys.executable, "-c", WRITE, name, str(batches)], env=environment, stdout=subprocess.PIPE, text=True
    )


def finished(process: "subprocess.Popen[str]") -> list[int]:
    """The numbers that the writer was told its entries have."""
    out, _ = process.communicate()
    return [int(line) for line in out.splitlines()]


LONG = (pytest.mark.long, pytest.mark.timeout(3600))


@pytest.mark.parametrize(("writers", "batches"), [(4, 40), pytest.param(8, 4200, marks=LONG)])
def test_parallel_writers_make_one_chain(writers: int, batches: int, committed_db: str) -> None:
    running = [writer(committed_db, f"writer {n}", batches) for n in range(writers)]
    acknowledged = [seq for process in running for seq in finished(process)]

    verdict = verify()

    assert verdict.fault is None
    assert verdict.count == 1 + writers * batches * 3
    assert len(set(acknowledged)) == writers * batches
    times = list(Entry.objects.order_by("seq").values_list("recorded_at", flat=True))
    assert times == sorted(times)


@pytest.mark.parametrize("kills", [3, pytest.param(100, marks=LONG)])
def test_killed_writer_loses_nothing_that_was_acknowledged(kills: int, committed_db: str) -> None:
    acknowledged: list[int] = []
    for n in range(kills):
        process = writer(committed_db, f"writer {n}", 100_000)
        assert process.stdout
        acknowledged.append(int(process.stdout.readline()))
        time.sleep(0.013 * (n % 7))
        process.send_signal(signal.SIGKILL)
        acknowledged += finished(process)

    verdict = verify()

    assert verdict.fault is None
    assert set(acknowledged) <= set(Entry.objects.values_list("seq", flat=True))
    assert LedgerHead.objects.get().seq >= max(acknowledged)
