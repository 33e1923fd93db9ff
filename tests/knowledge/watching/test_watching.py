"""Watched pages: what a look finds, notes, proposes, and when the next one is due."""

from datetime import date, timedelta

import httpx2
import pytest
from django.conf import settings
from django.utils import timezone
from factories import officer
from web import Web, page

from jumelage.accounts.models import Office, User
from jumelage.knowledge.claims.actions.decide import accept_source
from jumelage.knowledge.claims.models import Claim
from jumelage.knowledge.partnerships.actions import open_register
from jumelage.knowledge.partnerships.home import home
from jumelage.knowledge.places import gazetteer
from jumelage.knowledge.sources import watched
from jumelage.knowledge.sources.fetch import FetchError
from jumelage.knowledge.sources.models import Document, Source, Visit, WatchedPage
from jumelage.knowledge.sources.watched import WatchRefused, stop_watching, watch_page
from jumelage.knowledge.watching.check import Looked, look_at, look_at_due
from jumelage.knowledge.watching.findings import PageFindings, page_findings

pytestmark = pytest.mark.django_db

ADDRESS = "https://essen.example/partner"
PAGE = """<!doctype html><html lang="de"><head><title>Unsere Partnerstädte</title></head><body>
<h1>Unsere Partnerstädte</h1>
<p>Essen pflegt zwei Städtepartnerschaften.</p>
<h2>Partnerstädte von Essen</h2>
<ul><li>Tampere, Finnland, seit 1960</li><li>Grenoble, Frankreich, seit 1979</li></ul>
</body></html>"""
NANTES = "<li>Nantes, Frankreich, seit 2001</li></ul>"


@pytest.fixture
def user() -> User:
    made = officer()
    Office.objects.filter(pk=made.office_id).update(
        municipality=open_register(gazetteer.lookup("Essen", country="DE")[0])
    )
    return made


@pytest.fixture
def web(user: User) -> Web:
    return Web({ADDRESS: page(PAGE)})


@pytest.fixture
def watching(web: Web) -> WatchedPage:
    return watch_page(ADDRESS, by="system")


def look(web: Web, watching: WatchedPage) -> Looked:
    watching.refresh_from_db()
    return look_at(watching, web.visitor)


def findings(watching: WatchedPage) -> PageFindings:
    watching.refresh_from_db()
    place = home()
    assert place
    return page_findings([watching], home=place.pk, today=date.today())[watching.pk]


def hours_until(watching: WatchedPage) -> float:
    return round((watching.due_at - timezone.now()).total_seconds() / 3600, 1)


def test_first_look_takes_the_page_in(web: Web, watching: WatchedPage) -> None:
    web.pages[ADDRESS] = page(PAGE, etag='"1"', last_modified="Sun, 03 May 2026 08:00:00 GMT")

    looked = look(web, watching)

    assert looked.ingested is not None
    assert {claim.property for claim in looked.ingested.proposed} == {"kind", "status", "since", "count"}
    watching.refresh_from_db()
    assert (watching.visit, watching.source, watching.found_at) == (Visit.CHANGED, looked.ingested.source, ADDRESS)
    assert (watching.etag, watching.modified) == ('"1"', "Sun, 03 May 2026 08:00:00 GMT")
    assert hours_until(watching) == settings.WATCH_HOURS


def test_page_that_the_server_calls_unchanged_costs_no_download(web: Web, watching: WatchedPage) -> None:
    web.pages[ADDRESS] = page(PAGE, etag='"1"')
    look(web, watching)
    web.pages[ADDRESS] = httpx2.Response(304)

    looked = look(web, watching)

    assert web.requests[-1].headers["if-none-match"] == '"1"'
    watching.refresh_from_db()
    assert (looked.ingested, watching.visit, watching.etag) == (None, Visit.SAME, '"1"')
    assert Source.objects.count() == 1


@pytest.mark.parametrize("again", [PAGE, PAGE.replace("<body>", "<body><!-- 3 May -->")])
def test_page_with_the_same_text_is_no_new_source(again: str, web: Web, watching: WatchedPage) -> None:
    look(web, watching)
    changed_at = watching.changed_at
    web.pages[ADDRESS] = page(again, etag='"2"')

    look(web, watching)

    watching.refresh_from_db()
    assert (watching.visit, watching.etag, watching.changed_at) == (Visit.SAME, '"2"', changed_at)
    assert Source.objects.count() == 1


