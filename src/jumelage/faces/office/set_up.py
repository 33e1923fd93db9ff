"""The rules of an office."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from jumelage.accounts.actions import set_up_office
from jumelage.faces.office.access import may, user_of


class RulesForm(forms.Form):
    second_factor = forms.BooleanField(
        label=gettext_lazy("Nobody works here without a second factor"),
        required=False,
        help_text=gettext_lazy("A passkey or an authenticator app. Who has none sets it up at the next sign-in."),
    )
    two_persons = forms.BooleanField(
        label=gettext_lazy("Two persons for every fact"),
        required=False,
        help_text=gettext_lazy("What one person accepts or records becomes a fact when another person confirms it."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@may("set up office")
def set_up(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    if user.office is None:
        raise Http404(_("You belong to no office; whoever heads one sets its rules."))
    rules = {"second_factor": user.office.second_factor, "two_persons": user.office.two_persons}
    form = RulesForm(request.POST if request.method == "POST" else None, initial=rules)
    if form.is_valid():
        set_up_office(user.office, **form.cleaned_data, by=user)
        messages.success(request, _("The rules of the office are saved."))
        return HttpResponseRedirect(reverse("office:set-up"))
    context = {
        "form": form,
        "title": _("Rules of the office"),
        "text": user.office.name,
        "submit": _("Save"),
        "back": reverse("office:today"),
    }
    return render(request, "office/form.html", context)
