"""Bytes to text: byte order marks, the declared charset, UTF-8, UTF-16 by its zeros, and the likeliest of the old charsets."""

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
CHARSET = re.compile(r"(?:charset|encoding)\s{0,3}=\s{0,3}[\"']?([\w.:-]{2,40})", re.ASCII | re.IGNORECASE)
AS_BROWSERS_DO = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
}
READ = ("utf-8", "cp12", "iso8859", "koi8", "mac-", "cp437", "cp85", "cp866", "gb", "big5", "euc", "shift_jis")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
OLD = {"cp1252": "Windows-1252", "cp1250": "Windows-1250", "iso8859-2": "ISO-8859-2"}
LETTERS = frozenset("äöüßáàâãåæçéèêëíìîïñóòôõøúùûýÿœšžąćęłńśźżčďěňřťůőű")
FAMILIAR = LETTERS | {c.upper() for c in LETTERS} | frozenset("\xa0§°«»¿¡ºª€–—…„“”‚‘’•²³½©®´`")
SAMPLE = 200_000


def decode(data: bytes, declared: str = "") -> tuple[str, tuple[str, ...]]:
    """The text and warnings; declared is a Content-Type or the head of a page that may name a charset."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _checked(data.decode(encoding, errors="replace")), ()
    for encoding in (*_named(declared), "utf-8", *_wide(data)):
        try:
            return _checked(data.decode(encoding)), ()
        except UnicodeDecodeError as error:
            if encoding == "utf-8" and _mostly_utf8(data, error):
                return _checked(data.decode("utf-8", errors="replace")), (DAMAGED,)
    encoding = max(OLD, key=lambda name: _familiar(data, name))
    return _checked(data.decode(encoding, errors="replace")), (GUESSED.format(OLD[encoding]),)


DAMAGED = "Some bytes of the text are damaged; they are shown as \ufffd."
GUESSED = "The text is not UTF-8 and does not name its charset; it was read as {}, some letters may be wrong."


def _named(declared: str) -> list[str]:
    """The charset that is named, as browsers take it; none where it is not one of texts."""
    found = CHARSET.search(declared)
    try:
        name = codecs.lookup(found[1]).name if found else ""
    except (LookupError, ValueError):
        return []
    name = AS_BROWSERS_DO.get(name, name)
    return [name] if name.startswith(READ) else []


def _wide(data: bytes) -> list[str]:
    """UTF-16 without its mark: every other byte of Latin text is zero."""
    head = data[: 2 * (SAMPLE // 2)]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 3 < len(head) // 2:
        return []
    return ["utf-16-le" if odd > even else "utf-16-be"]


def _mostly_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether what is no UTF-8 is damage: far more letters beyond ASCII are read than lost."""
    text = data[:SAMPLE].decode("utf-8", errors="replace") if error.start < SAMPLE else ""
    lost = text.count("\ufffd")
    return not text or sum(not c.isascii() for c in text) > 10 * lost


def _familiar(data: bytes, encoding: str) -> int:
    """How many more of the letters beyond ASCII are usual ones than not."""
    text = data[:SAMPLE].decode(encoding, errors="replace")
    return sum(1 if c in FAMILIAR else -1 for c in text if not c.isascii())


def _checked(text: str) -> str:
    """The text itself; refuses what only looks like text: more than one sign in a hundred is a control sign."""
    if len(CONTROL.findall(text, 0, 20_000)) * 100 > min(len(text), 20_000):
        raise ExtractError("The bytes are not text; give a text, Markdown or HTML page.")
    return text
