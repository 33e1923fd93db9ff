"""Databases for the tests. One template is migrated a run and copied; ledger triggers are never weakened.

`db` (pytest-django) rolls back; `committed_db` is a fresh copy of the template, for what needs real commits or several
connections. `--db postgres` runs everything on PostgreSQL as the application's role, which does not own its tables.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from databases import Databases
    from playwright.sync_api import Browser
    from serving import Server

UNSET = ("JUMELAGE_DATABASE", "JUMELAGE_DATABASE_OWNER", "JUMELAGE_AS_OWNER", "JUMELAGE_LLM_URL")
SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--db", choices=["sqlite", "postgres"], default="sqlite", help="the database of the tests")


def pytest_configure(config: pytest.Config) -> None:
    """Before Django reads its settings: tests never touch a register that is in use."""
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="jumelage-tests-"))
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    os.environ |= {
        "JUMELAGE_DATA": str(folder),
        "JUMELAGE_SECRET_KEY": "tests only",
        "JUMELAGE_HOSTS": "127.0.0.1,localhost,testserver",
    }
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    for name in UNSET:
        os.environ.pop(name, None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what uses a database runs; the long suite only when it is asked for."""
    if config.getoption("--db") == "postgres":
        items[:] = [
            item
            for item in items
            if {"db", "committed_db"} & set(getattr(item, "fixturenames", ())) or item.get_closest_marker("django_db")
            if not item.get_closest_marker("one_database")
        ]
    if not config.getoption("-m"):
        for item in items:
            if item.get_closest_marker("long"):
                item.add_marker(pytest.mark.skip(reason="long suite: ./run bench long, or -m long"))


@pytest.fixture(autouse=True)
def _installation_s_language() -> Iterator[None]:
    """A page that a test asked for leaves its language behind; the next test begins without."""
    yield
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator["Databases"]:
    from databases import PostgreSQL, SQLite

    kind = PostgreSQL if request.config.getoption("--db") == "postgres" else SQLite
    with kind(tmp_path_factory.mktemp("databases")) as made:
        yield made


@pytest.fixture(scope="session")
def django_db_setup(databases: "Databases", django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    with django_db_blocker.unblock():
        databases.use(databases.copy("tests"))
        yield
        databases.close()


@pytest.fixture
def committed_db(
    databases: "Databases", django_db_setup: None, django_db_blocker: pytest.FixtureRequest
) -> Iterator[str]:
    """A database of its own with real commits; the name is what a second process connects to."""
    with django_db_blocker.unblock():
        name = databases.copy("committed")
        databases.use(name)
        yield databases.address(name)
        databases.use("tests")
        databases.drop(name)


@pytest.fixture
def shared() -> Path:
    """Pages and data that lie beside the project on the machines of its developers."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared, which is not here")
    return SHARED


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    import sys

    from playwright.sync_api import sync_playwright

    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))
    from find_chromium import find

    path = find()
    if path is None:
        pytest.skip("needs a Chromium: ./run test installs one, or name it in JUMELAGE_CHROMIUM")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in this thread; the tests use both in turn
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield made
        made.close()


QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def server(committed_db: str) -> Iterator["Server"]:
    """`jumelage serve` in a process of its own on this test's database."""
    from serving import serve

    with serve(committed_db) as running:
        yield running
