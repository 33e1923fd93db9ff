"""People, organisations, tasks and dossiers: who may open what, other offices, and what forms do."""

import io
import re
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import officer
from openpyxl import load_workbook

from jumelage.accounts.models import Office, User
from jumelage.accounts.roles import Role as UserRole
from jumelage.knowledge.claims.models import Claim
from jumelage.knowledge.organisations.actions import found_organisation
from jumelage.knowledge.organisations.queries import organisations
from jumelage.knowledge.sources.models import Source
from jumelage.work.contacts.actions import add_person, set_role
from jumelage.work.contacts.models import Person, Role
from jumelage.work.history.models import Visit
from jumelage.work.tasks.actions import add_task, entrust
from jumelage.work.tasks.models import Responsibility, Task

pytestmark = pytest.mark.django_db

PERSON = {"family_name": "Beispiel", "given_name": "Amélie", "purpose": "the partnership", "legal_basis": "task", "kept_years": "2", "review_on": "2030-01-01"}  # fmt: skip


def colleague(user: User, role: UserRole) -> User:
    made = officer(role=role, name="Carla Kollegin")
    User.objects.filter(pk=made.pk).update(office=user.office)
    return User.objects.get(pk=made.pk)


@pytest.mark.parametrize(
    "tab", ["facts", "timeline", "contacts", "council", "agreements", "portrait", "tasks", "history"]
)
def test_every_tab_is_an_address(tab: str, client: Client, user: User, person: Person, task: Task, leeds: UUID) -> None:
    client.force_login(user)

    html = client.get(f"/en/office/partnerships/{leeds}/{tab}/").content.decode()

    assert re.search(rf'/{leeds}/{tab}/" aria-current="page"', html)
    assert {
        "facts": "1969" in html,
        "timeline": "No step is known yet." in html,
        "contacts": "Ann Example" in html,
        "council": "Nothing of the council is entered yet." in html,
        "agreements": "No agreement is entered yet." in html,
        "portrait": "Not written yet." in html,
        "tasks": "Write to Leeds" in html,
        "history": "Mayor’s assistant" in html and "stated" in html,
    }[tab]


def test_unknown_tab_is_not_there(client: Client, user: User, leeds: UUID) -> None:
    client.force_login(user)

    assert client.get(f"/en/office/partnerships/{leeds}/nothing/").status_code == 404


def test_fact_is_added_with_a_reason(client: Client, user: User, leeds: UUID) -> None:
    client.force_login(user)
    address = f"/en/office/partnerships/{leeds}/add/status/"

    refused = client.post(address, {"value": "resting", "period": "2019"})
    done = client.post(address, {"value": "resting", "period": "since 2019", "reason": "letter of the mayor"})

    assert refused.status_code == 400
    assert done["Location"] == f"/en/office/partnerships/{leeds}/facts/#status"
    made = Claim.objects.latest("seq")
    assert (made.value, made.period, made.state, made.source_id) == ("resting", "2019/..", "accepted", None)


def test_fact_that_is_held_back_waits(client: Client, user: User, leeds: UUID) -> None:
    client.force_login(user)
    sent = {"relation": "cooperation", "home_organisation": "A", "since": "1990", "reason": "heard", "held_back": "on"}

    client.post(f"/en/office/partnerships/{leeds}/add/link/", sent)

    made = Claim.objects.get(property="link")
    assert (made.state, made.value["home_organisation"], made.value["since"]) == ("proposed", "A", "1990")


