"""Fills the demo's office with invented people, organisations, tasks, records of the council and agreements, through the verbs that the office uses."""

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from importlib.resources import files
from typing import Any
from uuid import UUID

from django.utils import timezone

from jumelage.accounts.actions import add_user
from jumelage.accounts.models import User
from jumelage.accounts.roles import Role as UserRole
from jumelage.knowledge.claims.actions.decide import propose_fact
from jumelage.knowledge.organisations.actions import found_organisation
from jumelage.work.agreements import actions as agreements
from jumelage.work.agreements.models import Agreement, Party, Text
from jumelage.work.agreements.rules import shifted
from jumelage.work.contacts import actions as contacts
from jumelage.work.contacts.models import Person, Role
from jumelage.work.council import actions as council
from jumelage.work.tasks import actions as tasks

Partners = Mapping[str, tuple[UUID, UUID]]  # name → partnership, municipality
WHY = "Erfunden für die Vorführung."
ABOUT = {"purpose": "Kontakt innerhalb der Partnerschaft", "legal_basis": "task", "note": WHY}


def fill(user: User, partners: Partners, password: str) -> None:
    """password: of the colleague's account."""
    wanted = tomllib.loads((files("jumelage.demo") / "office.toml").read_text(encoding="utf-8"))
    office = user.office
    assert office
    colleague = add_user(**wanted["colleague"], password=password, office=office, role=UserRole.OFFICER)
    staff = {"self": user, "colleague": colleague}
    organisations = {o["name"]: _organisation(o, partners, user) for o in wanted["organisation"]}
    for tie in wanted["tie"]:
        partnership, _ = partners[tie.pop("partner")]
        propose_fact(partnership, "link", tie, by=user, reason=WHY)
    for person in wanted["person"]:
        _person(person, partners, organisations, user)
    for one in wanted["responsible"]:
        partnership, _ = partners[one["partner"]]
        officer, deputy = staff[one["officer"]], staff[one["deputy"]]
        tasks.entrust(partnership, officer=officer, deputy=deputy, seen=0, by=user)
    for task in wanted["task"]:
        partnership_or_none = partners[task["partner"]][0] if "partner" in task else None
        due = timezone.localdate() + timedelta(days=task["days"])
        said = {"title": task["title"], "assignee": staff[task["assignee"]], "due": due, "note": WHY}
        tasks.add_task(by=user, partnership=partnership_or_none, **said)
    for record in wanted["council"]:
        for name in {"partnership", "fulfilled_by"} & set(record):
            record[name] = partners[record[name]][0]
        council.add_record(by=user, note=WHY, **record)
    for agreement in wanted["agreement"]:
        _agreement(agreement, partners, user)


def _organisation(said: dict[str, str], partners: Partners, user: User) -> UUID:
    assert user.office
    place = partners[said["partner"]][1] if "partner" in said else user.office.municipality
    return found_organisation(
        said["name"], said["type"], place=place, website=said.get("website", ""), by=user, reason=WHY
    )


def _person(said: dict[str, Any], partners: Partners, organisations: Mapping[str, UUID], user: User) -> None:
    roles = said.pop("roles")
    if said.pop("due", False):
        said["review_on"] = timezone.localdate() - timedelta(days=10)
    person = contacts.add_person(by=user, **ABOUT, **said)
    for role in roles:
        partnership, _ = partners[role.pop("partner")]
        organisation = organisations.get(role.pop("organisation", ""))
        successor = Person.objects.of(user).named(role.pop("successor", "nobody at all")).first()
        made = Role(person=person, partnership=partnership, organisation=organisation, successor=successor, **role)
        contacts.set_role(made, by=user)


def _agreement(said: dict[str, Any], partners: Partners, user: User) -> None:
    """months: so many from today it ends."""
    parties, words = said.pop("parties"), said.pop("words", {})
    if "months" in said:
        said["until"] = shifted(timezone.localdate(), said.pop("months")).isoformat()
    said["partnership"], _ = partners[said["partnership"]]
    said["succeeds"] = Agreement.objects.of(user).filter(title=said.get("succeeds")).first()
    agreement = agreements.add_agreement(by=user, note=WHY, **said)
    for party in parties:
        agreements.add_part(Party(agreement=agreement, **party), by=user)
    for language, text in words.items():
        agreements.add_part(Text(agreement=agreement, language=language, words=text), by=user)
