"""vCards in and out: reads 2.1 (of 1996), 3.0 (RFC 2426) and 4.0 (RFC 6350); writes 3.0 and 4.0. Pure: no Django.

Only what the office keeps is read: no birthdays, no photographs. A line that is not understood is passed over, as the standard asks.
"""

import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from jumelage.work.contacts.card import Card, FileRefused, Read, sifted

CONTENT_LINE = re.compile(r"(?:[A-Za-z0-9-]+\.)?([A-Za-z0-9-]+)((?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?):(.*)", re.DOTALL)
PARAMETER = re.compile(r";([^;=\"]+)(?:=((?:\"[^\"]*\"|[^;\"])*))?")
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
PARTS = re.compile(r"((?:\\.|[^;\\])*)(?:;|$)", re.DOTALL)
FOLD = 75
MOBILE = {"CELL", "MOBILE", "CAR"}
NO_PHONE = {"FAX", "PAGER", "MODEM"}


@dataclass(frozen=True, slots=True)
class Line:
    """types: the kinds that the line names, as parameter TYPE or, in 2.1, by themselves."""

    name: str
    types: frozenset[str]
    value: str
    preferred: int = 50

    def parts(self) -> list[str]:
        """The components of a structured value."""
        return [_plain(part) for part in PARTS.findall(self.value)[:-1] or [self.value]]


def read_vcards(data: bytes) -> Read:
    """Every card of the file. Raises FileRefused for what holds none."""
    cards, words = [], {}
    for place, lines in enumerate(_cards(_text(data)), 1):
        raw, version = "\n".join(lines), _version(lines)
        words[place] = raw
        cards.append(replace(_card(list(_lines(lines, version))), place=place))
    if not cards:
        raise FileRefused("no card")
    return sifted(cards, words)


def write_vcards(cards: Iterable[Card], version: str = "4.0") -> bytes:
    return "".join(f"{_folded(line)}\r\n" for card in cards for line in _written(card, version)).encode()


