"""The real server on a test's database, and commands on it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

JUMELAGE = Path(sys.executable).with_name("jumelage")


@dataclass(frozen=True, slots=True)
class Server:
    base: str
    environment: dict[str, str]

    def url(self, path: str) -> str:
        return self.base + path

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """A command of ours on the same register."""
        return run(*arguments, environment=self.environment)


def run(
    *arguments: str, environment: dict[str, str] | None = None, stdin: str = ""
) -> "subprocess.CompletedProcess[str]":
    full = os.environ | (environment or {})
    return subprocess.run([JUMELAGE, *arguments], env=full, capture_output=True, text=True, input=stdin, timeout=100)


def environment_of(database: str) -> dict[str, str]:
    """database is what the fixture committed_db gives: a folder, or an address of PostgreSQL."""
    if database.startswith("postgresql:"):
        return {"JUMELAGE_DATABASE": database}
    return {"JUMELAGE_DATA": database}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serve(database: str, *options: str, workers: int = 1) -> Iterator[Server]:
    """options: of the command, such as --no-jobs."""
    environment, port = environment_of(database), free_port()
    process = subprocess.Popen(
        [JUMELAGE, "serve", "--port", str(port), "--workers", str(workers), *options],
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    base = f"http://127.0.0.1:{port}"
    try:
        _wait(base, process)
        yield Server(base, environment)
    finally:
        process.terminate()
        process.wait(10)
        if process.stderr:
            process.stderr.close()


def _wait(base: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        if process.poll() is not None:
            raise RuntimeError(process.stderr.read().decode() if process.stderr else "the server stopped")
        try:
            with urllib.request.urlopen(f"{base}/healthz", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{base} did not answer within 20 seconds")
