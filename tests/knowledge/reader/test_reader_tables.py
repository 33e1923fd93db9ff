"""Tables: each column is read as what its head says, and nothing of one row is said of another."""

import re
from collections.abc import Callable, Sequence

import pytest

from jumelage.knowledge.reader import Reading, read
from jumelage.knowledge.sources.extract import extract

Reads = Callable[..., Reading]
Tells = Callable[..., dict[str, dict[str, str]]]


def table(*rows: str) -> str:
    """A table's tags; cells are parted by bars, the first row holds the heads."""
    cells = [
        [f"<{'td' if n else 'th'}>{cell.strip()}</{'td' if n else 'th'}>" for cell in row.split("|")]
        for n, row in enumerate(rows)
    ]
    return "<table>" + "".join(f"<tr>{''.join(row)}</tr>\n" for row in cells) + "</table>"


def test_tags_in_a_text_are_read_like_a_page_and_quoted_as_they_stand() -> None:
    raw = "<h1>Unsere Partnerst&auml;dte</h1>" + table(
        "Stadt | Land | seit", "K&ouml;ln | Deutschland | 1971", "Gap | Frankreich | 1992"
    )

    frozen = extract(raw.encode(), media_type="text/plain")
    found = read(frozen, home="Graz", home_country=None, published=None, language="de")
    shown = read(
        extract(raw.encode(), media_type="text/html"), home="Graz", home_country=None, published=None, language="de"
    )

    assert all(raw[e.start : e.end] == e.quote for c in found.claims for e in c.evidence)
    assert [(c.partner, c.property, c.value) for c in found.claims] == [
        (c.partner, c.property, c.value) for c in shown.claims
    ]
    assert {e.quote for c in found.claims for e in c.evidence if e.role == "subject"} == {"K&ouml;ln", "Gap"}


def test_what_a_page_hides_in_a_comment_is_not_read(reading: Reads) -> None:
    found = reading(
        "<p>Dover is twinned with Calais.</p><!-- Dover is twinned with Lens. --><p>Welcome!</p>", home="Dover"
    )

    assert {c.partner.name for c in found.claims if c.partner} == {"Calais"}


def test_a_definition_speaks_of_its_term(told: Tells) -> None:
    text = """
    <h1>Our links</h1><dl>
    <dt>Graz, Austria</dt><dd>A twin since 1971.</dd>
    <dt>Kiel, Germany</dt><dd>The twinning charter was signed on 4 May 1988.</dd>
    </dl>
    """

    assert told(text, home="Coventry") == {
        "Graz": {"kind": "partnership", "status": "active", "since": "1971"},
        "Kiel": {"kind": "partnership", "status": "active", "since": "1988-05-04"},
    }


ROWS = (
    "Ort | Land | Art | Jahr | Stand | Bemerkung",
    "Metz | Frankreich | Partnerschaft | 1961 | aktiv | Schüleraustausch seit 1975",
    "Pula | Kroatien | Partnerschaft | 1971 | ruht | ",
    "Nagaoka | Japan | Freundschaft | 2006 | aktiv | ",
    "Fort Worth | USA | Projektpartnerschaft | 1987 | beendet 2019 | ",
    "Lwiw | Ukraine | Partnerschaft | | in Vorbereitung | ",
)
READ = {
    "Metz": {"kind": "partnership", "status": "active", "since": "1961"},
    "Pula": {"kind": "partnership", "status": "resting", "since": "1971"},
    "Nagaoka": {"kind": "friendship", "status": "active", "since": "2006"},
    "Fort Worth": {"kind": "project", "status": "ended", "since": "1987", "until": "2019"},
    "Lwiw": {"kind": "partnership", "status": "planned"},
}


def barred(rows: Sequence[str]) -> str:
    return "\n".join(rows)


def tabbed(rows: Sequence[str]) -> str:
    return "\n".join(re.sub(r" *\| *", "\t", row) for row in rows)


def spaced(rows: Sequence[str]) -> str:
    """Cells one below the other, as a typewriter sets them."""
    return "\n".join("".join(cell.strip().ljust(24) for cell in row.split("|")).rstrip() for row in rows)


def ruled(rows: Sequence[str]) -> str:
    """Markdown's table, in a text."""
    lines = [f"| {row} |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0].split("|")), *lines[1:]])


@pytest.mark.parametrize("written", [barred, tabbed, spaced, ruled, lambda rows: table(*rows)])
def test_a_table_is_read_alike_however_it_is_written(told: Tells, written: Callable[[Sequence[str]], str]) -> None:
    page = f"Unsere Städtepartnerschaften\n\n{written(ROWS)}\n"
    assert told(page, home="Trier", language="de") == READ


def test_a_state_that_is_not_understood_is_no_active_one(told: Tells) -> None:
    page = table("Twin town | Status", "Graz, Austria | under review", "Kiel, Germany | active")

    assert told(page, home="Coventry", language="en") == {
        "Graz": {"kind": "partnership"},
        "Kiel": {"kind": "partnership", "status": "active"},
    }


def test_a_year_below_an_end_is_no_beginning(told: Tells) -> None:
    page = table("Twin town | Since | Until", "Graz, Austria | 1971 | 2004", "Kiel, Germany | 1980 | ")

    assert told(page, home="Coventry", language="en") == {
        "Graz": {"kind": "partnership", "since": "1971"},
        "Kiel": {"kind": "partnership", "status": "active", "since": "1980"},
    }


def test_on_a_survey_the_columns_tell_home_and_partner(reading: Reads) -> None:
    page = "<h1>Wer mit wem?</h1>" + table(
        "Gemeinde | Partnergemeinde | Land | seit",
        "Rietberg | Ribérac | Frankreich | 1970",
        "Soest (Westf.) | Bangor | Nordirland | 1979",
    )

    found = reading(page, language="de")

    assert [
        (c.home and c.home.name, c.partner and c.partner.name, c.value) for c in found.claims if c.property == "since"
    ] == [
        ("Rietberg", "Ribérac", "1970"),
        ("Soest", "Bangor", "1979"),
    ]
