"""Plain text and Markdown: the text stays as it is, the layout becomes blocks."""

import textwrap

import pytest

from jumelage.knowledge.sources.extract import Document, ExtractError, extract, media_type_of


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(b.kind, document.text[b.start : b.end]) for b in document.blocks]


def text(words: str) -> Document:
    return extract(words.encode(), media_type="text/plain")


def markdown(words: str) -> Document:
    return extract(textwrap.dedent(words).encode(), media_type="text/markdown")


def test_layout_becomes_headings_items_and_paragraphs() -> None:
    document = text("Twin towns\n\nWe have two of them.\n\n• Kiel, Germany\n  - Graz\n\n1. One\n2. Two\n")

    assert blocks(document) == [
        ("heading", "Twin towns"),
        ("paragraph", "We have two of them."),
        ("item", "Kiel, Germany"),
        ("item", "Graz"),
        ("item", "One"),
        ("item", "Two"),
    ]


def test_the_frozen_text_is_the_files_own() -> None:
    raw = "Zeile\r\n\r\n  Zwei – drei\u00a0\n"

    assert text(raw).text == raw


def test_tags_in_a_text_stay_in_it_and_make_its_blocks() -> None:
    raw = "<h2>Twins &amp; friends</h2>\n<!-- <p>Oslo</p> -->\n<ul><li>K&ouml;ln<li><b>Graz</b></ul>\n<p>Two\nin all.</p>\n\nPlain\n"

    document = text(raw)

    assert document.text == raw
    assert blocks(document) == [
        ("heading", "Twins &amp; friends"),
        ("item", "K&ouml;ln"),
        ("item", "<b>Graz</b>"),
        ("paragraph", "Two\nin all."),
        ("heading", "Plain"),
    ]
    assert [m.shown for m in document.markup if m.shown] == ["&", "ö"]


def test_cells_of_a_table_in_a_text_know_their_heads() -> None:
    document = text(
        "<table><tr><th>Town</th><th>Since</th></tr><tr><td>Graz</td>\n<td>1970</td></tr><tr><td></td><td>1980</td></tr></table>"
    )

    said = [
        [(document.text[c.start : c.end], c.header and document.text[c.header.start : c.header.end]) for c in b.cells]
        for b in document.blocks
    ]
    assert said == [
        [("Town", None), ("Since", None)],
        [("Graz", "Town"), ("1970", "Since")],
        [("", "Town"), ("1980", "Since")],
    ]


def test_a_word_about_tags_is_no_markup() -> None:
    assert blocks(text("Close it with </p>, then go on.\n")) == [("paragraph", "Close it with </p>, then go on.")]


def test_a_day_is_no_numbered_item() -> None:
    assert blocks(text("27. Mai 1964\nBeide Bürgermeister unterschreiben den Vertrag.")) == [
        ("heading", "27. Mai 1964"),
        ("paragraph", "Beide Bürgermeister unterschreiben den Vertrag."),
    ]


def test_wrapped_lines_are_one_paragraph() -> None:
    words = (
        "Dieser Absatz ist so lang, dass er umbrochen wurde, und seine erste Zeile\nendet ohne Punkt mitten im Satz."
    )

    assert blocks(text(words)) == [("paragraph", words)]


def test_the_way_to_the_page_is_navigation() -> None:
    document = text("1. Home\n2. Rathaus\n3. Partner\n\nPartnerstädte\n")

    assert [b.boilerplate for b in document.blocks] == ["navigation", "navigation", "navigation", None]


def test_what_follows_read_more_is_a_teaser() -> None:
    document = text(
        "Partner\n\nWir haben drei.\n\nLesen Sie auch\n\nLeeds, England\n\nDie Geschichte der Verbindung.\n"
    )

    assert [b.boilerplate for b in document.blocks] == [None, None, "teaser", "teaser", "teaser"]


def test_a_line_with_a_colon_leads_in_a_list() -> None:
    document = text("Our twins are:\n\n- Kiel\n- Graz\n")

    item = document.blocks[1]
    assert item.lead_in is not None
    assert document.text[item.lead_in.start : item.lead_in.end] == "Our twins are:"


