"""How jobs went."""

from collections.abc import Iterable

from jumelage.core.jobs.models import Job, JobState


def last_done(kind: str) -> Job | None:
    return Job.objects.filter(kind=kind, state=JobState.DONE).order_by("-finished_at").first()


def open_job(kind: str) -> Job | None:
    """The one that runs, else the one that waits."""
    found = Job.objects.filter(kind=kind, state__in=[JobState.RUNNING, JobState.WAITING])
    return found.order_by("state", "pk").first()


def troubled(kinds: Iterable[str]) -> list[Job]:
    """Of each kind the last one that was begun, where it did not end well."""
    begun = (Job.objects.filter(kind=kind, attempts__gt=0).order_by("-started_at").first() for kind in kinds)
    return [job for job in begun if job and job.error]
