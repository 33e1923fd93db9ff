import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from demo_register import DemoRegister, make_demo
from factories import PASSWORD, officer
from serving import serve

from jumelage.accounts.models import Office
from jumelage.knowledge.partnerships.actions import open_register
from jumelage.knowledge.places import gazetteer


@pytest.fixture(scope="session")
def demo_register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoRegister]:
    """One for all stories that only look."""
    folder: Path = tmp_path_factory.mktemp("demo") / "data"
    password = make_demo(folder)
    with serve(str(folder)) as server:
        yield DemoRegister(server, password, a_source(server.base))


@pytest.fixture
def clerk(committed_db: str) -> str:
    """The login of an officer of Essen."""
    user = officer(name="Erika Beispiel", password=PASSWORD)
    place = gazetteer.lookup("Essen", country="DE")[0]
    Office.objects.filter(pk=user.office_id).update(municipality=open_register(place))
    return user.email


def a_source(base: str) -> str:
    """The first source of the portal's list."""
    with urllib.request.urlopen(f"{base}/de/sources/") as answer:
        html: str = answer.read().decode()
    found = re.search(r'href="/de/sources/([0-9a-f-]{36})/"', html)
    assert found, "the demo has no public source"
    return found.group(1)
