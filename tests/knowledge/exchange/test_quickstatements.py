"""What Wikidata lacks of the register's accepted facts becomes commands, in both directions, with a reference; all else is named."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from factories import claim, municipality, officer, pair
from factories import source as a_source

from jumelage.accounts.models import User
from jumelage.knowledge.claims.actions.decide import accept_source, state_fact
from jumelage.knowledge.claims.models import Claim
from jumelage.knowledge.exchange.actions import import_reading
from jumelage.knowledge.exchange.model import ImportRefused
from jumelage.knowledge.exchange.quickstatements.commands import LeftOut, Reference, Twinning, commands, time_of
from jumelage.knowledge.exchange.quickstatements.ours import imported, twinnings
from jumelage.knowledge.exchange.quickstatements.theirs import Known, Theirs, theirs_of
from jumelage.knowledge.exchange.reading import open_file
from jumelage.knowledge.sources.load import Loaded

DAY, LATER = date(2026, 1, 1), date(2100, 1, 1)
PAGE = Reference("https://essen.example/partner", date(2026, 3, 1), "2025-11")
CITED = ["S854", '"https://essen.example/partner"', "S577", "+2025-11-00T00:00:00Z/10", "S813", "+2026-03-01T00:00:00Z/11"]  # fmt: skip
PART = re.compile(
    r'Q\d+|!?[PS]\d+|somevalue|"https?://[^\s"|]+"|\+\d{4}-\d\d-\d\dT00:00:00Z/(8|9|10|11)'
)  # as the tools' own parsers take them


def twinning(start: str = "1960", end: str = "", *, references: tuple[Reference, ...] = (PAGE,)) -> Twinning:
    return Twinning("Q2066", "Q40840", "Essen – Tampere", start, end, references)


def theirs(*known: Known, covered: set[str] | None = None) -> Theirs:
    """Both directions, where one known is given for both."""
    found = Theirs(covered={"Q2066", "Q40840"} if covered is None else covered)
    for one in known:
        found.add("Q2066", "Q40840", one)
        found.add("Q40840", "Q2066", one)
    return found


def lines(*arguments: Any, **options: Any) -> list[list[str]]:
    return [one.split("\t") for one in commands(*arguments, **options) if isinstance(one, str)]


def left(*arguments: Any, **options: Any) -> list[str]:
    return [one.why for one in commands(*arguments, **options) if isinstance(one, LeftOut)]


def test_what_is_lacking_is_stated_in_both_directions_with_its_page() -> None:
    start = ["P580", "+1960-00-00T00:00:00Z/9"]

    assert lines(twinning(), theirs()) == [
        ["Q2066", "P190", "Q40840", *start, *CITED],
        ["Q40840", "P190", "Q2066", *start, *CITED],
    ]


def test_nothing_is_said_where_wikidata_has_all_of_it() -> None:
    assert list(commands(twinning(), theirs(Known("1960", referenced=True)))) == []


@pytest.mark.parametrize(
    ("known", "added"),
    [
        (Known(), ["P580", "+1960-05-14T00:00:00Z/11", "P582", "+2001-00-00T00:00:00Z/9", *CITED]),
        (Known("1960-05-14"), ["P582", "+2001-00-00T00:00:00Z/9", *CITED]),
        (Known("1960-05-14", "2001", ended=True), CITED),  # it has no reference there
    ],
)
def test_statement_that_is_there_gets_what_it_lacks(known: Known, added: list[str]) -> None:
    found = lines(twinning("1960-05-14", "2001"), theirs(known))

    assert [line[3:] for line in found] == [added, added]


@pytest.mark.parametrize(
    ("known", "why"),
    [
        (Known("1961"), "The start differs: 1961 in Wikidata, 1960-05 in the register."),
        (Known("1960"), "The start is less or more exact: 1960 in Wikidata, 1960-05 in the register."),
        (Known("1960-05", deprecated=True), "Wikidata has it, and calls it deprecated."),
        (Known("1960-05", "2001", ended=True), "Wikidata says that it ended in 2001, the register that it did not."),
        (Known(ended=True), "Wikidata says that it ended, the register that it did not."),
    ],
)
def test_what_wikidata_says_otherwise_is_left_to_people(known: Known, why: str) -> None:
    assert left(twinning("1960-05"), theirs(known)) == [why, why]
    assert lines(twinning("1960-05"), theirs(known)) == []


def test_several_statements_are_left_to_people() -> None:
    known = theirs(Known("1960"), Known("1975"))

    assert left(twinning(), known) == ["Wikidata has 2 statements on it; look at them there."] * 2


def test_item_that_the_file_does_not_show_is_not_taken_as_lacking() -> None:
    known = theirs(covered={"Q2066"})

    assert [line[0] for line in lines(twinning(), known)] == ["Q2066"]
    assert "What Wikidata says of Q40840 is not known; fetch it (jumelage import wikidata:Q40840)" in left(twinning(), known)[0]  # fmt: skip
    assert [line[0] for line in lines(twinning(), known, assume_missing=True)] == ["Q2066", "Q40840"]


def test_statement_that_was_not_understood_stops_its_partner() -> None:
    known = theirs()
    known.doubtful.add("Q40840")

    assert [line[0] for line in lines(twinning(), known)] == ["Q40840"]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("1960", "+1960-00-00T00:00:00Z/9"),
        ("1960-05", "+1960-05-00T00:00:00Z/10"),
        ("1960-05-14", "+1960-05-14T00:00:00Z/11"),
        ("195X", "+1950-00-00T00:00:00Z/8"),
        ("1583", "+1583-00-00T00:00:00Z/9"),
        ("0836", ""),
        ("1582", ""),
        ("19XX", ""),
        ("1960~", ""),
        ("1960/1965", ""),
        ("", ""),
        ("unknown", ""),
    ],
)
def test_time_has_the_precision_in_which_it_is_known(text: str, time: str) -> None:
    assert time_of(text) == time


def test_start_that_wikidata_cannot_say_is_left_out_and_the_rest_is_said() -> None:
    found = list(commands(twinning("1960~"), theirs()))

    assert found[0] == LeftOut("Essen – Tampere", "The start 1960~ cannot be said in Wikidata; the rest is.")
    assert [str(line).split("\t")[3] for line in found[1:]] == ["S854", "S854"]


def test_unknown_end_is_some_value_and_a_second_page_a_second_reference() -> None:
    other = Reference("https://press.example/end", date(2026, 3, 2))
    (line, _) = lines(twinning(end="unknown", references=(PAGE, other)), theirs())

    assert line[5:7] == ["P582", "somevalue"]
    assert line[-4:] == ["!S854", '"https://press.example/end"', "S813", "+2026-03-02T00:00:00Z/11"]


@pytest.mark.parametrize(
    "address", ['https://a.example/?q="x"|y', "https://a.example/ü\tz", "https://a.example/%20a#b"]
)
def test_address_cannot_part_the_command(address: str) -> None:
    (line, _) = lines(twinning(references=(Reference(address, DAY),)), theirs())

    assert all(PART.fullmatch(part) for part in line), line


# The register


def essen(user: User, **facts: str) -> UUID:
    """Essen and Tampere with ids of Wikidata, as the city's page has them."""
    home, partner = municipality("Essen"), municipality("Tampere", "FI")
    kept = a_source(location="https://essen.example/partner")
    for town, item in ((home, "Q2066"), (partner, "Q40840")):
        claim(town, "wikidata", item, source=kept)
    subject = pair(home, partner)
    for name, value in ({"kind": "partnership", "since": "1960", "status": "active"} | facts).items():
        if value:
            claim(subject, name, value, source=kept)
    accept_source(kept.pk, by=user)
    return subject


