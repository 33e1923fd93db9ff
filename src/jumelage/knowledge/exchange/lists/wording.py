"""Headings and words of exported lists, by language. Pure: no Django."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("de", "en", "fr")


def headings(language: str) -> Mapping[str, str]:
    """Column → heading, in the order of the columns."""
    return _table()["headings"][language]


def words(language: str) -> Mapping[str, str]:
    return _table()["words"][language]


@cache
def _table() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
