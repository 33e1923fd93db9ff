"""`jumelage import` of what `jumelage export --format jsonl` wrote."""

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jumelage.cli import account, fail, require_register
from jumelage.cli.import_report import rest, write_beside

if TYPE_CHECKING:
    from jumelage.knowledge.exchange.register.reading import RegisterFile
    from jumelage.knowledge.exchange.register.taking import Taken

ENDINGS = (".jsonl", ".ndjson")
SHOWN = 20


def is_register(file: str, form: str | None) -> bool:
    return form == "jsonl" or (form is None and file.lower().endswith(ENDINGS))


def refuse_list_options(*given: object) -> None:
    """What says how the columns of a list are read says nothing of an export."""
    if any(given):
        raise click.UsageError(
            "--map, --save-map, --sheet, --kind, --home, --home-country, --own-places and --published are for lists; "
            "an export of a register says all this itself."
        )


def take(file: str, *, commit: bool, by: str | None, accept: str | None) -> None:
    require_register()
    from django.core.exceptions import PermissionDenied

    from jumelage.knowledge.exchange.model import ImportRefused
    from jumelage.knowledge.exchange.register.taking import take_register

    user = account(by) if by else None
    try:
        opened = _opened(Path(file))
        with click.progressbar(length=opened.size, label="Importing" if commit else "Reading", file=sys.stderr) as bar:
            steps = max(1, opened.size // 100)

            def step(place: int) -> None:
                if place - bar.pos >= steps:
                    bar.update(place - bar.pos)

            taken = take_register(opened, commit=commit, by=user, accept=accept, step=step)
            bar.update(opened.size - bar.pos)
    except (ImportRefused, PermissionDenied) as error:
        fail(f"{file}: {error}")
    _show(taken, commit)
    _keep_problems(taken, Path(file))


def _opened(path: Path) -> "RegisterFile":
    from jumelage.knowledge.exchange.model import ImportRefused
    from jumelage.knowledge.exchange.register.reading import RegisterFile

    try:
        return RegisterFile(path)
    except FileNotFoundError:
        raise ImportRefused("no such file; check the name and the folder.") from None
    except OSError as error:
        raise ImportRefused(f"it cannot be read ({error.strerror}); check its name and its rights.") from None


def _show(taken: "Taken", commit: bool) -> None:
    new = sum(taken.taken.values())
    click.echo(f"\n{taken.rows} rows: {taken.sources} new sources, {new} new entries{_listed(taken.taken)};")
    click.echo(
        f"  {taken.known} are in the register already; {len(taken.problems)} were not understood and are kept out."
    )
    if taken.waiting:
        click.echo(
            f"  {sum(taken.waiting.values())} decisions of the other register{_listed(taken.waiting)} do not count here: its claims are "
            "proposals. To take its decisions over add --accept REASON --by EMAIL."
        )
    if not commit:
        click.echo("Nothing was written; add --commit to write it.")
    else:
        click.echo(f"Written: {new} entries." if new else "Nothing new; nothing was written.")


def _listed(counts: Counter[str]) -> str:
    listed = ", ".join(f"{number} {name}" for name, number in counts.most_common())
    return f" ({listed})" if listed else ""


def _keep_problems(taken: "Taken", beside: Path) -> None:
    from jumelage.knowledge.exchange.problems import problem_table

    for problem in taken.problems[:SHOWN]:
        click.echo(f"  row {problem.span.number}: {problem.why}", err=True)
    rest(len(taken.problems), err=True)
    if taken.problems:
        write_beside(beside, problem_table(taken.problems, ()))
