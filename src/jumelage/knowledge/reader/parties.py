"""Which of the names in a sentence are places, each with what is attached to it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from jumelage.knowledge.reader.countries import Country
from jumelage.knowledge.reader.dates import Date
from jumelage.knowledge.reader.names import PARTICLES, Name, Span, names, overlaps
from jumelage.knowledge.reader.places import Party, party
from jumelage.knowledge.reader.plausible import Scene, coordinated, is_city_of, may_be, plausible

AT_HOME = ""
COUNTERPART_WORDS = 4


def parties_of(
    scene: Scene,
    words: list[Span],
    lands: tuple[Country, ...],
    dated: tuple[Date, ...],
    taken: list[Span],
    at_home: tuple[Span, ...],
) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """The names that are places, each with what is attached to it, and those that could be and are not taken for one."""
    text, sentence, language = scene.text, scene.sentence, scene.language
    known = list(names(text, words, language, taken))
    unknown = _unknown_names(scene, words, taken + [(n.start, n.end) for n in known])
    rows = sorted([*known, *unknown, *(Name(s, e, text[s:e], AT_HOME) for s, e in at_home)], key=lambda n: n.start)
    parties = [_homely(party(text, scene.low, n, sentence, lands, dated, language), scene) for n in rows]
    parties = _with_shared_dates(scene, _without_aliases(scene, parties))
    sure = [p for p in parties if p.is_home or plausible(scene, p)]
    for index, one in enumerate(parties):
        if one not in sure and coordinated(scene, parties, index, sure):
            sure.append(one)
    kept = tuple(p for p in parties if p in sure)
    kept = tuple(sorted((*kept, *_lands(scene, lands, dated, kept)), key=lambda p: p.start))
    return kept, tuple(p for p in parties if p not in kept and may_be(scene, p))


def _lands(
    scene: Scene, countries: tuple[Country, ...], dated: tuple[Date, ...], towns: tuple[Party, ...]
) -> Iterator[Party]:
    """Regions, and cities called like their country, where a party is expected: behind `with`, or as a survey's subject."""
    told = [c for c in countries if c.form != "adjective"]
    for land in told if scene.has("kind") else ():
        if any(p.country is land or p.start <= land.start < p.stop for p in towns):
            continue
        name = Name(land.start, land.end, scene.text[land.start : land.end], None)
        found = party(scene.text, scene.low, name, scene.sentence, (), dated, scene.language)
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


def _unknown_names(scene: Scene, words: Sequence[tuple[int, int]], taken: Sequence[tuple[int, int]]) -> list[Name]:
    """Words with a capital that no gazetteer knows; neighbours are one name."""
    text, low, towns = scene.text, scene.low, scene.language.among("town")
    rows: list[Name] = []
    for start, end in words:
        if not text[start].isupper() or end - start < 3 or overlaps(taken, start, end) or low[start:end] in towns:
            continue
        if rows and (text[rows[-1].end : start] == " " or text[rows[-1].end : start].strip() in PARTICLES):
            rows[-1] = Name(rows[-1].start, end, text[rows[-1].start : end], None)
        else:
            rows.append(Name(start, end, text[start:end], None))
    return rows
