"""Which pages are fresh is asked of the database and the clock, never assumed."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction

from jumelage.core import revision
from jumelage.core.pagecache.generation import READERS, LocalDay, PostgreSQLRevision, SQLiteRevision, Unknown


@pytest.fixture
def reader(committed_db: str) -> Iterator[SQLiteRevision | PostgreSQLRevision]:
    with closing(READERS[connection.vendor]()) as made:
        yield made


def test_committed_bump_is_seen_at_once_and_another_is_not(reader: SQLiteRevision) -> None:
    before = reader()
    with transaction.atomic():
        revision.bump()
        during = reader()

    assert (during, reader()) == (before, before + 1)


def test_reading_never_holds_up_a_writer(reader: SQLiteRevision) -> None:
    for expected in range(reader() + 1, reader() + 200):
        revision.bump()
        assert reader() == expected


def test_database_without_a_register_says_nothing(reader: SQLiteRevision) -> None:
    from jumelage.core.models import ContentRevision

    known = reader()
    ContentRevision.objects.all().delete()
    with pytest.raises(Unknown):
        reader()
    ContentRevision.objects.create(pk=1, value=known)

    assert reader() == known


def test_connection_that_the_server_closed_is_made_anew(reader: PostgreSQLRevision) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server")
    before = reader()
    assert reader.made
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [reader.made.info.backend_pid])

    with pytest.raises(Unknown):
        reader()
    assert reader() == before


def test_day_turns_at_midnight_where_the_office_is() -> None:
    now = datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC)  # the clocks of Europe go forward in the night after
    ticks = iter([now.timestamp(), now.timestamp() + 1, now.timestamp() + 23 * 3600, now.timestamp() + 23 * 3600 + 1])
    day = LocalDay("Europe/Berlin", lambda: next(ticks))

    assert [day() for _ in range(4)] == [date(2026, 3, 28), date(2026, 3, 29), date(2026, 3, 29), date(2026, 3, 30)]
