"""Who speaks in the ledger: a person by the id of the account, or a part of the software by its name."""

from jumelage.accounts.models import Office, User

SYSTEM = "system"
PERSON = "person:"


def person(user: User) -> str:
    return f"{PERSON}{user.id}"


def wants_two(user: User) -> bool:
    """Whether what this person accepts becomes a fact only when another confirms it: the rule of the office, or, for one of all
    offices, of any."""
    offices = Office.objects.filter(two_persons=True)
    return (offices if user.is_of_all_offices else offices.filter(user=user.pk)).exists()


def reader(name: str) -> str:
    return f"reader:{name}"


def importer(name: str) -> str:
    return f"import:{name}"


def names(actors: set[str]) -> dict[str, str]:
    """The names of the people among these actors; an account that was erased has none."""
    ids = [actor.removeprefix(PERSON) for actor in actors if actor.startswith(PERSON)]
    return {f"{PERSON}{pk}": name for pk, name in User.objects.filter(pk__in=ids).values_list("pk", "name")}
