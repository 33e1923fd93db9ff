"""A long list, one page at a time."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

T = TypeVar("T")


def page_of(request: HttpRequest, found: Sequence[T], size: int) -> "Page[T]":
    """The page that was asked for. Raises Http404 where the list has none of that number: the same list under ever more
    addresses would be kept under each of them."""
    try:
        return Paginator(found, size).page(request.GET.get("page") or 1)
    except InvalidPage:
        raise Http404(_("The list has no page of this number.")) from None


def paged(page: "Page[Any]") -> dict[str, Any]:
    return {"page": page, "pages": page.paginator.get_elided_page_range(page.number)}
