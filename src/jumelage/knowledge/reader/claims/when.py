"""What a date in a sentence tells: the beginning of a relation, its end, a school's year, or only which thing is meant."""

from collections.abc import Sequence
from itertools import pairwise

from jumelage.knowledge.reader.context import Context
from jumelage.knowledge.reader.cues import Cue
from jumelage.knowledge.reader.dates import Date
from jumelage.knowledge.reader.mentions import Mentions
from jumelage.knowledge.reader.negation import negated
from jumelage.knowledge.reader.organisations import Organisation
from jumelage.knowledge.reader.places import Party
from jumelage.knowledge.reader.ties import Tie
from jumelage.knowledge.reader.timing import distance

APOSTROPHE = "'"
DASHES = frozenset(("–", "-", "—"))
PAPER = 8
YEAR = 4
RESTING = 30
CONTACT = 40
RANGE = 24
LAST_DAY = 31


def own_dates(context: Context, dates: Sequence[Date], ties: Sequence[Tie], tie: Tie) -> list[Date]:
    """Where a sentence tells several partners with several dates, each partner has the date of its clause, else the one on
    its side: the one before it where the sentence begins with a date, else the one behind it."""
    parties = sorted({t.party.start for t in ties if t.party})
    if tie.party is None or len(parties) < 2:
        return list(dates)
    if len(context.m.clauses) > 1:
        named = sorted({p.start for p in context.m.parties if not p.is_home} | set(parties))
        dates = [d for d in dates if _is_in_clause(context, d, tie.party, named)]
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


def span_of_years(context: Context) -> tuple[Date, Date] | None:
    """`from 2009 to 2013`, `2009–2013`: the two years between which a relation was, in a sentence that names its kind and
    nothing that happened."""
    m = context.m
    listed = context.lead is not None and m.block.kind in ("item", "row")
    if not (m.family("kind") or listed) or m.family("event", "anniversary", "visit", "signing"):
        return None
    for one, other in pairwise(m.dates):
        between = m.text[one.end : other.start].strip().lower()
        joins = (
            context.language.among("to")
            | DASHES
            | (context.language.among("and") if _is_between(context, one) else frozenset())
        )
        if one.edtf and other.edtf and one.edtf < other.edtf and between in joins:
            return one, other
    return None


def _is_between(context: Context, date: Date) -> bool:
    """Whether a word for between stands before the date: `between 1999 and 2004`."""
    before = [w.low for w in context.m.sentence.words if w.end <= date.start][-2:]
    return not context.language.among("between").isdisjoint(before)


def is_until(context: Context, date: Date) -> bool:
    """Whether a word for until stands before the date."""
    words = [w.low for w in context.m.sentence.words if w.end <= date.start and date.start - w.start < 24]
    before = f" {' '.join(words)}"
    return any(before.endswith(f" {word.replace(APOSTROPHE, ' ')}") for word in context.language.words["until"])


def is_range(context: Context, date: Date) -> bool:
    """Whether the date is the last of several days: `from 3 to 10 April 2019`."""
    language = context.language
    small = language.among("to") | language.among("articles") | language.among("until") | language.among("and")
    before = [w for w in context.m.sentence.words if w.end <= date.start and date.start - w.start < RANGE]
    first = next((w for w in reversed(before) if w.low.isdigit()), None)
    joins = [w.low for w in before if first and w.start >= first.end]
    dashed = first is not None and context.m.text[first.end : date.start].strip(" .") in DASHES
    return first is not None and int(first.low) <= LAST_DAY and (dashed or (bool(joins) and set(joins) <= small))


def said_since(context: Context, date: Date) -> bool:
    """Whether a word for since stands right before the date."""
    before = [w.low for w in context.m.sentence.words if w.end <= date.start][-4:]
    words = context.language.among("since")
    return any(w in words for w in before) or any(" ".join(before[-n:]) in words for n in (2, 3))


def is_beside(date: Date, cue: Cue) -> bool:
    """Whether a word of an end or a rest stands before the date or right behind it: `(resting since 2022)`, not `1992 (resting)`."""
    return cue.end <= date.start or 0 <= cue.start - date.end <= 1


def is_of_noun(context: Context, date: Date) -> bool:
    """Whether a bare year only tells which thing is meant: `the earthquake of 1999`."""
    before = [w.low for w in context.m.sentence.words if w.end <= date.start][-1:]
    return bool(before) and before[0] in context.language.words["of_year"] and date.end - date.start == 4


