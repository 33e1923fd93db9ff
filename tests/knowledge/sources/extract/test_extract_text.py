"""Plain text and Markdown: the text stays as it is, the layout becomes blocks."""

import pytest

from jumelage.knowledge.sources.extract import Document, ExtractError, extract, media_type_of


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(b.kind, document.text[b.start : b.end]) for b in document.blocks]


def text(words: str) -> Document:
    return extract(words.encode(), media_type="text/plain")


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
        ("row", 0, "| Town | Year |"),
        ("row", 0, "| Graz | 1960 |"),
    ]


@pytest.mark.parametrize(
    ("data", "expected", "warned"),
    [
        ("Köln".encode(), "Köln", False),
        ("\ufeffKöln".encode(), "Köln", False),
        ("Köln".encode("utf-16"), "Köln", False),
        ("Köln".encode("cp1252"), "Köln", True),
    ],
)
def test_bytes_are_decoded(data: bytes, expected: str, warned: bool) -> None:
    document = extract(data, media_type="text/plain")

    assert document.text == expected
    assert bool(document.warnings) == warned


@pytest.mark.parametrize(
    ("data", "media_type", "said"),
    [
        (b"", "text/plain", "page.txt is empty; give a page that has text."),
        (b" \n ", "text/plain", "page.txt is empty; give a page that has text."),
        (b"a" * 20_000_001, "text/plain", "more than the 20 MB"),
        (b"%PDF-1.4", "application/pdf", "PDF is not read yet; save page.txt as text or HTML."),
        (b"\x00\x01\x02\x03" * 99, "text/plain", "The bytes are not text"),
        (b"GIF89a", "image/gif", "page.txt is image/gif, which is not text"),
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
