"""Texts, pictures and questions, from the office to the portal and back."""

from io import BytesIO
from uuid import UUID

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from factories import officer
from PIL import Image

from jumelage.accounts.models import User
from jumelage.knowledge.claims.models import Claim
from jumelage.knowledge.sources.models import Source
from jumelage.work.editorial.models import Picture, Question, Text

pytestmark = pytest.mark.django_db


@pytest.fixture
def leeds(register: Source) -> UUID:
    return Claim.objects.get(source=register, property="since", value="1969").subject_id


def question(**given: str) -> dict[str, str]:
    opened = signing.dumps(timezone.now().timestamp() - 60, salt="question")
    start = {
        "text": "Leeds since 1968?",
        "page": "/en/partnerships/leeds/",
        "consent": "on",
        "opened": opened,
        "website": "",
    }
    return start | given


def test_page_is_written_previewed_and_shown_in_the_language_it_has(client: Client, user: User) -> None:
    client.force_login(user)
    address = "/en/office/texts/about/de/"

    preview = client.post(address, {"body": "# Wer wir sind", "seen": "0", "preview": "1"}).content.decode()
    assert "<h3>Wer wir sind</h3>" in preview
    assert not Text.objects.exists()
    client.post(address, {"body": "# Wer wir sind", "seen": "0"})

    shown = client.get("/fr/about/").content.decode()
    assert '<div class="j-prose j-written" lang="de"><h2>Wer wir sind</h2>' in shown
    assert "/fr/about/" in client.get("/fr/").content.decode()


def test_page_that_nobody_wrote_is_not_found_and_not_linked(client: Client, user: User) -> None:
    assert client.get("/en/about/").status_code == 404
    assert "/en/about/" not in client.get("/en/").content.decode()


def test_second_of_two_writers_sees_what_the_first_saved(client: Client, user: User) -> None:
    client.force_login(user)
    address = "/en/office/texts/about/en/"
    client.post(address, {"body": "theirs", "seen": "0"})

    response = client.post(address, {"body": "mine", "seen": "0"})

    html = response.content.decode()
    assert response.status_code == 409
    assert "theirs" in html
    assert ">\nmine</textarea>" in html
    client.post(address, {"body": "both", "seen": "1"})
    assert Text.objects.get().body == "both"


@pytest.mark.parametrize("what", ["text", "picture"])
def test_portrait_of_another_office_s_partnership_is_theirs_to_write(what: str, client: Client, leeds: UUID) -> None:
    client.force_login(officer(name="Frida Fremd"))
    address = f"/en/office/texts/{leeds}/en/" if what == "text" else f"/en/office/texts/picture/{leeds}/"

    assert client.get(address).status_code == 403
    assert client.post(address, {"body": "ours now", "seen": "0", "remove": "1"}).status_code == 403
    assert not Text.objects.exists()


def test_portrait_and_picture_stand_on_the_partnership_s_page(client: Client, user: User, leeds: UUID) -> None:
    client.force_login(user)
    out = BytesIO()
    Image.new("RGB", (900, 600), "teal").save(out, "JPEG")
    sent = {"alt_en": "The town hall", "credit": "Pat Example", "licence": "CC BY 4.0"}
    address = f"/en/office/texts/picture/{leeds}/"

    without = client.post(address, sent | {"alt_en": "", "file": SimpleUploadedFile("a.jpg", out.getvalue())})
    client.post(address, sent | {"file": SimpleUploadedFile("a.jpg", out.getvalue())})
    client.post(f"/en/office/texts/{leeds}/en/", {"body": "On the Aire.", "seen": "0"})

    assert "at least one language" in without.content.decode()
    html = Client().get("/de/partnerships/leeds/").content.decode()
    assert "<p>On the Aire.</p>" in html
    assert 'alt="The town hall"' in html
    assert "Pat Example, CC BY 4.0" in html
    file = client.get(f"/de/pictures/{Picture.objects.get().file}-800.webp")
    assert (file.status_code, file["Content-Type"]) == (200, "image/webp")
    assert client.get(f"/de/pictures/{'0' * 64}-800.webp").status_code == 404


def test_question_reaches_the_office_with_the_page_it_came_from(client: Client, user: User) -> None:
    response = client.post("/en/ask/", question(email="pupil@example.org"))

    assert response["Location"] == "/en/ask/sent/"
    made = Question.objects.get()
    client.force_login(user)
    html = client.get(f"/en/office/questions/{made.pk}/").content.decode()
    assert "Leeds since 1968?" in html
    assert '<a href="/en/partnerships/leeds/">' in html
    client.post(f"/en/office/questions/{made.pk}/", {"outcome": "corrected, the page says 1969"})
    made.refresh_from_db()
    assert (made.done_by, made.outcome) == (user, "corrected, the page says 1969")


@pytest.mark.parametrize(
    ("given", "status", "kept"),
    [
        ({"website": "https://spam.example"}, 302, 0),
        ({"opened": ""}, 400, 0),
        ({"consent": ""}, 400, 0),
        ({"text": ""}, 400, 0),
        ({"email": "not an address"}, 400, 0),
        ({"page": "https://elsewhere.example/"}, 302, 1),
    ],
)
def test_form_is_safe_from_machines_and_loses_nothing(
    given: dict[str, str], status: int, kept: int, client: Client, user: User
) -> None:
    response = client.post("/en/ask/", question(**given))

    assert response.status_code == status
    assert Question.objects.count() == kept
    if status == 400 and "text" not in given:
        assert "Leeds since 1968?" in response.content.decode()
    assert not Question.objects.filter(page__contains="elsewhere").exists()


def test_form_names_the_page_it_is_asked_from(client: Client, user: User) -> None:
    assert "/en/ask/?page=%2Fen%2Fpartnerships%2F" in client.get("/en/partnerships/").content.decode()
    assert '<a href="/en/partnerships/">' in client.get("/en/ask/?page=/en/partnerships/").content.decode()
    assert 'href="//elsewhere' not in client.get("/en/ask/?page=//elsewhere.example/").content.decode()
