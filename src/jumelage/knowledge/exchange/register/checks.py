"""What a value in a row may be: small checks that are put together to larger ones. Pure: no Django."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from jumelage.core import edtf

Row = Mapping[str, Any]
Check = Callable[[Any], bool]

LONGEST = 100_000  # signs of a text
YEARS = range(1900, 2200)


def text(most: int, least: int = 0) -> Check:
    return lambda value: isinstance(value, str) and least <= len(value) <= most


def maybe(check: Check) -> Check:
    return lambda value: value is None or check(value)


def each(check: Check) -> Check:
    return lambda value: isinstance(value, list) and all(map(check, value))


def matches(pattern: re.Pattern[str]) -> Check:
    return lambda value: isinstance(value, str) and bool(pattern.fullmatch(value))


def whole(below: int) -> Check:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and 0 <= value < below


def degrees(most: int) -> Check:
    return lambda value: (
        isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and abs(value) <= most
    )


is_uuid = matches(re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII))


def is_bool(value: Any) -> bool:
    return isinstance(value, bool)


def is_instant(value: Any) -> bool:
    try:
        when = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return False
    return when is not None and when.tzinfo is not None and when.year in YEARS


def is_edtf(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(edtf.parse(value))
    except edtf.DateError:
        return False


def closed(fields: Mapping[str, Check], needed: frozenset[str] = frozenset()) -> Check:
    return lambda value: isinstance(value, dict) and not misfit(value, fields, needed)


def open_to_others(fields: Mapping[str, Check], needed: frozenset[str] = frozenset()) -> Check:
    """With further fields beside these, as readers add them in time."""
    return lambda value: isinstance(value, dict) and not misfit(value, with_others(value, fields), needed)


def with_others(row: Row, fields: Mapping[str, Check], but: frozenset[str] = frozenset()) -> Mapping[str, Check]:
    return {**{name: is_plain for name in row if name not in but}, **fields}


def misfit(row: Row, fields: Mapping[str, Check], needed: frozenset[str]) -> str:
    """The name of the first field that is missing, unknown or not as it should be; empty where all is well."""
    missing = sorted(needed - row.keys())
    return next((name for name in row if name not in fields or not fields[name](row[name])), "".join(missing[:1]))


def is_plain(value: Any, depth: int = 4) -> bool:
    if isinstance(value, dict):
        return depth > 0 and all(is_plain(one, depth - 1) for one in value.values())
    if isinstance(value, list):
        return depth > 0 and all(is_plain(one, depth - 1) for one in value)
    if isinstance(value, int):
        return abs(value) < 2**53
    return value is None or isinstance(value, bool | float) or (isinstance(value, str) and len(value) <= LONGEST)
