"""What a sentence takes from the page around it: whose page it is, whose section, what the list is about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jumelage.knowledge.places import gazetteer
from jumelage.knowledge.reader.countries import Country
from jumelage.knowledge.reader.cues import Cue, cues
from jumelage.knowledge.reader.dates import Date
from jumelage.knowledge.reader.home import Home
from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.reader.mentions import Mentions
from jumelage.knowledge.reader.model import PlaceRef
from jumelage.knowledge.reader.places import Party
from jumelage.knowledge.reader.senses import Senses, known_ref, place_ref, senses_of
from jumelage.knowledge.reader.sentences import flattened, sentences
from jumelage.knowledge.reader.timing import is_date_line, resolved
from jumelage.knowledge.sources.extract.blocks import Block, Document, Span

LINKING = frozenset(("von", "vom", "de", "d", "of", "from", "the", "da", "di", "od", "van"))
CONJUNCTIONS = frozenset(("und", "and", "et", "i", "oraz", "en", "y", "e", "ed"))
HALVED = re.compile(r"-\s+\w{1,4}\s+$")


@dataclass(frozen=True)
class Subject:
    """A partner that a heading or an earlier sentence names; start and end are where it stands."""

    ref: PlaceRef
    start: int
    end: int


@dataclass(frozen=True)
class Context:
    """A sentence and what it takes from the page.

    topic is the page's one partner, section the section's or the last one named. lead is the kind cue of the lead-in or
    heading above. inventory: the page tells the partners of its home one by one. survey: it speaks of several homes.
    """

    m: Mentions
    home: PlaceRef | None
    topic: Subject | None
    section: Subject | None
    recent: tuple[Subject, ...]
    lead: Cue | None
    dates: tuple[Date, ...]
    chronicle: Date | None
    last_date: Date | None
    feast: Date | None
    block_home: PlaceRef | None
    published: str | None
    inventory: bool
    twinning: bool
    survey: bool
    page_kind: Cue | None
    senses: Senses
    language: Language

    @property
    def teaser(self) -> bool:
        return self.m.block.boilerplate is not None

    def ref(self, party: Party) -> PlaceRef:
        return place_ref(party, self.senses, self.language, self.home)

    def home_ref(self, party: Party) -> PlaceRef:
        """The place as the home of a sentence: one of the page's own countries where there is one."""
        if party.country:
            return self.ref(party)
        wanted = (self.home.country,) if self.home and self.home.country else self.language.countries_of[:1]
        found = gazetteer.lookup(party.key or party.text, country=wanted[0], limit=1)
        best = gazetteer.lookup(party.key or party.text, limit=1)
        if not found or found[0].population * 20 < best[0].population:
            return self.ref(party)
        return known_ref(party.text, party.key, wanted[0])

    def subjects(self) -> tuple[Subject, ...]:
        """Who a sentence without a name speaks of: those just named, the section's partner, the page's."""
        return self.recent or tuple(s for s in (self.section or self.topic,) if s)


def lead_of(document: Document, block: Block, language: Language) -> Cue | None:
    """The kind that the lead-in, the column's head or the nearest heading gives to what stands below."""
    headers = [cell.header for cell in block.cells if cell.header]
    for span in (block.lead_in, *headers, *reversed(block.heading_path)):
        found = _kind_in(document.text, span, language) if span else None
        if found:
            return found
    return None


def _kind_in(text: str, span: Span, language: Language) -> Cue | None:
    low = flattened(text[span.start : span.end])
    for sentence in sentences(low, low, 0, len(low)):
        for cue in cues(sentence, language):
            if cue.family == "kind" and not HALVED.search(low, 0, cue.start):
                return Cue(cue.rule, cue.start + span.start, cue.end + span.start)
    return None


def contexts(
    document: Document, rows: Sequence[Mentions], home: Home, published: str | None, language: Language, survey: bool
) -> tuple[Context, ...]:
    """All sentences in reading order, each with its context."""
    walk = Walk(document, rows, home, published, language, survey)
    return tuple(walk.step(m) for m in rows)


