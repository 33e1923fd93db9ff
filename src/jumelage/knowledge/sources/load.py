"""Gets the bytes of what a person names: a file, an address, or standard input. Pure: no Django."""

import sys
from dataclasses import dataclass
from pathlib import Path

from jumelage.knowledge.sources.extract import LIMIT, media_type_of

STANDARD_INPUT = "-"


class LoadError(ValueError):
    """What was named cannot be had; the message is one sentence for people."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """`location` is an address, or the name of a file without its folder; `origin` is where a later version would be found:
    the address, the file with its folder, nothing for standard input."""

    location: str
    data: bytes
    media_type: str
    origin: str = ""


def load(source: str) -> Loaded:
    """Raises LoadError."""
    if source == STANDARD_INPUT:
        return Loaded("standard input", sys.stdin.buffer.read(LIMIT + 1), "text/plain")
    if "://" in source:
        return _fetched(source)
    return _file(Path(source))


def _fetched(address: str) -> Loaded:
    from jumelage.knowledge.sources.fetch import FetchError, fetch

    try:
        page = fetch(address)
    except FetchError as error:
        raise LoadError(str(error)) from error
    return Loaded(page.address, page.data, page.media_type, page.address)


def _file(path: Path) -> Loaded:
    media_type = media_type_of(path.name)
    if media_type is None and path.is_file():
        raise LoadError(f"{path}: this kind of file is not read; give .txt, .md, .html, .pdf or .docx.")
    return load_file(path, media_type or "")


def load_file(path: Path, media_type: str) -> Loaded:
    """A file of whatever kind the caller reads. Raises LoadError."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise LoadError(f"{path} is a folder; name the pages in it.")
        if size > LIMIT:
            raise LoadError(
                f"{path} has {size // 1_000_000} MB, more than the {LIMIT // 1_000_000} MB that are read; give a smaller one."
            )
        return Loaded(path.name, path.read_bytes(), media_type, path.resolve().as_uri())
    except FileNotFoundError:
        raise LoadError(f"{path}: no such file; check the name and the folder.") from None
    except LoadError:
        raise
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise LoadError(f"{path} cannot be read ({why}); check its name and its rights.") from None
