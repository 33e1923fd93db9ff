"""vCards of every version, as programs of their time wrote them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.work.contacts.card import LONGEST, Card, FileRefused
from jumelage.work.contacts.vcard import read_vcards, write_vcards

OLD = (
    b"BEGIN:VCARD\r\nVERSION:2.1\r\n"
    b"N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller-Beispiel;Ren=E9e;;Dr.\r\n"
    b"FN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Dr. Ren=E9e M=FCller-Beispiel\r\n"
    b"ORG:Stadt Beispielhausen;Amt f\xfcr Internationales\r\n"
    b"TEL;WORK;VOICE:+49 231 5550100\r\nTEL;CELL:0171 5550101\r\nTEL;FAX;WORK:+49 231 5550199\r\n"
    b"NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Spricht Franz=C3=B6sisch=0D=0Aund =\r\nPolnisch\r\n"
    b"ADR;WORK:;;Marktplatz 1;Beispielhausen;;44000;Germany\r\n"
    b"EMAIL;PREF;INTERNET:renee@example.org\r\nEMAIL;INTERNET:second@example.org\r\n"
    b"PHOTO;ENCODING=BASE64;TYPE=GIF:\r\n    R0lGODdhfgA4AOYAAAAAAK+vr62trVIxa6WlpZ+fnzEpCEpzlAha/0Kc74+PjyGM\r\n\r\n"
    b"BDAY:1960-05-14\r\nEND:VCARD\r\n"
)
THREE = """BEGIN:VCARD
VERSION:3.0
FN:Amélie Exemple
N:Exemple;Amélie;;Mme;
ORG:Ville d'Exemple\\, service international;
TITLE:Chargée de mission\\; jumelages
item1.EMAIL;type=INTERNET;type=pref:amelie@example.org
item1.X-ABLabel:_$!<Other>!$_
TEL;type=CELL;type=VOICE:+33 6 55 50 10 00
NOTE:première ligne\\ndeuxième ligne qui est assez longue pour que le logiciel la plie
  en deux
END:VCARD
"""
FOUR = """BEGIN:VCARD\r
VERSION:4.0\r
FN:Kwame Beispiel\r
LANG;PREF=2:fr\r
LANG;PREF=1:en\r
TEL;VALUE=uri;PREF=1;TYPE="voice,work":tel:+233-555-0100;ext=7\r
EMAIL:kwame@example.org\r
END:VCARD\r
"""


def test_card_of_the_nineties_is_read() -> None:
    (card,) = read_vcards(OLD).cards

    assert card == Card(
        "Müller-Beispiel",
        "Renée",
        "Dr.",
        email="renee@example.org",
        phone="+49 231 5550100",
        mobile="0171 5550101",
        address="Marktplatz 1\n44000 Beispielhausen\nGermany",
        organisation="Stadt Beispielhausen, Amt für Internationales",
        note="Spricht Französisch\nund Polnisch",
        place=1,
    )


def test_card_of_a_telephone_is_read() -> None:
    (card,) = read_vcards(THREE.encode()).cards

    assert (card.family_name, card.given_name, card.title) == ("Exemple", "Amélie", "Mme")
    assert (card.email, card.mobile, card.phone) == ("amelie@example.org", "+33 6 55 50 10 00", "")
    assert card.organisation == "Ville d'Exemple, service international"
    assert card.role == "Chargée de mission; jumelages"
    assert card.note == "première ligne\ndeuxième ligne qui est assez longue pour que le logiciel la plie en deux"


def test_card_of_version_four_prefers_what_it_says() -> None:
    (card,) = read_vcards(FOUR.encode()).cards

    assert (card.family_name, card.given_name) == ("Beispiel", "Kwame")
    assert (card.language, card.phone) == ("en", "+233-555-0100 ext. 7")


def test_signs_that_no_database_keeps_are_left_out() -> None:
    (card,) = read_vcards(b"BEGIN:VCARD\nN;ENCODING=QUOTED-PRINTABLE:Exa=00mple\nNOTE:a\x00b\x07\nEND:VCARD\n").cards

    assert (card.family_name, card.note) == ("Example", "ab")


@pytest.mark.parametrize("data", [b"", b"Name;Vorname\r\n", b"\xff\xfe\x00", b"BEGIN:VCARD\r\n"])
def test_file_without_a_card_is_refused(data: bytes) -> None:
    with pytest.raises(FileRefused) as refused:
        read_vcards(data)

    assert refused.value.code == "no card"


def test_card_without_a_name_is_shown_and_the_others_are_taken() -> None:
    read = read_vcards(b"BEGIN:VCARD\nEMAIL:x@example.org\nEND:VCARD\n" + FOUR.encode())

    assert [(u.place, u.code, u.words) for u in read.unread] == [(1, "no name", "EMAIL:x@example.org")]
    assert [card.family_name for card in read.cards] == ["Beispiel"]


LETTERS = st.characters(exclude_categories=["C", "Z"])
TEXT = st.text(LETTERS, min_size=1, max_size=60)


@given(
    family=TEXT,
    given_name=TEXT,
    role=TEXT,
    note=st.lists(TEXT, max_size=3).map("\n".join),
    version=st.sampled_from(["3.0", "4.0"]),
)
def test_what_is_written_is_read_again(family: str, given_name: str, role: str, note: str, version: str) -> None:
    card = Card(
        family, given_name, role=role, note=note, email="a@example.org", mobile="1", phone="2", address="x\ny, z"
    )

    written = write_vcards([card], version)

    assert max(len(line) for line in written.split(b"\r\n")) <= 75
    (read,) = read_vcards(written).cards
    assert {n: getattr(read, n) for n in LONGEST} == {n: getattr(card, n) for n in LONGEST}
