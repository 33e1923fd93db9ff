"""All mentions of a sentence in one frozen record; what is found where is decided here, what it means is not."""

from dataclasses import dataclass, replace
from functools import cached_property

from jumelage.knowledge.reader.countries import Country, countries
from jumelage.knowledge.reader.cues import Cue, cues
from jumelage.knowledge.reader.dates import Date, dates
from jumelage.knowledge.reader.home import Home
from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.reader.numbers import Age, Number, ages, numbers
from jumelage.knowledge.reader.organisations import Organisation, organisations
from jumelage.knowledge.reader.people import Person, people
from jumelage.knowledge.reader.places import Name, Party, names, party
from jumelage.knowledge.reader.plausible import Scene, coordinated, plausible, unknown_names
from jumelage.knowledge.reader.sentences import Sentence, sentences
from jumelage.knowledge.sources.extract.blocks import Block

AT_HOME = ""


@dataclass(frozen=True)
class Mentions:
    """A sentence with what is in it; every tuple in reading order."""

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

    def family(self, family: str, *values: str) -> tuple[Cue, ...]:
        """The cues of a family, all or those with one of the values."""
        found = self.by_family.get(family, ())
        return tuple(c for c in found if c.value in values) if values and found else found

    @cached_property
    def by_family(self) -> dict[str, tuple[Cue, ...]]:
        return {family: tuple(c for c in self.cues if c.family == family) for family in {c.family for c in self.cues}}

    @property
    def start(self) -> int:
        return self.sentence.start

    @property
    def end(self) -> int:
        return self.sentence.end


def mentions(text: str, low: str, block: Block, language: Language, home: Home) -> tuple[Mentions, ...]:
    """The block's sentences with all that is found in them."""
    return tuple(_mentions(text, low, block, s, language, home) for s in sentences(text, low, block.start, block.end))


def _mentions(text: str, low: str, block: Block, sentence: Sentence, language: Language, home: Home) -> Mentions:
    scene = Scene(text, low, block, sentence, language, cues(sentence, language), home.ref)
    named = _countries(text, sentence, language)
    dated = dates(text, low, sentence, language)
    persons = people(text, sentence, language)
    at_home = tuple(home.spans(text, sentence.start, sentence.end))
    bodies = organisations(text, low, sentence, language, _kind_words(scene))
    taken = [(x.start, x.end) for group in (dated, persons, named) for x in group] + list(at_home)
    taken += _districts(scene)
    parties = _parties(scene, named, dated, taken, at_home)
    years = tuple(ages(low, sentence, language))
    counted = numbers(low, sentence, language)
    return Mentions(block, sentence, text, scene.cues, dated, years, counted, named, parties, bodies, persons, at_home)


def _countries(text: str, sentence: Sentence, language: Language) -> tuple[Country, ...]:
    """Countries and regions that are not part of a longer name of a town (`Villa El Salvador`)."""
    found = countries(text, sentence, language)
    if all(c.form == "adjective" for c in found):
        return found
    longer = [n for n in names(text, sentence, language, []) if " " in n.text]
    return tuple(c for c in found if not any(n.start < c.start and c.end <= n.end for n in longer))


def _districts(scene: Scene) -> list[tuple[int, int]]:
    """Names of quarters behind a word for quarters, two of them joined by `and`: they are no towns."""
    words, language = scene.sentence.words, scene.language
    spans = []
    for index, word in enumerate(words):
        if word.low in language.among("org_district"):
            names = [w for w in words[index + 1 : index + 6] if scene.text[w.start].isupper()][:2]
            spans += [(w.start, w.end) for w in names]
    return spans


def _kind_words(scene: Scene) -> frozenset[int]:
    """Where the words begin that name a kind of relation: no body is called by them."""
    kinds = [c for c in scene.cues if c.family == "kind"]
    return frozenset(w.start for c in kinds for w in scene.sentence.words if c.start <= w.start < c.end)


def _parties(
    scene: Scene,
    named: tuple[Country, ...],
    dated: tuple[Date, ...],
    taken: list[tuple[int, int]],
    at_home: tuple[tuple[int, int], ...],
) -> tuple[Party, ...]:
    """The names that are places, each with what is attached to it."""
    text, sentence, language = scene.text, scene.sentence, scene.language
    known = list(names(text, sentence, language, taken))
    unknown = unknown_names(scene, taken + [(n.start, n.end) for n in known])
    rows = sorted([*known, *unknown, *(Name(s, e, text[s:e], AT_HOME) for s, e in at_home)], key=lambda n: n.start)
    parties = [_homely(party(text, scene.low, n, sentence, named, dated, language), scene) for n in rows]
    sure = [p for p in parties if p.is_home or plausible(scene, p)]
    return tuple(p for i, p in enumerate(parties) if p in sure or coordinated(scene, parties, i, sure))


def _homely(found: Party, scene: Scene) -> Party:
    """A home's name is the home, unless a country of its own makes it a namesake abroad."""
    if found.key != AT_HOME:
        return found
    home = scene.home
    abroad = (
        found.country is not None and home is not None and found.country.code != (home.country or found.country.code)
    )
    return replace(found, key=found.text) if abroad else replace(found, is_home=True)
