"""Papers and agenda items of OParl 1.0 and 1.1 as fields of a record; what is absent or broken is left out or refused."""

import json
from typing import Any

import httpx2
import pytest
from web import Web, page

from jumelage.knowledge.sources.fetch import FetchError
from jumelage.work.council.oparl import OParlRefused, Upstream, read

BASE = "https://council.example/oparl"
SCHEMA = "https://schema.oparl.org/1.1"
OBJECTS: dict[str, dict[str, Any]] = {
    "paper/1": {
        "type": f"{SCHEMA}/Paper",
        "name": "Städtepartnerschaft mit Beispielstadt",
        "reference": "23-0815",
        "date": "2023-08-30",
        "web": "https://council.example/vorlage/1",
        "mainFile": {"type": f"{SCHEMA}/File", "accessUrl": "https://council.example/1.pdf", "text": "Antrag"},
        "consultation": [
            {"agendaItem": f"{BASE}/item/8", "meeting": f"{BASE}/meeting/8", "authoritative": False},
            {"agendaItem": f"{BASE}/item/9", "meeting": f"{BASE}/meeting/9", "authoritative": True},
        ],
    },
    "item/9": {
        "type": f"{SCHEMA}/AgendaItem",
        "order": 4,
        "number": "Ö 4",
        "name": "Partnerschaft",
        "result": "ungeändert beschlossen",
        "resolutionText": "Der Rat stimmt zu.",
        "consultation": f"{BASE}/consultation/9",
        "meeting": f"{BASE}/meeting/9",
    },
    "consultation/9": {"type": f"{SCHEMA}/Consultation", "paper": f"{BASE}/paper/1", "authoritative": True},
    "meeting/9": {"type": f"{SCHEMA}/Meeting", "start": "2023-09-21T15:00:00+02:00", "organization": [f"{BASE}/org/1"]},
    "org/1": {"type": f"{SCHEMA}/Organization", "name": "Rat der Stadt"},
}
RESOLUTION = {
    "kind": "resolution",
    "title": "Städtepartnerschaft mit Beispielstadt",
    "body": "Rat der Stadt",
    "number": "23-0815",
    "date": "2023-09-21",
    "result": "adopted",
    "link": "https://council.example/vorlage/1",
    "text": "Der Rat stimmt zu.",
}


def system(**changed: Any) -> Web:
    """changed: an object in the place of another, None for one that is gone."""
    objects = OBJECTS | {name.replace("_", "/"): said for name, said in changed.items()}
    found = {f"{BASE}/{name}": page(json.dumps(said)) for name, said in objects.items() if said is not None}
    return Web(found)


@pytest.mark.parametrize("name", ["paper/1", "item/9"])
def test_paper_and_agenda_item_lead_to_the_same_resolution(name: str) -> None:
    assert read(f"{BASE}/{name}", transport=system().transport) == Upstream(RESOLUTION)


def test_what_is_linked_and_gone_is_left_out() -> None:
    found = read(f"{BASE}/paper/1", transport=system(item_9=None, meeting_9=None).transport)

    assert found.fields == {
        "kind": "paper",
        "title": "Städtepartnerschaft mit Beispielstadt",
        "number": "23-0815",
        "date": "2023-08-30",
        "result": "open",
        "link": "https://council.example/vorlage/1",
        "text": "Antrag",
    }


def test_object_of_nothing_but_its_type_gives_nothing_to_fill_in() -> None:
    found = read(f"{BASE}/paper/1", transport=system(paper_1={"type": f"{SCHEMA}/Paper"}).transport)

    assert found == Upstream({"kind": "paper", "result": "open"})


@pytest.mark.parametrize(
    ("said", "result"),
    [
        ("mehrheitlich abgelehnt", "rejected"),
        ("nicht beschlossen", "rejected"),
        ("zurückgestellt", "postponed"),
        ("Kenntnisnahme", "noted"),
        ("einstimmig angenommen", "adopted"),
        ("Sitzung unterbrochen", "open"),
    ],
)
def test_result_is_told_by_its_words(said: str, result: str) -> None:
    web = system(item_9=OBJECTS["item/9"] | {"result": said})

    assert read(f"{BASE}/item/9", transport=web.transport).fields["result"] == result


def test_deleted_object_is_told_as_deleted() -> None:
    web = system(paper_1={"type": f"{SCHEMA}/Paper", "deleted": True, "name": "x"})

    assert read(f"{BASE}/paper/1", transport=web.transport) == Upstream({}, is_deleted=True)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("<!doctype html><p>Vorlage", "gives no OParl object"),
        ("[1, 2]", "gives no OParl object"),
        ("[" * 100_000, "gives no OParl object"),
        (json.dumps({"type": f"{SCHEMA}/Person", "name": "Ann Example"}), "not a paper or an agenda item"),
    ],
)
def test_what_is_no_paper_is_refused_with_a_sentence(answer: str, why: str) -> None:
    with pytest.raises(OParlRefused, match=why):
        read(f"{BASE}/paper/1", transport=Web({f"{BASE}/paper/1": page(answer)}).transport)


def test_fields_of_the_wrong_kind_are_left_out() -> None:
    odd = {
        "type": f"{SCHEMA}/Paper",
        "name": ["x"],
        "date": "gestern",
        "web": "javascript:alert(1)",
        "consultation": "?",
    }

    found = read(f"{BASE}/paper/1", transport=system(paper_1=odd).transport)

    assert found.fields == {"kind": "paper", "result": "open"}


def test_redirect_into_the_house_is_refused() -> None:
    inward = httpx2.Response(302, headers={"location": "http://127.0.0.1/paper"})

    with pytest.raises(FetchError, match="not on the public internet"):
        read(f"{BASE}/paper/1", transport=Web({f"{BASE}/paper/1": inward}).transport)
