"""Two places tied to one another, neither of them the page's home: surveys, and strangers on a page of one home."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from jumelage.knowledge.reader.context import Context
from jumelage.knowledge.reader.model import PlaceRef
from jumelage.knowledge.reader.places import Party
from jumelage.knowledge.reader.ties import ANCHORS, Tie, nearest_kind

NEAR = 20
LINE = "pair.line"


def pair(context: Context, others: Sequence[Party]) -> list[Tie] | None:
    """Two places tied to one another, neither the page's home: the first is the home of this sentence."""
    m = context.m
    if not context.page.survey and _are_strangers(context, others):
        return [_pair_tie(context, others[0], others[1])] if _is_own(context, others[0]) else []
    if m.home_spans or (len(others) < 2 and not context.page.survey):
        return None
    partners = [p for p in others if p.before == "partner"]
    homes = [
        p for p in others if p.before != "partner" and p.begin <= (partners[0].begin if partners else others[-1].begin)
    ]
    if context.page.survey:
        return _survey(context, others)
    if not partners or not homes or not _is_own(context, homes[0]) or homes[0] in partners:
        return None
    if any(_adjoin(context, homes[0], p) for p in partners):
        return None
    return [_pair_tie(context, homes[0], p) for p in partners]


def _are_strangers(context: Context, others: Sequence[Party]) -> bool:
    """Whether a place's apposition ties it to another (`Oleśnica, twinned with Warendorf`), or a region's statement."""
    if len(others) < 2 or others[0].before is not None or others[1].before != "partner":
        return False
    one, other = others[0], others[1]
    if (one.region and context.home) or (is_with(one, other) and len(others) > 2):
        return True
    between = [c for c in context.m.family("kind") if one.stop <= c.start and c.end <= other.begin]
    text = context.m.text
    return any(text[one.stop : c.start].strip() == "," and other.begin - c.end <= NEAR for c in between)


def is_with(one: Party, other: Party) -> bool:
    """`A with B`."""
    return one.before is None and other.before == "partner" and 0 <= other.begin - one.stop <= 1


def _adjoin(context: Context, one: Party, other: Party) -> bool:
    return one.stop <= other.begin and other.begin - one.stop <= 3


def _is_own(context: Context, party: Party) -> bool:
    """Whether a place is of the page's own country, so that it can be the home of a sentence."""
    country = context.home_ref(party).country
    return country in (
        (context.home.country,) if context.home and context.home.country else context.language.countries_of
    )


def _survey(context: Context, others: Sequence[Party]) -> list[Tie]:
    """On a page about many municipalities the home is a place of the page's own country that is not behind `with`."""
    homes = _homes(context, others)
    headed = context.headed
    if context.block_home and _are_abroad(context.block_home, others):
        return [_with_home(context, context.block_home, p) for p in others]
    if context.block_home and len(others) > 1 and _is_chain(context, others):
        return [_with_home(context, context.block_home, p) for p in others]
    if line := _of_line(context, others):
        return line
    if headed and not any(_is_own(context, p) and p.before != "partner" for p in others):
        return [_with_home(context, headed, p) for p in others if _is_partner_of(context, p, headed)]
    block_home = None if _begins_otherwise(context) else context.block_home
    if not homes and block_home:
        return [_with_home(context, block_home, p) for p in others if _is_partner_of(context, p, block_home)]
    if block_home and len(others) == 1 and not _is_own(context, others[0]):
        return [_with_home(context, block_home, p) for p in others if _is_partner_of(context, p, block_home)]
    if not homes:
        return []
    others = [p for p in others if p.before != "place" or p.country or p in homes]
    rest = [
        p
        for p in others
        if p is not homes[0] and (p.before == "partner" or p.country or not _is_own(context, p) or _in_slot(context, p))
    ]
    return [_pair_tie(context, _home_for(homes, p), p) for p in rest if p not in homes or p.country]


def _are_abroad(home: PlaceRef, others: Sequence[Party]) -> bool:
    """Whether all of several places have their country behind them, none of them the home's: partners listed one by one."""
    lands = [p.country for p in others if p.country and p.country.start > p.end and p.before != "place"]
    return len(lands) == len(others) > 1 and all(land.code != home.country for land in lands)


def _of_line(context: Context, others: Sequence[Party]) -> list[Tie]:
    """A line that begins with a place and a colon, with its partners behind: `Erfurt: Mainz, Lille, Győr`."""
    m, first = context.m, others[0]
    begins = first.begin == m.block.start and first.before is None and _is_own(context, first)
    if not begins or m.text[first.stop : first.stop + 1] != ":" or m.block.kind not in ("row", "item", "heading"):
        return []
    return [replace(_pair_tie(context, first, p), rule=LINE) for p in others[1:]]


def _is_chain(context: Context, others: Sequence[Party]) -> bool:
    """Whether the places, none at the sentence's head, are all alike, joined by commas and `and`: none is the home."""
    text, conjunctions = context.m.text, context.language.among("and")
    between = [text[one.stop : other.begin].lower().strip(" ") for one, other in pairwise(others)]
    if others[0].begin == context.m.start:
        return False
    return all(p.before is None for p in others) and all(
        gap == "," or gap.lstrip(", ") in conjunctions for gap in between
    )


def _begins_otherwise(context: Context) -> bool:
    """Whether the sentence begins with a name that is no place known here: it speaks of a home of its own."""
    m = context.m
    first = m.sentence.words[0]
    known = first.low in context.language.among("stop") | context.language.among("articles") | context.language.openers
    return (
        m.text[first.end : first.end + 1] == ","
        and m.text[first.start].isupper()
        and not known
        and not any(p.start <= first.start < p.stop for p in m.parties)
    )


def _is_partner_of(context: Context, party: Party, home: PlaceRef) -> bool:
    """Whether a place is tied to the home that the paragraph told: behind `with`, or abroad beside words for a kind."""
    if party.before == "partner" or _in_slot(context, party):
        return True
    abroad = party.country is not None or context.ref(party).country != home.country
    return abroad and party.before != "place" and bool(context.m.family("kind"))


def _homes(context: Context, others: Sequence[Party]) -> list[Party]:
    """Places of the page's own country, bare ones before those behind a preposition; else the first bare one."""
    own = [p for p in others if _is_own(context, p)]
    head = next((p for p in own if p.before == "place" and p.begin == context.m.start), None)
    if head and context.m.text[head.stop : head.stop + 1] == ",":
        return [head]
    for before in (None, "place"):
        if rows := [p for p in own if p.before == before]:
            return rows
    foreign = [p for p in others if not _is_own(context, p) and p.before != "place"]
    if own and foreign:
        return own[:1]
    return [p for p in others if p.before is None][:1]


def _in_slot(context: Context, party: Party) -> bool:
    return any(c.start <= party.start and party.end <= c.end for c in context.m.cues if c.family in ANCHORS)


def _home_for(homes: Sequence[Party], party: Party) -> Party:
    before = [h for h in homes if h.start < party.start]
    return before[-1] if before else homes[0]


def _pair_tie(context: Context, home: Party, party: Party) -> Tie:
    kind = nearest_kind(context, party.start)
    return Tie(
        context.home_ref(home), context.ref(party), party, (party.start, party.end), kind, "pair", 0.85, own=False
    )


def _with_home(context: Context, home: PlaceRef, party: Party) -> Tie:
    return Tie(
        home,
        context.ref(party),
        party,
        (party.start, party.end),
        nearest_kind(context, party.start),
        "pair.carried",
        0.8,
        own=False,
    )
