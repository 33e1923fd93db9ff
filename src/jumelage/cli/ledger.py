import click

from jumelage.cli import fail, require_register


@click.group("ledger")
def command() -> None:
    """Look after the ledger."""


@command.command("verify")
def verify() -> None:
    """Walk the chain from the first entry to the last; name the first bad one. Changes nothing."""
    require_register()
    from jumelage.knowledge.claims.verify import verify as walk

    verdict = walk()
    if verdict.fault:
        fail(f"The ledger is broken: {verdict.fault}. {verdict.count} entries before are whole. Restore a backup.")
    click.echo(f"The ledger is whole: {verdict.count} entries, head {verdict.head or '(empty)'}.")


@command.command("rebuild")
def rebuild() -> None:
    """Make everything that is derived from the ledger anew."""
    require_register()
    from django.db import transaction

    from jumelage.knowledge.partnerships.projection import rebuild_all

    with transaction.atomic():
        count = rebuild_all()
    click.echo(f"The register was made anew from {count} entries.")
