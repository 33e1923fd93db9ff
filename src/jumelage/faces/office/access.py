"""Who may open an office page: the table in accounts.roles decides."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from jumelage.accounts.models import User

View = Callable[..., HttpResponse]


def may(action: str) -> Callable[[View], View]:
    """Sends strangers to the login; refuses people whose role does not allow the action. Never cached."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.may(action):  # type: ignore[union-attr]  # login_required lets no stranger through
                raise PermissionDenied
            response = view(request, *args, **kwargs)
            response["Cache-Control"] = "no-store"
            return response

        return guarded

    return decorate


def user_of(request: HttpRequest) -> User:
    """Who is logged in, on a page behind `may`."""
    return cast(User, request.user)
