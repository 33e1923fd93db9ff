"""What a robots.txt allows us, by RFC 9309. Pure: no Django, no network.

The group that names us counts, else the one for all; of the rules that fit an address the longest decides, and where two are as
long, the one that allows.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

NAME = "jumelage"
TOKEN = re.compile(r"[A-Za-z_-]+")
ENCODED = re.compile(r"%([0-9A-Fa-f]{2})")
UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
ASCII = "".join(map(chr, range(33, 127)))
LONGEST_PAUSE = 60.0


@dataclass(frozen=True, slots=True)
class Rule:
    allows: bool
    pattern: str

    def fits(self, path: str) -> bool:
        """`*` is anything, `$` the end. Piece by piece, so that no pattern takes long."""
        first, *rest = self.pattern.removesuffix("$").split("*")
        if not path.startswith(first):
            return False
        is_whole = self.pattern.endswith("$")
        if not rest:
            return path == first if is_whole else True
        at = len(first)
        for piece in rest[:-1] if is_whole else rest:
            at = path.find(piece, at)
            if at < 0:
                return False
            at += len(piece)
        return not is_whole or (path.endswith(rest[-1]) and len(path) - len(rest[-1]) >= at)


@dataclass(frozen=True, slots=True)
class Robots:
    """pause: seconds between two requests, where the file asks for them."""

    rules: tuple[Rule, ...] = ()
    pause: float = 0.0

    def allows(self, path: str) -> bool:
        """path begins with a slash and has its query with it."""
        plain = _plain(path)
        if plain == "/robots.txt":
            return True
        fitting = [(len(rule.pattern), rule.allows) for rule in self.rules if rule.fits(plain)]
        return max(fitting, default=(0, True))[1]


def parse_robots(data: bytes) -> Robots:
    """What cannot be read says nothing."""
    ours: list[tuple[str, str]] = []
    all_: list[tuple[str, str]] = []
    is_named = False
    for agents, lines in _groups(data.decode("utf-8", "replace").removeprefix("\ufeff")):
        is_named = is_named or NAME in agents
        (ours if NAME in agents else all_ if "*" in agents else []).extend(lines)
    return _robots(ours if is_named else all_)


def _groups(text: str) -> Iterator[tuple[set[str], list[tuple[str, str]]]]:
    """Whom each group is for, and its lines."""
    agents: set[str] = set()
    lines: list[tuple[str, str]] = []
    for name, value in _lines(text):
        if name == "user-agent":
            if lines:
                yield agents, lines
                agents, lines = set(), []
            agents.add(_agent(value))
        elif agents and name in ("allow", "disallow", "crawl-delay"):
            lines.append((name, value))
    yield agents, lines


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        name, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield name.strip().lower(), value.strip()


def _agent(value: str) -> str:
    found = TOKEN.match(value)
    return found[0].lower() if found else value[:1]


def _robots(lines: list[tuple[str, str]]) -> Robots:
    rules = tuple(Rule(name == "allow", _plain(value)) for name, value in lines if name != "crawl-delay" and value)
    pauses = [_seconds(value) for name, value in lines if name == "crawl-delay"]
    return Robots(rules, max(pauses, default=0.0))


def _seconds(value: str) -> float:
    try:
        return min(max(0.0, float(value)), LONGEST_PAUSE)  # in this order "nan" is none
    except ValueError:
        return 0.0


def _plain(path: str) -> str:
    """The same address has the same letters, however it is encoded."""
    decoded = ENCODED.sub(lambda m: chr(b) if (b := int(m[1], 16)) in UNRESERVED else m[0].upper(), path)
    return quote(decoded, safe=ASCII)
