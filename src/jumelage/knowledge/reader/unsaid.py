"""What a sentence names without stating it of the page's home: questions, proposals, refusals, and what is another town's."""

from itertools import pairwise

from jumelage.core.text import fold_punctuation
from jumelage.knowledge.reader.context import Context
from jumelage.knowledge.reader.geography import is_geography
from jumelage.knowledge.reader.negation import denied_clauses
from jumelage.knowledge.reader.places import Party
from jumelage.knowledge.reader.ties import is_apposed, joined

OWNER_MARGIN = 12
OWNED = 20


def stated(context: Context) -> list[Party]:
    """The places that the sentence may tie to a home, each with the preposition that it shares; none where it ties none."""
    m = context.m
    others = [p for p in joined(context) if not p.is_home and not is_geography(m, p) and not is_in_body(context, p)]
    proposed = clauses_of(context, "proposal")
    others = [p for p in others if m.clause(p.start) not in proposed or (p.before == "partner" and m.family("kind"))]
    barred = _barred_clauses(context)
    refused = {context.ref(p) for p in others if m.clause(p.start) in barred}
    others = [p for p in others if context.ref(p) not in refused and not _is_anothers(context, p)]
    if _asks(context):
        others = [p for p in others if is_apposed(context, p)]
    return [] if not others or _is_barred(context) or _are_districts(context, others[0]) else others


def is_unreal(context: Context) -> bool:
    """Whether the sentence tells what was refused or never came to be."""
    m = context.m
    unreal = m.family("mode", "refusal", "hypothetical", "machine")
    return bool(unreal) and not m.family("status", "active") and bool(m.family("kind")) and not _is_kept(context)


def _is_kept(context: Context) -> bool:
    """Whether what was refused is to end a relation: it stands. `The motion to end the twinning with B was lost.`"""
    m = context.m
    return bool(m.family("kind") and m.family("mode", "refusal") and m.family("status", "ended", "resting"))


def is_in_body(context: Context, party: Party) -> bool:
    """Whether the name is part of a school's or a club's."""
    return any(o.start <= party.start and party.end <= o.end for o in context.m.organisations)


def clauses_of(context: Context, *modes: str) -> set[int]:
    """The clauses that such words speak of: their own, or the one before where their own names no place, else the next."""
    m = context.m
    found = set()
    for cue in m.family("mode", *modes):
        clause = m.clause(cue.start)
        places = [p for p in m.parties if not p.is_home]
        before = [p for p in places if p.end <= cue.start][-1:]
        own = any(m.clause(p.start) == clause for p in places)
        found |= {clause} if own else {m.clause(p.start) for p in before or places[:1]}
    return found


def _barred_clauses(context: Context) -> set[int]:
    """Clauses that state nothing about the home: counterfactuals and refusals, and what is said not to be."""
    m = context.m
    barred = set() if m.family("status", "active") or _is_kept(context) else clauses_of(context, "refusal")
    barred |= denied_clauses(context)
    counterfactual = m.family("kind") or not context.page.inventory
    return barred | clauses_of(context, "hypothetical") if counterfactual else barred


def _is_barred(context: Context) -> bool:
    """Sentences that state nothing about the home: first cases of all, orders to machines, what is another's."""
    if context.m.family("mode", "network") and not context.m.family("kind"):
        return True
    return bool(context.m.family("mode", "record", "machine") or _is_of_another(context))


def _asks(context: Context) -> bool:
    """A question states nothing but what it calls a place by the way: `When do we go to B, our twin town?`"""
    return context.m.text[context.m.end - 1 : context.m.end] == "?"


def _are_districts(context: Context, first: Party) -> bool:
    """Whether a word for quarters of a town stands right before the first name."""
    before = [w.low for w in context.m.sentence.words if w.end <= first.start][-2:]
    return any(word in context.language.among("org_district") for word in before)


def _is_of_another(context: Context) -> bool:
    """Whether the partners are another town's: `Hannover's own partners include …`."""
    m = context.m
    if m.home_spans or context.page.survey:
        return False
    if _owns(context) or _are_of(context) or _are_towards(context):
        return True
    owners = [p for p in m.parties if _is_genitive(context, p)]
    counted = context.language.among("count_partnership")
    named = [c.start for c in (*m.family("kind"), *m.family("label"))] + [
        w.start for w in m.sentence.words if w.low in counted
    ]
    return any(0 < start - p.end < OWNED for p in owners for start in named)


def _is_genitive(context: Context, party: Party) -> bool:
    """`Hannovers`, `Hanover's`."""
    endings = context.language.genitive
    behind = fold_punctuation(context.m.text[party.end : party.end + 2])
    return (party.key != party.text and party.text.endswith(endings)) or behind == "'s"


def _is_anothers(context: Context, party: Party) -> bool:
    """Whether the place is a partner of a partner: `our twin town Lille is itself linked to Turin`."""
    m = context.m
    turned = m.family("mode", "another")
    if not turned or m.home_spans or context.page.survey:
        return False
    titled = any(party.begin <= c.start < party.start or 0 <= party.begin - c.end <= 2 for c in m.family("kind"))
    return not (titled and party.end <= turned[0].start)


def _owns(context: Context) -> bool:
    """Whether the first place of the sentence, not the home, is said to have partners: `Lille also has …`."""
    m = context.m
    first = m.parties[0] if len(m.parties) > 1 else None
    if first is None or first.before is not None or first.begin - m.start > OWNER_MARGIN or not m.family("kind"):
        return False
    has = context.language.among("has")
    last = _chain_end(context)
    behind = next((p.begin for p in m.parties if p.start > last.start), m.end)
    return any(last.stop <= w.start < behind and w.low in has for w in m.sentence.words)


def _chain_end(context: Context) -> Party:
    """The last of the places that the sentence begins with, joined by commas and `and`."""
    parties, conjunctions = context.m.parties, context.language.among("and")
    for one, other in pairwise(parties):
        gap = context.m.text[one.stop : other.begin].strip().lower()
        if gap != "," and gap not in conjunctions:
            return one
    return parties[-1]


def _are_of(context: Context) -> bool:
    """Whether places are said to be another town's partners: `Colmar and Schongau are twins of Abingdon`."""
    m = context.m
    of = context.language.among("of")
    for cue in m.family("kind"):
        owner = next((p for p in m.parties if p.begin <= cue.start < p.start or 0 <= p.begin - cue.end <= 1), None)
        if owner and m.text[cue.end : owner.start].strip().lower() in of:
            return any(p.end <= cue.start for p in m.parties)
    return False


def _are_towards(context: Context) -> bool:
    """Whether places are said to be tied to a place that the sentence begins with: `Twinned with B are also C and D`."""
    m = context.m
    first = m.parties[0] if len(m.parties) > 1 else None
    if first is None or first.before is None or first.begin - m.start > OWNER_MARGIN or first.date or first.country:
        return False
    cues = [c for c in (*m.family("kind"), *m.family("bond")) if first.stop <= c.start]
    also = context.language.among("also")
    between = [w.low for w in m.sentence.words if first.stop <= w.start < m.parties[1].begin]
    return bool(cues) and m.parties[1].before is None and any(w in also for w in between)