def test_accepted_fact_is_corrected_in_one_step(client: Client, user: User, register: Source, leeds: UUID) -> None:
    client.force_login(user)
    since = Claim.objects.get(subject=leeds, property="since")
    address = f"/en/office/partnerships/{leeds}/claim/{since.pk}/correct/"
    sent = {f"c{since.pk}-value": "1970", f"c{since.pk}-reason": "the deed", "seen": since.decided_seq}

    wrong = client.post(address, sent | {f"c{since.pk}-value": "04/05/1970"})
    assert wrong.status_code == 400
    assert 'value="04/05/1970"' in wrong.content.decode()

    client.post(address, sent)
    found = Claim.objects.filter(subject=leeds, property="since").order_by("seq")
    assert [(c.value, c.state) for c in found] == [("1969", "rejected"), ("1970", "accepted")]

    late = client.post(address, sent, follow=True).content.decode()
    assert "Somebody has decided on this in the meantime" in late


def test_fact_is_preferred_called_wrong_and_decided_again(
    client: Client, user: User, register: Source, leeds: UUID
) -> None:
    client.force_login(user)
    since = Claim.objects.get(subject=leeds, property="since")
    base = f"/en/office/partnerships/{leeds}/claim/{since.pk}/"

    unexplained = client.post(f"{base}deprecate/", {"seen": since.decided_seq}, follow=True).content.decode()
    client.post(f"{base}deprecate/", {"seen": since.decided_seq, "reason": "a typing error"})

    now = Claim.objects.get(pk=since.pk)
    assert "the reason stands in the history" in unexplained
    assert now.rank == "deprecated"
    client.post(f"{base}withdraw/", {"seen": now.decided_seq})
    assert Claim.objects.get(pk=since.pk).rank == "normal"


def test_what_one_records_another_confirms_in_the_dossier(client: Client, user: User, leeds: UUID) -> None:
    second = colleague(user, UserRole.OFFICER)
    Office.objects.update(two_persons=True)
    base = f"/en/office/partnerships/{leeds}/"
    client.force_login(user)

    sent = {"value": "resting", "period": "since 2019", "reason": "letter of the mayor"}
    mine = client.post(f"{base}add/status/", sent, follow=True).content.decode()
    made = Claim.objects.latest("seq")
    assert made.state == "proposed"
    assert "Another person of the office has to confirm this." in mine
    assert f"claim/{made.pk}/withdraw/" in mine
    assert f"claim/{made.pk}/accept/" not in mine

    client.force_login(second)
    theirs = client.get(f"{base}facts/").content.decode()
    client.post(f"{base}claim/{made.pk}/accept/", {"seen": made.decided_seq})
    assert "One person has accepted this; a second one has to confirm it." in theirs
    assert ">Confirm<" in theirs
    assert Claim.objects.get(pk=made.pk).state == "accepted"


def test_organisation_is_called_so_by_one_person(client: Client, user: User, home: UUID) -> None:
    Office.objects.update(two_persons=True)
    client.force_login(user)
    sent = {"name": "Leeds Circle", "type": "club", "place": home, "website": "", "reason": "known"}

    client.post("/en/office/organisations/add/", sent)

    assert [o.public for o in organisations()] == [True]


def test_claim_of_another_partnership_cannot_be_decided_here(client: Client, user: User, leeds: UUID) -> None:
    client.force_login(user)
    other = Claim.objects.exclude(subject=leeds).filter(property="kind")[0]

    assert client.post(f"/en/office/partnerships/{leeds}/claim/{other.pk}/accept/").status_code == 404
    assert Claim.objects.get(pk=other.pk).state == "proposed"


def test_second_officer_sees_what_the_first_changed_and_loses_nothing(
    client: Client, user: User, person: Person
) -> None:
    client.force_login(user)
    address = f"/en/office/contacts/{person.pk}/edit/"
    client.post(address, PERSON | {"phone": "0231 1", "seen": "1"})
    second = PERSON | {"phone": "0231 2", "note": "my note", "seen": "1"}

    response = client.post(address, second)

    html = response.content.decode()
    assert response.status_code == 409
    assert "Olga Offizier has saved this since you opened it." in html
    assert "<ins>0231 1</ins>" in html
    assert "<del>Example</del>" in html
    assert 'value="0231 2"' in html
    assert "my note" in html
    assert Person.objects.get().phone == "0231 1"
    seen = re.search(r'name="seen" value="(\d+)"', html)
    assert seen
    client.post(address, second | {"seen": seen[1]})
    assert (Person.objects.get().phone, Person.objects.get().note) == ("0231 2", "my note")


