"""What every page knows: the city, the way around, the languages, the day and the revision of the register."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jumelage.core import revision
from jumelage.faces import words
from jumelage.knowledge.claims.models import Claim
from jumelage.knowledge.claims.rules import ABOUT_SOURCES
from jumelage.knowledge.partnerships.home import home
from jumelage.knowledge.partnerships.queries import party
from jumelage.work.editorial.models import Question
from jumelage.work.editorial.queries import pages


def site(request: HttpRequest) -> dict[str, Any]:
    return {"site": SimpleLazyObject(lambda: _site(request))}


def _site(request: HttpRequest) -> dict[str, Any]:
    municipality, today = home(), timezone.localdate()
    language = translation.get_language() or settings.LANGUAGE_CODE
    return {
        "city": party(municipality).name(language[:2]) if municipality else "Jumelage",
        "register": _("Partner cities"),
        "home": reverse("portal:home"),
        "nav": _nav(request, _portal_nav()),
        "search": reverse("portal:search"),
        "legal": _legal(request),
        "languages": _languages(request),
        "day": words.day_words(today),
        "day_iso": today.isoformat(),
        "revision": revision.current(),
        "login": reverse("office:today"),
        "office_home": reverse("office:today"),
        "office_nav": lambda: _nav(request, _office_nav()),  # the portal does not ask for it
        "logout": reverse("office:logout"),
    }


def _portal_nav() -> list[tuple[str, str, int]]:
    return [
        (_("Partnerships"), "portal:partnerships", 0),
        (_("Timeline"), "portal:timeline", 0),
        (_("Schools and associations"), "portal:organisations", 0),
        (pgettext("documents", "Sources"), "portal:sources", 0),
    ]


def _legal(request: HttpRequest) -> list[dict[str, str]]:
    """Pages that the office has written, and where to write to it."""
    written = [{"label": words.page_name(about), "url": reverse("portal:text", args=[about])} for about in pages()]
    ask = reverse("portal:ask")
    return [*written, {"label": _("Something wrong? Questions?"), "url": f"{ask}?{urlencode({'page': request.path})}"}]


def _office_nav() -> list[tuple[str, str, int]]:
    sources = (
        Claim.objects.open()
        .exclude(source=None)
        .exclude(property__in=ABOUT_SOURCES)
        .values("source")
        .distinct()
        .count()
    )
    return [
        (_("Today"), "office:today", 0),
        (_("Partnerships"), "office:dossiers", 0),
        (_("People"), "office:contacts", 0),
        (_("Tasks"), "office:tasks", 0),
        (pgettext("proposals", "Review"), "office:queue", sources),
        (_("Findings"), "office:findings", 0),
        (_("Watched pages"), "office:watching", 0),
        (pgettext("of the portal", "Texts"), "office:texts", 0),
        (_("Questions"), "office:questions", Question.objects.filter(done_at=None).count()),
    ]


def _nav(request: HttpRequest, items: list[tuple[str, str, int]]) -> list[dict[str, Any]]:
    found = [{"label": label, "url": reverse(name), "count": count} for label, name, count in items]
    here = max((str(item["url"]) for item in found if request.path.startswith(str(item["url"]))), key=len, default="")
    return [item | {"current": item["url"] == here} for item in found]


def _languages(request: HttpRequest) -> list[dict[str, Any]]:
    """This page in each language."""
    current = translation.get_language()
    return [
        {
            "code": code,
            "name": name,
            "url": _translated(request, code),
            "current": code == current,
        }
        for code, name in settings.LANGUAGES
    ]


def _translated(request: HttpRequest, code: str) -> str:
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return f"/{code}/"
    with translation.override(code):
        url = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
    query = request.META.get("QUERY_STRING", "")
    return f"{url}?{query}" if query else url
