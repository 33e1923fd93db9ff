"""Keys for programs that ask in a person's name."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from jumelage.accounts.models import Token
from jumelage.accounts.roles import Scope
from jumelage.accounts.tokens import LONGEST, issue_token, revoke_token
from jumelage.faces.office.access import may, user_of

ACTION = "hold token"


class TokenForm(forms.Form):
    name = forms.CharField(
        label=pgettext_lazy("token", "Name"), max_length=100, help_text=gettext_lazy("Which program it is for.")
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What the program may do"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    last_day = forms.DateField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("Within a year; then make a new one."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )

    def clean_last_day(self) -> Any:
        day, today = self.cleaned_data["last_day"], timezone.localdate()
        if not today <= day < today + LONGEST:
            raise forms.ValidationError(_("Choose a day between today and a year from now."))
        return day

    def expires_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.cleaned_data["last_day"] + timedelta(days=1), time()))


@require_http_methods(["GET", "HEAD", "POST"])
@may(ACTION)
def tokens(request: HttpRequest) -> HttpResponse:
    user, secret = user_of(request), ""
    form = TokenForm(
        request.POST if request.method == "POST" else None,
        initial={"last_day": timezone.localdate() + timedelta(days=90)},
    )
    if form.is_valid():
        given = form.cleaned_data
        scopes = [Scope(scope) for scope in given["scopes"]]
        _made, secret = issue_token(user=user, name=given["name"], scopes=scopes, expires_at=form.expires_at())
        form = TokenForm(initial={"last_day": given["last_day"]})
    found = Token.objects.within_reach(user).select_related("user")
    context = {"form": form, "secret": secret, "tokens": found, "now": timezone.now(), "own": user.pk}
    return render(request, "office/tokens.html", context, status=400 if form.errors else 200)


@require_POST
@may(ACTION)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(Token.objects.within_reach(user_of(request)), pk=pk)
    revoke_token(token)
    messages.success(request, _("The token %(name)s is no longer valid.") % {"name": token.name})
    return HttpResponseRedirect(reverse("office:tokens"))
