"""What a list's word for a country can mean: one country, one of several, or one that it is a misspelling of. Pure: no Django."""

import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path

from jumelage.knowledge.places import gazetteer, spelling, store
from jumelage.knowledge.places.countries import CONTINENT, PLATES

ALIKE = 0.78
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Meaning:
    """code where the word is clear. among: the countries that it can mean where it is not; none for a word that means none.
    misspelt: the word is none of a country, and `among` are those that are written alike."""

    code: str | None = None
    among: frozenset[str] = frozenset()
    misspelt: bool = False


@lru_cache(maxsize=4096)
def meaning(words: str) -> Meaning:
    plain = " ".join(words.split())
    if code := _code(plain):
        return Meaning(code)
    if today := _states().get(spelling.key(plain)):
        return Meaning(next(iter(today)) if len(today) == 1 else None, today)
    return Meaning(None, _alike(spelling.key(plain)), misspelt=True)


def _code(words: str) -> str | None:
    is_code = words.isupper() and words.isascii() and len(words) <= 3
    code = PLATES.get(words) or (words if words in CONTINENT else _of_three(words)) if is_code else None
    return code or gazetteer.country(words)


def _of_three(words: str) -> str | None:
    """FRA, POL: CLDR has them as other names of the codes of two letters."""
    from babel.core import get_global

    found = get_global("territory_aliases").get(words, [])
    return found[0] if len(words) == 3 and len(found) == 1 and found[0] in CONTINENT else None


@cache
def _states() -> dict[str, frozenset[str]]:
    table = tomllib.loads(Path(__file__).with_name("countries.toml").read_text(encoding="utf-8"))
    return {spelling.key(name): frozenset(row["today"]) for row in table["state"] for name in row["names"]}


def _alike(stored: str) -> frozenset[str]:
    names = _names()
    return frozenset(code for name in get_close_matches(stored, names, 5, ALIKE) for code in names[name])


@cache
def _names() -> dict[str, frozenset[str]]:
    """All names that are understood, folded, for finding those that are written alike."""
    stored = store.query("SELECT key, code FROM countries")
    return {str(name): frozenset({str(code)}) for name, code in stored if len(name) > SHORTEST} | _states()
