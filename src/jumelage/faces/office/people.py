"""The people of the office and what they may do; for administrators."""

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jumelage.accounts import actions
from jumelage.accounts.models import Office, User
from jumelage.accounts.roles import Role
from jumelage.faces.office.access import FACTORS, may, user_of

ACTION = "administer people"
ROLE_HELP = gettext_lazy(
    "A reader reads, but nobody's personal data; an editor also keeps people, tasks and the portal's texts; an officer also takes in "
    "sources and decides; the head also redacts and sets up the office; an administrator also looks after accounts. A guest of a "
    "partner city sees only the own account so far."
)


class PersonForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=200)
    email = forms.EmailField(
        label=gettext_lazy("Email address"), help_text=gettext_lazy("The person signs in with it.")
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices, help_text=ROLE_HELP)
    office = forms.ModelChoiceField(
        label=gettext_lazy("Office"),
        queryset=Office.objects.order_by("name"),
        required=False,
        empty_label=gettext_lazy("none: looks after all offices"),
    )

    def __init__(self, *args: Any, by: User, of: User | None = None, **kwargs: Any) -> None:
        """by chooses among offices only where they look after all; of is the person who is changed."""
        super().__init__(*args, **kwargs)
        self.by, self.of = by, of
        if by.office_id:
            del self.fields["office"]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        others = User.objects.exclude(pk=self.of.pk) if self.of else User.objects.all()
        if others.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Somebody has an account with this address already; change that one."))
        return email

    def said(self) -> dict[str, Any]:
        given = self.cleaned_data
        office = given["office"] if "office" in self.fields else self.by.office
        return {"name": given["name"], "email": given["email"], "role": Role(given["role"]), "office": office}


@require_safe
@may(ACTION)
def people(request: HttpRequest) -> HttpResponse:
    by = user_of(request)
    has_factor = Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS))
    found = User.objects.of_office(by).select_related("office").annotate(has_factor=has_factor)
    context = {"people": found.order_by("-is_active", "name", "pk"), "all_offices": not by.office_id}
    return render(request, "office/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may(ACTION)
def invite(request: HttpRequest) -> HttpResponse:
    by = user_of(request)
    form = PersonForm(_posted(request), by=by)
    if form.is_valid():
        user = actions.invite_user(**form.said(), by=by)
        return _show_link(request, user)
    context = {
        "form": form,
        "title": _("Invite a person"),
        "text": _("You get a link for the person, under which they choose their own password."),
        "submit": _("Invite"),
        "back": reverse("office:people"),
    }
    return render(request, "office/form.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@may(ACTION)
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    by, user = user_of(request), _user(request, pk)
    before = {"name": user.name, "email": user.email, "role": user.role, "office": user.office}
    form = PersonForm(_posted(request), by=by, of=user, initial=before)
    if form.is_valid():
        try:
            actions.change_user(user, **form.said(), by=by)
        except actions.ChangeRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(name)s: saved.") % {"name": user.name})
            return HttpResponseRedirect(reverse("office:people"))
    user = _user(request, pk)  # as it stands, not as it was typed
    return render(request, "office/person.html", {"person": user, "form": form}, status=_status(form))


@require_POST
@may(ACTION)
def do(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """link, reset, deactivate, reactivate."""
    by, user = user_of(request), _user(request, pk)
    try:
        if verb == "reset":
            actions.lock_out(user, by=by)
        elif verb != "link":
            {"deactivate": actions.deactivate_user, "reactivate": actions.reactivate_user}[verb](user, by=by)
    except actions.ChangeRefused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("office:person", args=[pk]))
    if verb != "deactivate" and user.is_active:
        return _show_link(request, user)
    messages.success(request, _("%(name)s: saved.") % {"name": user.name})
    return HttpResponseRedirect(reverse("office:people"))


def _show_link(request: HttpRequest, user: User) -> HttpResponse:
    """Not kept anywhere: it is on this page, once."""
    link = request.build_absolute_uri(reverse("office:invitation", kwargs=actions.link_for(user)))
    return render(request, "office/person_link.html", {"person": user, "link": link})


def _user(request: HttpRequest, pk: UUID) -> User:
    return get_object_or_404(User.objects.of_office(user_of(request)).select_related("office"), pk=pk)


def _status(form: forms.Form) -> int:
    return 400 if form.errors else 200


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
