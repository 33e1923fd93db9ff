"""Dates in their context: years that the sentence leaves out, relative years, and the page's own date."""

import datetime
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from jumelage.core.edtf import DateError, parse
from jumelage.knowledge.reader.clauses import turns
from jumelage.knowledge.reader.cues import Cue
from jumelage.knowledge.reader.dates import Date
from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.reader.mentions import Mentions

HEAD_BLOCKS = 8
EXACT = 10  # a day
RECENT = {"heute": 0, "today": 0, "tonight": 0, "hoy": 0, "oggi": 0, "vandaag": 0, "dziś": 0, "dzisiaj": 0}
SHORT = 70
AGO = 12
LONG = 240
HEAD_CHARACTERS = 600
TURN = 80
DATELINE = ("–", "-", "—", "|", "/")
SHIFT = {"year_before": -1, "year_after": 1, "that_year": 0}
SHIFT_PUBLISHED = {"this_year": 0, "last_year": -1, "next_year": 1}


def resolved(
    m: Mentions, published: str | None, last_year: int | None, last_date: Date | None, language: Language
) -> tuple[Date, ...]:
    """The sentence's dates with their years filled in where the page tells them, and those that only words tell."""
    dates: list[Date] = []
    for written in m.dates:
        years = [int(d.year) for d in dates if d.year.isdigit()]
        earlier = [last_date, *dates] if last_date and not published else dates
        dates.append(
            written if written.edtf else _filled(written, m, published, years[-1] if years else last_year, earlier)
        )
    ago = [] if any(d.edtf for d in dates) else list(_years_ago(m, published))
    recent = list(_recent(m, dates, published, language))
    return tuple(
        sorted(
            (
                *dates,
                *_relative(m, dates, published, last_year),
                *_same_day(m, last_date),
                *_years_on(m, dates, last_year),
                *(_to_the_day(m, ago, recent) or [*ago, *recent]),
            ),
            key=lambda d: (d.start, d.end),
        )
    )


def _filled(date: Date, m: Mentions, published: str | None, last_year: int | None, before: Sequence[Date]) -> Date:
    """Day and month get the year that the words tell (`of the same year`), that of a date told before in the paragraph,
    or the published one."""
    if date.month is None:
        return date
    if last_year and _says_same_year(m, date):
        return _in_year(date, last_year)
    told = next((d.year for d in reversed(before) if d.year.isdigit() and (d.month or not published)), None)
    if told and (date.day or not m.family("mode", "future")):
        return _in_year(date, int(told))
    return _in_year(date, _year_by(published, date, m)) if published else date


def _says_same_year(m: Mentions, date: Date) -> bool:
    return any(-3 <= c.start - date.end < 12 for c in m.family("relative", "that_year"))


def _year_by(published: str, date: Date, m: Mentions) -> int:
    """The published year, or the year before where the date would lie far ahead."""
    year, now = int(published[:4]), int(published[5:7] or 12) if len(published) >= 7 else 12
    past = any(c.value == "last_year" and c.start < date.end and date.start - c.end < 15 for c in m.family("relative"))
    month = date.month or 1
    return year - 1 if (past and month >= now) or month > now + 2 else year


def _in_year(date: Date, year: int) -> Date:
    month = f"{year}-{date.month:02}"
    return replace(date, edtf=_valid(f"{month}-{date.day:02}" if date.day else month))


def _valid(edtf: str) -> str | None:
    try:
        return parse(edtf).text
    except DateError:
        return None


def _relative(m: Mentions, dates: Sequence[Date], published: str | None, last_year: int | None) -> Iterator[Date]:
    for cue in m.family("relative"):
        if any(d.month and -15 < max(d.start - cue.end, cue.start - d.end) < 15 for d in dates):
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
        if cue and base and not any(0 <= d.start - cue.end < AGO for d in dates):
            yield Date(age.start, cue.end, str(base + age.years))


def _years_ago(m: Mentions, published: str | None) -> Iterator[Date]:
    """`Forty years ago`, `it is forty years since`, on a page of a known year."""
    for age in m.ages:
        cue = next(
            (
                c
                for c in m.family("relative", "years_ago")
                if -AGO <= c.start - age.end <= AGO or 0 <= age.start - c.end <= 2
            ),
            None,
        )
        if cue and published and age.years > 1:
            yield Date(min(age.start, cue.start), max(age.end, cue.end), str(int(published[:4]) - age.years))


def _to_the_day(m: Mentions, ago: Sequence[Date], recent: Sequence[Date]) -> list[Date]:
    """`Fifty years ago today` on a page of a known day."""
    today = [d for d in recent if RECENT.get(m.text[d.start : d.end].lower()) == 0]
    if len(ago) != 1 or not today or not ago[0].edtf:
        return []
    return [replace(ago[0], edtf=_valid(ago[0].edtf + (today[0].edtf or "")[4:]) or ago[0].edtf)]


def _recent(m: Mentions, dates: Sequence[Date], published: str | None, language: Language) -> Iterator[Date]:
    """`Yesterday`, `on Saturday` in news of a known day; a weekday beside a date is that date's."""
    if not published or len(published) < 10 or m.family("mode", "future") or any(d.edtf for d in dates):
        return
    today = datetime.date.fromisoformat(published)
    names = weekdays(language.code)
    for word in m.sentence.words:
        back = (today.weekday() - names[word.low]) % 7 if word.low in names else RECENT.get(word.low)
        if back is None and word.low in language.among("recently"):
            back = 1
        if back is not None:
            yield Date(word.start, word.end, str(today - datetime.timedelta(days=back)))


