import json
from pathlib import Path
from typing import Any

import click

from jumelage.cli import account, fail, require_register


@click.command("retention")
@click.option("--by", required=True, metavar="EMAIL", help="The account of the person who does it; whose office it is.")
@click.option("--erase", "is_real", is_flag=True, help="Really erase them; else only say who it would be.")
@click.option(
    "--archive",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File for the archive: all that is kept about them, before they go.",
)
def command(by: str, is_real: bool, archive: Path | None) -> None:
    """Say whose time is over, and with --erase erase them.

    People are kept for so many years after their last role as it was said when they were entered. In the register they stay for what they
    did in public.
    """
    require_register()
    from django.utils import timezone

    from jumelage.work.privacy import retention
    from jumelage.work.privacy.kept import as_file, kept_about, spellings_of

    user, today = account(by), timezone.localdate()
    people = retention.over(user, today)
    if archive:
        _write(archive, [as_file(kept_about(person, spellings_of(person), by=user)) for person in people])
    for person in people:
        click.echo(f"{person}")
    if not people:
        click.echo("Nobody's time is over.")
    elif is_real:
        done = retention.run([person.pk for person in people], by=user, day=today, reason="Its time was over.")
        who = f"{len(done)} {'person' if len(done) == 1 else 'people'}"
        click.echo(f"Erased: {who}; names covered in {sum(d.records for d in done.values())} other records.")
    else:
        click.echo("Nothing was erased; add --erase to do it.")


def _write(archive: Path, files: list[dict[str, Any]]) -> None:
    if archive.exists():
        fail(f"{archive} is there already; name a new file.")
    try:
        archive.touch(mode=0o600)
        archive.write_text(json.dumps(files, ensure_ascii=False, indent=1, default=str), encoding="utf-8")
    except OSError as error:
        fail(f"{archive} cannot be written ({error.strerror}); name another file. Nothing was erased.")
