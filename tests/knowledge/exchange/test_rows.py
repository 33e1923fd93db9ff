"""Rows of lists as statements: all that a row says, or why it is kept out."""

from jumelage.knowledge.exchange.model import Reading, Said
from jumelage.knowledge.exchange.reading import Options, open_file


def read(text: str, **options: str) -> Reading:
    return open_file(text.encode(), "list.csv", Options(**options)).reading  # type: ignore[arg-type]  # strings all


def said(text: str, **options: str) -> list[tuple[Said, ...]]:
    reading = read(text, **options)
    assert reading.problems == ()
    return [told.said for told in reading.told]


def why(text: str, **options: str) -> list[str]:
    return [problem.why for problem in read(text, **options).problems]


def test_row_says_all_of_it() -> None:
    text = (
        "Partner;Land;Art;Stand;seit;bis;Unterzeichnung;Ratsbeschluss;Themen\n"
        "Leeds;GB;Freundschaft;beendet 1995;1969;1995;14.05.1969;12.03.1969;Kultur, Sport\n"
    )

    assert said(text) == [
        (
            Said("kind", "friendship"),
            Said("status", "ended", "1995/.."),
            Said("since", "1969"),
            Said("until", "1995"),
            Said("event", {"type": "signing", "date": "1969-05-14"}),
            Said("event", {"type": "council_resolution", "date": "1969-03-12"}),
            Said("field", "Kultur"),
            Said("field", "Sport"),
        )
    ]


def test_listed_partner_is_presented_as_existing() -> None:
    assert said("Partnerstadt;Land\nLeeds;GB\n") == [
        (Said("kind", "partnership", rule="heading"), Said("status", "active", rule="listed"))
    ]


def test_partner_with_an_end_is_not_presented_as_existing() -> None:
    assert said("Partnerstadt;bis\nLeeds;1990\n") == [
        (Said("kind", "partnership", rule="heading"), Said("until", "1990"))
    ]


def test_kind_can_be_given_for_rows_that_say_none() -> None:
    text = "Stadt;Land;Art\nLeeds;GB;\nAmiens;FR;Freundschaft\n"

    assert why(text)[0].startswith("Nothing says what kind of relation this is")
    assert said("Stadt;Land\nLeeds;GB\n", kind="project")[0][0] == Said("kind", "project", rule="profile")


def test_each_partner_of_a_cell_has_a_statement_with_the_words_of_the_row() -> None:
    reading = read("Partnerstädte;Land;seit\nAmiens; Leeds\n".replace("Amiens; Leeds", '"Amiens\nLeeds";"FR\nGB";1960'))

    assert [(told.other.name, told.other.country) for told in reading.told] == [("Amiens", "FR"), ("Leeds", "GB")]
    assert {reading.frozen.words(told.span) for told in reading.told} == {'"Amiens\nLeeds";"FR\nGB";1960'}
    assert len({told.mark for told in reading.told}) == 2


def test_mark_is_that_of_the_words_whatever_the_form() -> None:
    one = read("Nr.;Partnerstadt;Land;seit\n1;Leeds;GB;1969\n2;Amiens;FR;1960\n")
    other = read("seit,Partnerstadt,Land,Bemerkung\n1960,Amiens,FR,neu\n1969,Leeds,GB,\n")

    assert sorted(told.mark for told in one.told) == sorted(told.mark for told in other.told)
    assert read("Partnerstadt;Land;seit\nLeeds;GB;1970\n").told[0].mark not in {told.mark for told in one.told}


def test_coordinates_are_of_one_partner_whatever_its_name_looks_like() -> None:
    reading = read("Partnerstadt;lat;lon\nWeymouth and Portland;50.57;-2.45\n")

    assert [told.other.name for told in reading.told] == ["Weymouth and Portland"]


def test_what_is_not_understood_keeps_the_row_out() -> None:
    assert why("Partnerstadt;Land\nLeeds;Mittelerde\n") == ["“Mittelerde” is no country that is known."]
    assert why("Partnerstadt;seit\nLeeds;irgendwann\n")[0].startswith("“irgendwann” is no date")
    assert why("Partnerstadt;Land\n;GB\n") == ["The partner's name is missing."]
    assert why("Partnerstadt;seit;bis\nLeeds;1990;1970\n") == ["The end 1970 lies before the beginning 1990."]
    assert "is still to come" in why("Partnerstadt;seit\nLeeds;2035\n")[0]


def test_row_with_a_problem_keeps_its_number_and_cells() -> None:
    (problem,) = read("Partnerstadt;Land;seit\nLeeds;GB;1969\nAmiens;FR;x\n").problems

    assert (problem.span.number, problem.cells, problem.words) == (3, ("Amiens", "FR", "x"), "Amiens;FR;x")
