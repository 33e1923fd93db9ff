"""Whether a name in a sentence is a place: towns are called Kultur, Eine and Ganz as well, so the words around decide."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jumelage.core.text import fold, fold_punctuation
from jumelage.knowledge.places import gazetteer
from jumelage.knowledge.reader.cues import Cue
from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.reader.model import PlaceRef
from jumelage.knowledge.reader.names import is_town_word
from jumelage.knowledge.reader.numbers import value_of
from jumelage.knowledge.reader.places import Party
from jumelage.knowledge.reader.sentences import Sentence, Word
from jumelage.knowledge.sources.extract.blocks import Block

FAMOUS = 15_000
SMALL = 1_000
KNOWN_TO_ALL = 100_000
ACRONYM = 5
CARD_WORDS = 3
HYPHENED = re.compile(r"[^\W\d_][^\W_]+-[^\W\d_]")
COMMON_ENDS = tuple(
    "ung ungen heit keit schaft schaften tion tionen ität ismus tag tage jahr vertrag städte städten".split()  # noqa: SIM905 – reads better
)
COUNTIES = frozenset(
    ("landkreis", "kreis", "powiat", "county", "rajon", "oblast", "okres", "district", "distrito", "landkreisem")
)
OTHER = ("stop", "town", "org_club", "org_school")
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


def may_be(scene: Scene, found: Party) -> bool:
    """Whether nothing speaks against a place: no other word of the language, no part of another name."""
    return not (_is_other_word(scene, found) or _is_part_of_name(scene, found))


def plausible(scene: Scene, found: Party) -> bool:
    if not may_be(scene, found):
        return False
    if found.key is None:
        return _unknown_plausible(scene, found)
    if _is_everyday(scene, found) and not _is_certain(scene, found):
        return False
    if found.country or found.named:
        return found.named or not _is_common(scene, found)
    if scene.home is None and _is_small_home(scene, found):
        return True
    return _german_plausible(scene, found) if scene.language.nouns_capitalised else _bare_plausible(scene, found)


def _is_other_word(scene: Scene, found: Party) -> bool:
    """Whether the word is one that the language uses for something else."""
    word, language = scene.low[found.start : found.end], scene.language
    known = any(word in language.among(name) for name in OTHER) or value_of(word, language) is not None
    return known or any(c.family in NAMING and (c.start == found.start or c.end == found.end) for c in scene.cues)


def _is_everyday(scene: Scene, found: Party) -> bool:
    return scene.low[found.start : found.end] in scene.language.among("common")


def _is_certain(scene: Scene, found: Party) -> bool:
    """Whether the words around leave no doubt that an everyday word is a name here."""
    if found.named or (found.country is not None and found.country.start > found.end):
        return True
    return _is_entry(scene, found) or (found.before == "partner" and not scene.language.nouns_capitalised)


def _german_plausible(scene: Scene, found: Party) -> bool:
    """Where nouns have capitals: a large town, one behind a preposition, or one of several words."""
    if _has_article(scene, found) or not _is_own_spelling(found):
        return False
    population = _population(found.key)
    placed = found.before is not None and not _is_common(scene, found)
    return population >= FAMOUS or placed or _is_entry(scene, found) or (" " in found.text and population > 0)


def _bare_plausible(scene: Scene, found: Party) -> bool:
    """Where only names have capitals: a large town, one behind a preposition, one in a sentence about a tie, a list's entry."""
    if (
        found.text.isupper()
        and len(found.text) <= ACRONYM
        and not scene.text[scene.sentence.start : scene.sentence.end].isupper()
    ):
        return False
    first = found.start == scene.sentence.start
    inside = not first and scene.has("kind", "bond", "status")
    opens = first and scene.block.kind == "paragraph" and found.date is None and " " not in found.text
    opens = (
        opens and scene.text[found.end : found.end + 1] != "," and not (scene.home is None and _is_native(scene, found))
    )
    return (
        _population(found.key) >= _needed(scene, found, opens)
        or found.before is not None
        or inside
        or _is_entry(scene, found)
    )


def _needed(scene: Scene, found: Party, opens: bool) -> int:
    """How many people a town must have to be meant: more where its name opens a sentence that speaks of no relation."""
    if not opens:
        return FAMOUS
    if scene.has("kind", "bond") and _is_native(scene, found):
        return 1
    return SMALL if scene.has("kind") else KNOWN_TO_ALL


def _is_entry(scene: Scene, found: Party) -> bool:
    """Whether the name begins a row, is all that a list's entry or a paragraph's first sentence says, or what a card's line
    has behind a colon: `Partner town: Lille`."""
    before = scene.text[max(scene.block.start, found.begin - 2) : found.begin]
    if scene.block.kind == "row" and (found.start == scene.block.start or before == ": "):
        return True
    whole = found.end - found.start >= scene.sentence.end - scene.sentence.start - 2
    return _is_carded(scene, found) or (whole and (scene.block.kind in ("item", "row") or _is_head(scene)))


def _is_carded(scene: Scene, found: Party) -> bool:
    """Whether the line names a kind, a colon and the name alone."""
    before = scene.low[scene.block.start : found.start].strip()
    short = before.endswith(":") and len(before.split()) <= CARD_WORDS and scene.block.end - found.stop <= 1
    return short and scene.has("kind")


def _is_head(scene: Scene) -> bool:
    """A paragraph's first sentence, on a page of many homes any: `Quimper. Four twins: …`."""
    block, sentence = scene.block, scene.sentence
    begins = sentence.start == block.start or scene.home is None
    return block.kind == "paragraph" and begins and sentence.end < block.end