def test_only_the_change_is_proposed_and_what_is_missing_is_told(web: Web, watching: WatchedPage) -> None:
    look(web, watching)
    web.pages[ADDRESS] = page(PAGE.replace("<li>Grenoble, Frankreich, seit 1979</li></ul>", NANTES))

    looked = look(web, watching)

    assert looked.ingested is not None
    assert looked.ingested.source.follows is not None
    assert [(claim.property, claim.value) for claim in looked.ingested.proposed if claim.property != "count"] == [
        ("kind", "partnership"),
        ("status", "active"),
        ("since", "2001"),
    ]
    gone = [(one.claim.property, one.claim.value) for one in looked.lost if one.claim.property != "count"]
    assert gone == [("kind", "partnership"), ("status", "active"), ("since", "1979")]
    assert [one.claim for one in findings(watching).lost] == [one.claim for one in looked.lost]


def test_what_somebody_has_noted_is_set_aside_until_the_page_changes_again(web: Web, watching: WatchedPage) -> None:
    look(web, watching)
    web.pages[ADDRESS] = page(PAGE.replace("1979", "1978"))
    looked = look(web, watching)
    assert looked.ingested is not None

    watched.note_seen(watching, looked.ingested.source)
    assert findings(watching).lost == ()

    web.pages[ADDRESS] = page(PAGE.replace("1979", "1977"))
    look(web, watching)
    assert [one.claim.value for one in findings(watching).lost] == ["1978"]


def test_page_that_still_says_an_old_number_is_told(web: Web, watching: WatchedPage, user: User) -> None:
    look(web, watching)
    accept_source(Source.objects.get().pk, by=user)
    assert findings(watching).counts == ()
    web.pages[ADDRESS] = page(PAGE.replace("</ul>", NANTES))
    second = look(web, watching)
    assert second.ingested is not None

    accept_source(second.ingested.source.pk, by=user)

    found = findings(watching).counts
    assert [(count.stated, count.fewest, count.most) for count in found] == [(2, 3, 3)]


def test_page_that_moved_still_follows_the_version_from_before(web: Web, watching: WatchedPage) -> None:
    look(web, watching)
    moved = "https://www.essen.example/stadt/partner"
    web.pages[ADDRESS] = httpx2.Response(301, headers={"location": moved})
    web.pages[moved] = page(PAGE.replace("1979", "1978"))

    looked = look(web, watching)

    assert looked.ingested is not None
    assert (looked.ingested.source.location, len(looked.ingested.proposed)) == (moved, 1)


def test_page_that_was_taken_in_before_is_followed(web: Web, user: User) -> None:
    look(web, first := watch_page(ADDRESS, by="system"))
    stop_watching(first, by="system")
    web.pages[ADDRESS] = page(PAGE.replace("1979", "1978"))

    looked = look(web, watch_page(ADDRESS, by="system"))

    assert looked.ingested is not None
    assert [claim.value for claim in looked.ingested.proposed] == ["1978"]


@pytest.mark.parametrize(
    ("answer", "visit", "problem"),
    [
        (page(status=404), Visit.GONE, "gone"),
        (page(status=410), Visit.GONE, "gone"),
        (page(status=500), Visit.FAILED, "status"),
        (httpx2.Response(200, headers={"content-type": "image/png"}), Visit.FAILED, "type"),
        (httpx2.Response(302, headers={"location": "http://127.0.0.1/"}), Visit.FAILED, "private"),
    ],
)  # fmt: skip
def test_failed_look_is_noted(
    answer: httpx2.Response, visit: Visit, problem: str, web: Web, watching: WatchedPage
) -> None:
    web.pages[ADDRESS] = answer

    looked = look(web, watching)

    watching.refresh_from_db()
    assert (watching.visit, watching.problem, watching.fetched_at) == (visit, problem, None)
    assert looked.sentence
    assert Source.objects.count() == 0


def test_failures_are_looked_at_later_each_time_and_a_good_look_ends_that(web: Web, watching: WatchedPage) -> None:
    good, web.pages[ADDRESS] = web.pages[ADDRESS], page(status=500)
    waits = []
    for _ in range(10):
        look(web, watching)
        waits.append(hours_until(watching))

    web.pages[ADDRESS] = good
    look(web, watching)

    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 168, 168]
    assert (watching.failures, watching.problem, hours_until(watching)) == (0, "", settings.WATCH_HOURS)


def test_server_that_names_a_time_is_not_asked_before(web: Web, watching: WatchedPage) -> None:
    web.pages[ADDRESS] = page(status=503, retry_after="36000")

    look(web, watching)

    assert hours_until(watching) == 10


