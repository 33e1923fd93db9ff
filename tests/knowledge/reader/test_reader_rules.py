"""What the reader says about sentences of our own, and what it keeps quiet about."""

from collections.abc import Callable
from typing import Any

import pytest

from jumelage.knowledge.reader import Reading

Reads = Callable[..., Reading]
Tells = Callable[..., dict[str, dict[str, str]]]


def test_a_list_takes_its_kind_from_the_heading(told: Tells) -> None:
    text = """
    Unsere Partnerstädte

    - Graz, Österreich seit 1957
    - Xi´an (China), seit 1994
    - Fort Worth (USA), 1988
    """

    assert told(text, home="Trier") == {
        "Graz": {"kind": "partnership", "status": "active", "since": "1957"},
        "Xi´an": {"kind": "partnership", "status": "active", "since": "1994"},
        "Fort Worth": {"kind": "partnership", "status": "active", "since": "1988"},
    }


def test_the_value_of_an_item_stands_in_the_heading_and_the_subject_in_the_item(reading: Reads) -> None:
    found = reading("Twin towns\n\n- Kiel, Germany\n- Graz, Austria", home="Coventry")

    kind = next(c for c in found.claims if c.property == "kind")
    assert [(e.role, e.start, e.quote) for e in kind.evidence] == [("value", 0, "Twin towns"), ("subject", 14, "Kiel")]


def test_a_rest_is_told_with_its_rule_and_scope(reading: Reads) -> None:
    found = reading("Die offiziellen Kontakte zur Partnerstadt Rostow am Don ruhen seit 2022.", home="Dortmund")

    status = next(c for c in found.claims if c.property == "status")
    assert (status.value, status.scope, status.rule) == ("resting", "official", "de.status.resting.ruht")
    assert [c for c in found.claims if c.property == "since"] == []


def test_a_plan_has_a_target_and_no_beginning(reading: Reads) -> None:
    found = reading("Die Städtepartnerschaft mit Kumasi in Ghana soll bis 2026 geschlossen werden.", home="Dortmund")

    assert [(c.property, c.value, c.target) for c in found.claims] == [
        ("kind", "partnership", None),
        ("status", "planned", "2026"),
    ]


def test_an_end_has_its_date(told: Tells) -> None:
    text = "The sister city relationship with Corinto in Nicaragua was terminated in 2012."

    assert told(text, home="Portland") == {
        "Corinto": {"kind": "partnership", "status": "ended", "until": "2012"},
    }


def test_an_age_needs_a_date_to_count_from(told: Tells) -> None:
    text = "Seit 20 Jahren besteht die Städtepartnerschaft mit Gera in Thüringen."

    assert "since" not in told(text, home="Nürnberg")["Gera"]
    assert told(text, home="Nürnberg", published="2010-05")["Gera"]["since"] == "1990"


def test_a_computed_year_says_that_it_is_inferred(reading: Reads) -> None:
    found = reading(
        "Verden beging 2007 mit einer Feier zum Jubiläum 40 Jahre Städtepartnerschaft mit der französischen Stadt Saumur.",
        home="Verden",
    )

    assert [(c.value, c.inferred, c.rule) for c in found.claims if c.property == "since"] == [
        ("1967", True, "de.since.age.years")
    ]


def test_a_list_and_a_statement_are_told_apart_by_the_rule(reading: Reads) -> None:
    listed = reading("Partnerstädte\n\n- Graz, Österreich", home="Trier")
    stated = reading("Die Städtepartnerschaft mit Graz ist auch heute lebendig.", home="Trier")

    assert [c.rule for c in listed.claims if c.property == "status"] == ["de.status.active.listed"]
    assert [c.rule for c in stated.claims if c.property == "status"] == ["de.status.active.stated"]


@pytest.mark.parametrize(
    "text",
    [
        "Der Rat lehnte 2012 eine Partnerschaft mit Delmenhorst und Gdynia ab.",
        "Weltweit erste Partner waren 1920 Keighley in England und Poix-du-Nord in Frankreich.",
        "Trier liegt 50 Kilometer von Luxemburg entfernt und hat eine lange Geschichte.",
        "Die Stadt hat 110.000 Einwohner. Der Dom wurde 1270 gebaut.",
    ],
)
def test_what_is_no_fact_is_not_claimed(told: Tells, text: str) -> None:
    assert told(text, home="Trier", language="de") == {}


def test_a_negated_end_is_no_end(told: Tells) -> None:
    text = "Die Städtepartnerschaft mit Pskow in Russland wird nicht beendet."

    assert told(text, home="Neuss")["Pskow"]["status"] == "active"


