"""HTML: the walker's blocks, their headings, cells and furniture."""

import pytest

from jumelage.knowledge.sources.extract import Document, ExtractError, extract


def html(words: str) -> Document:
    return extract(words.encode(), media_type="text/html")


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(b.kind, document.text[b.start : b.end]) for b in document.blocks]


def test_every_kind_of_block_is_found() -> None:
    document = html(
        "<h1>Twins of <b>Exampleton</b></h1><p>We have\n two:</p><ul><li>Kiel<li><a href='#'>Graz</a>, Austria</ul>"
        "<dl><dt>Kiel<dd>since 1967</dl><figure><figcaption>A bridge</figcaption></figure>"
    )

    assert blocks(document) == [
        ("heading", "Twins of Exampleton"),
        ("paragraph", "We have two:"),
        ("item", "Kiel"),
        ("item", "Graz, Austria"),
        ("term", "Kiel"),
        ("definition", "since 1967"),
        ("caption", "A bridge"),
    ]
    assert document.title == "Twins of Exampleton"


def test_a_row_is_one_block_whose_cells_know_their_heads() -> None:
    document = html("<table><tr><th>Town<th>Since<tr><td>Kiel<td>1967</table>")

    row = document.blocks[1]
    heads = [document.text[c.header.start : c.header.end] for c in row.cells if c.header]
    assert document.text[row.start : row.end] == "Kiel | 1967"
    assert [document.text[c.start : c.end] for c in row.cells] == ["Kiel", "1967"]
    assert heads == ["Town", "Since"]


def test_navigation_teasers_and_footers_are_marked() -> None:
    document = html(
        "<nav>Home</nav><p>Words.</p><aside><p>More.</p></aside><div class='related'>Else</div><footer><p>Imprint</footer>"
    )

    assert [b.boilerplate for b in document.blocks] == ["navigation", None, "teaser", "teaser", "footer"]


def test_scripts_and_styles_are_no_text() -> None:
    assert html("<style>p{}</style><script>var a</script><p>Words</p><template>no</template>").text == "Words\n"


def test_language_and_date_are_hints() -> None:
    document = html(
        "<html lang='de-DE'><head><meta property='article:published_time' content='2023-10-05T10:00'></head><body><p>Wort</p>"
    )

    assert (document.language_hint, document.published_hint) == ("de-DE", "2023-10-05")


def test_the_charset_of_the_page_is_obeyed() -> None:
    data = "<meta charset='iso-8859-1'><p>Köln</p>".encode("latin-1")

    assert extract(data, media_type="text/html").text == "Köln\n"


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(ExtractError, match="The page has no text"):
        html("<div><script>render()</script></div>")
