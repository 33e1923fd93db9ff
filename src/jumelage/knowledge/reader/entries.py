"""Partners in lists, rows and headings, whose kind is told above them."""

from collections.abc import Iterator, Sequence

from jumelage.knowledge.reader.context import Context
from jumelage.knowledge.reader.places import Party
from jumelage.knowledge.reader.statements import statement
from jumelage.knowledge.reader.ties import Tie, nearest_kind, tie_of

NEAR = 45
MARGIN = 3
LINE = 120
FAR = 40


def is_item(context: Context, others: Sequence[Party]) -> bool:
    """Whether the sentence is an entry of a list whose kind is told above it or, in a row, by the row itself."""
    m = context.m
    if m.block.kind == "row":
        return bool(context.lead or context.label or m.family("kind") or context.page.twinning)
    if not (context.lead or context.label):
        first = others[0]
        attached = bool(first.country or first.date) and first.begin == m.block.start
        return m.block.kind in ("item", "term") and attached and context.page.twinning
    labelled = context.label is not None and m.start == m.block.start
    return m.block.kind in ("item", "term") or labelled or (m.block.kind == "paragraph" and _is_line(context, others))


def is_roster(context: Context, others: Sequence[Party]) -> bool:
    """Whether a sentence below words that give the kind begins with a place and names several with country or year."""
    m = context.m
    attached = [p for p in others if p.country is not None or p.date is not None]
    begins = others[0].begin - m.start <= MARGIN and m.start == m.block.start
    named = sum(p.stop - p.begin for p in others)
    return bool(context.lead) and begins and len(attached) > 1 and named * 3 > m.end - m.start


def _is_line(context: Context, others: Sequence[Party]) -> bool:
    """A short block that begins with a place and its country or year, under words that give the kind: a list's entry."""
    block, party = context.m.block, others[0]
    short = block.end - block.start <= LINE and party.begin - block.start <= MARGIN and context.m.start == block.start
    return (
        short and (party.country is not None or party.date is not None) and len({context.ref(p) for p in others}) == 1
    )


def teaser(context: Context, others: Sequence[Party]) -> Iterator[Tie]:
    """Beside the page's own matter only a full statement counts: kind, and the place right behind it."""
    if context.m.block.boilerplate != "teaser":
        return
    for party in others:
        kind = nearest_kind(context, party.start)
        if kind and kind.end <= party.start and party.start - kind.end < NEAR:
            yield tie_of(context, party, kind, "teaser", 0.75)


def roster(context: Context, others: Sequence[Party]) -> Iterator[Tie]:
    """Several entries in one paragraph: all that have a country or a year of their own, or are joined to one that has."""
    kinds = context.m.family("kind")
    for party in others:
        if party.before in (None, "partner"):
            kind = nearest_kind(context, party.start) if kinds else context.lead
            yield tie_of(context, party, kind, "list.item", 0.9)


def listed(context: Context, others: Sequence[Party]) -> Iterator[Tie]:
    """An item under a lead-in or heading that gives the kind: its first place is the partner."""
    own = context.m.family("kind") or context.m.family("label")
    party = others[0]
    if party.begin - context.m.block.start > FAR:
        return
    kind = own[0] if own else context.lead
    yield tie_of(context, party, kind, "list.item", 0.93)


def heading(context: Context, others: Sequence[Party]) -> Iterator[Tie]:
    """A heading that names one place with its country, or a kind or year beside it, on a page about partners."""
    m, party = context.m, others[0]
    own = m.family("kind")
    if not own and any(d.edtf and d.edtf == context.page.published for d in m.dates):
        return  # a paper's name and the day of its issue
    alone = len({context.ref(p) for p in others}) == 1
    attached = party.country is not None or party.date is not None
    if own and (context.page.survey or m.dates) and not alone:
        yield from statement(context, others)
    elif (
        alone
        and (own or attached or m.home_spans or _is_whole(context, party))
        and (context.page.twinning and not context.page.survey)
    ):
        yield tie_of(context, party, own[0] if own else context.lead, "heading.place", 0.85)


def _is_whole(context: Context, party: Party) -> bool:
    return party.stop - party.begin >= (context.m.end - context.m.start) - 2
