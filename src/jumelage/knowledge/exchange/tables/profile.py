"""A profile: how the columns of one office's lists are read, kept as TOML. Pure: no Django."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jumelage.knowledge.claims.rules import KINDS
from jumelage.knowledge.exchange.model import ImportRefused

ROLES = (
    "partner", "country", "kind", "status", "since", "until", "signing", "resolution", "field",
    "latitude", "longitude", "wikidata", "geonames",
    "home", "home_country", "home_latitude", "home_longitude", "home_wikidata", "home_geonames",
)  # fmt: skip
IGNORED = "ignore"
HEAD = """# How the columns of a list are read. Roles: {}, {}.
# kind: what a row without a word for it is: {}; or empty.
"""


@dataclass(frozen=True, slots=True)
class Profile:
    """columns: heading → role. kind: of rows that say nothing of it, empty where it must be said. language of the list."""

    columns: Mapping[str, str]
    kind: str = ""
    language: str = ""
    recognised_by: frozenset[str] = frozenset()


def load_profile(path: Path) -> Profile:
    """Raises ImportRefused for a file that is not there, is not TOML, or says something unknown."""
    try:
        return _profile(tomllib.loads(path.read_text(encoding="utf-8")), path.name)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ImportRefused(f"The profile {path.name} cannot be read: {error}.") from None


def _profile(table: dict[str, Any], name: str) -> Profile:
    columns = table.get("columns", {})
    if unknown := set(table) - {"columns", "kind", "language", "recognised_by"}:
        raise ImportRefused(f"The profile {name} says {', '.join(sorted(unknown))}, which is unknown.")
    if not isinstance(columns, dict) or not columns:
        raise ImportRefused(f"The profile {name} names no columns; expected a table [columns].")
    for heading, role in columns.items():
        if role not in (*ROLES, IGNORED):
            raise ImportRefused(
                f"The profile {name} gives “{heading}” the role {role!r}; expected one of {', '.join(ROLES)}."
            )
    if table.get("kind") and table["kind"] not in KINDS:
        raise ImportRefused(f"The profile {name} gives the kind {table['kind']!r}; expected one of {', '.join(KINDS)}.")
    recognised_by = frozenset(table.get("recognised_by", ()))
    return Profile(columns, table.get("kind", ""), table.get("language", ""), recognised_by)


def profile_text(profile: Profile) -> str:
    """As TOML; JSON's strings are strings of TOML too."""
    quoted = {
        name: json.dumps(value, ensure_ascii=False)
        for name, value in (("kind", profile.kind), ("language", profile.language))
    }
    rows = [
        f"{json.dumps(heading, ensure_ascii=False)} = {json.dumps(role)}" for heading, role in profile.columns.items()
    ]
    return "\n".join(
        [
            HEAD.format(", ".join(ROLES), IGNORED, ", ".join(KINDS)),
            f"kind = {quoted['kind']}",
            f"language = {quoted['language']}",
            "",
            "[columns]",
            *rows,
            "",
        ]
    )


@cache
def known_profiles() -> tuple[Profile, ...]:
    """Those of lists that are recognised by their headings."""
    folder = Path(__file__).with_name("profiles")
    return tuple(load_profile(path) for path in sorted(folder.glob("*.toml")))
