"""One date as people write it: a day, month, year, decade or century with its doubts, in one language. Pure: no Django."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from jumelage.core.datephrasing import NO_LANGUAGE, PHRASINGS, Phrasing
from jumelage.core.datewording import roman
from jumelage.core.edtf import DateError, parse
from jumelage.core.text import fold

THREE_NUMBERS = re.compile(r"(\d{1,4})([./-]) ?(\d{1,2})\2 ?(\d{1,4})", re.ASCII)
TWO_NUMBERS = re.compile(r"(\d{1,4})([./-]) ?(\d{1,4})\.?", re.ASCII)
ONE_NUMBER = re.compile(r"(\d{1,4})(?:\.|st|nd|rd|th|er|e)?", re.ASCII)
ROMAN = {roman(number).lower(): number for number in range(1, 101)}

Builder = Callable[[re.Match[str], bool], "Written | None"]


class Refused(Exception):
    """Why a date cannot be read, as a code of `datephrases.REFUSALS`, and what its sentence needs."""

    def __init__(self, code: str, **details: str) -> None:
        super().__init__(code)
        self.code, self.details = code, details


@dataclass(frozen=True, slots=True)
class Written:
    """A date as far as it is written; year is EDTF of a year, decade or century, empty where there is none. behind: the doubt
    stands behind the date."""

    year: str = ""
    month: int | None = None
    day: int | None = None
    uncertain: bool = False
    approximate: bool = False
    behind: bool = False

    @property
    def doubted(self) -> bool:
        return self.uncertain or self.approximate

    def with_doubt(self, uncertain: bool, approximate: bool) -> "Written":
        return replace(self, uncertain=self.uncertain or uncertain, approximate=self.approximate or approximate)

    def before(self, later: "Written") -> "Written | None":
        """Filled up from the later date of a pair, as in "3. bis 7. Mai 1984"; None where that makes no sense."""
        if self.year or not later.year:
            return self
        if (self.day is None) != (later.day is None) or later.month is None:
            return None
        return replace(self, year=later.year, month=later.month if self.month is None else self.month)

    def edtf(self) -> str:
        """Raises Refused where the year is missing or the calendar has no such day."""
        if not self.year:
            raise Refused("year")
        text = self.year + "".join(f"-{number:02}" for number in (self.month, self.day) if number is not None)
        try:
            parse(text)
        except DateError:
            raise Refused("calendar") from None
        return text + {(True, True): "%", (True, False): "?", (False, True): "~"}.get(
            (self.uncertain, self.approximate), ""
        )


class Forms:
    """How one language writes a date."""

    def __init__(self, phrasing: Phrasing) -> None:
        self.phrasing = phrasing
        self.month_numbers = _months(phrasing.locales)
        doubts = rf"(?P<around>(?:{phrasing.around})\b|~)\.? ?|(?P<doubt>{phrasing.doubt})\b\.? "
        self.doubt = re.compile(doubts)
        self.lead = re.compile(rf"{doubts}|(?:{phrasing.small}) ")
        behind = rf"(?P<date>.+?)(?: ?\((?P<bracketed>{phrasing.behind}|[?~])\.?\)| (?P<word>{phrasing.behind})\.?| ?(?P<sign>[?~%]))"
        self.behind = re.compile(behind)
        self.part = re.compile(rf"(?:{phrasing.parts})[ -](?P<whole>.+)")
        self.era = re.compile(rf"(?P<date>.+) (?:{phrasing.era})\.?")
        self.forms = [(self._compiled(form), build) for form, build in self._builders()]

    def _builders(self) -> list[tuple[str, Builder]]:
        named = ((form, self._named) for form in (*self.phrasing.days, *self.phrasing.months))
        ways = (
            (self.phrasing.decades, _decade),
            (self.phrasing.roundyears, _roundyears),
            (self.phrasing.centuries, _century),
        )
        return [*named, *((form, build) for forms, build in ways for form in forms)]

    def _compiled(self, form: str) -> re.Pattern[str]:
        months = "|".join(sorted(map(re.escape, self.month_numbers), key=len, reverse=True))
        numbers = {
            "{d}": r"(?P<day>\d{1,2})", "{n}": r"(?P<number>\d{1,3})", "{r}": r"(?P<roman>[ivxlc]+)", "{m}": rf"(?P<month>{months})",
        }  # fmt: skip
        for name, pattern in numbers.items():
            form = form.replace(name, pattern)
        form = form.replace("{y}", r"(?P<year>\d{1,4})", 1).replace("{y}", r"(?P<last>\d{1,4})")
        return re.compile(form, re.ASCII)

    def date(self, text: str) -> Written | None:
        """None where it is not understood. Raises Refused where it can be read in two ways, or lacks its year."""
        bare, *before = _without_lead(text, self.lead)
        bare, *behind = self._without_behind(bare)
        written = self._bare(bare)
        return written and replace(written.with_doubt(*before).with_doubt(*behind), behind=any(behind))

    def without_doubt(self, text: str) -> tuple[str, bool, bool]:
        """The text without the words of doubt before it, and whether they call it uncertain and approximate."""
        return _without_lead(text, self.doubt)

    def _without_behind(self, text: str) -> tuple[str, bool, bool]:
        found = self.behind.fullmatch(text)
        if not found:
            return text, False, False
        doubt = found["bracketed"] or found["word"] or found["sign"]
        approximate = doubt in ("~", "%") or re.fullmatch(self.phrasing.around, doubt) is not None
        return found["date"], doubt == "%" or not approximate, approximate

    def _bare(self, text: str) -> Written | None:
        found = self.era.fullmatch(text)
        text, has_era = (found["date"], True) if found else (text, False)
        for pattern, build in self.forms:
            if match := pattern.fullmatch(text):
                return build(match, has_era)
        numbers = self._numbers(text, has_era)
        if numbers is None:
            self._refuse_part(text)
        return numbers

    def _refuse_part(self, text: str) -> None:
        """A part of a year or decade has no form of its own; to drop the word would be to say something else."""
        found = self.part.fullmatch(text)
        whole = self.date(found["whole"]) if found else None
        if whole:
            raise Refused("part", whole=whole.edtf())

    def _named(self, match: re.Match[str], has_era: bool) -> Written:
        found = match.groupdict()
        return Written(
            _year(found["year"], has_era) if found.get("year") else "",
            self.month_numbers[found["month"]],
            int(found["day"]) if found.get("day") else None,
        )

    def _numbers(self, text: str, has_era: bool) -> Written | None:
        if match := ONE_NUMBER.fullmatch(text):
            return _one_number(text, match[1], has_era)
        if match := THREE_NUMBERS.fullmatch(text):
            return self._three_numbers(match[1], match[2], match[3], match[4])
        match = TWO_NUMBERS.fullmatch(text)
        return self._two_numbers(match[1], match[2], match[3]) if match else None

    def _three_numbers(self, first: str, sign: str, middle: str, last: str) -> Written | None:
        if len(first) == 4 and len(last) <= 2:
            return Written(first, int(middle), int(last))
        if len(first) > 2:
            return None
        year, numbers = _year(last, has_era=False), (int(first), int(middle))
        if sign in self.phrasing.day_first:
            return Written(year, numbers[1], numbers[0])
        ways = sorted({(month, day) for day, month in (numbers, numbers[::-1]) if 1 <= month <= 12 and day})
        if len(ways) > 1:
            one, other = (f"{year}-{month:02}-{day:02}" for month, day in ways)
            raise Refused("order", one=one, other=other)
        return Written(year, *(ways[0] if ways else numbers))

    def _two_numbers(self, first: str, sign: str, last: str) -> Written | None:
        """A month with its year, or a day that awaits its year; 2003/04 can be a year that begins in autumn."""
        lengths = len(first), len(last)
        if lengths[0] <= 2 and lengths[1] == 4:
            return Written(last, int(first))
        if lengths[0] <= 2 and lengths[1] <= 2 and sign in self.phrasing.day_first and sign != "-":
            return Written("", int(last), int(first))
        if sign == "/" or (sign == "-" and lengths[0] == 4 and lengths[1] <= 2):
            raise Refused("year")
        return None


def _without_lead(text: str, lead: re.Pattern[str]) -> tuple[str, bool, bool]:
    uncertain = approximate = False
    at = 0
    while match := lead.match(text, at):
        uncertain |= bool(match["doubt"])
        approximate |= bool(match["around"])
        at = match.end()
    return text[at:], uncertain, approximate


def _one_number(text: str, digits: str, has_era: bool) -> Written:
    """A year, or a day that awaits month and year."""
    if has_era or (text == digits and len(digits) > 2):
        return Written(_year(digits, has_era))
    return Written(day=int(digits))


def _year(digits: str, has_era: bool) -> str:
    if len(digits) != 4 and not has_era:
        raise Refused("year")
    return digits.zfill(4)


def _decade(match: re.Match[str], has_era: bool) -> Written | None:
    year = _year(match["year"], has_era)
    if year.endswith("00"):
        raise Refused("hundred", decade=f"{year[:3]}X", century=f"{year[:2]}XX")
    return Written(f"{year[:3]}X") if year.endswith("0") else None


def _roundyears(match: re.Match[str], has_era: bool) -> Written | None:
    first, last = _year(match["year"], has_era), _year(match["last"], has_era)
    is_decade = first.endswith("0") and int(last) == int(first) + 9
    return Written(f"{first[:3]}X") if is_decade else None


def _century(match: re.Match[str], has_era: bool) -> Written | None:
    found = match.groupdict()
    number = ROMAN.get(found["roman"], 0) if found.get("roman") else int(found["number"])
    return Written(f"{number - 1:02}XX") if 1 <= number <= 100 else None


def _months(locales: tuple[str, ...]) -> dict[str, int]:
    """Names and abbreviations, folded and without their full stop."""
    from babel import Locale

    return {
        fold(name).rstrip("."): number
        for locale in locales
        for form in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in Locale.parse(locale).months[form][width].items()
    }


@lru_cache(maxsize=8)
def forms_of(language: str) -> Forms:
    return Forms(PHRASINGS.get(language, NO_LANGUAGE))
