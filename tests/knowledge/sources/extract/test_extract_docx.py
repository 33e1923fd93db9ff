"""Word files: what python-docx writes, what Word adds to it, and what only looks like a Word file."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime

import docx
import pytest
from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from jumelage.knowledge.sources.extract import DOCX, Document, ExtractError, Span, extract


def saved(word: Word, extra: dict[str, bytes] | None = None) -> bytes:
    """The file's bytes; extra parts are put in or over those that are there."""
    file = io.BytesIO()
    word.save(file)
    if not extra:
        return file.getvalue()
    made = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {name: old.read(name) for name in old.namelist()} | extra
        for name, data in parts.items():
            new.writestr(name, data)
    return made.getvalue()


def read(word: Word, extra: dict[str, bytes] | None = None) -> Document:
    return extract(saved(word, extra), media_type=DOCX)


def blocks(document: Document) -> list[tuple[str, int, str]]:
    return [(b.kind, b.level, document.text[b.start : b.end]) for b in document.blocks]


def said(document: Document, span: Span | None) -> str | None:
    return document.text[span.start : span.end] if span else None


def body(word: Word, xml: str) -> None:
    """Puts a paragraph as Word writes it behind what is there."""
    word.element.body.insert(-1, parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>"))


def test_headings_lists_and_captions_are_told_by_their_styles() -> None:
    word = docx.Document()
    word.add_heading("Twin towns", 1)
    word.add_paragraph("The town has two:")
    word.add_paragraph("Kiel", style="List Bullet")
    body(
        word,
        '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>since 1967</w:t></w:r>',
    )
    word.add_heading("Friends", 2)
    word.add_paragraph("A bridge", style="Caption")

    document = read(word)

    assert blocks(document) == [
        ("heading", 1, "Twin towns"),
        ("paragraph", 0, "The town has two:"),
        ("item", 0, "Kiel"),
        ("item", 1, "since 1967"),
        ("heading", 2, "Friends"),
        ("caption", 0, "A bridge"),
    ]
    assert said(document, document.blocks[2].lead_in) == "The town has two:"
    assert document.title == "Twin towns"


def test_a_title_stands_above_the_headings() -> None:
    word = docx.Document()
    word.add_heading("Report", 0)
    word.add_heading("Kiel", 1)
    word.add_paragraph("Since 1967.")

    document = read(word)

    assert blocks(document)[:2] == [("heading", 1, "Report"), ("heading", 2, "Kiel")]
    assert [said(document, s) for s in document.blocks[2].heading_path] == ["Report", "Kiel"]


def test_a_bold_line_is_a_heading() -> None:
    word = docx.Document()
    word.add_paragraph().add_run("Kiel").bold = True
    word.add_paragraph("Since 1967.")

    assert blocks(read(word)) == [("heading", 1, "Kiel"), ("paragraph", 0, "Since 1967.")]


def test_cells_know_their_heads_and_reach_down() -> None:
    word = docx.Document()
    table = word.add_table(3, 3)
    for row, words in zip(
        table.rows, (("Land", "Town", "Since"), ("France", "Amiens", "1960"), ("", "Rouen", "1975")), strict=True
    ):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))

    document = read(word)

    assert blocks(document) == [
        ("row", 1, "Land | Town | Since"),
        ("row", 0, "France | Amiens | 1960"),
        ("row", 0, "Rouen | 1975"),
    ]
    assert [(document.text[c.start : c.end], said(document, c.header)) for c in document.blocks[2].cells] == [
        ("France", "Land"),
        ("Rouen", "Town"),
        ("1975", "Since"),
    ]


def test_what_was_deleted_is_out_and_what_was_inserted_is_in() -> None:
    word = docx.Document()
    body(
        word,
        "<w:r><w:t xml:space='preserve'>Twins since </w:t></w:r><w:del w:id='1'><w:r><w:delText>1960</w:delText></w:r></w:del>"
        "<w:ins w:id='2'><w:r><w:t>1967</w:t></w:r></w:ins>",
    )
    body(word, "<w:pPr><w:rPr><w:del w:id='3'/></w:rPr></w:pPr><w:r><w:t xml:space='preserve'>One </w:t></w:r>")
    body(word, "<w:r><w:t>line</w:t></w:r>")
    body(
        word,
        "<w:moveFrom w:id='4'><w:r><w:t>moved</w:t></w:r></w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r>",
    )

    assert read(word).text == "Twins since 1967\nOne line\n"


