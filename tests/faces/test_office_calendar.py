"""The office's calendar, and the feeds that programs read under a secret address."""

import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import claim, municipality, officer, pair
from icalendar import Calendar, Event

from jumelage.accounts.models import User
from jumelage.accounts.roles import Role
from jumelage.knowledge.claims.actions.decide import decide, state_fact
from jumelage.knowledge.claims.models import Claim, Op
from jumelage.knowledge.sources.models import Source
from jumelage.work.calendar.models import Feed
from jumelage.work.contacts.actions import add_person
from jumelage.work.history.models import Change
from jumelage.work.tasks.actions import add_task, change_task, entrust, finish_task

pytestmark = pytest.mark.django_db
CALENDAR = "/en/office/calendar/"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """The last of June 2026."""
    day = date(2026, 6, 30)
    monkeypatch.setattr(timezone, "localdate", lambda *_: day)
    return day


def twinned(home: UUID, user: User, name: str, country: str, since: str, **said: str) -> UUID:
    made = pair(home, municipality(name, country))
    facts = {"kind": "partnership", "status": "active", "since": since} | said
    period = {"resting": "2022/.."}
    said_so = [claim(made, name, value, period=period.get(value, "")) for name, value in facts.items()]
    decide(Op.ACCEPT, said_so, by=user)
    return made


def tied(partnership: UUID, user: User, since: str) -> None:
    sides = {"home_organisation": "Gymnasium am Park", "partner_organisation": "Lycée Exemple"}
    link = {"relation": "partnership", "type": "school", "since": since, **sides}
    state_fact(partnership, "link", link, by=user, reason="known")


@pytest.fixture
def lille(home: UUID, user: User) -> UUID:
    """Twinned on 14 May 1977."""
    return twinned(home, user, "Lille", "FR", "1977-05-14")


def of_office(user: User, name: str = "Carla Kollegin", role: Role = Role.OFFICER) -> User:
    made = officer(name=name, role=role)
    User.objects.filter(pk=made.pk).update(office=user.office)
    return User.objects.get(pk=made.pk)


def years(html: str) -> dict[str, list[tuple[str, str]]]:
    """Year → how many years, and whose, of the round ones."""
    found = {}
    for section in html.split('<section class="j-section"'):
        if year := re.search(r'id="year-(\d{4})"', section):
            found[year[1]] = re.findall(r'j-jubilee__year">([^<]+)<.*?j-jubilee__name">([^<]+)<', section, re.DOTALL)
    return found


# The page


def test_round_years_stand_by_year_and_weight_and_lead_to_their_source(
    client: Client, user: User, home: UUID, lille: UUID
) -> None:
    twinned(home, user, "Leeds", "GB", "1967")
    twinned(home, user, "Bonn", "DE", "1967", until="1990")
    twinned(home, user, "Siegen", "DE", "196X")
    tied(lille, user, "1998-09")
    client.force_login(user)

    html = client.get(CALENDAR).content.decode()

    assert years(html) == {
        "2026": [],
        "2027": [("50 years", "Lille"), ("60 years", "Leeds")],
        "2028": [("30 years", "Gymnasium am Park – Lycée Exemple")],
        "2029": [],
    }
    assert '<time datetime="2027-05-14">14 May 2027</time>' in html
    assert "during 2027" in html
    assert '<time datetime="2028-09">September 2028</time>' in html
    assert f'<a href="/en/office/partnerships/{lille}/facts/">since 14 May 1977' in html
    assert f'<a href="/en/office/partnerships/{lille}/contacts/#link">since September 1998' in html
    assert html.count("j-jubilee--great") == 1


def test_resting_partnership_is_marked_and_what_is_over_this_year_left_out(
    client: Client, user: User, home: UUID
) -> None:
    twinned(home, user, "Rostov", "RU", "1976", status="resting")
    twinned(home, user, "Leeds", "GB", "1976-06-29")
    client.force_login(user)

    html = client.get(CALENDAR).content.decode()

    assert years(html)["2026"] == [("50 years", "Rostov")]
    assert "j-badge--resting" in html.split('id="year-2027"')[0]


def test_what_is_due_stands_by_month_with_what_is_overdue_first(client: Client, user: User, lille: UUID) -> None:
    for title, due in (
        ("Answer Lille", date(2026, 3, 1)),
        ("Invite Lille", date(2026, 6, 30)),
        ("Report", date(2027, 5, 31)),
        ("Far away", date(2027, 6, 1)),
    ):
        add_task(by=user, title=title, due=due, partnership=lille)
    add_person(by=user, family_name="Example", purpose="p", legal_basis="task", review_on=date(2026, 12, 1))
    client.force_login(user)

    html = client.get(CALENDAR).content.decode().split('id="due"')[1]

    assert re.findall(r"<h3>([^<]+)</h3>", html) == [
        "Overdue since earlier months",
        "June 2026",
        "December 2026",
        "May 2027",
    ]
    assert [title for title in ("Answer Lille", "Invite Lille", "Report", "Far away") if title in html] == [
        "Answer Lille",
        "Invite Lille",
        "Report",
    ]
    assert 'href="/en/office/contacts/?sort=review">data of 1 person to check' in html
    assert "Example" not in html


