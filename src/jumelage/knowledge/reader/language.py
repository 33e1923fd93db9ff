"""Loads a language file (languages/<code>.toml), checks it loudly and makes it ready for use.

A cue pattern is a row of words: `*` stands for any letters at a word's head or tail, `(a|b)` for either, `…` for up to
fourteen words between. The path of a cue in the file is its rule's name: [cues.status.resting] ruht → `status.resting.ruht`.
"""

import itertools
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from jumelage.core.text import fold

FAMILIES = {
    "kind": {"partnership", "friendship", "project", "contact"},
    "label": {"friendship", "project"},
    "bond": {"tie", "listing"},
    "status": {"active", "resting", "ended", "planned"},
    "cell": {"active", "resting", "ended", "planned"},
    "event": {
        "idea", "council_resolution", "proclamation", "signing", "renewal", "anniversary",
        "visit", "suspension", "resumption", "termination", "other",
    },
    "since": {"official", "founding"},
    "mode": {"namesake", "negation", "hypothetical", "proposal", "refusal", "record", "geography", "foreign", "national", "others", "past", "same", "another", "machine", "minutes", "latter", "future", "personal", "network"},
    "relative": {"this_year", "last_year", "next_year", "year_before", "year_after", "that_year", "that_day", "years_on", "years_ago"},
    "link": {"partnership", "cooperation", "contact", "visit", "founded"},
    "scope": {"official", "all"},
    "field": None,
    "membership": {"network", "award"},
    "incomplete": {"list"},
    "reported": {"verb", "according"},
    "project": {"named"},
}  # fmt: skip
WORDS = [
    "since", "until", "in_year", "and", "from_to", "partner_before", "partner_endings", "place_before", "of",
    "of_year", "demonym", "capital", "vague", "town", "articles", "stop", "years", "decades", "century",
    "units", "count_partnership", "count_friendship", "count_project", "count_contact", "towns", "new",
    "some", "roles", "org_school", "org_university", "org_club", "org_chamber", "org_company", "org_other",
    "org_district", "titles", "present", "contrast", "relative", "has", "that", "also", "representing",
    "including", "to", "between", "singular", "only", "both", "counterpart", "recently", "seasons", "common",
    "without", "amounts", "partner_title", "column_since", "column_until", "column_status", "column_kind",
]  # fmt: skip
TABLES = ("countries", "adjectives", "regions", "aliases", "numbers")
ALLOWED = re.compile(r"[\w *…()|'?-]+")
GAP = "…"
GAP_WORDS = 14
HEAD = 3


class LanguageError(ValueError):
    """A language file is wrong; the text says where and what was expected."""


Step = tuple[str, bool, bool] | None
NONE: Mapping[str, "Node"] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Pattern:
    """A cue's words; each is (literal, open at the head, open at the tail), None is a gap."""

    rule: str
    words: tuple[Step, ...]


@dataclass(slots=True, eq=False)
class Node:
    """A point in the tree of all patterns: rules end here, and the next word goes on, right here or behind a gap.

    whole holds steps by their word, begun those by the head of theirs (up to three letters), inner the few that may begin
    inside a word.
    """

    rules: list[str] = field(default_factory=list)
    whole: dict[str, "Node"] = field(default_factory=dict)
    begun: dict[str, dict[str, "Node"]] = field(default_factory=dict)
    inner: dict[tuple[str, bool], "Node"] = field(default_factory=dict)
    gap: "Node | None" = None

    @property
    def is_leaf(self) -> bool:
        return not (self.whole or self.begun or self.inner or self.gap)

    def grown(self, step: Step) -> "Node":
        """The node behind the step, made where it is new."""
        if step is None:
            self.gap = self.gap or Node()
            return self.gap
        literal, at_head, at_tail = step
        if at_head:
            return self.inner.setdefault((literal, at_tail), Node())
        if at_tail:
            return self.begun.setdefault(literal[:HEAD], {}).setdefault(literal, Node())
        return self.whole.setdefault(literal, Node())

    def steps(self, low: str) -> Iterator["Node"]:
        """Where the word leads."""
        if low in self.whole:
            yield self.whole[low]
        if self.begun:
            for length in range(1, HEAD + 1):
                for literal, node in self.begun.get(low[:length], NONE).items():
                    if low.startswith(literal) and len(literal[:HEAD]) == length:
                        yield node
        for (literal, at_tail), node in self.inner.items():
            if literal in low if at_tail else low.endswith(literal):
                yield node


@dataclass(frozen=True, eq=False)
class Language:
    """One language, ready for reading. Word lists are folded to small letters and hold no accents lost."""

    code: str
    name: str
    countries_of: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]
    sets: Mapping[str, frozenset[str]]
    cues: Node
    countries: Mapping[str, str]
    adjectives: Mapping[str, str]
    endings: tuple[str, ...]
    regions: Mapping[str, str]
    aliases: Mapping[str, str]
    numbers: Mapping[str, int]
    inflection: tuple[tuple[str, str], ...]
    ordinal_endings: tuple[tuple[str, str], ...]
    genitive: tuple[str, ...]
    nouns_capitalised: bool
    examples: tuple[Mapping[str, Any], ...]

    @cached_property
    def openers(self) -> frozenset[str]:
        """Small words that only begin with a capital where a sentence begins."""
        small = ("articles", "since", "place_before", "partner_before", "present", "contrast")
        return frozenset(self.numbers).union(*(self.sets[name] for name in small))

    def among(self, name: str) -> frozenset[str]:
        return self.sets[name]


@lru_cache(maxsize=1)
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
    return compiled(_data(code), f"{code}.toml", _data("common"))


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads((_folder() / f"{name}.toml").read_text(encoding="utf-8"))


def compiled(data: Mapping[str, Any], where: str, common: Mapping[str, Any] = MappingProxyType({})) -> Language:
    """A language from the content of its file, with what all languages share."""
    _check(data, where)
    shared, lands = common.get("words", {}), common.get("regions", {})
    patterns = [p for rule, texts in _cues(data["cues"], where) for text in texts for p in _expanded(rule, text, where)]
    rows = {key: [*data["words"].get(key, ()), *shared.get(key, ())] for key in WORDS}
    words = {key: tuple(dict.fromkeys(word.lower() for word in row)) for key, row in rows.items()}
    return Language(
        code=data["code"],
        name=data["name"],
        countries_of=tuple(data["countries_of"]),
        words=words,
        sets={key: frozenset(row) for key, row in words.items()},
        cues=_tree(patterns),
        countries={fold(k): v for k, v in data["countries"].items()},
        adjectives={fold(k): v for k, v in data["adjectives"].items()},
        endings=tuple(sorted((fold(e) for e in data["adjective_endings"]), key=len, reverse=True)),
        regions={fold(name): code for code, row in lands.items() for name in row}
        | {fold(name): code for name, code in data["regions"].items()},
        aliases={fold(k): v for k, v in data["aliases"].items()},
        numbers=dict(data["numbers"]),
        inflection=tuple((rule[0], rule[1]) for rule in data.get("inflection", ())),
        ordinal_endings=tuple((rule[0], rule[1]) for rule in data.get("ordinal_endings", ())),
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


def _word(word: str) -> Step:
    return None if word == GAP else (word.strip("*"), word.startswith("*"), word.endswith("*"))


def _tree(patterns: Iterable[Pattern]) -> Node:
    root = Node()
    for pattern in patterns:
        node = root
        for word in pattern.words:
            node = node.grown(word)
        if pattern.rule not in node.rules:
            node.rules.append(pattern.rule)
    return root