class Walk:
    """Goes through the page once and remembers what later sentences lean on."""

    def __init__(
        self,
        document: Document,
        rows: Sequence[Mentions],
        home: Home,
        published: str | None,
        language: Language,
        survey: bool,
    ) -> None:
        self.document, self.home, self.published, self.language, self.survey = (
            document,
            home,
            published,
            language,
            survey,
        )
        self.senses = senses_of(rows)
        self.leads: dict[Block, Cue | None] = {}
        self.twinning = any(m.family("kind") for m in rows if not m.block.boilerplate)
        self.page_kind = next(
            (c for m in rows if not m.block.boilerplate for c in m.family("kind", "partnership")), None
        )
        self.inventory = not survey and any(is_inventory(m, language) for m in rows if not m.block.boilerplate)
        self.topic = self._topic(rows)
        self.section: Subject | None = None
        self.recent: tuple[Subject, ...] = ()
        self.chronicle: Date | None = None
        self.last_year: int | None = None
        self.last_date: Date | None = None
        self.feast: Date | None = None
        self.block_home: PlaceRef | None = None
        self.chronicles = sum(1 for m in rows if m.block.kind == "heading" and is_date_line(m)) > 1

    def step(self, m: Mentions) -> Context:
        if m.start == m.block.start:
            self.recent, self.last_date, self.block_home = (), None, None
            if m.block.kind == "heading":
                self._enter(m)
        published = self.chronicle.edtf if self.chronicle else self.published
        dates = resolved(m, published, self.last_year, self.last_date)
        self._date_line(m, dates)
        context = Context(
            m, self.home.ref, self.topic, self.section, self.recent, self._lead(m.block), dates,
            self.chronicle, self.last_date, self.feast, self.block_home, self.published, self.inventory, self.twinning, self.survey, self.page_kind, self.senses, self.language,
        )  # fmt: skip
        years = [int(d.year) for d in dates if d.year.isdigit()]
        self.last_year = years[-1] if years else self.last_year
        self.last_date = next((d for d in dates if d.edtf), self.last_date)
        if m.family("event", "anniversary"):
            self.feast = next((d for d in dates if d.edtf and len(d.edtf) == 10), self.feast)
        self._name(m)
        if self.survey and self.block_home is None:
            bare = next(
                (
                    p
                    for p in m.parties
                    if p.before is None and context.home_ref(p).country in self.language.countries_of
                ),
                None,
            )
            self.block_home = context.home_ref(bare) if bare else None
        return context

    def _lead(self, block: Block) -> Cue | None:
        if block not in self.leads:
            self.leads[block] = lead_of(self.document, block, self.language)
        return self.leads[block]

    def _enter(self, m: Mentions) -> None:
        """A heading with one place makes its section that place's; another heading ends the section before."""
        subject = self._subject(m)
        if subject:
            self.section = subject
        elif not m.dates and m.block.level <= 2:
            self.section = None

    def _name(self, m: Mentions) -> None:
        """Later sentences of the paragraph speak of those named last."""
        resting = bool(m.family("status", "resting", "ended"))
        others = [p for p in m.parties if not p.is_home and (p.before != "place" or resting)]
        if (
            others
            and not m.family("mode", "proposal", "refusal")
            and m.block.kind in ("paragraph", "definition")
            and (m.family("kind") or m.family("bond") or m.family("status"))
        ):
            self.recent = tuple(
                Subject(place_ref(p, self.senses, self.language, self.home.ref), p.start, p.end) for p in others[:6]
            )

    def _date_line(self, m: Mentions, dates: Sequence[Date]) -> None:
        """A line that holds nothing but a date heads what follows (a chronicle)."""
        if m.block.kind == "heading":
            only = [d for d in dates if d.edtf]
            self.chronicle = (
                only[0]
                if only and self.chronicles and is_date_line(m)
                else (None if m.parties or len(m.sentence.words) > 4 else self.chronicle)
            )

    def _subject(self, m: Mentions) -> Subject | None:
        others = {
            place_ref(p, self.senses, self.language, self.home.ref): p
            for p in m.parties
            if not p.is_home and p.before != "place"
        }
        if len(others) != 1 or len(m.sentence.words) > 14:
            return None
        ref, party = next(iter(others.items()))
        return Subject(ref, party.start, party.end)

    def _topic(self, rows: Sequence[Mentions]) -> Subject | None:
        """The one place that the page's first headings name beside its home."""
        heads = [m for m in rows if m.block.kind == "heading" and m.block.start < 600 and not m.block.boilerplate]
        subjects = [s for m in heads if (s := self._subject(m))]
        named = {s.ref.key for s in subjects}
        if self.survey or named:
            return subjects[0] if len(named) == 1 and not self.survey else None
        return self._only(rows)

    def _only(self, rows: Sequence[Mentions]) -> Subject | None:
        """The one place that the page names beside its home, geography and venues left aside."""
        found: dict[PlaceRef, Subject] = {}
        for m in rows:
            for p in m.parties if not (m.block.boilerplate or m.family("mode", "proposal")) else ():
                if not p.is_home and p.before != "place" and not is_geography(m, p):
                    ref = place_ref(p, self.senses, self.language, self.home.ref)
                    found.setdefault(ref, Subject(ref, p.start, p.end))
        keys = {ref.key for ref in found}
        return next(iter(found.values())) if len(keys) == 1 else None


def is_geography(m: Mentions, party: Party) -> bool:
    """Whether the place only says where something lies, or is what another was once called."""
    for cue in m.family("mode", "geography"):
        inside = cue.start <= party.start and party.end <= cue.end
        before = cue.end <= party.start and set(re.findall(r"\w+", m.text[cue.end : party.begin].lower())) <= LINKING
        behind = party.end <= cue.start <= party.end + 3 and party.country is None and party.begin > m.start
        if inside or before or behind:
            return True
    if any(0 < c.start - party.end < 8 and "," not in m.text[party.end : c.start] for c in _metonyms(m, party)):
        return True
    return any(cue.end <= party.start <= cue.end + 2 for cue in m.family("mode", "past"))


def _metonyms(m: Mentions, party: Party) -> list[Country]:
    """Countries joined to the name by one small word: `Bonn and Israel` are two governments."""
    joined = [c for c in m.countries if c.form == "name" and c is not party.country and c.start > party.end]
    return [c for c in joined if m.text[party.end : c.start].strip().lower() in CONJUNCTIONS]


def is_inventory(m: Mentions, language: Language) -> bool:
    """Whether the sentence announces the home's partners: a heading in the plural, or a count of them."""
    if not m.family("kind", "partnership"):
        return False
    counted = language.among("count_partnership")
    if m.block.kind == "heading":
        return any(w.low in counted for w in m.sentence.words) and not any(not p.is_home for p in m.parties)
    return any(w.low in counted for w in m.sentence.words) and bool(m.numbers or m.home_spans)