@pytest.fixture
def user(db: None) -> User:
    return officer()


def test_accepted_twinning_is_stated_with_the_citys_page(user: User) -> None:
    essen(user)

    (found,) = twinnings(None, DAY)

    assert isinstance(found, Twinning)
    assert {found.one, found.other} == {"Q2066", "Q40840"}
    assert (found.start, found.end) == ("1960", "")
    assert found.references == (Reference("https://essen.example/partner", date(2026, 1, 1)),)


def test_city_page_goes_before_the_press(user: User) -> None:
    subject = essen(user)
    kept = a_source(location="https://press.example/")
    claim(subject, "since", "1960", source=kept)
    claim(kept.pk, "source_class", "press", source=kept)
    accept_source(kept.pk, by=user)
    city = Claim.objects.get(property="kind").source_id
    assert city
    state_fact(city, "source_class", "city", by=user, reason="its own", source=city)

    (found,) = twinnings(None, DAY)

    assert isinstance(found, Twinning)
    assert [page.address for page in found.references] == ["https://essen.example/partner"]


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"kind": "friendship"}, "Its kind is friendship; Wikidata's P190 is for twinnings."),
        ({"kind": ""}, "Its kind is not known; Wikidata's P190 is for twinnings."),
        ({"status": "planned", "since": ""}, "It is only planned."),
    ],
)
def test_what_is_no_twinning_is_left_out_with_its_reason(facts: dict[str, str], why: str, user: User) -> None:
    essen(user, **facts)

    assert [one.why for one in twinnings(None, DAY) if isinstance(one, LeftOut)] == [why]


