"""The municipality whose page it is: its names in the text, and who it is when nobody says."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jumelage.core.text import fold
from jumelage.knowledge.places import gazetteer
from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.reader.model import PlaceRef

LEAST = 3
SHORTENED = re.compile(
    r"(?<!\s)\s++(?:am|an|im|in|bei|ob|vor|auf|sur|upon|on|del|de|di|sul|nad|aan|a\.)\s.*|(?<!\s)\s*+[(/,].*"
)
CONTRACTED = {
    "le": ("du ", "au "),
    "les": ("des ", "aux "),
    "la": ("della ", "alla ", "dalla ", "nella "),
    "el": ("del ", "al "),
    "l'": ("'", "’", "´"),
}
HEAD = re.compile(
    r"^(?:(?:stadt|gemeinde|kreis|landkreis|kreisstadt|markt|city of|town of|city|ville de|commune de|comune di|ciudad de|ayuntamiento de|gmina|miasto|gemeente|county|powiat|provincia de|provincia di)\s+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Home:
    """The page's municipality; pattern finds its names, also in the genitive and as an adjective; None when unknown."""

    ref: PlaceRef | None
    pattern: re.Pattern[str] | None
    names: frozenset[str] = frozenset()

    def spans(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        return [m.span(1) for m in self.pattern.finditer(text, start, end)] if self.pattern else []


def home_of(name: str | None, country: str | None, language: Language) -> Home:
    """The home that the caller names."""
    if not name or not name.strip():
        return Home(None, None)
    ref = reference(name.strip(), country, language)
    own = {name.strip(), HEAD.sub("", name.strip()), ref.label}
    return Home(ref, _pattern(name.strip(), language), frozenset(n.lower() for n in own))


def reference(name: str, country: str | None, language: Language) -> PlaceRef:
    """The place of that name; of the language's own countries where there is a choice."""
    bare = HEAD.sub("", name)
    if HEAD.match(name) and re.match(r"(?:land)?kreis|county|powiat|provincia", name, re.IGNORECASE):
        return PlaceRef(name, name, country or language.countries_of[0])
    found = gazetteer.lookup(bare, country=country) if country else gazetteer.lookup(bare)
    if not found:
        return PlaceRef(name, name, country)
    best = found[0]
    own = next((p for p in found if p.country in language.countries_of and p.population * 20 > best.population), best)
    return PlaceRef(name, own.name, own.country, own.geonameid, own.lat, own.lon)


def _pattern(name: str, language: Language) -> re.Pattern[str]:
    bare = HEAD.sub("", name)
    forms = {bare, SHORTENED.sub("", bare), name} - {""}
    stems = "|".join(sorted((re.escape(form).replace(r"\ ", r"\s+") for form in forms), key=lambda f: (-len(f), f)))
    endings = (*language.genitive, "’s", "'", *language.words["demonym"])
    inflected = _inflections(bare, language)
    stems = "|".join([stems, *inflected, *_contracted(bare)])
    tail = "|".join(sorted(map(re.escape, endings), key=lambda e: (-len(e), e))) or "s"
    return re.compile(rf"(?<!\w)((?:{stems})(?:{tail})?)(?![\w]|-[^\W\d_]*?(?<!-)$)", re.IGNORECASE)


def _contracted(name: str) -> list[str]:
    """A name with an article, behind the prepositions that swallow it: `le port du Havre`, `dell'Aquila`."""
    article, _, rest = re.sub(r"^([Ll])['’]", r"\1' ", name).partition(" ")
    return [rf"(?<={before}){re.escape(rest)}" for before in CONTRACTED.get(article.lower(), ()) if rest]


def _inflections(name: str, language: Language) -> list[str]:
    """For a language with cases: the stem with any of its endings."""
    if not language.inflection or len(name) < 4:
        return []
    stem = name[:-1] if name[-1] in "aeiouyńźśćaą" else name
    soft = stem[:-1] if stem[-1] in "ńźśćłr" else stem
    stems = {stem, re.sub("ó(?=[^aeiouyó]$)", "o", stem)}
    return [re.escape(s) + r"\w{0,3}" for s in sorted(stems)] + [re.escape(soft) + r"\w{1,4}"]


def found_home(texts: Iterable[tuple[str, str, int]], language: Language) -> PlaceRef | None:
    """The place that the page is most about by (name, key, weight) of its mentions; None where two are as likely."""
    votes: Counter[str] = Counter()
    spelled: dict[object, str] = {}
    for _, key, weight in texts:
        ref = reference(key, None, language)
        votes[spelled.setdefault((ref and ref.geonameid) or key, key)] += weight
    ranked: Sequence[tuple[str, int]] = sorted(votes.items(), key=lambda row: (-row[1], row[0]))
    if not ranked or ranked[0][1] < LEAST or (len(ranked) > 1 and ranked[1][1] * 3 > ranked[0][1] * 2):
        return None
    return reference(ranked[0][0], None, language)


def same_place(one: PlaceRef | None, other: PlaceRef | None) -> bool:
    if one is None or other is None:
        return False
    if one.geonameid and other.geonameid:
        return one.geonameid == other.geonameid
    return fold(one.label) == fold(other.label) and (
        one.country == other.country or None in (one.country, other.country)
    )
