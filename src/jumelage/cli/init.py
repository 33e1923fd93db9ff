import os
import re
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jumelage.cli import fail, start_django

if TYPE_CHECKING:
    from jumelage.accounts.models import User
    from jumelage.knowledge.places.gazetteer import Place


@click.command("init")
@click.option("--home", required=True, metavar="NAME", help="The municipality whose register this is.")
@click.option("--country", metavar="CC", help="Its country, two letters; needed where several places bear the name.")
@click.option("--email", default="admin@example.org", show_default=True, help="The administrator's address, for login.")
@click.option("--name", default="Administrator", show_default=True, help="The administrator's name.")
def command(home: str, country: str | None, email: str, name: str) -> None:
    """Make an empty register, its office and an administrator, in the folder JUMELAGE_DATA."""
    place = find_home(home, country)
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
        raise click.BadParameter(f"{email!r} is not an address of mail.", param_hint="--email")
    make_database()
    from jumelage.accounts.models import Office

    if Office.objects.exists():
        fail("There is a register here already; name another folder in JUMELAGE_DATA.")
    password, generated = _password()
    user = make_office(place, email=email, name=name, password=password)
    click.echo(f"The register of {place.name} ({place.country}) is ready; start it with jumelage serve.")
    click.echo(f"Login: {user.email}" + (f", password {password} (shown only now)" if generated else ""))


def find_home(name: str, country: str | None) -> "Place":
    """The one place that is meant, or a sentence that says why it cannot be told."""
    from jumelage.knowledge.places import gazetteer

    found = gazetteer.lookup(name, country=country.upper() if country else None)
    if not found:
        near = ", ".join(f"{p.name} ({p.country})" for p, _ in gazetteer.suggest(name)[:4])
        fail(
            f"No place named {name} is known{f' in {country.upper()}' if country else ''}."
            + (f" Did you mean {near}?" if near else "")
        )
    countries = sorted({place.country for place in found})
    if len(countries) > 1 and not country:
        fail(f"{name} is in {', '.join(countries)}; say which with --country.")
    return found[0]


def make_database() -> None:
    """Folder, secret key and tables; what is there already stays."""
    make_folder()
    os.environ["JUMELAGE_AS_OWNER"] = "1"
    start_django()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def make_folder() -> None:
    """With its secret key; what is there already stays."""
    folder = Path(os.environ.get("JUMELAGE_DATA") or "data")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # accounts and personal data lie in it
    except OSError as error:
        fail(f"The folder {folder} cannot be made ({error.strerror}); name another in JUMELAGE_DATA.")
    key = folder / "secret.key"
    if not key.exists():
        key.touch(mode=0o600)
        key.write_text(secrets.token_urlsafe(50))


def make_office(place: "Place", *, email: str, name: str, password: str) -> "User":
    from django.db import transaction

    from jumelage.accounts.actions import add_user, open_office
    from jumelage.accounts.roles import Role
    from jumelage.knowledge.claims.actions.decide import state_fact
    from jumelage.knowledge.partnerships.actions import open_register
    from jumelage.knowledge.partnerships.state import PARTNER_CITIES

    with transaction.atomic():
        home = open_register(place)
        office = open_office(name=place.name, municipality=home)
        user = add_user(email=email, name=name, password=password, office=office, role=Role.ADMINISTRATOR)
        reason = "The usual rule; the office can state another."
        state_fact(home, "counting_rule", PARTNER_CITIES.value(), by=user, reason=reason)
    return user


def _password() -> tuple[str, bool]:
    """Asked on a terminal until it is a good one, else generated."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.utils import translation

    while sys.stdin.isatty():
        given = click.prompt("Password of the administrator", hide_input=True, confirmation_prompt=True)
        try:
            with translation.override("en"):
                validate_password(given)
        except ValidationError as error:
            click.echo(" ".join(error.messages), err=True)
            continue
        return given, False
    return secrets.token_urlsafe(12), True
