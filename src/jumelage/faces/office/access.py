"""Who may open an office page: the table in accounts.roles decides."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from jumelage.accounts.models import User

View = Callable[..., HttpResponse]
OWN = "keep own account"
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def may(action: str) -> Callable[[View], View]:
    """Sends strangers to the login; refuses people whose role does not allow the action; asks for a second factor where the
    office wants one. Never cached."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            user = user_of(request)
            if not user.may(action):
                raise PermissionDenied
            response = view(request, *args, **kwargs) if action == OWN or is_proven(request) else _to_factors(request)
            response["Cache-Control"] = "no-store"
            return response

        return guarded

    return decorate


def user_of(request: HttpRequest) -> User:
    """Who is logged in, on a page behind `may`."""
    return cast(User, request.user)


def is_proven(request: HttpRequest) -> bool:
    """Whether the person has a second factor, or the city's sign-in service vouched for them; always, where none is wanted."""
    user = user_of(request)
    if user.office is None or not user.office.second_factor or is_mfa_enabled(user, FACTORS):
        return True
    return any(record["method"] == "socialaccount" for record in get_authentication_records(request, user))


def _to_factors(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("Your office wants a second factor. Set up a passkey or an authenticator app first."))
    return HttpResponseRedirect(reverse("mfa_index"))
