"""Whether a name in a sentence is a place: towns are called Kultur, Eine and Ganz as well, so the words around decide."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jumelage.core.text import fold, fold_punctuation
from jumelage.knowledge.places import gazetteer
from jumelage.knowledge.reader.cues import Cue
from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.reader.model import PlaceRef
from jumelage.knowledge.reader.numbers import value_of
from jumelage.knowledge.reader.places import RAW, Name, Party, is_town_word
from jumelage.knowledge.reader.sentences import Sentence, Word
from jumelage.knowledge.sources.extract.blocks import Block

FAMOUS = 15_000
KNOWN_TO_ALL = 100_000
ACRONYM = 5
HYPHENED = re.compile(r"[^\W\d_][^\W_]+-[^\W\d_]")
COMMON_ENDS = tuple(
    "ung ungen heit keit schaft schaften tion tionen ität ismus tag tage jahr vertrag städte städten".split()  # noqa: SIM905 – reads better
)
NAMING = ("kind", "status", "event", "bond", "link")


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence while its names are weighed; home is None on a page of many."""

    text: str
    low: str
    block: Block
    sentence: Sentence
    language: Language
    cues: tuple[Cue, ...]
    home: PlaceRef | None

    def has(self, *families: str) -> bool:
        return any(c.family in families for c in self.cues)


def plausible(scene: Scene, found: Party) -> bool:
    if _is_other_word(scene, found) or _is_part_of_name(scene, found):
        return False
    if found.key is None:
        return _unknown_plausible(scene, found)
    if found.country or found.named:
        return found.named or not _is_common(scene, found)
    if scene.home is None and _is_small_home(scene, found):
        return True
    return _german_plausible(scene, found) if scene.language.nouns_capitalised else _bare_plausible(scene, found)


def _is_other_word(scene: Scene, found: Party) -> bool:
    """Whether the word is one that the language uses for something else."""
    word, language = scene.low[found.start : found.end], scene.language
    known = word in language.among("stop") or word in language.among("town") or value_of(word, language) is not None
    return known or any(c.family in NAMING and (c.start == found.start or c.end == found.end) for c in scene.cues)


def _german_plausible(scene: Scene, found: Party) -> bool:
    """Where nouns have capitals: a large town, one behind a preposition, or one of several words."""
    if _has_article(scene, found) or not _is_own_spelling(found):
        return False
    population = _population(found.key)
    placed = found.before is not None and not _is_common(scene, found)
    return population >= FAMOUS or placed or _is_entry(scene, found) or (" " in found.text and population > 0)


def _bare_plausible(scene: Scene, found: Party) -> bool:
    """Where only names have capitals: a large town, one behind a preposition, one in a sentence about a tie, a list's entry."""
    if found.text.isupper() and len(found.text) <= ACRONYM:
        return False
    first = found.start == scene.sentence.start
    inside = not first and scene.has("kind", "bond", "status")
    opens = first and scene.block.kind == "paragraph" and found.date is None and " " not in found.text
    opens = opens and scene.text[found.end : found.end + 1] != ","
    return (
        _population(found.key) >= (KNOWN_TO_ALL if opens else FAMOUS)
        or found.before is not None
        or inside
        or _is_entry(scene, found)
    )


def _is_entry(scene: Scene, found: Party) -> bool:
    """Whether the name is all that a list's entry says."""
    return (
        scene.block.kind in ("item", "row") and found.end - found.start >= scene.sentence.end - scene.sentence.start - 2
    )


def _is_small_home(scene: Scene, found: Party) -> bool:
    """A small town of the language's own countries, bare in a sentence that speaks of a tie: likely whose tie it is."""
    if not scene.has("kind", "bond", "status", "event") or found.text.lower().endswith(COMMON_ENDS):
        return False
    if scene.language.nouns_capitalised and _has_article(scene, found):
        return False
    own = gazetteer.lookup(found.key or "", limit=3)
    return any(p.country in scene.language.countries_of and p.population > 0 for p in own)


def _is_common(scene: Scene, found: Party) -> bool:
    """Whether the word may as well be a common noun of a language that writes nouns with capitals."""
    population = _population(found.key)
    if not scene.language.nouns_capitalised or population >= FAMOUS:
        return False
    adjective = found.country is not None and found.country.start < found.start
    ends = scene.low[found.start : found.end].endswith(COMMON_ENDS)
    return ends or population == 0 or (_has_article(scene, found) and not adjective)


