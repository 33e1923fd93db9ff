"""The patterns and traps of pages on twinning, each in every language: what is said is read, and no partner beside it."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jumelage.knowledge.reader import Claim, read
from jumelage.knowledge.sources.extract import extract

FILES = sorted(Path(__file__).with_name("patterns").glob("*.toml"))
OF_PARTNER = ("kind", "status", "since", "until")
PATTERNS = [
    pytest.param(file.stem, pattern, id=f"{file.stem}-{number}")
    for file in FILES
    for number, pattern in enumerate(tomllib.loads(file.read_text(encoding="utf-8"))["pattern"])
]


def told(claim: Claim) -> Iterator[str]:
    """The claim in the words of the pattern files."""
    value: Any = claim.value
    name = claim.partner.name if claim.partner else None
    if claim.property in OF_PARTNER:
        yield f"{name}: {claim.property} {value}"
        yield f"{name}: home {claim.home.name if claim.home else None}"
    elif claim.property == "event":
        yield f"{name}: event {value['type']} {value['date']}"
    elif claim.property == "count":
        yield f"count {value['value']}"
    elif claim.property == "link":
        yield from (f"link {value[side]}" for side in ("home_organisation", "partner_organisation"))


@pytest.mark.parametrize(("language", "pattern"), PATTERNS)
def test_a_pattern_is_read(language: str, pattern: dict[str, Any]) -> None:
    document = extract(pattern["text"].strip().encode(), media_type="text/plain")

    claims = read(document, home=pattern.get("home"), home_country=None, published=None, language=language).claims

    said = {line for claim in claims for line in told(claim)}
    partners = {c.partner.name for c in claims if c.partner and c.property in OF_PARTNER}
    assert [line for line in pattern["says"] if line not in said] == []
    assert partners == {line.split(": ")[0] for line in pattern["says"] if ": " in line}