def is_of_paper(context: Context, date: Date) -> bool:
    """Whether the year is that of the relation's own paper: `the agreement of 1998`, `the agreement with B of 1998`."""
    m = context.m
    papers = [*m.family("kind"), *(c for c in m.family("bond") if c.rule.endswith(".abkommen"))]
    before = [w for w in m.sentence.words if w.end <= date.start][-1:]
    of = context.language.among("of") | context.language.among("of_year")
    if not before or before[0].low not in of or date.end - date.start > YEAR:
        return False
    ends = [c.end for c in papers] + [p.stop for p in m.parties if any(0 <= p.begin - c.end <= 2 for c in papers)]
    return any(0 < date.start - end <= PAPER for end in ends)


def is_of_end(context: Context, date: Date) -> bool:
    """Whether the date is that of a rest or an end that the sentence tells; what was since a date did not end then."""
    since = said_since(context, date)
    ends = [c for c in context.m.family("status", "resting", "ended") if not negated(context, c)]
    if since:
        ends = [c for c in ends if c.value == "resting" and distance(context.m, date, c) < RESTING]
    starts = [*context.m.family("since", "founding"), *context.m.family("event", "signing")]
    near = min((distance(context.m, date, c) for c in starts), default=999)
    return any(distance(context.m, date, c) < near for c in ends)


def is_denied(context: Context, date: Date) -> bool:
    """Whether the words before the date tell what has not been since: `no visits since 2012`."""
    m = context.m
    if m.family("mode", "negation") and not m.family("kind"):
        return True
    begin = max(m.start, m.text.rfind(",", m.start, date.start))
    return any(begin <= no.start < date.start for no in m.family("mode", "negation"))


def is_of_relation(context: Context, date: Date) -> bool:
    """Whether the date's clause speaks of the relation, by more than the word for since itself."""
    m = context.m
    words = context.language.among("since")
    told = [c for c in m.family("since") if m.text[c.start : c.end].lower() not in words]
    if not m.parties and all(w.low in words or date.start <= w.start < date.end for w in m.sentence.words):
        return True
    clause = m.clause(date.start)
    own = [c for c in (*m.family("kind"), *m.family("bond"), *told) if m.clause(c.start) == clause]
    turned = any(number == clause for _, number in m.clauses[1:])
    return bool(own) or (not turned and bool(m.family("kind") or m.family("bond") or told))


def is_of_visits(context: Context, cue: Cue) -> bool:
    """Whether what ended or rests are only the visits: `Visits ceased in 2014`."""
    m = context.m
    told = m.family("kind") or m.family("bond") or m.family("event", "suspension", "termination") or m.parties
    return cue.value in ("resting", "ended") and bool(m.family("event", "visit")) and not told


def is_of_thing(context: Context) -> bool:
    """Whether a sentence without words for the relation is about something that it calls by a name: `The Globe turns fifty`."""
    m = context.m
    if m.family("kind") or m.family("bond") or m.parties or context.language.nouns_capitalised:
        return False
    known = [(x.start, x.end) for group in (m.dates, m.countries, m.people, m.cues) for x in group]
    known += m.home_spans
    names = [w for w in m.sentence.words[1:] if m.text[w.start].isupper()]
    return any(not any(start <= w.start < end for start, end in known) for w in names)


def is_of_body(context: Context, date: Date, tie: Tie) -> bool:
    """Whether the date is that of a school's or a club's tie: its name stands nearer to it than the partner's."""
    m = context.m
    clause = m.clause(date.start)
    bodies = [o for o in m.organisations if m.clause(o.start) == clause]
    if not m.organisations or m.family("event", "signing") or not _tells_of_bodies(m, bodies, tie):
        return False
    if tie.party is None:
        return True
    party = max(tie.party.start - date.end, date.start - tie.party.end)
    return min(max(o.start - date.end, date.start - o.end) for o in m.organisations) < party


def _tells_of_bodies(m: Mentions, bodies: Sequence[Organisation], tie: Tie) -> bool:
    taught = any(body.type in ("school", "university") for body in bodies)
    alone = tie.party is None and (taught or not m.family("kind"))
    return bool(m.family("link")) or len(bodies) > 1 or (bool(bodies) and alone)


def is_contact(context: Context, date: Date) -> bool:
    """First contacts are no beginning of the relation."""
    return any(
        c.rule.endswith("kontakt") and distance(context.m, date, c) < CONTACT for c in context.m.family("bond")
    ) and not context.m.family("kind")