def _is_own_spelling(found: Party) -> bool:
    """Whether a place is spelled like this: `zu Wort kommen` does not mean Wört, `deren Länder` not Lander. Accents may
    be left out of a large town's name, but none can be too many."""
    written = fold_punctuation(found.key or found.text).casefold()
    names = [(fold_punctuation(p.name).casefold(), p) for p in gazetteer.lookup(found.key or "", limit=5)]
    return any(
        name == written or (p.population >= FAMOUS and (written.isascii() or fold(name) != fold(written)))
        for name, p in names
    )


def _population(key: str | None) -> int:
    rows = gazetteer.lookup(key, limit=1) if key else []
    return rows[0].population if rows else 0


def _has_article(scene: Scene, found: Party) -> bool:
    before = scene.low[max(0, found.start - 15) : found.start].split()
    return bool(before) and before[-1] in scene.language.among("articles")


def _is_part_of_name(scene: Scene, found: Party) -> bool:
    """Whether the word belongs to a person or a body: another word with a capital stands right beside it."""
    after = next((w for w in scene.sentence.words if w.start == found.end + 1), None)
    if after and after.low in scene.language.among("roles"):
        return False
    if after and found.country is None and _is_capital(scene, after) and scene.text[found.end] == " ":
        return after.low != scene.low[found.start : found.end]
    before = next((w for w in scene.sentence.words if w.end == found.start - 1), None)
    if not before or scene.text[found.start - 1] != " " or found.begin < found.start:
        return False
    small = before.low in scene.language.among("stop") or before.low in scene.language.words["from_to"]
    if small or before.start == scene.sentence.start or not _is_capital(scene, before):
        return False
    return not is_town_word(before.low, scene.language) and not (scene.language.nouns_capitalised and found.country)


def _is_capital(scene: Scene, word: Word) -> bool:
    return scene.text[word.start].isupper() and word.low not in scene.language.among("and")


def _unknown_plausible(scene: Scene, found: Party) -> bool:
    """A name that no gazetteer knows counts when the words around insist that it is one."""
    low = scene.low[found.start : found.end]
    if low.endswith(COMMON_ENDS) or found.text.isupper():
        return False
    if _is_quarter(found) or (found.before == "partner" and is_town_word(low, scene.language)):
        return True
    if found.country is None:
        return found.named and found.before == "partner"
    if found.country.start < found.start:
        return found.before == "partner" or found.named or not scene.language.nouns_capitalised
    between = scene.text[found.end : found.country.start]
    return "(" in between or "," in between or found.before == "partner" or found.date is not None


def _is_quarter(found: Party) -> bool:
    """`Berlin-Treptow`: a large town, a hyphen and a name."""
    town = found.text.split("-")[0]
    return bool(HYPHENED.match(found.text)) and gazetteer.known(fold(town)) and _population(town) > FAMOUS


def coordinated(scene: Scene, parties: Sequence[Party], index: int, sure: Sequence[Party]) -> bool:
    """A name joined to a sure one by a comma or `and`, with a country or known to the gazetteer, is one as well."""
    found = parties[index]
    bracketed = found.date is not None and "(" in scene.text[found.end : found.date.start]
    attached = bracketed or (found.country is not None and found.country.form != "adjective")
    if found.key is None and not attached:
        return False
    if scene.low[found.start : found.end] in scene.language.among("stop") or _has_article(scene, found):
        return False
    if found.country is None and found.date is None and _is_part_of_name(scene, found):
        return False
    beside = [*parties[max(0, index - 1) : index], *parties[index + 1 : index + 2]]
    return any(_are_joined(scene, *sorted((other, found), key=lambda p: p.start)) for other in beside if other in sure)


def _are_joined(scene: Scene, left: Party, right: Party) -> bool:
    raw = scene.low[left.stop : right.begin]
    between = raw.strip(" ,;()")
    near = left.stop <= right.begin <= left.stop + 8
    return near and (between in scene.language.among("and") or (between == "" and "," in raw))


def unknown_names(scene: Scene, taken: Sequence[tuple[int, int]]) -> list[Name]:
    """Words with a capital that no gazetteer knows; neighbours are one name."""
    rows: list[Name] = []
    for m in RAW.finditer(scene.text, scene.sentence.start, scene.sentence.end):
        start, end = m.start(), m.end() - len(m[0]) + len(m[0].rstrip(".'’´`"))
        if not _may_be_name(scene, start, end, taken):
            continue
        if rows and scene.text[rows[-1].end : start] == " ":
            rows[-1] = Name(rows[-1].start, end, scene.text[rows[-1].start : end], None)
        else:
            rows.append(Name(start, end, scene.text[start:end], None))
    return rows


def _may_be_name(scene: Scene, start: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    if not scene.text[start].isupper() or end - start < 3 or any(s < end and start < e for s, e in taken):
        return False
    return scene.low[start:end] not in scene.language.among("town")
