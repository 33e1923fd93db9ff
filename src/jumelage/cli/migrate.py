import os

import click

from jumelage.cli import start_django


@click.command("migrate")
def command() -> None:
    """Bring the database to this version, as the owner of its tables (JUMELAGE_DATABASE_OWNER) where there is one."""
    os.environ["JUMELAGE_AS_OWNER"] = "1"
    start_django()
    from django.core.management import call_command

    call_command("migrate", verbosity=1)
