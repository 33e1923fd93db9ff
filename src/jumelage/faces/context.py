"""What every page knows: the city, the way around, the languages, the day and the revision of the register."""

from typing import Any

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
from jumelage.knowledge.partnerships.home import home


def site(request: HttpRequest) -> dict[str, Any]:
    return {"site": SimpleLazyObject(lambda: _site(request))}


def _site(request: HttpRequest) -> dict[str, Any]:
    municipality, today = home(), timezone.localdate()
    language = translation.get_language() or settings.LANGUAGE_CODE
    return {
        "city": municipality.names.get(language, municipality.label) if municipality else "Jumelage",
        "register": _("Partner cities"),
        "home": reverse("portal:home"),
        "nav": _nav(request, _portal_nav()),
        "legal": [],
        "languages": _languages(request),
        "day": words.day_words(today),
        "day_iso": today.isoformat(),
        "revision": revision.current(),
        "login": reverse("office:today"),
        "office_home": reverse("office:today"),
        "office_nav": _nav(request, _office_nav()) if _may(request, "read office") else [],
        "logout": reverse("office:logout"),
        "account": reverse("mfa_index"),
        "desk": _desk(request),
    }


def _portal_nav() -> list[tuple[str, str, int]]:
    return [
        (_("Partnerships"), "portal:partnerships", 0),
        (pgettext("documents", "Sources"), "portal:sources", 0),
    ]


def _office_nav() -> list[tuple[str, str, int]]:
    sources = Claim.objects.open().exclude(source=None).values("source").distinct().count()
    return [
        (_("Today"), "office:today", 0),
        (pgettext("proposals", "Review"), "office:queue", sources),
        (_("Findings"), "office:findings", 0),
    ]


def _desk(request: HttpRequest) -> list[dict[str, str]]:
    """What a person looks after beside the daily work, as far as their role goes."""
    pages = [
        ("administer people", _("People"), "office:people"),
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
            "url": (url := _translated(request, code)),
            "href": request.build_absolute_uri(url.partition("?")[0]),
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
