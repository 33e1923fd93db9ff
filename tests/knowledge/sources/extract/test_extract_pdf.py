"""PDF: files that fpdf2 writes, and what only looks like a good one."""

import io
from collections.abc import Callable, Sequence
from datetime import datetime

import pytest
from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from jumelage.knowledge.sources.extract import PDF, Document, ExtractError, Span, extract
from jumelage.knowledge.sources.extract.assemble import assembled
from jumelage.knowledge.sources.extract.pdf.lines import Segment, rows_of
from jumelage.knowledge.sources.extract.pdf.structure import Sheet, pieces_of

LINE = 6


class Sheets(FPDF):
    """Pages with a running head and the number of the page at the foot."""

    def header(self) -> None:
        self.set_font("helvetica", size=8)
        self.cell(0, 5, "City of Exampleton, yearly report")
        self.ln(12)

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("helvetica", size=8)
        self.cell(0, 5, f"Page {self.page_no()} of 3")


def sheet(kind: type[FPDF] = FPDF) -> FPDF:
    pdf = kind()
    pdf.set_auto_page_break(auto=True, margin=20)
    pdf.add_page()
    pdf.set_font("helvetica", size=11)
    return pdf


def write(pdf: FPDF, words: str, size: float = 11, style: str = "", width: float = 0, align: str = "L") -> None:
    pdf.set_font("helvetica", style, size)
    pdf.multi_cell(width, LINE * size / 11, words, new_x="LEFT", new_y="NEXT", align=align)


def read(pdf: FPDF) -> Document:
    return extract(bytes(pdf.output()), media_type=PDF)


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(b.kind, document.text[b.start : b.end]) for b in document.blocks]


def said(document: Document, span: Span | None) -> str | None:
    return document.text[span.start : span.end] if span else None


PROSE = (
    "The two towns have been partners since the spring of 1967, when their mayors signed the deed in the old town hall. "
    "Schools, clubs and choirs visit one another every summer, and the councils meet every second year to look back."
)
MORE = (
    "Other friendships are younger. A school from the harbour wrote letters first, and the exchange that came of them was "
    "taken up by the council in 1991. It has rested since the school was closed, but nobody has ended it so far."
)


def test_headings_are_told_by_their_size_and_paragraphs_by_their_lines() -> None:
    pdf = sheet()
    write(pdf, "Twin towns", 20)
    pdf.ln(4)
    write(pdf, "Kiel", 14)
    pdf.ln(2)
    write(pdf, PROSE)
    pdf.ln(4)
    write(pdf, MORE)

    document = read(pdf)

    assert blocks(document) == [
        ("heading", "Twin towns"),
        ("heading", "Kiel"),
        ("paragraph", PROSE),
        ("paragraph", MORE),
    ]
    assert [b.level for b in document.blocks] == [1, 2, 0, 0]
    assert [said(document, s) for s in document.blocks[2].heading_path] == ["Twin towns", "Kiel"]
    assert document.title == "Twin towns"


def test_columns_are_read_one_after_the_other() -> None:
    pdf = sheet()
    write(pdf, "A report on friendship between towns", 18)
    top = pdf.get_y() + 5
    for x, words in ((10, PROSE), (110, MORE)):
        pdf.set_xy(x, top)
        write(pdf, words, width=85)
    pdf.set_x(10)
    pdf.ln(4)
    write(pdf, "This line stands below both of the columns and runs over the whole of the page, from left to right.")

    assert [words for _, words in blocks(read(pdf))] == [
        "A report on friendship between towns",
        PROSE,
        MORE,
        "This line stands below both of the columns and runs over the whole of the page, from left to right.",
    ]


def test_words_that_a_line_cuts_are_whole_again() -> None:
    pdf = sheet()
    for line in (
        "Die Freundschaft der beiden Orte begann mit einer Jugendbegeg-",
        "nung. Die Landesregierung von Nordrhein-",
        "Westfalen half, ebenso viele Sport- und Gesang-, Turn-",
        "und Musikvereine. Die deutsch-",
        "polnische Verbindung hielt, auch als Blau-weiß-Kreis, und der Blau-",
        "weiß-Kreis lebt.",
    ):
        pdf.cell(0, LINE, line, new_x="LMARGIN", new_y="NEXT")

    assert read(pdf).text == (
        "Die Freundschaft der beiden Orte begann mit einer Jugendbegegnung. Die Landesregierung von Nordrhein-Westfalen half, "
        "ebenso viele Sport- und Gesang-, Turn- und Musikvereine. Die deutsch-polnische Verbindung hielt, auch als "
        "Blau-weiß-Kreis, und der Blau-weiß-Kreis lebt.\n"
    )


def test_running_heads_and_page_numbers_are_marked_and_do_not_cut_a_paragraph() -> None:
    pdf = sheet(Sheets)
    pdf.ln(120)
    write(pdf, " ".join([PROSE, MORE] * 10))

    document = read(pdf)

    marked = [(b.boilerplate, document.text[b.start : b.end], b.page) for b in document.blocks if b.boilerplate]
    own = [document.text[b.start : b.end] for b in document.blocks if not b.boilerplate]
    assert own == [" ".join([PROSE, MORE] * 10)]
    assert sorted(marked, key=str) == [
        ("footer", "Page 1 of 3", 1),
        ("footer", "Page 2 of 3", 2),
        ("header", "City of Exampleton, yearly report", 1),
        ("header", "City of Exampleton, yearly report", 2),
    ]


