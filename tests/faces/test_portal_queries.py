"""However much a page shows, it asks the database the same few times."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from large_register import add_partner, make_home

from jumelage.knowledge.claims.models import Claim

pytestmark = pytest.mark.django_db


def queries(client: Client, path: str) -> tuple[int, str]:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        response = client.get(path)
    assert response.status_code == 200, path
    return len(asked), response.content.decode("latin-1")


@pytest.fixture
def home(db: None) -> UUID:
    return make_home()


def partners(home: UUID, count: int) -> None:
    for n in range(count):
        add_partner(home, f"Ort {'abcdefgh'[n]}", facts=6)


def facts(home: UUID, count: int) -> None:
    add_partner(home, "Leeds", facts=3 + 2 * count)


def sources(home: UUID, count: int) -> None:
    add_partner(home, "Leeds", facts=8, sources=count)


GROWING: dict[str, tuple[Callable[[UUID, int], None], str]] = {
    "home, partners": (partners, "/en/"),
    "list, partners": (partners, "/en/partnerships/"),
    "list as of a day, partners": (partners, "/en/partnerships/?as_of=2000-01-01"),
    "partnership, milestones and ties": (facts, "/en/partnerships/leeds/"),
    "partnership, sources": (sources, "/en/partnerships/leeds/"),
    "sources": (sources, "/en/sources/"),
    "pictures, partners": (partners, "/en/picture.png"),
    "sitemap, partners": (partners, "/sitemap.xml"),
}


@pytest.mark.parametrize("growing", GROWING)
def test_page_asks_as_often_for_three_as_for_one(growing: str, client: Client, home: UUID) -> None:
    grow, path = GROWING[growing]
    with transaction.atomic():
        grow(home, 1)
        few, short = queries(client, path)
        transaction.set_rollback(True)
    grow(home, 3)
    many, long = queries(client, path)

    assert (many, few <= 15) == (few, True)
    assert long != short


def test_partnership_with_many_facts_among_many_asks_few_times(client: Client, home: UUID) -> None:
    for n in range(20):
        add_partner(home, f"Ort {'abcdefghijklmnopqrst'[n]}", facts=20)

    asked, html = queries(client, "/en/partnerships/ort-a/")

    assert asked <= 15
    assert len(re.findall("Schule", html)) >= 8


def test_page_of_a_source_asks_as_often_for_three_facts_as_for_one(client: Client, home: UUID) -> None:
    asked = []
    for name, count in (("Leeds", 1), ("Lille", 3)):
        subject = add_partner(home, name, facts=3 + count, sources=1)
        page = Claim.objects.filter(subject=subject).values_list("source", flat=True)[0]
        asked.append(queries(client, f"/en/sources/{page}/")[0])

    assert asked[0] == asked[1] <= 15
