"""The command line: one file a command, imported only when it is called, so that `jumelage read` never waits for Django.

Exit status: 0 done, 1 failed, 2 wrong usage. A user's mistake is one sentence, never a traceback.
"""

import importlib
import os
import sys
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from jumelage.accounts.models import User

COMMANDS = {
    "read": "Read pages and print what they say; needs no register.",
    "init": "Make an empty register for a municipality.",
    "ingest": "Keep pages as sources and propose what they say.",
    "watch": "Watch pages of the web: add, list, stop, look again.",
    "import": "Take in partnerships: CSV, Excel, Wikidata, another register.",
    "export": "Write the register to a file: all of it, lists, QuickStatements.",
    "partners": "The partners of a municipality as of a day.",
    "municipality": "Find municipalities of the register; say which are one.",
    "ledger": "Verify the ledger, anchor it, tell its history, redact, rebuild.",
    "user": "Accounts: list them, help one in that is locked out.",
    "migrate": "Bring the database to this version.",
    "backup": "Write the whole register to a file, while it is in use.",
    "restore": "Make the register of a backup, in an empty place.",
    "retention": "Say whose data is kept too long, and erase it.",
    "serve": "Serve portal and office.",
    "worker": "Run the jobs that wait, and what the schedule says.",
    "demo": "Make a register from demo pages and serve it.",
}
MODULES = {"import": "import_"}  # a word of Python cannot name a module


class Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"jumelage.cli.{MODULES.get(name, name)}").command
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except Exception as error:
            from jumelage.cli import outage

            if found := outage.sentence(error):
                fail(found)
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="jumelage")
def main() -> None:
    """Jumelage: the register and workbench of a city's international relations.

    JUMELAGE_DATA names the folder of database, documents and pictures (default: ./data).
    """


def start_django() -> None:
    """For commands that need the register."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "jumelage.settings"
    django.setup()
    from django.utils import translation

    translation.activate("en")  # the command line speaks English


def require_register() -> None:
    """Starts Django and stops with one sentence where there is no register yet, or an older one."""
    start_django()
    from django.conf import settings
    from django.db import DatabaseError, OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    if connection.vendor == "sqlite" and not settings.DATABASES["default"]["NAME"].exists():
        fail(
            f"There is no register in {settings.DATA}; make one with jumelage init, or name its folder in JUMELAGE_DATA."
        )
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as error:
        fail(f"The database cannot be reached ({str(error).strip()}); check JUMELAGE_DATABASE and that it runs.")
    except DatabaseError as error:
        fail(f"The database cannot be read ({str(error).strip()}); restore a backup.")
    if pending:
        fail("The database is older than this version of Jumelage; run jumelage migrate.")


def account(email: str) -> "User":
    """The person with this address, who answers for what is done; stops with one sentence where there is none."""
    from jumelage.accounts.models import User

    found = User.objects.filter(email__iexact=email, is_active=True).first()
    if found is None:
        fail(f"There is no account {email}; give the address by which a person of the office logs in.")
    return found


def fail(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(1)


if __name__ == "__main__":
    main()
