import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

import click

from jumelage.cli import account, fail, require_register
from jumelage.cli.ingest import in_short, report

if TYPE_CHECKING:
    from jumelage.core.jobs.worker import Run
    from jumelage.knowledge.claims.versions import Lost
    from jumelage.knowledge.sources.models import WatchedPage
    from jumelage.knowledge.watching.check import Looked


@click.group("watch")
def command() -> None:
    """Watch pages of the web: what changes in them is proposed."""


@command.command("add")
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")
@click.option("--home", default="", metavar="NAME", help="The municipality whose pages these are; default: found out.")
@click.option("--home-country", default="", metavar="CC", help="Its country, two letters.")
@click.option("--by", metavar="EMAIL", help="The account of the person who wants it.")
def add(addresses: tuple[str, ...], home: str, home_country: str, by: str | None) -> None:
    """Watch these addresses from now on. The first look is made by the next run, or by the worker."""
    require_register()
    from jumelage.knowledge.sources.fetch import FetchError
    from jumelage.knowledge.sources.watched import WatchRefused, watch_page

    actor, failed = _actor(by), False
    for address in addresses:
        try:
            page = watch_page(address, home=home, home_country=home_country, by=actor)
            click.echo(f"{page.address} is watched from now on.")
        except (FetchError, WatchRefused) as error:
            click.echo(str(error), err=True)
            failed = True
    sys.exit(int(failed))


@command.command("list")
def list_() -> None:
    """The watched pages: when each was last fetched, when it last changed, what was wrong."""
    require_register()
    from jumelage.knowledge.sources.watched import watched

    pages = list(watched())
    for page in pages:
        click.echo(_line(page))
    click.echo("No page is watched; add one with jumelage watch add.") if not pages else None


@command.command("stop")
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")
@click.option("--by", metavar="EMAIL", help="The account of the person who wants it.")
def stop(addresses: tuple[str, ...], by: str | None) -> None:
    """Watch these addresses no longer. What was taken in from them stays."""
    require_register()
    from jumelage.knowledge.sources.watched import stop_watching, watched

    actor, failed = _actor(by), False
    for address in addresses:
        page = watched().filter(address=address).first()
        if page:
            stop_watching(page, by=actor)
            click.echo(f"{address} is not watched any more.")
        else:
            click.echo(f"{address} is not watched; jumelage watch list shows what is.", err=True)
            failed = True
    sys.exit(int(failed))


@command.command("run")
@click.option("--due", is_flag=True, help="Only pages that are due; default: all.")
def run(due: bool) -> None:
    """Look at the watched pages now, one after another, and say what changed. Exit status 1 where a look failed."""
    require_register()
    from dataclasses import replace

    from django.conf import settings

    from jumelage.core.jobs import queue
    from jumelage.core.jobs.models import JobState
    from jumelage.core.jobs.worker import Worker
    from jumelage.knowledge.claims.actor import SYSTEM
    from jumelage.knowledge.sources.watched import make_due, watched
    from jumelage.knowledge.watching.jobs import check_pages

    failures: list[Looked] = []

    def told(run: "Run") -> dict[str, int]:
        return check_pages(run, report=lambda looked: failures.append(looked) if not _report(looked) else None)

    if not due:
        make_due(watched())
    worker = Worker({"watch": replace(settings.JOBS["watch"], run=told)})
    job = queue.begin("watch", worker.name, kinds=worker.kinds, by=SYSTEM)
    if job is None:
        fail("The pages are being looked at by another worker just now; jumelage watch list shows how it went.")
    worker.run(job)
    if job.state != JobState.DONE:
        fail(f"The look was broken off: {job.error}")
    click.echo("No page is due.") if not job.result else None
    sys.exit(int(bool(failures)))


def _actor(email: str | None) -> str:
    from jumelage.knowledge.claims.actor import SYSTEM, person

    return person(account(email)) if email else SYSTEM


def _line(page: "WatchedPage") -> str:
    from jumelage.knowledge.watching.check import PROBLEMS

    fetched = f"last fetched {page.fetched_at:%Y-%m-%d %H:%M}" if page.fetched_at else "never fetched"
    changed = f", changed {page.changed_at:%Y-%m-%d}" if page.changed_at else ""
    problem = f". {PROBLEMS[page.problem] % page.details}" if page.problem else ""
    return f"{page.address}: {fetched}{changed}, next look {page.due_at:%Y-%m-%d %H:%M}{problem}"


def _report(looked: "Looked") -> bool:
    """Says how a look ended; False where it failed."""
    if looked.sentence:
        click.echo(f"{looked.page.address}: {looked.sentence}", err=True)
        return False
    if looked.ingested:
        report(looked.ingested)
        _report_lost(looked.lost)
    else:
        click.echo(f"{looked.page.address}: nothing new.")
    _report_counts(looked.page)
    return True


def _report_lost(lost: "Sequence[Lost]") -> None:
    from jumelage.knowledge.claims.queries import evidence_of
    from jumelage.knowledge.partnerships.queries import other_parties

    words = evidence_of([one.claim.seq for one in lost])
    home = next((one.claim.detail.get("home") for one in lost), None)
    partners = other_parties([one.claim.subject_id for one in lost], UUID(home) if home else None)
    for one in lost:
        about = partners.get(one.claim.subject_id)
        name = f"{about.label}: " if about else ""
        instead = f"; now {in_short(one.instead)}" if one.instead else ""
        quote = " … ".join(span["quote"] for span in words.get(one.claim.seq, []) if span["role"] == "value")
        click.echo(f"  no longer says: {name}{in_short(one.claim)} (“{quote}”){instead}.")


def _report_counts(page: "WatchedPage") -> None:
    from datetime import date

    from jumelage.knowledge.partnerships.home import home
    from jumelage.knowledge.watching.findings import page_findings

    place = home()
    found = page_findings([page], home=place.pk if place else None, today=date.today())[page.pk]
    for count in found.counts:
        counted = str(count.most) if count.fewest == count.most else f"{count.fewest} to {count.most}"
        click.echo(f"  still says {in_short(count.claim)}; the register counts {counted} today.")