def test_month_shows_its_first_tasks_and_says_how_many_more(client: Client, user: User, home: UUID) -> None:
    for month in (3, 12):
        for day in range(1, 8):
            add_task(by=user, title=f"Letter {month}-{day}", due=date(2026, month, day))
    client.force_login(user)

    html = client.get(CALENDAR).content.decode()

    assert re.findall(r"Letter \d+-\d", html) == [f"Letter {month}-{day}" for month in (3, 12) for day in range(1, 6)]
    assert html.count("and 2 more") == 2


def test_reader_sees_counts_and_no_way_to_people(client: Client, user: User, lille: UUID) -> None:
    add_person(by=user, family_name="Example", purpose="p", legal_basis="task", review_on=date(2026, 12, 1))
    client.force_login(of_office(user, role=Role.READER))

    html = client.get(CALENDAR).content.decode()

    assert "data of 1 person to check" in html
    assert "/contacts/?sort" not in html


def test_today_names_round_years_of_the_next_nine_months(client: Client, user: User, home: UUID) -> None:
    twinned(home, user, "Leeds", "GB", "1967-03-31")
    twinned(home, user, "Lille", "FR", "1967-04-01")
    twinned(home, user, "Amiens", "FR", "1960")
    twinned(home, user, "Rostov", "RU", "1957-03")
    client.force_login(user)

    html = client.get("/en/office/").content.decode()

    assert re.findall(r'j-jubilee__name">([^<]+)<', html) == ["Rostov", "Leeds"]


@pytest.mark.parametrize("path", [CALENDAR, "/en/office/", "feed"])
def test_page_and_feed_take_the_same_number_of_queries(
    path: str, client: Client, user: User, home: UUID, lille: UUID
) -> None:
    client.force_login(user)
    address = made(client, "office") if path == "feed" else path
    asked = []
    for names in (("Leeds",), ("Amiens", "Reims", "Rostov")):
        for name in names:
            added = twinned(home, user, name, "FR", "1977")
            tied(added, user, "1997")
            add_task(by=user, title=f"Write to {name}", due=date(2026, 7, 1), partnership=added)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        asked.append(len(queries))

    assert asked[0] == asked[1]


# The feeds


def made(client: Client, whose: str = "own", language: str = "en") -> str:
    """Makes an address; its path."""
    html = client.post(f"/{language}/office/calendar/address/{whose}/make/").content.decode()
    found = re.search(r'<code class="j-key">http://testserver(/office/feed/[\w-]+\.ics)</code>', html)
    assert found
    return found[1]


