"""Lists as CSV: which encoding, which delimiter, which words belong to which row."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.knowledge.exchange.formats.delimited import read_delimited
from jumelage.knowledge.exchange.formats.table import CELL, COLUMNS, ROWS
from jumelage.knowledge.exchange.model import ImportRefused

LIST = "Partnerstadt;Land\nBesançon;Frankreich\nMünchen;Deutschland\n"
EAST = "Partnerstadt;Land\nGdańsk;Polska\nŁódź;Polska\nPlzeň;Czechy\n"


def cells(data: bytes) -> list[tuple[str, ...]]:
    return [record.cells for record in read_delimited(data).records]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "cp1250"]
)
def test_western_list_is_read_in_each_encoding(encoding: str) -> None:
    text = LIST.replace("Besançon", "Zürich") if encoding == "cp1250" else LIST

    assert read_delimited(text.encode(encoding)).frozen.text == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "cp1250"])
def test_eastern_list_is_read_in_each_encoding(encoding: str) -> None:
    table = read_delimited(EAST.encode(encoding))

    assert table.frozen.text == EAST
    assert bool(table.frozen.warnings) == (encoding == "cp1250")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiter_is_told_from_the_lines(delimiter: str, end: str) -> None:
    data = end.join(
        delimiter.join(row) for row in (("Ort", "Land", "seit"), ("Leeds", "GB", "1969"), ("Amiens", "FR", "1960"))
    )

    assert cells(data.encode()) == [("Leeds", "GB", "1969"), ("Amiens", "FR", "1960")]


def test_delimiter_inside_quotes_does_not_count() -> None:
    data = b'Ort;Land;Themen\n"Leeds";GB;"Kultur, Sport, Schule, Verwaltung"\nAmiens;FR;"Musik, Kunst"\n'

    assert cells(data)[0] == ("Leeds", "GB", "Kultur, Sport, Schule, Verwaltung")


def test_quoted_line_feeds_stay_in_their_row() -> None:
    data = 'Ort;Land\r\n"Leeds\r\nAmiens";"GB\r\nFR"\r\nXi’an;CN\r\n'.encode()

    table = read_delimited(data)

    first, second = table.records
    assert first.cells == ("Leeds\r\nAmiens", "GB\r\nFR")
    assert table.frozen.words(first.span) == '"Leeds\r\nAmiens";"GB\r\nFR"'
    assert (first.span.number, second.span.number) == (2, 3)
    assert table.frozen.words(second.span) == "Xi’an;CN"


def test_title_above_the_headings_is_passed_over() -> None:
    data = "Partnerstädte der Stadt Essen;;\n;;\nOrt;Land;seit\nTampere;Finnland;1960\n".encode()

    table = read_delimited(data)

    assert table.headings.cells == ("Ort", "Land", "seit")
    assert [record.span.number for record in table.records] == [4]


def test_formula_in_a_cell_is_text() -> None:
    assert cells(b"Ort;Land\n=1+1;'=HYPERLINK(1)\n") == [("=1+1", "=HYPERLINK(1)")]


def test_row_with_broken_quotes_is_kept_out_and_the_next_ones_are_read() -> None:
    table = read_delimited(b'Ort;Land\n"Leeds"x;GB\nAmiens;FR\n')

    assert [record.cells for record in table.records] == [("Amiens", "FR")]
    assert [(p.span.number, p.words) for p in table.problems] == [(2, '"Leeds"x;GB')]
    assert "do not pair up" in table.problems[0].why


def test_row_with_more_cells_than_headings_is_kept_out() -> None:
    table = read_delimited(b"Ort;Land\nLeeds;GB\nAmiens;FR;1960\nXi'an\n")

    assert [record.cells for record in table.records] == [("Leeds", "GB"), ("Xi'an", "")]
    assert table.problems[0].why == "This row has 3 cells under 2 headings; is there a delimiter in one of them?"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b'Ort;Land\n"Leeds;GB\nAmiens;FR\n', "A quotation mark in row 2 is never closed"),
        (b"Ort;Land\n", "holds no list"),
        (b"Ort", "holds no list"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00\x00\x01", "not text"),
        (b"a;b\n" + b";".join([b"x"] * (COLUMNS + 1)), "more than the 200 that are read"),
        (b"a;b\n" + b"x;y\n" * (ROWS + 1), "more than the 200,000 rows"),
        (b"a" * 301 + b";b\nx;y\n", "A heading in row 1 has more than 300 signs"),
        (b"Ort;Land\nLeeds\x00;GB\n" + b"Amiens;FR\n" * 100, "not text"),
    ],
)
def test_what_is_no_list_is_refused_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(ImportRefused, match=sentence):
        read_delimited(data)


@pytest.mark.parametrize("size", [CELL + 1, 200_000])
def test_row_with_an_endless_cell_is_kept_out(size: int) -> None:
    table = read_delimited(b"Ort;Land\n" + b"x" * size + b";GB\nAmiens;FR\n")

    assert [record.cells for record in table.records] == [("Amiens", "FR")]
    assert (
        table.problems[0].why
        == "A cell of this row has more than 5,000 signs, or the row more than 20,000; shorten it."
    )
    assert len(table.problems[0].words) == 200


WORDS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12)


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=12))
def test_words_of_each_record_are_that_record_alone(rows: list[tuple[str, str, str]]) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerows([("a", "b", "c"), ("a", "b", "c"), *rows])

    table = read_delimited(buffer.getvalue().encode())

    for record in table.records:
        words = table.frozen.words(record.span)
        assert len(next(csv.reader([words], delimiter=";"))) == 3
        assert words.count('"') >= 6
