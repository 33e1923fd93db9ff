"""All mentions of a sentence in one frozen record; what is found where is decided here, what it means is not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from jumelage.knowledge.reader.clauses import Cut, clause_at, clauses
from jumelage.knowledge.reader.columns import Row, in_columns, row_of
from jumelage.knowledge.reader.countries import Country, countries
from jumelage.knowledge.reader.cues import Cue, cues
from jumelage.knowledge.reader.dates import Date, dates
from jumelage.knowledge.reader.home import Home
from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.reader.names import Name, Span, names, tokens
from jumelage.knowledge.reader.numbers import Age, Number, ages, numbers
from jumelage.knowledge.reader.organisations import Organisation, organisations
from jumelage.knowledge.reader.parties import parties_of
from jumelage.knowledge.reader.people import Person, people
from jumelage.knowledge.reader.places import Party
from jumelage.knowledge.reader.plausible import Scene
from jumelage.knowledge.reader.sentences import Sentence, sentences
from jumelage.knowledge.sources.extract.blocks import Block

DASHES = ("-", "–")


@dataclass(frozen=True)
class Mentions:
    """A sentence with what is in it; every tuple in reading order. joints are where words for `and` begin."""

    block: Block
    sentence: Sentence
    text: str
    cues: tuple[Cue, ...]
    dates: tuple[Date, ...]
    ages: tuple[Age, ...]
    numbers: tuple[Number, ...]
    countries: tuple[Country, ...]
    parties: tuple[Party, ...]
    organisations: tuple[Organisation, ...]
    people: tuple[Person, ...]
    home_spans: tuple[tuple[int, int], ...]
    clauses: tuple[Cut, ...]
    joints: tuple[int, ...]
    doubtful: tuple[Party, ...] = ()
    row: Row | None = None

    def clause(self, at: int) -> int:
        """The number of the clause that the point lies in."""
        return clause_at(self.clauses, at)

    def parted(self, one: int, other: int) -> bool:
        """Whether two points lie in different cells of a row."""
        return self.row is not None and self.row.cell(one) != self.row.cell(other)

    def family(self, family: str, *values: str) -> tuple[Cue, ...]:
        """The cues of a family, all or those with one of the values."""
        found = self.by_family.get(family, ())
        if not (values and found):
            return found
        key = (family, *values)
        if key not in self.by_values:
            self.by_values[key] = tuple([c for c in found if c.value in values])
        return self.by_values[key]

    @cached_property
    def by_values(self) -> dict[tuple[str, ...], tuple[Cue, ...]]:
        return {}

    @cached_property
    def by_family(self) -> dict[str, tuple[Cue, ...]]:
        families: dict[str, list[Cue]] = {}
        for cue in self.cues:
            families.setdefault(cue.family, []).append(cue)
        return {family: tuple(found) for family, found in families.items()}

    @property
    def start(self) -> int:
        return self.sentence.start

    @property
    def end(self) -> int:
        return self.sentence.end


@dataclass(frozen=True, slots=True)
class Sight:
    """A sentence with what can be seen in it before it is known whose page it is."""

    text: str
    low: str
    block: Block
    sentence: Sentence
    words: list[Span]
    cues: tuple[Cue, ...]
    dates: tuple[Date, ...]
    ages: tuple[Age, ...]
    numbers: tuple[Number, ...]
    countries: tuple[Country, ...]
    organisations: tuple[Organisation, ...]
    people: tuple[Person, ...]
    clauses: tuple[Cut, ...]
    joints: tuple[int, ...]


def sights(text: str, low: str, block: Block, language: Language) -> Iterator[Sight]:
    """The block's sentences with all that is found in them but places."""
    conjunctions = language.among("and")
    for sentence in sentences(text, low, block.start, block.end, language.openers):
        words = tokens(text, sentence)
        found, dated = cues(sentence, language), dates(text, low, sentence, language)
        yield Sight(
            text,
            low,
            block,
            sentence,
            words,
            found,
            dated,
            tuple(ages(low, sentence, language)),
            numbers(low, sentence, language),
            _countries(text, sentence, words, language),
            organisations(text, low, sentence, language, _kind_words(found, sentence)),
            people(text, sentence, language),
            clauses(text, sentence, language),
            tuple(w.start for w in sentence.words if w.low in conjunctions and not _leads(w.end, dated)),
        )


