"""The list as one chooses, the timeline, organisations, search, other municipalities, the start page."""

import re
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from factories import claim, municipality, pair, source
from test_portal import page, partnership_of, text_of

from jumelage.accounts.models import User
from jumelage.knowledge.claims.actions.decide import accept_source, state_fact
from jumelage.knowledge.claims.history import last_entry
from jumelage.knowledge.claims.models import Claim
from jumelage.knowledge.sources.models import Source

pytestmark = pytest.mark.django_db

LINK = {"relation": "partnership", "type": "school", "home_organisation": "Humboldt-Gymnasium", "since": "1983"}


@pytest.fixture
def full(register: Source, home: UUID, user: User) -> Source:
    """Beside Leeds and Kumasi: Lille in friendship, Rostov at rest, Lyon ended, Dabola a project, and a school in Lille."""
    made = source(location="more.txt")
    for name, country, facts in (
        ("Lille", "FR", {"kind": "friendship", "since": "1961", "field": "Jugend"}),
        ("Rostov-on-Don", "RU", {"kind": "partnership", "since": "1978", "status": "resting"}),
        ("Lyon", "FR", {"kind": "partnership", "since": "1960", "until": "1990"}),
        ("Dabola", "GN", {"kind": "project", "status": "active"}),
    ):
        subject = pair(home, municipality(name, country, 501175 if country == "RU" else None))
        for property_, value in facts.items():
            period = {"since": f"{value}/..", "until": f"../{value}"}.get(property_, "")
            claim(subject, property_, value, source=made, period=period)
        if name == "Lille":
            claim(subject, "link", LINK | {"partner_organisation": "Lycée Faidherbe"}, source=made)
            event = {"type": "signing", "date": "1961-05-04", "title": "Unterschrift im Rathaus"}
            claim(subject, "event", event, source=made)
    state_fact(made.pk, "published", "2024-05", by=user, reason="by its content", source=made.pk)
    accept_source(made.pk, by=user)
    return made


def names(html: str) -> list[str]:
    return re.findall(r'class="j-card__name"><a href="[^"]+"[^>]*>([^<]+)</a>', html)


def sections(html: str) -> list[str]:
    return re.findall(r'<h2 id="group-\w+">([^<]+?) <span', html)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Rostov-on-Don", "Leeds", "Kumasi", "Lille", "Dabola", "Lyon"]),
        ("kind=friendship", ["Lille"]),
        ("status=resting", ["Rostov-on-Don"]),
        ("country=FR", ["Lille", "Lyon"]),
        ("field=Jugend", ["Lille"]),
        ("country=FR&kind=partnership", ["Lyon"]),
        ("sort=name", ["Kumasi", "Leeds", "Rostov-on-Don", "Lille", "Dabola", "Lyon"]),
        ("sort=-since", ["Kumasi", "Rostov-on-Don", "Leeds", "Lille", "Dabola", "Lyon"]),
        ("as_of=1975-01-01", ["Lyon", "Leeds", "Lille", "Dabola"]),
    ],
)
def test_list_shows_what_was_chosen_in_its_order(query: str, found: list[str], client: Client, full: Source) -> None:
    shown = names(page(client, f"/en/partnerships/?{query}"))

    if query.startswith(("sort", "as_of")):
        assert shown == found
    else:
        assert sorted(shown) == sorted(found)


def test_friendships_projects_and_ended_ones_stand_apart(client: Client, full: Source) -> None:
    html = page(client, "/en/partnerships/")

    assert sections(html) == ["Partner cities", "Friendships", "Project partnerships", "Ended"]
    assert "last stated: May 2024" in text_of(html)
    project = html.partition('id="group-project"')[2].partition("</section>")[0]
    assert "Project partnership<" not in project.partition("</h2>")[2]


@pytest.mark.parametrize(
    ("group", "titles"),
    [("continent", {"Africa", "Europe"}), ("age", {"1960s", "1970s", "2020s", "Beginning not known"})],
)
def test_list_in_groups(group: str, titles: set[str], client: Client, full: Source) -> None:
    html = page(client, f"/en/partnerships/?group={group}")

    assert set(re.findall(r'class="j-group__part"><h3>([^<]+)</h3>', html)) == titles


@pytest.mark.parametrize(
    "query", ["kind=love", "country=XX", "sort=size", "view=globe", "group=moon", "field=" + "x" * 9_999]
)
def test_choice_of_nothing_is_told_and_left_out(query: str, client: Client, full: Source) -> None:
    html = page(client, f"/en/partnerships/?{query}", 400)

    assert "This filter names nothing that the register has; it was left out." in text_of(html)
    assert len(names(html)) == 6 or "j-table" in html


