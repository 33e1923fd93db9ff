"""Asks for jobs, gives each to one worker, and notes how it ended.

A job changes hands by one conditional UPDATE or under a unique constraint of the database, so that two workers never hold
the same one, on either database. Whoever held it too long finds that it is no longer theirs.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from jumelage.core.jobs.models import Job, JobState
from jumelage.core.jobs.schedule import Kind

Kinds = Mapping[str, Kind]

LEASE = timedelta(minutes=15)  # longer than any step between two signs of life
KEPT = timedelta(days=90)
WAITS = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))  # after the first, second, third failure
SCHEDULE = "schedule"
DIED = "The worker stopped while it ran."


def ask(kind: str, arguments: Mapping[str, Any] | None = None, *, kinds: Kinds, by: str) -> Job:
    """The job waits for a worker; where the same one waits already, that one runs now."""
    new = _job(kind, dict(arguments or {}), kinds, by)
    Job.objects.bulk_create([new], ignore_conflicts=True)
    Job.objects.filter(digest=new.digest, state=JobState.WAITING, due_at__gt=new.due_at).update(due_at=new.due_at)
    return Job.objects.filter(digest=new.digest).order_by("-pk")[0]


def begin(kind: str, worker: str, *, kinds: Kinds, by: str) -> Job | None:
    """A job that this worker runs at once; None while another one of its lane runs."""
    new = _job(kind, {}, kinds, by)
    new.state, new.worker, new.attempts = JobState.RUNNING, worker, 1
    new.started_at, new.leased_until = new.due_at, new.due_at + LEASE
    try:
        with transaction.atomic():
            new.save()
    except IntegrityError:
        return None
    return new


def plan(kinds: Kinds) -> None:
    """Puts in line what the schedule says is due, once for each of its moments; old jobs go."""
    now = timezone.localtime()
    for name, kind in kinds.items():
        slot = kind.when.last(now) if kind.when else None
        if slot and not Job.objects.filter(kind=name, slot=slot).exists():
            Job.objects.bulk_create([_job(name, {}, kinds, SCHEDULE, slot)], ignore_conflicts=True)
            Job.objects.filter(finished_at__lt=now - KEPT).delete()


def _job(kind: str, arguments: dict[str, Any], kinds: Kinds, by: str, slot: datetime | None = None) -> Job:
    text = json.dumps([kind, arguments], sort_keys=True)
    return Job(
        kind=kind,
        arguments=arguments,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        lane=kinds[kind].lane,
        slot=slot,
        asked_by=by,
        due_at=timezone.now(),
    )


def take(worker: str, kinds: Kinds) -> Job | None:
    """The job that waited longest and may run now, from here on this worker's; None where there is none."""
    _bury(timezone.now())
    ready = Job.objects.filter(state=JobState.WAITING, due_at__lte=timezone.now(), kind__in=kinds)
    for job in ready.order_by("due_at", "pk")[:50]:
        if _taken(job, worker):
            return Job.objects.get(pk=job.pk)
    return None


def _taken(job: Job, worker: str) -> bool:
    now = timezone.now()
    try:
        with transaction.atomic():
            return (
                Job.objects.filter(pk=job.pk, state=JobState.WAITING).update(
                    state=JobState.RUNNING,
                    worker=worker,
                    attempts=F("attempts") + 1,
                    started_at=now,
                    leased_until=now + LEASE,
                    done=0,
                    total=None,
                )
                == 1
            )
    except IntegrityError:  # another one of its lane runs
        return False


def _bury(now: datetime) -> None:
    """Jobs whose worker gave no sign of life count as failed attempts."""
    for job in Job.objects.filter(state=JobState.RUNNING, leased_until__lt=now):
        note_failure(job, DIED)


def renew(job: Job, done: int, total: int | None) -> bool:
    """A sign of life, and how far it is. False where the job has been given to another."""
    return _mine(job).update(leased_until=timezone.now() + LEASE, done=done, total=total) == 1


def note_done(job: Job, result: Any) -> None:
    _mine(job).update(state=JobState.DONE, finished_at=timezone.now(), result=result, error="")


def note_failure(job: Job, error: str) -> None:
    """It waits for another attempt, later each time; after the last it has failed."""
    if job.attempts <= len(WAITS):
        _wait(job, timezone.now() + WAITS[job.attempts - 1], error, job.attempts)
    else:
        _fail(job, error)


def give_back(job: Job) -> None:
    """The worker was told to stop: another one begins anew, and that was no failure."""
    _wait(job, timezone.now(), "", job.attempts - 1)


def _wait(job: Job, due_at: datetime, error: str, attempts: int) -> None:
    try:
        with transaction.atomic():
            _mine(job).update(state=JobState.WAITING, due_at=due_at, error=error, attempts=attempts)
    except IntegrityError:  # the same waits already, and does it as well
        _fail(job, error)


def _fail(job: Job, error: str) -> None:
    _mine(job).update(state=JobState.FAILED, finished_at=timezone.now(), error=error)


def _mine(job: Job) -> "QuerySet[Job]":
    """This attempt alone: one that came too late changes nothing."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, worker=job.worker, attempts=job.attempts)
