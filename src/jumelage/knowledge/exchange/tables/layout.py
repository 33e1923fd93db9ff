"""Which column of a table says what: by a profile, else guessed from headings and contents. Pure: no Django."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path

from jumelage.knowledge.exchange.countries import meaning
from jumelage.knowledge.exchange.formats.table import Table
from jumelage.knowledge.exchange.model import ImportRefused
from jumelage.knowledge.exchange.problems import ADDED
from jumelage.knowledge.exchange.tables import cells
from jumelage.knowledge.exchange.tables.partners import LONGEST
from jumelage.knowledge.exchange.tables.profile import IGNORED, ROLES, Profile, known_profiles
from jumelage.knowledge.places import gazetteer

BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
SAMPLE = 60
SEVERAL = frozenset({"field"})
LEAST = 0.8
LEAST_PLACES = 0.6


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its role; why: heading, contents, profile, or empty where it is not taken. fit ranks the headings for a role."""

    at: int
    heading: str
    role: str = IGNORED
    why: str = ""
    example: str = ""
    fit: tuple[bool, int] = (False, 0)


@dataclass(frozen=True, slots=True)
class Layout:
    """kind is that of rows that say nothing of it; kind_by_heading: the partner's heading says it."""

    columns: tuple[Column, ...]
    kind: str = ""
    language: str = ""
    kind_by_heading: bool = False

    def at(self, role: str) -> int | None:
        return next((column.at for column in self.columns if column.role == role), None)

    def all_at(self, role: str) -> list[int]:
        return [column.at for column in self.columns if column.role == role]

    @property
    def profile(self) -> Profile:
        return Profile(
            {column.heading: column.role for column in self.columns if column.heading}, self.kind, self.language
        )


def layout_of(table: Table, profile: Profile | None = None) -> Layout:
    """Raises ImportRefused where no column names the partner, or the profile names a column that is not there."""
    headings = table.headings.cells
    chosen = profile or next(
        (p for p in known_profiles() if p.recognised_by and p.recognised_by <= set(headings)), None
    )
    found = _by_profile(table, chosen) if chosen else _guessed(table)
    if found.at("partner") is None:
        raise ImportRefused(
            "No column names the partner; say in a profile which one does, and give it with --map "
            f"(headings: {', '.join(heading for heading in headings if heading)})."
        )
    return found


def _by_profile(table: Table, profile: Profile) -> Layout:
    headings = table.headings.cells
    if missing := [heading for heading in profile.columns if heading not in headings]:
        raise ImportRefused(f"The profile names the column “{missing[0]}”, which the file does not have.")
    columns = [_column(table, at) for at in range(len(headings))]
    taken: set[str] = set()
    for at, column in enumerate(columns):
        role = profile.columns.get(column.heading, IGNORED)
        if role != IGNORED and column.heading not in taken:
            columns[at] = replace(column, role=role, why="profile")
            taken.add(column.heading)
    return Layout(tuple(columns), profile.kind, profile.language)


def _column(table: Table, at: int) -> Column:
    return Column(at, table.headings.cells[at], example=next(iter(_sample(table, at)), ""))


def _sample(table: Table, at: int) -> list[str]:
    """The first cells of the column that say something."""
    filled = (record.cells[at] for record in table.records if not cells.is_nothing(record.cells[at]))
    return list(islice(filled, SAMPLE))


def _guessed(table: Table) -> Layout:
    columns = [_by_heading(_column(table, at)) for at in range(len(table.headings.cells))]
    columns = _one_a_role(columns)
    for role, fits, least in CONTENTS:
        columns = _by_contents(table, columns, role, fits, least)
    partner = next((column for column in columns if column.role == "partner"), None)
    kind = _kind_of(partner.heading) if partner else ""
    return Layout(tuple(_with_home(table, columns)), kind, _language(columns), bool(kind))


