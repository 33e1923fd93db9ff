"""One's own account: password, second factors, where one is signed in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from jumelage.accounts.sessions import end_sessions, sessions_of
from jumelage.faces.office.access import OWN, may, user_of
from jumelage.faces.office.login import ChosenPassword

BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {
    "Windows": "Windows", "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Mac OS": "macOS", "Linux": "Linux",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signed:
    """One session, in words."""

    pk: int
    device: str
    address: str
    since: datetime
    is_this: bool


@require_safe
@may(OWN)
def account(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    held = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    codes = next((a.wrap() for a in held if a.type == Authenticator.Type.RECOVERY_CODES), None)
    context = {
        "app": next((a for a in held if a.type == Authenticator.Type.TOTP), None),
        "passkeys": [a for a in held if a.type == Authenticator.Type.WEBAUTHN],
        "codes_left": len(codes.get_unused_codes()) if codes else None,
        "sessions": [_signed(row, request) for row in sessions_of(user)],
        "has_password": user.has_usable_password(),
    }
    return render(request, "office/account.html", context)


def _signed(row: UserSession, request: HttpRequest) -> Signed:
    is_this = row.session_key == request.session.session_key
    return Signed(row.pk, device(row.user_agent), row.ip, row.created_at, is_this)


def device(user_agent: str) -> str:
    """What a browser says of itself, as far as it is worth reading."""
    found = [next((name for mark, name in table.items() if mark in user_agent), "") for table in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found)) or _("unknown browser")


@require_POST
@may(OWN)
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    session = get_object_or_404(UserSession, pk=pk, user=user_of(request))
    if session.session_key == request.session.session_key:
        end_sessions([session])
        logout(request)
        return HttpResponseRedirect(reverse("account_login"))
    end_sessions([session])
    messages.success(request, _("That session has ended."))
    return _back()


@require_POST
@may(OWN)
def end_others(request: HttpRequest) -> HttpResponse:
    others = UserSession.objects.filter(user=user_of(request)).exclude(session_key=request.session.session_key)
    end_sessions(list(others))
    messages.success(request, _("All other sessions have ended."))
    return _back()


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("mfa_index") + "#sessions")


class Password(PasswordChangeView):
    """A new password ends all other sessions: theirs began with the old one."""

    template_name = "office/form.html"
    form_class = ChosenPassword  # type: ignore[assignment]  # the old one was asked for a moment ago, and counted there
    success_url = reverse_lazy("mfa_index")
    extra_context = {
        "title": gettext_lazy("Change the password"),
        "text": gettext_lazy("You stay signed in here; everywhere else you are signed out."),
        "submit": gettext_lazy("Save the new password"),
        "back": reverse_lazy("mfa_index"),
    }

    def form_valid(self, form: Any) -> HttpResponse:
        before = self.request.session.session_key
        response = super().form_valid(form)
        UserSession.objects.filter(session_key=before).update(session_key=self.request.session.session_key)
        messages.success(self.request, _("The new password is set."))
        return response


password = may(OWN)(reauthentication_required()(Password.as_view()))
