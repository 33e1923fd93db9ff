"""A page that reads otherwise: what it says anew is proposed, what it says again is noted, what it leaves out is told."""

import json

import pytest
from factories import officer

from jumelage.knowledge.claims.actions.decide import decide
from jumelage.knowledge.claims.actions.ingest import Ingested, ingest
from jumelage.knowledge.claims.models import Claim, Op, Payload
from jumelage.knowledge.claims.verify import document_faults
from jumelage.knowledge.claims.versions import lost, repeated_words
from jumelage.knowledge.reader import read
from jumelage.knowledge.sources.extract import extract
from jumelage.knowledge.sources.load import Loaded

pytestmark = pytest.mark.django_db

FIRST = """Unsere Partnerstädte

Essen pflegt Städtepartnerschaften in aller Welt.

Partnerstädte von Essen:
- Tampere, Finnland, seit 1960
- Grenoble, Frankreich, seit 1979
"""
ADDRESS = "https://essen.example/partner"


def version(text: str, *, home: str = "Essen") -> Ingested:
    loaded = Loaded(ADDRESS, text.encode(), "text/plain", ADDRESS)
    page = extract(loaded.data, media_type=loaded.media_type)
    reading = read(page, home=home, home_country="DE", published=None, language="de")
    return ingest(loaded, page, reading, by="system")


def told(claims: list[Claim]) -> list[tuple[str, object]]:
    return [(claim.property, claim.value) for claim in claims]


def test_only_what_changed_is_proposed() -> None:
    first = version(FIRST)
    second = version(FIRST.replace("1979", "1978"))

    assert len(first.proposed) == 6
    assert told(list(second.proposed)) == [("since", "1978")]
    assert len(second.repeated) == 5
    assert set(second.repeated) < {claim.seq for claim in first.proposed}
    assert second.source.follows == first.source


def test_third_version_knows_what_the_first_said_and_the_second_repeated() -> None:
    version(FIRST)
    version(FIRST.replace("1979", "1978"))

    third = version(FIRST.replace("1979", "1978") + "- Monastir, Tunesien, seit 2010\n")

    assert ("since", "1978") not in told(list(third.proposed))
    assert told(list(third.proposed)) == [("kind", "partnership"), ("status", "active"), ("since", "2010")]
    assert len(third.repeated) == 6


def test_statement_that_the_office_rejected_is_not_proposed_again() -> None:
    first = version(FIRST)
    wrong = next(claim for claim in first.proposed if claim.value == "1979")
    decide(Op.REJECT, [wrong], by=officer(), reason="Die Urkunde sagt 1978.")

    second = version(FIRST + "\nStand: Mai 2026\n")

    assert second.is_new
    assert list(second.proposed) == []
    assert lost([second.source])[second.source.pk] == []


def test_words_of_what_is_said_again_stand_in_the_new_text() -> None:
    first = version(FIRST)
    second = version("Neues aus dem Rathaus\n\n" + FIRST)
    since = next(claim for claim in first.proposed if claim.value == "1960")

    words = repeated_words(second.source.pk, [since.seq])[since.seq]

    text = second.source.text.text
    assert words
    assert all(text[span["start"] : span["end"]] == span["quote"] for span in words)
    assert [fault for fault in document_faults() if fault.what == "quote"] == []


def test_what_a_page_says_no_more_is_told_with_what_it_says_instead() -> None:
    first = version(FIRST)
    version(FIRST.replace("1979", "1978"))
    third = version(FIRST.replace("- Grenoble, Frankreich, seit 1979\n", "").replace("1960", "1961"))

    gone = lost([third.source])[third.source.pk]

    assert [(one.claim.property, one.claim.value, one.instead.value if one.instead else None) for one in gone] == [
        ("since", "1960", "1961"),
        ("kind", "partnership", None),
        ("status", "active", None),
        ("since", "1979", None),
        ("since", "1978", None),
    ]
    assert gone[0].missing_from == third.source
    assert gone[3].missing_from.follows == first.source


def test_what_comes_back_is_not_missing() -> None:
    version(FIRST)
    version(FIRST.replace("1979", "1978"))
    third = version(FIRST)

    assert told([one.claim for one in lost([third.source])[third.source.pk]]) == [("since", "1978")]


def test_what_the_office_judged_wrong_is_not_missed() -> None:
    first = version(FIRST)
    wrong = next(claim for claim in first.proposed if claim.value == "1979")
    decide(Op.REJECT, [wrong], by=officer(), reason="Die Urkunde sagt 1978.")

    second = version(FIRST.replace("1979", "1978"))

    assert lost([second.source])[second.source.pk] == []


def test_same_page_of_another_municipality_says_nothing_again() -> None:
    version(FIRST)

    other = version(FIRST.replace("Essen", "Bochum"), home="Bochum")

    assert len(other.proposed) == 6
    assert list(other.repeated) == []


def test_the_entry_names_the_claims_and_their_words() -> None:
    version(FIRST)
    second = version(FIRST + "\nStand: Mai 2026\n")

    claim = Claim.objects.get(property="repeats")

    assert (claim.subject_id, claim.source_id, claim.actor) == (second.source.pk, second.source.pk, "system")
    body = json.loads(Payload.objects.get(pk=claim.seq).body)
    assert {span["claim"] for span in body["evidence"]} == set(claim.value)
