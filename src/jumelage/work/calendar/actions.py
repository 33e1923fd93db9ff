"""Making and revoking the secret address of a calendar. An office's is written into the history."""

import secrets

from django.core.exceptions import PermissionDenied
from django.db import transaction

from jumelage.accounts.models import Office, User
from jumelage.accounts.tokens import digest
from jumelage.work.calendar.models import Feed
from jumelage.work.history.actions import facts, office_of, record_change

SAID = ("language",)


def open_feed(*, by: User, language: str) -> str:
    """The secret of a new address for the person's own calendar, which nobody can tell again; an older one ends."""
    _guard(by, "hold feed")
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)  # a second click waits for the first
        close_feed(by=by)
        secret = _secret()
        Feed.objects.create(user=by, made_by=by, digest=digest(secret), language=language)
        return secret


def open_office_feed(*, by: User, language: str) -> str:
    """The same for the calendar of the person's office."""
    _guard(by, "share calendar")
    with transaction.atomic():
        Office.objects.select_for_update().get(pk=office_of(by).pk)
        close_office_feed(by=by)
        secret = _secret()
        feed = Feed.objects.create(office=office_of(by), made_by=by, digest=digest(secret), language=language)
        record_change("feed", feed.pk, by=by, label="", after=facts(feed, SAID))
        return secret


def close_feed(*, by: User) -> None:
    """At once: nobody reads under that address any more."""
    _guard(by, "hold feed")
    Feed.objects.own(by).delete()


def close_office_feed(*, by: User) -> None:
    _guard(by, "share calendar")
    with transaction.atomic():
        for feed in Feed.objects.of_office(by).select_for_update():
            record_change("feed", feed.pk, by=by, label="", before=facts(feed, SAID))
            feed.delete()


def _secret() -> str:
    return secrets.token_urlsafe(32)


def _guard(user: User, action: str) -> None:
    if not user.may(action):
        raise PermissionDenied(f"The role {user.role} may not: {action}.")
