"""Dates in their context: years that the sentence leaves out, relative years, and the page's own date."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from jumelage.core.edtf import DateError, parse
from jumelage.knowledge.reader.cues import Cue
from jumelage.knowledge.reader.dates import Date
from jumelage.knowledge.reader.mentions import Mentions

HEAD_BLOCKS = 8
SHORT = 70
JOINING = re.compile(r"(?<![\w-])(?:y|and|et|e|ed|und|sowie|i|oraz|en)(?![\w-])(?! (?:\w{1,3} )?\d)")
SHIFT = {"year_before": -1, "year_after": 1, "that_year": 0}
SHIFT_PUBLISHED = {"this_year": 0, "last_year": -1, "next_year": 1}


def resolved(m: Mentions, published: str | None, last_year: int | None, last_date: Date | None) -> tuple[Date, ...]:
    """The sentence's dates with their years filled in where the page tells them, and those that only words tell."""
    dates: list[Date] = []
    for date in m.dates:
        years = [int(d.year) for d in dates if d.year.isdigit()]
        dates.append(date if date.edtf else _filled(date, m, published, years[-1] if years else last_year))
    return tuple(
        sorted(
            (
                *dates,
                *_relative(m, dates, published, last_year),
                *_same_day(m, last_date),
                *_years_on(m, dates, last_year),
            ),
            key=lambda d: (d.start, d.end),
        )
    )


def _filled(date: Date, m: Mentions, published: str | None, last_year: int | None) -> Date:
    """Day and month get the year told last where the words say `of the same year`; else the published year, or the year
    before when that would lie far ahead."""
    if last_year and date.month and any(-3 <= c.start - date.end < 12 for c in m.family("relative", "that_year")):
        month = f"{last_year}-{date.month:02}"
        return replace(date, edtf=_valid(f"{month}-{date.day:02}" if date.day else month))
    if not published or date.month is None:
        return date
    year, now = int(published[:4]), int(published[5:7] or 12) if len(published) >= 7 else 12
    past = any(c.value == "last_year" and c.start < date.end and date.start - c.end < 15 for c in m.family("relative"))
    if (past and date.month >= now) or date.month > now + 2:
        year -= 1
    month = f"{year}-{date.month:02}"
    return replace(date, edtf=_valid(f"{month}-{date.day:02}" if date.day else month))


def _valid(edtf: str) -> str | None:
    try:
        return parse(edtf).text
    except DateError:
        return None


def _relative(m: Mentions, dates: Sequence[Date], published: str | None, last_year: int | None) -> Iterator[Date]:
    for cue in m.family("relative"):
        if any(d.month and abs(d.start - cue.end) < 15 for d in dates):
            continue
        if cue.value in SHIFT_PUBLISHED and published:
            yield Date(cue.start, cue.end, str(int(published[:4]) + SHIFT_PUBLISHED[cue.value]))
        elif cue.value in SHIFT:
            near = [int(d.year) for d in dates if d.edtf and d.end <= cue.start and d.year.isdigit()]
            base = near[-1] if near else last_year
            if base:
                yield Date(cue.start, cue.end, str(base + SHIFT[cue.value]))


def _years_on(m: Mentions, dates: Sequence[Date], last_year: int | None) -> Iterator[Date]:
    """`two years later` after a year that was told."""
    for age in m.ages:
        cue = next((c for c in m.family("relative", "years_on") if 0 <= c.start - age.end <= 2), None)
        near = [int(d.year) for d in dates if d.year.isdigit() and d.end <= age.start]
        base = near[-1] if near else last_year
        if cue and base:
            yield Date(age.start, cue.end, str(base + age.years))


def _same_day(m: Mentions, last: Date | None) -> Iterator[Date]:
    if last:
        yield from (Date(c.start, c.end, last.edtf) for c in m.family("relative", "that_day"))


def page_date(sentences: Iterable[Mentions], hint: str | None) -> str | None:
    """The page's own date: what its markup says, else a short line at its head that holds little but a date."""
    if hint:
        return hint
    best: str | None = None
    lines = 0
    sentences = list(sentences)
    chronicle = sum(m.block.kind == "heading" and is_date_line(m) for m in sentences) > 2
    for m in sentences:
        if m.block.start > 3000 or (lines := lines + 1) > HEAD_BLOCKS * 2:
            break
        length = m.block.end - m.block.start
        if chronicle and is_date_line(m):
            break
        if length > SHORT or m.block.kind == "item" or m.parties or m.family("kind", "partnership"):
            continue
        exact = [d.edtf for d in m.dates if d.edtf and _is_stamp(m, d)]
        best = max([best, *exact], key=lambda e: len(e or ""), default=best) if best else (exact[0] if exact else None)
        if best and len(best) == 10:
            break
    return best


def is_date_line(m: Mentions) -> bool:
    """Whether a line holds a date and nothing else."""
    return any(d.end - d.start >= (m.block.end - m.block.start) - 2 for d in m.dates)


def _is_stamp(m: Mentions, date: Date) -> bool:
    """A whole date, or a month or year in a line with at most three other words."""
    others = [w for w in m.sentence.words if not date.start <= w.start < date.end]
    enough = 6 if date.edtf and len(date.edtf) == 10 else 3
    year = int(date.year) if date.year.isdigit() else 0
    return len(others) <= enough and year >= 1995


def pairs(m: Mentions, dates: Sequence[Date], cues: Sequence[Cue]) -> dict[Date, Cue]:
    """To each date the cue nearest to it; a comma, semicolon or full stop between them puts them farther apart."""
    return {d: min(cues, key=lambda c: (distance(m, d, c), c.start)) for d in dates if cues}


def distance(m: Mentions, date: Date, cue: Cue) -> int:
    left, right = (date.end, cue.start) if date.end <= cue.start else (cue.end, date.start)
    if left > right:
        return 0
    between = m.text[left:right]
    return (
        right
        - left
        + 40 * len(JOINING.findall(between))
        + 40 * sum(between.count(s) for s in ",;:–")
        + 10 * between.count("(")
    )
