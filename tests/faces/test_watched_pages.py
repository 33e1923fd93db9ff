"""The office's page of watched pages, and what Today says of the evidence and of jobs that failed."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from web import Web, page

from jumelage.accounts.models import User
from jumelage.core.jobs import queue
from jumelage.core.jobs.models import Job, JobState
from jumelage.core.jobs.schedule import Kind
from jumelage.core.jobs.worker import Run, Worker
from jumelage.knowledge.claims.actor import person
from jumelage.knowledge.sources.models import Source, WatchedPage
from jumelage.knowledge.sources.watched import watch_page
from jumelage.knowledge.watching.check import look_at

pytestmark = pytest.mark.django_db

LIST = "/en/office/watching/"
ADDRESS = "https://dortmund.example/partner"
TEXT = """<!doctype html><html lang="de"><head><title>Partner unserer Stadt</title></head><body>
<h1>Dortmunds Partnerstädte</h1><p>Dortmund hat sieben Partnerstädte.</p>
<h2>Partnerstädte von Dortmund</h2><ul><li>Leeds, Großbritannien, seit 1969</li><li>Amiens, Frankreich, seit 1960</li></ul>
</body></html>"""


@pytest.fixture
def office(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def text_of(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def changed(address: str = ADDRESS) -> WatchedPage:
    """A page that was looked at twice, and said less the second time."""
    web = Web({address: page(TEXT)})
    look_at(watch_page(address, by="system"), web.visitor)
    web.pages[address] = page(TEXT.replace("<li>Amiens, Frankreich, seit 1960</li>", ""))
    look_at(watching := WatchedPage.objects.get(address=address), web.visitor)
    return watching


def test_page_is_watched_by_form_and_looked_at_soon(office: Client, user: User) -> None:
    response = office.post(
        f"{LIST}add/", {"address": f" {ADDRESS} ", "home": "Leeds", "home_country": "gb"}, follow=True
    )

    made = WatchedPage.objects.get()
    assert (made.address, made.home, made.home_country, made.added_by) == (ADDRESS, "Leeds", "GB", person(user))
    assert f"{ADDRESS} is watched from now on." in response.content.decode()
    assert "A look at the pages has been asked for" in response.content.decode()
    assert [(job.kind, job.state) for job in Job.objects.all()] == [("watch", JobState.WAITING)]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"address": ""}, "This field is required."),
        ({"address": "leeds"}, "“leeds” is not a web address; give one that begins with https:// or http://."),
        ({"address": "http://10.0.0.1/"}, "10.0.0.1 is not on the public internet"),
        ({"address": ADDRESS, "home": "Nirgendheim"}, "No place named Nirgendheim is known"),
        ({"address": ADDRESS, "home_country": "England"}, "Write the country as a code of two letters"),
    ],
)
def test_form_says_what_is_wrong_and_keeps_what_was_typed(given: dict[str, str], sentence: str, office: Client) -> None:
    response = office.post(f"{LIST}add/", given)

    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert f'value="{given["address"]}"' in response.content.decode() or not given["address"]
    assert WatchedPage.objects.count() == 0


def test_sentences_on_pages_are_in_the_officer_s_language(office: Client) -> None:
    web = Web({ADDRESS: page(status=404)})
    look_at(watch_page(ADDRESS, by="system"), web.visitor)

    assert "Die Seite gibt es dort nicht mehr" in text_of(office, "/de/office/watching/")
    assert "la page n’y est plus" in text_of(office, "/fr/office/watching/")


def test_what_changed_and_what_is_missing_is_shown(office: Client, register: Source) -> None:
    changed()

    html = text_of(office, LIST)

    assert "Changed at the last look." in html
    assert "The page says no more" in html
    assert "<b>Amiens</b>" in html
    assert "Since: 1960" in html
    assert "This page still says: 7 partner cities" in html
    assert "and never did" in html


def test_what_was_seen_is_set_aside(office: Client) -> None:
    watching = changed()

    response = office.post(f"{LIST}{watching.pk}/note/", {"version": watching.source_id})

    assert response.status_code == 302
    assert "The page says no more" not in text_of(office, LIST)


def test_what_nobody_has_seen_yet_is_not_set_aside(office: Client) -> None:
    watching = changed()
    assert watching.source

    response = office.post(f"{LIST}{watching.pk}/note/", {"version": watching.source.follows_id}, follow=True)

    assert "The page has changed in the meantime; look at it again." in response.content.decode()
    assert "The page says no more" in text_of(office, LIST)


def test_page_is_looked_at_when_somebody_asks(office: Client) -> None:
    watching = changed()
    assert watching.due_at > timezone.now()

    office.post(f"{LIST}{watching.pk}/look/")

    watching.refresh_from_db()
    assert watching.due_at <= timezone.now()
    assert Job.objects.get().kind == "watch"


def test_all_pages_are_looked_at_when_somebody_asks(office: Client) -> None:
    changed()

    office.post(f"{LIST}look/")

    assert not WatchedPage.objects.filter(due_at__gt=timezone.now()).exists()
    assert Job.objects.count() == 1


def test_page_is_stopped_with_the_name_of_who_did_it(office: Client, user: User) -> None:
    watching = changed()

    response = office.post(f"{LIST}{watching.pk}/stop/", follow=True)

    watching.refresh_from_db()
    assert watching.stopped_by == person(user)
    assert "is not watched any more" in response.content.decode()
    assert "No page is watched" in response.content.decode()


@pytest.mark.parametrize("address", ["add/", "look/", "00000000-0000-0000-0000-000000000000/look/"])
def test_who_follows_a_link_to_a_form_comes_to_the_list(address: str, office: Client) -> None:
    response = office.get(LIST + address)

    assert (response.status_code, response["Location"]) == (302, LIST)


def test_unknown_verb_and_unknown_page_are_not_there(office: Client) -> None:
    assert office.post(f"{LIST}{changed().pk}/burn/").status_code == 404
    assert office.post(f"{LIST}00000000-0000-0000-0000-000000000000/look/").status_code == 404


def test_list_takes_as_many_queries_for_three_pages_as_for_one(office: Client, register: Source) -> None:
    changed()
    office.get(LIST)
    with CaptureQueriesContext(
        connection,
    ) as one:
        office.get(LIST)
    for name in ("b", "c"):
        changed(f"https://dortmund.example/{name}")

    with CaptureQueriesContext(connection) as three:
        office.get(LIST)

    assert len(three) == len(one)


def test_today_says_that_all_quotes_stand(office: Client) -> None:
    assert "The evidence has not been checked yet." in text_of(office, "/en/office/")

    Worker({"evidence": settings.JOBS["evidence"]}).run_due()

    html = text_of(office, "/en/office/")
    assert "all quotes stand." in html
    assert "0 documents are as they were." in html


def test_today_names_what_is_not_what_it_was(office: Client, page: Source) -> None:
    Worker({"evidence": settings.JOBS["evidence"]}).run_due()

    html = text_of(office, "/de/office/")

    assert "Nicht alle Belege sind, was sie waren." in html
    assert f"Das Dokument {page.text.document_id} kann nicht gelesen werden" in html


def test_today_says_when_the_check_has_not_run_for_days(office: Client) -> None:
    Worker({"evidence": settings.JOBS["evidence"]}).run_due()
    Job.objects.update(finished_at=timezone.now() - timedelta(days=3))

    assert "for the last time, and it should be every night" in text_of(office, "/en/office/")


def test_today_names_jobs_that_failed_until_they_end_well(office: Client) -> None:
    def breaks(run: Run) -> None:
        raise OSError("the disk is full")

    def works(run: Run) -> None: ...

    queue.ask("watch", kinds=settings.JOBS, by="system")
    Worker({"watch": Kind(breaks)}).run_due()
    assert "The look at the watched pages failed and is tried again on" in text_of(office, "/en/office/")
    assert "OSError: the disk is full" in text_of(office, "/en/office/")

    Job.objects.update(due_at=timezone.now())
    Worker({"watch": Kind(works)}).run_due()

    assert "the disk is full" not in text_of(office, "/en/office/")


def test_today_counts_the_watched_pages(office: Client, register: Source) -> None:
    changed()
    watch_page("https://dortmund.example/new", by="system")

    html = text_of(office, "/en/office/")

    assert '<p class="j-stat__number">2</p> <p class="j-stat__label"><a href="/en/office/watching/">Watched</a>' in html
    assert (
        '<p class="j-stat__number">1</p> <p class="j-stat__label"><a href="/en/office/watching/">Out of date, or changed</a>'
        in html
    )
