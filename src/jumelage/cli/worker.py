import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from jumelage.cli import require_register

if TYPE_CHECKING:
    from jumelage.core.jobs.models import Job


@click.command("worker")
@click.option(
    "--once", is_flag=True, help="Run what is due now, then stop; exit status 1 where a job did not end well."
)
def command(once: bool) -> None:
    """Run the jobs that wait, and what the schedule says, until stopped (Ctrl-C).

    A job is never run by two workers, however many there are. One that fails is tried again after 1 minute, 10 minutes and an
    hour.
    """
    require_register()
    from jumelage.core.jobs.models import JobState
    from jumelage.core.jobs.worker import Worker

    ended: list[Job] = []

    def report(job: "Job") -> None:
        ended.append(job)
        click.echo(_line(job), err=job.state != JobState.DONE)

    worker = Worker(report=report)
    with _stopped_by_signals(worker.stop):
        if not once:
            click.echo("Jobs are run until this is stopped (Ctrl-C).")
            worker.run_until_stopped()
            return
        worker.run_due()
    click.echo("Nothing was due.") if not ended else None
    sys.exit(int(any(job.state != JobState.DONE for job in ended)))


@contextmanager
def _stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    """The job that runs ends at its next step; a second signal does not wait for it."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def told(number: int, _frame: Any) -> None:
        signal.signal(number, signal.SIG_DFL)
        stop.set()

    for number in before:
        signal.signal(number, told)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _line(job: "Job") -> str:
    from django.utils import timezone

    name = f"{timezone.localtime():%Y-%m-%d %H:%M} {job.kind}"
    if job.state == "waiting":
        again = f"tried again at {timezone.localtime(job.due_at):%H:%M}" if job.error else "given back"
        return f"{name}: {job.error or 'stopped'}; {again}."
    found = {key.replace("_", " "): value for key, value in (job.result or {}).items() if value not in (None, [])}
    told = (f"{key} {len(value) if isinstance(value, list) else value}" for key, value in sorted(found.items()))
    return f"{name}: {job.state}. {job.error or ', '.join(told)}".rstrip()
