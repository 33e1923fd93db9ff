"""A tie: a partner as a sentence names it, and the small things that every rule for ties needs."""

from dataclasses import dataclass, replace

from jumelage.knowledge.reader.cues import Cue
from jumelage.knowledge.reader.discourse import Context
from jumelage.knowledge.reader.model import PlaceRef
from jumelage.knowledge.reader.places import Party

ANCHORS = ("kind", "bond", "status")


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


def joined(context: Context) -> list[Party]:
    """The sentence's places; one joined to another by a comma or `and` takes over its preposition."""
    rows: list[Party] = []
    m = context.m
    conjunctions = context.language.among("and")
    for party in m.parties:
        if rows and party.before is None and rows[-1].before and not (rows[-1].is_home and rows[-1].before == "place"):
            raw = m.text[rows[-1].stop : party.begin].lower()
            between = raw.strip(" ,;)(")
            if between in conjunctions or (between == "" and "," in raw and len(raw) <= 4):
                party = replace(party, before=rows[-1].before)
        rows.append(party)
    return rows


def kind_of(context: Context, party: Party) -> Cue | None:
    return nearest_kind(context, party.start)


def nearest_kind(context: Context, at: int) -> Cue | None:
    """The kind cue nearest before the place, else behind it, else the one of the lead-in or heading."""
    own = context.m.family("kind")
    before = [c for c in own if c.start <= at]
    now = [
        c
        for c in own
        if any(
            w.end <= c.start <= w.end + 12 and w.low in context.language.among("present")
            for w in context.m.sentence.words
        )
    ]
    if now and len(own) > 1:
        return now[0]
    if own:
        return before[-1] if before else own[0]
    return context.lead
