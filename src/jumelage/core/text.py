"""Folding of text, so that two spellings of one word compare equal. Pure: no Django."""

import unicodedata

APOSTROPHES = dict.fromkeys(map(ord, "´`’‘ʼʹ′＇"), "'")
QUOTES = dict.fromkeys(map(ord, "„“”«»‹›‟"), '"')
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
BLANKS = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\u200a\u2002\u2003\t\n\r"), " ")
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\ufeff\u2060"))
PUNCTUATION = APOSTROPHES | QUOTES | DASHES | BLANKS | INVISIBLE
LETTERS = str.maketrans({"ß": "ss", "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"})


def fold_punctuation(text: str) -> str:
    """One apostrophe, one quote, one dash, one blank; nothing invisible. Apostrophes go before NFKD, which would turn
    U+00B4 into a blank and an accent."""
    return text.translate(PUNCTUATION)


def fold(text: str) -> str:
    """Case, accents, ligatures, punctuation variants and runs of blanks folded away; letters of all scripts stay.

    >>> fold("Xi´an"), fold("Cluj–Napoca"), fold("ŁÓDŹ"), fold("Straße")
    ("xi'an", 'cluj-napoca', 'lodz', 'strasse')
    """
    if text.isascii():
        return " ".join(text.replace("`", "'").lower().split())
    plain = _decomposed(_decomposed(fold_punctuation(text)).casefold()).translate(LETTERS)
    return " ".join(fold_punctuation(plain).split())


def _decomposed(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def N_(text: str) -> str:
    """Marks a sentence that the faces translate."""
    return text