def _by_heading(column: Column) -> Column:
    """The role whose synonym is the heading itself, else the longest with which it begins or ends."""
    said = cells.plain(BRACKETS.sub("", column.heading)) or cells.plain(column.heading)
    fits = [(word == said, len(word), role) for word, (role, _) in _synonyms().items() if _is_in(word, said)]
    if not fits:
        return column
    exact, length, role = max(fits)
    return replace(column, role=role, why="heading", fit=(exact, length))


def _is_in(word: str, said: str) -> bool:
    return word == said or said.startswith(f"{word} ") or said.endswith(f" {word}")


@cache
def _synonyms() -> Mapping[str, tuple[str, str]]:
    """Folded heading → role and language; the first role of ROLES where several share one."""
    table = tomllib.loads(Path(__file__).with_name("headings.toml").read_text(encoding="utf-8"))
    found: dict[str, tuple[str, str]] = {}
    for role in ROLES:
        for language, headings in table.get(role, {}).items():
            for heading in headings:
                found.setdefault(cells.plain(heading), (role, language))
    return found


def _one_a_role(columns: Sequence[Column]) -> list[Column]:
    """The best fitting column keeps a role that only one can have, the first among equals; the others are free again."""
    best: dict[str, Column] = {}
    for column in columns:
        if column.role not in best or column.fit > best[column.role].fit:
            best[column.role] = column
    return [
        column if column.role in SEVERAL or best[column.role] is column else replace(column, role=IGNORED, why="")
        for column in columns
    ]


def _reads_as_date(cell: str) -> bool:
    try:
        return bool(cells.date(cell))
    except cells.CellRefused:
        return False


def _is_country(cell: str) -> bool:
    return not meaning(cell).misspelt


def _is_place(cell: str) -> bool:
    return len(cell) <= LONGEST and bool(gazetteer.lookup(cell, limit=1))


CONTENTS: tuple[tuple[str, Callable[[str], bool], float], ...] = (
    ("country", _is_country, LEAST),
    ("since", _reads_as_date, LEAST),
    ("partner", _is_place, LEAST_PLACES),
)


def _by_contents(
    table: Table, columns: list[Column], role: str, fits: Callable[[str], bool], least: float
) -> list[Column]:
    """Gives a role that no heading claims to the first free column whose cells fit it."""
    if any(column.role == role for column in columns):
        return columns
    for at, column in enumerate(columns):
        free = column.role == IGNORED and not column.fit[1] and column.heading not in ADDED
        if free and _share(_sample(table, at), fits) >= least:
            return [*columns[:at], replace(column, role=role, why="contents"), *columns[at + 1 :]]
    return columns


def _share(sample: Sequence[str], fits: Callable[[str], bool]) -> float:
    return sum(map(fits, sample)) / len(sample) if sample else 0.0


def _with_home(table: Table, columns: Sequence[Column]) -> list[Column]:
    """A second column of towns, headed "Stadt" beside "Partnerstadt", says whose partners they are."""
    if any(column.role == "home" for column in columns):
        return list(columns)
    for at, column in enumerate(columns):
        lost = column.role == IGNORED and _by_heading(column).role == "partner"
        if lost and _share(_sample(table, at), _is_place) >= LEAST_PLACES:
            return [*columns[:at], replace(column, role="home", why="contents"), *columns[at + 1 :]]
    return list(columns)


def _kind_of(heading: str) -> str:
    """The kind that the partner's heading tells: "Partnerstädte", "twin towns"."""
    said = cells.plain(BRACKETS.sub("", heading))
    fits = [(len(word), value) for word, value in cells.kinds().items() if len(word) > 5 and said.startswith(word)]
    return max(fits)[1] if fits and " und " not in said and " and " not in said and " et " not in said else ""


def _language(columns: Sequence[Column]) -> str:
    """In which most headings are; German among equals, empty where none is known."""
    found = [_synonyms().get(cells.plain(BRACKETS.sub("", column.heading)), ("", ""))[1] for column in columns]
    ranked = Counter(language for language in found if language)
    return max(ranked, key=lambda language: (ranked[language], language == "de", language), default="")
