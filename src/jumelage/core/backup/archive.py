"""What lies where in a backup's file, and what its first page says."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields

from django.core.files.storage import Storage, storages

FORMAT, VERSION = "jumelage-backup", 1
MANIFEST, KEY = "backup.json", "secret.key"
STORED = {"documents": "documents", "media": "default"}  # folder in the file: storage


class BackupError(Exception):
    """A sentence for people: what is wrong, what to do."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """made: the moment in ISO 8601, UTC. migrations: of each app the last one. anchor: the ledger's last entry, as an anchor's line.
    tables: the columns and the number of rows. files: how many of each folder."""

    jumelage: str
    made: str
    migrations: list[tuple[str, str]]
    anchor: str
    tables: dict[str, tuple[list[str], int]]
    files: dict[str, int]

    @property
    def rows(self) -> int:
        return sum(number for _, number in self.tables.values())

    def text(self) -> str:
        return json.dumps({"format": FORMAT, "version": VERSION} | asdict(self), indent=1, ensure_ascii=False)


def manifest_of(text: bytes) -> Manifest:
    read = json.loads(text)
    if read["format"] != FORMAT:
        raise ValueError(read["format"])
    if read["version"] > VERSION:
        raise BackupError("The backup was made by a newer version of Jumelage; restore it with that version.")
    found = {field.name: read[field.name] for field in fields(Manifest)}
    found["migrations"] = [(app, name) for app, name in found["migrations"]]
    found["tables"] = {name: (list(columns), int(number)) for name, (columns, number) in found["tables"].items()}
    return Manifest(**found)


def table_member(name: str) -> str:
    return f"tables/{name}.jsonl"


def stored_names(storage: Storage, folder: str = "") -> Iterator[str]:
    """The names of all files, folder by folder."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}".lstrip("/") for name in sorted(files))
    for name in sorted(folders):
        yield from stored_names(storage, f"{folder}/{name}".lstrip("/"))


def storage_of(folder: str) -> Storage:
    return storages[STORED[folder]]
