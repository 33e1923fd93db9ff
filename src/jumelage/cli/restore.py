import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import click

from jumelage.cli import fail, start_django
from jumelage.cli.init import make_folder
from jumelage.cli.migrate import to_this_version

if TYPE_CHECKING:
    from jumelage.core.backup.archive import Manifest


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def command(file: Path) -> None:
    """Make the register of the backup FILE in an empty place, and check it: all of it, or nothing.

    The place is the folder JUMELAGE_DATA and, where one is named, the database JUMELAGE_DATABASE. The one may be SQLite and the
    other PostgreSQL.
    """
    folder = Path(os.environ.get("JUMELAGE_DATA") or "data")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        fail(f"{folder} is not empty; name a new folder in JUMELAGE_DATA.")
    with _left_as_it_was(folder):
        make_folder()
        os.environ["JUMELAGE_AS_OWNER"] = "1"
        start_django()
        from jumelage.core.backup.archive import BackupError
        from jumelage.core.backup.restoring import has_tables, opened

        if has_tables():
            fail("The database is not empty; name an empty one in JUMELAGE_DATABASE.")
        try:
            with opened(file) as (packed, manifest):
                _restored(packed, manifest)
        except BackupError as error:
            fail(str(error))
    click.echo(f"Restored: {manifest.rows} rows and {sum(manifest.files.values())} files, as of {manifest.made}.")
    click.echo(f"The ledger is whole and ends at: {manifest.anchor}")


@contextmanager
def _left_as_it_was(folder: Path) -> Iterator[None]:
    """What goes wrong leaves no half register behind."""
    was_there = folder.exists()
    try:
        yield
    except BaseException:
        for made in folder.iterdir() if folder.exists() else ():
            shutil.rmtree(made) if made.is_dir() else made.unlink()
        if folder.exists() and not was_there:
            folder.rmdir()
        raise


def _restored(packed: ZipFile, manifest: "Manifest") -> None:
    from jumelage.core.backup.restoring import restore

    with click.progressbar(length=manifest.rows, label="Restoring") as bar:
        restore(packed, manifest, finish=lambda: _check(manifest.anchor), progress=bar.update)


def _check(anchor: str) -> None:
    from jumelage.core.backup.archive import BackupError
    from jumelage.knowledge.claims.anchors import current
    from jumelage.knowledge.claims.verify import document_faults, verify

    to_this_version(verbosity=0)
    ends = current().line
    if ends != anchor:
        raise BackupError(f"The ledger ends at {ends}, and the backup says {anchor}; restore another backup.")
    verdict = verify()
    faults = [f"{verdict.fault}."] if verdict.fault else [str(fault) for fault in document_faults()]
    if faults:
        raise BackupError(f"What the backup holds is not whole: {faults[0]} Restore another backup.")
