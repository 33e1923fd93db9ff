"""In front of Django: static files and kept pages are answered here, all else is asked of Django."""

from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings

from jumelage.core.pagecache.generation import Generation, Generations, Unknown
from jumelage.core.pagecache.page import Headers, Page
from jumelage.core.pagecache.query import normalised
from jumelage.core.pagecache.store import Store

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]
Reads = Callable[[str], Collection[str] | None]

KEPT = "jumelage.kept"  # where Django finds the store in a request's environment
LONGEST = 2000  # characters of a query that a page is kept under
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE")
SCHEME = {False: "wsgi.url_scheme", True: "HTTP_X_FORWARDED_PROTO"}  # by whether a web server in front speaks TLS
OURS = ("private", "no-store")
REPLACED = {"cache-control", "vary", "etag", "content-length"}


class Key(NamedTuple):
    """The language is in the path, the release is the process's own; pages name their own address, so the host counts."""

    scheme: str
    host: str
    path: str
    query: str


class Answer(NamedTuple):
    status: str
    headers: Headers
    body: bytes


class Front:
    """reads: the parameters that the page under a path reads; None where its answers are not for keeping."""

    def __init__(self, application: Application, *, reads: Reads, static: Callable[[str], Page | None], limit: int):
        self.application, self.static = application, static
        self.reads = lru_cache(maxsize=1024)(reads)
        self.store, self.generations = Store(limit), Generations()
        self.private = (settings.SESSION_COOKIE_NAME, "messages")
        self.static_url, self.scheme_in = settings.STATIC_URL, SCHEME[settings.HTTPS]

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] in ("GET", "HEAD"):
            path = environ["PATH_INFO"]
            if path.startswith(self.static_url):
                file = self.static(path)
                if file:
                    return file.answer(environ, start_response)
            elif not self._is_private(environ):
                return self._page(environ, start_response)
        return self._passed(environ, start_response)

    def _passed(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        self.store.counts.passed += 1
        environ[KEPT] = self.store
        return self.application(environ, start_response)

    def _is_private(self, environ: Environ) -> bool:
        cookies = environ.get("HTTP_COOKIE")
        return cookies is not None and any(name in cookies for name in self.private)

    def _page(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        key = self._key(environ)
        generation = self._generation() if key else None
        if not key or not generation:
            return self._passed(environ, start_response)
        page = self.store.get(generation, key, queried=bool(key.query))
        return page.answer(environ, start_response) if page else self._miss(key, generation, environ, start_response)

    def _key(self, environ: Environ) -> Key | None:
        path, query = environ["PATH_INFO"], environ["QUERY_STRING"]
        reads = self.reads(path)
        if reads is None or len(query) > LONGEST:
            return None
        scheme = environ.get(self.scheme_in, "")
        return Key(scheme, environ.get("HTTP_HOST", "").lower(), path, normalised(query, reads) if query else "")

    def _generation(self) -> Generation | None:
        """None where the database does not say: then Django is asked, and says what is wrong."""
        try:
            return self.generations()
        except Unknown:
            return None

    def _miss(self, key: Key, generation: Generation, environ: Environ, start_response: Any) -> Iterable[bytes]:
        self.store.counts.misses += 1
        answer = self._asked(environ | {"REQUEST_METHOD": "GET", "QUERY_STRING": key.query})
        if not is_for_all(answer):
            start_response(answer.status, answer.headers)
            return [answer.body] if environ["REQUEST_METHOD"] == "GET" else []
        page = kept(answer)
        if self._generation() == generation:
            self.store.put(generation, key, page, queried=bool(key.query))
        else:
            self.store.counts.stale += 1
        return page.answer(environ, start_response)

    def _asked(self, environ: Environ) -> Answer:
        """The whole answer of Django, whatever the reader has already."""
        for condition in CONDITIONS:
            environ.pop(condition, None)
        said: list[tuple[str, Headers]] = []
        body = self.application(environ, lambda status, headers, *_: said.append((status, headers)))
        try:
            return Answer(*said[-1], b"".join(body))
        finally:
            close = getattr(body, "close", None)
            if close:
                close()


def is_for_all(answer: Answer) -> bool:
    """Whether it may be kept: nothing in it belongs to one reader."""
    headers = {name.lower(): value.lower() for name, value in answer.headers}
    return (
        answer.status.startswith("200")
        and "set-cookie" not in headers
        and "content-encoding" not in headers
        and not any(word in headers.get("cache-control", "") for word in OURS)
        and not set(filter(None, headers.get("vary", "").replace(" ", "").split(","))) - {"accept-encoding"}
        and "nonce-" not in headers.get("content-security-policy", "")
    )


def kept(answer: Answer) -> Page:
    """Caches on the way ask again every time, and keep apart what somebody logged in is shown."""
    headers = [(name, value) for name, value in answer.headers if name.lower() not in REPLACED]
    return Page.of([*headers, ("Cache-Control", "no-cache")], answer.body, vary=("Cookie",))
