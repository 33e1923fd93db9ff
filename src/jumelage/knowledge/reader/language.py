"""Loads a language file (languages/<code>.toml), checks it loudly and makes it ready for use.

A cue pattern is a row of words: `*` stands for any letters at a word's head or tail, `(a|b)` for either, `…` for up to
fourteen words between. The path of a cue in the file is its rule's name: [cues.status.resting] ruht → `status.resting.ruht`.
"""

import itertools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from jumelage.core.text import fold

FAMILIES = {
    "kind": {"partnership", "friendship", "project", "contact"},
    "bond": {"tie", "listing"},
    "status": {"active", "resting", "ended", "planned"},
    "event": {
        "idea", "council_resolution", "proclamation", "signing", "renewal", "anniversary",
        "visit", "suspension", "resumption", "termination", "other",
    },
    "since": {"official", "founding"},
    "mode": {"namesake", "negation", "hypothetical", "proposal", "refusal", "record", "geography", "foreign", "national", "others", "past", "continued", "future"},
    "relative": {"this_year", "last_year", "next_year", "year_before", "year_after", "that_year", "that_day", "years_on"},
    "link": {"partnership", "cooperation", "contact", "visit", "founded"},
    "scope": {"official", "all"},
    "field": None,
    "membership": {"network", "award"},
    "incomplete": {"list"},
    "reported": {"verb"},
}  # fmt: skip
WORDS = [
    "since",
    "until",
    "in_year",
    "and",
    "from_to",
    "partner_before",
    "place_before",
    "of",
    "of_year",
    "demonym",
    "capital",
    "vague",
    "town",
    "articles",
    "stop",
    "years",
    "decades",
    "century",
    "units",
    "count_partnership",
    "count_friendship",
    "count_project",
    "count_contact",
    "towns",
    "new",
    "some",
    "roles",
    "org_school",
    "org_university",
    "org_club",
    "org_chamber",
    "org_company",
    "org_other",
    "org_district",
    "titles",
    "present",
]
TABLES = ("countries", "adjectives", "regions", "aliases", "numbers")
ALLOWED = re.compile(r"[\w *…()|'?-]+")
GAP = "…"
GAP_WORDS = 14


class LanguageError(ValueError):
    """A language file is wrong; the text says where and what was expected."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A cue's words; each is (literal, open at the head, open at the tail), None is a gap."""

    rule: str
    words: tuple[tuple[str, bool, bool] | None, ...]


@dataclass(frozen=True, eq=False)
class Language:
    """One language, ready for reading. Word lists are folded to small letters and hold no accents lost."""

    code: str
    name: str
    countries_of: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]
    exact: Mapping[str, tuple[Pattern, ...]]
    heads: Mapping[str, tuple[Pattern, ...]]
    inner: tuple[Pattern, ...]
    countries: Mapping[str, str]
    adjectives: Mapping[str, str]
    endings: tuple[str, ...]
    regions: Mapping[str, str]
    aliases: Mapping[str, str]
    numbers: Mapping[str, int]
    inflection: tuple[tuple[str, str], ...]
    genitive: tuple[str, ...]
    nouns_capitalised: bool
    examples: tuple[Mapping[str, Any], ...]

    def among(self, name: str) -> frozenset[str]:
        return _frozen(self, name)


