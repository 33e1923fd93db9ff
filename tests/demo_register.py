"""The register of the demo, made by the command itself, and served."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page
from ready_made import ready_made
from serving import Server


@dataclass(frozen=True, slots=True)
class DemoRegister:
    server: Server
    password: str
    source: str
    home: str

    @property
    def base(self) -> str:
        return self.server.base

    def url(self, path: str) -> str:
        return self.base + path.replace("SOURCE", self.source).replace("HOME", self.home)

    def log_in(self, page: Page) -> None:
        page.goto(self.url("/en/office/login/"))
        page.fill("#id_username", "officer@example.org")
        page.fill("#id_password", self.password)
        page.click("main button[type=submit]")


def make_demo(folder: Path, *arguments: str) -> str:
    """Puts the register into the folder; returns the password of its officer."""
    printed = ready_made(folder, "demo", "--no-serve", *arguments)
    found = re.search(r"password (\S+)", printed)
    assert found, printed
    return found.group(1)
