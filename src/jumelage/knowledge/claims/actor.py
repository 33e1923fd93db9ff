"""Who speaks in the ledger: a person by the id of the account, or a part of the software by its name."""

from typing import Any

from django.utils.translation import gettext as _

from jumelage.accounts.models import Office, User
from jumelage.knowledge.claims.origin import ORIGIN

SYSTEM = "system"
PERSON = "person:"
READER = "reader:"


def person(user: User) -> str:
    return f"{PERSON}{user.id}"


def wants_two(user: User) -> bool:
    """Whether what this person accepts becomes a fact only when another confirms it: the rule of the office, or, for one of all
    offices, of any."""
    offices = Office.objects.filter(two_persons=True)
    return (offices if user.is_of_all_offices else offices.filter(user=user.pk)).exists()


def reader(name: str) -> str:
    return f"{READER}{name}"


def importer(name: str) -> str:
    return f"import:{name}"


def names(actors: set[str]) -> dict[str, str]:
    """The names of the people among these actors; an account that was erased has none."""
    ids = [actor.removeprefix(PERSON) for actor in actors if actor.startswith(PERSON)]
    return {f"{PERSON}{pk}": name for pk, name in User.objects.filter(pk__in=ids).values_list("pk", "name")}


def who(actor: str, body: dict[str, Any], people: dict[str, str]) -> str:
    """Who spoke or decided, in words; for what was recorded in another register never a person of this one."""
    said = body.get(ORIGIN)
    if not said:
        return people.get(actor, actor)
    there = said.get("name") or (_("a person") if said["by"].startswith(PERSON) else said["by"])
    return _("%(who)s (another register)") % {"who": there}
