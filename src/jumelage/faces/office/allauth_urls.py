"""Pages that allauth leads to by these names; they belong to no namespace."""

from allauth.mfa.webauthn.views import login_webauthn
from django.urls import path
from django.views.generic import RedirectView

from jumelage.faces.office import account, factors, login

urlpatterns = [
    path("login/", login.Login.as_view(), name="account_login"),
    path("login/second/", login.SecondFactor.as_view(), name="mfa_authenticate"),
    path("login/passkey/", login_webauthn, name="mfa_login_webauthn"),
    path("account/", account.account, name="mfa_index"),
    path("account/confirm/", factors.confirm, name="account_reauthenticate"),
    path("account/confirm/code/", factors.confirm_by_code, name="mfa_reauthenticate"),
    path("account/confirm/passkey/", factors.confirm_by_passkey, name="mfa_reauthenticate_webauthn"),
    path("account/app/", factors.add_app, name="mfa_activate_totp"),
    path("account/app/remove/", factors.remove_app, name="mfa_deactivate_totp"),
    path("account/passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("account/passkeys/add/", factors.add_passkey, name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/remove/", factors.remove_passkey, name="mfa_remove_webauthn"),
    path("account/codes/", factors.codes, name="mfa_view_recovery_codes"),
    path("account/codes/new/", factors.new_codes, name="mfa_generate_recovery_codes"),
]
