"""Our reading of EDTF beside that of two public libraries: every difference is of a reviewed class, and every class occurs.

The classes and their reasons: tests/data/edtf_differences.toml.
"""

import random
import re
import tomllib
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from jumelage.core.edtf import DateError, parse

FULL_WIDTH = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}
CLASSES = Path(__file__).parents[1] / "data" / "edtf_differences.toml"
Bounds = tuple[tuple[int, int, int] | None, tuple[int, int, int] | None]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a text was read as, first and last day; None was refused. says: why we refused it."""

    text: str
    library: str
    ours: Bounds | None
    theirs: Bounds | None
    says: str

    @property
    def kind(self) -> str:
        if self.ours and self.theirs:
            return "other days"
        return "we read" if self.ours else "they read"


def texts() -> Iterator[str]:
    """Dates as they should be, dates with a fault, and garbage; always the same ones."""
    choose = random.Random("jumelage")
    while True:
        yield choose.choices((_valid, _faulty, _garbage), (5, 4, 1))[0](choose)


def _valid(choose: random.Random) -> str:
    kind = choose.randrange(4)
    if kind == 0:
        return "/".join(sorted((_point(choose), _point(choose)), key=lambda text: text.replace("X", "0")))
    if kind == 1:
        return choose.choice(("{}/..", "../{}", "{}/", "/{}")).format(_point(choose))
    return _point(choose)


def _point(choose: random.Random) -> str:
    year = choose.choice((choose.randrange(1, 10_000), choose.randrange(1900, 2030)))
    day = f"{year:04}-{choose.randrange(1, 13):02}-{choose.randrange(1, 29):02}"
    shapes = (
        day,
        day[:7],
        day[:4],
        day[:3] + "X",
        day[:2] + "XX",
        day[:7] + "-XX",
        day[:4] + "-XX",
        day[:4] + "-XX-XX",
    )
    return choose.choice(shapes) + choose.choice(("", "", "", "?", "~", "%"))


def _faulty(choose: random.Random) -> str:
    return choose.choice((_rare, _rare, _damaged, _backwards))(choose)


def _rare(choose: random.Random) -> str:
    """What other levels of EDTF know, what its drafts knew, and days that no calendar has."""
    year, other = choose.randrange(1900, 2030), choose.randrange(1900, 2030)
    month, day = choose.randrange(0, 45), choose.randrange(0, 33)
    return choose.choice(
        [
            f"{year}-{month:02}", f"{year}-{month:02}-{day:02}", f"{year}-02-{day:02}", f"-{year}", f"Y{year}00", f"{year}S2",
            f"{year}-XX-{day:02}", f"{year // 100}X{year % 10}", f"1XX{year % 10}", "XXXX", f"{year // 1000}XXX", f"{year}-1X",
            f"?{year}", f"{year}?-05", f"{year}-~05", f"{year}~-05-14?", f"{{{year},{other}}}", f"[{year}..{other}]", f"[..{year}]",
            f"{year}-05-14T10:30:00Z", f"{year}-05-14T10:30:00", f"{year}/unknown", f"{year}/open", "../..", "/", "..", "/..", "../",
            f" {year}", f"{year} ", f"{year} / {other}", f"00XX/{year}", "00XX", "000X", "0000", f"0000/{year}", f"{year // 10}x",
            f"{year // 10}0s", f"{year}-05-1", f"{year % 100}", f"{year // 10}", f"{year}-5", f"{day}.05.{year}", f"{year}/{other}/{year}",
            f"{year}-21", f"{year}-24/{year + 1}-22", f"{year // 10}X-05", f"{year}-05X", f"{year}?~", f"{year}{month:02}{day:02}",
            f"{year | 1}-02-29", f"{year}".translate(FULL_WIDTH),
        ]
    )  # fmt: skip


def _damaged(choose: random.Random) -> str:
    """A date in which one sign was changed, left out or put in."""
    text = _valid(choose)
    at, sign = choose.randrange(len(text)), choose.choice("0123456789X?~%-/. ")
    return choose.choice((text[:at] + sign + text[at + 1 :], text[:at] + text[at + 1 :], text[:at] + sign + text[at:]))


def _backwards(choose: random.Random) -> str:
    return "/".join(sorted((_point(choose), _point(choose)), key=lambda text: text.replace("X", "9"), reverse=True))


def _garbage(choose: random.Random) -> str:
    signs = choose.choice(("0123456789-X/", "0123456789XYE-?~%/.[]{}, ", "abcöü 日１９²\n\t\x00'\"\\+:T"))
    return "".join(choose.choices(signs, k=choose.randrange(0, 14)))


def read_here(text: str) -> tuple[Bounds | None, str]:
    try:
        when = parse(text)
    except DateError as error:
        return None, str(error)
    return (_day(when.earliest), _day(when.latest)), ""


def _day(day: date | None) -> tuple[int, int, int] | None:
    return (day.year, day.month, day.day) if day else None


@cache
def readers() -> dict[str, Callable[[str], Bounds | None]]:
    """Imported late and without their warnings: they are slow to import, and one warns of its own grammar."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from edtf import parse_edtf
        from undate import UndateInterval
        from undate.converters.edtf import EDTFDateConverter

    converter = EDTFDateConverter()

    def of_edtf(text: str) -> Bounds:
        when = parse_edtf(text)
        return _parts(when.lower_strict()), _parts(when.upper_strict())

    def of_undate(text: str) -> Bounds:
        when = converter.parse(text)
        if isinstance(when, UndateInterval):
            return _numbers(when.earliest, "earliest"), _numbers(when.latest, "latest")
        return _numbers(when, "earliest"), _numbers(when, "latest")

    return {"edtf": _or_none(of_edtf), "undate": _or_none(of_undate)}


