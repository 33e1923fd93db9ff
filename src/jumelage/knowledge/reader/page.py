"""What is true of a page as a whole: whose it is, whether it tells of one partner or of many, and of which kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jumelage.knowledge.reader.cues import Cue
from jumelage.knowledge.reader.geography import is_geography
from jumelage.knowledge.reader.labels import Label, details, entries, labels
from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.reader.mentions import Mentions
from jumelage.knowledge.reader.model import PlaceRef
from jumelage.knowledge.reader.places import Party
from jumelage.knowledge.reader.senses import Senses, senses_of
from jumelage.knowledge.reader.timing import entry_date, is_date_line, is_minutes
from jumelage.knowledge.sources.extract.blocks import Block

HEAD = 600
SECTIONS = 2  # as many headings make a page of sections, each with a matter of its own
SUBJECT_WORDS = 14


@dataclass(frozen=True)
class Subject:
    """A partner that a heading or an earlier sentence names; start and end are where it stands; home is its own on a page of
    many."""

    ref: PlaceRef
    start: int
    end: int
    home: PlaceRef | None = None


@dataclass(frozen=True)
class Page:
    """What every sentence may lean on.

    topic is the page's one partner, kind the first word for partnership on it. inventory: it tells the partners of its home
    one by one. survey: it speaks of several homes. twinning: it names a kind. minutes: it tells what one meeting did.
    chronicles: dates stand as headings; entries: lines begin with dates. latest is the last year that it tells.
    """

    home: PlaceRef | None
    published: str | None
    language: Language
    survey: bool
    senses: Senses
    labels: Mapping[Block, Label]
    details: frozenset[int]
    twinning: bool
    kind: Cue | None
    inventory: bool
    minutes: bool
    chronicles: bool
    entries: bool
    latest: str | None
    topic: Subject | None


def page_of(rows: Sequence[Mentions], home: PlaceRef | None, published: str | None, language: Language) -> Page:
    own = [m for m in rows if not m.block.boilerplate]
    seasons = language.among("seasons")
    senses = senses_of(rows, home, language)
    chronicles = sum(1 for m in rows if m.block.kind == "heading" and is_date_line(m, seasons)) > 1
    dated = sum(1 for m in rows if entry_date(m)) > 2
    return Page(
        home=home,
        published=published,
        language=language,
        survey=home is None,
        senses=senses,
        labels=labels(rows),
        details=details(rows),
        twinning=any(m.family("kind") for m in own),
        kind=next((c for m in own for c in m.family("kind", "partnership")), None),
        inventory=home is not None and any(is_inventory(m, language) for m in own),
        minutes=published is not None and any(is_minutes(m) for m in rows),
        chronicles=chronicles,
        entries=dated,
        latest=max((d.year for m in rows for d in m.dates if d.year.isdigit()), default=None),
        topic=None if home is None else _topic(rows, senses, chronicles or dated),
    )


def as_subject(party: Party, senses: Senses) -> Subject:
    return Subject(senses.ref(party), party.start, party.end)


def one_named(m: Mentions, senses: Senses) -> Subject | None:
    """The one place that a short sentence names beside the home."""
    others = {senses.ref(p): p for p in m.parties if not p.is_home and p.before != "place"}
    if len(others) != 1 or len(m.sentence.words) > SUBJECT_WORDS:
        return None
    ref, party = next(iter(others.items()))
    return Subject(ref, party.start, party.end)


def _topic(rows: Sequence[Mentions], senses: Senses, dated: bool) -> Subject | None:
    """The one place that the page's first headings name beside its home, else that the whole page does."""
    heads = [m for m in rows if m.block.kind == "heading" and m.block.start < HEAD and not m.block.boilerplate]
    sections = [m for m in heads if m.block.level > 1 and not m.dates and not one_named(m, senses)]
    heads = [m for m in heads if m.block.level < 2 or m.dates or len(sections) < SECTIONS]
    subjects = [s for m in heads if (s := one_named(m, senses))]
    named = {s.ref.key for s in subjects}
    if len({senses.ref(p).key for p in entries(rows)} - named) > 1:
        return None
    if named:
        return subjects[0] if len(named) == 1 else None
    return _only(rows, senses) or (_met(rows, senses) if dated else None)


def _only(rows: Sequence[Mentions], senses: Senses) -> Subject | None:
    """The one place that the page names beside its home, geography and venues left aside."""
    told = [m for m in rows if not (m.block.boilerplate or m.family("mode", "proposal"))]
    parties = [p for m in told for p in m.parties if not p.is_home and p.before != "place" and not is_geography(m, p)]
    found = {ref.key: as_subject(p, senses) for p in reversed(parties) if (ref := senses.ref(p))}
    return next(iter(found.values())) if len(found) == 1 else None


def _met(rows: Sequence[Mentions], senses: Senses) -> Subject | None:
    """The one place that a chronicle keeps meeting, be it only as where things happen."""
    met = [as_subject(p, senses) for m in rows for p in m.parties if not (p.is_home or is_geography(m, p))]
    return met[0] if len(met) > 1 and len({s.ref.key for s in met}) == 1 else None


def is_inventory(m: Mentions, language: Language) -> bool:
    """Whether the sentence announces the home's partners: a heading in the plural, or a count of them."""
    if not m.family("kind", "partnership"):
        return False
    counted = language.among("count_partnership")
    if m.block.kind == "heading":
        counted = counted - language.among("singular")
        return any(w.low in counted for w in m.sentence.words) and not any(not p.is_home for p in m.parties)
    return any(w.low in counted for w in m.sentence.words) and bool(m.numbers or m.home_spans)
