import gc
import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jumelage.cli import account, fail, require_register
from jumelage.cli.import_register import is_register, refuse_list_options, take

if TYPE_CHECKING:
    from jumelage.knowledge.exchange.model import Party
    from jumelage.knowledge.exchange.reading import Opened, Options
    from jumelage.knowledge.sources.load import Loaded

LIVE = "wikidata:"


@click.command("import")
@click.argument("file")
@click.option(
    "--format", "form", type=click.Choice(["csv", "xlsx", "wikidata", "jsonl"]), help="Default: told from the file."
)
@click.option("--map", "profile", type=click.Path(path_type=Path), help="A profile that says what the columns are.")
@click.option("--save-map", type=click.Path(path_type=Path), help="Write the profile of this list to a file.")
@click.option("--sheet", metavar="NAME", help="The sheet of the workbook; default: the first that holds a list.")
@click.option(
    "--kind", type=click.Choice(["partnership", "friendship", "project", "contact"]), help="Of rows that name none."
)
@click.option("--home", metavar="NAME", help="Whose partners these are; default: the register's own municipality.")
@click.option("--home-country", metavar="CC", help="Its country, two letters.")
@click.option(
    "--own-places", is_flag=True, help="Take districts and counties that the gazetteer does not know as they are named."
)
@click.option("--published", metavar="EDTF", help="The date of the list: 2023-10, or 2025-11-28/.. for a day after.")
@click.option("--commit", is_flag=True, help="Write; without it nothing is changed.")
@click.option("--by", metavar="EMAIL", help="The account of the person who imports.")
@click.option(
    "--accept", metavar="REASON", help="Accept everything that the file says, by one decision of that person."
)
def command(
    file: str,
    form: str | None,
    profile: Path | None,
    save_map: Path | None,
    sheet: str | None,
    kind: str | None,
    home: str | None,
    home_country: str | None,
    own_places: bool,
    published: str | None,
    commit: bool,
    by: str | None,
    accept: str | None,
) -> None:
    """Take in a list of partnerships: each row becomes claims with the file as their source and the row as evidence.

    FILE is CSV, an Excel workbook (.xlsx), JSON of Wikidata, wikidata:Q1295 (wikidata:all) to ask Wikidata itself, or what jumelage
    export wrote (.jsonl). Without --commit it only says what would change. Rows that are not understood are kept out, and
    written to FILE.problems.csv.
    """
    if accept is not None and not (by and accept.strip() and commit):
        raise click.UsageError("--accept needs a reason, --commit, and --by with the person who decides.")
    _check_date(published)
    if is_register(file, form):
        refuse_list_options(profile, save_map, sheet, kind, home, home_country, own_places, published)
        take(file, commit=commit, by=by, accept=accept)
        return
    gc.disable()  # a long list is a million objects that live until the end, and the collector would walk them again and again
    require_register()
    from django.core.exceptions import PermissionDenied

    from jumelage.cli import import_report as report
    from jumelage.knowledge.exchange.actions import Imported, import_reading
    from jumelage.knowledge.exchange.model import ImportRefused
    from jumelage.knowledge.exchange.plan import make_plan

    user = account(by) if by else None
    try:
        loaded = _load(file)
        opened = _open(loaded, _options(form, profile, sheet, kind))
        report.show_layout(opened)
        if save_map:
            _save(opened, save_map)
        of = _party(home, home_country)
        if commit:
            done = import_reading(
                opened.reading,
                loaded,
                of=of,
                own_places=own_places,
                published=published,
                by=user,
                accept=accept,
                step=_say,
            )
        else:
            done = Imported(make_plan(opened.reading, of=of, own_places=own_places), None)
    except (ImportRefused, PermissionDenied) as error:
        fail(f"{file}: {error}")
    report.show(done, opened, committed=commit)
    report.keep_problems(done.plan.problems, opened, _beside(file))


def _load(file: str) -> "Loaded":
    from jumelage.knowledge.exchange.model import ImportRefused
    from jumelage.knowledge.sources.load import LoadError, load_file

    if file.startswith(LIVE):
        return _asked(file)
    try:
        return load_file(Path(file), "")
    except LoadError as error:
        raise ImportRefused(str(error)) from None


def _asked(scope: str) -> "Loaded":
    from jumelage.core.environment import setting
    from jumelage.knowledge.exchange.formats.endpoint import ask
    from jumelage.knowledge.sources.load import Loaded

    endpoint = setting("JUMELAGE_WIKIDATA")
    with click.progressbar(length=1, label="Asking Wikidata", file=sys.stderr, show_eta=False) as bar:

        def step() -> None:
            bar.length = (bar.length or 0) + 1
            bar.update(1)

        data = ask(scope, endpoint=endpoint, step=step)
    return Loaded(scope, data, "application/json", f"{endpoint}#{scope}")


def _options(form: str | None, profile: Path | None, sheet: str | None, kind: str | None) -> "Options":
    from jumelage.knowledge.exchange.reading import Options
    from jumelage.knowledge.exchange.tables.profile import load_profile

    return Options(form, sheet, load_profile(profile) if profile else None, kind or "")


def _open(loaded: "Loaded", options: "Options") -> "Opened":
    """With a progress bar on standard error."""
    from jumelage.knowledge.exchange.reading import open_file

    with ExitStack() as bars:

        def begin(rows: int) -> Callable[[], object]:
            steps = max(1, rows // 50)
            bar = bars.enter_context(
                click.progressbar(length=rows, label="Reading", file=sys.stderr, update_min_steps=steps)
            )
            return lambda: bar.update(1)

        return open_file(loaded.data, loaded.location, options, begin=begin)


def _save(opened: "Opened", path: Path) -> None:
    from jumelage.knowledge.exchange.model import ImportRefused
    from jumelage.knowledge.exchange.tables.profile import profile_text

    if opened.layout is None:
        raise ImportRefused("This format has no columns, so there is no profile to save.")
    try:
        path.write_text(profile_text(opened.layout.profile), encoding="utf-8")
    except OSError as error:
        raise ImportRefused(f"The profile cannot be written to {path} ({error.strerror}).") from None


def _party(home: str | None, country: str | None) -> "Party | None":
    from jumelage.knowledge.exchange.model import Party

    return Party(home, country.upper() if country else None) if home else None


def _say(name: str) -> None:
    click.echo(f"{name.capitalize()} …", err=True)


def _beside(file: str) -> Path:
    """Where the file of problems belongs: by the file, or in this folder for what came from the web."""
    return Path.cwd() / f"{file.replace(':', '-')}.json" if file.startswith(LIVE) else Path(os.fspath(file))


def _check_date(published: str | None) -> None:
    from jumelage.core import edtf

    try:
        edtf.parse(published) if published else None
    except edtf.DateError as error:
        raise click.BadParameter(str(error), param_hint="--published") from None
