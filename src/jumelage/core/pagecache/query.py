"""A query in the one form that a page is kept under, so that what it does not read makes no second page."""

from collections.abc import Collection
from operator import itemgetter
from urllib.parse import parse_qsl, urlencode


def normalised(query: str, known: Collection[str]) -> str:
    """Unknown and empty parameters and repetitions go; the rest stands by name, values of one name in their order."""
    pairs = [(name, value) for name, value in parse_qsl(query) if name in known]
    return urlencode(sorted(dict.fromkeys(pairs), key=itemgetter(0)))