def _parted(words: list[Span], at_home: tuple[Span, ...], text: str) -> list[Span]:
    """A name that is joined to the home's by a hyphen is a word of its own: `Autun-Stevenage`."""
    rows: list[Span] = []
    for start, end in words:
        home = next((h for h in at_home if start <= h[0] and h[1] <= end and (start, end) != h), None)
        if home and text[home[1] : home[1] + 1] in DASHES and home[1] + 2 < end:
            rows += [home, (home[1] + 1, end)]
        elif home and text[home[0] - 1 : home[0]] in DASHES and home[0] - 1 > start:
            rows += [(start, home[0] - 1), home]
        else:
            rows.append((start, end))
    return rows


def _is_within(span: Span, sight: Sight, language: Language, home: Home) -> bool:
    """Whether the home's name is only the head of another town's: `Santander de Quilichao`."""
    at = next((i for i, (start, end) in enumerate(sight.words) if start <= span[0] < end), None)
    if at is None:
        return False
    longer = next(iter(names(sight.text, sight.words[at : at + 5], language, ())), None)
    if longer is None or longer.start != sight.words[at][0] or longer.end <= span[1] + 1:
        return False
    return longer.text.lower() not in home.names


def _leads(end: int, dated: tuple[Date, ...]) -> bool:
    """Whether a date follows: `in 2004 and in 2008`."""
    return any(0 < d.start - end <= 6 for d in dated)


def mentions(sight: Sight, language: Language, home: Home) -> Mentions:
    """The sentence with its places, once it is known whose page it is."""
    text, sentence = sight.text, sight.sentence
    scene = Scene(text, sight.low, sight.block, sentence, language, sight.cues, home.ref)
    at_home = tuple(
        s for s in home.spans(text, sentence.start, sentence.end) if not _is_within(s, sight, language, home)
    )
    taken = [(x.start, x.end) for group in (sight.dates, sight.people, sight.countries) for x in group]
    if at_home:
        sight = replace(sight, words=_parted(sight.words, at_home, text))
    taken += [*at_home, *_districts(scene)]
    parties, doubtful = parties_of(scene, sight.words, sight.countries, sight.dates, taken, at_home)
    row = row_of(sight.low, sight.block, sight.dates, sight.countries, language)
    return Mentions(
        sight.block, sentence, text, sight.cues, sight.dates, sight.ages, sight.numbers, sight.countries,
        tuple(in_columns(parties, row)) if row else parties,
        sight.organisations, sight.people, at_home, sight.clauses, sight.joints, doubtful, row,
    )  # fmt: skip


def agreed(rows: Sequence[Mentions]) -> list[Mentions]:
    """A name that is surely a place in one sentence of the page is one in the others."""
    named = [p for m in rows for p in m.parties if not p.is_home]
    sure = {p.text for p in named if p.country or (p.key and p.before == "partner")}
    return [_with(m, [p for p in m.doubtful if p.text in sure]) if m.doubtful else m for m in rows]


def _with(m: Mentions, more: Sequence[Party]) -> Mentions:
    if not more:
        return m
    rest = tuple(p for p in m.doubtful if p not in more)
    return replace(m, parties=tuple(sorted((*m.parties, *more), key=lambda p: p.start)), doubtful=rest)


def _countries(text: str, sentence: Sentence, words: list[Span], language: Language) -> tuple[Country, ...]:
    """Countries and regions that are not part of a longer name of a town (`Villa El Salvador`)."""
    found = countries(text, sentence, language)
    if all(c.form == "adjective" for c in found):
        return found
    longer = [n for n in names(text, words, language, []) if " " in n.text]
    return tuple(c for c in found if not any(_is_inside(c, n) for n in longer))


def _is_inside(land: Country, name: Name) -> bool:
    """Whether a region is part of a town's name: `Kansas City`."""
    inside = name.start <= land.start and land.end <= name.end
    return inside and (name.start < land.start or (land.form == "region" and land.end < name.end))


def _districts(scene: Scene) -> list[tuple[int, int]]:
    """Names of quarters behind a word for quarters, two of them joined by `and`: they are no towns."""
    words, language = scene.sentence.words, scene.language
    spans = []
    for index, word in enumerate(words):
        if word.low in language.among("org_district"):
            names = [w for w in words[index + 1 : index + 6] if scene.text[w.start].isupper()][:2]
            spans += [(w.start, w.end) for w in names]
    return spans


def _kind_words(found: tuple[Cue, ...], sentence: Sentence) -> frozenset[int]:
    """Where the words begin that name a kind of relation: no body is called by them."""
    kinds = [c for c in found if c.family == "kind"]
    return frozenset(w.start for c in kinds for w in sentence.words if c.start <= w.start < c.end)
