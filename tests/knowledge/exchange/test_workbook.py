"""Lists as Excel workbooks, and workbooks that are made to do harm."""

import io
import time
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from jumelage.knowledge.exchange.formats.workbook import read_workbook
from jumelage.knowledge.exchange.model import ImportRefused

Rows = list[list[object]]


def workbook(**sheets: Rows) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def repacked(data: bytes, **parts: bytes) -> bytes:
    """The workbook with these parts in place of its own."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name.rpartition("/")[2].partition(".")[0], old.read(name)))
    return buffer.getvalue()


def test_values_are_read_as_people_see_them() -> None:
    data = workbook(
        Liste=[
            ["Ort", "seit", "Jahr", "Note", "aktiv"],
            ["Leeds", date(1969, 5, 14), 1969, 2.5, True],
            ["Amiens", datetime(1960, 4, 2, 0, 0), 1960.0, None, False],
        ]
    )

    table = read_workbook(data)

    assert [record.cells for record in table.records] == [
        ("Leeds", "1969-05-14", "1969", "2.5", "ja"),
        ("Amiens", "1960-04-02", "1960", "", "nein"),
    ]
    assert table.frozen.words(table.records[0].span) == "Leeds\t1969-05-14\t1969\t2.5\tja"
    assert table.frozen.words(table.records[1].span) == "Amiens\t1960-04-02\t1960\t\tnein"


def test_rows_bear_the_numbers_of_the_sheet() -> None:
    data = workbook(Liste=[["Partnerstädte"], [], ["Ort", "Land"], [], ["Leeds", "GB"]])

    table = read_workbook(data)

    assert (table.headings.span.number, [record.span.number for record in table.records]) == (3, [5])


def test_line_feeds_in_a_cell_do_not_break_the_line() -> None:
    table = read_workbook(workbook(Liste=[["Ort", "Land"], ["Leeds\nAmiens", "GB"]]))

    assert table.records[0].cells == ("Leeds\nAmiens", "GB")
    assert table.frozen.text == "Liste\nOrt\tLand\nLeeds Amiens\tGB"


def test_first_sheet_with_a_list_is_read_and_the_others_are_named() -> None:
    data = workbook(
        Deckblatt=[["Stand 2024"]], Liste=[["Ort", "Land"], ["Leeds", "GB"]], Alt=[["Ort", "Land"], ["Genua", "IT"]]
    )

    first, chosen = read_workbook(data), read_workbook(data, "Alt")

    assert first.records[0].cells == ("Leeds", "GB")
    assert first.frozen.warnings == ("Only the sheet “Liste” was read, not “Deckblatt”, “Alt”; choose with --sheet.",)
    assert chosen.records[0].cells == ("Genua", "IT")
    assert first.frozen.text == chosen.frozen.text
    with pytest.raises(ImportRefused, match="There is no sheet “Neu”; there are “Deckblatt”, “Liste”, “Alt”"):
        read_workbook(data, "Neu")


def test_formula_that_was_never_calculated_is_a_problem() -> None:
    rows: Rows = [["Ort", "Jahr"], ["Leeds", "=1968+1"], ["=A2", "=B2"], ["Amiens", 1960]]

    table = read_workbook(workbook(Liste=rows))

    assert [record.cells for record in table.records] == [("Amiens", "1960")]
    assert [(p.span.number, p.words) for p in table.problems] == [(2, "Leeds"), (3, "")]
    assert table.problems[0].why.startswith("The formula in column 2 has no value")
    assert table.problems[1].why.startswith("The formula in column 1, 2 has no value")


def test_calculated_formula_is_its_value() -> None:
    data = workbook(Liste=[["Ort", "Jahr"], ["Leeds", "=1968+1"]])
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    calculated = sheet.replace(b"<v></v>", b"<v>1969</v>").replace(b"<v />", b"<v>1969</v>")
    assert calculated != sheet

    table = read_workbook(repacked(data, sheet1=calculated))

    assert table.records[0].cells == ("Leeds", "1969")


def test_formula_that_gives_nothing_is_an_empty_cell() -> None:
    data = workbook(Liste=[["Ort", "bis"], ["Leeds", "=1"], ["=2", "=3"]])
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    for cell in (b"B2", b"A3", b"B3"):
        sheet = sheet.replace(b'<c r="%s">' % cell, b'<c r="%s" t="str">' % cell)

    table = read_workbook(repacked(data, sheet1=sheet))

    assert ([record.cells for record in table.records], table.problems) == ([("Leeds", "")], ())


def by_excel(strings: list[str]) -> bytes:
    """As Excel itself writes it: the words of the cells in a table of their own."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    cells = [f'<c r="{"AB"[n % 2]}{n // 2 + 1}" t="s"><v>{n}</v></c>' for n in range(len(strings))]
    rows = [f'<row r="{n // 2 + 1}">{cells[n]}{cells[n + 1]}</row>' for n in range(0, len(cells), 2)]
    items = "".join(f"<si><r><t>{text[:2]}</t></r><r><t>{text[2:]}</t></r></si>" for text in strings)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets><sheet name="Tabelle1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{''.join(rows)}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst {main}>{items}</sst>",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_words_that_excel_keeps_in_a_table_of_their_own() -> None:
    table = read_workbook(by_excel(["Ort", "Land", "Leeds", "Großbritannien"]))

    assert [record.cells for record in table.records] == [("Leeds", "Großbritannien")]


def bomb() -> bytes:
    return repacked(workbook(Liste=[["Ort", "Land"], ["Leeds", "GB"]]), styles=b"<a>" + b" " * 70_000_000 + b"</a>")


def laughs() -> bytes:
    entities = b'<!DOCTYPE w [<!ENTITY a "haha">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    )
    return repacked(
        workbook(Liste=[["Ort", "Land"], ["Leeds", "GB"]]),
        workbook=b"<?xml version='1.0'?>" + entities + b"]><w>&j;</w>",
    )


def hidden() -> bytes:
    text = "<?xml version='1.0' encoding='utf-16'?><!DOCTYPE w [<!ENTITY a 'x'>]><w>&a;</w>"
    return repacked(workbook(Liste=[["Ort", "Land"], ["Leeds", "GB"]]), workbook=text.encode("utf-16"))


def deep() -> bytes:
    """A tree of it would fill two gigabytes; the text that looks like ends hides the depth from a count of ends."""
    return repacked(workbook(Liste=[["Ort", "Land"], ["Leeds", "GB"]]), styles=b"<a>/>" * 9_000_000)


def gap() -> bytes:
    """Two rows, with a thousand million between them."""
    data = workbook(Liste=[["Ort", "Land"], ["Leeds", "GB"]])
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    return repacked(
        data, sheet1=sheet.replace(b'<row r="2"', b'<row r="1000000000"').replace(b'r="A2"', b'r="A1000000000"')
    )


def many() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for n in range(3_000):
            archive.writestr(f"xl/part{n}.xml", b"")
    return buffer.getvalue()


def plain_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("../../etc/passwd", b"root")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (bomb(), "unpacks to more than 60 MB"),
        (many(), "unpacks to more than 60 MB"),
        (laughs(), "declares a document type"),
        (hidden(), "declares a document type"),
        (deep(), "too many parts"),
        (gap(), "more than the 200,000 rows"),
        (plain_zip(), "no Excel workbook"),
        (b"PK\x03\x04 and then nothing", "cannot be read"),
        (workbook(Liste=[["Ort", "Land"], ["Leeds", "GB"]])[:-200], "cannot be read"),
        (
            repacked(workbook(Liste=[["Ort", "Land"], ["Leeds", "GB"]]), sheet1=b"<worksheet><sheetData><row"),
            "cannot be read",
        ),
        (workbook(Leer=[]), "holds no list"),
    ],
    ids=[
        "bomb",
        "many parts",
        "laughs",
        "utf-16",
        "deep",
        "gap",
        "no workbook",
        "no archive",
        "cut",
        "broken sheet",
        "empty",
    ],
)
def test_workbook_that_does_harm_is_refused_at_once(data: bytes, sentence: str) -> None:
    start = time.monotonic()

    with pytest.raises(ImportRefused, match=sentence):
        read_workbook(data)

    assert time.monotonic() - start < 2  # one second on a machine that does nothing else


def test_row_without_content_at_the_end_of_the_sheet_does_not_matter() -> None:
    data = workbook(Liste=[["Ort", "Land"], ["Leeds", "GB"]])
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    styled = sheet.replace(b"</sheetData>", b'<row r="1048576"><c r="A1048576" s="0"/></row></sheetData>')
    assert styled != sheet

    assert [record.cells for record in read_workbook(repacked(data, sheet1=styled)).records] == [("Leeds", "GB")]


def test_sheet_that_lies_about_its_size_is_read_by_its_rows() -> None:
    data = workbook(Liste=[["Ort", "Land"], ["Leeds", "GB"]])
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    lying = sheet.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
    assert lying != sheet

    assert [record.cells for record in read_workbook(repacked(data, sheet1=lying)).records] == [("Leeds", "GB")]
