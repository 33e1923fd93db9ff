import signal
import sys
import threading
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
    _stop_on_signals(worker.stop)
    if once:
        worker.run_due()
        click.echo("Nothing was due.") if not ended else None
        sys.exit(int(any(job.state != JobState.DONE for job in ended)))
    click.echo("Jobs are run until this is stopped (Ctrl-C).")
    worker.run_until_stopped()


def _stop_on_signals(stop: threading.Event) -> None:
    """The job that runs ends at its next step; a second signal does not wait for it."""

    def told(number: int, _frame: Any) -> None:
        signal.signal(number, signal.SIG_DFL)
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, told)


def _line(job: "Job") -> str:
    from django.utils import timezone

    name = f"{timezone.localtime():%Y-%m-%d %H:%M} {job.kind}"
    if job.state == "waiting":
        again = f"tried again at {timezone.localtime(job.due_at):%H:%M}" if job.error else "given back"
        return f"{name}: {job.error or 'stopped'}; {again}."
    return f"{name}: {job.state}. " + (
        job.error or ", ".join(f"{k} {_plain(v)}" for k, v in (job.result or {}).items())
    )


def _plain(value: Any) -> str:
    return str(len(value)) if isinstance(value, list) else str(value)
