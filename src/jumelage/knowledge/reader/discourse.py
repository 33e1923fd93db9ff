"""Goes through a page and remembers what later sentences take from earlier ones."""

import re
from collections.abc import Iterable, Sequence

from jumelage.knowledge.reader.context import Context
from jumelage.knowledge.reader.cues import Cue, cues
from jumelage.knowledge.reader.dates import Date
from jumelage.knowledge.reader.geography import is_geography
from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.reader.mentions import Mentions
from jumelage.knowledge.reader.model import PlaceRef
from jumelage.knowledge.reader.negation import negated
from jumelage.knowledge.reader.page import Page, Subject, as_subject, one_named
from jumelage.knowledge.reader.places import Party
from jumelage.knowledge.reader.sentences import flattened, sentences
from jumelage.knowledge.reader.timing import entry_date, is_date_line, resolved
from jumelage.knowledge.sources.extract.blocks import Block, Span

HEAD_WORDS = 4
HEAD_MARGIN = 12
MOST_NAMED = 6
HALVED = re.compile(r"-\s+\w{1,4}\s+$")


class Walk:
    """One pass over the page's sentences."""

    def __init__(self, page: Page, text: str) -> None:
        self.page, self.text = page, text
        self.kinds: dict[Span, Cue | None] = {}
        self.section: Subject | None = None
        self.recent: tuple[Subject, ...] = ()
        self.named: tuple[Subject, ...] = ()
        self.term: tuple[Subject, ...] = ()
        self.met: dict[object, Subject] = {}
        self.said: tuple[Cue, ...] = ()
        self.denied = False
        self.chronicle: Date | None = None
        self.entry: Date | None = None
        self.last_year: int | None = None
        self.last_date: Date | None = None
        self.feast: Date | None = None
        self.block_home: PlaceRef | None = None
        self.headed: PlaceRef | None = None

    def step(self, m: Mentions) -> Context:
        """The sentence in its context; what it says is remembered for those that follow."""
        if m.start == m.block.start:
            self._begin_block(m)
        if self.page.entries and m.block.kind != "heading" and _begins_line(m):
            self.entry = entry_date(m)
        above = self.chronicle or self.entry
        published = above.edtf if above else self.page.published
        dates = resolved(m, published, self.last_year, self.last_date, self.page.language)
        self._date_line(m, dates)
        context = Context(
            page=self.page, m=m, section=self.section, recent=self.recent, named=self.named, met=tuple(self.met.values()), lead=self._lead(m.block),
            label=self.page.labels.get(m.block), dates=dates, chronicle=self.chronicle or self.entry,
            last_date=self.last_date, feast=self.feast, block_home=self.block_home, headed=self.headed, echo=self._echo(m),
            denied=self.denied,
        )  # fmt: skip
        kinds = m.family("kind")
        self.denied = bool(kinds) and all(negated(context, c) for c in kinds)
        self._remember(m, dates)
        return context

    def heard(self, ties: Iterable[tuple[PlaceRef | None, PlaceRef, tuple[int, int]]]) -> None:
        """On a page of many, later sentences of the paragraph speak of the pairs that were told last."""
        if self.page.survey:
            self.recent = tuple(Subject(ref, *span, home) for home, ref, span in ties) or self.recent

    def _begin_block(self, m: Mentions) -> None:
        self.recent, self.named = self.term if m.block.kind == "definition" else (), ()
        self.last_date, self.block_home, self.headed, self.denied = None, None, None, False
        if m.block.kind == "heading":
            self._enter(m)

    def _enter(self, m: Mentions) -> None:
        """A heading with one place makes its section that place's; another heading ends the section before."""
        subject = one_named(m, self.page.senses)
        if subject:
            self.section = subject
        elif not self._is_below(m) and ((not m.dates and m.block.level <= 2) or m.family("kind") or m.family("status")):
            self.section = None

    def _is_below(self, m: Mentions) -> bool:
        """Whether no blank line parts the heading from the place's line above it."""
        above = m.text[: m.start].rfind("\n\n")
        return self.section is not None and self.section.start > above

    def _date_line(self, m: Mentions, dates: Sequence[Date]) -> None:
        """A line that holds nothing but a date heads what follows (a chronicle)."""
        if m.block.kind != "heading":
            return
        only = [d for d in dates if d.edtf]
        dated = bool(only) and self.page.chronicles and is_date_line(m, self.page.language.among("seasons"))
        others = m.parties or len(m.sentence.words) > HEAD_WORDS
        self.chronicle = only[0] if dated else None if others else self.chronicle
        self.entry = entry_date(m) if self.page.entries else None

    def _echo(self, m: Mentions) -> tuple[Cue, ...]:
        """What was said last, where a sentence says `did the same`."""
        return self.said if m.family("mode", "same") and not m.family("status") else ()

    def _lead(self, block: Block) -> Cue | None:
        """The kind that the lead-in, the column's head, the list's label or the nearest heading gives to what stands below."""
        spans = [block.lead_in, *(cell.header for cell in block.cells)]
        told = next((kind for span in spans if (kind := self._kind(span))), None)
        if told or (label := self.page.labels.get(block)) is None:
            path = [span for span in reversed(block.heading_path) if span.start not in self.page.details]
            return told or next((kind for span in path if (kind := self._kind(span))), None)
        return label.kind

    def _kind(self, span: Span | None) -> Cue | None:
        if span is None:
            return None
        if span not in self.kinds:
            self.kinds[span] = _kind_in(self.text, span, self.page.language)
        return self.kinds[span]

    def _remember(self, m: Mentions, dates: Sequence[Date]) -> None:
        years = [int(d.year) for d in dates if d.year.isdigit()]
        self.last_year = years[-1] if years else self.last_year
        self.last_date = next((d for d in dates if d.edtf), self.last_date)
        if m.family("event", "anniversary"):
            self.feast = next((d for d in dates if d.edtf and len(d.edtf) == 10), self.feast)
        self.said = (*m.family("status"), *m.family("event")) or self.said
        self._remember_names(m)
        if self.page.survey:
            self._remember_home(m)

    def _remember_names(self, m: Mentions) -> None:
        """Later sentences of the paragraph speak of those named last."""
        resting = bool(m.family("status", "resting", "ended"))
        others = [p for p in m.parties if not p.is_home and (p.before != "place" or resting)]
        tied = m.family("kind") or m.family("bond") or m.family("status")
        told = tied and not m.family("mode", "proposal", "refusal") and m.block.kind in ("paragraph", "definition")
        if others and told and not self.page.survey:
            self.recent = tuple(as_subject(p, self.page.senses) for p in others[:MOST_NAMED])
        elif others and self._is_entry(m):
            self.recent = (as_subject(others[0], self.page.senses),)
            self.term = self.recent
        elif (subject := self._head(m)) is not None:
            self.recent = (subject,)
        elif m.block.kind == "term":
            self.term = ()
        near = [p for p in m.parties if not p.is_home and not is_geography(m, p)]
        named = tuple(as_subject(p, self.page.senses) for p in near)
        self.named = named or self.named
        self.met |= {s.ref.key: s for s in named}

    def _is_entry(self, m: Mentions) -> bool:
        """The first sentence of a list's entry: the others speak of the place that it begins with."""
        return m.block.kind in ("item", "row", "term") and m.start == m.block.start and not self.page.survey

    def _head(self, m: Mentions) -> Subject | None:
        """The one place that a paragraph's or an entry's short first sentence names: `Item 5. Lille. The council …`."""
        others = [p for p in m.parties if not p.is_home and p.before is None]
        heads = m.block.kind in ("paragraph", "item", "row")
        short = len(m.sentence.words) <= HEAD_WORDS and heads and m.end < m.block.end
        alone = len(others) == 1 and m.start - m.block.start <= HEAD_MARGIN
        return as_subject(others[0], self.page.senses) if alone and short and not self.page.survey else None

    def _remember_home(self, m: Mentions) -> None:
        """On a page of many, sentences without a home of their own are about the one named last."""
        senses, native = self.page.senses, self.page.language.countries_of
        own = [p for p in m.parties if p.before != "partner" and senses.home_ref(p).country in native]
        if own or self.block_home is None:
            bare = next((p for p in own if p.before is None), next(iter(own), None))
            self.block_home = senses.home_ref(bare) if bare else None
            self.headed = self.block_home if bare and _is_head(m, bare) else None


def _kind_in(text: str, span: Span, language: Language) -> Cue | None:
    low = flattened(text[span.start : span.end])
    for sentence in sentences(low, low, 0, len(low)):
        for cue in cues(sentence, language):
            if cue.family == "kind" and not HALVED.search(low, 0, cue.start):
                return Cue(cue.rule, cue.start + span.start, cue.end + span.start)
    return None


def _is_head(m: Mentions, party: Party) -> bool:
    """Whether a sentence that others follow is nothing but a name."""
    return m.end < m.block.end and m.end - m.start - (party.stop - party.begin) <= 2


def _begins_line(m: Mentions) -> bool:
    return m.start == m.block.start or m.text[m.start - 1] == "\n"
