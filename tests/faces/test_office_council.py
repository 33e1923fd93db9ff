"""The council's records on the pages of the office."""

import json
import re
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from web import Web, page

from jumelage.accounts.models import User
from jumelage.knowledge.sources import fetch
from jumelage.work.agreements.actions import add_agreement, add_part
from jumelage.work.agreements.models import Party
from jumelage.work.council.actions import add_record
from jumelage.work.council.models import Record

pytestmark = pytest.mark.django_db

SENT = {"kind": "resolution", "title": "Twinning with Leeds", "body": "Council", "result": "adopted", "date": "May 1969", "step": "resolution"}  # fmt: skip
WANTED = {"kind": "mandate", "title": "Look south", "body": "Council", "wanted": "a partner in Africa", "date": "2021"}


@pytest.fixture
def desk(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def test_resolution_is_entered_and_stands_in_the_dossier(desk: Client, leeds: UUID) -> None:
    sent = SENT | {"seen": 0, "partnership": leeds, "number": "69/12", "text": "It was so resolved."}

    made = desk.post("/en/office/council/add/", sent, follow=True).content.decode()
    tab = desk.get(f"/en/office/partnerships/{leeds}/council/").content.decode()

    assert "It was so resolved." in made
    assert "Twinning with Leeds" in tab
    assert "Resolution, adopted: Council resolution" in tab
    assert "Council, 69/12, May 1969" in tab
    assert Record.objects.get().date == "1969-05"


def test_mandate_waits_on_today_until_a_partnership_fulfils_it(desk: Client, user: User, leeds: UUID) -> None:
    made = add_record(by=user, **WANTED)
    assert "a partner in Africa" in desk.get("/en/office/").content.decode()

    sent = WANTED | {"result": "adopted", "fulfilled_by": leeds, "seen": 1}
    desk.post(f"/en/office/council/{made.pk}/edit/", sent)

    assert "a partner in Africa" not in desk.get("/en/office/").content.decode()
    assert "Look south" in desk.get(f"/en/office/partnerships/{leeds}/council/").content.decode()
    assert "fulfilled by Leeds" in desk.get("/en/office/council/").content.decode()


def test_second_writer_sees_what_the_first_changed_in_a_record(desk: Client, user: User) -> None:
    made = add_record(by=user, **WANTED)
    address = f"/en/office/council/{made.pk}/edit/"
    desk.post(address, WANTED | {"result": "noted", "seen": 1})

    late = desk.post(address, WANTED | {"result": "open", "note": "mine", "seen": 1})

    html = late.content.decode()
    assert late.status_code == 409
    assert "<del>open</del>" in html
    assert "<ins>noted</ins>" in html
    assert "mine" in html
    assert Record.objects.get().note == ""


def test_refused_record_comes_back_as_it_was_typed(desk: Client) -> None:
    response = desk.post(
        "/en/office/council/add/", WANTED | {"seen": 0, "wanted": "", "result": "open", "date": "04/05/2021"}
    )
    html = response.content.decode()
    assert response.status_code == 400
    assert 'value="04/05/2021"' in html

    html = desk.post("/en/office/council/add/", WANTED | {"seen": 0, "wanted": "", "result": "open"}).content.decode()
    assert "Say what the mandate asks for" in html
    assert 'value="Look south"' in html


def test_record_is_removed_only_as_it_was_seen(desk: Client, user: User) -> None:
    made = add_record(by=user, **WANTED)
    address = f"/en/office/council/{made.pk}/edit/"

    late = desk.post(address, {"remove": "1", "seen": 0}, follow=True).content.decode()
    assert "Somebody has changed this in the meantime" in late
    assert Record.objects.exists()

    desk.post(address, {"remove": "1", "seen": 1})
    assert not Record.objects.exists()


def test_list_is_filtered_and_goes_out_without_formulas(desk: Client, user: User, leeds: UUID) -> None:
    add_record(by=user, **WANTED)
    add_record(by=user, kind="paper", title="=1+1", body="Committee", partnership=leeds, step="project")

    waiting = desk.get("/en/office/council/", {"waiting": "on"}).content.decode()
    papers = desk.get("/en/office/council/export/csv/", {"step": "project"}).content.decode("utf-8-sig")

    assert re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', waiting) == ["Look south"]
    assert papers.splitlines()[1:] == ["Paper;'=1+1;Committee;;;open;Project;Leeds;;;;;"]


@pytest.mark.parametrize("path", ["council/", "council/export/xlsx/", "", "partnerships/LEEDS/council/"])
def test_number_of_records_does_not_change_the_number_of_queries(
    path: str, desk: Client, user: User, leeds: UUID
) -> None:
    address = f"/en/office/{path.replace('LEEDS', str(leeds))}"

    def queries(number: int) -> int:
        for n in range(number):
            add_record(by=user, **WANTED | {"title": f"{n}"})
            add_record(by=user, kind="paper", title=f"{n}", body="Council", partnership=leeds)
        desk.get(address)
        with CaptureQueriesContext(connection) as captured:
            desk.get(address)
        return len(captured)

    assert queries(1) == queries(2)


def test_dossier_says_what_is_missing_for_the_next_step(desk: Client, user: User, leeds: UUID) -> None:
    address = f"/en/office/partnerships/{leeds}/council/"

    def following() -> list[str]:
        found = re.findall(r'<li aria-current="step">(.*?)</li>', desk.get(address).content.decode(), re.DOTALL)
        return [" ".join(re.sub("<[^>]+>", " ", one).split()) for one in found]

    assert following() == ["Idea next missing: a record of the idea"]
    add_record(by=user, kind="mandate", title="Go", body="Council", partnership=leeds, result="adopted", step="idea")
    assert following() == ["Council resolution next missing: the council’s resolution, adopted"]
    add_record(by=user, title="Yes", body="Council", partnership=leeds, result="adopted", step="resolution")
    assert following() == [
        "Signing next missing: the text of the agreement and its parties missing: the signatures of both sides"
    ]
    twinning = add_agreement(by=user, title="Twinning", partnership=leeds)
    add_part(Party(agreement=twinning, name="Dortmund", side="ours", signed_on="2026"), by=user)
    assert following() == ["Signing next missing: the signatures of both sides"]
    add_part(Party(agreement=twinning, name="Leeds", side="theirs", signed_on="2026"), by=user)
    assert following() == []


SYSTEM = "https://council.example/oparl/paper/1"
PAPER = {"id": SYSTEM, "type": "https://schema.oparl.org/1.1/Paper", "name": "Twinning with Leeds", "reference": "69/12", "date": "1969-05-14"}  # fmt: skip


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> Web:
    """A council information system, in the place of the network."""
    web = Web({SYSTEM: page(json.dumps(PAPER))})
    monkeypatch.setattr(fetch, "PublicTransport", lambda: web.transport)
    return web


def test_form_is_filled_in_from_an_address_and_keeps_what_was_typed(desk: Client, system: Web) -> None:
    typed = {
        "oparl": SYSTEM,
        "title": "",
        "body": "Council",
        "number": "my number",
        "kind": "mandate",
        "fill": "1",
        "seen": 0,
    }

    html = desk.post("/en/office/council/add/", typed).content.decode()

    values = dict(re.findall(r'name="(\w+)" value="([^"]*)"', html))
    assert (values["title"], values["number"], values["date"]) == ("Twinning with Leeds", "my number", "1969-05-14")
    assert '<option value="mandate" selected>' in html
    del values["fill"]
    sent = {"kind": "paper", "result": "open", **values}
    desk.post("/en/office/council/add/", sent)
    made = Record.objects.get()
    assert (made.oparl, made.body, made.upstream["number"]) == (SYSTEM, "Council", "69/12")


def test_record_is_refreshed_and_marked_when_it_is_deleted_upstream(desk: Client, user: User, system: Web) -> None:
    said = {"title": "Twinning with Leeds", "number": "my number"}
    base = {"title": "Twinning with Leeds", "number": "69/12", "date": "1969-05-14", "kind": "paper", "result": "open"}
    made = add_record(by=user, kind="paper", body="Council", oparl=SYSTEM, upstream=base, date="1969-05-14", **said)
    address = f"/en/office/council/{made.pk}/refresh/"
    edit = said | {
        "kind": "paper",
        "result": "open",
        "body": "Council",
        "oparl": SYSTEM,
        "date": "1969-05-14",
        "note": "seen",
        "seen": 1,
    }
    desk.post(f"/en/office/council/{made.pk}/edit/", edit)
    assert Record.objects.get().note == "seen"

    system.pages[SYSTEM] = page(json.dumps(PAPER | {"name": "Partnership with Leeds", "reference": "69/13"}))
    refreshed = desk.post(address, follow=True).content.decode()
    now = Record.objects.get()
    assert (now.title, now.number) == ("Partnership with Leeds", "my number")
    assert "what the office wrote otherwise was kept: Number." in refreshed

    system.pages[SYSTEM] = page(json.dumps({"id": SYSTEM, "type": PAPER["type"], "deleted": True}))
    deleted = desk.post(address, follow=True).content.decode()
    assert "It was deleted in the council information system" in deleted
    assert (Record.objects.get().title, Record.objects.get().deleted_upstream) == ("Partnership with Leeds", True)


@pytest.mark.parametrize(
    "inside",
    ["http://127.0.0.1:8000/paper/1", "http://[::1]/paper", "http://169.254.169.254/paper", "http://10.0.0.1/"],
)
def test_address_inside_the_house_is_not_fetched_and_nothing_typed_is_lost(inside: str, desk: Client) -> None:
    response = desk.post("/en/office/council/add/", {"oparl": inside, "title": "Mine", "fill": "1", "seen": 0})

    html = response.content.decode()
    assert response.status_code == 400
    assert "is not on the public internet" in html
    assert 'value="Mine"' in html
