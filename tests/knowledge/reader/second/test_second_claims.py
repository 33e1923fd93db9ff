"""What the second reader may say: words that stand in the page, and values that they carry."""

from collections.abc import Callable
from typing import Any

import pytest
from canned import Model, claims, row

from jumelage.knowledge.reader import Claim, Reading
from jumelage.knowledge.reader.second.derive import DERIVE
from jumelage.knowledge.reader.second.schema import PROPERTIES

Reads = Callable[..., Reading]


def second(reading: Reading) -> list[Claim]:
    """What the second reader says, alone or with the rules."""
    return [c for c in reading.claims if c.reader != "rules"]


def spans(claim: Claim) -> list[tuple[str, str]]:
    return [(e.role, e.quote) for e in claim.evidence]


def test_every_property_that_is_asked_for_can_be_derived() -> None:
    assert set(DERIVE) == set(PROPERTIES)


def test_what_the_rules_missed_is_a_claim_of_its_own_below_their_weakest(model: Model, reading: Reads) -> None:
    model.says(
        claims(row("kind", "Orsk", "partnership", "Unsere Partnerstädte"), row("since", "Orsk", "1992", "seit 1992"))
    )

    kind, since = second(reading())

    assert kind.partner == since.partner
    assert (kind.partner and kind.partner.label, kind.partner and kind.partner.country) == ("Orsk", "RU")
    assert (kind.reader, kind.value, kind.rule, kind.score) == (
        "llm",
        "partnership",
        "de.kind.partnership.partnerstadt",
        0.35,
    )
    assert spans(kind) == [("value", "Unsere Partnerstädte"), ("subject", "Orsk")]
    assert (since.reader, since.value, since.rule, since.score) == ("llm", "1992", "de.since.quoted", 0.35)
    assert spans(since) == [("value", "seit 1992"), ("subject", "Orsk")]


def test_a_step_has_all_that_the_rules_read_in_its_sentence(model: Model, reading: Reads) -> None:
    text = """
    Partnerstadt Amiens

    Die Partnerschaft besteht seit 1960. Es kamen viele.

    Zu Besuch bei Freunden

    Am 3. Juni 1985 kam auch Bürgermeister Francis Decker aus Orsk zu Besuch.
    """
    model.says(claims(row("event", "Orsk", "visit", "Am 3. Juni 1985", "zu Besuch", date="1985-06")))

    (visit,) = second(reading(text))

    assert visit.value == {
        "type": "visit",
        "date": "1985-06-03",
        "planned": False,
        "title": "Am 3. Juni 1985 kam auch Bürgermeister Francis Decker aus Orsk zu Besuch.",
        "place": "Orsk",
        "people": [{"name": "Francis Decker", "role": "Bürgermeister", "for": None}],
        "organisations": [],
    }
    assert spans(visit) == [("value", "Am 3. Juni 1985"), ("value", "zu Besuch"), ("subject", "Orsk")]


SCHOOLS = """
Partnerstadt Amiens

Die Ratsschule und das Lycée Thuillier verbindet seit 1983 eine Schulpartnerschaft. Es geht um Jugendaustausch.
"""
TALE = """
Partnerstädte

Die Städtepartnerschaft mit Kumasi in Ghana soll bis 2026 geschlossen werden.

Alle offiziellen Kontakte nach Rostow am Don ruhen seit 2022.

Die Städtepartnerschaft mit Orsk wurde 2014 beendet.
"""