def test_on_a_survey_the_home_stands_in_the_sentence(reading: Reads) -> None:
    text = """
    Russische Partner im Norden

    Oldenburg pflegt seit 1989 eine Städtepartnerschaft mit Machatschkala. Celle hält an Tjumen fest. In Vechta ruht seit
    Jahren die Partnerschaft mit Rjasan.
    """

    pairs = {
        (c.home.name, c.partner.name, c.value)
        for c in reading(text).claims
        if c.property == "status" and c.home and c.partner
    }
    assert pairs == {
        ("Oldenburg", "Machatschkala", "active"),
        ("Celle", "Tjumen", "active"),
        ("Vechta", "Rjasan", "resting"),
    }


def test_steps_have_types_dates_and_people(reading: Reads) -> None:
    text = """
    Cuxhaven – Vannes

    Der Rat der Stadt Cuxhaven beschloss am 3. März 1962 die Städtepartnerschaft mit Vannes. Am 12. Mai 1963 unterzeichneten
    Oberbürgermeister Karl Olfers und Bürgermeister Francis Decker die Urkunde. 1988 wurde sie erneuert.
    """

    found = reading(text, home="Cuxhaven")

    events = [c.value for c in found.claims if c.property == "event" and not isinstance(c.value, str)]
    assert [(e["type"], e["date"]) for e in events] == [
        ("council_resolution", "1962-03-03"),
        ("signing", "1963-05-12"),
        ("renewal", "1988"),
    ]
    people: Any = events[1]["people"]
    assert [p["name"] for p in people] == ["Karl Olfers", "Francis Decker"]
    assert [c.value for c in found.claims if c.property == "since"] == ["1963-05-12"]


def test_schools_are_links_and_their_year_is_theirs(reading: Reads) -> None:
    text = """
    Partnerstadt Amiens

    Seit 1983 besteht eine Schulpartnerschaft zwischen dem Goethe-Gymnasium und dem Lycée Louis Thuillier in Amiens.
    """

    found = reading(text, home="Dortmund")

    links = [c.value for c in found.claims if c.property == "link" and not isinstance(c.value, str)]
    assert [(v["relation"], v["home_organisation"], v["partner_organisation"], v["since"]) for v in links] == [
        ("partnership", "Goethe-Gymnasium", "Lycée Louis Thuillier", "1983")
    ]
    assert [c for c in found.claims if c.property == "since"] == []


def test_a_count_is_held_against_the_list(reading: Reads) -> None:
    text = """
    Die Stadt hat vier Partnerstädte:

    - Amiens, Frankreich
    - Leeds, Großbritannien
    - Novi Sad, Serbien
    """

    found = reading(text, home="Dortmund")

    assert [(f.type, f.what, f.stated, f.listed, f.complete) for f in found.findings] == [
        ("count", "partner cities", 4, 3, True)
    ]


def test_a_count_that_the_list_bears_out_names_whom_it_includes(reading: Reads) -> None:
    found = reading("We have two twin towns:\n\n- Kiel, Germany\n- Graz, Austria", home="Coventry")

    count = next(c.value for c in found.claims if c.property == "count")
    assert count == {"what": "partner cities", "value": 2, "includes": ["Kiel", "Graz"]}
    assert found.findings == ()


def test_two_kinds_of_one_partner_are_a_conflict(reading: Reads) -> None:
    text = """
    Unsere Partnerstädte:

    - Zwickau (innerdeutsche Partnerschaft)
    - Graz, Österreich

    Mit Zwickau verbindet uns eine Städtefreundschaft.
    """

    found = reading(text, home="Dortmund")

    assert [(f.what, f.partner.name if f.partner else "") for f in found.findings if f.type == "conflict"] == [
        ("kind", "Zwickau")
    ]


def test_who_reports_is_kept(reading: Reads) -> None:
    text = "Wie der Merkur berichtet, begann die Städtepartnerschaft mit Graz 1957."

    assert {c.reported_by for c in reading(text, home="Trier").claims} == {"Merkur"}


def test_a_page_without_a_home_says_so(reading: Reads) -> None:
    found = reading("Städtepartnerschaften gibt es viele.")

    assert found.home is None
    assert found.warnings == ("The reader could not tell whose page this is; name the municipality with --home.",)


def test_the_home_is_found_where_nobody_names_it(reading: Reads) -> None:
    text = """
    Partnerstädte der Stadt Hameln

    Hameln hat drei Partnerstädte. Seit 1968 ist Hameln mit Saint-Maur-des-Fossés verbunden. Hameln liegt an der Weser.
    """

    home = reading(text).home
    assert home is not None
    assert home.label == "Hameln"
