"""People whom the office knows: the list, one person, their roles, and files in and out (contact_files.py)."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from jumelage.accounts.models import User
from jumelage.faces import words
from jumelage.faces.office import changes
from jumelage.faces.office.access import may, user_of
from jumelage.faces.office.forms import DateField
from jumelage.faces.office.listing import columns, download, paged, saved, sorting
from jumelage.faces.office.partners import Around
from jumelage.work.contacts import actions, queries
from jumelage.work.contacts.models import PERSON_FIELDS, Person, PersonQuerySet, Role, Side, kept_until
from jumelage.work.contacts.rules import RoleRefused
from jumelage.work.history import queries as history
from jumelage.work.history.actions import ChangedMeanwhile


class FilterForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Name, email or telephone"), required=False, max_length=100)
    partnership = forms.ChoiceField(label=gettext_lazy("Partnership"), required=False)
    side = forms.ChoiceField(
        label=pgettext_lazy("role", "Side"), required=False, choices=lambda: [("", "–"), *Side.choices]
    )
    due = forms.BooleanField(label=gettext_lazy("Only those whose data is to be checked"), required=False)

    def __init__(self, *args: Any, around: Around, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "partnership", around.partners)


def _offer(form: forms.Form | forms.ModelForm, field: str, names: dict[UUID, str], empty: str = "–") -> None:  # type: ignore[type-arg]
    form.fields[field].choices = [("", empty), *((str(pk), name) for pk, name in names.items())]  # type: ignore[attr-defined]


def _filtered(request: HttpRequest, around: Around) -> tuple[FilterForm, PersonQuerySet, str]:
    form = FilterForm(request.GET, around=around)
    form.is_valid()
    given, sort = form.cleaned_data, sorting(request, queries.SORTS, "name")
    found = queries.people(
        user_of(request),
        words=given.get("q", ""),
        side=given.get("side", ""),
        partnership=changes.uuid_or_none(given.get("partnership")),
        organisation=changes.uuid_or_none(request.GET.get("organisation")),
        due=timezone.localdate() if given.get("due") else None,
        sort=sort,
    )
    return form, found, sort


@require_safe
@may("read contact")
def people(request: HttpRequest) -> HttpResponse:
    user, around = user_of(request), Around.of(user_of(request))
    form, found, sort = _filtered(request, around)
    context = paged(request, found)
    shown = list(context["page"].object_list)
    alike = queries.alike(user, shown)
    headings = [
        (_("Name"), "name"),
        (pgettext("role", "Role"), ""),
        (_("For"), ""),
        (_("Email address"), ""),
        (_("Check the data on"), "review"),
    ]
    context |= {
        "form": form,
        "columns": columns(request, headings, sort),
        "rows": [_row(person, around, bool(alike[person.pk])) for person in shown],
        "query": request.GET.urlencode(),
        "saved": saved(request, "contacts"),
        "may_edit": user.may("edit contact"),
    }
    return render(request, "office/contacts.html", context)


def _row(person: Person, around: Around, is_alike: bool) -> list[dict[str, Any]]:
    current = [role for role in person.roles.all() if role.is_current]
    twice = _("perhaps entered twice") if is_alike else ""
    due = person.review_on <= timezone.localdate()
    return [
        {"text": str(person), "url": reverse("office:contact-card", args=[person.pk])},
        {"label": pgettext("role", "Role"), "text": ", ".join(role.title for role in current)},
        {"label": _("For"), "text": ", ".join(dict.fromkeys(filter(None, (_place(role, around) for role in current))))},
        {"label": _("Email address"), "text": person.email, "note": twice},
        {
            "label": _("Check the data on"),
            "text": words.day_words(person.review_on),
            "iso": person.review_on.isoformat(),
            "note": _("due") if due else "",
        },
    ]


def _place(role: Role, around: Around) -> str:
    return around.organisation(role.organisation) or around.partner(role.partnership)


@require_safe
@may("read contact")
def export(request: HttpRequest, form: str) -> HttpResponse:
    around = Around.of(user_of(request))
    found = _filtered(request, around)[1]
    headings = [changes.label("person", name) for name in PERSON_FIELDS]
    rows = ([*_told(person), *_roles_told(person, around)] for person in found)
    return download(form, _("People"), [*headings, _("Roles"), _("Roles that ended")], rows)


def _told(person: Person) -> list[str]:
    told = {"legal_basis": str(person.get_legal_basis_display()), "review_on": person.review_on.isoformat()}
    return [told.get(name) or str(getattr(person, name)) for name in PERSON_FIELDS]


def _roles_told(person: Person, around: Around) -> list[str]:
    told: dict[bool, list[str]] = {True: [], False: []}
    for role in person.roles.all():
        told[role.is_current].append(", ".join(filter(None, (role.title, _place(role, around), _span(role)))))
    return ["; ".join(told[True]), "; ".join(told[False])]


def _span(role: Role) -> str:
    since = words.since_words(role.since) if role.since else ""
    until = _("until %(date)s") % {"date": words.date_words(role.until)} if role.until else ""
    return " ".join(filter(None, (since, until)))


@require_safe
@may("read contact")
def card(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = user_of(request)
    person, around = _person(user, pk), Around.of(user)
    roles = list(person.roles.all())
    end = kept_until(roles, person.kept_years)
    context = {
        "person": person,
        "language": words.language_name(person.language),
        "roles": role_rows(roles, around),
        "alike": queries.alike(user, [person])[person.pk],
        "kept_until": words.day_words(end) if end else "",
        "is_over": bool(end and end < timezone.localdate()),
        "review_on": words.day_words(person.review_on),
        "is_due": person.review_on <= timezone.localdate(),
        "changes": changes.rows(history.changes(user).filter(record=pk)[:50], user, around),
        "may_edit": user.may("edit contact"),
    }
    return render(request, "office/contact_card.html", context)


def role_rows(roles: list[Role], around: Around) -> list[dict[str, Any]]:
    """For _roles.html."""
    return [
        {
            "role": role,
            "place": _place(role, around),
            "partner": around.partner(role.partnership) if role.organisation else "",
            "when": _span(role),
            "is_current": role.is_current,
            "is_over": role.last_day is not None and role.last_day < timezone.localdate(),
        }
        for role in roles
    ]


def _person(user: User, pk: UUID) -> Person:
    return get_object_or_404(queries.with_roles(Person.objects.of(user)), pk=pk)


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """seen: the version that the writer had before them."""

    language = forms.ChoiceField(label=changes.LABELS["language"], required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    class Meta:
        model = Person
        fields = PERSON_FIELDS
        labels = {name: changes.LABELS[name] for name in PERSON_FIELDS}
        help_texts = {
            "salutation": gettext_lazy("As a letter begins: Dear Ms Example"),
            "purpose": gettext_lazy("What the data is needed for"),
            "review_on": gettext_lazy("Then the office asks whether the data is right and still needed."),
        }
        widgets = {
            "review_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "address": forms.Textarea(attrs={"rows": 3}),
            "note": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["language"]
        field.choices = [("", "–"), *words.language_names()]  # type: ignore[attr-defined]  # a ChoiceField


def _new_person() -> Person:
    return Person(purpose=_("Contact within the partnership"), legal_basis="task", language=words.language())


@require_http_methods(["GET", "HEAD", "POST"])
@may("edit contact")
def edit(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    user = user_of(request)
    person = _person(user, pk) if pk else _new_person()
    form = PersonForm(request.POST or None, instance=person, initial={"seen": person.version})
    context = {"title": str(person) if pk else _("Add a person"), "form": form}
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in PERSON_FIELDS}
        try:
            if pk is None:
                return _added(request, actions.add_person(by=user, **said))
            saved = actions.change_person(pk, seen=form.cleaned_data["seen"], by=user, **said)
        except ChangedMeanwhile as changed:
            since = history.since_version("person", changed.now.pk, changed.now.version - form.cleaned_data["seen"])
            form.data = {**dict(form.data.items()), "seen": str(changed.now.version)}
            context["theirs"] = changes.theirs("person", since, user, Around.of(user))
            return render(request, "office/form.html", context, status=409)
        messages.success(request, _("Saved: %(name)s.") % {"name": saved})
        return HttpResponseRedirect(reverse("office:contact-card", args=[pk]))
    return render(request, "office/form.html", context, status=400 if form.errors else 200)


def _added(request: HttpRequest, person: Person) -> HttpResponse:
    """To the person's page; to the form for a role where the person was added for a partnership or an organisation."""
    messages.success(request, _("Saved: %(name)s.") % {"name": person})
    if request.GET:
        return HttpResponseRedirect(f"{reverse('office:contact-role-add', args=[person.pk])}?{request.GET.urlencode()}")
    return HttpResponseRedirect(reverse("office:contact-card", args=[person.pk]))


