"""Signing in: password, passkey, second factor, the city's own service; and the page behind an invitation."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login as Attempt
from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import get_adapter as get_social_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django import forms
from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from requests import RequestException

from jumelage.accounts.adapter import NOT_ANSWERED, WRONG, back_to_login
from jumelage.accounts.models import User
from jumelage.accounts.oidc import Adapter, Provider
from jumelage.faces.office.factors import CodeForm

SERVICE = "oidc"


class LoginForm(forms.Form):
    """The same words for an unknown address, a wrong password and an account that is closed."""

    username = forms.EmailField(
        label=gettext_lazy("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=4096,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if {"username", "password"} <= given.keys():
            self.user = get_adapter().authenticate(self.request, email=given["username"], password=given["password"])
            if self.user is None or not self.user.is_active:
                raise forms.ValidationError(WRONG, code="wrong")
        return given

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        attempt = Attempt(user=self.user, redirect_url=redirect_url, email=self.user.email)
        response: HttpResponse = perform_password_login(request, {"email": self.user.email}, attempt)
        return response


def without_site(context: dict[str, Any]) -> dict[str, Any]:
    """Without the `site` of Django and allauth, which would hide ours."""
    context.pop("site", None)
    return context


class Login(LoginView):  # type: ignore[misc]  # allauth is not typed
    template_name = "office/login.html"
    form_class = LoginForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = without_site(super().get_context_data(**kwargs))
        return context | {"service": sign_in_service(self.request)}


class SecondFactor(AuthenticateView):  # type: ignore[misc]  # allauth is not typed
    template_name = "office/second_factor.html"
    form_class = CodeForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Offers a passkey only to who has one."""
        context = without_site(super().get_context_data(**kwargs))
        if not is_mfa_enabled(self.stage.login.user, [Authenticator.Type.WEBAUTHN]):
            del context["js_data"]
        return context


def sign_in_service(request: HttpRequest) -> Provider | None:
    """The city's own service, where the installation names one."""
    try:
        provider: Provider = get_social_adapter(request).get_provider(request, provider=SERVICE)
    except SocialApp.DoesNotExist:
        return None
    return provider


@require_safe
@never_cache
def service(request: HttpRequest) -> HttpResponse:
    """Leads to the city's own service."""
    provider = sign_in_service(request)
    if provider is None:
        raise Http404
    wanted = request.GET.get("next", "")
    try:
        return provider.lead_there(request, wanted if get_adapter().is_safe_url(wanted) else None)
    except (RequestException, OAuth2Error, ValueError, KeyError):
        return back_to_login(request, NOT_ANSWERED)


@require_safe
@never_cache
def service_answers(request: HttpRequest) -> HttpResponse:
    """Where the service sends people back to."""
    if sign_in_service(request) is None:
        raise Http404
    try:
        response: HttpResponse = OAuth2CallbackView.adapter_view(Adapter(request, SERVICE))(request)
    except (RequestException, ValueError, KeyError):
        return back_to_login(request, NOT_ANSWERED)
    return response


class ChosenPassword(SetPasswordForm):  # type: ignore[type-arg]  # the stubs alone make it generic
    """Django's, with its rules in a sentence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = _("New password")
        self.fields["new_password1"].help_text = _("At least 12 characters; not a common one, and not like your name or address.")  # fmt: skip
        self.fields["new_password2"].label = _("New password once more")
        self.fields["new_password2"].help_text = ""


class Invitation(PasswordResetConfirmView):
    """A password of one's own, under a link that is good once."""

    template_name = "office/invitation.html"
    form_class = ChosenPassword
    success_url = reverse_lazy("account_login")

    def get_user(self, uidb64: str) -> Any:
        user = super().get_user(uidb64)
        return user if isinstance(user, User) and user.is_active else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return without_site(super().get_context_data(**kwargs))

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Your password is set. Sign in with it."))
        return super().form_valid(form)
