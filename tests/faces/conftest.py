from uuid import UUID

import pytest
from factories import municipality, officer, pair, source

from jumelage.accounts.models import Office, User
from jumelage.knowledge.claims.actions.append import Draft, append
from jumelage.knowledge.claims.actions.decide import accept_source, state_fact
from jumelage.knowledge.claims.models import Claim, Op
from jumelage.knowledge.organisations.actions import found_organisation
from jumelage.knowledge.sources.models import Source
from jumelage.work.contacts.actions import add_person, set_role
from jumelage.work.contacts.models import Person, Role
from jumelage.work.tasks.actions import add_task
from jumelage.work.tasks.models import Task

TEXT = "Unsere Partnerstädte\n\n• Leeds, Großbritannien seit 1969\n\n• Kumasi, Ghana seit 2024\n"


@pytest.fixture
def user(db: None) -> User:
    """An officer of Dortmund."""
    made = officer()
    Office.objects.filter(pk=made.office_id).update(municipality=municipality("Dortmund", "DE", 2935517))
    return made


@pytest.fixture
def home(user: User) -> UUID:
    return Office.objects.get(pk=user.office_id).municipality


def said(made: Source, subject: UUID, property_: str, value: object, words: str, period: str = "") -> None:
    start = TEXT.index(words)
    evidence = [{"role": "value", "start": start, "end": start + len(words), "quote": words}]
    body = {"value": value, "evidence": evidence, "names": ["Dortmund", words]}
    append([Draft(Op.ASSERT, subject, property_, made.pk, period, body=body)], by="reader:rules")


@pytest.fixture
def page(home: UUID) -> Source:
    """A page with open proposals on Leeds and Kumasi."""
    made = source(TEXT, location="partner.txt")
    for name, country, year in (("Leeds", "GB", "1969"), ("Kumasi", "GH", "2024")):
        partnership = pair(home, municipality(name, country))
        said(made, partnership, "kind", "partnership", "Partnerstädte")
        said(made, partnership, "status", "active", "Partnerstädte")
        said(made, partnership, "since", year, year, f"{year}/..")
    return made


@pytest.fixture
def register(page: Source, user: User) -> Source:
    """The same page, everything accepted, dated to 2025."""
    state_fact(page.pk, "published", "2025", by=user, reason="by its content", source=page.pk)
    accept_source(page.pk, by=user)
    return page


@pytest.fixture
def leeds(page: Source) -> UUID:
    """The partnership with Leeds."""
    return Claim.objects.filter(source=page, property="since", value="1969")[0].subject_id


@pytest.fixture
def person(user: User, leeds: UUID) -> Person:
    made = add_person(
        by=user, family_name="Example", given_name="Ann", email="ann@example.org", purpose="p", legal_basis="task"
    )
    set_role(Role(person=made, title="Mayor’s assistant", side="theirs", partnership=leeds, since="2019"), by=user)
    return made


@pytest.fixture
def task(user: User, leeds: UUID) -> Task:
    return add_task(by=user, title="Write to Leeds", partnership=leeds, assignee=user)


@pytest.fixture
def club(user: User, home: UUID) -> UUID:
    return found_organisation("Leeds Circle", "club", place=home, by=user, reason="known")
