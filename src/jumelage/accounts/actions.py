from uuid import UUID

from jumelage.accounts.models import Office, User
from jumelage.accounts.roles import Role


def open_office(*, name: str, municipality: UUID) -> Office:
    return Office.objects.create(name=name, municipality=municipality)


def add_user(*, email: str, name: str, password: str, office: Office, role: Role) -> User:
    return User.objects.create_user(email, password, name=name, office=office, role=role)
