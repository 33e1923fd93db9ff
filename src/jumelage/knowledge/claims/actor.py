"""Who speaks in the ledger: a person by the id of the account, or a part of the software by its name."""

from jumelage.accounts.models import User

SYSTEM = "system"
PERSON = "person:"
READER = "reader:"


def person(user: User) -> str:
    return f"{PERSON}{user.id}"


def reader(name: str) -> str:
    return f"{READER}{name}"


def importer(name: str) -> str:
    return f"import:{name}"


def names(actors: set[str]) -> dict[str, str]:
    """The names of the people among these actors; an account that was erased has none."""
    ids = [actor.removeprefix(PERSON) for actor in actors if actor.startswith(PERSON)]
    return {f"{PERSON}{pk}": name for pk, name in User.objects.filter(pk__in=ids).values_list("pk", "name")}
