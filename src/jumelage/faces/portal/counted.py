"""Whose register it is and how many partners it counts: what several pages begin with."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jumelage.faces import words
from jumelage.knowledge.partnerships import queries
from jumelage.knowledge.partnerships.home import home
from jumelage.knowledge.partnerships.models import Municipality


def our_home() -> Municipality:
    found = home()
    if found is None:
        raise Http404(_("This register has not been set up yet. The office does so with the command jumelage init."))
    return found


def counted(partners: queries.Partners) -> dict[str, Any]:
    """How many, by which rule; a figure never stands without its rule."""
    countries = len({s.partner.country for s in partners.states if s.counted})
    return {
        "partners": partners,
        "count": partners.count,
        "uncertain": partners.count.possible != partners.count.certain,
        "rule": words.counting_rule(partners.count.rule),
        "rule_name": words.rule_name(partners.count.rule, partners.count.possible),
        "countries": countries,
        "countries_label": ngettext("country in which they lie", "countries in which they lie", countries),
    }


def crumbs(*labels: str | tuple[str, str]) -> list[dict[str, str]]:
    """From the start page to this one; each but the last with its address."""
    found = [{"label": _("Start page"), "url": reverse("portal:home")}]
    return found + [
        {"label": label} if isinstance(label, str) else {"label": label[0], "url": label[1]} for label in labels
    ]
