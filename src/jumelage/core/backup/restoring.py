"""Puts a backup into an empty place: all of it, or nothing."""

import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from jumelage.core.backup import archive, tables
from jumelage.core.backup.archive import BackupError, Manifest
from jumelage.core.backup.tables import Table
from jumelage.core.backup.writing import Progress

NO_BACKUP = "{file} is no whole backup of Jumelage; give a file that jumelage backup wrote, or restore another backup."
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, ValueError, TypeError)
DAMAGED = "{file} is damaged ({what}); restore another backup."


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """The file, read through once: what cannot be restored is refused before anything is made."""
    with _archive(path) as packed:
        yield packed, _manifest(path, packed)


def _archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise BackupError(NO_BACKUP.format(file=path)) from error


def _manifest(path: Path, packed: zipfile.ZipFile) -> Manifest:
    try:
        manifest = archive.manifest_of(packed.read(archive.MANIFEST))
        bad = packed.testzip()
    except UNREADABLE as error:
        raise BackupError(NO_BACKUP.format(file=path)) from error
    lost = {archive.table_member(name) for name in manifest.tables} - set(packed.namelist())
    if what := bad or next(iter(sorted(lost)), None):
        raise BackupError(DAMAGED.format(file=path, what=what))
    return manifest


def has_tables() -> bool:
    return bool(connection.introspection.table_names())


def restore(packed: zipfile.ZipFile, manifest: Manifest, *, finish: Callable[[], object], progress: Progress) -> None:
    """Makes tables as the backup has them, fills them, and calls finish, which brings them to this version and checks them.

    What finish raises undoes all of it on PostgreSQL; on SQLite, which cannot, the caller takes the new file away.
    """
    with transaction.atomic() if connection.vendor == "postgresql" else nullcontext():
        made = _tables(manifest)
        with transaction.atomic():
            _in_any_order()
            for name in manifest.tables:
                progress(_filled(packed, manifest, made[name]))
            _count_on(made.values())
            connection.check_constraints()
        for name in packed.namelist():
            _file(packed, name)
        finish()


def _tables(manifest: Manifest) -> dict[str, Table]:
    """Makes them as the version that wrote the backup had them."""
    executor = MigrationExecutor(connection)
    unknown = sorted(set(manifest.migrations) - set(executor.loader.graph.nodes))
    if unknown:
        raise BackupError(
            f"The backup was made by Jumelage {manifest.jumelage}, which has what this version does not know"
            f" ({' '.join(unknown[0])}); restore it with that version."
        )
    state = executor.migrate(manifest.migrations)
    return {table._meta.db_table: table for table in tables.tables(state.apps)}


def _in_any_order() -> None:
    """A row may name one that comes later; the migrations, in the same transaction, have left PostgreSQL without patience."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _filled(packed: zipfile.ZipFile, manifest: Manifest, table: Table) -> int:
    name = table._meta.db_table
    columns, number = manifest.tables[name]
    with packed.open(archive.table_member(name)) as lines:
        found = tables.fill(table, columns, lines)
    if found != number:
        raise BackupError(f"The backup has {found} rows of {name} and says {number}; restore another backup.")
    return found


def _count_on(made: Iterable[Table]) -> None:
    """New rows get numbers after those that came in."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(made)):
            cursor.execute(statement)


def _file(packed: zipfile.ZipFile, member: str) -> None:
    folder, _, name = member.partition("/")
    if folder in archive.STORED:
        with packed.open(member) as stored:
            archive.storage_of(folder).save(name, File(stored))
    elif member == archive.KEY:
        (settings.DATA / archive.KEY).write_bytes(packed.read(member))