def test_links_breaks_and_signs_are_words() -> None:
    word = docx.Document()
    body(
        word,
        "<w:hyperlink><w:r><w:t>Kiel</w:t></w:r></w:hyperlink><w:r><w:tab/><w:t>Germany</w:t><w:br/><w:t>Graz</w:t>"
        "<w:noBreakHyphen/><w:t>West</w:t><w:softHyphen/><w:t>end</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>PAGE</w:instrText></w:r>",
    )
    body(
        word, "<w:r><w:t>since 1960</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r>"
    )

    assert read(word).text == "Kiel Germany\nGraz-Westend\nsince 1960 ²\n"


def test_running_heads_and_feet_are_marked() -> None:
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "City of Exampleton"
    word.sections[0].footer.paragraphs[0].text = "Page 3"
    word.add_paragraph("Words.")

    document = read(word)

    assert [(document.text[b.start : b.end], b.boilerplate) for b in document.blocks] == [
        ("City of Exampleton", "header"),
        ("Words.", None),
        ("Page 3", "footer"),
    ]


def test_a_note_stands_behind_its_paragraph() -> None:
    word = docx.Document()
    body(word, "<w:r><w:t>Twins since 1960</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r>")
    word.add_paragraph("Else.")
    part = f"<w:footnotes {nsdecls('w')}><w:footnote w:id='2'><w:p><w:r><w:t>Or 1961.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    data = saved(word)
    relations = zipfile.ZipFile(io.BytesIO(data)).read("word/_rels/document.xml.rels").decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    relations = relations.replace(
        "</Relationships>", f'<Relationship Id="n" Type="{kind}" Target="footnotes.xml"/></Relationships>'
    )

    document = read(word, {"word/footnotes.xml": part.encode(), "word/_rels/document.xml.rels": relations.encode()})

    assert blocks(document) == [
        ("paragraph", 0, "Twins since 1960"),
        ("note", 0, "Or 1961."),
        ("paragraph", 0, "Else."),
    ]


def test_title_and_date_come_from_the_files_own_data() -> None:
    word = docx.Document()
    word.core_properties.title = "Twin towns"
    word.core_properties.modified = datetime(2023, 10, 5)
    word.core_properties.language = "en-GB"
    word.add_paragraph("Words.")

    document = read(word)

    assert (document.title, document.published_hint, document.language_hint) == ("Twin towns", "2023-10-05", "en-GB")


def one_line() -> Word:
    word = docx.Document()
    word.add_paragraph("Words.")
    return word


def bomb() -> bytes:
    return saved(one_line(), {"word/document.xml": b"<w>" + b" " * 60_000_000 + b"</w>"})


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return saved(one_line(), {"word/document.xml": f'<!DOCTYPE w [<!ENTITY a0 "ha">{entities}]><w>&a9;</w>'.encode()})


def deep() -> bytes:
    return saved(one_line(), {"word/document.xml": b"<w>" * 100_000})


def many_parts() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for number in range(6_000):
            made.writestr(str(number), b"")
    return file.getvalue()


def macros() -> bytes:
    return saved(one_line(), {"word/vbaProject.bin": b"\x00"})


def no_word() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("a.txt", "words")
    return file.getvalue()


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (bomb, "unpacks to more than 40 MB"),
        (laughs, "it declares a document type"),
        (deep, "more than 250 deep"),
        (many_parts, "it claims thousands of parts"),
        (macros, "holds macros and is not opened; save it as .docx without macros"),
        (no_word, "no Word document; give a .docx"),
        (lambda: saved(one_line())[:-400], "The Word file is broken"),
        (lambda: saved(docx.Document()), "has no text"),
        (lambda: b"\xd0\xcf\x11\xe0" * 9, "old Word file or locked with a password"),
    ],
)
def test_what_is_no_good_word_file_is_refused_in_one_sentence(made: Callable[[], bytes], sentence: str) -> None:
    data = made()

    with pytest.raises(ExtractError, match=sentence) as error:
        extract(data, media_type=DOCX)

    assert "\n" not in str(error.value)
