import json
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from jumelage.cli import fail, require_register

if TYPE_CHECKING:
    from jumelage.knowledge.partnerships.queries import Partners
    from jumelage.knowledge.partnerships.state import State

COLUMNS = ("Partner", "Country", "Kind", "Status", "Since", "Certain", "Counted", "Last stated")


class Day(click.ParamType[date]):
    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day; give one such as 2013-06-30.", param, ctx)


@click.command("partners")
@click.argument("city", required=False)
@click.option("--all", "everything", is_flag=True, help="Every partnership of the register instead of one city's.")
@click.option("--as-of", type=Day(), metavar="DAY", help="What held on this day (YYYY-MM-DD); default: today.")
@click.option("--as-known", metavar="DAY|#N", help="What the register said at the end of this day, or after entry N.")
@click.option("--stated-until", type=Day(), metavar="DAY", help="Only sources of this day or before.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), help="Default: table on a terminal, else json.")
def command(
    city: str | None,
    everything: bool,
    as_of: date | None,
    as_known: str | None,
    stated_until: date | None,
    form: str | None,
) -> None:
    """The partners of CITY as of a day: possibly and certainly, counted by the rule of the register.

    With --all one JSON object a line for every partnership of the register; as it was known earlier, that is told again from the
    ledger and takes its time.
    """
    if bool(city) == everything:
        raise click.UsageError("Name a city, or say --all.")
    require_register()
    from jumelage.knowledge.partnerships import queries

    known = _entry(as_known) if as_known else None
    if everything:
        for state in queries.register_on(as_of or date.today(), as_known=known, stated_until=stated_until):
            row = {"city": state.home.label, "city_country": state.home.country, **_row(state)}
            click.echo(json.dumps(row, ensure_ascii=False))
        return
    home = queries.municipality_named(city or "")
    if home is None:
        fail(f"The register has no municipality named {city}; check the spelling, or ingest a page of it.")
    partners = queries.partners_of(
        home,
        as_of or date.today(),
        as_known=known,
        stated_until=stated_until,
    )
    if (form or ("table" if sys.stdout.isatty() else "json")) == "json":
        click.echo(json.dumps([_row(state) for state in partners.states], ensure_ascii=False, indent=2))
    else:
        _print(partners)


def _entry(text: str) -> int:
    """The number of the last entry of a day or before, or the number itself."""
    from jumelage.knowledge.claims.history import last_entry

    if text.startswith("#") and text[1:].isascii() and text[1:].isdigit():
        return _existing(int(text[1:]))
    try:
        day = date.fromisoformat(text)
        if day == date.max:
            raise ValueError
    except ValueError:
        raise click.BadParameter(f"{text!r} is neither a day such as 2023-11-01 nor an entry such as #120.") from None
    return last_entry(day)


def _existing(seq: int) -> int:
    from jumelage.knowledge.claims.history import last_entry

    last = last_entry()
    if seq > last:
        raise click.BadParameter(f"The ledger has {last} entries; there is no #{seq} yet.", param_hint="--as-known")
    return seq


def _row(state: "State") -> dict[str, Any]:
    return {
        "partner": state.partner.label,
        "country": state.partner.country,
        "kind": state.kind,
        "status": state.status,
        "since": state.since.date if state.since else None,
        "certain": state.certain,
        "counted": state.counted,
        "last_stated": state.last_stated,
    }


def _print(partners: "Partners") -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(*COLUMNS, box=None, header_style="bold", pad_edge=False)
    for state in partners.states:
        row = _row(state)
        table.add_row(*("yes" if v is True else "no" if v is False else v or "–" for v in row.values()))
    console = Console(width=None if sys.stdout.isatty() else 160)  # what is piped is not cut
    console.print(f"[bold]{partners.home.label}[/bold], as of {partners.day}")
    console.print(table)
    count, rule = partners.count, partners.count.rule
    console.print(
        f"Possibly {count.possible}, certainly {count.certain} {rule.sentence}",
        soft_wrap=True,
    )
