import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from jumelage.cli import fail, require_register
from jumelage.cli.partners import Day

if TYPE_CHECKING:
    from uuid import UUID

    from jumelage.knowledge.exchange.quickstatements.commands import LeftOut

SHOWN = 20
FORMATS = ("jsonl", "csv", "xlsx", "quickstatements")
OF_FORMAT = {
    "quotes_only": ("jsonl",),
    "names": ("jsonl",),
    "as_of": ("csv", "xlsx"),
    "language": ("csv", "xlsx"),
    "against": ("quickstatements",),
    "assume_missing": ("quickstatements",),
}


@click.command("export")
@click.argument("municipality", required=False)
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: by the ending of --output, else jsonl.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="The file; default: standard output.")
@click.option("--quotes-only", is_flag=True, help="jsonl: of each source only the words that carry claims.")
@click.option("--names", is_flag=True, help="jsonl: also the names of the people who decided.")
@click.option("--as-of", type=Day(), metavar="DAY", help="csv, xlsx: what held on this day; default: today.")
@click.option(
    "--language",
    type=click.Choice(["de", "en", "fr"]),
    help="csv, xlsx: of headings and words; default: JUMELAGE_LANGUAGE.",
)
@click.option(
    "--against",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    help="quickstatements: JSON of what Wikidata has; default: what was imported.",
)
@click.option(
    "--assume-missing", is_flag=True, help="quickstatements: what these files do not cover counts as lacking."
)
def command(
    municipality: str | None,
    form: str | None,
    output: Path | None,
    quotes_only: bool,
    names: bool,
    as_of: date | None,
    language: str | None,
    against: tuple[Path, ...],
    assume_missing: bool,
) -> None:
    """Write what the register holds of MUNICIPALITY, or all of it, to a file.

    jsonl is everything: claims, words, decisions; jumelage import takes it in again. csv and xlsx are lists of partners.
    quickstatements are commands for what Wikidata lacks.
    """
    form = form or _by_ending(output) or "jsonl"
    given = {
        "quotes_only": quotes_only,
        "names": names,
        "as_of": as_of,
        "language": language,
        "against": against,
        "assume_missing": assume_missing,
    }
    for name, value in given.items():
        if value and form not in OF_FORMAT[name]:
            raise click.UsageError(
                f"--{name.replace('_', '-')} is for {' and '.join(OF_FORMAT[name])}, not for {form}."
            )
    if form == "xlsx" and output is None and sys.stdout.isatty():
        raise click.UsageError("A workbook cannot be shown here; name a file with --output.")
    require_register()
    of = _named(municipality) if municipality else None
    if form == "jsonl":
        _register(of, output, quotes_only, names)
    elif form in ("csv", "xlsx"):
        _list(of, output, form, as_of or date.today(), language)
    else:
        _quickstatements(of, output, against, assume_missing)


def _by_ending(output: Path | None) -> str | None:
    ending = output.suffix.lower().removeprefix(".") if output else ""
    return ending if ending in FORMATS else None


def _named(name: str) -> "UUID":
    from jumelage.knowledge.partnerships.queries import municipality_named

    found = municipality_named(name)
    if found is None:
        fail(f"The register has no municipality named {name}; check the spelling.")
    return found


def _register(of: "UUID | None", output: Path | None, quotes_only: bool, names: bool) -> None:
    from jumelage.knowledge.exchange.register.writing import Wish, register_lines

    with ExitStack() as bars, _opened(output) as file:

        def begin(entries: int) -> Callable[[int], object]:
            return bars.enter_context(click.progressbar(length=entries, label="Exporting", file=sys.stderr)).update

        rows = _write(file, register_lines(Wish(of, quotes_only, names), begin=begin))
    _say(output, f"{rows} rows")


def _list(of: "UUID | None", output: Path | None, form: str, day: date, language: str | None) -> None:
    from jumelage.core.environment import setting
    from jumelage.knowledge.exchange.lists.files import write_csv, write_workbook
    from jumelage.knowledge.exchange.lists.partners import list_rows
    from jumelage.knowledge.exchange.lists.wording import LANGUAGES, headings, words

    spoken = language or setting("JUMELAGE_LANGUAGE")
    spoken = spoken if spoken in LANGUAGES else "en"
    named, rows = list(headings(spoken).values()), list_rows(of, day, spoken)
    with _opened(output) as file:
        if form == "csv":
            count = write_csv(file, named, rows, spoken)
        else:
            count = write_workbook(file, named, rows, words(spoken)["sheet"])
    _say(output, f"{count} partnerships as of {day}")


def _quickstatements(of: "UUID | None", output: Path | None, against: tuple[Path, ...], assume_missing: bool) -> None:
    from jumelage.knowledge.exchange.model import ImportRefused
    from jumelage.knowledge.exchange.quickstatements.commands import LeftOut, commands
    from jumelage.knowledge.exchange.quickstatements.ours import imported, twinnings
    from jumelage.knowledge.exchange.quickstatements.theirs import theirs_of

    try:
        theirs = theirs_of(map(_bytes, against)) if against else imported()
    except ImportRefused as error:
        fail(f"--against: {error}")
    left: list[LeftOut] = []

    def lines() -> Iterator[str]:
        for twinning in twinnings(of, date.today()):
            found = (
                [twinning]
                if isinstance(twinning, LeftOut)
                else commands(twinning, theirs, assume_missing=assume_missing)
            )
            for one in found:
                if isinstance(one, LeftOut):
                    left.append(one)
                else:
                    yield one

    with _opened(output) as file:
        count = _write(file, lines())
    _say(output, f"{count} commands")
    _show_left(left, output)


def _bytes(path: Path) -> bytes:
    from jumelage.knowledge.exchange.model import ImportRefused
    from jumelage.knowledge.sources.load import LoadError, load_file

    try:
        return load_file(path, "").data
    except LoadError as error:
        raise ImportRefused(str(error)) from None


def _show_left(left: "list[LeftOut]", output: Path | None) -> None:
    """What is not said and why: the first of it here, all of it in a file beside the output."""
    if not left:
        return
    click.echo(f"Left out: {len(left)}.", err=True)
    for one in left[:SHOWN]:
        click.echo(f"  {one.name}: {one.why}", err=True)
    if output is None:
        rest = f"  … and {len(left) - SHOWN} more; with --output FILE all of it is written to a file beside."
        click.echo(rest if len(left) > SHOWN else "", err=True, nl=len(left) > SHOWN)
        return
    from jumelage.knowledge.exchange.lists.files import write_csv

    beside = output.with_name(f"{output.name}.left-out.csv")
    with _opened(beside) as file:
        write_csv(file, ("partnership", "why"), ((one.name, one.why) for one in left), "en")
    click.echo(f"All that was left out is in {beside}.", err=True)


def _write(file: BinaryIO, lines: Iterable[str]) -> int:
    count = 0
    for count, line in enumerate(lines, 1):  # noqa: B007  # how many there were
        file.write(f"{line}\n".encode())
    return count


def _say(output: Path | None, what: str) -> None:
    click.echo(f"Written: {what}{f' to {output}' if output else ''}.", err=True)


@contextmanager
def _opened(output: Path | None) -> Iterator[BinaryIO]:
    """The file is there when all of it is; a fault leaves the one from before."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = output.with_name(f"{output.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(output)
    except OSError as error:
        part.unlink(missing_ok=True)
        fail(f"{output} cannot be written ({error.strerror}); name another file.")
    except BaseException:
        part.unlink(missing_ok=True)
        raise
