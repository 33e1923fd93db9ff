"""Changes of records in words: which field, what stood there before, what stands there now."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from jumelage.accounts.models import User
from jumelage.faces import words
from jumelage.faces.office.partners import Around
from jumelage.work.agreements import models as agreements
from jumelage.work.contacts.models import LegalBasis, Person, Side
from jumelage.work.council import models as council
from jumelage.work.history.models import Change
from jumelage.work.history.queries import Since

LABELS: dict[str, Any] = {
    "title": pgettext_lazy("person", "Title"),
    "given_name": gettext_lazy("Given names"),
    "family_name": gettext_lazy("Family name"),
    "salutation": gettext_lazy("How to address"),
    "language": gettext_lazy("Language"),
    "email": gettext_lazy("Email address"),
    "phone": gettext_lazy("Telephone"),
    "mobile": gettext_lazy("Mobile"),
    "address": gettext_lazy("Postal address"),
    "note": pgettext_lazy("record", "Note"),
    "purpose": gettext_lazy("Purpose"),
    "legal_basis": gettext_lazy("Legal basis"),
    "kept_years": gettext_lazy("Kept for so many years after the last role"),
    "review_on": gettext_lazy("Check the data on"),
    "side": pgettext_lazy("role", "Side"),
    "partnership": gettext_lazy("Partnership"),
    "organisation": gettext_lazy("Organisation"),
    "since": pgettext_lazy("role", "Since"),
    "until": pgettext_lazy("role", "Until"),
    "successor": gettext_lazy("Successor"),
    "assignee": gettext_lazy("Who"),
    "due": gettext_lazy("Until when"),
    "done": pgettext_lazy("task", "Done"),
    "officer": gettext_lazy("Responsible"),
    "deputy": gettext_lazy("Deputy"),
    "erased": pgettext_lazy("record", "Erased"),
    "kind": pgettext_lazy("record", "Kind"),
    "body": pgettext_lazy("council", "Council or committee"),
    "number": pgettext_lazy("council", "Number"),
    "date": gettext_lazy("Date"),
    "result": pgettext_lazy("council", "Result"),
    "step": gettext_lazy("Step that it decides"),
    "wanted": gettext_lazy("What it asks for"),
    "fulfilled_by": gettext_lazy("Fulfilled by"),
    "link": pgettext_lazy("council", "Link"),
    "text": pgettext_lazy("council", "Text"),
    "oparl": gettext_lazy("Address in the council information system (OParl)"),
    "deleted_upstream": gettext_lazy("Deleted in the council information system"),
    "renews_months": gettext_lazy("Renews itself by so many months"),
    "notice_months": gettext_lazy("Notice, in months before the end"),
    "succeeds": gettext_lazy("Follows"),
    "name": pgettext_lazy("agreement", "Party"),
    "signer": gettext_lazy("Who signs"),
    "role": gettext_lazy("In which role"),
    "signed_on": gettext_lazy("Signed on"),
    "place": gettext_lazy("Place"),
    "words": pgettext_lazy("agreement", "Words"),
    "scan_name": pgettext_lazy("agreement", "Scan"),
}
OTHERWISE: dict[tuple[str, str], Any] = {
    ("role", "title"): pgettext_lazy("role", "Role"),
    ("task", "title"): pgettext_lazy("task", "What is to be done"),
    ("council", "title"): pgettext_lazy("council", "Title"),
    ("agreement", "title"): pgettext_lazy("agreement", "Title"),
    ("agreement", "since"): gettext_lazy("In force since"),
    ("agreement", "until"): gettext_lazy("In force until"),
}
NAMED: dict[str, Any] = {
    "person": pgettext_lazy("record", "Person"),
    "role": pgettext_lazy("record", "Role"),
    "task": pgettext_lazy("record", "Task"),
    "feed": pgettext_lazy("record", "Address of the office’s calendar"),
    "council": pgettext_lazy("record", "Council"),
    "agreement": pgettext_lazy("record", "Agreement"),
    "party": pgettext_lazy("record", "Party"),
    "text": pgettext_lazy("record", "Text of an agreement"),
    "responsibility": pgettext_lazy("record", "Responsibility"),
}


UNTOLD = {"scan", "media_type"}  # what only machines read of a file; its name is told


def label(what: str, field: str) -> str:
    return str(OTHERWISE.get((what, field)) or LABELS.get(field, field))


class Names:
    """What the numbers in changes stand for; all are read at once."""

    def __init__(self, user: User, around: Around, values: Iterable[Mapping[str, Iterable[Any]]]) -> None:
        asked: dict[str, set[str]] = {}
        for said in values:
            for field, pair in said.items():
                asked.setdefault(field, set()).update(str(v) for v in pair if v is not None)
        users = asked.get("assignee", set()) | asked.get("officer", set()) | asked.get("deputy", set())
        found = {str(u.pk): u.name for u in User.objects.filter(pk__in=users)}
        people = {str(p.pk): str(p) for p in Person.objects.of(user).filter(pk__in=asked.get("successor", set()))}
        self.by_field: dict[str, dict[str, str]] = {
            "assignee": found,
            "officer": found,
            "deputy": found,
            "successor": people,
            "partnership": (partners := {str(pk): name for pk, name in around.partners.items()}),
            "fulfilled_by": partners,
            "succeeds": _titles(user, asked.get("succeeds", set())),
            "organisation": {str(pk): o.name for pk, o in around.organisations.items()},
        }

    def words(self, what: str, field: str, value: Any) -> str:
        if value in (None, ""):
            return "–"
        if field in self.by_field:
            return self.by_field[field].get(str(value)) or _("somebody or something that was erased")
        return (WORDED_OF.get((what, field)) or WORDED.get(field, str))(value)


def _titles(user: User, pks: set[str]) -> dict[str, str]:
    found = agreements.Agreement.objects.of(user).filter(pk__in=pks) if pks else ()
    return {str(agreement.pk): agreement.title for agreement in found}


def _day(value: Any) -> str:
    day = parse_date(str(value))
    return words.day_words(day) if day else str(value)


def _yes(value: Any) -> str:
    return pgettext("answer", "yes") if value else pgettext("answer", "no")


WORDED: dict[str, Callable[[Any], str]] = {
    "legal_basis": lambda value: str(LegalBasis(value).label),
    "side": lambda value: str(Side(value).label),
    "language": lambda value: words.language_name(str(value)),
    "since": lambda value: words.date_words(str(value)),
    "until": lambda value: words.date_words(str(value)),
    "due": _day,
    "review_on": _day,
    "done": _yes,
    "erased": _yes,
    "deleted_upstream": _yes,
    "date": lambda value: words.date_words(str(value)),
    "signed_on": lambda value: words.date_words(str(value)),
}
WORDED_OF: dict[tuple[str, str], Callable[[Any], str]] = {
    ("council", "kind"): lambda value: str(council.Kind(value).label),
    ("council", "result"): lambda value: str(council.Result(value).label),
    ("council", "step"): lambda value: str(council.Step(value).label),
    ("agreement", "kind"): lambda value: str(agreements.Kind(value).label),
}


def rows(found: Iterable[Change], user: User, around: Around) -> list[dict[str, Any]]:
    """For _changes.html."""
    found = list(found)
    names = Names(user, around, [change.said for change in found])
    return [
        {
            "at": change.at,
            "who": str(change.by) if change.by else _("an account that was erased"),
            "what": words.labelled(str(NAMED[change.what]), change.label) if change.label else NAMED[change.what],
            "partner": around.partner(change.partnership),
            "fields": _fields(change.what, change.said, names),
        }
        for change in found
    ]


def _fields(what: str, said: Mapping[str, Iterable[Any]], names: Names) -> list[dict[str, str]]:
    return [
        {
            "label": label(what, field),
            "before": "" if before in (None, "") else names.words(what, field, before),
            "after": names.words(what, field, after),
        }
        for field, (before, after) in said.items()
        if field not in UNTOLD
        if before not in (None, "") or after not in (None, "")
    ]


def theirs(what: str, since: Since, user: User, around: Around) -> dict[str, Any]:
    """What somebody else changed while a form was open, for _theirs.html."""
    return {"who": since.who, "fields": _fields(what, since.said, Names(user, around, [since.said]))}


def uuid_or_none(text: str | None) -> UUID | None:
    """From an address; what is no number asks for nothing."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