def test_items_know_the_headings_above() -> None:
    document = text("Title\n\nWords.\n\nPart\n\n- Kiel\n")

    assert [document.text[s.start : s.end] for s in document.blocks[-1].heading_path] == ["Title", "Part"]


def test_markdown_headings_have_their_level_and_no_hash() -> None:
    document = extract(
        b"# Twins\n\n## Abroad\n\n* Kiel\n\n| Town | Year |\n|---|---|\n| Graz | 1960 |\n", media_type="text/markdown"
    )

    assert [(b.kind, b.level, document.text[b.start : b.end]) for b in document.blocks] == [
        ("heading", 1, "Twins"),
        ("heading", 2, "Abroad"),
        ("item", 0, "Kiel"),
        ("row", 1, "Town | Year"),
        ("row", 0, "Graz | 1960"),
    ]


def test_markdown_is_read_by_its_signs() -> None:
    document = markdown(
        """\
        Twin towns
        ==========
        We have
        two of them:

        1. Kiel, a port
           by the sea
            - Graz

           All is well.

        Friends
        -------
        Pula, 1971\\
        Ghent, 1980

        > said **loudly**

        **Else**

        Nothing.
        """
    )

    assert [(b.kind, b.level, document.text[b.start : b.end]) for b in document.blocks] == [
        ("heading", 1, "Twin towns"),
        ("paragraph", 0, "We have\ntwo of them:"),
        ("item", 0, "Kiel, a port\n   by the sea"),
        ("item", 1, "Graz"),
        ("paragraph", 0, "All is well."),
        ("heading", 2, "Friends"),
        ("paragraph", 0, "Pula, 1971"),
        ("paragraph", 0, "Ghent, 1980"),
        ("paragraph", 0, "said **loudly**"),
        ("heading", 2, "Else"),
        ("paragraph", 0, "Nothing."),
    ]


def test_cells_of_markdown_know_their_heads() -> None:
    document = markdown("# Twins\n\nTown | Since\n:--- | ----:\nKiel \\| Holtenau | 1967\nGraz |\n\n1967")

    cells = [
        [(document.text[c.start : c.end], c.header and document.text[c.header.start : c.header.end]) for c in b.cells]
        for b in document.blocks
        if b.kind == "row"
    ]
    assert cells == [
        [("Town", None), ("Since", None)],
        [("Kiel \\| Holtenau", "Town"), ("1967", "Since")],
        [("Graz", "Town"), ("", "Since")],
    ]
    assert blocks(document)[-1] == ("paragraph", "1967")


def test_what_stands_before_markdown_tells_title_language_and_date() -> None:
    document = markdown("---\ntitle: 'Twin towns'\nlang: en\ndate: 2023-10-05T08:00\n---\n# Kiel\n\nWords.\n")

    assert (document.title, document.language_hint, document.published_hint) == ("Twin towns", "en", "2023-10-05")
    assert blocks(document) == [("heading", "Kiel"), ("paragraph", "Words.")]


def test_markdown_without_signs_is_read_by_its_layout() -> None:
    words = "Twin towns\n\n• Kiel\n• Graz\n"

    assert blocks(markdown(words)) == blocks(text(words))


def test_items_of_text_go_on_in_lines_with_a_larger_margin() -> None:
    document = text("Twins:\n\n- Kiel,\n  since 1967\n  - Graz\n    Since 1970.\n- Pula\nAll of them.")

    assert [(b.kind, b.level, document.text[b.start : b.end]) for b in document.blocks[1:]] == [
        ("item", 0, "Kiel,\n  since 1967"),
        ("item", 1, "Graz\n    Since 1970."),
        ("item", 0, "Pula"),
        ("paragraph", 0, "All of them."),
    ]
    assert [document.text[s.start : s.end] for s in document.blocks[2].heading_path] == [
        "Twins:",
        "Kiel,\n  since 1967",
    ]