@pytest.mark.parametrize(
    ("text", "said", "expected"),
    [
        (
            SCHOOLS,
            row("link", "Amiens", "partnership", "Ratsschule und das Lycée Thuillier verbindet seit 1983 eine Schulpartnerschaft", home_organisation="Ratsschule"),
            {
                "relation": "partnership", "type": "school", "home_organisation": "Ratsschule",
                "partner_organisation": "Lycée Thuillier", "since": "1983", "since_words": "1983",
            },
        ),
        (SCHOOLS, row("field", "Amiens", "jugendaustausch", "um Jugendaustausch"), "Jugendaustausch"),
        (TALE, row("status", "Kumasi", "planned", "soll bis 2026 geschlossen werden", date="2026"), "planned"),
        (TALE, row("status", "Rostow am Don", "resting", "ruhen"), "resting"),
        (TALE, row("until", "Orsk", "2014", "2014 beendet"), "2014"),
        (TALE, row("status", "Orsk", "ended", "beendet"), "ended"),
        ("Die Stadt Trier hat elf Partnerstädte.", row("count", "Trier", "11", "elf Partnerstädte"), {"what": "partner cities", "value": 11, "includes": []}),
        ("Trier ist bei Eurocities, und das seit langem.", row("membership", None, "eurocities", "Eurocities"), "Eurocities"),
    ],
    ids=["link", "field", "planned", "resting", "until", "ended", "count", "membership"],
)  # fmt: skip
def test_what_both_say_is_borne_out(
    model: Model, reading: Reads, text: str, said: dict[str, Any], expected: object
) -> None:
    model.says(claims(said))

    (claim,) = second(reading(text))

    assert (claim.reader, claim.property, claim.value) == ("rules+llm", said["property"], expected)


PLAN = "Die Städtepartnerschaft mit Kumasi in Ghana soll bis 2026 geschlossen werden."
REST = "Die Städtepartnerschaft mit Rostow am Don ruht seit 2022."
PAIR = "Mit Amiens seit 1960 und mit Leeds seit 1969 bestehen Städtepartnerschaften."
OWN = None


