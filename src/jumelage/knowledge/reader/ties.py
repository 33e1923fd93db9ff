"""A tie: a partner as a sentence names it, and the small things that every rule for ties needs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from jumelage.knowledge.reader.context import Context
from jumelage.knowledge.reader.cues import Cue
from jumelage.knowledge.reader.model import PlaceRef
from jumelage.knowledge.reader.places import Party

ANCHORS = ("kind", "bond", "status")
CONTACT = ".kontakt"
NO = 20
APART = 8
APPOSED, APPOSED_WORDS, BEHIND = 60, 6, 6


@dataclass(frozen=True)
class Tie:
    """A partner as a sentence names it; party is None where the context supplies it. rule tells why it is one."""

    home: PlaceRef | None
    ref: PlaceRef
    party: Party | None
    subject: tuple[int, int]
    kind: Cue | None
    rule: str
    score: float
    own: bool = True


def tie_of(context: Context, party: Party, kind: Cue | None, rule: str, score: float) -> Tie:
    """The page's home and the place."""
    return Tie(context.home, context.ref(party), party, (party.start, party.end), kind, rule, score)


def joined(context: Context) -> list[Party]:
    """The sentence's places; one joined to another by a comma or `and` takes over its preposition, unless another follows
    it: `A with B, C with D`."""
    rows: list[Party] = []
    m = context.m
    conjunctions = context.language.among("and")
    for index, party in enumerate(m.parties):
        if _has_own(party, m.parties[index + 1 : index + 2]):
            rows.append(party)
            continue
        opens = any(party.end <= c.start < party.end + APART for c in m.family("mode", "same"))
        inherits = rows and rows[-1].before and not (rows[-1].is_home and rows[-1].before == "place")
        if inherits and party.before is None and not opens:
            raw = m.text[rows[-1].stop : party.begin].lower()
            between = raw.strip(" ,;)(")
            if between in conjunctions or (between == "" and "," in raw and len(raw) <= 4):
                party = replace(party, before=rows[-1].before)
        rows.append(party)
    return rows


def _has_own(party: Party, following: Sequence[Party]) -> bool:
    """Whether `with` and another place stand right behind the party."""
    return any(p.before == "partner" and 0 <= p.begin - party.stop <= 1 for p in following)


def nearest_kind(context: Context, at: int) -> Cue | None:
    """The kind that the sentence says holds now, else the one before the place, else one behind it that no other `with`
    comes before, else the one of the lead-in or heading; contacts where another kind is denied."""
    told = context.m.family("kind")
    own = [c for c in told if not _is_denied(context, c)]
    if told and not own and (other := _instead(context)):
        return other
    if len(own) > 1:
        now = next((c for c in own if _is_present(context, c)), None)
        if now:
            return now
    clause = [c for c in own if context.m.clause(c.start) == context.m.clause(at)]
    behind = [c for c in clause if c.start < _next_with(context, at)]
    before = [c for c in clause if c.start <= at and not (behind and _is_taken(context, c, behind[-1], at))]
    others = [c for c in own if c not in clause]
    found = next(iter((*before[-1:], *behind[:1], *others[-1:])), context.lead)
    return _unsigned_friendship(context, found) or found


def _instead(context: Context) -> Cue | None:
    """What is said to be where a kind is denied: `not a twin but a friend`, contacts without a partnership."""
    contacts = [c for c in context.m.family("bond") if c.rule.endswith(CONTACT)]
    lower = [Cue("kind.contact.listed", contacts[0].start, contacts[0].end)] if contacts else []
    return next(iter((*context.m.family("label"), *lower)), None)


def _unsigned_friendship(context: Context, found: Cue | None) -> Cue | None:
    """A friendship without a contract is a friendship."""
    m = context.m
    if found is None or found.value != "contact" or not m.start <= found.start < m.end:
        return None
    words = [w.low for w in m.sentence.words if found.start <= w.start < found.end]
    friends = [c for c in (*m.family("kind", "friendship"), *m.family("label", "friendship")) if c.start < found.start]
    without = context.language.among("without").isdisjoint(words[:1])
    return None if without or not friends else friends[-1]


def is_apposed(context: Context, party: Party) -> bool:
    """Whether the place is called a partner behind a comma, and no other town's: `Imola, our twin town in Romagna`."""
    m = context.m
    titles = context.language.among("partner_title")
    for cue in m.family("kind"):
        between = [w for w in m.sentence.words if party.stop <= w.start < cue.start]
        if not 0 <= cue.start - party.end <= APPOSED or len(between) > APPOSED_WORDS or cue.start < party.stop:
            continue
        named = any(w.low in titles for w in m.sentence.words if cue.start <= w.start < cue.end)
        gap = m.text[party.end : cue.start]
        parted = gap.count(",") == 1 and not any(s in gap for s in ".;:|")
        if named and parted and not any(_owns(context, p, party, cue) for p in m.parties):
            return True
    return False


def _owns(context: Context, other: Party, party: Party, cue: Cue) -> bool:
    """Whether another place stands inside the apposition, or so near behind it that it is its owner or its name."""
    if other.is_home or other is party or other.start == party.start:
        return False
    return party.stop <= other.start < cue.start or 0 <= other.begin - cue.end <= BEHIND


def _is_denied(context: Context, cue: Cue) -> bool:
    """`Not a partnership but a project`."""
    m = context.m
    clause = m.clause(cue.start)
    other = len(m.family("kind")) > 1 or bool(m.family("bond") or m.family("label"))
    return other and any(
        (0 <= cue.start - no.end <= NO and m.clause(no.start) == clause) or no.start < cue.start < no.end
        for no in m.family("mode", "negation")
    )


def _is_taken(context: Context, cue: Cue, behind: Cue, at: int) -> bool:
    """Whether the kind before a place is that of other places, and another kind follows without any between."""
    if behind.start <= at:
        return False
    others = [p for p in context.m.parties if not p.is_home]
    before = [p for p in others if cue.end <= p.start < at]
    apart = bool(before) and len(context.m.text[before[-1].stop : at].strip(" ,(")) > APART
    return apart and not any(at < p.start < behind.start for p in others)


def _next_with(context: Context, at: int) -> int:
    """Where the next place with a preposition of its own begins."""
    return min((p.begin for p in context.m.parties if p.start > at and p.before == "partner"), default=context.m.end)


def _is_present(context: Context, cue: Cue) -> bool:
    present = context.language.among("present")
    return any(w.end <= cue.start <= w.end + 12 and w.low in present for w in context.m.sentence.words)
