"""What the second reader is given: the page as the rules see it, cut into parts that fit into one request."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from jumelage.knowledge.reader.context import Context
from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.reader.model import PlaceRef
from jumelage.knowledge.reader.second.quotes import Words
from jumelage.knowledge.sources.extract.blocks import Block, Span

LONGEST = 5000
LEAST = 500  # a heading goes out with what stands below it
LONGEST_HEAD = 300


@dataclass(frozen=True)
class Page:
    """contexts are the page's sentences in the order of the text; home is None where the page speaks of several."""

    text: str
    contexts: tuple[Context, ...]
    home: PlaceRef | None
    published: str | None
    language: Language

    @cached_property
    def _starts(self) -> list[int]:
        return [context.m.start for context in self.contexts]

    def at(self, position: int) -> Context:
        """The sentence in which a position lies, or behind which."""
        return self.contexts[max(0, bisect_right(self._starts, position) - 1)]

    def within(self, span: Span) -> tuple[Context, ...]:
        """The sentences that a span touches."""
        first = max(0, bisect_right(self._starts, span.start) - 1)
        return tuple(c for c in self.contexts[first : bisect_right(self._starts, span.end - 1)] if c.m.end > span.start)


def parts_of(page: Page) -> Iterator[Words]:
    """The page's own matter in order, each part led by the headings above it. Furniture is left out."""
    heads: tuple[Span, ...] = ()
    spans: list[Span] = []
    size = 0
    for block, span in _pieces(page):
        length = span.end - span.start
        if size > LEAST and size + length > LONGEST:
            yield Words(page.text, (*heads, *spans))
            spans, size = [], 0
        heads = heads if spans else _heads(block)
        spans.append(span)
        size += length
    if spans:
        yield Words(page.text, (*heads, *spans))


def _pieces(page: Page) -> Iterator[tuple[Block, Span]]:
    """Each block in one piece, or cut between sentences where it is too long."""
    own = (c for c in page.contexts if c.m.block.boilerplate is None)
    for block, sentences in groupby(own, key=lambda c: c.m.block):
        first, *rest = (c.m.sentence for c in sentences)
        start, end = first.start, first.end
        for sentence in rest:
            if sentence.end - start > LONGEST:
                yield block, Span(start, end)
                start = sentence.start
            end = sentence.end
        yield block, Span(start, end)


def _heads(block: Block) -> tuple[Span, ...]:
    return tuple(s for s in above(block) if s.end - s.start <= LONGEST_HEAD)


def above(block: Block) -> tuple[Span, ...]:
    """What stands over a block: its headings, its list's lead-in, the heads of its columns."""
    leads = (block.lead_in, *(cell.header for cell in block.cells))
    return (*block.heading_path, *dict.fromkeys(s for s in leads if s))
