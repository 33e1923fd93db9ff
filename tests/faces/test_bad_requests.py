"""What nobody should ask for: a helpful page in the reader's language, with the right status, never a stack trace."""

import re

import pytest
from django.test import Client

from jumelage.knowledge.sources.models import Source

GERMAN = {"accept-language": "de"}


def heading(html: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)
    assert found, html[:300]
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


def test_language_that_is_not_there_leads_to_those_that_are(client: Client, register: Source) -> None:
    response = client.get("/pl/partnerships/leeds/", headers=GERMAN)

    html = response.content.decode()
    assert (response.status_code, heading(html)) == (404, "Diese Seiten gibt es nicht in dieser Sprache")
    links = re.findall(r'href="(/\w\w/partnerships/leeds/)" lang="(\w\w)"', html)
    assert links == [(f"/{code}/partnerships/leeds/", code) for code in ("de", "en", "fr")]


@pytest.mark.parametrize(
    ("path", "languages", "expected"),
    [
        ("/de/nothing/", "fr", "Diese Seite gibt es nicht"),
        ("/fr/partnerships/atlantis/", "de", "Cette page n’existe pas"),
        ("/nothing", "fr", "Cette page n’existe pas"),
        ("/id/claim/99999", "en", "This page does not exist"),
    ],
)
def test_page_that_is_not_there_says_so_in_the_readers_language(
    path: str, languages: str, expected: str, client: Client, register: Source
) -> None:
    response = client.get(path, headers={"accept-language": languages})

    assert (response.status_code, heading(response.content.decode())) == (404, expected)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
@pytest.mark.parametrize("path", ["/fr/", "/fr/partnerships/", "/fr/partnerships/leeds/", "/fr/sources/"])
def test_method_that_is_not_allowed_names_those_that_are(method: str, path: str, register: Source) -> None:
    response = Client(enforce_csrf_checks=True).generic(method, path)

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert heading(response.content.decode()) == "Cette page se lit seulement"


@pytest.mark.parametrize("path", ["/", "/healthz", "/id/ledger", "/id/claim/1"])
def test_addresses_without_a_language_are_read_only_too(path: str, client: Client, register: Source) -> None:
    response = client.delete(path, headers=GERMAN)

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert heading(response.content.decode()) == "Diese Seite kann man nur lesen"


@pytest.mark.parametrize(
    "address", ["/de/partnerships/?as_of=%00", "/de/partnerships/?x=%00", "/de/%00/", "/de/partnerships/a%00b/"]
)
def test_zero_byte_is_refused(address: str, client: Client, register: Source) -> None:
    response = client.get(address)

    assert response.status_code == 400
    assert heading(response.content.decode()) == "Diese Anfrage ist nicht verständlich"


@pytest.mark.parametrize(
    "query", ["page=10000", "utm_source=" + "x" * 10_000, "&".join(f"a{n}=1" for n in range(1500)), "=&&=%ff"]
)
def test_parameters_that_a_page_does_not_read_change_nothing(query: str, client: Client, register: Source) -> None:
    asked, plain = (client.get(f"/en/partnerships/{end}") for end in (f"?{query}", ""))

    assert (asked.status_code, asked.content) == (200, plain.content)


def test_page_names_itself_in_other_languages_with_what_it_reads_only(client: Client, register: Source) -> None:
    html = client.get("/en/partnerships/?as_of=2020-01-01&utm_source=mail").content.decode()

    assert '"/de/partnerships/?as_of=2020-01-01"' in html
    assert "utm_source" not in html
