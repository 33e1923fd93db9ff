"""How a claim is made from a frame: spans become evidence with the exact words."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from jumelage.knowledge.reader.cues import Cue
from jumelage.knowledge.reader.dates import Date
from jumelage.knowledge.reader.discourse import Context
from jumelage.knowledge.reader.mentions import Mentions
from jumelage.knowledge.reader.model import Claim, Evidence, PlaceRef, Property, Role, Value
from jumelage.knowledge.reader.places import Party
from jumelage.knowledge.reader.sentences import Word
from jumelage.knowledge.reader.ties import Tie

LONGEST_VALUE = 300
APOSTROPHE = "'"
STEPS = ("event", "since")
DASHES = frozenset(("–", "-", "—"))
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
    """Whether a word of negation stands in the cue's clause: before it, right behind it, or in a gap of a step's words
    (`a contract was never signed`)."""
    text, m = context.m.text, context.m
    for no in m.family("mode", "negation"):
        if cue.start <= no.start < cue.end:
            if cue.family in STEPS and no.start > cue.start:
                return True
            continue
        between = text[min(no.end, cue.end) : max(no.start, cue.start)]
        near = len(between) < 60 if no.end <= cue.start else len(between) < 12 and not _joins(context, between)
        if near and not any(s in between for s in ".;:") and (no.end <= cue.start or "," not in between):
            return True
    return False


def _joins(context: Context, between: str) -> bool:
    return not context.language.among("and").isdisjoint(between.lower().split())


def concerned(context: Context, cue: Cue, ties: Sequence[Tie]) -> list[Tie]:
    """The ties that a cue speaks of: that of the name that it stands behind in brackets, else those of its clause, else all."""
    text, m = context.m.text, context.m
    opened = text.rfind("(", m.start, cue.start)
    if opened >= 0 and text.find(")", opened, cue.start) < 0:
        return [t for t in ties if t.party and t.party.end <= opened <= t.party.stop + 2]
    clause = m.clause(cue.start)
    if ties and any(c.start < cue.start and m.clause(c.start) == clause for c in m.family("mode", "latter")):
        return [max(ties, key=lambda t: t.subject)]
    return [t for t in ties if t.party and m.clause(t.party.start) == clause] or list(ties)


def reported_by(context: Context) -> str | None:
    """Who is said to have said it: the name in front of a word like `reports`, or behind `according to`."""
    for cue in context.m.family("reported"):
        name = _behind(context, cue) if cue.value == "according" else _in_front(context, cue)
        if name:
            return name
    return None


def _in_front(context: Context, cue: Cue) -> str | None:
    text, m = context.m.text, context.m
    before = [w for w in m.sentence.words if w.end <= cue.start][-1:]
    if not before or not text[before[0].start].isupper() or cue.start - before[0].end != 1:
        return None
    return (
        None
        if before[0].low in context.language.among("stop")
        else _site(text, before[0].start, before[0].end, m.start)
    )


def _behind(context: Context, cue: Cue) -> str | None:
    """The run of capitals behind the words, an article left out."""
    text = context.m.text
    small = context.language.among("articles") | context.language.among("of")
    row: list[Word] = []
    for word in (w for w in context.m.sentence.words if w.start >= cue.end):
        if text[word.start].isupper() and (not row or text[row[-1].end : word.start] in (" ", "-", ".")):
            row.append(word)
        elif row or word.low not in small:
            break
    return text[row[0].start : row[-1].end] if row else None


def _site(text: str, start: int, end: int, limit: int) -> str:
    """A name with a dot in it (a site) is taken whole."""
    while start > limit and (text[start - 1].isalnum() or text[start - 1] in ".-"):
        start -= 1
    return text[start:end]


def own_dates(context: Context, dates: Sequence[Date], ties: Sequence[Tie], tie: Tie) -> list[Date]:
    """Where a sentence tells several partners with several dates, each partner has the date of its clause, else the one on
    its side: the one before it where the sentence begins with a date, else the one behind it."""
    parties = sorted({t.party.start for t in ties if t.party})
    if tie.party is None or len(parties) < 2:
        return list(dates)
    if len(context.m.clauses) > 1:
        dates = [d for d in dates if _is_in_clause(context, d, tie.party, parties)]
        clause = context.m.clause(tie.party.start)
        parties = [p for p in parties if context.m.clause(p) == clause]
    if len(dates) == 1 and parties[0] < dates[0].start < tie.party.start:
        return []
    if len(parties) < 2 or len(dates) < 2:
        return list(dates)
    if dates[0].start < parties[0]:
        return [d for d in dates if d.start < tie.party.start][-1:] or list(dates[:1])
    return [d for d in dates if d.start > tie.party.start][:1] or list(dates[-1:])


def _is_in_clause(context: Context, date: Date, party: Party, parties: Sequence[int]) -> bool:
    """Whether the date stands in the party's clause, or in one that names none and follows the party's."""
    m = context.m
    own, clause = m.clause(party.start), m.clause(date.start)
    if any(m.clause(p) == clause for p in parties):
        return clause == own
    before = [p for p in parties if p < date.start]
    return not before or m.clause(before[-1]) == own


def is_national(m: Mentions) -> bool:
    """Whether the sentence speaks of a whole country's towns; the country that a place lies in does not make it."""
    cues = m.family("mode", "national")
    return any(not any(p.begin <= c.start < p.stop for p in m.parties) for c in cues)


def is_until(context: Context, date: Date) -> bool:
    """Whether a word for until stands before the date."""
    words = [w.low for w in context.m.sentence.words if w.end <= date.start and date.start - w.start < 24]
    before = f" {' '.join(words)}"
    return any(before.endswith(f" {word.replace(APOSTROPHE, ' ')}") for word in context.language.words["until"])


def span_of_years(context: Context) -> tuple[Date, Date] | None:
    """`from 2009 to 2013`, `2009–2013`: the two years between which a relation was, in a sentence that names its kind and
    nothing that happened."""
    m = context.m
    if not m.family("kind") or m.family("event", "anniversary", "visit", "signing"):
        return None
    for one, other in pairwise(m.dates):
        between = m.text[one.end : other.start].strip().lower()
        if one.edtf and other.edtf and one.edtf < other.edtf and between in context.language.among("to") | DASHES:
            return one, other
    return None


def is_beside(date: Date, cue: Cue) -> bool:
    """Whether a word of an end or a rest stands before the date or right behind it: `(resting since 2022)`, not `1992 (resting)`."""
    return cue.end <= date.start or 0 <= cue.start - date.end <= 1


def is_of_noun(context: Context, date: Date) -> bool:
    """Whether a bare year only tells which thing is meant: `the earthquake of 1999`."""
    before = [w.low for w in context.m.sentence.words if w.end <= date.start][-1:]
    return bool(before) and before[0] in context.language.words["of_year"] and date.end - date.start == 4


def said_since(context: Context, date: Date) -> bool:
    """Whether a word for since stands right before the date."""
    before = [w.low for w in context.m.sentence.words if w.end <= date.start][-4:]
    words = context.language.among("since")
    return any(w in words for w in before) or any(" ".join(before[-n:]) in words for n in (2, 3))
