"""What pages tell programs: search engines, sites that show a link, browsers, readers of linked data."""

import io
import json
import re
import xml.etree.ElementTree as ET
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern
from factories import claim, municipality, pair, source
from PIL import Image

from jumelage.accounts.models import User
from jumelage.faces.portal import urls
from jumelage.faces.portal.addresses import READS
from jumelage.knowledge.claims.actions.decide import accept_source
from jumelage.knowledge.sources.models import Source

pytestmark = pytest.mark.django_db
LANGUAGES = ("de", "en", "fr")


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def metas(html: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', html))


def linked(html: str) -> dict[str, Any]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert len(found) == 1
    data: dict[str, Any] = json.loads(found[0])
    return data


def alternates(html: str) -> dict[str, str]:
    return dict(re.findall(r'rel="alternate" hreflang="([\w-]+)" href="([^"]+)"', html))


def paths(register: Source) -> list[str]:
    return ["", "partnerships/", "partnerships/leeds/", "sources/", f"sources/{register.pk}/"]


def test_every_address_of_the_portal_says_what_it_reads() -> None:
    named = {f"portal:{pattern.name}" for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)}

    assert named == set(READS) | {"portal:ask", "portal:asked", "portal:portrait_picture"}  # these are never kept


def test_alternates_are_complete_and_reciprocal(client: Client, register: Source) -> None:
    for path in paths(register):
        found = {code: alternates(page(client, f"/{code}/{path}?utm_source=x")) for code in LANGUAGES}
        own = {code: f"http://testserver/{code}/{path}" for code in LANGUAGES}
        assert found == dict.fromkeys(LANGUAGES, own | {"x-default": f"http://testserver/{path}"})


def test_address_without_a_language_leads_to_the_readers(client: Client, register: Source) -> None:
    for path in paths(register):
        response = client.get(f"/{path}", headers={"accept-language": "fr"})
        assert (response.status_code, response["Location"]) == (302, f"/fr/{path}")
        assert "Accept-Language" in response["Vary"]


def test_canonical_address_is_the_page_without_its_query(client: Client, register: Source) -> None:
    html = page(client, "/en/partnerships/?as_of=2020-01-01")

    assert re.findall(r'rel="canonical" href="([^"]+)"', html) == ["http://testserver/en/partnerships/"]


def test_link_to_a_partnership_has_title_sentence_and_picture(client: Client, register: Source) -> None:
    html = page(client, "/en/partnerships/leeds/")

    found = metas(html)
    assert found["og:title"] == re.findall(r"<title>([^<]+)</title>", html)[0] == "Leeds – Partnership with Dortmund"
    assert found["og:description"] == found["description"]
    assert found["description"] == "Leeds: United Kingdom, partner city of Dortmund since 1969."
    assert (found["og:locale"], found["og:url"]) == ("en_GB", "http://testserver/en/partnerships/leeds/")
    assert found["og:image"] == "http://testserver/en/partnerships/leeds/picture.png"


@pytest.mark.parametrize("path", ["/de/partnerships/leeds/", "/de/", "/fr/sources/"])
def test_picture_is_what_the_page_says_it_is(path: str, client: Client, register: Source) -> None:
    found = metas(page(client, path))

    response = client.get(found["og:image"].removeprefix("http://testserver"))

    image = Image.open(io.BytesIO(response.content))
    assert (response["Content-Type"], image.format) == (found["og:image:type"], "PNG")
    assert image.size == (int(found["og:image:width"]), int(found["og:image:height"]))
    assert len(response.content) < 300_000


