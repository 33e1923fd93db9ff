"""Signing in with the city's own service (OpenID Connect).

allauth leads there and back, with PKCE and a state that belongs to the session. What the service says of a person is taken from its
ID token alone, and that is verified here in full: signature, issuer, audience, times, nonce.
"""

import hmac
import secrets
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac

SIGNED = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
)  # never none, never shared
CLOCKS = 30  # seconds that two clocks may differ


def nonce_of(state: str) -> str:
    """The state is random, good once and kept in the session: so is what follows from it under our key."""
    return salted_hmac("jumelage.accounts.oidc.nonce", state, algorithm="sha256").hexdigest()


def verified(token: str, *, keys: dict[str, Any], issuer: str, audience: str, nonce: str) -> dict[str, Any]:
    """What the ID token says. Raises OAuth2Error for one that the service did not make for us, now, for this sign-in."""
    try:
        key = _key(token, keys)
        said: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=SIGNED,
            issuer=issuer,
            audience=audience,
            leeway=CLOCKS,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except (jwt.PyJWTError, ValueError, TypeError, KeyError) as error:
        raise OAuth2Error("The ID token is not valid.") from error
    if not hmac.compare_digest(str(said.get("nonce", "")), nonce):
        raise OAuth2Error("The ID token belongs to another sign-in.")
    if isinstance(said["aud"], list) and len(said["aud"]) > 1 and said.get("azp") != audience:
        raise OAuth2Error("The ID token was made for another program.")
    return said


def _key(token: str, keys: dict[str, Any]) -> jwt.PyJWK:
    """The service's key that the token names; the only one, where it names none."""
    signing = [key for key in jwt.PyJWKSet.from_dict(keys).keys if key.public_key_use in (None, "sig")]
    kid = jwt.get_unverified_header(token).get("kid")
    found = [key for key in signing if kid is None or key.key_id == kid]
    if len(found) != 1:
        raise jwt.InvalidKeyError(f"{len(found)} keys of the service fit the token.")
    return found[0]


class Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth is not typed
    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        given = kwargs["response"].get("id_token")
        if not isinstance(given, str):
            raise OAuth2Error("The answer holds no ID token.")
        said = verified(
            given,
            keys=self._fetched(self.openid_config["jwks_uri"]),
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            nonce=nonce_of(request.GET.get("state", "")),
        )
        return self.get_provider().sociallogin_from_response(request, {"id_token": said})

    def _fetched(self, address: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            answer = session.get(address)
            answer.raise_for_status()
            found: dict[str, Any] = answer.json()
            return found

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """One for all languages: the service wants to know it beforehand."""
        return request.build_absolute_uri(reverse("oidc-callback"))


class Provider(OpenIDConnectProvider):  # type: ignore[misc]  # allauth is not typed
    oauth2_adapter_class = Adapter
    pkce_enabled_default = True

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing of it is kept but the service's id for the person."""
        return {}

    def lead_there(self, request: HttpRequest, next_url: str | None) -> HttpResponse:
        state = secrets.token_urlsafe(24)
        response: HttpResponse = self.redirect(
            request, process="login", next_url=next_url, state_id=state, auth_params={"nonce": nonce_of(state)}
        )
        return response