@pytest.mark.parametrize(
    ("text", "said", "reason"),
    [
        (OWN, row("since", "Amiens", "1958", "seit 1958"), "the quote 'seit 1958' does not stand in the page"),
        (
            OWN,
            row("since", "Orsk", "1993", "Auch Orsk gehört seit 1993 dazu."),
            "the quote 'Auch Orsk gehört seit 1993 dazu.' does not stand in the page; the likest words there are 'Auch Orsk gehört seit 1992 dazu.'",
        ),
        (OWN, row("kind", "Amiens", "partnership", "a town twinning since 1960"), "the quote 'a town twinning since 1960' does not stand in the page"),
        (OWN, row("kind", "Amiens", "partnership", "partnerschaft"), "the quote 'partnerschaft' does not stand in the page"),
        (OWN, row("kind", "Amiens", "partnership"), "it has 0 quotes, where 1 to 4 are asked for"),
        (OWN, row("kind", "Amiens", "partnership", *"abcde"), "it has 5 quotes, where 1 to 4 are asked for"),
        (OWN, row("kind", "Amiens", "partnership", " \n"), "the quote '  ' has not 1 to 300 signs"),
        (OWN, row("kind", "Amiens", "partnership", "x" * 301), f"the quote '{'x' * 80}…' has not 1 to 300 signs"),
        (OWN, row("since", "Amiens", "1961", "seit 1960"), "no date in the quotes gives '1961'"),
        (OWN, row("since", "Amiens", "1960-05", "seit 1960"), "no date in the quotes gives '1960-05'"),
        (OWN, row("since", "Amiens", "Mai 1960", "14. Mai 1960"), "'Mai 1960' is not a date such as 1960, 1960-05 or 1960-05-14"),
        (OWN, row("since", "Amiens", "1900/2000", "seit 1960"), "'1900/2000' is not a date such as 1960, 1960-05 or 1960-05-14"),
        (OWN, row("since", "Amiens", "19XX", "seit 1960"), "'19XX' is not a date such as 1960, 1960-05 or 1960-05-14"),
        (SCHOOLS, row("since", "Amiens", "1983", "seit 1983"), "the date is that of a school, a club or another body"),
        (OWN, row("until", "Amiens", "1960", "seit 1960"), "no date of an end in the quotes gives '1960'"),
        (OWN, row("kind", "Amiens", "friendship", "Städtepartnerschaft"), "no word for kind 'friendship' stands in the quotes"),
        (OWN, row("status", "Amiens", "ended", "seit 1960"), "no word for status 'ended' stands in the quotes"),
        (OWN, row("status", "Amiens", "active", "seit 1960"), "no word for status 'active' stands in the quotes"),
        (OWN, row("kind", "Amiens", "sister\x1b[2J", "Städtepartnerschaft"), "no word for kind 'sister [2J' stands in the quotes"),
        (OWN, row("event", "Amiens", "renewal", "14. Mai 1960 unterzeichneten"), "no event 'renewal' can be had from the quotes"),
        (OWN, row("event", "Amiens", "signing", "Am 14. Mai 1960 unterzeichneten", date="1961"), "no event 'signing' can be had from the quotes"),
        (OWN, row("count", None, "12", "elf Partnerstädte"), "no count '12' can be had from the quotes"),
        (OWN, row("count", None, "11", "elf Partnerstädte", what="contacts"), "no count '11' can be had from the quotes"),
        (SCHOOLS, row("link", "Amiens", "partnership", "Schulpartnerschaft", home_organisation="Goethe-Gymnasium"), "no link 'partnership' can be had from the quotes"),
        (SCHOOLS, row("field", "Amiens", "Raumfahrt", "um Jugendaustausch"), "no field 'Raumfahrt' can be had from the quotes"),
        (OWN, row("kind", "Gotham", "partnership", "Städtepartnerschaft"), "the page does not name 'Gotham'"),
        (OWN, row("kind", "Amien", "partnership", "Städtepartnerschaft"), "the page does not name 'Amien'; it names 'Amiens'"),
        (OWN, row("kind", "Urkunde", "partnership", "Partnerstädte"), "'Urkunde' is not known as a place where the page names it"),
        (OWN, row("kind", "Karl Olfers", "partnership", "Partnerstädte"), "'Karl Olfers' is not known as a place where the page names it"),
        (OWN, row("kind", "Frankreich", "partnership", "Partnerstädte"), "'Frankreich' is not known as a place where the page names it"),
        (OWN, row("kind", "Trier", "partnership", "elf Partnerstädte"), "'Trier' is the home itself"),
        (OWN, row("kind", None, "partnership", "elf Partnerstädte"), "a kind needs a partner"),
        (OWN, row("since", "Amiens", "1992", "seit 1992"), "the quotes stand apart from every place where the page names 'Amiens'"),
        (OWN, row("kind", "Amiens", "partnership", "Städtepartnerschaft", home="Köln"), "it speaks of 'Köln', and the page is that of 'Trier'"),
        ("Die Städtepartnerschaft mit Pskow wird nicht beendet.", row("status", "Pskow", "ended", "beendet"), "the sentence denies it"),
        ("Es gibt einen Antrag auf eine Städtepartnerschaft mit Pskow.", row("kind", "Pskow", "partnership", "Städtepartnerschaft"), "the sentence is a proposal"),
        ("Der Rat lehnte eine Partnerschaft mit Gdynia ab.", row("kind", "Gdynia", "partnership", "Partnerschaft"), "the sentence is a refusal"),
        ("Mit Gdynia hätte man gern eine Partnerschaft.", row("kind", "Gdynia", "partnership", "Partnerschaft"), "the sentence tells what could be"),
        (PLAN, row("since", "Kumasi", "2026", "bis 2026"), "the sentence tells of a plan"),
        (PLAN, row("status", "Kumasi", "active", "Städtepartnerschaft"), "the sentence tells of a plan, a rest or an end"),
        (REST, row("since", "Rostow am Don", "2022", "seit 2022"), "the date belongs to an event of another type (suspension)"),
        (PAIR, row("since", "Leeds", "1960", "seit 1960"), "the date belongs to another partner of the sentence"),
        ("Partnerstädte\n\nIn Bath gab es 1960 ein Fest.", row("since", "Bath", "1960", "1960"), "nothing beside the date speaks of the relation"),
        ("Partnerstadt Bath. Das Bad stammt von 1204.", row("since", "Bath", "1204", "1204"), "the date lies before all partnerships"),
    ],
)  # fmt: skip
def test_what_the_words_do_not_carry_is_dropped_with_the_reason(
    model: Model, reading: Reads, text: str | None, said: dict[str, Any], reason: str
) -> None:
    model.says(claims(said))

    found = reading(text) if text else reading()

    assert [rejection.reason for rejection in found.rejected] == [reason]
    assert second(found) == []