def test_a_text_that_is_too_long_is_read_in_part_and_says_so() -> None:
    document = text("Kiel.\n" * 50_000)

    assert len(document.blocks) == 30_000
    assert len(document.text) == 300_000
    assert document.warnings == (
        "The text has more than 2,000,000 characters or 30,000 lines; what follows was not read.",
    )


GERMAN = "Köln – „Grüße“ aus der Straße"
POLISH = "Łódź i Kraków są miastami od roku, współpraca trwa, żywa więź."
SPANISH = "¿Cuántos años? Desde A Coruña, ¡sí!"


@pytest.mark.parametrize("words", [GERMAN, POLISH, SPANISH, "Łódź – „Kos“ – Kyjiw"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_read_without_being_named(words: str, encoding: str) -> None:
    document = extract(words.encode(encoding), media_type="text/plain")

    assert (document.text, document.warnings) == (words, ())


@pytest.mark.parametrize(
    ("words", "encoding", "name"),
    [
        (GERMAN, "cp1252", "Windows-1252"),
        (SPANISH, "latin-1", "Windows-1252"),
        (POLISH, "cp1250", "Windows-1250"),
        (POLISH, "iso8859-2", "ISO-8859-2"),
    ],
)
def test_old_charsets_are_told_by_their_letters_and_the_guess_is_said(words: str, encoding: str, name: str) -> None:
    document = extract(words.encode(encoding), media_type="text/plain")

    assert document.text == words
    assert document.warnings == (
        f"The text is not UTF-8 and does not name its charset; it was read as {name}, some letters may be wrong.",
    )


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("text/plain; charset=iso-8859-2", "iso8859-2"),
        ("text/plain; charset=ISO-8859-1", "latin-1"),
        ('text/plain; charset="windows-1250"', "cp1250"),
        ("text/plain; charset=punycode", "utf-8"),
        ("text/plain; charset=rot13", "utf-8"),
        ("text/plain; charset=nonsense", "utf-8"),
        ("text/plain; charset=utf-16", "utf-8"),
    ],
)
def test_the_charset_that_is_named_counts_as_in_browsers(declared: str, encoding: str) -> None:
    document = extract("Köln, Fürth".encode(encoding), media_type=declared)

    assert (document.text, document.warnings) == ("Köln, Fürth", ())


def test_a_page_said_to_be_latin_1_may_hold_the_quotes_of_windows() -> None:
    assert extract("„Köln“".encode("cp1252"), media_type="text/plain; charset=iso-8859-1").text == "„Köln“"


def test_damage_does_not_make_all_letters_wrong() -> None:
    document = extract(GERMAN.encode() * 9 + b"\xff", media_type="text/plain")

    assert document.text == GERMAN * 9 + "\ufffd"
    assert document.warnings == ("Some bytes of the text are damaged; they are shown as \ufffd.",)


@pytest.mark.parametrize(
    ("data", "media_type", "said"),
    [
        (b"", "text/plain", "page.txt is empty; give a page that has text."),
        (b" \n ", "text/plain", "page.txt is empty; give a page that has text."),
        (b"a" * 20_000_001, "text/plain", "more than the 20 MB"),
        (b"%PDF-1.4", "text/plain", "The PDF is broken"),
        (b"PK\x03\x04", "text/plain", "The Word file is broken"),
        (b"\xd0\xcf\x11\xe0", "application/msword", "page.txt is an old Word file or locked with a password"),
        (b"\x00\x01\x02\x03" * 99, "text/plain", "The bytes are not text"),
        (b"GIF89a", "image/gif", "page.txt is image/gif, which is not read; give a text"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data: bytes, media_type: str, said: str) -> None:
    with pytest.raises(ExtractError) as error:
        extract(data, media_type=media_type, name="page.txt")

    assert said in str(error.value)


def test_a_files_name_tells_its_type() -> None:
    assert [media_type_of(n) for n in ("a.txt", "B.HTM", "c.md", "d.pdf", "e", "f.xyz")] == [
        "text/plain", "text/html", "text/markdown", "application/pdf", None, None,
    ]  # fmt: skip
