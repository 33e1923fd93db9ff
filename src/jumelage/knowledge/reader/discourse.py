"""What a sentence takes from the page around it: whose page it is, whose section, what the list is about."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jumelage.knowledge.places import gazetteer
from jumelage.knowledge.reader.countries import Country
from jumelage.knowledge.reader.cues import Cue, cues
from jumelage.knowledge.reader.dates import Date
from jumelage.knowledge.reader.home import Home
from jumelage.knowledge.reader.labels import Label, details, entries, labels
from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.reader.mentions import Mentions
from jumelage.knowledge.reader.model import PlaceRef
from jumelage.knowledge.reader.places import Party
from jumelage.knowledge.reader.senses import Senses, known_ref, place_ref, senses_of
from jumelage.knowledge.reader.sentences import flattened, sentences
from jumelage.knowledge.reader.timing import entry_date, is_date_line, is_minutes, resolved
from jumelage.knowledge.sources.extract.blocks import Block, Document, Span

LINKING = frozenset(("von", "vom", "de", "d", "of", "from", "the", "da", "di", "od", "van"))
CONJUNCTIONS = frozenset(("und", "and", "et", "i", "oraz", "en", "y", "e", "ed"))
HEAD_WORDS = 4
HEAD_MARGIN = 12
HALVED = re.compile(r"-\s+\w{1,4}\s+$")


@dataclass(frozen=True)
class Subject:
    """A partner that a heading or an earlier sentence names; start and end are where it stands; home is its own on a page of
    many."""

    ref: PlaceRef
    start: int
    end: int
    home: PlaceRef | None = None


@dataclass(frozen=True)
class Context:
    """A sentence and what it takes from the page.

    named are the places that the paragraph named last. minutes: the page tells what one
    meeting did. headed is the home that the paragraph's own head names on a page of many: `Quimper. Four twins: …`.
    topic is the page's one partner, section the section's or the last one named. lead is the kind cue of the lead-in or
    heading above. inventory: the page tells the partners of its home one by one. survey: it speaks of several homes.
    """

    m: Mentions
    home: PlaceRef | None
    topic: Subject | None
    section: Subject | None
    recent: tuple[Subject, ...]
    named: tuple[Subject, ...]
    lead: Cue | None
    label: Label | None
    dates: tuple[Date, ...]
    chronicle: Date | None
    last_date: Date | None
    feast: Date | None
    block_home: PlaceRef | None
    headed: PlaceRef | None
    echo: tuple[Cue, ...]
    published: str | None
    minutes: bool
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


def _kind_in(text: str, span: Span, language: Language) -> Cue | None:
    low = flattened(text[span.start : span.end])
    for sentence in sentences(low, low, 0, len(low)):
        for cue in cues(sentence, language):
            if cue.family == "kind" and not HALVED.search(low, 0, cue.start):
                return Cue(cue.rule, cue.start + span.start, cue.end + span.start)
    return None


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
        self.labels, self.details = labels(rows), details(rows)
        self.kinds: dict[Span, Cue | None] = {}
        self.twinning = any(m.family("kind") for m in rows if not m.block.boilerplate)
        self.page_kind = next(
            (c for m in rows if not m.block.boilerplate for c in m.family("kind", "partnership")), None
        )
        self.inventory = not survey and any(is_inventory(m, language) for m in rows if not m.block.boilerplate)
        self.minutes = published is not None and any(is_minutes(m) for m in rows)
        self.section: Subject | None = None
        self.recent: tuple[Subject, ...] = ()
        self.chronicle: Date | None = None
        self.entry: Date | None = None
        self.last_year: int | None = None
        self.last_date: Date | None = None
        self.feast: Date | None = None
        self.block_home: PlaceRef | None = None
        self.headed: PlaceRef | None = None
        self.named: tuple[Subject, ...] = ()
        self.said: tuple[Cue, ...] = ()
        self.seasons = language.among("seasons")
        self.chronicles = sum(1 for m in rows if m.block.kind == "heading" and is_date_line(m, self.seasons)) > 1
        self.entries = sum(1 for m in rows if entry_date(m)) > 2
        self.topic = self._topic(rows)

    def step(self, m: Mentions) -> Context:
        if m.start == m.block.start:
            self.recent, self.last_date, self.block_home, self.headed = (), None, None, None
            self.named = ()
            if m.block.kind == "heading":
                self._enter(m)
        above = self.chronicle or self.entry
        published = above.edtf if above else self.published
        dates = resolved(m, published, self.last_year, self.last_date, self.language)
        self._date_line(m, dates)
        context = Context(
            m, self.home.ref, self.topic, self.section, self.recent, self.named, self._lead(m.block), self.labels.get(m.block), dates,
            self.chronicle or self.entry, self.last_date, self.feast, self.block_home, self.headed, self._echo(m), self.published, self.minutes, self.inventory, self.twinning, self.survey, self.page_kind, self.senses, self.language,
        )  # fmt: skip
        years = [int(d.year) for d in dates if d.year.isdigit()]
        self.last_year = years[-1] if years else self.last_year
        self.last_date = next((d for d in dates if d.edtf), self.last_date)
        if m.family("event", "anniversary"):
            self.feast = next((d for d in dates if d.edtf and len(d.edtf) == 10), self.feast)
        self._name(m)
        self.said = (*m.family("status"), *m.family("event")) or self.said
        if self.survey and (self.block_home is None or (m.parties and _is_head(m, m.parties[0]))):
            own = [p for p in m.parties if p.before != "partner" and _is_native(context, p)]
            bare = next((p for p in own if p.before is None), next(iter(own), None))
            self.block_home = context.home_ref(bare) if bare else None
            self.headed = self.block_home if bare and _is_head(m, bare) else None
        return context

    def _echo(self, m: Mentions) -> tuple[Cue, ...]:
        """What was said last, where a sentence says `did the same`."""
        return self.said if m.family("mode", "same") and not m.family("status") else ()

    def _lead(self, block: Block) -> Cue | None:
        """The kind that the lead-in, the column's head, the list's label or the nearest heading gives to what stands below."""
        spans = [block.lead_in, *(cell.header for cell in block.cells)]
        told = next((kind for span in spans if (kind := self._kind(span))), None)
        if told or (label := self.labels.get(block)) is None:
            path = [span for span in reversed(block.heading_path) if span.start not in self.details]
            return told or next((kind for span in path if (kind := self._kind(span))), None)
        return label.kind

    def _kind(self, span: Span | None) -> Cue | None:
        if span is None:
            return None
        if span not in self.kinds:
            self.kinds[span] = _kind_in(self.document.text, span, self.language)
        return self.kinds[span]

    def _enter(self, m: Mentions) -> None:
        """A heading with one place makes its section that place's; another heading ends the section before."""
        subject = self._subject(m)
        if subject:
            self.section = subject
        elif not self._is_below(m) and ((not m.dates and m.block.level <= 2) or m.family("kind") or m.family("status")):
            self.section = None

    def _is_below(self, m: Mentions) -> bool:
        """Whether no blank line parts the heading from the place's line above it."""
        above = m.text[: m.start].rfind("\n\n")
        return self.section is not None and self.section.start > above

    def _name(self, m: Mentions) -> None:
        """Later sentences of the paragraph speak of those named last."""
        resting = bool(m.family("status", "resting", "ended"))
        others = [p for p in m.parties if not p.is_home and (p.before != "place" or resting)]
        if (
            others
            and not self.survey
            and not m.family("mode", "proposal", "refusal")
            and m.block.kind in ("paragraph", "definition")
            and (m.family("kind") or m.family("bond") or m.family("status"))
        ):
            self.recent = tuple(self._as_subject(p) for p in others[:6])
        elif (subject := self._head(m)) is not None:
            self.recent = (subject,)
        near = [p for p in m.parties if not p.is_home and not is_geography(m, p)]
        self.named = tuple(self._as_subject(p) for p in near) or self.named

    def heard(self, ties: Iterable[tuple[PlaceRef | None, PlaceRef, tuple[int, int]]]) -> None:
        """On a page of many, later sentences of the paragraph speak of the pairs that were told last."""
        if self.survey:
            self.recent = tuple(Subject(ref, *span, home) for home, ref, span in ties) or self.recent

    def _as_subject(self, party: Party) -> Subject:
        return Subject(place_ref(party, self.senses, self.language, self.home.ref), party.start, party.end)

    def _head(self, m: Mentions) -> Subject | None:
        """The one place that a paragraph's short first sentence names: `Item 5. Lille. The council …`."""
        others = [p for p in m.parties if not p.is_home and p.before is None]
        short = len(m.sentence.words) <= HEAD_WORDS and m.block.kind == "paragraph" and m.end < m.block.end
        begins = m.start - m.block.start <= HEAD_MARGIN
        return self._as_subject(others[0]) if len(others) == 1 and short and begins and not self.survey else None

    def _date_line(self, m: Mentions, dates: Sequence[Date]) -> None:
        """A line that holds nothing but a date heads what follows (a chronicle)."""
        begins_line = m.start == m.block.start or m.text[m.start - 1] == "\n"
        if self.entries and begins_line and m.block.kind != "heading":
            self.entry = entry_date(m)
        if m.block.kind == "heading":
            only = [d for d in dates if d.edtf]
            dated = bool(only) and self.chronicles and is_date_line(m, self.seasons)
            others = m.parties or len(m.sentence.words) > 4
            self.chronicle = only[0] if dated else None if others else self.chronicle
            self.entry = entry_date(m) if self.entries else None

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
        listed = {place_ref(p, self.senses, self.language, self.home.ref).key for p in entries(rows)}
        if len(listed - named) > 1:
            return None
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
        if not found:
            return self._met(rows)
        return next(iter(found.values())) if len(keys) == 1 else None

    def _met(self, rows: Sequence[Mentions]) -> Subject | None:
        """The one place that a chronicle keeps meeting, be it only as where things happen."""
        met = [self._as_subject(p) for m in rows for p in m.parties if not (p.is_home or is_geography(m, p))]
        keys = {s.ref.key for s in met}
        return met[0] if len(met) > 1 and len(keys) == 1 and (self.chronicles or self.entries) else None


def _is_head(m: Mentions, party: Party) -> bool:
    """Whether a sentence that others follow is nothing but a name."""
    return m.end < m.block.end and m.end - m.start - (party.stop - party.begin) <= 2


def _is_native(context: Context, party: Party) -> bool:
    return context.home_ref(party).country in context.language.countries_of


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
