"""Where a person is signed in: what allauth noted at each login, as far as that session still holds."""

from collections.abc import Collection
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from jumelage.accounts.models import User
from jumelage.core.models import Kept


def sessions_of(user: User) -> list[UserSession]:
    """The latest first. A session that ended with a password, role or office of before is none."""
    noted = {row.session_key: row for row in UserSession.objects.filter(user=user).order_by("-created_at", "-pk")}
    stored = Session.objects.filter(pk__in=noted, expire_date__gt=timezone.now())
    held = user.get_session_auth_hash()
    alive = {session.pk for session in stored if session.get_decoded().get(HASH_SESSION_KEY) == held}
    return [row for key, row in noted.items() if key in alive]


def end_sessions(sessions: Collection[UserSession]) -> None:
    Session.objects.filter(pk__in=[session.session_key for session in sessions]).delete()
    UserSession.objects.filter(pk__in=[session.pk for session in sessions]).delete()


def forget_ended(sender: Any, **details: Any) -> None:
    """At each login: what ended is not kept, above all the network addresses in it."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("pk")).delete()
    Kept.objects.filter(expires__lt=now).delete()


def renew_session(sender: Any, request: HttpRequest, *, reauthenticated: bool = False, **details: Any) -> None:
    """A new key for a session that may do more from now on, so that one which was seen before is of no use."""
    if reauthenticated:
        before = request.session.session_key
        request.session.cycle_key()
        UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)