def test_second_officer_sees_who_was_made_responsible(client: Client, user: User, leeds: UUID) -> None:
    second = colleague(user, UserRole.OFFICER)
    entrust(leeds, officer=user, deputy=None, seen=0, by=user)
    client.force_login(second)

    response = client.post(f"/en/office/partnerships/{leeds}/responsible/", {"officer": second.pk, "seen": "0"})

    assert response.status_code == 409
    assert "<ins>Olga Offizier</ins>" in response.content.decode()
    assert Responsibility.objects.get().officer == user


def test_wrong_role_comes_back_as_it_was_typed(client: Client, user: User, person: Person, leeds: UUID) -> None:
    client.force_login(user)
    sent = {"title": "Chair", "side": "ours", "partnership": leeds, "since": "2020", "until": "2019", "successor": ""}

    html = client.post(f"/en/office/contacts/{person.pk}/role/", sent).content.decode()

    assert "The role ends before it begins" in html
    assert 'value="Chair"' in html
    assert 'value="2019"' in html
    assert Role.objects.count() == 1


def test_successor_is_found_by_name_or_asked_for_again(client: Client, user: User, person: Person, leeds: UUID) -> None:
    client.force_login(user)
    for name in ("One", "Two"):
        add_person(
            by=user, family_name="Twin", given_name=name, email=f"{name}@example.org", purpose="p", legal_basis="task"
        )
    address = f"/en/office/contacts/{person.pk}/role/"
    sent = {"title": "Chair", "side": "ours", "partnership": leeds}

    nobody = client.post(address, sent | {"successor": "Nemo"}).content.decode()
    several = client.post(address, sent | {"successor": "twin"}).content.decode()
    client.post(address, sent | {"successor": "two@example.org"})

    assert "Nobody here is called “Nemo”" in nobody
    assert "Several people fit: One Twin (one@example.org), Two Twin (two@example.org)." in several
    assert str(Role.objects.get(title="Chair").successor) == "Two Twin"


CARDS = b"BEGIN:VCARD\nVERSION:2.1\nN:Example;Ann\nEND:VCARD\nBEGIN:VCARD\nVERSION:2.1\nN;ENCODING=QUOTED-PRINTABLE:M=FCller;Ren=E9\nORG:Leeds Circle\nTITLE:Treasurer\nEND:VCARD\nBEGIN:VCARD\nTEL:1\nEND:VCARD\n"


def test_file_is_shown_first_and_taken_without_those_that_are_known(
    client: Client, user: User, person: Person, club: UUID, leeds: UUID
) -> None:
    client.force_login(user)
    about = {"purpose": "p", "legal_basis": "consent", "kept_years": "0", "review_on": "2030-01-01", "side": "theirs"}
    file = SimpleUploadedFile("old.vcf", CARDS)

    html = client.post("/en/office/contacts/import/", about | {"file": file}).content.decode()

    assert "2 people were read" in html
    assert "There is no name in it." in html
    assert 'name="other" value="0" id="other-0">' in html
    assert Person.objects.count() == 1
    read = re.search(r'name="read" value="([^"]+)"', html)
    assert read
    client.post("/en/office/contacts/import/", {"read": read[1]})
    made = Person.objects.exclude(pk=person.pk).get()
    assert (made.family_name, made.given_name, made.legal_basis, made.kept_years) == ("Müller", "René", "consent", 0)
    assert [(r.title, r.organisation) for r in made.roles.all()] == [("Treasurer", club)]
    client.post("/en/office/contacts/import/", {"read": read[1], "other": "0"})
    assert Person.objects.filter(family_name="Example").count() == 2


