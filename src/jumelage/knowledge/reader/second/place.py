"""Where a claim of the second reader stands in the page: its quotes, the name of its partner, and what joins them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jumelage.core.text import fold
from jumelage.knowledge.places import gazetteer
from jumelage.knowledge.reader.context import Context
from jumelage.knowledge.reader.gate import LONGEST
from jumelage.knowledge.reader.home import same_place
from jumelage.knowledge.reader.model import PlaceRef
from jumelage.knowledge.reader.places import Party
from jumelage.knowledge.reader.second.page import Page, above
from jumelage.knowledge.reader.second.quotes import Words, likest, likest_name, shown
from jumelage.knowledge.reader.second.schema import Row
from jumelage.knowledge.sources.extract.blocks import Span

MOST_QUOTES = 4
MOST_PLACES = 20
FAR = 1_000_000
OF_HOME = ("count", "membership")


class Refused(Exception):
    """The claim is dropped; the message is the reason."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where words stand: their sentence, and what stands above its block."""

    span: Span
    context: Context
    heads: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A partner where the page names it."""

    ref: PlaceRef
    spot: Spot


@dataclass(frozen=True, slots=True)
class Placed:
    """A claim with its place in the page. named is None where it speaks of no partner."""

    row: Row
    page: Page
    home: PlaceRef
    named: Named | None
    quotes: tuple[Span, ...]

    def sentences(self) -> Iterator[tuple[Context, Span]]:
        """The sentences that the quotes touch, each with its quote."""
        for quote in self.quotes:
            for context in self.page.within(quote):
                yield context, quote


def placed(row: Row, page: Page, part: Words) -> Placed:
    """Raises Refused."""
    quotes = _quotes(row, page, part)
    names = _named(row, page, part) if row.partner and row.property not in OF_HOME else None
    named, chosen = _nearest(quotes, names)
    home = _home(row, page, part, [spot.context for spot in (*chosen, *([named.spot] if named else []))])
    if named and same_place(home, named.ref):
        raise Refused(f"{shown(named.ref.name)} is the home itself")
    return Placed(row, page, home, named, tuple(spot.span for spot in chosen))


def _spot(span: Span, page: Page) -> Spot:
    context = page.at(span.start)
    return Spot(span, context, above(context.m.block))


def _quotes(row: Row, page: Page, part: Words) -> list[list[Spot]]:
    """For each quote everywhere that it stands."""
    if not 1 <= len(row.quotes) <= MOST_QUOTES:
        raise Refused(f"it has {len(row.quotes)} quotes, where 1 to {MOST_QUOTES} are asked for")
    return [_places(quote, page, part) for quote in row.quotes]


def _places(quote: str, page: Page, part: Words) -> list[Spot]:
    if not 1 <= len(quote.strip()) <= LONGEST:
        raise Refused(f"the quote {shown(quote)} has not 1 to {LONGEST} signs")
    places = part.find(quote)
    if not places:
        alike = likest(quote, (page.text[c.m.start : c.m.end] for s in part.spans for c in page.within(s)))
        hint = f"; the likest words there are {shown(alike)}" if alike else ""
        raise Refused(f"the quote {shown(quote)} does not stand in the page{hint}")
    return [_spot(place, page) for place in places[:MOST_PLACES]]


def _named(row: Row, page: Page, part: Words) -> list[Named]:
    """Everywhere that the page names the partner as a place."""
    name = row.partner or ""
    places = part.find(name) if len(name) <= LONGEST else []
    if not places:
        raise Refused(f"the page does not name {shown(name)}{_hint(name, page, part)}")
    refs = [Named(ref, _spot(span, page)) for place in places[:MOST_PLACES] for ref, span in _refs(place, page)]
    if not refs:
        raise Refused(f"{shown(name)} is not known as a place where the page names it")
    return refs


def _hint(name: str, page: Page, part: Words) -> str:
    names = (p.text for span in part.spans for c in page.within(span) for p in c.m.parties)
    alike = likest_name(name, names)
    return f"; it names {shown(alike)}" if alike else ""


def _refs(span: Span, page: Page) -> Iterator[tuple[PlaceRef, Span]]:
    """The place that the rules see in the span, else the gazetteer's; none where they see several, or something else."""
    context = page.at(span.start)
    touched = [(p, Span(p.start, p.end)) for p in context.m.parties if p.start < span.end and span.start < p.end]
    if len(touched) == 1 and holds(span, touched[0][1]):
        yield context.ref(touched[0][0]), touched[0][1]
    elif not touched and _may_be_place(span, context):
        yield _gazetted(page.text[span.start : span.end], context), span


