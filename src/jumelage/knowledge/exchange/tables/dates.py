"""Dates as the cells of lists have them: what `core.datephrases` reads, in whichever of its languages, and what spreadsheets
make of dates. Pure: no Django.

The language of a cell is not known, so a phrase counts if all languages that read it read the same; numbers with points are
written by those who put the day first.
"""

import re
from datetime import date
from functools import lru_cache

from jumelage.core.datephrases import Asked, PhraseRefused, read
from jumelage.core.edtf import PartialDate

EARLIEST = 700
AHEAD = 10
LANGUAGES = ("de", "en", "fr")
ASKED: tuple[Asked, ...] = ("since", "until")
TELLING = ("part", "hundred", "year or decade", "backwards", "doubt", "year")  # better than "not understood"
POINTED = re.compile(r"\d\.\s?\d")
WITH_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d.*", re.ASCII)
SERIAL = range(10_000, 60_000)
EXCEL_DAY_ZERO = date(1899, 12, 30).toordinal()


class DateRefused(ValueError):
    """The words are no date that can be told; the message is one sentence for people."""


@lru_cache(maxsize=4096)
def read_date(words: str) -> str:
    """The date as EDTF. Raises DateRefused."""
    plain = WITH_TIME.sub(r"\1", words.strip().removesuffix(".0"))
    if plain.isascii() and plain.isdigit() and int(plain) in SERIAL:
        day = date.fromordinal(EXCEL_DAY_ZERO + int(plain)).isoformat()
        raise DateRefused(f"“{words}” is no year; if it is a day as Excel counts them, write {day}.")
    when = _agreed(words, plain)
    _in_reach(words, when)
    return when.text


def _agreed(words: str, plain: str) -> PartialDate:
    found: dict[str, PartialDate] = {}
    refused: list[PhraseRefused] = []
    for language in ("de",) if POINTED.search(plain) else LANGUAGES:
        for asked in ASKED:
            try:
                when = read(plain, language, asked)
                found[when.text] = when
                break
            except PhraseRefused as refusal:
                refused.append(refusal)
    if order := next((r.details for r in refused if r.code == "order"), None):
        raise DateRefused(f"“{plain}” can be two days; write {order['other']} or {order['one']}.")
    if len(found) == 1:
        return next(iter(found.values()))
    if telling := next((r for code in TELLING for r in refused if r.code == code), None):
        raise DateRefused(str(telling))
    if found:
        raise DateRefused(f"“{words}” can be {' or '.join(found)}; write one of them.")
    raise DateRefused(f"“{words}” is no date that can be told; write 1960, 1960-05, 1960-05-14 or 14.05.1960.")


def _in_reach(words: str, when: PartialDate) -> None:
    for day in (when.start_min, when.end_max):
        if day and not EARLIEST <= day.year <= date.today().year + AHEAD:
            raise DateRefused(f"“{words}” lies out of reach; is the year {day.year} right?")
