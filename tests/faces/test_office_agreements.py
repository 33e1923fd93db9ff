"""Agreements on the pages of the office: forms, scans, the reminder on the first page."""

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from jumelage.accounts.models import User
from jumelage.work.agreements.actions import add_agreement, add_part
from jumelage.work.agreements.models import Agreement, Party, Text

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


@pytest.fixture
def twinning(user: User, leeds: UUID) -> Agreement:
    return add_agreement(by=user, title="Twinning with Leeds", partnership=leeds)


@pytest.fixture
def media(tmp_path: Path, settings: LazySettings) -> Path:
    folder = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": folder}
    return tmp_path / "scans"


def png() -> bytes:
    out = BytesIO()
    Image.new("RGB", (20, 30), "white").save(out, "PNG")
    return out.getvalue()


def test_agreement_is_entered_with_those_who_signed_for_each_side(desk: Client, leeds: UUID) -> None:
    sent = {"kind": "partnership", "title": "Twinning", "partnership": leeds, "since": "14 May 1969", "seen": 0}
    there = desk.post("/en/office/agreements/add/", sent)["Location"]
    for side, name, day in (("ours", "Ruhr region", "14 May 1969"), ("theirs", "City of Leeds", "June 1969")):
        party = {
            "name": name,
            "side": side,
            "signer": "Ann Example",
            "role": "Mayor",
            "signed_on": day,
            "place": "Leeds",
        }
        desk.post(f"{there}party/", party | {"seen": 0})

    page = desk.get(there).content.decode()
    tab = desk.get(f"/en/office/partnerships/{leeds}/agreements/").content.decode()

    assert "Ruhr region" in page
    assert "Ann Example, Mayor" in page
    assert "Leeds, 14 May 1969; Leeds, June 1969" in tab
    assert "Party: Twinning, City of Leeds" in page


def test_scan_is_kept_and_given_back_as_a_file(desk: Client, twinning: Agreement, media: Path) -> None:
    base = f"/en/office/agreements/{twinning.pk}/"
    file = SimpleUploadedFile("Urkunde „1969“.png", png(), content_type="text/html")

    desk.post(f"{base}text/", {"language": "de", "words": "Wir beschließen", "file": file, "seen": 0})
    kept = Text.objects.get()
    response = desk.get(f"{base}text/{kept.pk}/scan/")

    assert response.content == png()
    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"].startswith("attachment; filename*=")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert [f.name for f in media.iterdir()] == [kept.scan]


def test_scan_goes_with_the_last_text_that_has_it(
    desk: Client, twinning: Agreement, media: Path, django_capture_on_commit_callbacks: object
) -> None:
    base = f"/en/office/agreements/{twinning.pk}/text/"
    for language in ("de", "en"):
        file = SimpleUploadedFile("deed.png", png())
        desk.post(base, {"language": language, "words": "", "file": file, "seen": 0})
    left = []

    for kept in list(Text.objects.all()):
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture of pytest-django
            desk.post(f"{base}{kept.pk}/", {"remove": "1", "seen": 1})
        left.append(len(list(media.iterdir())))

    assert left == [1, 0]


def test_refused_scan_loses_nothing_that_was_typed(desk: Client, twinning: Agreement, media: Path) -> None:
    svg = SimpleUploadedFile("deed.svg", b"<svg><script>alert(1)</script></svg>", content_type="image/png")

    response = desk.post(
        f"/en/office/agreements/{twinning.pk}/text/",
        {"language": "fr", "words": "Nous décidons", "file": svg, "seen": 0},
    )

    html = response.content.decode()
    assert response.status_code == 400
    assert "This is not a scan that can be kept; upload a PDF, JPEG or PNG file." in html
    assert "Nous décidons" in html
    assert '<option value="fr" selected>' in html
    assert not Text.objects.exists()


def test_end_before_the_beginning_comes_back_as_it_was_typed(desk: Client) -> None:
    sent = {"kind": "letter", "title": "Letter", "since": "May 2025", "until": "2024", "notice_months": "3", "seen": 0}

    html = desk.post("/en/office/agreements/add/", sent).content.decode()

    assert "The agreement ends before it begins" in html
    assert 'value="May 2025"' in html
    assert 'value="3"' in html


def test_second_writer_sees_what_the_first_changed_in_an_agreement(desk: Client, twinning: Agreement) -> None:
    address = f"/en/office/agreements/{twinning.pk}/edit/"
    sent = {"kind": "partnership", "title": "Twinning with Leeds", "seen": 1}
    desk.post(address, sent | {"until": "2030"})

    late = desk.post(address, sent | {"note": "mine"})

    html = late.content.decode()
    assert late.status_code == 409
    assert "<ins>2030</ins>" in html
    assert "mine" in html
    assert Agreement.objects.get().note == ""


def test_end_is_on_the_first_page_until_another_agreement_follows(desk: Client, user: User, leeds: UUID) -> None:
    until = timezone.localdate() + timedelta(days=100)
    made = add_agreement(by=user, title="Letter to Leeds", kind="letter", partnership=leeds, until=until.isoformat())
    today = desk.get("/en/office/").content.decode()
    assert "Letter to Leeds" in today
    assert f"ends: {until.day} " in today

    page = desk.get(f"/en/office/agreements/{made.pk}/").content.decode()
    follow = re.search(r'href="([^"]*succeeds=[^"]*)"', page)
    assert follow
    form = desk.get(follow[1].replace("&amp;", "&")).content.decode()
    assert f'<option value="{made.pk}" selected>' in form
    desk.post("/en/office/agreements/add/", {"kind": "renewal", "title": "Renewal", "succeeds": made.pk, "seen": 0})

    assert "Letter to Leeds" not in desk.get("/en/office/").content.decode()
    assert "followed by another" in desk.get("/en/office/agreements/").content.decode()


def test_list_of_ends_goes_out_with_its_parties(desk: Client, user: User, leeds: UUID, twinning: Agreement) -> None:
    until = (timezone.localdate() + timedelta(days=30)).isoformat()
    made = add_agreement(by=user, title="@Letter", kind="letter", partnership=leeds, until=until, notice_months=2)
    add_part(Party(agreement=made, name="City of Leeds", signer="Ann Example", signed_on="2020"), by=user)

    rows = desk.get("/en/office/agreements/export/csv/", {"due": "on"}).content.decode("utf-8-sig").splitlines()

    assert rows[1:] == [f"Letter of intent;'@Letter;Leeds;;{until};;2;;;City of Leeds, Ann Example, 2020"]


@pytest.mark.parametrize("path", ["agreements/", "agreements/export/xlsx/", "", "partnerships/LEEDS/agreements/"])
def test_number_of_agreements_does_not_change_the_number_of_queries(
    path: str, desk: Client, user: User, leeds: UUID
) -> None:
    address, soon = f"/en/office/{path.replace('LEEDS', str(leeds))}", timezone.localdate() + timedelta(days=30)

    def queries(number: int) -> int:
        for n in range(number):
            made = add_agreement(by=user, title=f"{n}", partnership=leeds, until=soon.isoformat())
            add_part(Party(agreement=made, name="Leeds"), by=user)
            add_agreement(by=user, title=f"after {n}", partnership=leeds, succeeds=made)
            add_agreement(by=user, title=f"due {n}", until=soon.isoformat())
        desk.get(address)
        with CaptureQueriesContext(connection) as captured:
            desk.get(address)
        return len(captured)

    assert queries(1) == queries(2)
