from uuid import UUID

from django.db import transaction

from jumelage.accounts.models import Office, User
from jumelage.accounts.roles import Role
from jumelage.core import revision


def open_office(*, name: str, municipality: UUID) -> Office:
    """The first one says whose register this is, on every page."""
    with transaction.atomic():
        revision.bump()
        return Office.objects.create(name=name, municipality=municipality)


def add_user(*, email: str, name: str, password: str, office: Office, role: Role) -> User:
    return User.objects.create_user(email, password, name=name, office=office, role=role)
