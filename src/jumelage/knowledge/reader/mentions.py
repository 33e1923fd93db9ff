"""All mentions of a sentence in one frozen record; what is found where is decided here, what it means is not."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

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
from jumelage.knowledge.reader.people import Person, people
from jumelage.knowledge.reader.places import Party, party
from jumelage.knowledge.reader.plausible import Scene, coordinated, is_city_of, may_be, plausible, unknown_names
from jumelage.knowledge.reader.sentences import Sentence, sentences
from jumelage.knowledge.sources.extract.blocks import Block

AT_HOME = ""
DASHES = ("-", "–")
COUNTERPART_WORDS = 4


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
    parties, doubtful = _parties(scene, sight, [*taken, *at_home, *_districts(scene)], at_home)
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


def _parties(
    scene: Scene, sight: Sight, taken: list[Span], at_home: tuple[Span, ...]
) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """The names that are places, each with what is attached to it, and those that could be and are not taken for one."""
    text, sentence, language = scene.text, scene.sentence, scene.language
    known = list(names(text, sight.words, language, taken))
    unknown = unknown_names(scene, sight.words, taken + [(n.start, n.end) for n in known])
    rows = sorted([*known, *unknown, *(Name(s, e, text[s:e], AT_HOME) for s, e in at_home)], key=lambda n: n.start)
    parties = [
        _homely(party(text, scene.low, n, sentence, sight.countries, sight.dates, language), scene) for n in rows
    ]
    parties = _with_shared_dates(scene, _without_aliases(scene, parties))
    sure = [p for p in parties if p.is_home or plausible(scene, p)]
    for index, one in enumerate(parties):
        if one not in sure and coordinated(scene, parties, index, sure):
            sure.append(one)
    kept = tuple(p for p in parties if p in sure)
    kept = tuple(sorted((*kept, *_lands(scene, sight, kept)), key=lambda p: p.start))
    return kept, tuple(p for p in parties if p not in kept and may_be(scene, p))


def _lands(scene: Scene, sight: Sight, towns: tuple[Party, ...]) -> Iterator[Party]:
    """Regions, and cities called like their country, where a party is expected: behind `with`, or as a survey's subject."""
    told = [c for c in sight.countries if c.form != "adjective"]
    for land in told if scene.has("kind") else ():
        if any(p.country is land or p.start <= land.start < p.stop for p in towns):
            continue
        name = Name(land.start, land.end, scene.text[land.start : land.end], None)
        found = party(scene.text, scene.low, name, scene.sentence, (), sight.dates, scene.language)
        begins = found.before is None and found.begin - scene.sentence.start <= 4
        if land.form == "region" and (found.before == "partner" or begins):
            yield replace(found, country=land, region=True)
        elif found.before == "partner" and found.begin + 1 < found.start and _is_city(scene, land, found):
            yield replace(found, key=found.text, country=land)


def _is_city(scene: Scene, land: Country, found: Party) -> bool:
    """Whether a country's name without an article means its city: `jumelée avec Luxembourg`."""
    before = scene.low[found.begin : found.start].split()
    bare = len(before) == 1 and before[0] in scene.language.among("partner_before")
    return bare and is_city_of(found.text, land.code)


def _without_aliases(scene: Scene, parties: list[Party]) -> list[Party]:
    """What stands in brackets or behind a slash after a name is another name of it: `Hertsmere (Borehamwood)`, `Elx/Elche`."""
    rows: list[Party] = []
    for one in parties:
        last = rows[-1] if rows else None
        between = scene.text[last.end : one.start] if last else ""
        bracketed = between in (" (", "(") and scene.text[one.end : one.end + 1] == ")"
        if last and (bracketed or between.strip() == "/") and not (last.is_home or one.is_home):
            stop = max(last.stop, one.stop)
            rows[-1] = replace(last, stop=stop, country=last.country or one.country, date=last.date or one.date)
        else:
            rows.append(one)
    return rows


def _homely(found: Party, scene: Scene) -> Party:
    """A home's name is the home, unless a country of its own makes it a namesake abroad; a counterpart's town is a partner."""
    if found.key != AT_HOME:
        return replace(found, before="partner") if _is_counterpart_s(scene, found) else found
    home = scene.home
    abroad = (
        found.country is not None and home is not None and found.country.code != (home.country or found.country.code)
    )
    return replace(found, key=found.text) if abroad else replace(found, is_home=True)


def _is_counterpart_s(scene: Scene, found: Party) -> bool:
    """Whether the place says where the mayor's counterpart is from: `signed with her counterpart Jan Novák of B`."""
    if found.before != "place":
        return False
    before = [w for w in scene.sentence.words if w.end <= found.begin][-COUNTERPART_WORDS:]
    at = next((w for w in reversed(before) if w.low in scene.language.among("counterpart")), None)
    between = [w for w in before if at and w.start > at.start]
    return (
        at is not None
        and all(scene.text[w.start].isupper() for w in between)
        and "," not in scene.text[at.end : found.begin]
    )


def _with_shared_dates(scene: Scene, parties: list[Party]) -> list[Party]:
    """A date with a word for both is also that of the place joined before: `A and B (both 1990)`."""
    rows = list(parties)
    for index, (one, other) in enumerate(pairwise(parties)):
        if other.date is None or one.date is not None or other.date.start < other.end:
            continue
        words = set(re.findall(r"\w+", scene.low[other.end : other.date.start]))
        joined = scene.low[one.stop : other.begin].strip() in scene.language.among("and")
        if joined and words & scene.language.among("both"):
            rows[index] = replace(one, date=other.date)
    return rows
