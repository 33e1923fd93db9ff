"""Bytes to text: byte order marks, the declared charset, UTF-8, and Windows-1252 as the last resort."""

import codecs
import re

from jumelage.knowledge.sources.extract.blocks import ExtractError

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.ASCII | re.IGNORECASE)
GUESSED = "The text is not UTF-8; it was read as Windows-1252, some letters may be wrong."
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def decode(data: bytes, declared: str = "") -> tuple[str, tuple[str, ...]]:
    """The text and warnings; declared is a Content-Type or the head of a page that may name a charset."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _checked(data.decode(encoding, errors="replace")), ()
    for encoding in (*_named(declared), "utf-8"):
        try:
            return _checked(data.decode(encoding)), ()
        except UnicodeDecodeError:
            continue
    return _checked(data.decode("cp1252", errors="replace")), (GUESSED,)


def _named(declared: str) -> list[str]:
    found = CHARSET.search(declared)
    if not found:
        return []
    try:
        return [codecs.lookup(found[1]).name]
    except (LookupError, ValueError):
        return []


def _checked(text: str) -> str:
    """The text itself; refuses what only looks like text: more than one sign in a hundred is a control sign."""
    if len(CONTROL.findall(text, 0, 20_000)) * 100 > min(len(text), 20_000):
        raise ExtractError("The bytes are not text; give a text, Markdown or HTML page.")
    return text
