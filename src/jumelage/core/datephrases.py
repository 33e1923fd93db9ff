"""Reads dates as people write them in German, English and French: "um 1960", "seit dem 14. Mai 1960", "années 1950". Pure: no Django.

Nothing is guessed: what can be meant in two ways, or has no exact form, is refused with a sentence on what to write instead.
"""

import re
from datetime import date
from functools import lru_cache
from typing import Literal

from jumelage.core.dateforms import Forms, Refused, Written, forms_of
from jumelage.core.datephrasing import NO_LANGUAGE, PHRASINGS
from jumelage.core.edtf import DateError, PartialDate, parse
from jumelage.core.text import N_, fold

Asked = Literal["period", "moment", "since", "until"]

LONGEST, SHOWN = 200, 60
DASHES = re.compile("[–—]")
GLUED = re.compile(r"(?<=[a-z])(\.?)(?=\d)|(?<=[a-z]')(?=\w)")


REFUSALS = {
    "unknown": N_("“%(phrase)s” is not understood as a date; write it like 14 May 1960, May 1960, around 1960 or 1960-05-14."),
    "year": N_("In “%(phrase)s” a year is missing or cut short; write each year with four digits."),
    "order": N_("“%(phrase)s” can be %(one)s or %(other)s; write the month as a word."),
    "calendar": N_("“%(phrase)s” names a day, month or year that is not in the calendar; check the numbers."),
    "part": N_("“%(phrase)s” is a part of a longer time, for which there is no exact form; write “between … and …”, or only “%(whole)s”."),
    "hundred": N_("“%(phrase)s” can be ten years or a hundred; write “%(decade)s” or “%(century)s”."),
    "year or decade": N_("The last number of “%(phrase)s” can be a year or ten years; write “the year” or “the years” before it."),
    "backwards": N_("“%(phrase)s” ends before it begins; check the two dates."),
    "doubt": N_("“%(phrase)s” does not say which of the two dates is in doubt; write “around” or “probably” before each that is."),
    "stretch": N_("“%(phrase)s” is a stretch of time, but a day is asked for; write “between … and …”, “… at the earliest” or “… at the latest”."),
}  # fmt: skip

DAY_PHRASES = {"date", "between", "earliest", "latest", "after", "before"}
STRETCHES = {"from", "from, end unknown", "until", "run", "pair"}
ALLOWED: dict[Asked, set[str]] = {
    "period": DAY_PHRASES | STRETCHES,
    "moment": DAY_PHRASES,
    "since": DAY_PHRASES | {"from", "since between", "since earliest", "since latest"},
    "until": DAY_PHRASES | {"until"},
}
RESULTS = {
    "date": "{}", "from": "{}/..", "from, end unknown": "{}/", "until": "/{}", "run": "{}/{}", "pair": "{}/{}",
    "between": "{}/{}", "earliest": "{}/..", "latest": "../{}", "after": "{}/..", "before": "../{}",
    "since between": "{}/{}", "since earliest": "{}/..", "since latest": "../{}",
}  # fmt: skip


class PhraseRefused(DateError):
    """A phrase that is not read: code and details (EDTF, but for the phrase itself) are for a translated sentence of REFUSALS."""

    def __init__(self, code: str, phrase: str, **details: str) -> None:
        self.code = code
        self.details = {"phrase": phrase if len(phrase) <= SHOWN else f"{phrase[:SHOWN]}…", **details}
        super().__init__(REFUSALS[code] % self.details)


def read(phrase: str, language: str, asked: Asked = "period") -> PartialDate:
    """The date that a phrase or EDTF means, with its EDTF as text. In a language without words here only numbers are read.

    asked says what the phrase answers. `period`: a date or a stretch, "seit 1960" is 1960/..; `moment`: a day, known or not;
    `since` and `until`: the day on which something begins or ends, "seit 1960" and "bis 1960" are 1960. Some day of a stretch
    ("zwischen 2014 und 2023", "vor 1990") is the interval of all days that can be meant. Raises PhraseRefused.
    """
    text = phrase.strip()
    if len(text) > LONGEST:
        raise PhraseRefused("unknown", text)
    try:
        return parse(text.upper())
    except DateError:
        pass
    try:
        return _reading(_plain(text), language, asked)
    except Refused as refused:
        raise PhraseRefused(refused.code, text, **refused.details) from None


def _plain(text: str) -> str:
    """Folded, with blanks around dashes and where words and numbers are glued together."""
    if any(c.isnumeric() and not c.isascii() for c in text):
        raise Refused("unknown")
    return GLUED.sub(r"\1 ", fold(DASHES.sub(" - ", text))).rstrip(" .")


def _reading(text: str, language: str, asked: Asked) -> PartialDate:
    forms = forms_of(language)
    bare, uncertain, approximate = forms.without_doubt(text)
    for kind, pattern in _frames(language):
        found = pattern.fullmatch(bare)
        if not found:
            continue
        if kind not in RESULTS:
            raise Refused(kind)
        sides = _sides(found.groups(), forms)
        if sides:
            return _result(kind, _doubted(kind, sides, uncertain, approximate), asked)
    raise Refused("unknown")


@lru_cache(maxsize=8)
def _frames(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    frames = (
        ("date", "{}"),
        *PHRASINGS.get(language, NO_LANGUAGE).frames,
        ("pair", "{} - {}"),
        ("pair", "([^-]+)-([^-]+)"),
    )
    return tuple((kind, re.compile(frame.replace("{}", "(.+)"))) for kind, frame in frames)


def _sides(texts: tuple[str, ...], forms: Forms) -> list[Written]:
    """One date or two; none where one of them is not understood."""
    dates = [forms.date(text) for text in texts]
    if dates[0] and dates[-1]:
        dates[0] = dates[0].before(dates[-1])
    return [found for found in dates if found] if all(dates) else []


def _doubted(kind: str, sides: list[Written], uncertain: bool, approximate: bool) -> list[Written]:
    """A doubt before the whole phrase is one of each date, where the words say so; else nobody can tell."""
    if len(sides) == 2 and sides[1].behind and not sides[0].doubted:
        raise Refused("doubt")
    if kind != "pair" or not (uncertain or approximate):
        return [side.with_doubt(uncertain, approximate) for side in sides]
    if not sides[1].doubted:
        raise Refused("doubt")
    return [sides[0].with_doubt(uncertain, approximate), sides[1]]


def _result(kind: str, sides: list[Written], asked: Asked) -> PartialDate:
    dates = [side.edtf() for side in sides]
    if kind not in ALLOWED[asked]:
        raise Refused("stretch")
    if kind in ("after", "before"):
        dates = [_beside(dates[0], 1 if kind == "after" else -1)]
    form = "{}" if kind in ("from", "until") and asked in ("since", "until") else RESULTS[kind]
    try:
        return parse(form.format(*dates))
    except DateError:
        raise Refused("backwards") from None


def _beside(text: str, step: int) -> str:
    """The date of the same precision that follows, or with a step of -1 goes before."""
    when = parse(text)
    edge = when.latest if step > 0 else when.earliest
    if edge is None or when.uncertain or when.approximate:
        raise Refused("unknown")
    if not date.min < edge < date.max:
        raise Refused("calendar")
    day = date.fromordinal(edge.toordinal() + step).isoformat()
    return "".join("X" if sign == "X" else digit for sign, digit in zip(text, day, strict=False))
