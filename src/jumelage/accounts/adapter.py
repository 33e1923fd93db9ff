"""What django-allauth asks us about logging in: words, addresses, who is let in. It knows no sign-up: accounts are invited."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jumelage.accounts.models import User

WRONG = _("Address and password do not belong together. Check both, and whether the capitals key is on.")
LOCKED = _("Too many attempts have failed. Wait a quarter of an hour, or sign in with a passkey.")
NO_ACCOUNT = _("You were recognised, but have no account here. Ask the administrator of the register to invite you.")
NOT_ANSWERED = _("The sign-in service did not give a valid answer. Try again; if it happens again, tell whoever runs this register.")  # fmt: skip
SAID = {
    "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is no longer asked for."),
    "mfa/messages/webauthn_added.txt": _("The passkey is set up."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is no longer valid."),
    "mfa/messages/recovery_codes_generated.txt": _("New recovery codes are made; earlier ones are no longer valid."),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": LOCKED,
        "rate_limited": LOCKED,
        "incorrect_password": _("This is not your password. Try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """A guest has only the own account so far."""
        user = request.user
        return reverse("office:today" if isinstance(user, User) and user.may("read office") else "mfa_index")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """By the account alone: allauth's own key adds the host, and each name of the server would give five more attempts."""
        return str(credentials["email"]).lower()

    def reauthenticate(self, user: User, password: str) -> bool:
        """By the address of the account; allauth looks for one in a table of addresses that is not used here."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        return back_to_login(request, NO_ACCOUNT)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: Any = None,
        extra_tags: str = "",
        message: Any = None,
    ) -> None:
        """Our words, where there is something to say."""
        said = message or SAID.get(message_template or "")
        if said:
            messages.add_message(request, level, said, extra_tags=extra_tags)


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """The first time an account is found by its address, which the service must have verified; then by the service's own id.

        So an address that passes to another person does not open the account of the one before.
        """
        if sociallogin.is_existing:
            return
        verified = [address.email for address in sociallogin.email_addresses if address.verified is True]
        user = User.objects.filter(email__iexact=verified[0], is_active=True).first() if verified else None
        if user is None or SocialAccount.objects.filter(user=user, provider=sociallogin.account.provider).exists():
            raise ImmediateHttpResponse(back_to_login(request, NO_ACCOUNT))
        sociallogin.connect(request, user)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **details: Any) -> None:
        raise ImmediateHttpResponse(back_to_login(request, NOT_ANSWERED))


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is not typed
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not valid, or was used already. Wait for the next one and type that."),
    }

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        """Left for the person to say which device it is."""
        return ""


def back_to_login(request: HttpRequest, said: Any) -> HttpResponse:
    messages.error(request, said)
    return HttpResponseRedirect(reverse("account_login"))
