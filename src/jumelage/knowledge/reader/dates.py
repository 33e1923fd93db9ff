"""Finds dates in a sentence, as exact as they are written. Months come from CLDR; a date without a year says so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from jumelage.core.edtf import DateError, parse
from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.reader.sentences import Sentence

YEAR = r"(1[0-9]\d\d|20\d\d)"
MONTHLESS = re.compile(
    rf"(?:(?<![\w.,/-])|(?<=(?:1\d|20)\d\d-))(?:(?P<iso>{YEAR}-\d\d(?:-\d\d)?)|(?P<d>\d{{1,2}})[./](?P<m>\d{{1,2}})[./](?P<y>{YEAR})|(?P<year>{YEAR})(?P<dec>er|ern|s|'s)?|(?<=[ (])'(?P<short>\d\d))(?![\w/]|[.,]\d|-(?!(?:1\d|20)\d\d(?![\d-]))\w)",
    re.ASCII,
)

ENTRY_WORDS = 10
THIS_CENTURY = "30"  # '29 is 2029, '30 is 1930
LIFE = re.compile(rf"\({YEAR}-{YEAR}\)", re.ASCII)  # in a sentence mostly somebody's life
ITEM_NUMBER = re.compile(r"(?:^|\n)[ \t]*([0-3]?\d)\. $", re.ASCII)


@dataclass(frozen=True, slots=True)
class Date:
    """A date as written; edtf is None while the year is missing, then month and day say what is known."""

    start: int
    end: int
    edtf: str | None
    month: int | None = None
    day: int | None = None

    @property
    def year(self) -> str:
        return self.edtf[:4] if self.edtf else ""


def dates(text: str, low: str, sentence: Sentence, language: Language) -> tuple[Date, ...]:
    """All dates in reading order, none inside another."""
    named = [_with_day(low, d, sentence) for d in _named(low, sentence, language)]
    taken = [(d.start, d.end) for d in named]
    if len(sentence.words) > ENTRY_WORDS:
        taken += [m.span() for m in LIFE.finditer(low, sentence.start, sentence.end)]
    bare = [d for d in _numeric(low, sentence, language) if not any(s < d.end and d.start < e for s, e in taken)]
    return tuple(sorted((d for d in (*named, *bare) if _possible(d)), key=lambda d: d.start))


def _with_day(low: str, date: Date, sentence: Sentence) -> Date:
    """A day that was taken for the number of a list's item: `1. July 1990: …`."""
    number = ITEM_NUMBER.search(low, max(0, date.start - 5), date.start)
    if date.start != sentence.start or date.day or date.edtf is None or number is None:
        return date
    return Date(number.start(1), date.end, f"{date.edtf}-{int(number[1]):02}", date.month, int(number[1]))


def _possible(date: Date) -> bool:
    if date.edtf is None:
        return 1 <= (date.day or 1) <= 31
    try:
        parse(date.edtf)
    except DateError:
        return False
    return True


def _named(low: str, sentence: Sentence, language: Language) -> Iterator[Date]:
    pattern, numbers = months(language.code)
    for found in pattern.finditer(low, sentence.start, sentence.end):
        month = numbers[found["m1"] or found["m2"]]
        day = found["d1"] or found["d2"]
        year = found["y1"] or found["y2"]
        if day is None and year is None:
            before = low[max(0, found.start() - 8) : found.start()].split()[-1:]
            told = language.nouns_capitalised or not language.among("in_year").isdisjoint(before)
            if len(found[0]) > 3 and told:
                yield Date(found.start(), found.end(), None, month)
            continue
        edtf = "-".join([year, f"{month:02}"] + ([f"{int(day):02}"] if day else [])) if year else None
        yield Date(found.start(), found.end(), edtf, month, int(day) if day else None)


@lru_cache(maxsize=16)
def months(code: str) -> tuple[re.Pattern[str], dict[str, int]]:
    """A pattern for dates with a month's name, and the number of each name."""
    from babel import Locale

    tables = Locale.parse(code).months
    names = {
        tables[form][width][n].lower().strip("."): n
        for form in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for n in range(1, 13)
    }
    names = {name: n for name, n in names.items() if not name.isdigit() and len(name) > 2} | EXTRA.get(code, {})
    month = "|".join(sorted(map(re.escape, names), key=lambda n: (-len(n), n)))
    day = r"(?P<{0}>[0-3]?\d)(?:\.|er|º|°|st|nd|rd|th|ste|e)?"
    first = rf"(?:(?<!\d){day.format('d1')}[ ]?(?:de |of )?)?(?P<m1>{month})\b\.?(?:,? ?(?:de |del |of )?(?P<y1>{YEAR})(?!\d))?"
    second = rf"(?P<m2>{month})\.? {day.format('d2')},? (?P<y2>{YEAR})(?!\d)"
    return re.compile(rf"(?<!\w)(?:{second}|{first})"), names


LOCATIVES = "styczniu lutym marcu kwietniu maju czerwcu lipcu sierpniu wrześniu październiku listopadzie grudniu"
EXTRA = {
    "de": {"jänner": 1},
    "es": {"setiembre": 9},
    "nl": {"mrt": 3},
    "pl": {name: number for number, name in enumerate(LOCATIVES.split(), 1)},
}


def _numeric(low: str, sentence: Sentence, language: Language) -> Iterator[Date]:
    for found in MONTHLESS.finditer(low, sentence.start, sentence.end):
        if found["iso"]:
            yield Date(found.start(), found.end(), found["iso"])
        elif found["d"]:
            yield _day_month(found, language)
        elif found["short"]:
            yield Date(found.start(), found.end(), f"{20 if found['short'] < THIS_CENTURY else 19}{found['short']}")
        elif found["dec"] and found["year"][3] == "0":
            yield Date(found.start(), found.end(), found["year"][:3] + "X")
        elif not found["dec"] and not _measures(low, found.end(), language):
            yield _decade(low, found, language)


def _day_month(found: re.Match[str], language: Language) -> Date:
    """Day before month everywhere; where a language's pages also write the month first, only what is certain is kept."""
    day, month = int(found["d"]), int(found["m"])
    if month > 12 and day <= 12 and "US" in language.countries_of:
        day, month = month, day
    edtf = f"{found['y']}-{month:02}-{day:02}"
    return Date(found.start(), found.end(), edtf, month, day)


def _decade(low: str, found: re.Match[str], language: Language) -> Date:
    before = low[max(0, found.start() - 12) : found.start()].split()
    decade = bool(before) and before[-1] in language.words["decades"] and found["year"][3] == "0"
    return Date(found.start(), found.end(), found["year"][:3] + "X" if decade else found["year"])


def _measures(low: str, end: int, language: Language) -> bool:
    """Whether the number is an amount: a unit follows."""
    following = re.match(r"[ ]([^\W\d_]+)", low[end : end + 30])
    return following is not None and any(following[1].startswith(unit) for unit in language.words["units"])
