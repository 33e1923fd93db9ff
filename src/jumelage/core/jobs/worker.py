"""Runs jobs one after another, and what the schedule says, until it is told to stop."""

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections
from django.utils.module_loading import import_string

from jumelage.core.jobs import queue
from jumelage.core.jobs.models import Job
from jumelage.core.jobs.queue import Kinds

log = logging.getLogger(__name__)

PAUSE = 2.0  # seconds between two looks at the queue
TROUBLE = 30.0  # seconds after the database was lost
SIGNS = 2.0  # seconds between two signs of life


class Stopped(BaseException):
    """Raised inside a job, which leaves everything as it is after its last step. Passes through all that catches errors."""


class Run:
    """What a job has in hand while it runs."""

    def __init__(self, job: Job, stop: threading.Event) -> None:
        self.job, self.stop = job, stop
        self._signed = time.monotonic()

    def step(self, done: int = 0, total: int | None = None) -> None:
        """To be called between two steps: says how far the job is. Raises Stopped where it must not go on."""
        if self.stop.is_set():
            raise Stopped
        if done == 0 or time.monotonic() - self._signed > SIGNS:
            self._signed = time.monotonic()
            if not queue.renew(self.job, done, total):
                raise Stopped

    def wait(self, seconds: float) -> None:
        """Sleeps, but not longer than the worker may. Raises Stopped."""
        if self.stop.wait(seconds):
            raise Stopped


class Worker:
    """name: unique among all workers. report is told of each job that ended."""

    def __init__(
        self,
        kinds: Kinds | None = None,
        *,
        stop: threading.Event | None = None,
        report: Callable[[Job], object] = lambda job: None,
    ) -> None:
        self.kinds: Kinds = settings.JOBS if kinds is None else kinds
        self.stop = stop or threading.Event()
        self.report = report
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"

    def run_due(self) -> int:
        """All that is due now, by the schedule or asked for; how many jobs that was."""
        queue.plan(self.kinds)
        ran = 0
        while not self.stop.is_set() and (job := queue.take(self.name, self.kinds)):
            self.run(job)
            ran += 1
        return ran

    def run_until_stopped(self) -> None:
        """A database that is away for a while is no reason to stop."""
        try:
            while not self.stop.is_set():
                close_old_connections()
                self.stop.wait(self._round())
        finally:
            connections.close_all()

    def _round(self) -> float:
        try:
            self.run_due()
        except DatabaseError:
            log.exception("The queue of jobs cannot be read; the next look is in %d seconds.", TROUBLE)
            return TROUBLE
        return PAUSE

    def run(self, job: Job) -> None:
        try:
            result = self._call(job)
        except Stopped:
            queue.give_back(job)
        except Exception as error:
            log.exception("The job %s failed at attempt %d.", job.kind, job.attempts)
            queue.note_failure(job, f"{type(error).__name__}: {error}"[:2000])
        except BaseException:  # the process is told to end, and what it left can be begun at once
            queue.give_back(job)
            raise
        else:
            queue.note_done(job, result)
        job.refresh_from_db()
        self.report(job)

    def _call(self, job: Job) -> Any:
        run = Run(job, self.stop)
        run.step()
        function = self.kinds[job.kind].run
        return (import_string(function) if isinstance(function, str) else function)(run, **job.arguments)
