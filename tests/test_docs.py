"""The documentation names what there is."""

import re
from pathlib import Path

import pytest

from jumelage.cli import COMMANDS
from jumelage.core.environment import ENVIRONMENT

ROOT = Path(__file__).resolve().parents[1]
RUNNING = (ROOT / "docs/running/README.md").read_text(encoding="utf-8")
ROOMS = [path.parent for path in (ROOT / "src/jumelage").rglob("README.md") if "static" not in path.parts]


@pytest.mark.parametrize("name", ENVIRONMENT)
def test_setting_is_documented_with_its_default(name: str) -> None:
    default, help_ = ENVIRONMENT[name]

    assert f"| `{name}` | {f'`{default}`' if default else ''} | {help_} |" in RUNNING


def test_every_setting_that_is_read_is_in_the_table() -> None:
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "src/jumelage").rglob("*.py"))
    read = {name for source in sources for name in re.findall(r"\"(JUMELAGE_[A-Z_]+)\"", source)}

    assert read - {"JUMELAGE_AS_OWNER"} == set(ENVIRONMENT)  # that one is set by our own commands, never by people


@pytest.mark.parametrize("name", COMMANDS)
def test_command_is_documented(name: str) -> None:
    assert re.search(rf"^\| `jumelage {name}\b", RUNNING, re.MULTILINE)


def test_every_room_says_what_it_is_for() -> None:
    rooms = {
        "core",
        "jobs",
        "accounts",
        "places",
        "sources",
        "reader",
        "claims",
        "partnerships",
        "exchange",
        "portal",
        "office",
        "watching",
    }

    assert rooms <= {room.name for room in ROOMS}


@pytest.mark.parametrize("page", [*sorted(ROOT.glob("docs/**/*.md")), ROOT / "README.md"], ids=lambda p: p.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))

    assert [target for target in targets if not (page.parent / target).exists()] == []
