"""Several partners in one cell, and what a name carries with it. Pure: no Django."""

import re
from functools import lru_cache

from jumelage.core.text import fold_punctuation
from jumelage.knowledge.exchange.countries import meaning
from jumelage.knowledge.exchange.tables.cells import CellRefused
from jumelage.knowledge.places import gazetteer, spelling

LONGEST = 120
MOST = 50
BLANKS = re.compile(r"[^\S\n]+")
SURE = re.compile(r"[;|\n•]|(?<=\s)·(?=\s)")
AND = re.compile(r"(?<=\s)(?:und|and|et|&|\+|u\.)(?=\s)|/")


@lru_cache(maxsize=65536)
def partners(cell: str) -> tuple[str, ...]:
    """The names in the cell. Raises CellRefused where a comma can part two towns or a town and its region."""
    parts = SURE.split(BLANKS.sub(" ", cell))
    found = tuple(name for part in parts if part.strip() for name in _parts(part.strip()))
    if len(found) > MOST:
        raise CellRefused(f"The cell has more than {MOST} partners; give each a row of its own.")
    return found


def _parts(text: str) -> list[str]:
    if len(text) > LONGEST or (gazetteer.known(text) and "," not in text):
        return [text]
    halves = [half.strip() for half in AND.split(text)]
    if len(halves) > 1 and all(map(_is_town, halves)):
        return halves
    return _at_commas(text) if "," in text else [text]


def _at_commas(text: str) -> list[str]:
    """Three towns with commas between are three towns; of two, the second may be where the first one lies."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not all(map(_is_town, parts)):
        return [text]
    if len(parts) > 2:
        return parts
    raise CellRefused(f"“{text}” can be one town or two.", (f"{parts[0]}; {parts[1]}", f"{parts[0]} ({parts[1]})"))


def _is_town(text: str) -> bool:
    return bool(gazetteer.known(text)) and not gazetteer.country(text)


@lru_cache(maxsize=65536)
def name_and_country(name: str) -> tuple[str, str]:
    """The name without the country that stands in brackets or after a comma, and the country's words; empty where none does."""
    bare, addition = spelling.without_addition(fold_punctuation(name))
    clear = addition and (meaning(addition).code or (not meaning(addition).misspelt))
    return (bare, addition) if clear else (name, "")


def spread(cell: str, number: int) -> list[str]:
    """One cell for each of so many partners: its parts where it has as many, else the whole for all."""
    parts = [part.strip() for part in SURE.split(BLANKS.sub(" ", cell))]
    if len(parts) in (1, number):
        return parts * number if len(parts) == 1 else parts
    raise CellRefused(f"“{cell}” has {len(parts)} parts for {number} partners; give each partner a row of its own.")
