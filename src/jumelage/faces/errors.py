"""Pages that say what went wrong and what to do."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def _error(request: HttpRequest, status: int, heading: str, text: str) -> HttpResponse:
    return render(request, "core/error.html", {"status": status, "heading": heading, "text": text}, status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The sentence that a view gave with its Http404, else the usual one."""
    given = exception.args[0] if isinstance(exception, Http404) and exception.args else None
    text = given if isinstance(given, str) and " matches the given query" not in given else None
    return _error(
        request, 404, _("This page does not exist"), text or _("Check the address, or begin at the start page.")
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 400, _("This request cannot be understood"), _("Go back and try again."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(
        request, 403, _("This is not open to you"), _("Ask the administrator of the register for the right to do this.")
    )


def broken(request: HttpRequest) -> HttpResponse:
    """Without the database, which may be what is broken."""
    return HttpResponse(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Out of order</title><h1>Out of order</h1>"
        "<p>Something broke on our side. Please try again in a few minutes.</p>"
        "<p lang=de>Bei uns ist etwas ausgefallen. Bitte in einigen Minuten noch einmal versuchen.</p>"
        "<p lang=fr>Une panne est survenue de notre côté. Merci de réessayer dans quelques minutes.</p></html>",
        status=500,
    )
