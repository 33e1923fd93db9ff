"""Every regular expression of the package takes linear time, on strings made to make it slow.

The expressions are found by importing all modules. For each repetition in one, a string is made that goes through it again and
again and fails at the end; so are strings of single signs. One that the code only matches at a place, never looks for, is tried
at the start of the string alone.
"""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from re import _constants as code  # type: ignore[attr-defined]  # the parser's own names
from re import _parser as parser  # type: ignore[attr-defined]  # the only way to see what an expression repeats
from typing import Any

import django
import pytest

import jumelage

LENGTH = 100_000
SECONDS = 0.5
ENDS = ("\x00", "\n")
SINGLES = ("a", "A", "1", " ", "\n", "-", ".", "<", "é", "&", '"', "=", "a ", "A.", "1.", "\t-")
DEEPEST = 4


@dataclass(frozen=True)
class Found:
    pattern: re.Pattern[str]
    is_searched: bool

    def run(self, words: str) -> None:
        self.pattern.match(words)
        self.pattern.fullmatch(words)
        if self.is_searched:
            self.pattern.search(words)


def expressions() -> dict[str, Found]:
    """By a number and how they begin; those in lists and tables too."""
    django.setup()
    source = "\n".join(path.read_text(encoding="utf-8") for path in Path(jumelage.__path__[0]).rglob("*.py"))
    searched = set(re.findall(r"\b(\w+)(?:\[\w+\])?\.(?:search|finditer|findall|subn?|split)\(", source))
    found: dict[tuple[str, int], Found] = {}
    for module in pkgutil.walk_packages(jumelage.__path__, "jumelage."):
        if ".migrations" in module.name or module.name.endswith(("__main__", ".wsgi")):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for pattern in _within(value, 0):
                key = (pattern.pattern, pattern.flags)
                found[key] = Found(pattern, name in searched or (key in found and found[key].is_searched))
    return {f"{index} {one.pattern.pattern[:60]}": one for index, one in enumerate(found.values())}


def _within(value: Any, depth: int) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, list | tuple | set | frozenset) and depth < DEEPEST:
        for part in value:
            yield from _within(part, depth + 1)
    elif isinstance(value, dict) and depth < DEEPEST:
        for part in value.values():
            yield from _within(part, depth + 1)


def sample(parsed: Any) -> str:
    """A string that the parsed expression takes, or nearly."""
    return "".join(_sample(op, given) for op, given in parsed)


def _sample(op: Any, given: Any) -> str:
    if op in (code.LITERAL,):
        return chr(given)
    if op is code.NOT_LITERAL:
        return "a" if given != ord("a") else "b"
    if op is code.ANY:
        return "a"
    if op is code.IN:
        return _member(given)
    if op in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
        return sample(given[2]) * max(given[0], 1)
    if op is code.SUBPATTERN:
        return sample(given[-1])
    if op is code.ATOMIC_GROUP:
        return sample(given)
    if op is code.BRANCH:
        return sample(given[1][0])
    return ""


CATEGORIES = {code.CATEGORY_DIGIT: "1", code.CATEGORY_SPACE: " ", code.CATEGORY_WORD: "a", code.CATEGORY_NOT_DIGIT: "a", code.CATEGORY_NOT_SPACE: "a", code.CATEGORY_NOT_WORD: " "}  # fmt: skip


def _member(given: Any) -> str:
    """A sign of a set; of one that leaves signs out, one that is not among them."""
    out = {chr(arg) for op, arg in given if op is code.LITERAL}
    if given[0][0] is code.NEGATE:
        return next(sign for sign in "ab1 -,\x01" if sign not in out)
    op, arg = given[0]
    return chr(arg) if op is code.LITERAL else chr(arg[0]) if op is code.RANGE else CATEGORIES.get(arg, "a")


def pumps(parsed: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """For each repetition what stands before it, and what it repeats."""
    for op, given in parsed:
        if op in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
            yield before, sample(given[2])
            yield from pumps(given[2], before)
        elif op is code.SUBPATTERN:
            yield from pumps(given[-1], before)
        elif op is code.ATOMIC_GROUP:
            yield from pumps(given, before)
        elif op is code.BRANCH:
            for branch in given[1]:
                yield from pumps(branch, before)
        before += _sample(op, given)


def attacks(pattern: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
    parsed = parser.parse(pattern.pattern, pattern.flags)
    whole = sample(parsed)
    repeated = {*pumps(parsed), *(("", single) for single in SINGLES), ("", whole[:-1]), ("", whole)}
    for before, pump in sorted(repeated):
        if pump:
            yield from ((before, pump, end) for end in ENDS)


FOUND = expressions()


def test_the_expressions_are_found() -> None:
    assert len(FOUND) > 40


@pytest.mark.parametrize("name", FOUND)
def test_an_expression_takes_linear_time(name: str) -> None:
    for before, pump, end in attacks(FOUND[name].pattern):
        for length in (LENGTH // 20, LENGTH):
            attack = before + pump * (length // len(pump)) + end
            start = time.process_time()
            FOUND[name].run(attack)
            seconds = time.process_time() - start
            assert seconds < SECONDS * length / LENGTH, (before, pump, end, length)
