"""The public's pages: what they show, in which language, with what around them."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from factories import claim, municipality, pair, source

from jumelage.accounts.models import User
from jumelage.knowledge.claims.actions.append import Draft, append
from jumelage.knowledge.claims.actions.decide import accept_source, correct, decide
from jumelage.knowledge.claims.models import Claim, Op
from jumelage.knowledge.partnerships.models import Partnership
from jumelage.knowledge.sources.models import Source

pytestmark = pytest.mark.django_db


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<main")[2].partition("</main>")[0]).split())


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def partnership_of(name: str) -> UUID:
    return next(
        p.pk for p in Partnership.objects.select_related("one", "other") if name in (p.one.label, p.other.label)
    )


@pytest.mark.parametrize(
    ("accepted", "target"), [("de-AT", "/de/"), ("fr-FR,fr;q=0.9", "/fr/"), ("en-GB", "/en/"), ("pl", "/de/")]
)
def test_root_leads_to_the_readers_language(accepted: str, target: str, client: Client, home: UUID) -> None:
    response = client.get("/", headers={"accept-language": accepted})

    assert (response.status_code, response["Location"], response["Vary"]) == (302, target, "Accept-Language")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Leeds Vereinigtes Königreich"),
        ("en", "Leeds United Kingdom"),
        ("fr", "Leeds Royaume-Uni"),
    ],
)
def test_home_shows_partners_and_their_count_with_its_rule(
    language: str, words: str, client: Client, register: Source
) -> None:
    html = page(client, f"/{language}/")

    assert f'<html lang="{language}"' in html
    assert words in text_of(html)
    assert '<p class="j-stat__number">2</p>' in html
    assert html.count('class="j-rule"') >= 1


def test_proposals_are_not_public(client: Client, page: Source) -> None:
    for path in ("/de/", "/de/partnerships/", "/de/sources/"):
        html = client.get(path).content.decode()
        assert "Leeds" not in html


def test_rejected_and_deprecated_claims_leave_every_page(client: Client, register: Source, user: User) -> None:
    decide(Op.DEPRECATE, list(Claim.objects.filter(subject=partnership_of("Leeds"))), by=user, reason="another Leeds")
    decide(Op.REJECT, list(Claim.objects.filter(subject=partnership_of("Kumasi"))), by=user, reason="no")

    for path in ("/de/", "/de/partnerships/", "/de/partnerships/?as_of=2025-01-01", "/de/sources/"):
        html = client.get(path).content.decode()
        assert "Leeds" not in html
        assert "Kumasi" not in html
    assert client.get("/de/partnerships/leeds/").status_code == 404
    assert client.get(f"/de/sources/{register.pk}/").status_code == 404


def test_list_as_of_a_day_tells_possible_and_certain(client: Client, register: Source) -> None:
    assert "Leeds" in text_of(page(client, "/en/partnerships/?as_of=2023-12-31"))
    assert "Kumasi" not in text_of(page(client, "/en/partnerships/?as_of=2023-12-31"))
    midyear = text_of(page(client, "/en/partnerships/?as_of=2024-06-30"))
    assert "On 30 June 2024: 2 partner cities. 1 are certain on that day." in midyear


@pytest.mark.parametrize("day", ["foo", "2024-13-01", "2024-6-1", "'; DROP TABLE", "x" * 10_000])
def test_wrong_day_is_a_helpful_page(day: str, client: Client, register: Source) -> None:
    html = page(client, f"/en/partnerships/?as_of={day}", 400)

    assert "This is not a day. Give one such as 2013-06-30" in text_of(html)


def test_day_to_come_is_a_helpful_page(client: Client, register: Source) -> None:
    html = page(client, "/en/partnerships/?as_of=2999-01-01", 400)

    assert "This day is still to come" in text_of(html)


def test_day_before_the_first_partnership_is_an_empty_list(client: Client, register: Source) -> None:
    assert "There is no partnership in the register on this day" in text_of(
        page(client, "/en/partnerships/?as_of=1900-01-01")
    )


def test_fact_leads_to_the_words_that_say_so(client: Client, register: Source) -> None:
    html = page(client, "/en/partnerships/leeds/")
    since = Claim.objects.get(subject=partnership_of("Leeds"), property="since")

    href = f"/en/sources/{register.pk}/#claim-{since.pk}"
    assert f'href="{href}"' in html
    words = page(client, href)
    assert f'id="claim-{since.pk}"' in words
    assert re.search(r"<mark[^>]*>1969</mark>", words)
    assert "Leeds, Großbritannien seit" in words


def test_full_text_of_a_source_is_not_public(client: Client, home: UUID, user: User) -> None:
    far = "Dieser Satz steht weit weg von allem. " * 20
    made = source(f"{far}\n\nLeeds seit 1969\n\n{far}", location="long.txt")
    start = made.text.text.index("seit 1969")
    evidence = [{"role": "value", "start": start, "end": start + 9, "quote": "seit 1969"}]
    subject = pair(home, municipality("Leeds", "GB"))
    append(
        [Draft(Op.ASSERT, subject, "since", made.pk, "1969/..", body={"value": "1969", "evidence": evidence})],
        by="reader:rules",
    )
    accept_source(made.pk, by=user)

    html = page(client, f"/en/sources/{made.pk}/")

    assert "seit 1969" in html
    assert "Dieser Satz steht weit weg von allem. Dieser" not in html


@pytest.mark.parametrize(("kind", "accept"), [("partnership", "de"), ("source", "fr")])
def test_permanent_address_leads_to_the_page(kind: str, accept: str, client: Client, register: Source) -> None:
    pk = register.pk if kind == "source" else partnership_of("Leeds")

    response = client.get(f"/id/{kind}/{pk}", headers={"accept-language": accept})

    assert response.status_code == 303
    target = f"/sources/{pk}/" if kind == "source" else "/partnerships/leeds/"
    assert response["Location"] == f"/{accept}{target}"


@pytest.mark.parametrize(
    "path",
    [
        "/xx/",
        "/de/nothing/",
        "/de/partnerships/atlantis/",
        "/de/sources/00000000-0000-0000-0000-000000000000/",
        "/id/partnership/00000000-0000-0000-0000-000000000000",
        "/id/claim/99999",
    ],
)
def test_unknown_address_is_a_helpful_page(path: str, client: Client, register: Source) -> None:
    html = page(client, path, 404)

    assert "<h1>" in html
    assert "Traceback" not in html


@pytest.mark.parametrize("path", ["/de/", "/de/partnerships/", "/de/partnerships/leeds/", "/de/sources/"])
def test_other_methods_are_refused(path: str, client: Client, register: Source) -> None:
    assert [client.post(path).status_code, client.delete(path).status_code, client.head(path).status_code] == [
        405,
        405,
        200,
    ]


def test_policy_is_strict_and_pages_obey_it(client: Client, register: Source) -> None:
    for path in (
        "/de/",
        "/de/partnerships/",
        "/de/partnerships/leeds/",
        "/de/sources/",
        f"/de/sources/{register.pk}/",
        "/de/x/",
    ):
        response = client.get(path)
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        html = response.content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=| type=.application/ld\+json.>)|\son\w+=|\sstyle=|<style", html)
        assert not re.search(
            r'(src|href)="(?:https?:)?//(?!testserver)[^"]*"(?=[^>]*rel="(?:stylesheet|icon|preload))', html
        )
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in response


def test_every_page_names_itself_in_each_language(client: Client, register: Source) -> None:
    for path in ("", "partnerships/", "partnerships/leeds/", "sources/"):
        html = page(client, f"/de/{path}")
        found = dict(re.findall(r'rel="alternate" hreflang="(\w+)" href="([^"]+)"', html))
        assert found == {code: f"http://testserver/{code}/{path}" for code in ("de", "en", "fr")}


def test_health(client: Client, register: Source) -> None:
    answer: dict[str, Any] = client.get("/healthz").json()

    assert (answer["status"], answer["revision"] > 0) == ("ok", True)


@pytest.mark.parametrize("path", ["/en/", "/en/partnerships/", "/en/sources/"])
def test_lists_take_the_same_number_of_queries(
    path: str, client: Client, register: Source, home: UUID, user: User
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get(path)
    for name in ("Amiens", "Lille", "Dijon"):
        subject = pair(home, municipality(name, "FR"))
        for property_, value in (("kind", "partnership"), ("status", "active")):
            decide(Op.ACCEPT, [claim(subject, property_, value, source=register)], by=user)
    with CaptureQueriesContext(connection) as many:
        client.get(path)

    assert len(many) == len(few) <= 15


def test_installation_without_a_register_says_so(client: Client, db: None) -> None:
    assert "jumelage init" in page(client, "/en/", 404)


def test_corrected_fact_says_that_the_office_corrected_it(client: Client, page: Source, user: User) -> None:
    since = Claim.objects.get(subject=partnership_of("Leeds"), property="since")
    correct(since, "1969-10", by=user, reason="the deed")
    accept_source(page.pk, by=user)

    partnership = text_of(client.get("/en/partnerships/leeds/").content.decode())
    assert "as the office has corrected it; the source says otherwise" in partnership
    assert "October 1969 (corrected by the office)" in text_of(client.get(f"/en/sources/{page.pk}/").content.decode())


def test_beginning_stands_in_the_course_of_the_partnership(client: Client, register: Source) -> None:
    assert "2024 The partnership begins" in text_of(page(client, "/en/partnerships/kumasi/"))


LEADS = {
    ("partnership", "active", "1966"): "Germany, partner city of Dortmund since 1966.",
    ("partnership", "active", ""): "Germany, partner city of Dortmund.",
    ("partnership", "resting", "1966"): "Germany, partner city of Dortmund since 1966; the contact rests.",
    ("partnership", "ended", "1966"): "Germany, formerly partner city of Dortmund; the partnership has ended.",
    ("partnership", "planned", ""): "Germany, planned partner city of Dortmund.",
    ("friendship", "active", "1966"): "Germany, in friendship with Dortmund since 1966.",
    ("friendship", "ended", ""): "Germany, formerly tied to Dortmund; that has ended.",
    ("project", "planned", ""): "Germany; a tie with Dortmund is planned.",
    ("contact", "active", ""): "Germany, in touch with Dortmund.",
    ("", "active", "1966"): "Germany, tied to Dortmund since 1966.",
}


@pytest.mark.parametrize(("kind", "status", "since"), LEADS, ids=lambda part: part or "-")
def test_first_sentence_says_what_it_is_and_nothing_more(
    kind: str, status: str, since: str, client: Client, home: UUID, user: User
) -> None:
    siegen, made = pair(home, municipality("Siegen", "DE")), source()
    for property_, value in {"kind": kind, "status": status, "since": since}.items():
        if value:
            claim(siegen, property_, value, source=made, period=f"{value}/.." if property_ == "since" else "")
    accept_source(made.pk, by=user)

    assert LEADS[kind, status, since] in text_of(page(client, "/en/partnerships/siegen/"))


def test_strange_host_is_told_what_to_do(client: Client, register: Source) -> None:
    response = client.get("/de/", headers={"host": "x.example"})

    assert response.status_code == 400
    assert "JUMELAGE_HOSTS" in response.content.decode()


def test_what_the_sources_dispute_is_public_as_a_doubt_only(client: Client, home: UUID, user: User) -> None:
    siegen = pair(home, municipality("Siegen", "DE"))
    for kind, year in (("partnership", "1966"), ("friendship", "1970")):
        made = source(f"Siegen {year}")
        claim(siegen, "kind", kind, source=made)
        claim(siegen, "since", year, source=made, period=f"{year}/..")
        accept_source(made.pk, by=user)

    text = text_of(page(client, "/en/partnerships/siegen/"))

    assert "The sources differ on what it is; the office is looking into it." in text
    assert "The sources give different dates; the office is looking into it." in text
    assert "Also stated" not in text