def _text(data: bytes) -> str:
    """UTF-8, or the western code page in which programs wrote version 2.1."""
    for encoding in ("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _cards(text: str) -> Iterator[list[str]]:
    """The lines between BEGIN and END; a card within a card is not read for itself."""
    card: list[str] = []
    depth = 0
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        word = line.strip().upper()
        if word == "BEGIN:VCARD":
            depth += 1
        elif word == "END:VCARD":
            depth = max(depth - 1, 0)
            if depth == 0 and card:
                yield card
                card = []
        elif depth == 1:
            card.append(line)


def _version(lines: list[str]) -> str:
    found = next((line for line in lines if line.upper().startswith("VERSION:")), "VERSION:3.0")
    return found.partition(":")[2].strip()


def _lines(lines: list[str], version: str) -> Iterator[Line]:
    for logical in _unfolded(lines):
        if found := CONTENT_LINE.fullmatch(logical):
            yield _line(found[1].upper(), dict(_parameters(found[2], version)), found[3])


def _unfolded(lines: list[str]) -> Iterator[str]:
    """Folded lines as one: a blank begins a continuation; in quoted-printable an equals sign ends a line that goes on."""
    whole = ""
    for line in lines:
        soft = whole.endswith("=") and "QUOTED-PRINTABLE" in whole.partition(":")[0].upper()
        if soft:
            whole = whole[:-1] + line
        elif line[:1] in (" ", "\t"):
            whole += line[1:]
        else:
            if whole:
                yield whole
            whole = line
    if whole:
        yield whole


def _parameters(text: str, version: str) -> Iterator[tuple[str, str]]:
    types = []
    for name, value in PARAMETER.findall(text):
        if name.upper() == "TYPE" or not value:
            types += [word.strip().upper() for word in (value or name).replace('"', "").split(",")]
        else:
            yield name.upper(), value.strip('"')
    yield "TYPE", ",".join(types)
    if "QUOTED-PRINTABLE" in types:
        yield "ENCODING", "QUOTED-PRINTABLE"


def _line(name: str, parameters: dict[str, str], value: str) -> Line:
    if parameters.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
        value = _unquoted(value, parameters.get("CHARSET", ""))
    types = frozenset(parameters["TYPE"].split(","))
    rank = parameters.get("PREF", "")
    return Line(name, types, value, int(rank) if rank.isdecimal() else 0 if "PREF" in types else 50)


def _unquoted(value: str, charset: str) -> str:
    data = quopri.decodestring(value.encode("cp1252", errors="replace"))
    for encoding in (charset, "utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("latin-1")


def _plain(text: str) -> str:
    plain = ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)
    return "".join(c for c in plain.replace("\r\n", "\n") if c >= " " or c in "\n\t").strip()


def _card(lines: list[Line]) -> Card:
    by_name: dict[str, list[Line]] = {}
    for line in sorted(lines, key=lambda line: line.preferred):
        by_name.setdefault(line.name, []).append(line)
    family, given, title = _names(by_name)
    phones = by_name.get("TEL", [])
    return Card(
        family,
        given,
        title,
        email=_first(by_name, "EMAIL").removeprefix("mailto:"),
        phone=_phone(line for line in phones if not line.types & (MOBILE | NO_PHONE)),
        mobile=_phone(line for line in phones if line.types & MOBILE),
        address=_address(by_name.get("ADR", [])),
        language=_first(by_name, "LANG")[:2].lower(),
        organisation=", ".join(filter(None, by_name["ORG"][0].parts())) if "ORG" in by_name else "",
        role=_first(by_name, "TITLE") or _first(by_name, "ROLE"),
        note=_first(by_name, "NOTE"),
    )


def _names(by_name: dict[str, list[Line]]) -> tuple[str, str, str]:
    """Family name, given names, title; what has only a full name is parted at its last blank."""
    if "N" in by_name:
        parts = [*by_name["N"][0].parts(), "", "", "", ""][:4]
        if parts[0] or parts[1]:
            return parts[0] or parts[1], " ".join(filter(None, parts[1:3])) if parts[0] else "", parts[3]
    given, _, family = _first(by_name, "FN").rpartition(" ")
    return family, given, ""


def _first(by_name: dict[str, list[Line]], name: str) -> str:
    return _plain(by_name[name][0].value) if name in by_name else ""


def _phone(lines: Iterable[Line]) -> str:
    line = next(iter(lines), None)
    return _plain(line.value).removeprefix("tel:").replace(";ext=", " ext. ") if line else ""


def _address(lines: list[Line]) -> str:
    """As it stands on a letter; the order of the parts is the standard's."""
    if not lines:
        return ""
    box, more, street, town, region, code, country = [*lines[0].parts(), *[""] * 7][:7]
    rows = (box, more, street, " ".join(filter(None, (code, town))), region, country)
    return "\n".join(filter(None, rows))


# Writing


def _written(card: Card, version: str) -> Iterator[str]:
    full = " ".join(filter(None, (card.title, card.given_name, card.family_name)))
    names = ";".join(map(_escaped, (card.family_name, card.given_name, "", card.title, "")))
    kind = "TYPE=CELL" if version == "3.0" else 'TYPE="cell,voice"'
    yield from ("BEGIN:VCARD", f"VERSION:{version}", f"FN:{_escaped(full)}", f"N:{names}")
    lines = {
        "ORG": card.organisation,
        "TITLE": card.role,
        "EMAIL": card.email,
        "TEL;TYPE=WORK" if version == "3.0" else 'TEL;TYPE="work,voice"': card.phone,
        f"TEL;{kind}": card.mobile,
        "NOTE": card.note,
    }
    yield from (f"{name}:{_escaped(value)}" for name, value in lines.items() if value)
    if card.address:
        yield f"ADR:;;{_escaped(card.address)};;;;"
    if card.language and version != "3.0":
        yield f"LANG:{card.language}"
    yield "END:VCARD"


def _escaped(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return escaped.replace("\r\n", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """At most 75 octets a line, never within a letter."""
    pieces: list[str] = []
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > FOLD - bool(pieces):
            pieces.append(piece)
            piece = ""
        piece += letter
    return "\r\n ".join([*pieces, piece])
