"""Organisations on both sides: what is known of them in public, their ties, and the office's people in them."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from jumelage.accounts.models import User
from jumelage.core.text import fold
from jumelage.faces import words
from jumelage.faces.office.access import may, user_of
from jumelage.faces.office.contacts import role_rows
from jumelage.faces.office.listing import columns, download, paged, saved, sorting
from jumelage.faces.office.partners import Around, home_of, parties
from jumelage.knowledge.claims.actions.decide import DecisionRefused
from jumelage.knowledge.claims.rules import ORGANISATION_TYPES
from jumelage.knowledge.organisations.actions import describe_organisation, found_organisation
from jumelage.knowledge.organisations.queries import Organisation, ties_of
from jumelage.knowledge.partnerships.models import Municipality
from jumelage.work.contacts.models import Role

SORTS = ("name", "-name", "type", "-type", "place", "-place")


def places_of(user: User) -> dict[UUID, str]:
    """The office's own municipality and those of its partners."""
    home = Municipality.objects.filter(pk=home_of(user)).first()
    own = {home.pk: home.names.get(words.language(), home.label)} if home else {}
    names = {party.id: party.name(words.language()) for party in parties(user).values()}
    return own | dict(sorted(names.items(), key=lambda item: fold(item[1])))


def _types() -> list[tuple[str, str]]:
    return [(value, words.organisation_type(value)) for value in ORGANISATION_TYPES]


class FilterForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=100)
    type = forms.ChoiceField(label=gettext_lazy("Kind of organisation"), required=False)
    place = forms.ChoiceField(label=gettext_lazy("Where"), required=False)

    def __init__(self, *args: Any, places: dict[UUID, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["type"].choices = [("", "–"), *_types()]  # type: ignore[attr-defined]  # a ChoiceField
        named = [(str(pk), name) for pk, name in places.items()]
        self.fields["place"].choices = [("", "–"), *named]  # type: ignore[attr-defined]  # a ChoiceField


def _filtered(request: HttpRequest, places: dict[UUID, str]) -> tuple[FilterForm, list[Organisation], str]:
    form = FilterForm(request.GET, places=places)
    form.is_valid()
    given, sort = form.cleaned_data, sorting(request, SORTS, "name")
    asked = fold(given.get("q", ""))
    found = [
        o
        for o in Around.of(user_of(request)).organisations.values()
        if asked in fold(" ".join(o.names))
        and given.get("type", "") in ("", o.type)
        and given.get("place", "") in ("", str(o.place))
    ]
    ordered = sorted(found, key=lambda o: _sorted_by(o, sort.removeprefix("-"), places), reverse=sort.startswith("-"))
    return form, ordered, sort


def _sorted_by(o: Organisation, key: str, places: dict[UUID, str]) -> tuple[str, str]:
    place = places.get(o.place, "") if o.place else ""
    return {"name": "", "type": words.organisation_type(o.type), "place": fold(place)}[key], fold(o.name)


@require_safe
@may("read office")
def organisations(request: HttpRequest) -> HttpResponse:
    places = places_of(user_of(request))
    form, found, sort = _filtered(request, places)
    context = paged(request, found)
    headings = [(_("Name"), "name"), (_("Kind of organisation"), "type"), (_("Where"), "place"), (_("Website"), "")]
    context |= {
        "form": form,
        "columns": columns(request, headings, sort),
        "rows": [_row(o, places) for o in context["page"].object_list],
        "query": request.GET.urlencode(),
        "saved": saved(request, "organisations"),
        "may_read_people": user_of(request).may("read contact"),
        "may_edit": user_of(request).may("decide claim"),
    }
    return render(request, "office/organisations.html", context)


def _row(o: Organisation, places: dict[UUID, str]) -> list[dict[str, str]]:
    return [
        {"text": o.name, "url": reverse("office:organisation", args=[o.id])},
        {"label": _("Kind of organisation"), "text": words.organisation_type(o.type)},
        {"label": _("Where"), "text": places.get(o.place, "") if o.place else ""},
        {"label": _("Website"), "text": o.website, "url": o.website},
    ]


@require_safe
@may("read office")
def export(request: HttpRequest, form: str) -> HttpResponse:
    places = places_of(user_of(request))
    headings = [_("Name"), _("Kind of organisation"), _("Where"), _("Website")]
    rows = ([cell["text"] for cell in _row(o, places)] for o in _filtered(request, places)[1])
    return download(form, _("Organisations"), headings, rows)


def _organisation(user: User, pk: UUID) -> tuple[Organisation, Around]:
    around = Around.of(user)
    if pk not in around.organisations:
        raise Http404(_("The register knows no organisation under this address."))
    return around.organisations[pk], around


@require_safe
@may("read office")
def organisation(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = user_of(request)
    found, around = _organisation(user, pk)
    roles = Role.objects.filter(organisation=pk, person__office=user.office_id).select_related("person", "successor")
    ordered = sorted(roles, key=lambda role: (not role.is_current, role.person.family_name))
    context = {
        "organisation": found,
        "type": words.organisation_type(found.type),
        "place": places_of(user).get(found.place, "") if found.place else "",
        "former": found.names[1:],
        "ties": [tie_row(tie, around.partners) for tie in ties_of(found) if tie.subject_id in around.partners],
        "roles": role_rows(ordered, around),
        "may_read_people": user.may("read contact"),
        "may_edit": user.may("edit contact"),
        "may_decide": user.may("decide claim"),
    }
    return render(request, "office/organisation.html", context)


def tie_row(tie: Any, partners: dict[UUID, str]) -> dict[str, Any]:
    return {
        "text": words.claim_value("link", tie.value),
        "partner": partners[tie.subject_id],
        "url": reverse("office:dossier-tab", args=[tie.subject_id, "contacts"]),
        "state": "" if tie.state == "accepted" else words.claim_state(tie.state),
    }


class OrganisationForm(forms.Form):
    """seen: the claim that the writer had before them, and the last decision on it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    type = forms.ChoiceField(label=gettext_lazy("Kind of organisation"), choices=_types)
    place = forms.TypedChoiceField(label=gettext_lazy("Where"), coerce=UUID)
    website = forms.URLField(label=gettext_lazy("Website"), required=False, assume_scheme="https", max_length=300)
    reason = forms.CharField(
        label=gettext_lazy("How it is known"),
        max_length=500,
        help_text=gettext_lazy("It stands in the history: what is said here is public."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, places: dict[UUID, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["place"].choices = [(str(pk), name) for pk, name in places.items()]  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@may("decide claim")
def edit(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    user = user_of(request)
    places = places_of(user)
    known = _organisation(user, pk)[0] if pk else None
    form = OrganisationForm(request.POST or None, initial=_start(request, known), places=places)
    context: dict[str, Any] = {"title": known.name if known else _("Add an organisation"), "form": form}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        said = {"place": given["place"], "website": given["website"], "by": user, "reason": given["reason"]}
        if known and given["seen"] != _seen(known):
            form.data = {**dict(form.data.items()), "seen": _seen(known)}
            context["theirs"] = _theirs(known, places)
            return render(request, "office/form.html", context, status=409)
        try:
            if known:
                describe_organisation(known, given["name"], given["type"], **said)
            else:
                pk = found_organisation(given["name"], given["type"], **said)
        except DecisionRefused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("Saved: %(name)s.") % {"name": given["name"]})
            return HttpResponseRedirect(reverse("office:organisation", args=[pk]))
    return render(request, "office/form.html", context, status=400 if form.errors else 200)


def _start(request: HttpRequest, known: Organisation | None) -> dict[str, Any]:
    if known is None:
        return {name: request.GET.get(name, "") for name in ("name", "place")}
    return {
        "name": known.name,
        "type": known.type,
        "place": known.place,
        "website": known.website,
        "seen": _seen(known),
    }


def _seen(known: Organisation) -> str:
    return f"{known.seq}:{known.decided}"


def _theirs(known: Organisation, places: dict[UUID, str]) -> dict[str, Any]:
    """How the organisation is described now; before it the name that it had."""
    now = [
        (_("Name"), known.names[1] if len(known.names) > 1 else "", known.name),
        (_("Kind of organisation"), "", words.organisation_type(known.type)),
        (_("Where"), "", places.get(known.place, "") if known.place else "–"),
        (_("Website"), "", known.website or "–"),
    ]
    fields = [{"label": label, "before": before, "after": after} for label, before, after in now]
    return {"who": _("Somebody else"), "fields": fields}
