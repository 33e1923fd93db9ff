"""The command line: one file a command, imported only when it is called, so that `jumelage read` never waits for Django."""

import importlib
import sys

import click

COMMANDS = {
    "read": "Read pages and print what they say.",
}


class Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"jumelage.cli.{name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="jumelage")
def main() -> None:
    """Jumelage: the register and workbench of a city's international relations."""


if __name__ == "__main__":
    sys.exit(main())