def _is_small_home(scene: Scene, found: Party) -> bool:
    """A small town of the language's own countries, bare in a sentence that speaks of a tie: likely whose tie it is."""
    if not scene.has("kind", "bond", "status", "event") or found.text.lower().endswith(COMMON_ENDS):
        return False
    if scene.language.nouns_capitalised and _has_article(scene, found):
        return False
    return _is_native(scene, found)


def _is_native(scene: Scene, found: Party) -> bool:
    """Whether a town of the language's own countries is called so."""
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


def is_city_of(name: str, country: str) -> bool:
    """Whether a town of some size in the country is called like this."""
    return any(p.population >= FAMOUS for p in gazetteer.lookup(name, country=country, limit=1))


def _population(key: str | None) -> int:
    rows = gazetteer.lookup(key, limit=1) if key else []
    return rows[0].population if rows else 0


def _has_article(scene: Scene, found: Party) -> bool:
    before = scene.low[max(0, found.start - 15) : found.start].split()
    return bool(before) and before[-1] in scene.language.among("articles")


def _is_part_of_name(scene: Scene, found: Party) -> bool:
    """Whether the word belongs to a person or a body: another word with a capital stands right beside it."""
    after = next((w for w in scene.sentence.words if w.start == found.end + 1), None)
    if after and (after.low in scene.language.among("roles") or _begins_kind(scene, after)):
        return False
    free = scene.language.nouns_capitalised and found.before is not None and _population(found.key) >= FAMOUS
    if after and found.country is None and not free and _is_capital(scene, after) and scene.text[found.end] == " ":
        return after.low != scene.low[found.start : found.end]
    if scene.text[max(0, found.start - 3) : found.start] in ("'s ", "’s ") and found.before is None:
        return True
    before = next((w for w in scene.sentence.words if w.end == found.start - 1), None)
    if not before or scene.text[found.start - 1] != " " or found.begin < found.start:
        return False
    small = before.low in scene.language.among("stop") or before.low in scene.language.words["from_to"]
    if small or before.start == scene.sentence.start or not _is_capital(scene, before):
        return False
    return not is_town_word(before.low, scene.language) and not (scene.language.nouns_capitalised and found.country)


def _begins_kind(scene: Scene, word: Word) -> bool:
    """Where nouns have capitals: whether the word is one for partners, no part of a name."""
    return scene.language.nouns_capitalised and any(c.family == "kind" and c.start == word.start for c in scene.cues)


def _is_capital(scene: Scene, word: Word) -> bool:
    return scene.text[word.start].isupper() and word.low not in scene.language.among("and")


def _unknown_plausible(scene: Scene, found: Party) -> bool:
    """A name that no gazetteer knows counts when the words around insist that it is one."""
    low = scene.low[found.start : found.end]
    if scene.block.kind == "row" and found.start == scene.block.start and (found.date or found.country):
        return True
    if low.endswith(COMMON_ENDS) or found.text.isupper():
        return False
    if _is_quarter(found) or (found.before == "partner" and is_town_word(low, scene.language)):
        return True
    if found.country is None:
        tied = scene.has("kind") and (found.before == "partner" or _is_district(scene, found))
        return tied and (found.named or (not scene.language.nouns_capitalised and _follows_kind(scene, found)))
    if found.country.start < found.start:
        return found.before == "partner" or found.named or not scene.language.nouns_capitalised
    between = scene.text[found.end : found.country.start]
    return "(" in between or "," in between or found.before == "partner" or found.date is not None


def _follows_kind(scene: Scene, found: Party) -> bool:
    """Whether the word for the kind and `with` stand right before the name: `a twinning with B`."""
    return any(0 <= found.begin - c.end <= 2 for c in scene.cues if c.family == "kind")


def _is_district(scene: Scene, found: Party) -> bool:
    """Whether a word for a county stands right before the name."""
    return any(found.begin <= w.start < found.start and w.low in COUNTIES for w in scene.sentence.words)


def _is_quarter(found: Party) -> bool:
    """`Berlin-Treptow`: a large town, a hyphen and a name."""
    town = found.text.split("-")[0]
    return bool(HYPHENED.match(found.text)) and gazetteer.known(fold(town)) and _population(town) > FAMOUS


def coordinated(scene: Scene, parties: Sequence[Party], index: int, sure: Sequence[Party]) -> bool:
    """A name joined to a sure one by a comma or `and`, with a country or known to the gazetteer, is one as well."""
    found = parties[index]
    bracketed = found.date is not None and "(" in scene.text[found.end : found.date.start]
    attached = bracketed or (found.country is not None and found.country.form != "adjective")
    if found.key is None and not (attached or _ends_list(scene, found, sure)):
        return False
    if scene.low[found.start : found.end] in scene.language.among("stop") or _has_article(scene, found):
        return False
    if found.country is None and found.date is None and _is_part_of_name(scene, found):
        return False
    beside = [*parties[max(0, index - 1) : index], *parties[index + 1 : index + 2]]
    return any(_are_joined(scene, *sorted((other, found), key=lambda p: p.start)) for other in beside if other in sure)


def _ends_list(scene: Scene, found: Party, sure: Sequence[Party]) -> bool:
    """Whether an unknown name is the last of a list of places that have their countries."""
    before = [p for p in sure if p.stop <= found.begin and p.country]
    word = scene.low[found.start : found.end]
    return len(before) > 1 and ("-" in word or not scene.language.nouns_capitalised)


def _are_joined(scene: Scene, left: Party, right: Party) -> bool:
    raw = scene.low[left.stop : right.begin]
    between = raw.strip(" ,;()")
    near = left.stop <= right.begin <= left.stop + 8
    return near and (between in scene.language.among("and") or (between == "" and "," in raw))
