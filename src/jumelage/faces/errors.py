"""Pages that say what went wrong and what to do."""

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.translation import gettext as _

LANGUAGE = re.compile(r"/(?!id/)[a-z]{2}(-[A-Za-z]{2,4})?/")


def _error(request: HttpRequest, status: int, heading: str, text: str, **more: Any) -> HttpResponse:
    context = {"status": status, "heading": heading, "text": text} | more
    return render(request, "core/error.html", context, status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The sentence that a view gave with its Http404, else the usual one."""
    language = LANGUAGE.match(request.path)
    if language and language[0].strip("/") not in dict(settings.LANGUAGES):
        return _no_such_language(request, request.path[language.end() :])
    given = exception.args[0] if isinstance(exception, Http404) and exception.args else None
    text = given if isinstance(given, str) and " matches the given query" not in given else None
    return _error(
        request, 404, _("This page does not exist"), text or _("Check the address, or begin at the start page.")
    )


def _no_such_language(request: HttpRequest, rest: str) -> HttpResponse:
    """With the same page in the languages that there are."""
    actions = [{"label": name, "url": f"/{code}/{rest}", "lang": code} for code, name in settings.LANGUAGES]
    text = _("It is there in these languages:")
    return _error(request, 404, _("These pages do not exist in this language"), text, actions=actions)


def not_allowed(request: HttpRequest, refused: HttpResponseNotAllowed) -> HttpResponse:
    """The methods that are allowed stay named in the header."""
    text = _("It takes no forms and cannot be changed from here. Open it in the browser, or begin at the start page.")
    response = _error(request, 405, _("This page can only be read"), text)
    response["Allow"] = refused["Allow"]
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, DisallowedHost):
        return _static(400, "Not served here", *STRANGE_HOST)
    return _error(request, 400, _("This request cannot be understood"), _("Go back and try again."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(
        request, 403, _("This is not open to you"), _("Ask the administrator of the register for the right to do this.")
    )


def no_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: cookies are off, or the page is from before a login."""
    return _error(
        request,
        403,
        _("This form has expired"),
        _("Go back, load the page again and send it once more; cookies must be on."),
    )


def too_many(request: HttpRequest) -> HttpResponse:
    return _error(request, 429, _("Too many attempts"), _("Wait a minute, then try again."))


STRANGE_HOST = (
    "This server does not answer under this name. Whoever runs it adds the name to JUMELAGE_HOSTS.",
    "Dieser Server antwortet unter diesem Namen nicht. Wer ihn betreibt, trägt den Namen in JUMELAGE_HOSTS ein.",
    "Ce serveur ne répond pas sous ce nom. La personne qui l’exploite ajoute le nom à JUMELAGE_HOSTS.",
)
BROKEN = (
    "Something broke on our side. Please try again in a few minutes.",
    "Bei uns ist etwas ausgefallen. Bitte in einigen Minuten noch einmal versuchen.",
    "Une panne est survenue de notre côté. Merci de réessayer dans quelques minutes.",
)


def broken(request: HttpRequest) -> HttpResponse:
    return _static(500, "Out of order", *BROKEN)


def _static(status: int, title: str, en: str, de: str, fr: str) -> HttpResponse:
    """Without the database and the address, which may be what is broken."""
    return HttpResponse(
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{title}</title><h1>{title}</h1>"
        f"<p>{en}</p><p lang=de>{de}</p><p lang=fr>{fr}</p></html>",
        status=status,
    )
