"""Reads for the portal and the office."""

from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from jumelage.work.editorial.models import DUTIES, PAGES, AccessibilityStatement, Contact, Picture, Subject, Text

A_YEAR = timedelta(days=365)


def text_for(about: str, language: str) -> Text | None:
    """The text in the reader's language, else in the installation's, else in any."""
    found = {text.language: text for text in Text.objects.filter(about=about).order_by("language")}
    wanted = (language, settings.LANGUAGE_CODE, *found)
    return next((found[code] for code in wanted if code in found), None)


def pages() -> list[str]:
    """The pages of the portal that are written in some language, in their order."""
    written = set(Text.objects.filter(about__in=PAGES).values_list("about", flat=True))
    return [about for about in PAGES if about in written]


def contacts(partnership: UUID | None = None) -> list[Contact]:
    """Whom to ask about a partnership: its own contacts, else those for all."""
    found = list(Contact.objects.filter(Q(partnership=partnership) | Q(partnership=None)).order_by("pk"))
    own = [contact for contact in found if partnership and contact.partnership == partnership]
    return sorted(own or found, key=lambda contact: Subject.values.index(contact.subject))


def picture(partnership: UUID) -> Picture | None:
    return Picture.objects.filter(partnership=partnership).first()


def duties(today: date) -> list[str]:
    """The pages that every public body must have and this one lacks; `accessibility` too where its statement is a year old."""
    have = pages()
    old = not AccessibilityStatement.objects.filter(assessed_on__gt=today - A_YEAR).exists()
    return [page for page in DUTIES if page not in have or (page == "accessibility" and old)]


def accessibility() -> AccessibilityStatement | None:
    return AccessibilityStatement.objects.first()
