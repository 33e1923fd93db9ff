"""Partial dates as people write them, in German, English and French; `datephrases` reads them back. Pure: no Django."""

from functools import lru_cache
from typing import Literal

from jumelage.core.datewording import ENGLISH, WORDINGS, Wording
from jumelage.core.edtf import PartialDate, parse

Sense = Literal["period", "moment", "since"]
FRAMES: dict[Sense, dict[str, str]] = {
    "period": {"date": "alone", "both": "run", "open": "from", "unknown": "from, end unknown", "end": "until"},
    "moment": {"date": "alone", "both": "between", "open": "earliest", "unknown": "earliest", "end": "latest"},
    "since": {"date": "since", "both": "since between", "open": "since earliest", "unknown": "since earliest", "end": "since latest"},
}  # fmt: skip


@lru_cache(maxsize=4096)
def in_words(text: str, language: str, sense: Sense = "period") -> str:
    """`1960-05` is "Mai 1960", "May 1960", "mai 1960". A language without words of its own is told in English.

    An interval is a stretch of time ("2014 bis 2023"); in the sense `moment` it is some day in it ("zwischen 2014 und 2023").
    `since` tells from when on something holds ("seit 1960", "seit einem Zeitpunkt zwischen 2014 und 2023").
    """
    words = WORDINGS.get(language, ENGLISH)
    when = parse(text)
    sides = [side for side in (when.start, when.end) if side]
    left, right = sides[0], sides[-1]
    doubt = left.uncertain and right.uncertain
    frame = FRAMES[sense][_shape(when)]
    if (frame == "alone" and left.uncertain and not left.approximate) or (frame == "run" and _in_doubt(left)):
        frame += " in doubt"
    first, last = _cases(left, right, words, doubt, _shared(left, right)), _cases(right, left, words, doubt)
    said = words.frames[frame].format(a=first, b=last)
    for apart, together in words.joins:
        said = said.replace(apart, together)
    return words.doubt.format(said) if doubt else said


def iso(text: str) -> str:
    """For the datetime attribute, which knows days, months and years only; else empty."""
    when = parse(text)
    exact = when.precision in ("day", "month", "year") and not (when.uncertain or when.approximate)
    return text.removesuffix("-XX").removesuffix("-XX") if exact else ""


def _shape(when: PartialDate) -> str:
    if not when.is_interval:
        return "date"
    if when.start and when.end:
        return "both"
    return "end" if when.end else "open" if when.open_end else "unknown"


def _in_doubt(date: PartialDate) -> bool:
    return date.uncertain or date.approximate


def _shared(left: PartialDate, right: PartialDate) -> str:
    """What the earlier of two days or months need not say, because the later one says it."""
    alike = left.precision == right.precision and left < right and left.start_min and right.start_min
    if not alike or _in_doubt(left) or _in_doubt(right):
        return ""
    same_year, same_month = (left.text[:n] == right.text[:n] for n in (4, 7))
    if left.precision == "day" and same_month:
        return " of month"
    return " of year" if left.precision in ("day", "month") and same_year else ""


def _cases(date: PartialDate, other: PartialDate, words: Wording, doubt: bool, shared: str = "") -> dict[str, str]:
    """The date in every case; doubt: the phrase as a whole says that it is uncertain."""
    key = _key(date, other)
    base = key.partition(" beside")[0]
    plain, bare, era = words.cases["name"], _bare(date, words, shared), _era(date, words, shared)
    cases = {
        case: (form.get(key) or form.get(base) or plain[base]).format(bare) + era for case, form in words.cases.items()
    }
    if date.approximate:
        cases = _doubted(cases, base, words.approximate)
    if date.uncertain and not doubt:
        cases = _doubted(cases, base, words.uncertain)
    return cases


def _doubted(cases: dict[str, str], key: str, doubts: dict[str, str]) -> dict[str, str]:
    found = {case: doubts.get(f"{case} {key}") or doubts.get(case) for case in cases}
    return {case: doubt.format(**cases) for case, doubt in found.items() if doubt}


def _key(date: PartialDate, other: PartialDate) -> str:
    if date.precision == "decade":
        return "decade" if _year(date) % 100 else "roundyears"
    return "year beside a decade" if (date.precision, other.precision) == ("year", "decade") else date.precision


def _bare(date: PartialDate, words: Wording, shared: str) -> str:
    """The date without the words of its case."""
    year = _year(date)
    if date.precision == "century":
        return words.century(year // 100 + 1)
    if date.precision in ("day", "month"):
        return _day(date, words, shared)
    return f"{year}–{year + 9}" if _key(date, date) == "roundyears" else str(year)


def _day(date: PartialDate, words: Wording, shared: str) -> str:
    from babel.dates import format_date

    assert date.start_min
    said = format_date(date.start_min, words.days[date.precision + shared], locale=words.locale)
    first = words.first_day and date.precision == "day" and date.start_min.day == 1
    return words.first_day + said.removeprefix("1") if first else said


def _era(date: PartialDate, words: Wording, shared: str) -> str:
    return words.era if _year(date) < 1000 and date.precision != "century" and not shared else ""


def _year(date: PartialDate) -> int:
    assert date.start_min
    return date.start_min.year
