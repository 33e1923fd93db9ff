"""Finds a Chromium for the browser tests, or sees to one: Debian's package as root, else Playwright's own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find() -> str | None:
    """The path of a Chromium on this machine; JUMELAGE_CHROMIUM goes before everything."""
    given = os.environ.get("JUMELAGE_CHROMIUM")
    return given or next(filter(None, map(shutil.which, NAMES)), None) or _playwrights()


def _playwrights() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> bool:
    """Whether one of the two ways worked."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Debian's chromium for the browser tests …", file=sys.stderr, flush=True)
        ways = [
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
        ]
        if all(subprocess.run(way, **quiet).returncode == 0 for way in ways):
            return True
    print("Downloading Playwright's chromium for the browser tests …", file=sys.stderr, flush=True)
    return subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], **quiet).returncode == 0


def main() -> int:
    if find() or (install() and find()):
        return 0
    print(
        "No Chromium could be found or installed, so the browser tests will be skipped. Install one (on Debian: apt-get install "
        "chromium) or name it in JUMELAGE_CHROMIUM.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
