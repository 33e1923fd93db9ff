import secrets

import click

from jumelage.cli import account, fail, require_register


@click.group("user")
def command() -> None:
    """Accounts. Everyday work with them is in the office (People with accounts); this helps where nobody can get in there any more."""


@command.command("list")
def list_() -> None:
    """Every account: address, name, role, office."""
    require_register()
    from jumelage.accounts.models import User

    for user in User.objects.select_related("office").order_by("email"):
        closed = "" if user.is_active else "deactivated"
        click.echo(
            "\t".join(filter(None, (user.email, user.name, user.role, str(user.office or "all offices"), closed)))
        )


@command.command("password")
@click.argument("email")
def password(email: str) -> None:
    """Give the account a new password, made here and shown once. Its sessions end; second factors stay."""
    require_register()
    user = account(email)
    made = secrets.token_urlsafe(12)
    user.set_password(made)
    user.save(update_fields=["password"])
    click.echo(f"{user.email}: password {made} (shown only now).")


@command.command("forget-factors")
@click.argument("email")
def forget(email: str) -> None:
    """Take passkeys, authenticator app and recovery codes from the account: for one who has lost them."""
    require_register()
    from jumelage.accounts.actions import forget_factors

    user = account(email)
    if not forget_factors(user):
        fail(f"{user.email} has no second factor; jumelage user password gives a new password.")
    click.echo(f"{user.email} signs in with the password alone until a new second factor is set up.")
