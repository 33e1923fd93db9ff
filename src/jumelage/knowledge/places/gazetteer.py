"""The towns of the world by any of their names. Pure and read-only; what it does not know is not invented."""

import re
from collections.abc import Sequence
from functools import lru_cache

from jumelage.core.text import fold_punctuation
from jumelage.knowledge.places import ranking, spelling, store
from jumelage.knowledge.places.countries import PLATES, TERRITORIES, TRANSCRIBED
from jumelage.knowledge.places.ranking import Bearer, Place, distance

__all__ = ["Place", "country", "distance", "known", "longest", "lookup", "names", "place", "suggest"]

LONGEST = 8
ELSEWHERE = 0.5
ALIKE = 1_000  # keys that are looked through for places in the country
ARTICLE = re.compile(r"^(?:(?:die|der|den|dem|the|la|les?|los|las|el|il|lo|i|gli|de|het) |l')\s*", re.IGNORECASE)
COLUMNS = "p.geonameid, p.name, p.country, p.admin1, p.lat, p.lon, p.population"
BEARERS = f"SELECT {COLUMNS}, p.fame, n.reference & 3 FROM names n JOIN places p ON p.id = n.reference >> 2"  # noqa: S608 – constants


def lookup(
    name: str,
    *,
    country: str | None = None,
    near: tuple[float, float] | None = None,
    pull: float = 1.0,
    limit: int = 10,
) -> list[Place]:
    """Every place that bears the name, in any language or spelling, likeliest first; with a country, only its own.

    near is (lat, lon) in degrees, pull how strongly it draws. A state or country in brackets or after a comma, "Rochester (NY)", chooses too.
    """
    bearers: Sequence[Bearer] = _bearers(name, country)
    if near is not None:
        bearers = sorted(bearers, key=lambda bearer: -ranking.weight_near(bearer, near, pull))
    return [bearer.place for bearer in bearers[:limit]]


@lru_cache(maxsize=4096)
def _bearers(name: str, country: str | None) -> tuple[Bearer, ...]:
    exact = spelling.key(name)
    found = _stored([exact], name) + _stored(spelling.contracted(exact), name, ranking.SPELT_OTHERWISE)
    return _within(country, found) or _looser(name, exact, country)


def _looser(name: str, exact: str, country: str | None) -> tuple[Bearer, ...]:
    for other in dict.fromkeys(spelling.looser(name)):
        if other != exact and (found := _hinted(name, _within(country, _stored([other], name)))):
            return found
    return _only_one_of_its_name(name, exact, country) or _transcribed(name, exact, country)


def _only_one_of_its_name(name: str, exact: str, country: str | None) -> tuple[Bearer, ...]:
    """A German town whose "am Main" GeoNames leaves out; none when several towns could be meant."""
    found = _within(country, _stored([spelling.without_tail(exact)], name))
    return found if len(found) == 1 and found[0].country == "DE" else ()


def _transcribed(name: str, exact: str, country: str | None) -> tuple[Bearer, ...]:
    found = _stored(spelling.transcribed(exact), name)
    return _within(country, [bearer for bearer in found if bearer.country in TRANSCRIBED])


def _within(country: str | None, bearers: Sequence[Bearer]) -> tuple[Bearer, ...]:
    """Each place once, under the name that it bears best; a place in a territory of the country has to be the likelier by far."""
    best: dict[int, Bearer] = {}
    for bearer in sorted(bearers, key=ranking.by_weight):
        best.setdefault(bearer.geonameid, bearer)
    if country is None:
        return tuple(best.values())
    discounts = dict.fromkeys(TERRITORIES.get(country, ()), ranking.IN_A_TERRITORY) | {country: 0}
    own = [bearer for bearer in best.values() if bearer.country in discounts]
    return tuple(sorted(own, key=lambda bearer: discounts[bearer.country] - bearer.weight))


def _stored(keys: Sequence[str], name: str, discount: int = 0) -> list[Bearer]:
    if not keys:
        return []
    rows = store.query(f"{BEARERS} WHERE n.key IN ({store.marks(keys)})", tuple(keys))
    written = ranking.written(name)
    return [_bearer(row, written, discount) for row in rows]


def _bearer(row: store.Row, written: str, discount: int) -> Bearer:
    name, fame, kind = row[1], row[7], row[8]
    accents = ranking.OTHER_ACCENTS if kind == ranking.MAIN and ranking.written(name) != written else 0
    return Bearer(fame - ranking.DISCOUNTS[kind] - accents - discount, *row[:7])


