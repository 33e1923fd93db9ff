"""Reading a text as the tests write it: margins off, plain text, home given."""

import textwrap
from collections.abc import Callable

import pytest

from jumelage.knowledge.reader import Reading, read
from jumelage.knowledge.sources.extract import extract

Told = dict[str, dict[str, str]]


@pytest.fixture
def reading() -> Callable[..., Reading]:
    def of(text: str, home: str | None = None, language: str | None = None, published: str | None = None) -> Reading:
        document = extract(textwrap.dedent(text).strip().encode(), media_type="text/plain")
        return read(document, home=home, home_country=None, published=published, language=language)

    return of


@pytest.fixture
def told(reading: Callable[..., Reading]) -> Callable[..., Told]:
    """Partner → property → value, for kind, status, since and until."""

    def of(text: str, **options: str | None) -> Told:
        rows: Told = {}
        for claim in reading(text, **options).claims:
            if (
                claim.partner
                and isinstance(claim.value, str)
                and claim.property in ("kind", "status", "since", "until")
            ):
                rows.setdefault(claim.partner.name, {})[claim.property] = claim.value
        return rows

    return of