@lru_cache(maxsize=512)
def _set(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(words)


def _frozen(language: Language, name: str) -> frozenset[str]:
    return _set(language.words[name])


def available() -> tuple[str, ...]:
    """The codes of the languages that have a file."""
    return tuple(sorted(f.name[:-5] for f in _folder().iterdir() if f.name.endswith(".toml") and len(f.name) == 7))


def _folder() -> Any:
    return resources.files("jumelage.knowledge.reader") / "languages"


@lru_cache(maxsize=16)
def load(code: str) -> Language:
    """The language of that code. Raises LanguageError for a code without a file and for a file that is wrong."""
    if code not in available():
        raise LanguageError(f"There is no language file for {code!r}; known are {', '.join(available())}.")
    return compiled(tomllib.loads((_folder() / f"{code}.toml").read_text(encoding="utf-8")), f"{code}.toml")


def compiled(data: Mapping[str, Any], where: str) -> Language:
    """A language from the content of its file."""
    _check(data, where)
    patterns = [p for rule, texts in _cues(data["cues"], where) for text in texts for p in _expanded(rule, text, where)]
    exact, heads, inner = _indexed(patterns)
    return Language(
        code=data["code"],
        name=data["name"],
        countries_of=tuple(data["countries_of"]),
        words={key: tuple(word.lower() for word in data["words"].get(key, ())) for key in WORDS},
        exact=exact,
        heads=heads,
        inner=inner,
        countries={fold(k): v for k, v in data["countries"].items()},
        adjectives={fold(k): v for k, v in data["adjectives"].items()},
        endings=tuple(sorted((fold(e) for e in data["adjective_endings"]), key=len, reverse=True)),
        regions={fold(k): v for k, v in data["regions"].items()},
        aliases={fold(k): v for k, v in data["aliases"].items()},
        numbers=dict(data["numbers"]),
        inflection=tuple((rule[0], rule[1]) for rule in data.get("inflection", ())),
        genitive=tuple(data.get("genitive", ())),
        nouns_capitalised=bool(data.get("nouns_capitalised", False)),
        examples=tuple(data.get("example", ())),
    )


def _check(data: Mapping[str, Any], where: str) -> None:
    for key in ("code", "name", "countries_of", "words", "cues", "adjective_endings", *TABLES):
        if key not in data:
            raise LanguageError(f"{where}: expected the entry {key!r}, found none.")
    unknown = set(data["words"]) - set(WORDS)
    if unknown:
        raise LanguageError(f"{where}: unknown word lists {sorted(unknown)}; known are {sorted(WORDS)}.")
    for name in ("countries", "adjectives"):
        wrong = {k: v for k, v in data[name].items() if not re.fullmatch("[A-Z]{2}", v)}
        if wrong:
            raise LanguageError(f"{where}: [{name}] expected two-letter codes of countries, found {wrong!r}.")


def _cues(cues: Mapping[str, Any], where: str) -> Iterator[tuple[str, list[str]]]:
    for family, values in cues.items():
        if family not in FAMILIES:
            raise LanguageError(f"{where}: unknown family of cues {family!r}; known are {sorted(FAMILIES)}.")
        allowed = FAMILIES[family]
        for value, named in values.items():
            if allowed is not None and value not in allowed:
                raise LanguageError(f"{where}: [cues.{family}.{value}] is unknown; known are {sorted(allowed)}.")
            for name, texts in named.items():
                yield f"{family}.{value}.{name}", texts


def _expanded(rule: str, text: str, where: str) -> Iterator[Pattern]:
    if not ALLOWED.fullmatch(text):
        raise LanguageError(f"{where}: {rule}: {text!r} holds a sign that a pattern cannot have.")
    for chosen in _alternatives(text.lower()):
        words = tuple(_word(w) for w in chosen.replace("-", " ").replace("'", " ").split())
        if not words or words[0] is None or words[-1] is None:
            raise LanguageError(f"{where}: {rule}: {text!r} must begin and end with a word.")
        yield Pattern(rule, words)


def _alternatives(text: str) -> Iterator[str]:
    parts = re.split(r"\(([^()]*)\)(\??)", text)
    choices = [[parts[0]]]
    for inside, optional, after in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        choices += [inside.split("|") + ([""] if optional else []), [after]]
    return ("".join(row) for row in itertools.product(*choices))


def _word(word: str) -> tuple[str, bool, bool] | None:
    return None if word == GAP else (word.strip("*"), word.startswith("*"), word.endswith("*"))


def _indexed(
    patterns: list[Pattern],
) -> tuple[dict[str, tuple[Pattern, ...]], dict[str, tuple[Pattern, ...]], tuple[Pattern, ...]]:
    """By the whole first word, by its first three letters, and the few that may begin inside a word."""
    exact: dict[str, list[Pattern]] = {}
    heads: dict[str, list[Pattern]] = {}
    inner: list[Pattern] = []
    for pattern in sorted(set(patterns), key=lambda p: (p.rule, str(p.words))):
        literal, at_head, at_tail = pattern.words[0] or ("", False, False)
        if at_head:
            inner.append(pattern)
        elif at_tail:
            heads.setdefault(literal[:3], []).append(pattern)
        else:
            exact.setdefault(literal, []).append(pattern)
    return {k: tuple(v) for k, v in exact.items()}, {k: tuple(v) for k, v in heads.items()}, tuple(inner)
