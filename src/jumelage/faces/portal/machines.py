"""What programs ask for."""

import os

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from jumelage.core import revision
from jumelage.core.pagecache.front import KEPT


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the database answers; `kept` tells of the pages that the process which answers has kept."""
    kept = request.META.get(KEPT)
    said = {
        "status": "ok",
        "revision": revision.current(),
        "process": os.getpid(),
        "kept": kept.state() if kept else {},
    }
    return JsonResponse(said, headers={"Cache-Control": "no-store"})
