"""What every page knows: the city, the way around, the languages, the day and the revision of the register."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jumelage.accounts.models import User
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
    """What begins with lambda the portal never asks for: who asks is no matter there, and its pages are kept."""
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
        "office_nav": lambda: _nav(request, _office_nav(request)),
        "find": lambda: reverse("office:find") if _may(request, "read office") else "",
        "logout": reverse("office:logout"),
        "account": reverse("mfa_index"),
        "desk": lambda: _desk(request),
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


def _office_nav(request: HttpRequest) -> list[tuple[str, str, int]]:
    """What the role opens, with how much of it is open."""
    items: list[tuple[str, str, str, Callable[[], int]]] = [
        ("read office", _("Today"), "office:today", int),
        ("read office", _("Partnerships"), "office:dossiers", int),
        ("read contact", _("People"), "office:contacts", int),
        ("read office", _("Tasks"), "office:tasks", int),
        ("read office", _("Council"), "office:council", int),
        ("read office", _("Calendar"), "office:calendar", int),
        ("read office", pgettext("proposals", "Review"), "office:queue", _open_sources),
        ("read office", _("Findings"), "office:findings", int),
        ("read office", _("Watched pages"), "office:watching", int),
        ("read office", pgettext("of the portal", "Texts"), "office:texts", int),
        ("answer question", _("Questions"), "office:questions", Question.objects.filter(done_at=None).count),
    ]
    return [(label, name, count()) for action, label, name, count in items if _may(request, action)]


def _open_sources() -> int:
    return (
        Claim.objects.open()
        .exclude(source=None)
        .exclude(property__in=ABOUT_SOURCES)
        .values("source")
        .distinct()
        .count()
    )


def _desk(request: HttpRequest) -> list[dict[str, str]]:
    """What a person looks after beside the daily work, as far as their role goes."""
    pages = [
        ("administer people", _("People with accounts"), "office:people"),
        ("set up office", _("Rules of the office"), "office:set-up"),
        ("hold token", _("Tokens for programs"), "office:tokens"),
    ]
    return [{"label": label, "url": reverse(name)} for action, label, name in pages if _may(request, action)]


def _may(request: HttpRequest, action: str) -> bool:
    """Nothing for strangers; error pages may be drawn before it is known who asks."""
    user = getattr(request, "user", None)
    return isinstance(user, User) and user.may(action)


def _nav(request: HttpRequest, items: list[tuple[str, str, int]]) -> list[dict[str, Any]]:
    found = [{"label": label, "url": reverse(name), "count": count} for label, name, count in items]
    urls = [str(item["url"]) for item in found]
    above = {url for url in urls if any(other != url and other.startswith(url) for other in urls)}
    here = next((u for u in urls if request.path == u or (u not in above and request.path.startswith(u))), "")
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
