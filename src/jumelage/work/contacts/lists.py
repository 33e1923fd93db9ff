"""People from tables: CSV in any delimiter and code page that offices use, or XLSX. Pure: no Django."""

from collections.abc import Sequence

from jumelage.core.text import fold
from jumelage.knowledge.exchange.formats import read_table
from jumelage.knowledge.exchange.formats.table import Record, Table
from jumelage.knowledge.exchange.model import ImportRefused
from jumelage.work.contacts.card import Card, FileRefused, Read, sifted

# Headings as programs and people write them, folded, → the field of a card.
HEADINGS = {
    "family_name": "family_name name nachname nom zuname familienname surname lastname|last name|family name|nom de famille",
    "given_name": "vorname prenom firstname|first name|given name|given_name",
    "title": "titel title titre akademischer|akad. titel|name prefix",
    "email": "email e-mail mail courriel|e-mail address|email address|e-mail-adresse|e-mail 1 - value|adresse e-mail|adresse electronique",
    "phone": "telefon phone telephone tel tel.|business phone|telefon geschaftlich|telefon (geschaftlich)|phone 1 - value",
    "mobile": "mobil handy mobile portable mobiltelefon|mobile phone",
    "address": "adresse address anschrift",
    "language": "sprache language langue",
    "salutation": "anrede briefanrede salutation|appel|form of address|formule d'appel",
    "organisation": "organisation organization firma company verein societe institution|organization 1 - name",
    "role": "funktion role position fonction rolle amt|job title",
    "note": "notiz notizen note notes bemerkung bemerkungen remarque remarques",
}
FIELD_OF = {
    heading: field
    for field, headings in HEADINGS.items()
    for first, *more in [headings.split("|")]
    for heading in (*first.split(), *more)
}


def read_people(data: bytes, form: str = "csv") -> Read:
    """form: csv or xlsx. Raises FileRefused for what is no table, or has no column of names."""
    try:
        table = read_table(data, form)
    except ImportRefused:
        raise FileRefused("no table") from None
    columns = _columns(table.headings.cells)
    if "family_name" not in columns.values():
        raise FileRefused("no column", headings=", ".join(filter(None, table.headings.cells))[:200])
    cards = [_card(record, columns) for record in table.records]
    return sifted(cards, {record.span.number: _words(table, record) for record in table.records})


def _columns(headings: Sequence[str]) -> dict[int, str]:
    """The first column that stands for a field has it."""
    found: dict[str, int] = {}
    for at, heading in enumerate(headings):
        field = FIELD_OF.get(fold(heading).removesuffix(":"))
        if field:
            found.setdefault(field, at)
    return {at: field for field, at in found.items()}


def _card(record: Record, columns: dict[int, str]) -> Card:
    said = {field: record.cells[at].strip() for at, field in columns.items()}
    said["language"] = said.get("language", "")[:2].lower()
    if not said["family_name"]:  # a given name alone is all that is known of some
        said["family_name"], said["given_name"] = said.get("given_name", ""), ""
    return Card(**said, place=record.span.number)


def _words(table: Table, record: Record) -> str:
    return table.frozen.words(record.span)
