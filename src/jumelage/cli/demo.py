import os
import secrets
import shutil
import sys
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jumelage.cli import fail, start_django
from jumelage.cli.serve import require_free

if TYPE_CHECKING:
    from jumelage.accounts.models import User

MARK = "made-by-demo"
ADDRESS = "officer@example.org"


@click.command("demo")
@click.option("--pages", type=click.Path(path_type=Path), help="Folder of pages; default: the demo pages of Dortmund.")
@click.option("--decisions", type=click.Path(path_type=Path), help="An officer's decisions on them (TOML).")
@click.option(
    "--data", type=click.Path(path_type=Path), help="Folder to make anew; default: JUMELAGE_DATA, else data/demo."
)
@click.option("--home", default="Dortmund", show_default=True, help="The municipality whose pages these are.")
@click.option("--country", default="DE", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--no-serve", is_flag=True, help="Stop when the register is made.")
def command(
    pages: Path | None, decisions: Path | None, data: Path | None, home: str, country: str, port: int, no_serve: bool
) -> None:
    """Make a register from pages and an officer's decisions, through the same reader and verbs as in the office; serve it."""
    folder = data or Path(os.environ.get("JUMELAGE_DATA") or "data/demo")
    found = _pages(pages)
    if pages is None and decisions is None:
        decisions = Path(str(files("jumelage.demo") / "decisions.toml"))
    _check(home, country, decisions)
    if not no_serve:
        require_free("127.0.0.1", port)  # before anything is emptied: a demo that runs there serves the very folder
    _make_empty(folder)
    os.environ["JUMELAGE_DATA"] = str(folder)
    user, password = _register(home, country)
    _read(found, home, country)
    if decisions:
        _decide(decisions, user)
    if pages is None:
        _write(user)
        _keep(user)
    _summary(user, len(found))
    click.echo(f"\nLogin: {ADDRESS}   password {password}")
    if no_serve:
        click.echo(f"The register is in {folder}; JUMELAGE_DATA={folder} makes the other commands use it.")
    else:
        from jumelage.cli.serve import serve

        click.echo(f"Office: http://127.0.0.1:{port}/office/")
        click.echo(f"Portal: http://127.0.0.1:{port}/   (stop with Ctrl-C)")
        serve("127.0.0.1", port)


def _check(home: str, country: str, decisions: Path | None) -> None:
    """Before anything is emptied."""
    from jumelage.cli.init import find_home

    find_home(home, country)
    if decisions and not decisions.is_file():
        fail(f"{decisions}: no such file; name one with decisions in --decisions.")


def _pages(folder: Path | None) -> list[Path]:
    """A folder's pages by name; a single file is a folder of one."""
    from jumelage.knowledge.sources.extract import media_type_of

    place = folder or Path(str(files("jumelage.demo") / "pages"))
    if not place.exists():
        fail(f"{place}: no such folder; name one with pages in --pages.")
    found = (
        [place]
        if place.is_file()
        else sorted(p for p in place.iterdir() if media_type_of(p.name) and p.name != "README.md")
    )
    if not found:
        fail(f"{place} holds no page (.txt, .md, .html).")
    return found


def _make_empty(folder: Path) -> None:
    """Only a folder that a demo made is ever emptied."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARK).exists():
            fail(f"{folder} is not empty and was not made by the demo; name another folder with --data.")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).touch()


def _register(home: str, country: str) -> tuple["User", str]:
    from jumelage.cli.init import find_home, make_database, make_office

    place = find_home(home, country)
    make_database()
    start_django()
    password = secrets.token_urlsafe(9)
    return make_office(place, email=ADDRESS, name="Olga Beispiel", password=password), password


def _read(pages: list[Path], home: str, country: str) -> None:
    from jumelage.cli.ingest import report_in_short
    from jumelage.knowledge.claims.actor import SYSTEM
    from jumelage.knowledge.partnerships.intake import take_in
    from jumelage.knowledge.sources.load import load

    with click.progressbar(
        pages, label="Reading", file=sys.stderr, item_show_func=lambda p: p.name if p else ""
    ) as bar:
        done = []
        for page in bar:
            try:
                done.append(take_in(load(str(page)), home=home, home_country=country, by=SYSTEM))
            except ValueError as error:
                fail(str(error))
    for ingested in done:
        report_in_short(ingested)


def _decide(path: Path, user: "User") -> None:
    from jumelage.knowledge.claims.actions.decide import DecisionRefused
    from jumelage.knowledge.claims.rules import ValueRefused
    from jumelage.knowledge.partnerships.decisions_file import DecisionsError, apply_decisions, load_decisions
    from jumelage.knowledge.sources.models import Source

    try:
        home = _office(user).municipality
        applied = apply_decisions(load_decisions(path), home=home, sources=Source.objects.all(), by=user)
    except (DecisionsError, DecisionRefused, ValueRefused) as error:
        fail(f"The decisions cannot be applied: {error}.")
    click.echo("Decisions: " + ", ".join(f"{number} {PAST[verb]}" for verb, number in applied.counts.items()) + ".")


def _write(user: "User") -> None:
    """The office's own texts, in every language of the portal."""
    import tomllib

    from jumelage.work.editorial import actions
    from jumelage.work.editorial.models import Contact

    wanted = tomllib.loads((files("jumelage.demo") / "texts.toml").read_text(encoding="utf-8"))
    ids = {name: partnership for name, (partnership, _) in _ids(_office(user).municipality).items()}
    portraits = {str(ids[name]): texts for name, texts in wanted["portrait"].items()}
    for about, texts in (wanted["page"] | portraits).items():
        for language, body in texts.items():
            actions.write_text(about, language, body.strip(), seen=0, by=user)
    for said in wanted["contact"]:
        partner = said.pop("partner", None)
        actions.save_contact(Contact(partnership=ids[partner] if partner else None, **said), by=user)
    actions.state_accessibility(user, **wanted["accessibility"])


def _keep(user: "User") -> None:
    """The office's own records, all of them invented."""
    from jumelage.demo.office import fill

    home = _office(user).municipality
    fill(user, _ids(home), secrets.token_urlsafe(9))


def _ids(home: Any) -> dict[str, tuple[Any, Any]]:
    """The partnership and the partner by the partner's name."""
    from jumelage.knowledge.partnerships.queries import partners_of

    return {s.partner.label: (s.partnership, s.partner.id) for s in partners_of(home, date.today()).states}


PAST = {
    "describe": "on sources",
    "accept": "accepted",
    "reject": "rejected",
    "prefer": "preferred",
    "deprecate": "deprecated",
    "correct": "corrected",
}


def _office(user: "User") -> Any:
    assert user.office
    return user.office


def _summary(user: "User", pages: int) -> None:
    from jumelage.knowledge.claims.models import Claim
    from jumelage.knowledge.partnerships.findings import conflicts, count_findings, silences
    from jumelage.knowledge.partnerships.queries import partners_of

    home = _office(user).municipality
    accepted, total = Claim.objects.accepted().count(), Claim.objects.count()
    counts = count_findings(home, today=date.today())
    off = [c for c in counts if not c.quiet]
    partners = partners_of(home, date.today())
    click.echo(
        f"{pages} pages, {total} claims, {accepted} accepted, {len(conflicts(home))} conflicts, "
        f"{len(off)} of {len(counts)} stated counts do not fit, {len(silences(home))} lists silent on a rest."
    )
    click.echo(f"{partners.home.label} today: {partners.count.possible} {partners.count.rule.sentence}")
