"""HTML: the walker's blocks, their headings, cells and furniture."""

import pytest

from jumelage.knowledge.sources.extract import Document, ExtractError, Span, extract


def html(words: str) -> Document:
    return extract(words.encode(), media_type="text/html")


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(b.kind, document.text[b.start : b.end]) for b in document.blocks]


def said(document: Document, span: Span | None) -> str | None:
    return document.text[span.start : span.end] if span else None


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


def test_nested_items_stand_under_the_items_around_them() -> None:
    document = html(
        "<p>Our twins:</p><ul><li>Europe<ul><li>Kiel</li><li>Friends:<ol><li>Graz</ol></li></ul></li><li>Asia</ul>"
    )

    kiel, graz = document.blocks[2], document.blocks[4]
    assert [(b.level, words) for b, (_, words) in zip(document.blocks[1:], blocks(document)[1:], strict=True)] == [
        (0, "Europe"),
        (1, "Kiel"),
        (1, "Friends:"),
        (2, "Graz"),
        (0, "Asia"),
    ]
    assert said(document, kiel.lead_in) == "Our twins:"
    assert [said(document, s) for s in kiel.heading_path] == ["Europe"]
    assert said(document, graz.lead_in) == "Friends:"


def test_a_definition_stands_under_its_term() -> None:
    document = html("<h2>Twins</h2><dl><dt>Kiel<dd>since 1967<dd>a port<dt>Graz<dd>since 1970</dl><p>Else")

    paths = [[said(document, s) for s in b.heading_path] for b in document.blocks if b.kind == "definition"]
    assert paths == [["Twins", "Kiel"], ["Twins", "Kiel"], ["Twins", "Graz"]]
    assert document.blocks[-1].heading_path == (document.blocks[1].heading_path)


def test_cells_that_span_keep_their_column_and_reach_down() -> None:
    document = html(
        "<table><caption>Twin towns</caption><thead><tr><th rowspan=2>Country<th colspan=2>Town<tr><th>Name<th>Since</thead>"
        "<tr><td rowspan=2>France<td>Amiens<td>1960<tr><td>Rouen<td>1975</table>"
    )

    rouen = document.blocks[-1]
    assert blocks(document) == [
        ("caption", "Twin towns"),
        ("row", "Country | Town"),
        ("row", "Name | Since"),
        ("row", "France | Amiens | 1960"),
        ("row", "Rouen | 1975"),
    ]
    assert [(document.text[c.start : c.end], said(document, c.header)) for c in rouen.cells] == [
        ("France", "Country"),
        ("Rouen", "Name"),
        ("1975", "Since"),
    ]
    assert said(document, rouen.lead_in) == "Twin towns"


def test_a_row_of_one_wide_cell_announces_the_rows_below() -> None:
    document = html(
        "<table><tr><th>Town<th>Since<tr><td colspan=2>Friendships<tr><td>Graz<td>1970<tr><td colspan=2>Twins<tr><td>Kiel<td>1967</table>"
    )

    rows = {document.text[b.start : b.end]: b for b in document.blocks}
    assert said(document, rows["Graz | 1970"].lead_in) == "Friendships"
    assert said(document, rows["Kiel | 1967"].lead_in) == "Twins"


def test_a_bold_first_row_heads_its_table() -> None:
    document = html("<table><tr><td><b>Town</b><td><strong>Since</strong><tr><td>Kiel<td>1967</table>")

    assert [b.level for b in document.blocks] == [1, 0]
    assert [said(document, c.header) for c in document.blocks[1].cells] == ["Town", "Since"]


def test_a_table_that_lays_out_the_page_is_no_table() -> None:
    document = html(
        "<table><tr><td>Start<td><h1>Twins</h1><p>Kiel is one.</p><table><tr><th>Town<th>Since<tr><td>Graz<td>1970</table></table>"
    )

    assert blocks(document) == [
        ("paragraph", "Start"),
        ("heading", "Twins"),
        ("paragraph", "Kiel is one."),
        ("row", "Town | Since"),
        ("row", "Graz | 1970"),
    ]


def test_a_summary_heads_its_details_and_nothing_else() -> None:
    document = html("<h2>Twins</h2><details><summary>Kiel</summary><p>Since 1967.</details><p>All are well.")

    kiel, inside, after = document.blocks[1:]
    assert (kiel.kind, kiel.level) == ("heading", 3)
    assert [said(document, s) for s in inside.heading_path] == ["Twins", "Kiel"]
    assert [said(document, s) for s in after.heading_path] == ["Twins"]


def test_a_bold_line_over_a_paragraph_is_a_heading() -> None:
    document = html("<h1>Twins</h1><p><strong>Kiel</strong></p><p>Since 1967.</p><p><b>All is well.</b></p><p>Yes.")

    assert [(b.kind, b.level) for b in document.blocks] == [
        ("heading", 1),
        ("heading", 2),
        ("paragraph", 0),
        ("paragraph", 0),
        ("paragraph", 0),
    ]


