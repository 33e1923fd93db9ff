"""The public's addresses: which parameters each page reads. What is not named here is not kept and not found by machines.

A parameter that a page does not read is taken from its query before the view sees it: links from elsewhere carry marks of
their own, and every query would be a page to keep.
"""

from collections.abc import Collection

from django.urls import Resolver404, resolve
from django.utils import translation

READS: dict[str, frozenset[str]] = {
    "portal:home": frozenset(),
    "portal:partnerships": frozenset({"as_of"}),
    "portal:partnership": frozenset(),
    "portal:sources": frozenset(),
    "portal:source": frozenset(),
    "portal:picture": frozenset(),
    "portal:picture_of_pair": frozenset(),
    "portal:manifest": frozenset(),
    "portal:text": frozenset(),
}
PICTURES = {"portal:partnership": "portal:picture_of_pair"}  # the picture of a page, where it has one of its own


def read_by(path: str) -> Collection[str] | None:
    """By the page under a path as WSGI gives it (bytes as Latin-1); None where no public page is."""
    try:
        text = path.encode("latin-1").decode()
        with translation.override(translation.get_language_from_path(text)):
            return READS.get(resolve(text).view_name)
    except (UnicodeError, Resolver404):
        return None
