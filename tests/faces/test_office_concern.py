"""What concerns another office of the same register is seen and not decided."""

from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from factories import claim, municipality, pair, source

from jumelage.accounts.models import Office, User
from jumelage.accounts.roles import Role
from jumelage.knowledge.claims.actions.decide import accept_source
from jumelage.knowledge.claims.models import Claim, Entry
from jumelage.knowledge.sources.models import Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(user: User) -> User:
    User.objects.filter(pk=user.pk).update(role=Role.ADMINISTRATOR)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def theirs(page: Source) -> tuple[Source, Claim]:
    """A claim on the partnership of another office of this register."""
    essen = municipality("Essen", "DE", 2928810)
    Office.objects.create(name="Essen", municipality=essen)
    made = source("Essen und Tampere")
    return made, claim(pair(essen, municipality("Tampere", "FI")), "kind", "partnership", source=made)


@pytest.mark.parametrize("verb", ["accept", "reject", "withdraw", "correct"])
def test_claim_of_another_office_is_not_decided(
    verb: str, theirs: tuple[Source, Claim], user: User, client: Client
) -> None:
    made, found = theirs
    client.force_login(user)
    before = Entry.objects.count()
    form = {"reason": "sure", f"c{found.pk}-value": "contact", f"c{found.pk}-reason": "sure"}

    response = client.post(f"/en/office/review/{made.pk}/claim/{found.pk}/{verb}/", form)

    assert response.status_code == 403
    assert Entry.objects.count() == before


def test_partner_source_and_contradiction_of_another_office_are_not_decided(
    theirs: tuple[Source, Claim], user: User, client: Client
) -> None:
    made, found = theirs
    client.force_login(user)
    before = Entry.objects.count()
    seen = {"seen": f"{found.pk}:0", "verb": "prefer", "reason": "sure"}

    assert client.post(f"/en/office/review/{made.pk}/partner/{found.subject_id}/accept/").status_code == 403
    assert client.post(f"/en/office/review/{made.pk}/source/", {"published": "2024"}).status_code == 403
    assert client.post(f"/en/office/findings/{found.subject_id}/", seen).status_code == 403
    assert Entry.objects.count() == before


def test_page_of_another_office_offers_nothing_to_decide(
    theirs: tuple[Source, Claim], user: User, client: Client
) -> None:
    client.force_login(user)

    html = client.get(f"/en/office/review/{theirs[0].pk}/").content.decode()

    assert "Tampere" in html
    assert "/accept/" not in html
    assert "Date and class of this source" not in html


def test_source_that_speaks_of_two_offices_is_not_accepted_wholesale(
    theirs: tuple[Source, Claim], page: Source, user: User
) -> None:
    claim(theirs[1].subject_id, "status", "active", source=page)

    with pytest.raises(PermissionDenied):
        accept_source(page.pk, by=user)

    assert not Claim.objects.accepted().filter(source=page).exists()


def test_administrator_of_no_office_decides_for_all(theirs: tuple[Source, Claim], administrator: User) -> None:
    administrator.office = None

    accept_source(theirs[0].pk, by=administrator)

    assert Claim.objects.get(pk=theirs[1].pk).state == "accepted"


def test_partnership_between_two_offices_is_both_theirs(user: User, client: Client) -> None:
    leeds, home = municipality("Leeds", "GB"), Office.objects.get(pk=user.office_id).municipality
    Office.objects.create(name="Leeds", municipality=leeds)
    made = source("Dortmund und Leeds")
    found = claim(pair(home, leeds), "kind", "partnership", source=made)
    client.force_login(user)

    client.post(f"/en/office/review/{made.pk}/claim/{found.pk}/accept/")

    assert Claim.objects.get(pk=found.pk).state == "accepted"


def test_what_concerns_no_office_is_everybodys(user: User, client: Client) -> None:
    made = source("Lyon und Turin")
    found = claim(pair(municipality("Lyon", "FR"), municipality("Turin", "IT")), "kind", "partnership", source=made)
    Office.objects.create(name="Essen", municipality=UUID(int=77))
    client.force_login(user)

    client.post(f"/en/office/review/{made.pk}/claim/{found.pk}/accept/")

    assert Claim.objects.get(pk=found.pk).state == "accepted"