def events(address: str) -> dict[str, Event]:
    """As a program without a session reads them, by their titles."""
    response = Client().get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return {str(event["SUMMARY"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}


def test_office_feed_holds_all_round_years_and_dated_tasks(client: Client, user: User, home: UUID, lille: UUID) -> None:
    twinned(home, user, "Leeds", "GB", "1967")
    twinned(home, user, "Rostov", "RU", "1978-11", status="resting")
    tied(lille, user, "1998")
    add_task(by=user, title="Invite, at last; Lille", note="she is ill", due=date(2026, 9, 1), partnership=lille)
    add_task(by=user, title="Without a day")
    client.force_login(user)

    found = events(made(client, "office"))

    assert {title: event["DTSTART"].dt for title, event in found.items()} == {
        "50 years with Lille": date(2027, 5, 14),
        "60 years with Leeds (in the course of 2027)": date(2027, 1, 1),
        "50 years with Rostov (in the course of November 2028)": date(2028, 11, 1),
        "30 years: Gymnasium am Park – Lycée Exemple (in the course of 2028)": date(2028, 1, 1),
        "Invite, at last; Lille": date(2026, 9, 1),
    }
    assert all(event["DTEND"].dt - event["DTSTART"].dt == timedelta(days=1) for event in found.values())
    assert not any(event.walk("VALARM") for event in found.values())
    assert "resting" in str(found["50 years with Rostov (in the course of November 2028)"]["DESCRIPTION"])
    assert str(found["50 years with Lille"]["URL"]) == f"http://testserver/en/office/partnerships/{lille}/facts/"
    assert "she is ill" not in "".join(str(event.to_ical()) for event in found.values())


def test_own_feed_holds_what_the_person_looks_after(client: Client, user: User, home: UUID, lille: UUID) -> None:
    twinned(home, user, "Leeds", "GB", "1967")
    colleague = of_office(user)
    entrust(lille, officer=user, deputy=colleague, seen=0, by=user)
    add_task(by=user, title="Mine", assignee=user, due=date(2026, 9, 1))
    add_task(by=user, title="Hers", assignee=colleague, due=date(2026, 9, 1))
    client.force_login(user)

    assert sorted(events(made(client))) == ["50 years with Lille", "Mine"]


def test_feed_speaks_the_language_it_was_made_in(client: Client, user: User, home: UUID) -> None:
    twinned(home, user, "Leeds", "GB", "1967")
    client.force_login(user)

    assert list(events(made(client, "office", "de"))) == ["60 Jahre mit Leeds (im Laufe des Jahres 2027)"]
    assert list(events(made(client, "office", "fr"))) == ["60 ans avec Leeds (au cours de l’année 2027)"]


def test_event_keeps_its_number_and_tells_when_it_changed(client: Client, user: User, lille: UUID) -> None:
    task = add_task(by=user, title="Invite", due=date(2026, 9, 1))
    client.force_login(user)
    address = made(client, "office")
    before = events(address)

    since = claim(lille, "since", "1977-05-15")
    for op in (Op.ACCEPT, Op.PREFER):
        decide(op, [Claim.objects.get(pk=since.pk)], by=user, reason="the deed")
    change_task(task.pk, seen=task.version, by=user, due=date(2026, 9, 2))
    after = events(address)

    for title, day in (("50 years with Lille", date(2027, 5, 15)), ("Invite", date(2026, 9, 2))):
        assert before[title]["UID"] == after[title]["UID"]
        assert before[title]["DTSTART"].dt + timedelta(days=1) == after[title]["DTSTART"].dt == day
        assert before[title]["LAST-MODIFIED"].dt <= after[title]["LAST-MODIFIED"].dt == after[title]["DTSTAMP"].dt
    finish_task(task.pk, by=user)
    assert list(events(address)) == ["50 years with Lille"]


def test_feed_that_did_not_change_is_not_sent_again(client: Client, user: User, lille: UUID) -> None:
    client.force_login(user)
    address = made(client, "office")
    first = Client().get(address)

    again = Client().get(address, headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content, first["Cache-Control"]) == (304, b"", "private, no-cache")


def test_only_a_digest_of_the_address_is_kept(client: Client, user: User, lille: UUID) -> None:
    client.force_login(user)

    secret = made(client).removeprefix("/office/feed/").removesuffix(".ics")

    assert len(secret) == 43
    assert secret not in str(Feed.objects.values_list())
    assert secret not in client.get(CALENDAR).content.decode()


@pytest.mark.parametrize("whose", ["own", "office"])
def test_new_address_ends_the_old_one_and_revoking_ends_all(
    whose: str, client: Client, user: User, lille: UUID
) -> None:
    client.force_login(user)
    old, new = made(client, whose), made(client, whose)
    status = [Client().get(address).status_code for address in (old, new)]

    response = client.post(f"/en/office/calendar/address/{whose}/revoke/", follow=True)

    assert status == [404, 200]
    assert "The address is no longer valid." in response.content.decode()
    assert Client().get(new).status_code == 404
    assert Client().get("/office/feed/guessed.ics").status_code == 404


def test_feed_of_a_deactivated_account_a_guest_or_one_of_no_office_is_closed(
    client: Client, user: User, lille: UUID
) -> None:
    client.force_login(user)
    address, shared = made(client), made(client, "office")

    for change in ({"is_active": False}, {"role": Role.GUEST}, {"office": None}):
        User.objects.filter(pk=user.pk).update(**change)
        assert (Client().get(address).status_code, Client().get(shared).status_code) == (404, 200)
        User.objects.filter(pk=user.pk).update(is_active=True, role=Role.OFFICER, office=user.office)
    assert Client().get(address).status_code == 200


def test_feed_of_another_office_holds_nothing_of_this_one(
    client: Client, user: User, lille: UUID, register: Source
) -> None:
    add_task(by=user, title="Invite", due=date(2026, 9, 1))
    stranger = officer(name="Frida Fremd")
    client.force_login(stranger)

    assert events(made(client, "office")) == {}
    assert events(made(client)) == {}


def test_office_address_is_for_who_decides_and_stands_in_the_history(client: Client, user: User, lille: UUID) -> None:
    reader = of_office(user, role=Role.READER)
    client.force_login(user)
    address = made(client, "office")
    client.force_login(reader)

    refused = [client.post(f"/en/office/calendar/address/office/{verb}/").status_code for verb in ("make", "revoke")]

    assert refused == [403, 403]
    assert Client().get(address).status_code == 200
    assert events(made(client)) == {}
    assert [(change.what, change.by) for change in Change.objects.all()] == [("feed", user)]
    assert client.get("/en/office/").status_code == 200