def test_proposals_are_not_stated(user: User) -> None:
    subject = pair(municipality("Essen"), municipality("Tampere", "FI"))
    claim(subject, "kind", "partnership", source=a_source(location="https://essen.example/"))

    assert list(twinnings(None, DAY)) == []


def test_start_that_is_disputed_waits_for_the_office(user: User) -> None:
    subject = essen(user)
    state_fact(subject, "since", "1975", by=user, reason="their charter")

    (found,) = twinnings(None, DAY)

    assert isinstance(found, LeftOut)
    assert "It has several starts" in found.why


def test_town_without_an_id_and_fact_without_a_page_are_left_out(user: User) -> None:
    essen(user)
    subject = pair(municipality("Essen"), municipality("Lille", "FR"))
    state_fact(subject, "kind", "partnership", by=user, reason="known")
    other = pair(municipality("Tampere", "FI"), town := municipality("Kiel"))
    state_fact(other, "kind", "partnership", by=user, reason="known")
    state_fact(town, "wikidata", "Q1707", by=user, reason="looked up")

    found = {one.why for one in twinnings(None, LATER) if isinstance(one, LeftOut)}

    assert found == {
        "Lille has no accepted id of Wikidata.",
        "No page on the web says so but Wikidata itself or one that retells.",
    }


def entity(*partners: str) -> bytes:
    statements = [
        {
            "mainsnak": {"snaktype": "value", "property": "P190", "datavalue": {"value": {"id": partner}}},
            "type": "statement",
            "id": f"Q2066${n}",
            "rank": "normal",
        }
        for n, partner in enumerate(partners)
    ]
    return json.dumps({"id": "Q2066", "claims": {"P190": statements} if statements else {}}).encode()


def test_import_of_wikidata_is_what_wikidata_has(user: User) -> None:
    essen(user)
    data = entity("Q40840")
    reading = open_file(data, "Q2066.json").reading
    import_reading(reading, Loaded("Q2066.json", data, ""), by=user)

    known = imported()

    assert known.statements == {("Q2066", "Q40840"): [Known()]}
    (found,) = twinnings(None, DAY)
    assert isinstance(found, Twinning)
    assert [line[:5] for line in lines(found, known)] == [
        ["Q2066", "P190", "Q40840", "P580", "+1960-00-00T00:00:00Z/9"]
    ]


def test_entity_without_a_statement_lacks_all() -> None:
    known = theirs_of([entity()])

    assert (known.covered, known.statements) == ({"Q2066"}, {})


def test_file_that_is_nothing_of_wikidata_is_refused() -> None:
    with pytest.raises(ImportRefused, match="neither entities nor statements"):
        theirs_of([b'{"a": 1}'])


def test_samples_of_wikidata(shared: Path) -> None:
    files = [shared / "data/bielefeld_Q2112_P190_2023.json", shared / "data/weimar_P190_2016.json"]

    known = theirs_of(file.read_bytes() for file in files)

    assert known.covered == {"Q2112", "Q3955"}
    assert len(known.statements) == 13
    assert sum(one.referenced for (found,) in known.statements.values() for one in [found]) == 6
    assert known.statements["Q2112", "Q474605"] == [Known("1953", referenced=True)]
    made = Twinning(
        "Q2112", "Q207614", "Bielefeld", "1958", "", (Reference("https://x.example/", datetime.now(UTC).date()),)
    )
    assert [line[:5] for line in lines(made, known)] == [
        ["Q2112", "P190", "Q207614", "P580", "+1958-00-00T00:00:00Z/9"]
    ]