def _hinted(name: str, bearers: tuple[Bearer, ...]) -> tuple[Bearer, ...]:
    """Those in the state or country that the name adds; a code of two letters may also mean something else."""
    addition = spelling.without_addition(fold_punctuation(name))[1]
    regions = _regions(addition)
    found = tuple(b for b in bearers if b.admin1 == addition or regions & {(b.country, ""), (b.country, b.admin1)})
    return found if regions and not _is_code(addition) else found or bearers


@lru_cache(maxsize=1024)
def _regions(addition: str) -> frozenset[tuple[str, str]]:
    """Country and admin1 (empty for the whole country) that the words can mean."""
    if not addition:
        return frozenset()
    rows = store.query("SELECT country, admin1 FROM regions WHERE key = ?", (spelling.key(addition),))
    codes = (country(addition), PLATES.get(addition, addition if _is_code(addition) else None))
    return frozenset((str(row[0]), str(row[1])) for row in rows) | {(code, "") for code in codes if code}


def _is_code(addition: str) -> bool:
    return len(addition) <= 2 and addition.isupper()


@lru_cache(maxsize=4096)
def place(geonameid: int) -> Place | None:
    rows = store.query(f"SELECT {COLUMNS} FROM places p WHERE p.geonameid = ?", (geonameid,))  # noqa: S608 – constants
    return Bearer(0, *rows[0]).place if rows else None


def names(geonameid: int) -> frozenset[str]:
    """The names of the place, folded, and as `spelling.key` has them; empty when there is no such place."""
    rows = store.query(
        "SELECT n.key, n.form FROM places p JOIN names n ON n.reference BETWEEN p.id * 4 AND p.id * 4 + 3"
        " WHERE p.geonameid = ?",
        (geonameid,),
    )
    return frozenset(str(name) for row in rows for name in row if name is not None)


@lru_cache(maxsize=65536)
def known(folded: str) -> bool:
    """Whether any place bears the name; what brackets and commas add is not looked through."""
    exact = spelling.key(folded)
    return any(map(_is_stored, (exact, *spelling.contracted(exact))))


def _is_stored(stored: str) -> bool:
    return bool(store.query("SELECT 1 FROM names WHERE key = ? LIMIT 1", (stored,)))


def longest(words: Sequence[str]) -> int:
    """How many of the leading words make the longest known name of a place; 0 is none."""
    return next((length for length in range(_reach(words), 0, -1) if known(" ".join(words[:length]))), 0)


def _reach(words: Sequence[str]) -> int:
    """How many of the leading words can belong to one name: those before a word without letters."""
    if not words or not _begins_names(words[0]):
        return min(len(words), 1)
    return next((at for at, word in enumerate(words[:LONGEST]) if not _has_letters(word)), min(len(words), LONGEST))


def _has_letters(word: str) -> bool:
    return any(map(str.isalnum, word))


@lru_cache(maxsize=65536)
def _begins_names(word: str) -> bool:
    """Whether any name of several words begins with this one."""
    begin = spelling.key(word)
    begins = {begin, spelling.WORDS.get(begin, begin), *spelling.contracted(begin)}
    sql = "SELECT 1 FROM names WHERE key > ? AND key < ? LIMIT 1"
    return bool(begin) and any(store.query(sql, (f"{each} ", f"{each}!")) for each in begins)


@lru_cache(maxsize=4096)
def country(name: str) -> str | None:
    """The alpha-2 code for a country's name in one of the seven languages; None when unknown or dissolved."""
    for stored in (spelling.key(name), spelling.key(ARTICLE.sub("", fold_punctuation(name).strip()))):
        if rows := store.query("SELECT code FROM countries WHERE key = ?", (stored,)):
            return str(rows[0][0])
    return None


def suggest(name: str, *, country: str | None = None, limit: int = 5) -> list[tuple[Place, float]]:
    """Places with a similar name and how similar it is, from 0 to 1, best first; for typing errors, never for facts.

    Behind those in the country come, where there is room, the ones of just this name in other countries.
    """
    from jumelage.knowledge.places import similar

    found: dict[int, tuple[Place, float]] = {}
    for other, score in similar.similar(spelling.key(name), ALIKE):
        for bearer in _within(country, _stored([other], name)):
            found.setdefault(bearer.geonameid, (bearer.place, score))
        if len(found) >= limit:
            break
    for place in lookup(name, limit=limit) if country else ():
        found.setdefault(place.geonameid, (place, ELSEWHERE))
    return list(found.values())[:limit]
