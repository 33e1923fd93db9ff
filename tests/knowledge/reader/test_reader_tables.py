"""Tables: each column is read as what its head says, and nothing of one row is said of another."""

from collections.abc import Callable

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
