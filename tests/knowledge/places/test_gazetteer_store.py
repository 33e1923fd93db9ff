import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from jumelage.knowledge.places import gazetteer, store

LOOK_UP = "from jumelage.knowledge.places import gazetteer; print(gazetteer.lookup('Dortmund')[0].geonameid)"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty cache folder, for this process and those that it starts."""
    monkeypatch.setenv("JUMELAGE_CACHE", str(tmp_path / "cache"))
    _start_anew()
    yield tmp_path / "cache"
    _start_anew()


def _start_anew():
    store.close()
    store.cache_file.cache_clear()
    gazetteer._bearers.cache_clear()


def started(**environment: str) -> subprocess.Popen[str]:
    kept = {
        name: value for name, value in os.environ.items() if name not in {"XDG_CACHE_HOME", "HOME", "JUMELAGE_CACHE"}
    }
    return subprocess.Popen(
        [sys.executable, "-c", LOOK_UP],
        env=kept | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def answer(process: subprocess.Popen[str]) -> tuple[str, int]:
    output, errors = process.communicate(timeout=60)
    return output.strip() or errors, process.returncode


def test_first_lookup_unpacks_one_file_named_by_its_content(folder):
    gazetteer.lookup("Dortmund")

    assert list(folder.iterdir()) == [store.cache_file()]
    assert store.cache_file().name.removesuffix(".sqlite").startswith("gazetteer-")


def test_two_processes_may_unpack_at_once(folder):
    processes = [started(JUMELAGE_CACHE=str(folder)) for _ in range(2)]

    answers = [answer(process) for process in processes]

    assert answers == [("2935517", 0), ("2935517", 0)]
    assert len(list(folder.iterdir())) == 1


def test_a_truncated_file_is_replaced(folder):
    gazetteer.lookup("Dortmund")
    whole = store.cache_file().read_bytes()
    _start_anew()
    (folder / store.cache_file().name).write_bytes(whole[: len(whole) // 2])

    found = gazetteer.lookup("Dortmund")

    assert found[0].geonameid == 2935517
    assert store.cache_file().read_bytes() == whole


def test_a_file_that_is_no_database_is_replaced(folder):
    folder.mkdir()
    store.cache_file().write_bytes(b"not a database" * 1000)

    found = gazetteer.lookup("Dortmund")

    assert found[0].geonameid == 2935517


def test_a_file_damaged_inside_is_replaced_when_it_is_read(folder):
    gazetteer.lookup("Dortmund")
    file = store.cache_file()
    whole = file.read_bytes()
    _start_anew()
    file.write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))

    found = gazetteer.lookup("Dortmund")

    assert found[0].geonameid == 2935517
    assert file.read_bytes() == whole


def test_the_temporary_folder_serves_where_home_is_not_writable(tmp_path):
    process = started(HOME="/dev/null/nobody", TMPDIR=str(tmp_path))

    assert answer(process) == ("2935517", 0)
    assert len(list(tmp_path.rglob("gazetteer-*.sqlite"))) == 1


def test_home_s_cache_folder_serves_by_default(tmp_path):
    process = started(HOME=str(tmp_path))

    assert answer(process) == ("2935517", 0)
    assert len(list((tmp_path / ".cache/jumelage").iterdir())) == 1


def test_xdg_cache_home_goes_before_home(tmp_path):
    process = started(HOME=str(tmp_path / "home"), XDG_CACHE_HOME=str(tmp_path / "xdg"))

    assert answer(process) == ("2935517", 0)
    assert [path.name for path in tmp_path.iterdir()] == ["xdg"]


def test_no_writable_folder_is_an_error_that_names_those_tried(monkeypatch):
    monkeypatch.setenv("JUMELAGE_CACHE", "/dev/null/nobody")
    monkeypatch.setattr(store, "_temporary", lambda: iter([Path("/dev/null/either")]))
    store.cache_file.cache_clear()

    with pytest.raises(OSError, match="/dev/null/nobody"):
        store.cache_file()
    store.cache_file.cache_clear()


def test_threads_have_connections_of_their_own():
    with ThreadPoolExecutor(4) as pool:
        found = list(
            pool.map(lambda name: gazetteer.lookup(name)[0].name, ["Leeds", "Amiens", "Buffalo", "Trabzon"] * 5)
        )

    assert found == ["Leeds", "Amiens", "Buffalo", "Trabzon"] * 5