@lru_cache(maxsize=16)
def weekdays(code: str) -> dict[str, int]:
    """The names of the days of the week, Monday 0."""
    from babel import Locale

    tables = Locale.parse(code).days
    return {name.lower(): n for form in ("format", "stand-alone") for n, name in tables[form]["wide"].items()}


def _same_day(m: Mentions, last: Date | None) -> Iterator[Date]:
    if last:
        yield from (Date(c.start, c.end, last.edtf) for c in m.family("relative", "that_day"))


def page_date(sentences: Iterable[Mentions], hint: str | None, language: Language) -> str | None:
    """The page's own date: what its markup says, else a short line at its head that holds little but a date."""
    if hint:
        return hint
    best: str | None = None
    lines, of_meeting = 0, False
    sentences = list(sentences)
    seasons = language.among("seasons")
    chronicle = sum(m.block.kind == "heading" and is_date_line(m, seasons) for m in sentences) > 2
    entries = sum(1 for m in sentences if entry_date(m)) > 2
    for m in sentences:
        if m.block.start > 3000 or (lines := lines + 1) > HEAD_BLOCKS * 2:
            break
        length = m.block.end - m.block.start
        if (chronicle and is_date_line(m, seasons)) or (entries and entry_date(m) and len(m.sentence.words) > 2):
            break
        if dateline := _dateline(m):
            return dateline
        if minutes := _minutes_date(m) or (of_meeting and _opening_day(m)):
            return minutes
        of_meeting = of_meeting or is_minutes(m)
        named = any(not p.is_home for p in m.parties) or bool(m.family("event"))
        if length > SHORT or m.block.kind == "item" or named or m.family("kind", "partnership") or m.family("status"):
            continue
        exact = [
            d.edtf
            for d in m.dates
            if d.edtf and _is_stamp(m, d) and (len(d.edtf) == EXACT or _stands_alone(m, language))
        ]
        best = max([best, *exact], key=lambda e: len(e or ""), default=best) if best else (exact[0] if exact else None)
        if best and len(best) == 10:
            break
    return best


def _minutes_date(m: Mentions) -> str | None:
    """The day of the meeting or the notice that the page's head names: `Ordinary Meeting of Council, 12 September 2022`."""
    whole = [d.edtf for d in m.dates if d.edtf and len(d.edtf) == 10]
    return whole[0] if is_minutes(m) and len(whole) == 1 else None


def _opening_day(m: Mentions) -> str | None:
    """The day that a line below the minutes' title begins with: `of 12 September 2022, on the town's partners`."""
    first = m.dates[0] if len(m.dates) == 1 else None
    before = [w for w in m.sentence.words if first and w.end <= first.start]
    return first.edtf if first and first.edtf and len(first.edtf) == EXACT and len(before) < 3 else None


def is_minutes(m: Mentions) -> bool:
    return bool(m.family("mode", "minutes")) and m.block.start < HEAD_CHARACTERS and m.block.end - m.block.start < LONG


def _dateline(m: Mentions) -> str | None:
    """A paragraph's head like `Cork, 3 May 2019 –`: the day on which a paper tells it."""
    first = m.dates[0] if m.dates and m.start == m.block.start else None
    if first is None or first.edtf is None or len(first.edtf) < 10 or m.block.kind != "paragraph":
        return None
    words = [w for w in m.sentence.words if w.end <= first.start]
    behind = m.text[first.end : first.end + 3].lstrip(") ")[:1]
    ends = behind in DATELINE or first.end >= m.end - 1
    placed = bool(m.parties or m.home_spans) and m.text[m.start].isupper()
    return first.edtf if 0 < len(words) <= 3 and ends and placed else None


def is_date_line(m: Mentions, seasons: frozenset[str]) -> bool:
    """Whether a line holds a date and nothing else but words like `spring`."""
    rest = [w for w in m.sentence.words if not any(d.start <= w.start < d.end for d in m.dates)]
    return bool(m.dates) and m.end >= m.block.end - 2 and all(w.low in seasons for w in rest)


def entry_date(m: Mentions) -> Date | None:
    """The date that a chronicle's line begins with."""
    first = m.dates[0] if m.dates else None
    at_head = first is not None and m.text[m.start : first.start].strip("([ ") == ""
    begins_line = m.start == m.block.start or m.text[m.start - 1] == "\n"
    return first if first and first.edtf and at_head and begins_line else None


def _stands_alone(m: Mentions, language: Language) -> bool:
    """Whether a month or a year dates the page: in no brackets, behind no word for since or until."""
    first = m.dates[0]
    small = language.among("since") | language.among("until") | language.among("of_year")
    before = next((w.low for w in reversed(m.sentence.words) if w.end <= first.start), "")
    bracketed = m.text[first.start - 1 : first.start] == "(" and first.start > m.start + 1
    return before not in small and not bracketed


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
        + 40 * (bisect_left(m.joints, right) - bisect_left(m.joints, left))
        + 40 * sum(between.count(s) for s in ",;:–|")
        + 10 * between.count("(")
        + TURN * turns(m.clauses, left, right)
    )
