"""Registers that a command makes, made once a run and copied: to make one takes seconds."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from serving import run


def ready_made(folder: Path, *command: str) -> str:
    """The register that `jumelage COMMAND` makes, in the folder; returns what the command printed."""
    made, printed = _made(command)
    shutil.copytree(made, folder, dirs_exist_ok=True)
    return printed


@cache
def _made(command: tuple[str, ...]) -> tuple[Path, str]:
    above = Path(tempfile.mkdtemp(prefix="jumelage-made-"))
    atexit.register(shutil.rmtree, above, ignore_errors=True)
    done = run(*command, environment={"JUMELAGE_DATA": str(above / "data"), "JUMELAGE_SECRET_KEY": ""})
    assert done.returncode == 0, done.stderr
    return above / "data", done.stdout
