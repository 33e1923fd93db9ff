"""What is done to offices and accounts. Nobody is let in by a password that another person chose: an invitation is a link, good once
and for a few days, under which the person sets their own."""

from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from jumelage.accounts.models import Office, Token, User
from jumelage.accounts.roles import Role
from jumelage.core import revision


class ChangeRefused(ValueError):
    """The account cannot be changed so; the message says why."""


def open_office(*, name: str, municipality: UUID) -> Office:
    """The first one says whose register this is, on every page."""
    with transaction.atomic():
        revision.bump()
        return Office.objects.create(name=name, municipality=municipality)


def add_user(*, email: str, name: str, password: str, office: Office, role: Role) -> User:
    return User.objects.create_user(email, password, name=name, office=office, role=role)


def invite_user(*, email: str, name: str, office: Office | None, role: Role, by: User) -> User:
    """An account without a password. An address that has one already is refused by the form and by the database."""
    _guard(by, office)
    return User.objects.create_user(email, None, name=name, office=office, role=role)


def change_user(user: User, *, name: str, email: str, role: Role, office: Office | None, by: User) -> User:
    """A new role or office ends the person's sessions. Raises ChangeRefused for an administrator's own role or office."""
    _guard(by, user.office)
    _guard(by, office)
    if user.pk == by.pk and (role, office) != (by.role, by.office):
        raise ChangeRefused(_("Another administrator changes your role and office, so that one always remains."))
    user.name, user.email, user.role, user.office = name, User.objects.normalize_email(email), role, office
    user.save()
    return user


def deactivate_user(user: User, *, by: User) -> None:
    """Their password, sessions, tokens and links end with it, for good; what they did stays under their name."""
    _guard(by, user.office)
    if user.pk == by.pk:
        raise ChangeRefused(_("Another administrator deactivates your account, so that one always remains."))
    with transaction.atomic():
        user.is_active = False
        user.set_unusable_password()
        user.save(update_fields=["is_active", "password"])
        Token.objects.filter(user=user, revoked_at=None).update(revoked_at=timezone.now())


def reactivate_user(user: User, *, by: User) -> None:
    """A new link lets the person in again; nothing of before does."""
    _guard(by, user.office)
    user.is_active = True
    user.save(update_fields=["is_active"])


def link_for(user: User) -> dict[str, str]:
    """The parts of the address under which the person sets a password: for the first time, or a new one.

    It is good once, for PASSWORD_RESET_TIMEOUT; a login or a new password before that ends it.
    """
    return {
        "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
        "token": default_token_generator.make_token(user),
    }


def lock_out(user: User, *, by: User) -> None:
    """Takes password and second factors away, for one who has lost them or whose account is in strange hands; sessions end."""
    _guard(by, user.office)
    if user.pk == by.pk:
        raise ChangeRefused(_("Another administrator resets your account; you change your password under My account."))
    reset_access(user)


def reset_access(user: User) -> None:
    with transaction.atomic():
        user.set_unusable_password()
        user.save(update_fields=["password"])
        forget_factors(user)
        SocialAccount.objects.filter(user=user).delete()


def forget_factors(user: User) -> int:
    """How many there were."""
    deleted: int = Authenticator.objects.filter(user=user).delete()[0]
    return deleted


def set_up_office(office: Office, *, second_factor: bool, two_persons: bool, by: User) -> None:
    if not by.may("set up office") or not (by.is_of_all_offices or by.office_id == office.pk):
        raise PermissionDenied("Only the head or an administrator of an office sets it up.")
    office.second_factor, office.two_persons = second_factor, two_persons
    office.save(update_fields=["second_factor", "two_persons"])


def _guard(by: User, office: Office | None) -> None:
    """An administrator of an office looks after its people; one of none after all."""
    if not by.may("administer people") or not (by.is_of_all_offices or (office and office.pk == by.office_id)):
        raise PermissionDenied(f"The role {by.role} of another office may not change this account.")
