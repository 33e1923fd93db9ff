"""Keys for programs: made, checked, revoked. The secret is shown once; the database holds its digest, and a full random secret
needs no slow hash."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone

from jumelage.accounts.models import Token, User
from jumelage.accounts.roles import Scope

PREFIX = "jumelage_"  # so that scanners for leaked secrets can know it
LONGEST = timedelta(days=366)
NOTED = timedelta(minutes=1)  # a busy program does not write on every call


def issue_token(*, user: User, name: str, scopes: Collection[Scope], expires_at: datetime) -> tuple[Token, str]:
    """The token and its secret, which nobody can tell again. Raises PermissionDenied for a role that may hold none."""
    if not user.may("hold token"):
        raise PermissionDenied(f"The role {user.role} may not hold a token.")
    if not timezone.now() < expires_at <= timezone.now() + LONGEST:
        raise ValueError(f"A token ends within a year from now, not on {expires_at:%Y-%m-%d}.")
    secret = PREFIX + secrets.token_urlsafe(32)
    made = Token.objects.create(
        user=user, name=name, scopes=sorted(map(str, scopes)), digest=digest(secret), expires_at=expires_at
    )
    return made, secret


def authenticate_token(authorization: str) -> Token | None:
    """The token that an Authorization header presents ("Bearer …"), while it holds and its person is active; notes its use."""
    kind, _, secret = authorization.partition(" ")
    if kind.lower() != "bearer" or not secret.startswith(PREFIX):
        return None
    now = timezone.now()
    held = Token.objects.filter(revoked_at=None, expires_at__gt=now, user__is_active=True)
    found = held.filter(digest=digest(secret.strip())).select_related("user").first()
    if found:
        stale = Q(last_used_at=None) | Q(last_used_at__lt=now - NOTED)
        Token.objects.filter(stale, pk=found.pk).update(last_used_at=now)
    return found


def revoke_token(token: Token) -> None:
    """At once, and for good; the first time counts."""
    Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())


def digest(secret: str) -> str:
    """What is kept of a secret that is shown once."""
    return hashlib.sha256(secret.encode()).hexdigest()
