"""The gazetteer's file: unpacked once into a cache folder, then opened read-only, one connection a thread."""

import os
import sqlite3
import struct
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from jumelage.core.environment import setting

PACKED = Path(__file__).with_name("gazetteer.sqlite.xz")
INDEXES = (
    "CREATE UNIQUE INDEX place_geonameid ON places (geonameid)",
    "CREATE INDEX name_reference ON names (reference)",
)
CHUNK = 1 << 20
TRAILER = 256
HEADER = 100
LARGEST_PAGE = 65536

Row = tuple[Any, ...]

_local = threading.local()


def query(sql: str, parameters: tuple[object, ...] = ()) -> list[Row]:
    """All rows of one reading statement; a damaged file is unpacked anew, once."""
    try:
        return connection().execute(sql, parameters).fetchall()
    except sqlite3.DatabaseError:
        close()
        unpack(cache_file())
        return connection().execute(sql, parameters).fetchall()


def marks(values: Sequence[object]) -> str:
    """As many question marks, for IN."""
    return ", ".join("?" * len(values))


class Reader:
    """A connection that ends with its thread; it sees the file as it was when it was opened."""

    def __init__(self, file: Path) -> None:
        if not is_whole(file):
            unpack(file)
        address = f"{file.as_uri()}?mode=ro&immutable=1"
        self.database = sqlite3.connect(address, uri=True, check_same_thread=False)

    def __del__(self) -> None:
        if hasattr(self, "database"):
            self.database.close()


def connection() -> sqlite3.Connection:
    current: Reader | None = getattr(_local, "reader", None)
    if current is None:
        current = _local.reader = Reader(cache_file())
    return current.database


def close() -> None:
    """Ends this thread's connection; the next query opens another."""
    _local.reader = None


def is_whole(file: Path) -> bool:
    """Whether the file is an SQLite file as long as its header says; damage further inside shows when it is read."""
    try:
        with file.open("rb") as stream:
            header = stream.read(HEADER)
    except OSError:
        return False
    if len(header) < HEADER or not header.startswith(b"SQLite format 3\0"):
        return False
    page_size: int = struct.unpack_from(">H", header, 16)[0]
    pages: int = struct.unpack_from(">I", header, 28)[0]
    return file.stat().st_size == pages * (LARGEST_PAGE if page_size == 1 else page_size)


def unpack(file: Path) -> None:
    """Writes the file beside its place and moves it there, so that others see none of it or all."""
    import lzma
    import tempfile

    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}.")
    fresh = Path(name)
    try:
        with lzma.open(PACKED) as packed, os.fdopen(descriptor, "wb") as target:
            while chunk := packed.read(CHUNK):
                target.write(chunk)
        _index(fresh)
        fresh.chmod(0o644)
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)


def _index(file: Path) -> None:
    """Indexes are made here, not shipped: they would add half to the packed file."""
    unsaved = sqlite3.connect(file, isolation_level=None)
    try:
        for statement in ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", *INDEXES):
            unsaved.execute(statement)
    finally:
        unsaved.close()


@lru_cache(maxsize=1)
def cache_file() -> Path:
    """Where the unpacked file belongs; a hash of the packed one in its name has a new release unpacked anew."""
    name = f"gazetteer-{_digest()}.sqlite"
    for folder in _folders():
        if is_whole(folder / name) or _is_writable(folder):
            return folder / name
    raise OSError(
        f"expected a writable folder for the gazetteer, found none in {[str(folder) for folder in _folders()]!r}"
    )


def _digest() -> str:
    """Of the last bytes: an xz file ends with the checksum of all that it holds."""
    from hashlib import sha256

    with PACKED.open("rb") as stream:
        stream.seek(-TRAILER, os.SEEK_END)
        return sha256(stream.read()).hexdigest()[:16]


def _folders() -> Iterator[Path]:
    if chosen := setting("JUMELAGE_CACHE"):
        yield Path(chosen).absolute()
    elif cache := os.environ.get("XDG_CACHE_HOME"):
        yield Path(cache).absolute() / "jumelage"
    else:
        with suppress(RuntimeError):  # a user without a home
            yield Path("~/.cache/jumelage").expanduser().absolute()
    yield from _temporary()


def _temporary() -> Iterator[Path]:
    """A folder of this user in the temporary one; none when somebody else made it, who could put anything there."""
    import tempfile

    user = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir()).absolute() / f"jumelage-{user}"
    if not folder.exists() or folder.stat().st_uid == user:
        yield folder


def _is_writable(folder: Path) -> bool:
    import tempfile

    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=close)
