"""What `jumelage import` says: how the columns are read, what is new, what contradicts, what was not understood."""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from jumelage.knowledge.exchange.actions import Imported
    from jumelage.knowledge.exchange.model import Problem
    from jumelage.knowledge.exchange.plan import Clash, Plan
    from jumelage.knowledge.exchange.reading import Opened

SHOWN = 20
WIDTH = 160


def show_layout(opened: "Opened") -> None:
    """A table: each column, what it is read as and why, the first cell."""
    for warning in opened.reading.frozen.warnings:
        click.echo(f"note: {warning}", err=True)
    layout = opened.layout
    if layout is None:
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("Column", "Read as", "Because of", "First cell", box=None, header_style="bold", pad_edge=False)
    for column in layout.columns:
        role = column.role.replace("_", " ") if column.why else "–"
        table.add_row(Text(column.heading or "(no heading)"), role, column.why or "–", Text(column.example[:60]))
    Console(width=None if sys.stdout.isatty() else WIDTH).print(table)
    if layout.kind:
        click.echo(f"Rows that name no kind: {layout.kind}.")


def show(done: "Imported", opened: "Opened", *, committed: bool) -> None:
    plan = done.plan
    records = {told.span.number for told in opened.reading.told} | {p.span.number for p in plan.problems}
    click.echo(f"\n{len(records)} records: {_summary(plan)}")
    for clash in plan.clashes[:SHOWN]:
        click.echo(_contradiction(clash))
    rest(len(plan.clashes))
    if not committed:
        click.echo("Nothing was written; add --commit to write it.")
    elif plan.changes_nothing:
        click.echo("Nothing new; nothing was written." if not done.accepted else f"{done.accepted} claims accepted.")
    else:
        state = f"{done.accepted} of them accepted" if done.accepted else "for people to review"
        click.echo(f"Written: {done.claims} claims, {state}.")


def _summary(plan: "Plan") -> str:
    new_places = sum(key not in plan.ids for key in plan.municipalities)
    pairs = {line.pair for line in plan.new}
    by_property = Counter(line.said.property for line in plan.new)
    claims = ", ".join(f"{number} {name}" for name, number in by_property.most_common())
    kept_out = len({problem.span.number for problem in plan.problems})
    return "\n".join(
        [
            f"{len(plan.new)} new claims{f' ({claims})' if claims else ''} on {len(pairs)} partnerships, "
            f"{sum(pair not in plan.partnerships for pair in pairs)} of them new, with {new_places} new municipalities;",
            f"  {plan.confirming} of the new claims say what the register says already; {plan.repeated} claims were imported before;",
            f"  {len(plan.linked)} ids of Wikidata are new; {len(plan.clashes)} claims contradict accepted facts;",
            f"  {kept_out} records were not understood and are kept out.",
        ]
    )


def _contradiction(clash: "Clash") -> str:
    told, said, other = clash.line.told, clash.line.said, clash.other
    return (
        f"  row {told.span.number}, {told.other.name or told.other.wikidata}: "
        f"{said.property} {said.value} here, {other.value} in “{other.source}” (accepted)."
    )


def rest(number: int, *, err: bool = False) -> None:
    if number > SHOWN:
        click.echo(f"  … and {number - SHOWN} more.", err=err)


def keep_problems(problems: Sequence["Problem"], opened: "Opened", beside: Path) -> None:
    """Says what was not understood, and writes it to a file that can be mended and imported alone."""
    for problem in problems[:SHOWN]:
        hint = f" Perhaps: {' | '.join(problem.suggestions)}" if problem.suggestions else ""
        click.echo(f"  row {problem.span.number}: {problem.why}{hint}", err=True)
    rest(len(problems), err=True)
    if not problems:
        return
    from jumelage.knowledge.exchange.problems import problem_table

    table = opened.table
    content = problem_table(problems, table.headings.cells, table.delimiter) if table else problem_table(problems, ())
    write_beside(beside, content, "; mend them there and import that file" if table else "")


def write_beside(beside: Path, content: bytes, mend: str = "") -> None:
    from jumelage.knowledge.exchange.problems import write_problems

    try:
        path = write_problems(beside, content)
    except OSError as error:
        click.echo(f"The rows that were not understood cannot be written beside {beside} ({error}).", err=True)
        return
    click.echo(f"The records that were not understood are in {path}{mend}.", err=True)
