"""Static files under names that hold their hash, made from the packages in memory: an installation collects nothing."""

import mimetypes
import re
from functools import cache
from posixpath import dirname, join, normpath, relpath
from threading import RLock
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage

from jumelage.core.pagecache.page import Page

YEAR = 365 * 24 * 3600
IMMUTABLE = f"public, max-age={YEAR}, immutable"
BUNDLES = {"core/pages.css": ("core/kern/kern.css", "core/jumelage.css", "core/components.css")}  # one request for all
RELATIVE = re.compile(r"(url\([\"']?)(?!data:|/|#|https?:)([^\"')]+)")
TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "woff2": "font/woff2", "txt": "text/plain"}


class HashedFiles(ManifestFilesMixin, InMemoryStorage):  # type: ignore[misc]  # Django's stubs give both a `url`
    """Read when the first address is asked for; an address of a file that is not there is an error."""

    support_js_module_import_aggregation = True

    def __init__(self) -> None:
        self.lock, self.read = RLock(), frozenset[str]()
        super().__init__(base_url=settings.STATIC_URL)

    @property
    def names(self) -> frozenset[str]:
        """Of all files that are served, each under its own name and under the one with its hash."""
        with self.lock:
            self.read = self.read or self._read()
            return self.read

    def stored_name(self, name: str) -> str:
        assert self.names
        return super().stored_name(name)

    def _read(self) -> frozenset[str]:
        found: dict[str, Any] = {}
        for finder in get_finders():
            for name, storage in finder.list([]):
                if name not in found:
                    with storage.open(name) as file:
                        self.save(name, file)
                    found[name] = (self, name)
        for name, parts in BUNDLES.items():
            self.save(name, ContentFile("\n".join(self._sheet(part, name) for part in parts)))
            found[name] = (self, name)
        for _, _, result in self.post_process(found):
            if isinstance(result, Exception):
                raise result
        return frozenset((*found, *self.hashed_files.values()))

    def _sheet(self, part: str, bundle: str) -> str:
        """A sheet whose addresses lead from the bundle's folder to where they led from its own."""
        with self.open(part) as file:
            css = file.read().decode()
        way = relpath(dirname(part), dirname(bundle))
        return RELATIVE.sub(lambda found: f"{found[1]}{normpath(join(way, found[2]))}", css)


def static_page(path: str) -> Page | None:
    """What is served under an address below STATIC_URL, made when it is first asked for; None where nothing is."""
    name, files = path.removeprefix(settings.STATIC_URL), _files()
    return _page(name) if name in files.names else None


def _files() -> HashedFiles:
    files = staticfiles_storage
    assert isinstance(files, HashedFiles)
    return files


@cache
def _page(name: str) -> Page:
    with _files().open(name) as file:
        body = file.read()
    hashed = name in _files().hashed_files.values()
    headers = [
        ("Content-Type", _type(name)),
        ("Cache-Control", IMMUTABLE if hashed else "no-cache"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    return Page.of(headers, body, quality=11)


def _type(name: str) -> str:
    kind = TYPES.get(name.rpartition(".")[2]) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
