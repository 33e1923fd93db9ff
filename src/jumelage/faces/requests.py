"""Requests that ask for what there is not: refused before a view sees them, with a page that says what to do."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict

from jumelage.core.pagecache.query import normalised
from jumelage.faces import errors
from jumelage.faces.portal.addresses import READS

View = Callable[..., HttpResponse]
NUL = ("\0", "%00")
SAFE = ("GET", "HEAD")
LONGEST_LANGUAGES = 500  # characters; no browser sends as many, and Django refuses to read more


class SaysWhatIsWrong:
    """Stands before the check of tokens: a form sent to a page that takes none has no token, and that is not what is wrong."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if any(nul in text for nul in NUL for text in (request.path, request.META.get("QUERY_STRING", ""))):
            return errors.bad_request(request)
        response = self.get_response(request)
        return errors.not_allowed(request, response) if isinstance(response, HttpResponseNotAllowed) else response

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        reads = READS.get(match.view_name) if match else None
        if reads is None:
            return None
        if request.method not in SAFE:
            return HttpResponseNotAllowed(SAFE)
        request.META["QUERY_STRING"] = query = normalised(request.META.get("QUERY_STRING", ""), reads)
        request.GET = QueryDict(query)
        return None