def test_table_sorts_by_its_headings_and_keeps_the_day(client: Client, full: Source) -> None:
    html = page(client, "/en/partnerships/?view=table&as_of=1975-01-01")

    assert 'aria-sort="ascending"' in html
    links = re.findall(r'<th scope="col"[^>]*><a href="([^"]+)"', html)
    assert len(links) == 3
    assert all("as_of=1975-01-01" in link and "view=table" in link for link in links)
    rows = re.findall(r'<th scope="row"><a [^>]+>([^<]+)</a>', html)
    assert rows == ["Lyon", "Lille", "Leeds", "Dabola"]


def test_links_of_the_list_open_the_day_that_was_asked_for(client: Client, full: Source) -> None:
    html = page(client, "/en/partnerships/?as_of=1975-01-01")
    link = re.search(r'class="j-card__name"><a href="([^"]+)"[^>]*>Lyon', html)

    assert link
    then = text_of(page(client, link.group(1)))
    assert "As of 1 January 1975." in then
    assert "France, partner city of Dortmund since 1960." in then


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("as_known=foo", "Give a past day such as 2025-11-01 or the number of an entry such as #120."),
        ("as_known=2999-01-01", "Give a past day such as 2025-11-01"),
        ("as_known=%23999999", "give the number of one of them, such as #120."),
        ("as_known=%23" + "9" * 5_000, "give the number of one of them, such as #120."),
        ("stated_until=32.5.1960", "This is not a day."),
        ("stated_until=2999-01-01", "This day is still to come"),
    ],
)
def test_question_to_the_past_that_cannot_be_read_is_told(
    query: str, sentence: str, client: Client, full: Source
) -> None:
    for path in ("/en/partnerships/", "/en/partnerships/leeds/"):
        assert sentence in text_of(page(client, f"{path}?{query}", 400))


def test_register_as_it_was_known_at_an_entry(client: Client, register: Source, home: UUID, user: User) -> None:
    before = last_entry()
    made = source(location="later.txt")
    claim(pair(home, municipality("Lille", "FR")), "kind", "partnership", source=made)
    accept_source(made.pk, by=user)

    assert "Lille" in names(page(client, "/en/partnerships/"))
    then = page(client, f"/en/partnerships/?as_known=%23{before}")
    assert names(then) == ["Leeds", "Kumasi"]
    assert f"Shown as the register knew it at entry #{before}." in text_of(then)


def test_cited_address_keeps_saying_the_same(client: Client, register: Source, home: UUID, user: User) -> None:
    html = page(client, "/en/partnerships/leeds/")
    cited = re.search(r'class="j-cite">.*?href="http://testserver(/id/[^"]+)"', html, re.DOTALL)
    assert cited
    made = source(location="later.txt")
    claim(partnership_of("Leeds"), "status", "resting", source=made)
    accept_source(made.pk, by=user)

    answer = client.get(cited.group(1).replace("&amp;", "&"), headers={"accept-language": "en"})

    assert answer.status_code == 303
    assert "the contact rests" in text_of(page(client, "/en/partnerships/leeds/"))
    assert "the contact rests" not in text_of(page(client, answer["Location"]))


@pytest.mark.parametrize(
    ("language", "name"), [("de", "Rostow am Don"), ("en", "Rostov-on-Don"), ("fr", "Rostov-sur-le-Don")]
)
def test_town_has_the_name_of_the_readers_language(language: str, name: str, client: Client, full: Source) -> None:
    for path in ("", "partnerships/", "timeline/", "search/?q=rostov", "partnerships/rostov-on-don/"):
        assert name in text_of(page(client, f"/{language}/{path}"))


def test_timeline_tells_every_step_by_decade(client: Client, full: Source) -> None:
    html = page(client, "/en/timeline/")

    decades = re.findall(r'<h2 id="decade-[^"]*">([^<]+)</h2>', html)
    assert decades == ["1960s", "1970s", "1990s", "2020s"]
    sixties = html.partition("1960s</h2>")[2].partition("</section>")[0]
    assert "Unterschrift im Rathaus" in sixties
    assert 'href="/en/partnerships/lille/"' in sixties
    assert html.count('class="j-lane ') == 6


def test_timeline_of_an_empty_register_says_so(client: Client, home: UUID) -> None:
    assert "No step has been dated yet" in text_of(page(client, "/en/timeline/"))


def test_school_is_found_and_shows_its_partners_and_who_says_so(client: Client, full: Source) -> None:
    index = page(client, "/en/organisations/?q=humbold")
    assert 'href="/en/organisations/humboldt-gymnasium/"' in index
    assert "2 organisations" in text_of(index)  # the other one is tied to it

    html = page(client, "/en/organisations/humboldt-gymnasium/")

    assert "Lycée Faidherbe" in html
    assert "1983" in text_of(html)
    link = Claim.objects.get(property="link")
    assert f'href="/en/sources/{full.pk}/#claim-{link.pk}"' in html


