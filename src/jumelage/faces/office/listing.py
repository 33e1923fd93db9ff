"""Lists of the office: sorted by a heading, a page at a time, and as a file."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from jumelage.faces.office.access import user_of
from jumelage.knowledge.exchange.sheets import MEDIA_TYPES, sheet
from jumelage.work.saved.models import View

PAGE = 50
Heading = tuple[str, str]  # its label and the key it sorts by; empty, where it sorts by none


def sorting(request: HttpRequest, known: Collection[str], default: str) -> str:
    asked = request.GET.get("sort", "")
    return asked if asked in known else default


def columns(request: HttpRequest, headings: Sequence[Heading], sort: str) -> list[dict[str, Any]]:
    """As _table.html takes them; a second click turns the order around."""
    return [{"label": label} | (_sorted(request, key, sort) if key else {}) for label, key in headings]


def _sorted(request: HttpRequest, key: str, sort: str) -> dict[str, str]:
    query = request.GET.copy()
    query.pop("page", None)
    query["sort"] = f"-{key}" if sort == key else key
    order = {key: "ascending", f"-{key}": "descending"}.get(sort, "")
    return {"sort_url": f"?{query.urlencode()}", "sorted": order}


def paged(request: HttpRequest, found: Any) -> dict[str, Any]:
    paginator = Paginator(found, PAGE)
    page = paginator.get_page(request.GET.get("page"))
    return {"page": page, "pages": paginator.get_elided_page_range(page.number), "count": paginator.count}


def saved(request: HttpRequest, name: str) -> dict[str, Any]:
    """For _saved.html: the views of the list that the person has saved, and which of them is shown."""
    shown = {key: value for key, value in request.GET.items() if value and key != "page"}
    views = [
        {"view": view, "url": f"?{view.query}", "current": QueryDict(view.query).dict() == shown}
        for view in View.objects.filter(user=user_of(request), list=name)
    ]
    return {"list": name, "views": views}


def download(form: str, name: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """The list as a file; name stands in the file's name and on the sheet."""
    if form not in MEDIA_TYPES:
        raise Http404
    return attachment(sheet(form, name, headings, rows), MEDIA_TYPES[form], f"{name}.{form}")


def attachment(data: bytes, media_type: str, name: str) -> HttpResponse:
    day = timezone.localdate().isoformat()
    response = HttpResponse(data, content_type=media_type)
    stem, _, ending = name.rpartition(".")
    response["Content-Disposition"] = f'attachment; filename="{stem.lower()}-{day}.{ending}"'
    return response