def test_list_in_latin_1_with_semicolons_is_taken_and_nothing_of_it_lost(client: Client, user: User) -> None:
    client.force_login(user)
    about = {"purpose": "p", "legal_basis": "task", "kept_years": "2", "review_on": "2030-01-01", "side": "ours"}
    file = SimpleUploadedFile(
        "list.csv", "Nachname;Vorname;Funktion;Verein\nMüller;Jörg;Vorsitz;Unbekannt\n".encode("latin-1")
    )

    html = client.post("/en/office/contacts/import/", about | {"file": file}).content.decode()
    read = re.search(r'name="read" value="([^"]+)"', html)
    assert read
    client.post("/en/office/contacts/import/", {"read": read[1]})

    made = Person.objects.get()
    assert (str(made), made.note) == ("Jörg Müller", "Vorsitz, Unbekannt")


def test_preview_that_was_tampered_with_is_refused(client: Client, user: User) -> None:
    client.force_login(user)

    html = client.post("/en/office/contacts/import/", {"read": "eyJ9:x:y"}, follow=True).content.decode()

    assert "This preview is too old; read the file again." in html


@pytest.mark.parametrize(("version", "shown"), [("", "4.0"), ("3.0", "3.0"), ("9", "4.0")])
def test_person_goes_out_as_a_vcard(version: str, shown: str, client: Client, user: User, person: Person) -> None:
    client.force_login(user)

    response = client.get(f"/en/office/contacts/{person.pk}/vcard/", {"version": version})

    assert response["Content-Type"] == "text/vcard; charset=utf-8"
    assert f"VERSION:{shown}\r\n" in response.content.decode()
    assert "N:Example;Ann;;;\r\n" in response.content.decode()


def test_lists_go_out_as_they_are_filtered_and_without_formulas(client: Client, user: User, person: Person) -> None:
    client.force_login(user)
    add_person(by=user, family_name="=cmd|' /C calc'!A0", purpose="p", legal_basis="task")

    whole = client.get("/en/office/contacts/export/csv/").content.decode("utf-8-sig")
    some = client.get("/en/office/contacts/export/xlsx/", {"q": "ann"}).content

    assert ";'=cmd|' /C calc'!A0;" in whole
    rows = list(load_workbook(io.BytesIO(some)).active.iter_rows(values_only=True))
    assert [row[2] for row in rows] == ["Family name", "Example"]


def test_organisation_is_changed_and_the_second_sees_it(client: Client, user: User, club: UUID, home: UUID) -> None:
    client.force_login(user)
    address = f"/en/office/organisations/{club}/edit/"
    seen = re.search(r'name="seen" value="([^"]+)"', client.get(address).content.decode())
    assert seen
    sent = {"type": "association", "place": home, "website": "", "reason": "renamed", "seen": seen[1]}

    client.post(address, sent | {"name": "Friends of Leeds"})
    late = client.post(address, sent | {"name": "Circle of Leeds"})

    assert late.status_code == 409
    assert "Friends of Leeds" in late.content.decode()
    assert 'value="Circle of Leeds"' in late.content.decode()
    assert [o.names for o in organisations()] == [("Friends of Leeds", "Leeds Circle")]


def test_handing_over_is_shown_and_then_done(client: Client, user: User, task: Task, leeds: UUID) -> None:
    second = colleague(user, UserRole.OFFICER)
    entrust(leeds, officer=user, deputy=second, seen=0, by=user)
    client.force_login(user)
    both = {"giver": user.pk, "taker": second.pk}

    shown = client.get("/en/office/tasks/hand-over/", both).content.decode()
    assert "Write to Leeds" in shown
    assert "From Olga Offizier to Carla Kollegin" in shown
    assert Task.objects.get().assignee == user

    done = client.post("/en/office/tasks/hand-over/", both, follow=True).content.decode()
    assert "2 things went from Olga Offizier to Carla Kollegin." in done
    assert Task.objects.get().assignee == second
    held = Responsibility.objects.get()
    assert (held.officer, held.deputy) == (second, None)


