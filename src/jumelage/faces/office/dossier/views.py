"""All partnerships of the office, and the dossier of one."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from jumelage.accounts.models import User
from jumelage.core.text import fold
from jumelage.faces import words
from jumelage.faces.office.access import may, user_of
from jumelage.faces.office.dossier.frame import Dossier, dossier_of
from jumelage.faces.office.dossier.tabs import TABS
from jumelage.faces.office.listing import columns, download, paged, saved, sorting
from jumelage.faces.office.partners import states
from jumelage.knowledge.claims.rules import KINDS, STATUSES
from jumelage.knowledge.partnerships.state import State
from jumelage.work.tasks import queries as tasks
from jumelage.work.tasks.models import Responsibility

SORTS = ("name", "-name", "since", "-since", "officer", "-officer", "tasks", "-tasks")


class FilterForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Partner or country"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of relation"),
        required=False,
        choices=lambda: [("", "–"), *((value, words.kind(value)) for value in KINDS)],
    )
    status = forms.ChoiceField(
        label=pgettext_lazy("partnership", "Status"),
        required=False,
        choices=lambda: [("", "–"), *((value, words.status(value)) for value in STATUSES)],
    )
    unattended = forms.BooleanField(label=gettext_lazy("Only those that nobody looks after"), required=False)


Row = tuple[State, Responsibility | None, int]


def _filtered(request: HttpRequest) -> tuple[FilterForm, list[Row], str]:
    form, user = FilterForm(request.GET), user_of(request)
    form.is_valid()
    held, open_tasks = tasks.responsibilities(user), tasks.open_by_partnership(user)
    found = [(s, held.get(s.partnership), open_tasks.get(s.partnership, 0)) for s in states(user)]
    sort = sorting(request, SORTS, "name")
    fitting = [row for row in found if _fits(row, form.cleaned_data)]
    ordered = sorted(fitting, key=lambda row: _sorted_by(row, sort.removeprefix("-")), reverse=sort.startswith("-"))
    return form, ordered, sort


def _fits(row: Row, given: dict[str, Any]) -> bool:
    state, held, _open = row
    named = fold(f"{state.partner.name(words.language())} {words.country(state.partner.country)}")
    attended = bool(held and held.officer)
    return (
        fold(given.get("q") or "") in named
        and given.get("kind", "") in ("", state.kind)
        and given.get("status", "") in ("", state.status)
        and not (given.get("unattended") and attended)
    )


def _sorted_by(row: Row, key: str) -> tuple[Any, str]:
    state, held, open_tasks = row
    first: Any = {
        "name": "",
        "since": state.since.date if state.since else "9999",
        "officer": fold(_officer(held)),
        "tasks": open_tasks,
    }[key]
    return first, fold(state.partner.name(words.language()))


def _officer(held: Responsibility | None) -> str:
    return str(held.officer) if held and held.officer else ""


def _deputy(held: Responsibility | None) -> str:
    return str(held.deputy) if held and held.deputy else ""


@require_safe
@may("read office")
def dossiers(request: HttpRequest) -> HttpResponse:
    form, found, sort = _filtered(request)
    context = paged(request, found)
    headings = [
        (_("Partner"), "name"),
        (pgettext("partnership", "Status"), ""),
        (pgettext("column", "Since"), "since"),
        (_("Responsible"), "officer"),
        (_("Open tasks"), "tasks"),
    ]
    context |= {
        "form": form,
        "columns": columns(request, headings, sort),
        "rows": [_cells(row) for row in context["page"].object_list],
        "query": request.GET.urlencode(),
        "saved": saved(request, "partnerships"),
    }
    return render(request, "office/dossiers.html", context)


def _cells(row: Row) -> list[dict[str, Any]]:
    state, held, open_tasks = row
    deputy = _("deputy: %(name)s") % {"name": _deputy(held)} if _deputy(held) else ""
    return [
        {
            "text": state.partner.name(words.language()),
            "url": reverse("office:dossier", args=[state.partnership]),
        },
        {
            "label": pgettext("partnership", "Status"),
            "kind": state.kind,
            "status": state.status,
            "scope": state.scope,
        },
        {"label": pgettext("column", "Since"), "text": words.date_words(state.since.date) if state.since else ""},
        {"label": _("Responsible"), "text": _officer(held) or _("nobody"), "note": deputy},
        {"label": _("Open tasks"), "text": str(open_tasks or "")},
    ]


@require_safe
@may("read office")
def export(request: HttpRequest, form: str) -> HttpResponse:
    headings = [
        _("Partner"),
        _("Country"),
        _("Kind of relation"),
        pgettext("partnership", "Status"),
        pgettext("column", "Since"),
        _("Responsible"),
        _("Deputy"),
        _("Open tasks"),
    ]
    return download(form, _("Partnerships"), headings, (_exported(row) for row in _filtered(request)[1]))


def _exported(row: Row) -> list[str]:
    state, held, open_tasks = row
    return [
        state.partner.name(words.language()),
        words.country(state.partner.country),
        words.kind(state.kind),
        words.status(state.status),
        state.since.date if state.since else "",
        _officer(held),
        _deputy(held),
        str(open_tasks),
    ]


@require_safe
@may("read office")
def dossier(request: HttpRequest, partnership: UUID, slug: str = TABS[0].slug) -> HttpResponse:
    return show(request, dossier_of(request, partnership), slug)


def show(request: HttpRequest, found: Dossier, slug: str) -> HttpResponse:
    tab = next((tab for tab in TABS if tab.slug == slug), None)
    if tab is None:
        raise Http404
    frame = {"dossier": found, "tab": tab, "tabs": _tabs(found, slug)} | _held(found.user, found.partnership)
    return render(request, tab.template, frame | tab.context(request, found), status=400 if found.bound else 200)


def _tabs(found: Dossier, slug: str) -> list[dict[str, Any]]:
    return [
        {
            "label": tab.label,
            "url": reverse("office:dossier-tab", args=[found.partnership, tab.slug]),
            "current": tab.slug == slug,
        }
        for tab in TABS
    ]


def _held(user: User, partnership: UUID) -> dict[str, Any]:
    held = tasks.responsibilities(user).get(partnership)
    return {"officer": _officer(held), "deputy": _deputy(held), "may_entrust": user.may("edit task")}
