"""Views of the lists, saved by each for themselves: which parameters a list knows, and the links above it."""

from collections.abc import Collection
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from jumelage.faces.office import agreements, contacts, council, organisations, tasks
from jumelage.faces.office.access import may, user_of
from jumelage.faces.office.dossier import views as dossier
from jumelage.work.agreements import queries as agreement_queries
from jumelage.work.contacts import queries as people
from jumelage.work.council import queries as council_queries
from jumelage.work.saved.actions import ViewRefused, delete_view, save_view
from jumelage.work.saved.models import LONGEST, View
from jumelage.work.tasks import queries as work

LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True)
class List:
    """parameters: what its filter asks for, beside `sort`, which is one of sorts."""

    address: str
    action: str
    parameters: Collection[str]
    sorts: Collection[str]

    def query(self, typed: str) -> str:
        """What of it the list knows, once each."""
        given = QueryDict(typed)
        kept = QueryDict(mutable=True)
        for name in self.parameters:
            if 0 < len(given.get(name, "")) <= LONGEST_VALUE:
                kept[name] = given[name]
        if given.get("sort") in self.sorts:
            kept["sort"] = given["sort"]
        return kept.urlencode()


LISTS = {
    "partnerships": List("office:dossiers", "read office", tuple(dossier.FilterForm.base_fields), dossier.SORTS),
    "contacts": List("office:contacts", "read contact", (*contacts.FilterForm.base_fields, "organisation"), people.SORTS),
    "organisations": List("office:organisations", "read office", tuple(organisations.FilterForm.base_fields), organisations.SORTS),
    "council": List("office:council", "read office", tuple(council.FilterForm.base_fields), council_queries.SORTS),
    "agreements": List("office:agreements", "read office", tuple(agreements.FilterForm.base_fields), agreement_queries.SORTS),
    "tasks": List("office:tasks", "read office", tuple(tasks.FilterForm.base_fields), work.SORTS),
}  # fmt: skip


class SaveForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("of a saved view", "Name"), max_length=LONGEST)
    query = forms.CharField(widget=forms.HiddenInput, required=False)


@require_POST
@may("read office")
def save(request: HttpRequest, name: str) -> HttpResponse:
    known, user = _list(name), user_of(request)
    if not user.may(known.action):
        raise PermissionDenied
    form = SaveForm(request.POST)
    if form.is_valid():
        query = known.query(form.cleaned_data["query"])
        try:
            view = save_view(name, form.cleaned_data["name"], query, by=user)
        except ViewRefused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("Saved: %(name)s.") % {"name": view})
            return HttpResponseRedirect(_address(known, query))
    return render(request, "office/form.html", {"title": _("Save this view"), "form": form}, status=400)


@require_POST
@may("read office")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    view = get_object_or_404(View, pk=pk, user=user_of(request))
    delete_view(view)
    messages.success(request, _("Deleted: %(name)s.") % {"name": view})
    return HttpResponseRedirect(reverse(_list(view.list).address))


def _list(name: str) -> List:
    if name not in LISTS:
        raise Http404
    return LISTS[name]


def _address(known: List, query: str) -> str:
    return reverse(known.address) + (f"?{query}" if query else "")
