"""Writes a backup while the register is in use."""

import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib.metadata import version
from typing import IO

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from jumelage.core.backup import archive, tables
from jumelage.core.backup.archive import Manifest

Progress = Callable[[int], object]  # is told how many more rows or files are done


def write(file: IO[bytes], anchor: Callable[[], str], *, begin: Callable[[int], Progress]) -> Manifest:
    """Writes the whole register as it is at one moment.

    anchor: asked for the line of the ledger's last entry, within that moment. begin: told how many rows there are, gives who is told
    of progress.
    """
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        with _one_moment():
            progress = begin(sum(table._base_manager.count() for table in tables.tables(apps)))
            said = anchor()
            migrations = _migrations()
            written = {table._meta.db_table: _table(packed, table, progress) for table in tables.tables(apps)}
        files = {folder: _files(packed, folder) for folder in archive.STORED}  # after what names them
        if (key := settings.DATA / archive.KEY).exists():
            packed.write(key, archive.KEY)
        made = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = Manifest(version("jumelage"), made, migrations, said, written, files)
        packed.writestr(archive.MANIFEST, manifest.text())
    return manifest


@contextmanager
def _one_moment() -> Iterator[None]:
    """All that is read within is as of its begin; nobody who writes waits for it."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # Django's own would take the lock for writing
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def _migrations() -> list[tuple[str, str]]:
    """The last one of each app: the tables are as it left them."""
    return sorted(MigrationExecutor(connection).loader.graph.leaf_nodes())


def _table(packed: zipfile.ZipFile, table: tables.Table, progress: Progress) -> tuple[list[str], int]:
    number = 0
    with packed.open(archive.table_member(table._meta.db_table), "w", force_zip64=True) as member:
        for chunk in tables.lines(table):
            member.write(b"".join(chunk))
            number += len(chunk)
            progress(len(chunk))
    return tables.columns(table), number


def _files(packed: zipfile.ZipFile, folder: str) -> int:
    storage, number = archive.storage_of(folder), 0
    for name in archive.stored_names(storage):
        with suppress(FileNotFoundError):  # erased since it was listed
            with storage.open(name) as stored, packed.open(f"{folder}/{name}", "w", force_zip64=True) as member:
                shutil.copyfileobj(stored, member)
            number += 1
    return number