def test_task_done_leads_back_to_where_one_was(client: Client, user: User, task: Task) -> None:
    client.force_login(user)
    address = f"/en/office/tasks/{task.pk}/done/"

    assert client.post(address, {"next": "/en/office/"})["Location"] == "/en/office/"
    assert client.post(address, {"next": "https://elsewhere.example/", "again": "1"})["Location"] == "/en/office/tasks/"
    assert Task.objects.open().count() == 1


def test_today_shows_what_is_due_and_what_others_changed(
    client: Client, user: User, person: Person, task: Task
) -> None:
    second = colleague(user, UserRole.OFFICER)
    Task.objects.update(due=timezone.localdate())
    Person.objects.update(review_on=timezone.localdate())
    client.force_login(user)
    assert "Since you were here" not in client.get("/en/office/").content.decode()
    Visit.objects.update(at=timezone.now() - timezone.timedelta(hours=20))
    add_task(by=second, title="Telephone Kumasi")

    html = client.get("/en/office/").content.decode()

    assert "Write to Leeds" in html
    assert "The data of 1 person is to be checked" in html
    assert "Since you were here" in html
    assert "Task: Telephone Kumasi" in html
    assert "Carla Kollegin" in html


LISTS = ["partnerships", "contacts", "organisations", "tasks", "council", "agreements"]


@pytest.mark.parametrize("name", [*LISTS, "today", *(f"{name}/export/csv" for name in LISTS)])
def test_list_takes_the_same_number_of_queries(name: str, client: Client, user: User, person: Person, task: Task, club: UUID, home: UUID, leeds: UUID) -> None:  # fmt: skip
    path = "/en/office/" if name == "today" else f"/en/office/{name}/"
    Task.objects.update(due=timezone.localdate())
    client.force_login(user)
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    for n in range(2):
        made = add_person(by=user, family_name=f"More {n}", email=f"{n}@example.org", purpose="p", legal_basis="task")
        set_role(Role(person=made, title="Chair", partnership=leeds, organisation=club, successor=person), by=user)
        add_task(by=user, title=f"More {n}", partnership=leeds, assignee=user, due=timezone.localdate())
        found_organisation(f"More {n}", "club", place=home, by=user, reason="known")
    with CaptureQueriesContext(connection) as many:
        client.get(path)

    assert len(many) == len(few)


def test_dossier_takes_the_same_number_of_queries(client: Client, user: User, register: Source, leeds: UUID) -> None:
    from factories import claim

    client.force_login(user)
    base = f"/en/office/partnerships/{leeds}/"
    tabs = ("facts", "timeline", "contacts", "council", "agreements", "portrait", "tasks", "history")
    value = {"relation": "cooperation", "home_organisation": "A"}

    def queries() -> dict[str, int]:
        counts: dict[str, int] = {}
        for tab in tabs:
            with CaptureQueriesContext(connection) as captured:
                client.get(f"{base}{tab}/")
            counts[tab] = len(captured)
        return counts

    def add(n: int) -> None:
        claim(leeds, "link", value | {"home_organisation": f"A {n}"})
        claim(leeds, "event", {"type": "visit", "date": f"19{70 + n}"})
        made = add_person(by=user, family_name=f"More {n}", purpose="p", legal_basis="task")
        set_role(Role(person=made, title="Chair", partnership=leeds), by=user)
        add_task(by=user, title=f"More {n}", partnership=leeds, assignee=user)

    add(1)
    client.get(base)
    one = queries()
    add(2)
    add(3)

    assert queries() == one


def test_offices_without_a_municipality_of_the_register_see_empty_lists(client: Client, page: Source) -> None:
    stranger = officer()
    Office.objects.filter(pk=stranger.office_id).update(municipality=UUID(int=987654321))
    client.force_login(stranger)
    found: dict[str, Any] = {name: client.get(f"/en/office/{name}/").status_code for name in LISTS}

    assert set(found.values()) == {200}
