"""What a reader chose on the list of partnerships: filters, groups, order, form. Anything else is told, and left out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jumelage.core import edtf
from jumelage.core.text import fold
from jumelage.faces import words
from jumelage.knowledge.partnerships.state import State
from jumelage.knowledge.places.countries import CONTINENT

KINDS = ("partnership", "friendship", "project", "contact")
STATUSES = ("planned", "active", "resting", "ended")
FILTERS: dict[str, Callable[[State], Sequence[str]]] = {
    "kind": lambda state: (state.kind or "",),
    "status": lambda state: (state.status,),
    "country": lambda state: (state.partner.country,),
    "field": lambda state: [value for value, _ in state.record.fields],
}
GROUPS = ("", "continent", "age")
ORDERS = ("since", "-since", "name", "-name", "country", "-country")
FORMS = ("cards", "table")


@dataclass(frozen=True, slots=True)
class Choice:
    """wrong: the parameters that named nothing there is."""

    filters: dict[str, str] = field(default_factory=dict)
    group: str = ""
    order: str = "since"
    form: str = "cards"
    wrong: tuple[str, ...] = ()

    def of(self, states: Iterable[State]) -> list[State]:
        """Those that fit, in the chosen order."""
        found = [s for s in states if all(wanted in FILTERS[name](s) for name, wanted in self.filters.items())]
        found.sort(key=ORDER_KEYS[self.order.lstrip("-")], reverse=self.order.startswith("-"))
        if self.order.endswith("since"):  # what has no date comes last either way
            found.sort(key=lambda state: state.since is None)
        return found


ORDER_KEYS: dict[str, Callable[[State], Any]] = {
    "since": lambda state: (state.since.date if state.since else "", fold(state.partner.name(words.language()))),
    "name": lambda state: fold(state.partner.name(words.language())),
    "country": lambda state: (fold(words.country(state.partner.country)), fold(state.partner.name(words.language()))),
}


def chosen(query: QueryDict, options: dict[str, list[tuple[str, str]]]) -> Choice:
    filters, wrong = {}, []
    for name in FILTERS:
        value = query.get(name, "")
        if value in {option for option, _ in options[name]}:
            filters[name] = value
        elif value:
            wrong.append(name)
    shapes = {}
    for name, allowed in (("group", GROUPS), ("sort", ORDERS), ("view", FORMS)):
        value = query.get(name, "")
        wrong += [name] if value and value not in allowed else []
        shapes[name] = value if value in allowed else ""
    return Choice(filters, shapes["group"], shapes["sort"] or "since", shapes["view"] or "cards", tuple(wrong))


def options(states: Sequence[State]) -> dict[str, list[tuple[str, str]]]:
    """What each filter offers: only values that occur, in the order in which people look for them."""
    occurs = {name: {value for s in states for value in values(s) if value} for name, values in FILTERS.items()}
    return {
        "kind": [(value, words.kind(value)) for value in KINDS if value in occurs["kind"]],
        "status": [(value, words.status(value)) for value in STATUSES if value in occurs["status"]],
        "country": sorted(((c, words.country(c)) for c in occurs["country"]), key=lambda pair: fold(pair[1])),
        "field": sorted(((value, value) for value in occurs["field"]), key=lambda pair: fold(pair[1])),
    }


def orders() -> list[tuple[str, str]]:
    return [
        ("since", _("Oldest first")),
        ("-since", _("Newest first")),
        ("name", _("By name")),
        ("country", _("By country")),
    ]


def grouping() -> list[tuple[str, str]]:
    return [
        ("", pgettext("grouping", "none")),
        ("continent", pgettext("grouping", "by continent")),
        ("age", pgettext("grouping", "by decade of the beginning")),
    ]


def group_of(state: State, group: str) -> tuple[str, str]:
    """Where its group stands among the others, and the group's heading; both empty where the list has no groups."""
    if group == "continent":
        title = words.continent(CONTINENT.get(state.partner.country, ""))
        return (fold(title), title) if title else ("~", _("Elsewhere"))
    if group == "age":
        begun = edtf.parse(state.since.date).earliest if state.since else None
        decade = f"{begun.year // 10:03}X" if begun else ""
        return (decade, words.date_words(decade)) if decade else ("~", _("Beginning not known"))
    return "", ""
