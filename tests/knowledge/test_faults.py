"""Something fails in the middle of an ingest, an import or a decision: the register is as it was, or as it would have become.

Each work is done once to see its statements, then again and again with a fault at one of them: an interruption, on SQLite also
a file that may not grow, on PostgreSQL a connection that the server ends.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.db import InterfaceError, OperationalError, connection, transaction
from factories import municipality, officer, pair

from jumelage.accounts.models import Office, User
from jumelage.cli import outage
from jumelage.knowledge.claims.actions.decide import accept_and_prefer, correct, state_fact
from jumelage.knowledge.claims.actions.ingest import ingest
from jumelage.knowledge.claims.models import Claim
from jumelage.knowledge.claims.verify import verify
from jumelage.knowledge.exchange.actions import import_reading
from jumelage.knowledge.exchange.reading import open_file
from jumelage.knowledge.partnerships.actions import merge_municipalities, open_register
from jumelage.knowledge.places import gazetteer
from jumelage.knowledge.reader import read
from jumelage.knowledge.sources.extract import extract
from jumelage.knowledge.sources.load import Loaded

LIST = b"Partnerstadt;Land;seit\nLeeds;GB;1969\nAmiens;FR;1960-04-02\nTampere;FI;1960\n"
PAGE = "Unsere Partnerstädte\n\nPartnerstädte von Dortmund:\n- Novi Sad, Serbien, seit 1981\n- Zwickau, seit 2014\n"
FAULTS = (OperationalError, InterfaceError)
Work = Callable[[User], object]


def import_a_list(user: User) -> object:
    return import_reading(
        open_file(LIST, "list.csv").reading, Loaded("list.csv", LIST, "", "file:///list.csv"), by=user, accept="checked"
    )


def ingest_a_page(user: User, text: str = PAGE) -> object:
    page = extract(text.encode(), media_type="text/plain")
    reading = read(page, home="Dortmund", home_country="DE", published="2020", language="de")
    return ingest(
        Loaded("page.txt", text.encode(), "", "file:///page.txt"), page, reading, published="2020", by="system"
    )


def ingest_a_second_page(user: User) -> object:
    return ingest_a_page(user, PAGE.replace("1981", "1982") + "- Trabzon, Türkei, seit 2013\n")


def accept_claims(user: User) -> object:
    return accept_and_prefer(list(Claim.objects.filter(property="since")), by=user, reason="the deeds")


def correct_a_claim(user: User) -> object:
    return correct(Claim.objects.filter(property="since").earliest("seq"), "1990", by=user, reason="misread")


def state_what_is_known(user: User) -> object:
    return state_fact(
        Claim.objects.filter(property="since").earliest("seq").subject_id, "kind", "friendship", by=user, reason="known"
    )


def merge_towns(user: User) -> object:
    return merge_municipalities(municipality("Zwickau"), municipality("Zwickau in Sachsen"), by=user, reason="one town")


WORKS = [import_a_list, ingest_a_second_page, accept_claims, correct_a_claim, state_what_is_known, merge_towns]


@dataclass
class At:
    """Counts statements, and before the one with this number does what breaks. Savepoints do not count: how many there are
    depends on what the work stands in."""

    number: int | None
    breaks: Callable[[], None]
    seen: int = 0
    done: bool = False

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        self.seen += "SAVEPOINT" not in sql
        if self.seen == self.number and not self.done:
            self.done = True
            self.breaks()
        return execute(sql, *rest)


def interrupted() -> None:
    raise OperationalError("interrupted")


def full() -> None:
    """From now on the file may not grow; what fits into its pages is still written."""
    connection.connection.execute("PRAGMA max_page_count = 1")


def ended_by_the_server() -> None:
    import psycopg

    given = connection.get_connection_params()
    address = {name: given[name] for name in ("dbname", "user", "password", "host", "port") if name in given}
    with psycopg.connect(**address) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])


KINDS = {"sqlite": [interrupted, full], "postgresql": [interrupted, ended_by_the_server]}


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, so far as it was committed."""
    models = [m for m in apps.get_models() if m._meta.app_label in ("claims", "partnerships", "sources", "core")]
    return {m.__name__: sorted(m._default_manager.values_list(), key=repr) for m in models}


@pytest.fixture
def user(committed_db: str) -> User:
    """An officer of a register with a page that is read and not decided on."""
    made, home = officer(), open_register(gazetteer.lookup("Dortmund", country="DE")[0])
    Office.objects.filter(pk=made.office_id).update(municipality=home)
    pair(home, municipality("Zwickau"))
    municipality("Zwickau in Sachsen")
    ingest_a_page(made)
    return made


@pytest.mark.parametrize("points", [6, pytest.param(200, marks=[pytest.mark.long, pytest.mark.timeout(3600)])])
@pytest.mark.parametrize("work", WORKS)
def test_fault_leaves_the_state_before_or_after(work: Work, points: int, user: User) -> None:
    statements = _statements(work, user)
    before = everything()
    for breaks in KINDS[connection.vendor]:
        for number in sorted(random.sample(range(1, statements + 1), min(points, statements))):
            error = _failing(work, user, At(number, breaks))
            if error is None:
                break  # what was left to write fitted in, and fits in later too
            assert everything() == before, (breaks, number)
            assert outage.sentence(error)
    assert verify().fault is None
    if everything() == before:
        work(user)
    assert everything() != before
    assert verify().fault is None


def _statements(work: Work, user: User) -> int:
    counter = At(None, interrupted)
    with connection.execute_wrapper(counter), transaction.atomic():
        work(user)
        transaction.set_rollback(True)
    return counter.seen


def _failing(work: Work, user: User, fault: At) -> BaseException | None:
    """What was raised; the next statement finds a connection in order."""
    try:
        with connection.execute_wrapper(fault):
            work(user)
    except FAULTS as error:
        return error
    finally:
        connection.close()
    return None
