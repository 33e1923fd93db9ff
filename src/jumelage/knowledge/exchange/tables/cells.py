"""What single cells say. Pure: no Django."""

import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from jumelage.core.text import fold
from jumelage.knowledge.exchange.model import Point
from jumelage.knowledge.exchange.tables.dates import DateRefused, read_date

QID = re.compile(r"(?:.*[/:])?(Q[1-9]\d{0,9})/?", re.ASCII | re.IGNORECASE)
GEONAMES = re.compile(
    r"(?:https?://)?(?:www\.|sws\.)?(?:geonames\.org/)?(?:geonames:)?(\d{1,9})(?:\.0)?(?:/.*)?", re.ASCII
)
MOST_FIELDS = 50
NOT_WORDS = re.compile(r"[^\w]+|_")


class CellRefused(ValueError):
    """A cell cannot be understood; suggestions are what may have been meant."""

    def __init__(self, why: str, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(why)
        self.suggestions = suggestions


def plain(text: str) -> str:
    """Words alone, folded: how headings and words of a list are compared."""
    return NOT_WORDS.sub(" ", fold(text)).strip()


@cache
def words() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


@cache
def _meanings(property_: str) -> dict[str, str]:
    return {plain(word): value for value, found in words()[property_].items() for word in found}


def kinds() -> Mapping[str, str]:
    """Folded word → kind."""
    return _meanings("kind")


@cache
def _nothing() -> frozenset[str]:
    return frozenset(words()["nothing"]["words"])


def is_nothing(text: str) -> bool:
    """Empty, a dash, or words for "unknown"."""
    return not text or text.casefold().strip(" .-–—?/") in _nothing()


def date(text: str) -> str:
    try:
        return read_date(text)
    except DateRefused as error:
        raise CellRefused(str(error)) from None


def kind(text: str) -> str:
    meanings = _meanings("kind")
    if found := meanings.get(plain(text)):
        return found
    raise _unknown(text, "kind of relation", meanings)


def status(text: str) -> tuple[str, str]:
    """The status, and the period from a date that stands behind it: "ruht seit 2022" is resting, 2022/.. ."""
    meanings, said = _meanings("status"), plain(text)
    if found := meanings.get(said):
        return found, ""
    head = next((word for word in sorted(meanings, key=len, reverse=True) if said.startswith(f"{word} ")), None)
    if head is None:
        raise _unknown(text, "status", meanings)
    behind = re.search(r"\d.*\d", text)
    if not behind or plain(text[: behind.start()]).removeprefix(head).strip() not in (
        "",
        "seit",
        "since",
        "depuis",
        "am",
        "im",
    ):
        raise _unknown(text, "status", meanings)
    when = date(behind[0])
    return meanings[head], when if "/" in when else f"{when}/.."


def _unknown(text: str, what: str, meanings: Mapping[str, Any]) -> CellRefused:
    near = get_close_matches(plain(text), meanings, 3, 0.7)
    return CellRefused(f"“{text}” is no {what} that is known.", tuple(near) or tuple(dict.fromkeys(meanings.values())))


def fields(text: str) -> list[str]:
    found = [part.strip() for part in re.split(r"[;,\n|]", text) if part.strip()]
    if len(found) > MOST_FIELDS:
        raise CellRefused(f"The cell has more than {MOST_FIELDS} fields; is it one for fields of exchange?")
    return found


def wikidata(text: str) -> str:
    if found := QID.fullmatch(text):
        return found[1].upper()
    raise CellRefused(f"“{text}” is no id of Wikidata; write one such as Q1295.")


def geonames(text: str) -> int:
    if found := GEONAMES.fullmatch(text):
        return int(found[1])
    raise CellRefused(f"“{text}” is no id of GeoNames; write one such as 2935517.")


def point(latitude: str, longitude: str) -> Point | None:
    """Degrees with a point or a comma; None where both cells are empty."""
    if not latitude and not longitude:
        return None
    try:
        lat, lon = (float(text.replace(",", ".")) for text in (latitude, longitude))
    except ValueError:
        raise CellRefused(
            f"“{latitude}” and “{longitude}” are no coordinates; write degrees such as 51.5136 and 7.4653."
        ) from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise CellRefused(f"{latitude} and {longitude} lie nowhere on earth; are latitude and longitude swapped?")
    return lat, lon
