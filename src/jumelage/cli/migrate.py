import os

import click

from jumelage.cli import start_django
from jumelage.cli.init import make_folder

DERIVED = ("claims", "partnerships", "search")  # whose tables are made anew from the ledger when they change


@click.command("migrate")
def command() -> None:
    """Bring the database to this version, as the owner of its tables (JUMELAGE_DATABASE_OWNER) where there is one.

    In a new folder it makes an empty one, for a register that comes from another machine (jumelage import).
    """
    make_folder()
    os.environ["JUMELAGE_AS_OWNER"] = "1"
    start_django()
    count = to_this_version(verbosity=1)
    if count is not None:
        click.echo(f"The register was made anew from {count} entries.")


def to_this_version(*, verbosity: int) -> int | None:
    """Runs the migrations that are lacking; what is derived is made anew where they touch it, from how many entries."""
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    call_command("migrate", verbosity=verbosity)
    if not any(migration.app_label in DERIVED for migration, _ in plan):
        return None
    from jumelage.knowledge.search.projection import rebuild_all

    with transaction.atomic():
        return rebuild_all()
