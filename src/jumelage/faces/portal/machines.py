"""What programs ask for: search engines, browsers that keep the portal, sites that show a picture beside a link, watchers."""

import os
from collections.abc import Sequence
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jumelage.core import revision
from jumelage.core.map.picture import picture
from jumelage.core.pagecache.front import KEPT
from jumelage.faces import course, words
from jumelage.faces.marks import public_sources
from jumelage.faces.portal import present
from jumelage.faces.portal.counted import our_home
from jumelage.faces.portal.views import found
from jumelage.knowledge.partnerships import queries
from jumelage.knowledge.partnerships.home import home
from jumelage.knowledge.partnerships.slug import slugs
from jumelage.knowledge.partnerships.state import State
from jumelage.work.editorial.queries import pages

ICONS = (("core/icon-192.png", "192x192"), ("core/icon-512.png", "512x512"), ("core/favicon.svg", "any"))
BRAND = "#12224f"


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


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    text = f"User-agent: *\nDisallow: /office/\nDisallow: /*/office/\n\nSitemap: {sitemap}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For programs that look only here; pages name it themselves."""
    return redirect(static("core/favicon.ico"))


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    place = our_home()
    said = {
        "name": _("Partner cities of %(city)s") % {"city": place.names.get(words.language(), place.label)},
        "short_name": _("Partner cities"),
        "lang": get_language(),
        "start_url": reverse("portal:home"),
        "scope": "/",
        "display": "browser",
        "background_color": BRAND,
        "theme_color": BRAND,
        "icons": [{"src": static(name), "sizes": sizes} for name, sizes in ICONS],
    }
    return JsonResponse(said, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@require_safe
def picture_of_all(request: HttpRequest) -> HttpResponse:
    """The city and its partners on the map, for sites that show a picture beside a link."""
    partners = queries.partners_of(our_home().pk, timezone.localdate())
    title = _("Partner cities of %(city)s") % {"city": course.shown_name(partners.home)}
    count = partners.count.possible
    return _picture(partners, partners.states, title, f"{count} {words.rule_name(partners.count.rule, count)}")


@require_safe
def picture_of_pair(request: HttpRequest, slug: str) -> HttpResponse:
    partners = queries.partners_of(our_home().pk, timezone.localdate())
    state = found(partners, slug)
    title = f"{course.shown_name(state.home)} – {course.shown_name(state.partner)}"
    return _picture(partners, [state], title, present.lead(state))


def _picture(partners: queries.Partners, states: Sequence[State], title: str, text: str) -> HttpResponse:
    drawn = present.partner_map(partners, states)
    where = (drawn.home, drawn.points) if drawn else (None, ())
    data = picture(*where, title=title, text=text)
    return HttpResponse(data, content_type="image/png")


class Pages(Sitemap):  # type: ignore[type-arg]  # generic in the stubs alone
    """Every public page in every language, each with the others."""

    i18n = alternates = x_default = True

    def items(self) -> list[tuple[str, list[Any]]]:
        place = home()
        if place is None:
            return []
        states = queries.partners_of(place.pk, timezone.localdate()).states
        slug_of = slugs(state.partner for state in states)
        return [
            *((name, []) for name in ("portal:home", "portal:partnerships", "portal:sources")),
            *(("portal:partnership", [slug_of[state.partner.id]]) for state in states),
            *(("portal:source", [card.source.pk]) for card in public_sources()),
            *(("portal:text", [about]) for about in pages()),
        ]

    def location(self, item: tuple[str, list[Any]]) -> str:
        name, args = item
        return reverse(name, args=args)
