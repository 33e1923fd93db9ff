"""What people do here. What the public sees bumps the content revision in the same transaction."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jumelage.accounts.models import User
from jumelage.core import revision
from jumelage.knowledge.claims.concern import refuse_foreign
from jumelage.work.editorial import pictures
from jumelage.work.editorial.models import AccessibilityStatement, Contact, Picture, Question, Text

KEPT = timedelta(days=365)
"""How long a question stays after it was sent."""
QUICKEST, SLOWEST = timedelta(seconds=3), timedelta(hours=12)
MOST_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class ChangedMeanwhile(Exception):
    """Somebody saved the text after it was opened: theirs is `text`, and nothing was written."""

    text: Text


class NotTaken(ValueError):
    """The question is not taken; the message says why and what to do."""


def write_text(about: str, language: str, body: str, *, seen: int, by: User) -> Text | None:
    """seen: the version that the writer had before them, 0 for none. An empty body takes the text away.

    Raises ChangedMeanwhile.
    """
    _guard(by, "edit portal", _partnership(about))
    with transaction.atomic():
        revision.bump()  # the row that all writers meet at, so that two of them come one after the other
        text = Text.objects.filter(about=about, language=language).first()
        if text and text.version != seen:
            raise ChangedMeanwhile(text)
        if not body.strip():
            text.delete() if text else None
            return None
        made = text or Text(about=about, language=language, version=0)
        made.body, made.version, made.updated_by = body, made.version + 1, by
        made.save()
        return made


def state_accessibility(by: User, **said: Any) -> None:
    """said: conformity, method, assessed_on, email."""
    _guard(by, "edit portal")
    with transaction.atomic():
        revision.bump()
        AccessibilityStatement.objects.update_or_create(pk=1, defaults=said)


def hang_picture(partnership: UUID, upload: bytes | None, *, by: User, **said: Any) -> None:
    """The picture of a portrait; said: alt, credit, licence. Without an upload the picture stays and what is said of it changes.

    Raises pictures.PictureRefused.
    """
    _guard(by, "edit portal", partnership)
    files: dict[str, Any] = {}
    if upload is not None:
        kept = pictures.keep(upload)
        files = {"file": kept.name, "width": kept.width, "height": kept.height}
    with transaction.atomic():
        revision.bump()
        Picture.objects.update_or_create(partnership=partnership, defaults=said | files)


def take_down_picture(partnership: UUID, *, by: User) -> None:
    _guard(by, "edit portal", partnership)
    with transaction.atomic():
        revision.bump()
        Picture.objects.filter(partnership=partnership).delete()


def save_contact(contact: Contact, *, by: User) -> None:
    _guard(by, "edit portal")
    with transaction.atomic():
        revision.bump()
        contact.save()


def remove_contact(contact: Contact, *, by: User) -> None:
    _guard(by, "edit portal")
    with transaction.atomic():
        revision.bump()
        contact.delete()


def opened() -> str:
    """Proof of when a form was opened; machines send forms at once, or long after."""
    return signing.dumps(timezone.now().timestamp(), salt="question")


def ask(text: str, *, page: str, name: str, email: str, opened: str) -> Question:
    """Raises NotTaken for what was sent too quickly, from a form that is too old, or in a flood."""
    now = timezone.now()
    try:
        age = timedelta(seconds=now.timestamp() - float(signing.loads(opened, salt="question")))
    except (signing.BadSignature, TypeError, ValueError):
        age = timedelta.max
    if not QUICKEST <= age <= SLOWEST:
        raise NotTaken(_("Please look at what you wrote once more and send it again."))
    if Question.objects.filter(sent_at__gt=now - timedelta(hours=1)).count() >= MOST_AN_HOUR:
        raise NotTaken(
            _("Very many questions have come in within the last hour. Please try again later, or telephone us.")
        )
    return Question.objects.create(text=text, page=page, name=name, email=email, sent_at=now)


def close_question(pk: UUID, outcome: str, *, by: User) -> None:
    _guard(by, "answer question")
    Question.objects.filter(pk=pk).update(outcome=outcome, done_at=timezone.now(), done_by=by)


def delete_question(pk: UUID, *, by: User) -> None:
    """At the wish of who asked it, or because it is spam."""
    _guard(by, "answer question")
    Question.objects.filter(pk=pk).delete()


def forget() -> int:
    """Deletes the questions whose time is over; how many there were."""
    return Question.objects.filter(sent_at__lt=timezone.now() - KEPT).delete()[0]


def _partnership(about: str) -> UUID | None:
    """None for a page of the portal."""
    try:
        return UUID(about)
    except ValueError:
        return None


def _guard(user: User, action: str, partnership: UUID | None = None) -> None:
    if not user.may(action):
        raise PermissionDenied(f"The role {user.role} may not: {action}.")
    if partnership:
        refuse_foreign({partnership}, user)