@pytest.mark.parametrize("query", ["q=xyzzy", "type=club", "q=" + "x" * 10_000])
def test_no_such_organisation_is_a_helpful_page(query: str, client: Client, full: Source) -> None:
    assert "Try a part of the name, or the town alone." in text_of(page(client, f"/en/organisations/?{query}"))


@pytest.mark.parametrize(
    ("question", "href"),
    [
        ("lille", "/en/partnerships/lille/"),
        ("ROSTOW am don", "/en/partnerships/rostov-on-don/"),
        ("lile", "/en/partnerships/lille/"),
        ("faidherb", "/en/organisations/lycee-faidherbe/"),
        ("rathaus", "/en/partnerships/lille/#step-"),
    ],
)
def test_search_leads_to_the_page(question: str, href: str, client: Client, full: Source) -> None:
    html = page(client, f"/en/search/?q={question}")

    first = re.search(r'class="j-result__title"><a href="([^"]+)"', html)
    assert first
    assert first.group(1).startswith(href)


def test_step_that_was_found_is_on_the_page_it_leads_to(client: Client, full: Source) -> None:
    href = re.search(r'href="(/en/partnerships/lille/)#(step-\d+)"', page(client, "/en/search/?q=rathaus"))

    assert href
    assert f'id="{href.group(2)}"' in page(client, href.group(1))


def test_search_without_words_asks_for_them_and_with_too_many_says_so(client: Client, full: Source) -> None:
    assert "j-result" not in page(client, "/en/search/")
    assert "Nothing was found" in text_of(page(client, "/en/search/?q=xyzzyx"))
    assert "Only the first hundred letters" in text_of(page(client, "/en/search/?q=" + "lille" * 2_000, 400))


def test_partners_of_another_municipality_have_a_page(client: Client, full: Source, user: User) -> None:
    made = source(location="leeds.txt")
    leeds, louisville = municipality("Leeds", "GB"), municipality("Louisville", "US")
    other = pair(leeds, louisville)
    claim(other, "kind", "partnership", source=made)
    claim(other, "since", "1954", source=made, period="1954/..")
    accept_source(made.pk, by=user)

    ours = page(client, "/en/partnerships/leeds/")
    assert "Other partners of Leeds" in text_of(ours)
    assert f'href="/en/municipalities/{louisville}/"' in ours
    assert "1954" in text_of(page(client, f"/en/municipalities/{leeds}/"))
    for pk, kind in ((other, "partnership"), (louisville, "municipality")):
        assert client.get(f"/id/{kind}/{pk}").status_code == 303
    assert f"/municipalities/{louisville}/" in page(client, "/en/search/?q=luisville")


def test_municipality_of_which_nothing_is_accepted_has_no_page(client: Client, full: Source, home: UUID) -> None:
    proposed = municipality("Dijon", "FR")
    claim(pair(home, proposed), "kind", "partnership", source=source())

    assert "knows no partners" in page(client, f"/en/municipalities/{proposed}/", 404)
    assert "Dijon" not in page(client, "/en/")


def test_start_page_tells_news_and_round_years(client: Client, full: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import date

    from django.utils import timezone

    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2028, 3, 1))

    text = text_of(page(client, "/en/"))

    assert "2028 this year 50 years with Rostov-on-Don since 1978" in text
    assert "2029 60 years with Leeds" in text
    assert "more.txt" in text.partition("New in the register")[2]


LISTS = [
    "/en/",
    "/en/partnerships/",
    "/en/partnerships/?view=table",
    "/en/timeline/",
    "/en/organisations/",
    "/en/search/?q=an",
]


@pytest.mark.parametrize("path", [*LISTS, "/en/partnerships/leeds/"])
def test_pages_take_the_same_number_of_queries_for_one_and_for_many(
    path: str, client: Client, register: Source, home: UUID, user: User
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    def add(name: str) -> None:
        made = source(location=f"{name}.txt")
        partner = municipality(name, "FR")
        for subject in (pair(home, partner), pair(municipality("Leeds", "GB"), partner)):
            claim(subject, "kind", "partnership", source=made)
            claim(subject, "since", "1960", source=made, period="1960/..")
            claim(subject, "link", LINK | {"partner_organisation": f"Lycée {name}"}, source=made)
            claim(subject, "event", {"type": "visit", "date": "1970", "title": f"an evening in {name}"}, source=made)
        accept_source(made.pk, by=user)

    add("Angers")
    few = asked()
    for name in ("Antibes", "Annecy", "Angoulême"):
        add(name)

    assert asked() == few <= 15
