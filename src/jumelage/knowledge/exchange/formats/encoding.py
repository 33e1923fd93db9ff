"""Bytes of a list to text, and in which of the old code pages it was written. Pure: no Django."""

import re

from jumelage.knowledge.exchange.model import ImportRefused
from jumelage.knowledge.places import gazetteer
from jumelage.knowledge.sources.extract import ExtractError
from jumelage.knowledge.sources.extract.decode import GUESSED, decode

CODE_PAGES = {"cp1252": "Windows-1252", "cp1250": "Windows-1250"}
PIECES = re.compile(r"[^,;|\t\r\n\"]+")
LOOKED_AT = 300
NOT_TEXT = "The bytes are not text; save the list as CSV in UTF-8, or as .xlsx."


def text_of(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text and warnings: by its byte order mark, else UTF-8, UTF-16, or the code page that makes more names of places.

    Raises ImportRefused for bytes that are no text.
    """
    try:
        encoding = _wide(data)
        text, warnings = (data.decode(encoding), ()) if encoding else decode(data)
    except (ExtractError, UnicodeDecodeError):
        raise ImportRefused(NOT_TEXT) from None
    if "\0" in text:
        raise ImportRefused(NOT_TEXT)
    return _in_code_page(data) if GUESSED in warnings else (text, warnings)


def _wide(data: bytes) -> str | None:
    """UTF-16 without its mark shows in every other byte, which is zero for Latin letters."""
    head = data[:2000]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or len(head) < 4:
        return None
    zeros = head[::2].count(0), head[1::2].count(0)
    if max(zeros) * 10 < len(head) * 4:
        return None
    return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"


def _in_code_page(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The western code page, unless the central European one reads more names of places out of the bytes."""
    texts = {name: data.decode(name, errors="replace") for name in CODE_PAGES}
    places = {name: _places(text, texts) for name, text in texts.items()}
    chosen = max(CODE_PAGES, key=lambda name: places[name])
    return texts[chosen], (f"The text is not UTF-8; it was read as {CODE_PAGES[chosen]}, some letters may be wrong.",)


def _places(text: str, texts: dict[str, str]) -> int:
    """How many of the pieces that this code page alone reads so are places written with just these letters."""
    others = {piece for other in texts.values() if other is not text for piece in PIECES.findall(other)}
    own = [piece.strip() for piece in PIECES.findall(text) if piece not in others]
    return sum(_likelihood(piece) for piece in dict.fromkeys(own[:LOOKED_AT]))


def _likelihood(piece: str) -> int:
    """2 for the name of a place letter by letter, 1 for one with other accents, 0 for no place or no letters."""
    if not all(c.isalpha() or c in " -'()." for c in piece):
        return 0
    return 2 if any(place.name == piece for place in gazetteer.lookup(piece)) else int(gazetteer.known(piece))
