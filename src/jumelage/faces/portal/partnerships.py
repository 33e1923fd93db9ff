"""The list of partnerships: as of any day, filtered, grouped, in order, as cards or as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from jumelage.core.datewords import iso
from jumelage.faces import course, words
from jumelage.faces.portal import choice, linked, present
from jumelage.faces.portal.asked import Asked, asked
from jumelage.faces.portal.choice import Choice
from jumelage.faces.portal.counted import counted, our_home
from jumelage.faces.portal.paging import page_of, paged
from jumelage.faces.portal.years import Years, years
from jumelage.knowledge.partnerships import queries
from jumelage.knowledge.partnerships.growth import growth
from jumelage.knowledge.partnerships.state import State

A_PAGE = 60


@dataclass(slots=True)
class Group:
    title: str
    cards: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Section:
    """number: of all its partnerships, on whichever page they stand."""

    key: str
    title: str
    number: int
    groups: list[Group] = field(default_factory=list)


@require_safe
def partnerships(request: HttpRequest) -> HttpResponse:
    home, question = our_home(), asked(request)
    now = queries.partners_of(home.pk, question.today, as_known=question.known, stated_until=question.stated_until)
    then = now if question.day == question.today else queries.at(now, question.day)
    options = choice.options(now.states)
    chosen = choice.chosen(request.GET, options)
    found = _ordered(chosen.of(then.states), chosen)
    urls = _addresses(now, question)
    page = page_of(request, found, A_PAGE)
    wrong = bool(question.errors or chosen.wrong)
    context = counted(then) | {
        "asked": question,
        "day_words": words.day_words(question.day),
        "years": _years(now, question),
        "filters": _filters(options, chosen),
        "shapes": _shapes(chosen),
        "chosen": chosen,
        "narrowed": _narrowed(chosen, options),
        "found": len(found),
        **paged(page),
        "sections": _sections(page, found, chosen, urls),
        "linked": linked.collection(request, [(course.shown_name(s.partner), urls[s.partnership]) for s in page]),
        "table": _table(page, urls, request.GET, chosen),
        "views": _views(request.GET, chosen),
        "map": present.partner_map(then.home, chosen.of(then.states), urls),
    }
    return render(request, "portal/partnerships.html", context, status=400 if wrong else 200)


def _addresses(partners: queries.Partners, question: Asked) -> dict[UUID, str]:
    """Each page opens as of the day for which the list was asked."""
    return {pk: url + question.carried for pk, url in present.addresses(partners.states).items()}


def _years(partners: queries.Partners, question: Asked) -> Years | None:
    course = growth(partners.states, partners.count.rule, question.today)
    return years(words.rule_name(partners.count.rule, 2), course, question.day) if len(course) > 1 else None


def _ordered(states: list[State], chosen: Choice) -> list[State]:
    """Cards stand in sections and groups, and in the chosen order within them; a table in that order alone."""
    if chosen.form == "table":
        return states
    places = list(present.SECTIONS)
    return sorted(states, key=lambda s: (places.index(present.section(s)), choice.group_of(s, chosen.group)))


def _filters(options: Mapping[str, Sequence[tuple[str, str]]], chosen: Choice) -> list[dict[str, Any]]:
    """Only what tells partnerships apart is offered."""
    labels = {
        "kind": pgettext("property", "Kind"),
        "status": pgettext("property", "Status"),
        "country": pgettext("property", "Country"),
        "field": pgettext("property", "Field of exchange"),
    }
    every = pgettext("filter", "all")
    return [
        _select(name, label, [("", every), *options[name]], chosen.filters.get(name, ""))
        for name, label in labels.items()
        if len(options[name]) > 1 or name in chosen.filters or (name == "field" and options[name])
    ]


def _shapes(chosen: Choice) -> list[dict[str, Any]]:
    return [
        _select("group", pgettext("list", "Groups"), choice.grouping(), chosen.group),
        _select("sort", pgettext("list", "Order"), choice.orders(), chosen.order),
    ]


def _select(name: str, label: str, options: Sequence[tuple[str, str]], value: str) -> dict[str, Any]:
    return {"name": name, "label": label, "options": options, "value": value}


def _narrowed(chosen: Choice, options: Mapping[str, Sequence[tuple[str, str]]]) -> list[str]:
    return [dict(options[name])[value] for name, value in chosen.filters.items()]


def _sections(page: Page[State], found: Sequence[State], chosen: Choice, urls: Mapping[UUID, str]) -> list[Section]:
    numbers: dict[str, int] = {}
    for state in found:
        numbers[present.section(state)] = numbers.get(present.section(state), 0) + 1
    sections: dict[str, Section] = {}
    groups: dict[tuple[str, str], Group] = {}
    for state in page:
        key, title = present.section(state), choice.group_of(state, chosen.group)[1]
        section = sections.setdefault(key, Section(key, str(present.SECTIONS[key]), numbers[key]))
        if (key, title) not in groups:
            groups[key, title] = Group(title)
            section.groups.append(groups[key, title])
        groups[key, title].cards.append(present.card(state, present.address(state.partnership, urls)))
    return list(sections.values())


def _table(page: Page[State], urls: Mapping[UUID, str], query: QueryDict, chosen: Choice) -> dict[str, Any]:
    columns = [
        _column(_("Partner"), "name", query, chosen),
        _column(pgettext("property", "Country"), "country", query, chosen),
        {"label": pgettext("property", "Kind")},
        {"label": pgettext("property", "Status")},
        _column(pgettext("column", "Since"), "since", query, chosen),
    ]
    return {"columns": columns, "rows": [_row(state, present.address(state.partnership, urls)) for state in page]}


def _column(label: str, order: str, query: QueryDict, chosen: Choice) -> dict[str, Any]:
    """Its heading sorts by it; once more the other way round."""
    sorted_ = {order: "ascending", f"-{order}": "descending"}.get(chosen.order, "")
    to = f"-{order}" if sorted_ == "ascending" else order
    return {"label": label, "sort_url": _with(query, sort=to), "sorted": sorted_}


def _row(state: State, url: str) -> list[dict[str, Any]]:
    return [
        {"text": course.shown_name(state.partner), "url": url},
        {"text": words.country(state.partner.country), "label": pgettext("property", "Country")},
        {"text": words.kind(state.kind), "label": pgettext("property", "Kind")},
        _status_cell(state) | {"label": pgettext("property", "Status")},
        _since_cell(state) | {"label": pgettext("column", "Since")},
    ]


def _status_cell(state: State) -> dict[str, str | None]:
    """Only what is not the usual case stands out."""
    if state.status == "active":
        return {"text": words.status(state.status)}
    return {"status": state.status, "scope": state.scope, "note": course.last_stated(state)}


def _since_cell(state: State) -> dict[str, str]:
    if state.since is None:
        return {"text": _("not stated")}
    return {"text": words.date_words(state.since.date), "iso": iso(state.since.date)}


def _views(query: QueryDict, chosen: Choice) -> list[dict[str, Any]]:
    labels = {"cards": pgettext("list", "Cards"), "table": pgettext("list", "Table")}
    return [
        {"label": label, "url": _with(query, view=form), "current": chosen.form == form}
        for form, label in labels.items()
    ]


def _with(query: QueryDict, **changed: str) -> str:
    """The address of this list with these parameters otherwise, from its first page on."""
    made = query.copy()
    for name, value in changed.items():
        made[name] = value
    made.pop("page", None)
    for name in [name for name, value in made.items() if not value]:
        del made[name]
    return f"?{made.urlencode()}#partners"