def test_lines_are_blocks_unless_the_sentence_goes_on() -> None:
    document = html("<p>Kiel, since 1967<br>Graz, since 1970,<br>and still alive<br><br>Else<h2>Twin<br>towns</h2>")

    assert blocks(document) == [
        ("paragraph", "Kiel, since 1967"),
        ("paragraph", "Graz, since 1970, and still alive"),
        ("paragraph", "Else"),
        ("heading", "Twin towns"),
    ]


def test_the_number_of_a_footnote_does_not_lengthen_a_year() -> None:
    assert (
        html("<p>Twins since 1960<sup>2</sup>, on the 1<sup>er</sup> mai").text
        == "Twins since 1960 ² , on the 1er mai\n"
    )


def test_what_has_no_width_is_left_out() -> None:
    assert html("<p>Städte&shy;partner&#8203;schaft<wbr>en&nbsp;heute").text == "Städtepartnerschaften heute\n"


@pytest.mark.parametrize(
    ("markup", "marker"),
    [
        ("<div id='cookieConsent'>", "footer"),
        ("<div class='c-cookie_banner'>", "footer"),
        ("<ol class='breadcrumb'>", "navigation"),
        ("<div class='mainNav'>", "navigation"),
        ("<div role='navigation'>", "navigation"),
        ("<div role='contentinfo'>", "footer"),
        ("<section class='related-articles'>", "teaser"),
        ("<div id='Sidebar'>", "teaser"),
        ("<div hidden>", "hidden"),
        ("<div style='color: red; display : none'>", "hidden"),
        ("<div aria-hidden='true'>", "hidden"),
        ("<div role='tabpanel' hidden>", None),
        ("<div class='accordion__body' aria-hidden='true'>", None),
        ("<p class='teaser'>", None),
        ("<div class='navigator-tours'>", None),
    ],
)
def test_furniture_is_known_by_the_names_of_the_markup(markup: str, marker: str | None) -> None:
    document = html(f"<h1>Twins</h1><p>The town has two of them.</p>{markup}Words</div>")

    assert document.blocks[-1].boilerplate == marker


def test_names_that_would_make_the_whole_page_furniture_are_not_believed() -> None:
    document = html("<body class='nav-open'><div class='teaser-page'><nav>Home</nav><h1>Twins</h1><p>Kiel, since 1967.")

    assert [b.boilerplate for b in document.blocks] == ["navigation", None, None]


def test_a_part_under_a_heading_for_more_is_a_teaser_until_the_next_heading() -> None:
    document = html("<h1>Twins</h1><h2>Read also</h2><p>Leeds<ul><li>Lyon</ul><h2>Contact us</h2><p>Mrs Malve Undorf")

    assert [b.boilerplate for b in document.blocks] == [None, "teaser", "teaser", "teaser", None, None]


def test_a_language_of_a_part_is_kept() -> None:
    document = html("<html lang=de><p>Wort</p><div lang=fr><p>Mot</p></div><p>Wort")

    assert [b.language for b in document.blocks] == [None, "fr", None]


def test_the_date_comes_from_the_pages_own_data() -> None:
    document = html(
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2023-10-05T08:00"}</script><p>Wort</p>'
        "<time datetime='2030-01-01'>soon</time>"
    )

    assert document.published_hint == "2023-10-05"


@pytest.mark.parametrize(
    "markup",
    [
        "<ul><li>One<li>Two</ul>",
        "<p>One<p>Two",
        "<table><td>One<tr><td>Two</table>",
        "<p>One</b></div></p></li><p>Two",
        "One<hr>Two",
    ],
)
def test_markup_that_is_left_open_or_fits_nothing_loses_no_words(markup: str) -> None:
    assert html(markup).text == "One\nTwo\n"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>5 < 6 & 7 > 3", "5 < 6 & 7 > 3\n"),
        ("<p title='a > b'>One<p title=\"it's\">Two", "One\nTwo\n"),
        ("<!-- <p>no --><p>One<!-- to the end", "One\n"),
        ("<script>if (a < b) '</p>'</script><p>One", "One\n"),
        ("<p>One<script>to the end", "One\n"),
        ("<svg><title>no</title><path/></svg><p>One", "One\n"),
        ("<p>One &amp; two &#x2013; three &#" + "9" * 5000 + ";", "One & two – three \ufffd\n"),
    ],
)  # fmt: skip
def test_only_words_are_words(markup: str, text: str) -> None:
    assert html(markup).text == text


def test_a_page_nested_too_deep_is_refused_with_its_depth() -> None:
    with pytest.raises(ExtractError, match=r"nests its elements more than 5,000 deep; save its text alone\."):
        html("<div>" * 100_000 + "Words")


def test_what_nobody_closed_costs_no_more_than_its_length() -> None:
    fonts = "".join(f"<p><font color={n}>Kiel</p>" for n in range(2_000))

    assert html(fonts).text == "Kiel\n" * 2_000


def test_xhtml_may_close_what_it_opens() -> None:
    data = b"<?xml version='1.0'?><html><head><script src='a.js'/></head><body><div id='x'/><p>Words</p></body></html>"

    assert extract(data, media_type="application/xhtml+xml").text == "Words\n"


def test_letters_are_whole_and_apart() -> None:
    assert html("<p>Mu\u0308nchen, o\ufb03ziell").text == "München, offiziell\n"