def test_items_and_lines_of_a_list_are_blocks_of_their_own() -> None:
    pdf = sheet()
    for words in (
        "Our twins:",
        "- Kiel, Germany",
        "- Graz, which was the first of all and has remained the most active one",
        "- Pula",
    ):
        write(pdf, words)

    document = read(pdf)

    assert [b.kind for b in document.blocks] == ["paragraph", "item", "item", "item"]
    assert said(document, document.blocks[2].lead_in) == "Our twins:"


def test_a_table_has_rows_whose_cells_know_their_heads() -> None:
    pdf = sheet()
    write(pdf, PROSE)
    pdf.ln(4)
    rows: Sequence[Sequence[str]] = [
        ("Town", "Country", "Since"),
        ("Kiel", "Germany", "1967"),
        ("Graz", "Austria", "1970"),
    ]
    for number, row in enumerate(rows):
        pdf.set_font("helvetica", "" if number else "B", 11)
        for words in row:
            pdf.cell(50, LINE, words)
        pdf.ln()
    pdf.ln(4)
    write(pdf, MORE)

    document = read(pdf)

    assert [words for _, words in blocks(document)] == [
        PROSE,
        "Town | Country | Since",
        "Kiel | Germany | 1967",
        "Graz | Austria | 1970",
        MORE,
    ]
    assert [said(document, cell.header) for cell in document.blocks[3].cells] == ["Town", "Country", "Since"]


def test_a_bold_line_is_a_heading() -> None:
    pdf = sheet()
    write(pdf, "Kiel", style="B")
    write(pdf, PROSE)

    assert blocks(read(pdf)) == [("heading", "Kiel"), ("paragraph", PROSE)]


def test_a_page_that_is_turned_is_read_upright() -> None:
    pdf = sheet()
    with pdf.rotation(90, x=100, y=100):
        pdf.text(60, 100, "Kiel has been a twin town since 1967.")

    assert read(pdf).text == "Kiel has been a twin town since 1967.\n"


def test_title_date_and_language_come_from_the_files_own_data() -> None:
    pdf = sheet()
    pdf.set_title("Twin towns")
    pdf.set_lang("en-GB")
    pdf.set_creation_date(datetime(2023, 10, 5))
    write(pdf, PROSE)

    document = read(pdf)

    assert (document.title, document.published_hint, document.language_hint) == ("Twin towns", "2023-10-05", "en-GB")


def test_pages_without_text_are_named() -> None:
    pdf = sheet()
    write(pdf, PROSE)
    pdf.add_page()
    pdf.rect(10, 10, 50, 50)

    assert read(pdf).warnings == ("Pages without text (pictures, or too intricate): 2; what they show was not read.",)


def locked(password: str) -> bytes:
    pdf = sheet()
    write(pdf, "Words.")
    writer = PdfWriter(io.BytesIO(bytes(pdf.output())))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_a_file_that_is_only_kept_from_changes_is_read() -> None:
    assert extract(locked(""), media_type=PDF).text == "Words.\n"


def scan() -> bytes:
    pdf = sheet()
    pdf.rect(10, 10, 50, 50)
    return bytes(pdf.output())


def cut_off() -> bytes:
    pdf = sheet()
    write(pdf, PROSE)
    return bytes(pdf.output())[:300]


def form_bomb() -> bytes:
    """Forms that draw one another, each twice: 2 to the power of 40."""
    pdf = sheet()
    write(pdf, "Words.")
    writer = PdfWriter(io.BytesIO(bytes(pdf.output())))
    inner = None
    for _ in range(40):
        form = StreamObject()
        form.set_data(b"/X Do /X Do BT (x) Tj ET")
        form[NameObject("/Subtype")] = NameObject("/Form")
        if inner:
            form[NameObject("/Resources")] = DictionaryObject(
                {NameObject("/XObject"): DictionaryObject({NameObject("/X"): inner})}
            )
        inner = writer._add_object(form)
    page = writer.pages[0]
    page["/Resources"].get_object()[NameObject("/XObject")] = DictionaryObject({NameObject("/X"): inner})  # type: ignore[index]
    content = StreamObject()
    content.set_data(b"/X Do")
    page[NameObject("/Contents")] = writer._add_object(content)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (lambda: locked("secret"), "The PDF is locked; open it with its password and save it without."),
        (scan, "only pictures of its pages"),
        (cut_off, "The PDF is broken"),
        (lambda: b"%PDF-1.7\n", "The PDF is broken"),
        (form_bomb, "only pictures of its pages"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence(made: Callable[[], bytes], sentence: str) -> None:
    data = made()

    with pytest.raises(ExtractError, match=sentence) as error:
        extract(data, media_type=PDF)

    assert "\n" not in str(error.value)


@given(
    st.lists(
        st.builds(
            lambda number, x, y, size, bold: Segment(f"w{number}", x, x + 20, y, size, bold),
            st.integers(0, 10**6), st.integers(0, 500), st.integers(0, 80).map(lambda n: 10 * n), st.sampled_from([9, 12, 20]), st.booleans(),
        ),
        unique_by=lambda segment: segment.text,
        max_size=60,
    )
)  # fmt: skip
def test_no_words_are_lost_or_doubled_wherever_they_stand(segments: list[Segment]) -> None:
    text, blocks = assembled(pieces_of([Sheet(1, rows_of(segments))], frozenset()))

    assert sorted(text.replace("|", " ").split()) == sorted(segment.text for segment in segments)
    assert [(b.start, b.end) for b in blocks] == sorted((b.start, b.end) for b in blocks)
