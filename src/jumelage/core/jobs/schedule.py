"""What can run in the background, and when it runs by itself. Pure: the settings name it, and they know no database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a day at this time of the office's zone."""

    at: time

    def last(self, now: datetime) -> datetime:
        """The latest moment, now or before, at which it was due. now is in the office's zone."""
        today = datetime.combine(now.date(), self.at, now.tzinfo)
        return (today if today <= now else today - timedelta(days=1)).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Every:
    """Again and again, counted from the beginning of 1970 so that every worker counts alike."""

    minutes: int

    def last(self, now: datetime) -> datetime:
        length = self.minutes * 60
        return datetime.fromtimestamp(now.timestamp() // length * length, UTC)


@dataclass(frozen=True, slots=True)
class Kind:
    """run: the function or where it is; it takes a `Run` and the job's arguments, and returns what is kept as the result.

    Of all jobs with the same lane only one runs at a time.
    """

    run: str | Callable[..., Any]
    when: Daily | Every | None = None
    lane: str = ""