def test_partnership_is_about_its_two_towns(client: Client, home: UUID, user: User) -> None:
    siegen, made = pair(home, municipality("Siegen", "DE", 2832495)), source()
    claim(siegen, "kind", "partnership", source=made)
    accept_source(made.pk, by=user)

    data = linked(page(client, "/de/partnerships/siegen/"))

    assert (data["@context"], data["@type"], data["inLanguage"]) == ("https://schema.org", "WebPage", "de")
    assert [town["name"] for town in data["about"]] == ["Dortmund", "Siegen"]
    assert data["about"][1]["sameAs"] == "https://www.geonames.org/2832495/"
    assert client.get(data["about"][1]["@id"].removeprefix("http://testserver")).status_code == 303
    crumbs = [(item["position"], item["item"]) for item in data["breadcrumb"]["itemListElement"]]
    assert crumbs == [
        (1, "http://testserver/de/"),
        (2, "http://testserver/de/partnerships/"),
        (3, "http://testserver/de/partnerships/siegen/"),
    ]


def test_list_names_what_it_lists(client: Client, register: Source) -> None:
    listed = linked(page(client, "/en/partnerships/"))["mainEntity"]

    assert listed["numberOfItems"] == 2
    assert {(item["name"], item["url"]) for item in listed["itemListElement"]} == {
        (name, f"http://testserver/en/partnerships/{name.lower()}/") for name in ("Leeds", "Kumasi")
    }


def test_name_cannot_end_the_script(client: Client, home: UUID, user: User) -> None:
    name = "</script><b>&\u2028"
    made = source()
    claim(pair(home, municipality(name, "FR")), "kind", "partnership", source=made)
    accept_source(made.pk, by=user)

    html = page(client, "/en/partnerships/")

    assert linked(html)["mainEntity"]["itemListElement"][0]["name"] == name
    assert "<b>" not in html


@pytest.mark.parametrize("path", ["/de/nothing/", "/de/partnerships/atlantis/", "/de/office/login/"])
def test_what_is_not_for_search_engines_says_so(path: str, client: Client, register: Source) -> None:
    html = client.get(path).content.decode()

    assert metas(html)["robots"] == "noindex"
    assert not re.search(r"canonical|hreflang=\"x-default|og:|ld\+json", html)


NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def test_sitemap_has_every_page_in_every_language(client: Client, register: Source) -> None:
    tree = ET.fromstring(client.get("/sitemap.xml").content)

    found = {
        url.findtext("s:loc", None, NS): {
            link.attrib["hreflang"]: link.attrib["href"] for link in url.findall("x:link", NS)
        }
        for url in tree.findall("s:url", NS)
    }
    expected = [*paths(register), "partnerships/kumasi/"]
    assert set(found) == {f"http://testserver/{code}/{path}" for code in LANGUAGES for path in expected}
    for address, links in found.items():
        assert address
        assert links == alternates(page(client, address.removeprefix("http://testserver")))


def test_robots_are_led_to_the_sitemap_and_not_to_the_office(client: Client, register: Source) -> None:
    response = client.get("/robots.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /office/",
        "Disallow: /*/office/",
        "",
        "Sitemap: http://testserver/sitemap.xml",
    ]


def test_installation_without_a_register_has_an_empty_sitemap(client: Client, db: None) -> None:
    assert ET.fromstring(client.get("/sitemap.xml").content).findall("s:url", NS) == []


def test_manifest_is_in_the_language_and_names_icons_that_are_there(client: Client, register: Source) -> None:
    from jumelage.core.assets import static_page

    response = client.get("/fr/manifest.webmanifest")

    said = response.json()
    assert (response["Content-Type"], said["lang"], said["start_url"]) == ("application/manifest+json", "fr", "/fr/")
    assert said["name"] == "Dortmund\u202f: villes partenaires"
    assert len(said["icons"]) == 3
    assert all(static_page(icon["src"]) for icon in said["icons"])


def test_icons_are_there(client: Client, register: Source) -> None:
    from jumelage.core.assets import static_page

    html = page(client, "/de/")
    icons = re.findall(r'rel="(?:icon|apple-touch-icon)" href="([^"]+)"', html)

    assert len(icons) == 3
    assert all(static_page(icon) for icon in icons)
    assert static_page(client.get("/favicon.ico")["Location"])