def _parts(when: Any) -> tuple[int, int, int] | None:
    """A struct_time; a float where the end is infinite."""
    return None if isinstance(when, float) else tuple(when[:3])


def _numbers(when: Any, side: str) -> tuple[int, int, int] | None:
    """None is an open end. A day of theirs may be false: the first of 1970 is."""
    day = None if when is None else getattr(when, side)
    return None if day is None else (int(day.year), int(day.month), int(day.day))


def _or_none(reader: Callable[[str], Bounds]) -> Callable[[str], Bounds | None]:
    def read(text: str) -> Bounds | None:
        try:
            return reader(text)
        except Exception:  # they raise whatever their parsers and calendars raise
            return None

    return read


def differences(count: int) -> Iterator[Difference]:
    for text in islice(texts(), count):
        ours, says = read_here(text)
        for library, reader in readers().items():
            theirs = reader(text)
            if theirs != ours:
                yield Difference(text, library, ours, theirs, says)


@dataclass(frozen=True, slots=True)
class Class:
    """A reviewed reason for differences."""

    name: str
    libraries: tuple[str, ...]
    kind: str
    pattern: re.Pattern[str]
    says: re.Pattern[str]
    also: str

    def has(self, found: Difference) -> bool:
        return (
            found.library in self.libraries
            and found.kind == self.kind
            and self.pattern.fullmatch(found.text) is not None
            and self.says.search(found.says) is not None
            and ALSO[self.also](found.text)
        )


def _nested(text: str) -> bool:
    when = parse(text)
    return bool(when.start and when.end) and (when.start.contains(when.end) or when.end.contains(when.start))


ALSO: dict[str, Callable[[str], bool]] = {
    "": lambda text: True,
    "interval": lambda text: parse(text).is_interval,
    "one side lies within the other": _nested,
}


def reviewed() -> list[Class]:
    data = tomllib.loads(CLASSES.read_text(encoding="utf-8"))
    assert all(entry["reason"] for entry in data["class"])
    return [_class(entry, data["parts"]) for entry in data["class"]]


def _class(entry: dict[str, Any], parts: dict[str, str]) -> Class:
    pattern = re.sub(r"<(\w+)>", lambda found: parts[found[1]], entry["pattern"])
    return Class(
        entry["name"],
        tuple(entry["libraries"]),
        entry["kind"],
        re.compile(pattern, re.VERBOSE | re.DOTALL | re.ASCII),
        re.compile(entry.get("says", "")),
        entry.get("also", ""),
    )


@pytest.mark.parametrize(
    "count",
    [pytest.param(800), pytest.param(50_000, marks=[pytest.mark.long, pytest.mark.timeout(3600)])],
)
def test_every_difference_is_of_a_reviewed_class_and_every_class_occurs(count: int) -> None:
    classes = reviewed()
    found = list(differences(count))

    assert [one for one in found if not any(c.has(one) for c in classes)] == []
    occurs = {(c.name, one.library) for c in classes for one in found if c.has(one)}
    assert occurs == {(c.name, library) for c in classes for library in c.libraries}
