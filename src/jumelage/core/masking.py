"""Finds a person's name, address or number in texts, and covers it. Pure: no Django.

A sign is covered by MASK, one for one, so that every span into the text stays where it was.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

MASK = "█"
SHORTEST = 4  # signs of a spelling: what is shorter stands in too many other words


@dataclass(frozen=True)
class Spellings:
    """How a person is written: names, addresses, numbers. Found in any case, with any run of blanks, as whole words."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, written: Iterable[str]) -> "Spellings":
        """Each once; what is too short to be told from other words is left out."""
        plain = (" ".join(one.split()) for one in written)
        return cls(tuple(dict.fromkeys(one for one in plain if len(one) >= SHORTEST)))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self.words, key=len, reverse=True)
        spelt = (r"\s+".join(map(re.escape, one.split())) for one in longest_first)
        return re.compile(rf"(?<!\w)(?:{'|'.join(spelt)})(?!\w)", re.IGNORECASE)

    def fragments(self) -> tuple[str, ...]:
        """Of each spelling the longest run of plain letters, for a database that folds the case of no others; may be empty."""
        return tuple(max(re.findall(r"[\x21-\x7e]*", one), key=len) for one in self.words)

    def are_in(self, text: str) -> bool:
        return bool(self.words) and self._pattern.search(text) is not None

    def spans(self, text: str) -> list[tuple[int, int]]:
        return [found.span() for found in self._pattern.finditer(text)] if self.words else []

    def masked(self, text: str) -> str:
        if not self.words:
            return text
        return self._pattern.sub(lambda found: re.sub(r"\S", MASK, found[0]), text)

    def masked_value(self, value: Any) -> Any:
        """Each text within lists and tables, also of their keys."""
        if isinstance(value, str):
            return self.masked(value)
        if isinstance(value, list | tuple):
            return [self.masked_value(one) for one in value]
        if isinstance(value, dict):
            return {self.masked(key): self.masked_value(one) for key, one in value.items()}
        return value
