"""Text that a spreadsheet would run as a formula: put out of action when it is written, restored when it is read. Pure.

OWASP's rule: a cell that begins with one of = + - @, a tab or a carriage return gets an apostrophe in front, and so does one that
has such an apostrophe already, so that reading gives back exactly what was written.
"""

DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")
GUARD = "'"


def neutral(text: str) -> str:
    return GUARD + text if text.lstrip(GUARD).startswith(DANGEROUS) else text


def restored(text: str) -> str:
    return text[1:] if text.startswith(GUARD) and text.lstrip(GUARD).startswith(DANGEROUS) else text