def test_page_that_robots_forbid_is_noted_and_left(web: Web, watching: WatchedPage) -> None:
    web.pages["https://essen.example/robots.txt"] = page("User-agent: *\nDisallow: /partner")

    look(web, watching)

    assert (watching.visit, watching.problem) == (Visit.FORBIDDEN, "robots")
    assert ADDRESS not in web.asked


def test_page_of_somebody_else_is_not_taken_in(web: Web, watching: WatchedPage) -> None:
    web.pages[ADDRESS] = page(PAGE.replace("Essen", "Bochum"), etag='"1"')

    looked = look(web, watching)

    assert (watching.visit, watching.problem, watching.etag) == (Visit.REFUSED, "whose", "")
    assert "never names Essen" in looked.sentence
    assert Document.objects.count() == 0


def test_page_whose_home_was_told_is_taken_in(web: Web, user: User) -> None:
    web.pages[ADDRESS] = page(PAGE.replace("Essen", "Bochum"))

    looked = look(web, watch_page(ADDRESS, home="Bochum", home_country="de", by="system"))

    assert looked.ingested is not None
    assert looked.ingested.reading.home is not None
    assert looked.ingested.reading.home.name == "Bochum"


def test_page_that_cannot_be_read_is_noted(web: Web, watching: WatchedPage) -> None:
    broken = page("%PDF-1.7 broken")
    broken.headers["content-type"] = "application/pdf"
    web.pages[ADDRESS] = broken

    look(web, watching)

    assert (watching.visit, watching.problem) == (Visit.REFUSED, "unreadable")


def test_all_that_are_due_are_looked_at_and_only_they(web: Web, watching: WatchedPage) -> None:
    other = watch_page("https://essen.example/other", by="system")
    later = watch_page("https://essen.example/later", by="system")
    WatchedPage.objects.filter(pk=later.pk).update(due_at=timezone.now() + timedelta(hours=1))
    steps: list[tuple[int, int]] = []

    looked = list(look_at_due(web.visitor, second=None, step=lambda done, total: steps.append((done, total))))

    assert [one.page.address for one in looked] == [ADDRESS, other.address]
    assert steps == [(0, 2), (1, 2)]


def test_page_that_breaks_the_reader_keeps_nobody_from_the_next(
    web: Web, watching: WatchedPage, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(request: httpx2.Request) -> httpx2.Response:
        if str(request.url) == ADDRESS:
            raise RecursionError("too deep")
        return web.answer(request)

    watch_page("https://essen.example/other", by="system")
    web.answer_with = breaks

    looked = list(look_at_due(web.visitor, second=None))

    assert [one.page.problem for one in looked] == ["crashed", "gone"]
    assert "too deep" in caplog.text


def test_stopped_page_is_not_looked_at_and_can_be_watched_again(web: Web, watching: WatchedPage) -> None:
    stop_watching(watching, by="system")

    assert list(look_at_due(web.visitor, second=None)) == []
    assert watch_page(ADDRESS, by="system") != watching


def test_page_that_is_stopped_while_it_is_looked_at_stays_stopped(web: Web, watching: WatchedPage) -> None:
    stop_watching(WatchedPage.objects.get(), by="system")

    look_at(watching, web.visitor)

    assert WatchedPage.objects.get().stopped_at is not None


def test_address_is_watched_once() -> None:
    watch_page(f" {ADDRESS}#top", by="system")

    with pytest.raises(WatchRefused, match=ADDRESS) as refused:
        watch_page(ADDRESS, by="system")

    assert refused.value.field == "address"


def test_home_that_nobody_knows_is_refused() -> None:
    with pytest.raises(WatchRefused, match="Nirgendheim") as refused:
        watch_page(ADDRESS, home="Nirgendheim", by="system")

    assert refused.value.field == "home"


@pytest.mark.parametrize(
    "address", ["essen.example", "ftp://essen.example/", "http://127.0.0.1/", "https://a:b@essen.example/", ""]
)
def test_what_is_no_address_of_the_public_web_is_not_watched(address: str) -> None:
    with pytest.raises(FetchError):
        watch_page(address, by="system")

    assert WatchedPage.objects.count() == 0


def test_nothing_is_counted_against_an_empty_register(web: Web, watching: WatchedPage) -> None:
    look(web, watching)

    assert findings(watching).counts == ()
    assert Claim.objects.filter(property="count").exists()
