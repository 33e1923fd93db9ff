import json
from pathlib import Path

import click

from jumelage.cli import fail, require_register


@click.group("ledger")
def command() -> None:
    """Look after the ledger."""


@command.command("verify")
@click.option(
    "--anchor",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="File of anchors kept elsewhere: a cut tail or a ledger that was written anew is seen with it.",
)
@click.option("--documents", is_flag=True, help="Also compare documents, frozen texts and quotes with their digests.")
def verify(anchor: Path | None, documents: bool) -> None:
    """Walk the chain from the first entry to the last; name the first bad one. Changes nothing."""
    require_register()
    from jumelage.knowledge.claims.anchors import AnchorError, read_anchors
    from jumelage.knowledge.claims.verify import document_faults
    from jumelage.knowledge.claims.verify import verify as walk

    try:
        anchors = read_anchors(anchor.read_text(encoding="utf-8")) if anchor else []
    except (AnchorError, UnicodeDecodeError) as error:
        fail(f"{anchor} holds no anchors ({error}); give a file that jumelage ledger anchor wrote.")
    verdict = walk(anchors)
    if verdict.fault:
        fail(f"The ledger is broken: {verdict.fault}. {verdict.count} entries before are whole. Restore a backup.")
    if verdict.unguarded:
        fail(
            f"The chain is whole ({verdict.count} entries), but the database has lost its guards "
            f"({', '.join(verdict.unguarded)}); jumelage migrate puts them back."
        )
    click.echo(f"The ledger is whole: {verdict.count} entries, head {verdict.head or '(empty)'}.")
    if anchors:
        click.echo(f"It goes on from {len(anchors)} anchors, the last at #{anchors[-1].count}.")
    faults = document_faults() if documents else []
    for fault in faults:
        click.echo(str(fault), err=True)
    if faults:
        fail(f"{len(faults)} documents, texts or quotes are not what they were. Restore them from a backup.")
    if documents:
        click.echo("Documents, texts and quotes are what they were.")


@command.command("anchor")
@click.option("--append", "path", type=click.Path(path_type=Path, dir_okay=False), help="Also add it to this file.")
def anchor(path: Path | None) -> None:
    """Print count, hash and time of the last entry, to be kept where the database is not.

    Mail it, print it, keep it in another place: jumelage ledger verify --anchor FILE then sees a cut tail and a ledger that was
    written anew. The portal publishes the same at /id/ledger.
    """
    require_register()
    from jumelage.knowledge.claims.anchors import current

    line = current().line
    click.echo(line)
    if path:
        try:
            with path.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
        except OSError as error:
            fail(f"{path} cannot be written ({error.strerror}); name another file.")


@command.command("redact")
@click.argument("entries", nargs=-1, required=True, type=click.IntRange(1), metavar="NUMBER...")
@click.option("--by", required=True, metavar="EMAIL", help="The account of the person who decides it.")
@click.option("--reason", required=True, help="Why; it stands in the history for good, so it names nobody.")
def redact(entries: tuple[int, ...], by: str, reason: str) -> None:
    """Take the words of these entries away for good: personal data on request. The chain stays whole."""
    require_register()
    from jumelage.cli import account
    from jumelage.knowledge.claims.actions.decide import DecisionRefused
    from jumelage.knowledge.claims.actions.redact import redact as take_away

    try:
        recorded = take_away(set(entries), by=account(by), reason=reason)
    except DecisionRefused as error:
        fail(str(error))
    click.echo(f"{len(recorded)} entries say nothing any more; that they were redacted is #{recorded[0].entry.seq} on.")


@command.command("history")
@click.argument("subject")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def history(subject: str, form: str) -> None:
    """Tell what was recorded on a subject: what, by whom, when, why.

    SUBJECT is the id of a partnership, municipality or source, or the number of a claim (#120).
    """
    require_register()
    from jumelage.knowledge.claims.history import told

    found = told(subject)
    if not found:
        fail(f"Nothing is recorded on {subject}; give an id as in the addresses /id/partnership/…, or #N for a claim.")
    for entry in found:
        click.echo(json.dumps(entry.plain(), ensure_ascii=False) if form == "json" else entry.text)


@command.command("rebuild")
def rebuild() -> None:
    """Make everything that is derived from the ledger anew."""
    require_register()
    from django.db import transaction

    from jumelage.core import revision
    from jumelage.knowledge.partnerships.projection import rebuild_all

    with transaction.atomic():
        count = rebuild_all()
        revision.bump()
    click.echo(f"The register was made anew from {count} entries.")
