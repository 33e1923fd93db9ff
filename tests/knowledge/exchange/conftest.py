from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from exported_register import Registers


@pytest.fixture
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def registers(db: None, tmp_path: Path) -> Registers:
    return Registers(tmp_path)
