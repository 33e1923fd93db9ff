"""A page, read by the rules and by a model on loopback that says what the test tells it to."""

import textwrap
from collections.abc import Callable, Iterator

import pytest
from canned import KEY, Model, serving

from jumelage.knowledge.reader import Reading, read
from jumelage.knowledge.reader.second.endpoint import Endpoint, Limits
from jumelage.knowledge.reader.second.reading import SecondReader
from jumelage.knowledge.sources.extract import extract

LIMITS = Limits(request=5, page=10, answer=200_000, pause=0.01, longest_pause=0.05)
PAGE = """
Unsere Partnerstädte

Mit Amiens in Frankreich besteht seit 1960 eine Städtepartnerschaft. Am 14. Mai 1960 unterzeichneten
Oberbürgermeister Karl Olfers und Bürgermeister Francis Decker die Urkunde.

Auch Orsk gehört seit 1992 dazu. Die Kontakte nach Rostow am Don ruhen seit 2022.

Trier hat elf Partnerstädte.
"""


@pytest.fixture
def model() -> Iterator[Model]:
    with serving() as running:
        yield running


@pytest.fixture
def reading(model: Model) -> Callable[..., Reading]:
    def of(
        text: str = PAGE, home: str | None = "Trier", language: str = "de", limits: Limits = LIMITS, **options: str
    ) -> Reading:
        second = SecondReader(Endpoint(options.pop("address", model.address), "tiny", options.pop("key", KEY)), limits)
        document = extract(textwrap.dedent(text).strip().encode(), media_type="text/plain")
        return read(
            document,
            home=home,
            home_country=None,
            published=options.get("published"),
            language=language,
            second=second,
        )

    return of