class RoleForm(forms.Form):
    """The successor is typed: a list of thousands of people would help nobody."""

    title = forms.CharField(label=pgettext_lazy("role", "Role"), max_length=200)
    side = forms.ChoiceField(label=pgettext_lazy("role", "Side"), choices=Side.choices)
    partnership = forms.TypedChoiceField(
        label=gettext_lazy("Partnership"), required=False, coerce=UUID, empty_value=None
    )
    organisation = forms.TypedChoiceField(
        label=gettext_lazy("Organisation"), required=False, coerce=UUID, empty_value=None
    )
    since = DateField(label=pgettext_lazy("role", "Since"), asked="since", required=False)
    until = DateField(label=pgettext_lazy("role", "Until"), asked="until", required=False)
    successor = forms.CharField(
        label=gettext_lazy("Successor"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Name or email address of somebody who is entered already"),
    )

    def __init__(self, *args: Any, user: User, around: Around, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user
        _offer(self, "partnership", around.partners)
        _offer(self, "organisation", {pk: o.name for pk, o in around.organisations.items()})

    def clean_successor(self) -> Person | None:
        typed = self.cleaned_data["successor"]
        found = list(Person.objects.of(self.user).named(typed)[:6]) if typed.strip() else []
        if typed.strip() and not found:
            raise forms.ValidationError(
                _("Nobody here is called “%(name)s”; add the person first, or leave this empty."),
                params={"name": typed},
            )
        if len(found) > 1:
            several = ", ".join(f"{p} ({p.email})" if p.email else str(p) for p in found[:5])
            raise forms.ValidationError(
                _("Several people fit: %(names)s. Type the email address."), params={"names": several}
            )
        return found[0] if found else None

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not self.errors and not given.get("partnership") and not given.get("organisation"):
            self.add_error("partnership", _("Choose a partnership, an organisation, or both: a role is for something."))
        return given


@require_http_methods(["GET", "HEAD", "POST"])
@may("edit contact")
def role(request: HttpRequest, pk: UUID, role_pk: UUID | None = None) -> HttpResponse:
    user = user_of(request)
    person, around = _person(user, pk), Around.of(user)
    found = get_object_or_404(Role, pk=role_pk, person=person) if role_pk else Role(person=person)
    form = RoleForm(request.POST or None, initial=_start(found, request), user=user, around=around)
    if request.method == "POST" and "remove" in request.POST and role_pk:
        actions.remove_role(found, by=user)
        return HttpResponseRedirect(reverse("office:contact-card", args=[pk]))
    if request.method == "POST" and form.is_valid():
        for name, value in form.cleaned_data.items():
            setattr(found, name, value)
        try:
            actions.set_role(found, by=user)
        except RoleRefused as refused:
            form.add_error(refused.field, str(refused))
        else:
            messages.success(request, _("Saved: %(name)s.") % {"name": found.title})
            return HttpResponseRedirect(reverse("office:contact-card", args=[pk]))
    title = _("Role of %(name)s") % {"name": person}
    context = {"title": title, "form": form, "removable": bool(role_pk)}
    return render(request, "office/form.html", context, status=400 if form.errors else 200)


def _start(role: Role, request: HttpRequest) -> dict[str, Any]:
    given = {name: request.GET.get(name, "") for name in ("partnership", "organisation", "side")}
    stands = {
        "title": role.title,
        "side": role.side,
        "partnership": role.partnership or "",
        "organisation": role.organisation or "",
        "since": role.since,
        "until": role.until,
        "successor": (role.successor.email or str(role.successor)) if role.successor else "",
    }
    return stands | {name: value for name, value in given.items() if value}
