import sys
from typing import TYPE_CHECKING
from uuid import UUID

import click

from jumelage.cli import require_register

if TYPE_CHECKING:
    from jumelage.knowledge.claims.actions.ingest import Ingested
    from jumelage.knowledge.claims.models import Claim


@click.command("ingest")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--home", metavar="NAME", help="The municipality whose pages these are; default: the register's own.")
@click.option("--home-country", metavar="CC", help="Its country, two letters.")
@click.option("--published", metavar="EDTF", help="The date of the pages: 2023-10, or 2025-11-28/.. for a day after.")
@click.option("--lang", metavar="CODE", help="The language of the pages; default: told from the text.")
def command(
    sources: tuple[str, ...], home: str | None, home_country: str | None, published: str | None, lang: str | None
) -> None:
    """Keep pages as sources and propose what they say, for people to decide.

    SOURCE is a file (.txt .md .html .pdf .docx), an http(s) address, or - for standard input. The same page again changes
    nothing; a page that reads otherwise becomes a new source that follows the old one.
    """
    require_register()
    _check_date(published)
    from jumelage.knowledge.claims.actor import SYSTEM
    from jumelage.knowledge.partnerships.intake import take_in
    from jumelage.knowledge.reader.second import second_reader
    from jumelage.knowledge.sources.load import load

    failed, second = False, second_reader()
    for source in sources:
        try:
            done = take_in(
                load(source),
                home=home,
                home_country=home_country,
                published=published,
                language=lang,
                second=second,
                by=SYSTEM,
            )
        except ValueError as error:
            click.echo(str(error), err=True)
            failed = True
        else:
            report(done)
    sys.exit(int(failed))


def report(done: "Ingested") -> None:
    """Says what is new, what was known and what contradicts."""
    report_in_short(done)
    _report_partners(done)
    _report_counts(done)
    for warning in done.reading.warnings if done.is_new else ():
        click.echo(f"  note: {warning}", err=True)


def report_in_short(done: "Ingested") -> None:
    name = done.source.location
    if not done.is_new:
        click.echo(f"{name}: nothing new; the same text was kept on {done.source.retrieved_at:%Y-%m-%d}.")
        return
    follows = f"; it follows the one of {done.source.follows.retrieved_at:%Y-%m-%d}" if done.source.follows else ""
    new = len(done.proposed) - len(done.known)
    again = f" {len(done.repeated)} statements stand as before." if done.repeated else ""
    click.echo(
        f"{name}: a new source{follows}. {len(done.proposed)} proposals: {new} new, {len(done.known)} known.{again}"
    )


def _report_partners(done: "Ingested") -> None:
    """A line a partner: what is new of it, and what contradicts what is known."""
    from jumelage.knowledge.partnerships.queries import other_parties

    known = {claim.seq for claim in done.known}
    home = next((claim.detail.get("home") for claim in done.proposed), None)
    partners = other_parties({claim.subject_id for claim in done.proposed}, UUID(home) if home else None)
    for pk, partner in partners.items():
        theirs = [claim for claim in done.proposed if claim.subject_id == pk]
        new = ", ".join(in_short(claim) for claim in theirs if claim.seq not in known)
        click.echo(f"  {partner.label}: " + (f"new: {new}" if new else "all known") + ".")
        for mine, other in (pair for pair in done.conflicts if pair[0].subject_id == pk):
            where = f"in “{other.source.title}”" if other.source else "by the office"
            click.echo(f"    contradicts: {in_short(mine)} here, {other.value} {where} ({other.state}).")


def _report_counts(done: "Ingested") -> None:
    for claim in (claim for claim in done.proposed if claim.detail.get("listed")):
        listed = claim.detail["listed"]
        least = "" if listed["complete"] else " at least"
        click.echo(f"  It says {claim.value['value']} {claim.value['what']} and lists{least} {listed['count']} itself.")


def in_short(claim: "Claim") -> str:
    value = claim.value
    if isinstance(value, dict):
        value = " ".join(str(value[name]) for name in ("type", "date", "title", "value") if value.get(name))
    return f"{claim.property} {value}"


def _check_date(published: str | None) -> None:
    from jumelage.core import edtf

    try:
        edtf.parse(published) if published else None
    except edtf.DateError as error:
        raise click.BadParameter(str(error), param_hint="--published") from None
