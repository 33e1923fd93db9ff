"""Second factors of one's own: authenticator app, passkeys, recovery codes. allauth does the work; words and look are ours."""

from typing import Any

from allauth.account.forms import ReauthenticateForm
from allauth.account.views import ReauthenticateView
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCode
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView, RemoveWebAuthnView
from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from jumelage.faces.office.access import OWN, View, may

INDEX = reverse_lazy("mfa_index")


def _code(help_text: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True, "autocapitalize": "off"})
    return forms.CharField(label=_("Code"), max_length=40, help_text=help_text, widget=widget)


ANY_CODE = _("Six digits from the authenticator app, or one of your recovery codes.")


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # allauth is not typed
    code = _code(ANY_CODE)


class ConfirmByCodeForm(ReauthenticateByCode):  # type: ignore[misc]  # allauth is not typed
    code = _code(ANY_CODE)


class ConfirmByPasswordForm(ReauthenticateForm):  # type: ignore[misc]  # allauth is not typed
    password = forms.CharField(
        label=_("Password"),
        max_length=4096,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )


class AppForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth is not typed
    code = _code(_("The six digits that the app shows now."))


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth is not typed
    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        required=False,
        help_text=_("By which you know the device: office laptop, key ring."),
    )
    passwordless = forms.BooleanField(
        label=_("Sign in with this passkey alone, without password"),
        required=False,
        initial=True,
        help_text=_("The device then asks for your finger, face or PIN."),
    )

    def clean_name(self) -> str:
        return self.cleaned_data["name"] or str(_("Passkey"))


def _own(view: Any, template: str, **options: Any) -> View:
    return may(OWN)(view.as_view(template_name=f"office/{template}.html", **options))


def _asked(title: Any, text: Any, submit: Any) -> dict[str, Any]:
    return {"extra_context": {"title": title, "text": text, "submit": submit, "back": INDEX}}


confirm = _own(ReauthenticateView, "confirm", form_class=ConfirmByPasswordForm)
confirm_by_code = _own(ReauthenticateByCodeView, "confirm", form_class=ConfirmByCodeForm)
confirm_by_passkey = _own(ReauthenticateWebAuthnView, "confirm")
add_app = _own(ActivateTOTPView, "app", form_class=AppForm)
remove_app = _own(
    DeactivateTOTPView,
    "form",
    **_asked(
        _("Remove the authenticator app"),
        _("The login then asks for no code of the app any more."),
        _("Remove the app"),
    ),
)
add_passkey = _own(AddWebAuthnView, "passkey", form_class=PasskeyForm)
remove_passkey = _own(
    RemoveWebAuthnView,
    "form",
    success_url=INDEX,
    **_asked(_("Remove the passkey"), _("The device then no longer opens your account."), _("Remove the passkey")),
)
codes = _own(ViewRecoveryCodesView, "codes")
new_codes = _own(
    GenerateRecoveryCodesView,
    "form",
    **_asked(
        _("New recovery codes"),
        _("Ten new codes, each good once. The codes you have now are no longer valid then."),
        _("Make new codes"),
    ),
)
