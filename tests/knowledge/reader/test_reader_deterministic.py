"""The same page gives the same bytes, whatever the hash seed."""

import os
import subprocess
import sys
from pathlib import Path

PAGES = Path(__file__).resolve().parents[3] / "src/jumelage/demo/pages"
SEEDS = ("0", "1", "4242")


def test_the_hash_seed_changes_no_byte() -> None:
    command = [Path(sys.executable).with_name("jumelage"), "read", *sorted(PAGES.glob("*.html")), "--format", "json"]

    outputs = [
        subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in SEEDS
    ]

    assert len(outputs[0]) > 10_000
    assert outputs == [outputs[0]] * len(SEEDS)
