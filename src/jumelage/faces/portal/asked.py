"""Which register was asked for: as of which day, as known when, as stated until when. What cannot be read is told, never guessed."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from jumelage.faces import words
from jumelage.knowledge.claims.history import last_entry

NAMES = ("as_of", "as_known", "stated_until")


@dataclass(frozen=True, slots=True)
class Asked:
    """errors: parameter → a sentence; the register is then answered for as if it had not been given.

    known is the number of the last entry to read, None for all; texts are the parameters as they were written.
    """

    day: date
    today: date
    known: int | None
    stated_until: date | None
    texts: dict[str, str]
    errors: dict[str, str]

    @property
    def is_now(self) -> bool:
        return self.day == self.today and self.known is None and self.stated_until is None

    @property
    def is_past_knowledge(self) -> bool:
        return self.known is not None or self.stated_until is not None

    @property
    def carried(self) -> str:
        """The query that asks for the same again, with its question mark; empty where it is the register of today."""
        wanted = {"as_of": "" if self.day == self.today else self.day.isoformat()}
        wanted |= {name: self.texts[name] for name in NAMES[1:] if name not in self.errors}
        query = urlencode({name: text for name, text in wanted.items() if text})
        return f"?{query}" if query else ""

    @property
    def sentence(self) -> str:
        """By what was known or said the register answers, where it is not by everything."""
        told = []
        if self.known is not None:
            told.append(_known_words(self.texts["as_known"]))
        if self.stated_until:
            told.append(_("Only sources up to %(day)s are heard.") % {"day": words.day_words(self.stated_until)})
        return " ".join(told)


def _known_words(text: str) -> str:
    if text.startswith("#"):
        return _("Shown as the register knew it at entry %(number)s.") % {"number": text}
    return _("Shown as the register knew it on %(day)s.") % {"day": words.day_words(date.fromisoformat(text))}


def asked(request: HttpRequest) -> Asked:
    today = timezone.localdate()
    texts = {name: _text(request.GET, name) for name in NAMES}
    errors: dict[str, str] = {}
    day = _day(texts["as_of"], today, "as_of", errors)
    until = _day(texts["stated_until"], today, "stated_until", errors)
    return Asked(day or today, today, _known(texts["as_known"], today, errors), until, texts, errors)


def _text(query: QueryDict, name: str) -> str:
    return query.get(name, "").strip()


def _day(text: str, today: date, name: str, errors: dict[str, str]) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        day = None
    if day is None:
        errors[name] = _("This is not a day. Give one such as 2013-06-30; the register is shown as of today.")
    elif day > today:
        errors[name] = _("This day is still to come; the register is shown as of today.")
        day = None
    return day


def _known(text: str, today: date, errors: dict[str, str]) -> int | None:
    if not text.startswith("#"):
        day = _day(text, today, "as_known", errors)
        if "as_known" in errors:
            errors["as_known"] = _("Give a past day such as 2025-11-01 or the number of an entry such as #120.")
        return last_entry(day) if day and day < today else None
    number, last = text[1:], last_entry()
    if number.isascii() and number.isdigit() and len(number) < 19 and int(number) <= last:
        return int(number)
    errors["as_known"] = _("The register has %(last)s entries; give the number of one of them, such as #120.") % {
        "last": last
    }
    return None
