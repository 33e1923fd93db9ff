"""How a claim is made from a frame: spans become evidence with the exact words."""

from collections.abc import Iterable

from jumelage.knowledge.reader.cues import Cue
from jumelage.knowledge.reader.dates import Date
from jumelage.knowledge.reader.discourse import Context
from jumelage.knowledge.reader.model import Claim, Evidence, PlaceRef, Property, Role, Value
from jumelage.knowledge.reader.ties import Tie

LONGEST_VALUE = 300
APOSTROPHE = "'"
Pair = tuple[int, int]


def evidence(text: str, role: Role, spans: Iterable[Pair]) -> tuple[Evidence, ...]:
    return tuple(Evidence(role, start, end, text[start:end]) for start, end in spans)


def claim(
    context: Context,
    tie: Tie | None,
    name: Property,
    value: Value,
    rule: str,
    score: float,
    spans: Iterable[Pair],
    *,
    scope: str | None = None,
    period: str | None = None,
    target: str | None = None,
    inferred: bool = False,
    context_spans: Iterable[Pair] = (),
    home: PlaceRef | None = None,
) -> Claim:
    """A claim about the tie; without a tie it speaks of the page's home alone."""
    text = context.m.text
    proof = evidence(text, "value", [(s, min(e, s + LONGEST_VALUE)) for s, e in dict.fromkeys(spans)])
    proof += evidence(text, "subject", [tie.subject] if tie else [])
    proof += evidence(text, "context", context_spans)
    owner = tie.home if tie else home or context.home
    return Claim(
        owner, tie.ref if tie else None, name, value, f"{context.language.code}.{rule}", round(score, 3), proof,
        scope, period, target, inferred, reported_by(context),
    )  # fmt: skip


def span(thing: Cue) -> Pair:
    return thing.start, thing.end


def negated(context: Context, cue: Cue) -> bool:
    """Whether a word of negation stands in the cue's clause, before it or right behind it."""
    text = context.m.text
    for no in context.m.family("mode", "negation"):
        if cue.start <= no.start < cue.end:
            continue
        between = text[min(no.end, cue.end) : max(no.start, cue.start)]
        near = len(between) < 60 if no.end <= cue.start else len(between) < 12
        if near and not any(s in between for s in ".;:") and (no.end <= cue.start or "," not in between):
            return True
    return False


def reported_by(context: Context) -> str | None:
    """Who is said to have said it: the name in front of a word like `reports`, or behind `according to`."""
    text, m = context.m.text, context.m
    for cue in m.family("reported"):
        before = [w for w in m.sentence.words if w.end <= cue.start][-1:]
        if (
            before
            and text[before[0].start].isupper()
            and before[0].low not in context.language.among("stop")
            and cue.start - before[0].end == 1
        ):
            return _site(text, before[0].start, before[0].end, m.start)
    return None


def _site(text: str, start: int, end: int, limit: int) -> str:
    """A name with a dot in it (a site) is taken whole."""
    while start > limit and (text[start - 1].isalnum() or text[start - 1] in ".-"):
        start -= 1
    return text[start:end]


def own_dates(dates: list[Date], ties: list[Tie], tie: Tie) -> list[Date]:
    """Where a sentence tells several partners with several dates, each partner has the date on its side: the one before
    it where the sentence begins with a date, else the one behind it."""
    parties = sorted({t.party.start for t in ties if t.party})
    if tie.party and len(dates) == 1 and parties and parties[0] < dates[0].start < tie.party.start:
        return []
    if len(parties) < 2 or len(dates) < 2 or tie.party is None:
        return dates
    if dates[0].start < parties[0]:
        return [d for d in dates if d.start < tie.party.start][-1:] or dates[:1]
    return [d for d in dates if d.start > tie.party.start][:1] or dates[-1:]


def is_until(context: Context, date: Date) -> bool:
    """Whether a word for until stands before the date."""
    words = [w.low for w in context.m.sentence.words if w.end <= date.start and date.start - w.start < 24]
    before = f" {' '.join(words)}"
    return any(before.endswith(f" {word.replace(APOSTROPHE, ' ')}") for word in context.language.words["until"])
