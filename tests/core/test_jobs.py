"""Jobs: each runs once, whoever looks; a failure is seen and tried again; a stop is clean."""

import os
import signal
import subprocess
import threading
import time as clock
from collections import Counter
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from serving import JUMELAGE, environment_of, serve

from jumelage.core.jobs import queue
from jumelage.core.jobs.models import Job, JobState
from jumelage.core.jobs.schedule import Daily, Every, Kind
from jumelage.core.jobs.worker import Run, Worker

BERLIN = ZoneInfo("Europe/Berlin")


def works(run: Run, **arguments: object) -> dict[str, object]:
    run.step(1, 1)
    return arguments


def breaks(run: Run) -> None:
    raise OSError("the disk is full")


KINDS = {
    "works": Kind(works),
    "breaks": Kind(breaks),
    "slow": Kind(works, lane="web"),
    "other": Kind(works, lane="web"),
}


@pytest.mark.parametrize(
    ("when", "now", "slot"),
    [
        (Daily(time(2, 30)), datetime(2026, 5, 3, 2, 30, tzinfo=BERLIN), datetime(2026, 5, 3, 0, 30, tzinfo=UTC)),
        (Daily(time(2, 30)), datetime(2026, 5, 3, 2, 29, tzinfo=BERLIN), datetime(2026, 5, 2, 0, 30, tzinfo=UTC)),
        (Daily(time(2, 30)), datetime(2026, 3, 29, 12, 0, tzinfo=BERLIN), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (Every(60), datetime(2026, 5, 3, 2, 59, tzinfo=BERLIN), datetime(2026, 5, 3, 0, 0, tzinfo=UTC)),
    ],
)
def test_schedule_names_the_last_moment(when: Daily | Every, now: datetime, slot: datetime) -> None:
    assert when.last(now) == slot


@pytest.mark.django_db
def test_job_runs_with_its_arguments_and_keeps_its_result() -> None:
    queue.ask("works", {"page": 7}, kinds=KINDS, by="system")

    ran = Worker(KINDS).run_due()

    job = Job.objects.get()
    assert (ran, job.state, job.result, job.done, job.attempts) == (1, JobState.DONE, {"page": 7}, 0, 1)


@pytest.mark.django_db
def test_the_same_job_waits_once_and_another_beside_it() -> None:
    first = queue.ask("works", {"page": 7}, kinds=KINDS, by="system")
    second = queue.ask("works", {"page": 7}, kinds=KINDS, by="system")
    third = queue.ask("works", {"page": 8}, kinds=KINDS, by="system")

    assert first == second != third
    assert Worker(KINDS).run_due() == 2


@pytest.mark.django_db
def test_failed_job_is_tried_again_later_each_time_and_then_given_up(caplog: pytest.LogCaptureFixture) -> None:
    queue.ask("breaks", kinds=KINDS, by="system")
    worker, waits = Worker(KINDS), []

    for _ in range(4):
        assert worker.run_due() == 1
        assert worker.run_due() == 0  # not before its time
        job = Job.objects.get()
        waits.append(round((job.due_at - timezone.now()).total_seconds() / 60))
        Job.objects.filter(state=JobState.WAITING).update(due_at=timezone.now())

    assert waits[:3] == [1, 10, 60]
    assert (job.state, job.attempts, job.error) == (JobState.FAILED, 4, "OSError: the disk is full")
    assert caplog.text.count("The job breaks failed") == 4


@pytest.mark.django_db
def test_asking_again_makes_a_job_that_waits_for_another_attempt_due() -> None:
    queue.ask("breaks", kinds=KINDS, by="system")
    Worker(KINDS).run_due()

    queue.ask("breaks", kinds=KINDS, by="system")

    assert Worker(KINDS).run_due() == 1
    assert Job.objects.get().attempts == 2


@pytest.mark.django_db
def test_schedule_is_run_once_for_each_of_its_moments() -> None:
    kinds = {"nightly": Kind(works, Daily(time(0, 0)))}

    assert [Worker(kinds).run_due() for _ in range(3)] == [1, 0, 0]
    assert Job.objects.get().asked_by == queue.SCHEDULE

    Job.objects.update(slot=timezone.now() - timedelta(days=2))

    assert Worker(kinds).run_due() == 1


@pytest.mark.django_db
def test_old_jobs_are_forgotten() -> None:
    queue.ask("works", kinds=KINDS, by="system")
    Worker(KINDS).run_due()
    Job.objects.update(finished_at=timezone.now() - queue.KEPT - timedelta(days=1))

    queue.plan({"nightly": Kind(works, Daily(time(0, 0)))})

    assert [job.kind for job in Job.objects.all()] == ["nightly"]


@pytest.mark.django_db
def test_of_a_lane_only_one_runs() -> None:
    queue.ask("slow", kinds=KINDS, by="system")
    queue.ask("other", kinds=KINDS, by="system")

    first = queue.take("one", KINDS)

    assert first is not None
    assert queue.take("two", KINDS) is None
    assert queue.begin("slow", "three", kinds=KINDS, by="system") is None
    queue.note_done(first, None)
    assert queue.take("two", KINDS) is not None


@pytest.mark.django_db
def test_job_of_a_dead_worker_is_given_to_another_and_what_the_dead_one_says_is_not_heard() -> None:
    queue.ask("works", kinds=KINDS, by="system")
    dead = queue.take("dead", KINDS)
    assert dead is not None
    Job.objects.update(leased_until=timezone.now() - timedelta(seconds=1))

    assert queue.take("other", KINDS) is None  # it waits a minute, as after any failure
    Job.objects.update(due_at=timezone.now())
    taken = queue.take("other", KINDS)
    queue.note_done(dead, "from the grave")

    assert taken is not None
    assert (taken.worker, taken.attempts, taken.error) == ("other", 2, queue.DIED)
    assert Job.objects.get().state == JobState.RUNNING
    assert not queue.renew(dead, 1, 1)


@pytest.mark.django_db
def test_job_that_is_told_to_stop_is_given_back_and_begun_anew() -> None:
    stop = threading.Event()

    def stops(run: Run) -> None:
        stop.set()
        run.wait(60)

    kinds = {"long": Kind(stops)}
    queue.ask("long", kinds=kinds, by="system")

    Worker(kinds, stop=stop).run_due()

    job = Job.objects.get()
    assert (job.state, job.attempts, job.error) == (JobState.WAITING, 0, "")


ONCE = """
import sys, django; django.setup()
from django.conf import settings
from jumelage.core.jobs.schedule import Kind
from jumelage.core.jobs.worker import Worker
def says(run, number):
    print(number, flush=True)
Worker({"says": Kind(says)}).run_due()
"""


def test_workers_side_by_side_run_each_job_once(committed_db: str) -> None:
    kinds = {"says": Kind(works)}
    for number in range(60):
        queue.ask("says", {"number": number}, kinds=kinds, by="system")
    environment = os.environ | environment_of(committed_db) | {"DJANGO_SETTINGS_MODULE": "jumelage.settings"}
    command = [JUMELAGE.with_name("python"), "-c", ONCE]

    running = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = Counter(line for process in running for line in process.communicate(timeout=100)[0].split())

    assert said == {str(number): 1 for number in range(60)}
    assert set(Job.objects.values_list("state", "attempts")) == {(JobState.DONE, 1)}


def test_two_workers_who_plan_at_once_plan_one_job(committed_db: str) -> None:
    kinds = {"nightly": Kind(works, Every(60))}
    begun = threading.Barrier(4)

    def plans() -> None:
        from django.db import connections

        begun.wait()
        queue.plan(kinds)
        connections.close_all()

    threads = [threading.Thread(target=plans) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Job.objects.count() == 1


def test_worker_command_stops_when_it_is_told_to(committed_db: str) -> None:
    environment = os.environ | environment_of(committed_db)
    process = subprocess.Popen([JUMELAGE, "worker"], env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "Jobs are run until this is stopped (Ctrl-C).\n"

    process.send_signal(signal.SIGTERM)

    assert process.wait(20) == 0
    process.stdout.close()


def test_server_runs_the_jobs_and_stops_with_them(committed_db: str) -> None:
    with serve(committed_db, "--jobs"):
        until = clock.monotonic() + 20
        while not Job.objects.filter(kind="evidence", state=JobState.DONE).exists() and clock.monotonic() < until:
            clock.sleep(0.1)
        stopped = clock.monotonic()

    assert clock.monotonic() - stopped < 5
    assert Job.objects.get(kind="evidence").state == JobState.DONE
    assert not Job.objects.filter(state=JobState.RUNNING).exists()
