"""How many partners the page says there are."""

from collections.abc import Iterator

from jumelage.knowledge.reader.claims.base import claim, is_national
from jumelage.knowledge.reader.context import Context
from jumelage.knowledge.reader.frames import Frame
from jumelage.knowledge.reader.model import Claim
from jumelage.knowledge.reader.numbers import Number

WHAT = {
    "count_partnership": "partner cities",
    "count_friendship": "friendship cities",
    "count_project": "project partnerships",
    "count_contact": "contacts",
}
TWINS = WHAT["count_partnership"]
REACH, REACH_BACK = 3, 7
FEW = 60
MOST = 400


def counts(frame: Frame) -> Iterator[Claim]:
    context = frame.context
    if context.teaser or context.m.family("mode", "record", "machine") or is_national(context.m):
        return
    seen: set[int] = set()
    for number in context.m.numbers:
        feasts = context.m.family("event", "anniversary")
        spans = [(x.start, x.end) for group in (context.m.dates, context.m.ages, feasts) for x in group]
        if any(start <= number.start < end for start, end in spans):
            continue
        found = None if _is_of_all(context, number) else _what(context, number)
        if found and number.value not in seen and _may_count(number, found[0], seen):
            seen.add(number.value)
            what, start, end = found
            value: dict[str, object] = {"what": what, "value": number.value, "includes": _included(context, number)}
            yield claim(context, None, "count", value, f"count.{what.replace(' ', '_')}.number", 0.9, [(start, end)])


def _may_count(number: Number, what: str, seen: set[int]) -> bool:
    """Whether a number can be one of partners; one alone only beside another count: `five twins and one friendship town`."""
    return number.value <= MOST and (number.value > 1 or (bool(seen) and number.value == 1 and what != TWINS))


def _included(context: Context, number: Number) -> list[str]:
    """Whom the words say that the number takes in: `nine cities, Zwickau included`."""
    m = context.m
    words = context.language.among("including")
    where = next((w for w in m.sentence.words if w.low in words and w.start > number.end), None)
    named = [
        p
        for p in m.parties
        if where and not p.is_home and -2 <= min(abs(p.begin - where.end), abs(where.start - p.stop)) <= 12
    ]
    return [context.ref(p).label for p in named]


def _is_of_all(context: Context, number: Number) -> bool:
    """`Of the 82 towns that were asked …`, `eleven of the 45 towns`: the number of all, not of partners."""
    m, language = context.m, context.language
    before = [w for w in m.sentence.words if w.end <= number.start]
    if 0 < len(before) <= 2 and before[0].low in language.among("of"):
        return True
    counted = {n.start for n in m.numbers}
    small = [
        w for w in before[-2:] if w.low in language.among("of") | language.among("articles") and w.start not in counted
    ]
    parts = before[: len(before) - len(small)][-1:] if small and small[-1] is before[-1] else []
    return any(w.start in counted for w in parts) and not any(s in m.text[parts[0].end : number.start] for s in ",;:")


def _what(context: Context, number: Number) -> tuple[str, int, int] | None:
    """What the number counts, and the words that say so: partners behind it, or before it where it ends a clause."""
    if behind := _behind(context, number):
        return behind[0], number.start, behind[1]
    return _before(context, number)


def _before(context: Context, number: Number) -> tuple[str, int, int] | None:
    """`The twinnings in force are three`, `Twinnings (7)`: a word for partners before a number that ends its clause."""
    m, language = context.m, context.language
    rest = m.text[number.end : m.end].lstrip()[:1]
    before = [w for w in m.sentence.words if w.end <= number.start][-REACH_BACK:]
    told = [(w, what) for w in before for words, what in WHAT.items() if w.low in language.among(words)]
    if (rest and rest not in ",;.)") or not told or not 1 < number.value <= FEW:
        return None
    word, what = told[-1]
    gap = m.text[word.end : number.start]
    between = {w.low for w in before if w.start >= word.end}
    bracketed = gap.strip() == "(" or (gap.lstrip().startswith("(") and between <= language.among("amounts"))
    stated = not between.isdisjoint(language.among("amounts")) and not any(s in gap for s in ",;:(")
    return (what, word.start, number.end) if bracketed or stated else None


def _behind(context: Context, number: Number) -> tuple[str, int] | None:
    """A word for partners among the next few, or towns in a sentence about partnership."""
    m = context.m
    following = [w for w in m.sentence.words if w.start >= number.end][: REACH + 1]
    years = context.language.among("years")
    for word in following:
        gap = m.text[number.end : word.start]
        if (
            any(s in gap for s in ".;:(,")
            or word.low in years
            or any(n.start == word.start for n in m.numbers if n is not number and n.value > 1)
        ):
            break
        if number.value == 2 and word is following[0] and word.low in context.language.among("towns"):
            return None
        if word.low in context.language.words["new"] or word.low in context.language.among("partner_before"):
            break
        for words, what in WHAT.items():
            if word.low in context.language.among(words):
                return what, word.end
    return _towns(context, number)


def _towns(context: Context, number: Number) -> tuple[str, int] | None:
    m = context.m
    following = [w for w in m.sentence.words if w.start >= number.end][:2]
    town = next((w for w in following if w.low in context.language.among("towns")), None)
    others = [n.start for n in m.numbers if n is not number and n.value > 1]
    kinds = [
        c
        for c in (*m.family("kind"), *m.family("bond"))
        if abs(c.start - number.start) < 90 and not any(number.start < at < c.start for at in others)
    ]
    return ("partner cities", town.end) if town and kinds and number.value > 2 else None
