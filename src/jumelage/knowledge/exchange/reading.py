"""From the bytes of a file to what its records say. Pure: no Django."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from jumelage.knowledge.exchange.formats import TABLES, format_of, read_table, read_wikidata
from jumelage.knowledge.exchange.formats.table import Table
from jumelage.knowledge.exchange.model import ImportRefused, Reading
from jumelage.knowledge.exchange.tables.layout import Layout, layout_of
from jumelage.knowledge.exchange.tables.profile import Profile
from jumelage.knowledge.exchange.tables.rows import read_rows


@dataclass(frozen=True, slots=True)
class Options:
    """What the one who brings the file knows of it: its format, the sheet, its columns, the kind of rows that say none."""

    form: str | None = None
    sheet: str | None = None
    profile: Profile | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """table and layout are None for a format that has no columns."""

    reading: Reading
    table: Table | None = None
    layout: Layout | None = None


def open_file(
    data: bytes,
    name: str,
    options: Options = Options(),
    *,
    begin: Callable[[int], Callable[[], object]] = lambda rows: lambda: None,
) -> Opened:
    """begin is told how many rows there are and gives what is called after each. Raises ImportRefused."""
    if not data.strip():
        raise ImportRefused(f"{name} is empty.")
    form = options.form or format_of(name, data)
    if form not in TABLES:
        return Opened(read_wikidata(data))
    table = read_table(data, form, options.sheet)
    layout = layout_of(table, options.profile)
    if options.kind:
        layout = replace(layout, kind=options.kind, kind_by_heading=False)
    reading = read_rows(table, layout, step=begin(len(table.records)))
    return Opened(reading, table, layout)
