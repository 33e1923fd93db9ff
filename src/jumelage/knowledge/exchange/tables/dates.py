"""Dates as the cells of lists have them: EDTF, years, ISO days, German days. Pure: no Django.

Refuses what can be read in two ways, and never guesses a century.
"""

import re
from datetime import date
from functools import lru_cache

from jumelage.core import edtf

EARLIEST = 700
AHEAD = 10
LEAD = re.compile(r"^(?:seit|ab|von|bis|since|from|until|depuis|jusqu'en)\s+(?:dem\s+)?", re.IGNORECASE)
POINTED = re.compile(r"(?:(\d{1,2})\.\s?)?(\d{1,2})\.\s?(\d{4})", re.ASCII)
SLASHED = re.compile(r"(?:(\d{1,2})/)?(\d{1,2})/(\d{4})", re.ASCII)
WITH_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d.*", re.ASCII)
SERIAL = range(10_000, 60_000)
EXCEL_DAY_ZERO = date(1899, 12, 30).toordinal()


class DateRefused(ValueError):
    """The words are no date that can be told; the message is one sentence for people."""


@lru_cache(maxsize=4096)
def read_date(words: str) -> str:
    """The date as EDTF. Raises DateRefused."""
    plain = LEAD.sub("", words.strip().replace("’", "'")).strip()
    plain = WITH_TIME.sub(r"\1", plain.removesuffix(".0"))
    try:
        when = edtf.parse(_german(plain) or _slashed(plain) or plain)
    except edtf.DateError:
        raise DateRefused(_refusal(words, plain)) from None
    _in_reach(words, when)
    return when.text


def _german(plain: str) -> str | None:
    found = POINTED.fullmatch(plain)
    return _joined(found[3], found[2], found[1]) if found else None


def _slashed(plain: str) -> str | None:
    """05/1960 is a month; 14/05/1960 is a day because there is no month 14; 05/06/1960 can be two days and is none."""
    found = SLASHED.fullmatch(plain)
    if not found:
        return None
    if not found[1]:
        return _joined(found[3], found[2], None)
    first, second = int(found[1]), int(found[2])
    if first > 12:
        return _joined(found[3], found[2], found[1])
    if second > 12 or first == second:
        return _joined(found[3], found[1], found[2])
    raise DateRefused(
        f"“{plain}” can be two days; write {found[3]}-{second:02}-{first:02} or {found[3]}-{first:02}-{second:02}."
    )


def _joined(year: str, month: str, day: str | None) -> str:
    return "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)])


def _refusal(words: str, plain: str) -> str:
    if plain.isascii() and plain.isdigit() and int(plain) in SERIAL:
        day = date.fromordinal(EXCEL_DAY_ZERO + int(plain))
        return f"“{words}” is no year; if it is a day as Excel counts them, write {day.isoformat()}."
    return f"“{words}” is no date that can be told; write 1960, 1960-05, 1960-05-14 or 14.05.1960."


def _in_reach(words: str, when: edtf.PartialDate) -> None:
    for day in (when.start_min, when.end_max):
        if day and not EARLIEST <= day.year <= date.today().year + AHEAD:
            raise DateRefused(f"“{words}” lies out of reach; is the year {day.year} right?")