def _may_be_place(span: Span, context: Context) -> bool:
    """A name of the gazetteer that the rules did not dare to take for one, unless it is a word or a name of another sort."""
    m, name = context.m, context.m.text[span.start : span.end]
    others = [(x.start, x.end) for group in (m.dates, m.countries, m.people, m.organisations, m.cues) for x in group]
    taken = any(start < span.end and span.start < end for start, end in (*others, *m.home_spans))
    common = name.lower() in context.language.among("stop") or name.lower() in context.language.among("town")
    return name[:1].isupper() and not taken and not common and gazetteer.known(fold(_plain(name, context)))


def _plain(name: str, context: Context) -> str:
    return context.language.aliases.get(fold(name), name)


def _gazetted(name: str, context: Context) -> PlaceRef:
    key = _plain(name, context)
    return context.page.senses.named(name, key)


def _nearest(quotes: Sequence[Sequence[Spot]], names: Sequence[Named] | None) -> tuple[Named | None, tuple[Spot, ...]]:
    """Of all places of the quotes those that are nearest to a name of the partner and joined to it."""
    if names is None:
        return None, tuple(places[0] for places in quotes)
    options = [(sum(n for n, _ in found), named, found) for named in names if (found := _beside(named, quotes))]
    if not options:
        raise Refused(f"the quotes stand apart from every place where the page names {shown(names[0].ref.name)}")
    _, named, found = min(options, key=lambda option: option[0])
    return named, tuple(spot for _, spot in found)


def _beside(named: Named, quotes: Sequence[Sequence[Spot]]) -> list[tuple[int, Spot]]:
    """Each quote where it is nearest to the name, with how far it is; nothing where one of them is not joined to it."""
    best = [min(_near(named, places), key=lambda near: near[0], default=None) for places in quotes]
    found = [near for near in best if near]
    return found if len(found) == len(best) else []


def _near(named: Named, places: Sequence[Spot]) -> Iterator[tuple[int, Spot]]:
    for spot in places:
        step = _step(spot, named)
        if step is not None:
            gap = max(spot.span.start - named.spot.span.end, named.spot.span.start - spot.span.end, 0)
            yield step * FAR + gap, spot


def _step(spot: Spot, named: Named) -> int | None:
    """What joins words to a name: 0 one sentence, 1 one block, 2 one stands above the other, 3 the rules take the sentence
    to speak of the partner. None where nothing does."""
    said, at = spot.context, named.spot.context
    if said.m.block is at.m.block:
        return 0 if said is at else 1
    if any(holds(s, spot.span) for s in named.spot.heads) or any(holds(s, named.spot.span) for s in spot.heads):
        return 2
    return 3 if any(subject.ref.key == named.ref.key for subject in said.subjects()) else None


def holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _home(row: Row, page: Page, part: Words, sentences: Sequence[Context]) -> PlaceRef:
    """Whose partner it is: the page's home, else the municipality named in one of the sentences."""
    if page.home:
        if row.home and not _is_named(page.home, row.home):
            raise Refused(f"it speaks of {shown(row.home)}, and the page is that of {shown(page.home.label)}")
        return page.home
    for span in part.find(row.home) if row.home and len(row.home) <= LONGEST else []:
        context = page.at(span.start)
        party = _party(span, context)
        if party and any(context is sentence for sentence in sentences):
            return context.home_ref(party)
    raise Refused("whose partner it is does not stand beside it")


def _party(span: Span, context: Context) -> Party | None:
    return next((p for p in context.m.parties if holds(span, Span(p.start, p.end))), None)


def _is_named(home: PlaceRef, name: str) -> bool:
    if fold(name) in (fold(home.name), fold(home.label)):
        return True
    return len(name) <= LONGEST and any(p.geonameid == home.geonameid for p in gazetteer.lookup(name))
