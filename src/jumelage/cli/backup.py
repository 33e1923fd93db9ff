import os
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jumelage.cli import fail, require_register

if TYPE_CHECKING:
    from jumelage.core.backup.archive import Manifest
    from jumelage.core.backup.writing import Progress


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def command(file: Path) -> None:
    """Write the whole register to FILE while it is in use: database, documents, pictures, key.

    It holds accounts and personal data: keep it as safe as the register. jumelage restore FILE makes the register again, on SQLite
    as on PostgreSQL.
    """
    if file.exists():
        fail(f"{file} is there already; name a new file, so that no backup is lost.")
    require_register()
    part = file.with_name(f"{file.name}.part")
    try:
        manifest = _written(part)
        part.rename(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        fail(f"{file} cannot be written ({error.strerror}); name a file in another place.")
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    files = sum(manifest.files.values())
    click.echo(f"Written: {file}, {manifest.rows} rows and {files} files ({_size(file)}).")
    click.echo(f"Its ledger ends at: {manifest.anchor}")


def _written(part: Path) -> "Manifest":
    from jumelage.core.backup.restoring import opened
    from jumelage.core.backup.writing import write
    from jumelage.knowledge.claims.anchors import current

    with ExitStack() as bars:

        def begin(rows: int) -> "Progress":
            return bars.enter_context(click.progressbar(length=rows, label="Backing up")).update

        with os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600), "w+b") as file:
            manifest = write(file, lambda: current().line, begin=begin)
            file.flush()
            os.fsync(file.fileno())
    with opened(part):  # read through once: what cannot be read is no backup
        return manifest


def _size(file: Path) -> str:
    return f"{file.stat().st_size / 1_000_000:.1f} MB"