def test_a_quote_in_other_signs_is_evidence_in_the_words_of_the_text(model: Model, reading: Reads) -> None:
    text = "Partnerstädte\n\nDie Stadt Xi´an – seit\u00a01992 dabei, „wie Graz“."
    model.says(claims(row("since", "XI'AN", "1992", '- SEIT 1992  dabei, "wie')))

    (claim,) = second(reading(text))

    assert spans(claim)[:3] == [("value", "1992"), ("subject", "Xi´an"), ("value", "– seit\u00a01992 dabei, „wie")]
    assert all(text[e.start : e.end] == e.quote for e in claim.evidence)


def test_a_word_inside_another_does_not_hide_the_word_itself(model: Model, reading: Reads) -> None:
    text = "Die Partnerschaft mit Orsk beruht auf einem Vertrag. Sie Ruht seit 2022."
    model.says(claims(row("status", "Orsk", "resting", "ruht")))

    (claim,) = second(reading(text))

    assert [e.quote for e in claim.evidence if e.role == "value"] == ["Ruht"]


def test_of_two_dates_that_both_give_the_year_neither_is_chosen(model: Model, reading: Reads) -> None:
    text = "Partnerstädte\n\nZur Verbindung mit Orsk nennen die Akten Mai 1992 und Juni 1992."
    model.says(claims(row("since", "Orsk", "1992", "Mai 1992 und Juni 1992")))

    assert [c.value for c in second(reading(text)) if c.reader == "llm"] == ["1992"]


def test_of_several_places_the_one_nearest_the_name_is_evidence(model: Model, reading: Reads) -> None:
    text = "Unsere Partnerstädte\n\n- Graz, seit 1957\n- Orsk, dabei seit 1957\n- Pula, seit 1957"
    model.says(claims(row("since", "Pula", "1957", "seit 1957")))

    (claim,) = second(reading(text))

    assert [e.start for e in claim.evidence if e.quote == "seit 1957"] == [text.rindex("seit 1957")]


def test_an_age_needs_a_date_to_count_from(model: Model, reading: Reads) -> None:
    text = "Seit 20 Jahren besteht die Städtepartnerschaft mit Gera."
    model.says(claims(row("since", "Gera", "1990", "Seit 20 Jahren")))

    (claim,) = second(reading(text, published="2010-05"))

    assert (claim.value, claim.inferred) == ("1990", True)
    assert [r.reason for r in reading(text).rejected] == ["no date in the quotes gives '1990'"]


def test_on_a_survey_the_home_stands_beside_the_partner(model: Model, reading: Reads) -> None:
    text = """
    Russische Partner im Norden

    Oldenburg pflegt seit 1989 eine Städtepartnerschaft mit Machatschkala. Celle hält an Tjumen fest.
    """
    said = row("since", "Machatschkala", "1989", "seit 1989")
    model.says(claims(said | {"home": "Oldenburg"}, said | {"home": "Celle"}, said))

    found = reading(text, home=None)

    assert [(c.home and c.home.name, c.reader) for c in second(found)] == [("Oldenburg", "rules+llm")]
    assert [r.reason for r in found.rejected] == ["whose partner it is does not stand beside it"] * 2
