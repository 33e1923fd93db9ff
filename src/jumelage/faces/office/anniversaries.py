"""The anniversaries that an office has before it, in words."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jumelage.core.datewords import iso
from jumelage.faces import words
from jumelage.knowledge.partnerships.anniversaries import Anniversary, anniversaries, in_order, tie_anniversaries
from jumelage.knowledge.partnerships.state import State

AHEAD = 3  # years after this one
SOON = timedelta(days=274)  # nine months: time to invite, to plan and to ask for money


def ahead(states: Iterable[State], today: date) -> list[Anniversary]:
    """Of partnerships and ties, from today to the end of the third year after this one."""
    states, until = tuple(states), today.year + AHEAD
    both = [*anniversaries(states, today.year, until), *tie_anniversaries(states, today.year, until)]
    return [one for one in in_order(both) if one.last >= today]


def soon(states: Iterable[State], today: date) -> list[Anniversary]:
    """The round ones that can fall within nine months."""
    return [one for one in ahead(states, today) if one.weight and one.first <= today + SOON]


def row(one: Anniversary) -> dict[str, Any]:
    """For _anniversaries.html."""
    return {
        "years": years(one),
        "name": name(one),
        "partner": one.state.partner.name(words.language()) if one.link else "",
        "when": _when(one),
        "iso": iso(one.when),
        "since": words.since_words(one.since),
        "source": source_url(one),
        "is_great": one.weight > 1,
        "resting": one.resting,
    }


def years(one: Anniversary) -> str:
    return ngettext("%(number)s year", "%(number)s years", one.age) % {"number": one.age}


def name(one: Anniversary) -> str:
    """The partner, or both sides of a tie as far as sources name them."""
    if one.link is None:
        return one.state.partner.name(words.language())
    return " – ".join(filter(None, (one.link.home_organisation, one.link.partner_organisation)))


def source_url(one: Anniversary) -> str:
    """Where the dossier shows the date with its source."""
    tab = reverse("office:dossier-tab", args=[one.state.partnership, "contacts" if one.link else "facts"])
    return f"{tab}#link" if one.link else tab


def _when(one: Anniversary) -> str:
    if len(one.when) == len("2035"):
        return _("during %(year)s") % {"year": one.when}
    return words.date_words(one.when)
