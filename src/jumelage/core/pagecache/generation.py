"""What makes kept pages stale: the content revision and the local date."""

import sqlite3
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from threading import Lock
from typing import NamedTuple
from zoneinfo import ZoneInfo

import psycopg
from django.conf import settings
from django.db import connection

SELECT = "SELECT value FROM core_contentrevision WHERE id = 1"


class Generation(NamedTuple):
    revision: int
    day: date


class Unknown(Exception):
    """The content revision cannot be read now."""


class Generations:
    """Asked for each request; raises Unknown. Its connection is its own: Django's may stand in a transaction."""

    def __init__(self) -> None:
        self.revision = READERS[connection.vendor]()
        self.day = LocalDay(settings.TIME_ZONE)

    def __call__(self) -> Generation:
        return Generation(self.revision(), self.day())


class LocalDay:
    """The date in a zone, worked out anew only when its midnight is past."""

    def __init__(self, zone: str, clock: Callable[[], float] = time.time) -> None:
        self.zone, self.clock = ZoneInfo(zone), clock
        self.until, self.today = 0.0, date.min

    def __call__(self) -> date:
        now = self.clock()
        if now >= self.until:
            self.today = datetime.fromtimestamp(now, self.zone).date()
            midnight = datetime.combine(self.today + timedelta(days=1), clock_time.min, self.zone)
            self.until = midnight.timestamp()
        return self.today


class SQLiteRevision:
    """Every call is a read transaction of its own, and so sees the last commit of any process."""

    def __init__(self) -> None:
        self.path = Path(connection.settings_dict["NAME"])
        self.lock, self.made = Lock(), None  # type: tuple[Lock, sqlite3.Connection | None]

    def __call__(self) -> int:
        try:
            with self.lock:
                [(value,)] = self._connection().execute(SELECT)
        except (sqlite3.Error, ValueError) as error:  # ValueError: there is no such row
            raise Unknown from error
        return int(value)

    def _connection(self) -> sqlite3.Connection:
        if self.made is None:
            self.made = sqlite3.connect(f"{self.path.as_uri()}?mode=rw", uri=True, check_same_thread=False)
            self.made.execute("PRAGMA query_only=ON")
        return self.made

    def close(self) -> None:
        if self.made:
            self.made.close()


class PostgreSQLRevision:
    """In autocommit, so every call sees the last commit; a connection that the server has closed is made anew."""

    def __init__(self) -> None:
        self.parameters = connection.get_connection_params()
        self.lock, self.made = Lock(), None  # type: tuple[Lock, psycopg.Connection[tuple[int]] | None]

    def __call__(self) -> int:
        try:
            with self.lock:
                return self._read_again() if self.made is None else self._read(self.made)
        except (psycopg.Error, ValueError) as error:
            raise Unknown from error

    def _read_again(self) -> int:
        self.made = psycopg.connect(**self.parameters, autocommit=True)
        return self._read(self.made)

    def _read(self, made: "psycopg.Connection[tuple[int]]") -> int:
        try:
            [(value,)] = made.execute(SELECT, prepare=True).fetchall()
        except psycopg.OperationalError:
            self.close()
            raise
        return value

    def close(self) -> None:
        if self.made:
            self.made.close()
            self.made = None


READERS: dict[str, type[SQLiteRevision] | type[PostgreSQLRevision]] = {
    "sqlite": SQLiteRevision,
    "postgresql": PostgreSQLRevision,
}
