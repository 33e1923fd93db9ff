"""People out of tables as offices keep them."""

import io

import pytest
from openpyxl import Workbook, load_workbook

from jumelage.knowledge.exchange.sheets import sheet
from jumelage.work.contacts.card import Card, FileRefused
from jumelage.work.contacts.lists import read_people

LIST = "Nachname;Vorname;E-Mail;Telefon;Funktion;Verein;Sprache\nMüller;René;rene@example.org;0231 555;Vorsitz;Freundeskreis;Französisch\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
def test_list_with_semicolons_is_read_in_every_encoding(encoding: str) -> None:
    read = read_people(LIST.encode(encoding))

    assert read.unread == ()
    assert read.cards == (
        Card(
            "Müller",
            "René",
            email="rene@example.org",
            phone="0231 555",
            language="fr",
            organisation="Freundeskreis",
            role="Vorsitz",
            place=2,
        ),
    )


def test_export_of_a_mail_program_is_read() -> None:
    data = b'"First Name","Last Name","E-mail Address","Business Phone"\r\n"Ann","Example","ann@example.org","555"\r\n'

    (card,) = read_people(data).cards

    assert (card.given_name, card.family_name, card.email, card.phone) == ("Ann", "Example", "ann@example.org", "555")


def test_workbook_is_read() -> None:
    book, out = Workbook(), io.BytesIO()
    book.active.append(["Name", "E-Mail"])
    book.active.append(["Beispiel", "b@example.org"])
    book.save(out)

    (card,) = read_people(out.getvalue(), "xlsx").cards

    assert (card.family_name, card.email) == ("Beispiel", "b@example.org")


def test_row_that_cannot_be_kept_is_shown_with_its_words() -> None:
    read = read_people(b"Name;E-Mail\nBeispiel;no address\nExample;e@example.org\n;\n;lost@example.org\n")

    assert [card.family_name for card in read.cards] == ["Example"]
    assert [(u.place, u.code, u.words) for u in read.unread] == [
        (2, "email", "Beispiel;no address"),
        (5, "no name", ";lost@example.org"),
    ]


@pytest.mark.parametrize(("data", "code"), [(b"", "no table"), (b"a;b\n1;2\n", "no column"), (b"\x00\x01", "no table")])
def test_file_that_is_no_list_of_people_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_people(data)

    assert refused.value.code == code


ROWS = [['=HYPERLINK("http://example.org")', "+49 231 555", "plain"], ["'quoted", "a;b", "é\nü"]]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_sheet_holds_no_formula_and_is_read_as_it_was(form: str) -> None:
    data = sheet(form, "People: all/of them?", ["a", "b", "c"], ROWS)

    if form == "csv":
        assert data.startswith(b"\xef\xbb\xbfa;b;c\r\n")
        assert b"\n=" not in data
        assert b";+" not in data
    else:
        cells = [cell for row in load_workbook(io.BytesIO(data)).active.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} == {"s"}
        assert cells[3].value == '\'=HYPERLINK("http://example.org")'
