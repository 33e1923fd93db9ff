"""What a public page tells programs of itself: its addresses, its picture, what it is about."""

import html
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from jumelage.core.map import picture
from jumelage.faces.portal.addresses import PICTURES, READS

LOCALES = {"de": "de_DE", "en": "en_GB", "fr": "fr_FR"}


def metadata(request: HttpRequest) -> dict[str, Any]:
    """`meta` for templates; empty on a page that is not for everybody."""
    return {"meta": SimpleLazyObject(lambda: _metadata(request))}


def _metadata(request: HttpRequest) -> dict[str, Any]:
    match = request.resolver_match
    if match is None or match.view_name not in READS:
        return {}
    addresses = _addresses(request)
    language = translation.get_language() or settings.LANGUAGE_CODE
    kwargs = match.kwargs if match.view_name in PICTURES else {}
    return {
        "canonical": addresses[language],
        "alternates": addresses,
        "neutral": request.build_absolute_uri(request.path.removeprefix(f"/{language}")),
        "locale": LOCALES[language],
        "other_locales": [locale for code, locale in LOCALES.items() if code != language],
        "picture": {
            "url": request.build_absolute_uri(reverse(PICTURES.get(match.view_name, "portal:picture"), kwargs=kwargs)),
            "width": picture.WIDTH,
            "height": picture.HEIGHT,
        },
        "manifest": reverse("portal:manifest"),
        "home": request.build_absolute_uri(reverse("portal:home")),
    }


def _addresses(request: HttpRequest) -> dict[str, str]:
    """This page in each language, without its query: what a query shows is a part or another view of the same."""
    match = request.resolver_match
    assert match
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = request.build_absolute_uri(reverse(match.view_name, args=match.args, kwargs=match.kwargs))
    return found


def linked(context: dict[Any, Any]) -> dict[str, Any]:
    """The page in the words of schema.org. From the view: `linked`, what it is about; `crumbs`, the way to it."""
    meta, site = context["meta"], context["site"]
    website = {"@type": "WebSite", "@id": f"{meta['home']}#site", "url": meta["home"], "name": _site_name(site)}
    page: dict[str, Any] = {
        "@type": "WebPage",
        "@id": meta["canonical"],
        "url": meta["canonical"],
        "name": html.unescape(context["page_title"]),
        "description": html.unescape(context["page_description"]),
        "inLanguage": translation.get_language(),
        "isPartOf": website,
        "primaryImageOfPage": {"@type": "ImageObject"} | meta["picture"],
    }
    if context.get("crumbs"):
        page["breadcrumb"] = _breadcrumb(context["crumbs"], meta)
    about: dict[str, Any] = context.get("linked", {})
    return page | about


def _site_name(site: dict[Any, Any]) -> str:
    return f"{site['register']} – {site['city']}"


def _breadcrumb(crumbs: list[dict[str, str]], meta: dict[Any, Any]) -> dict[str, Any]:
    root = meta["home"].removesuffix(reverse("portal:home"))
    items = [
        {
            "@type": "ListItem",
            "position": position,
            "name": str(crumb["label"]),
            "item": root + crumb["url"] if "url" in crumb else meta["canonical"],
        }
        for position, crumb in enumerate(crumbs, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}
