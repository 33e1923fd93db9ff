"""Reads that span tables."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from jumelage.accounts.models import User
from jumelage.work.agreements.models import Agreement, AgreementQuerySet
from jumelage.work.agreements.rules import End, end_of
from jumelage.work.contacts.models import Side

SORTS = {
    "date": (F("first_day").asc(nulls_last=True), "title", "pk"),
    "-date": (F("first_day").desc(nulls_last=True), "title", "pk"),
    "title": ("title", "pk"),
    "-title": ("-title", "pk"),
    "until": (F("last_day").asc(nulls_last=True), "title", "pk"),
    "-until": (F("last_day").desc(nulls_last=True), "title", "pk"),
}


def agreements(
    user: User,
    *,
    words: str = "",
    kind: str = "",
    partnership: UUID | None = None,
    due: date | None = None,
    sort: str = "-date",
) -> AgreementQuerySet:
    """The office's agreements with their parties. due: only those whose end is to be thought of on that day."""
    found = Agreement.objects.of(user).naming(words).select_related("succeeds").prefetch_related("parties")
    if kind:
        found = found.filter(kind=kind)
    if partnership:
        found = found.filter(partnership=partnership)
    if due:
        found = found.filter(pk__in=[agreement.pk for agreement, _ in ending(user, due)])
    return found.annotate(is_followed=_followed()).order_by(*SORTS[sort])


def ending(user: User, today: date) -> list[tuple[Agreement, End]]:
    """Agreements that end so soon that the office has to think of it, or have ended and nothing followed; the next end first."""
    running = Agreement.objects.of(user).exclude(last_day=None).exclude(_followed())
    ends = [(agreement, end_of(agreement, today)) for agreement in running]
    due = [(agreement, end) for agreement, end in ends if end and end.is_due(today)]
    return sorted(due, key=lambda pair: (pair[1].first, pair[0].title))


def signatures(found: Iterable[Agreement]) -> set[str]:
    """Which kinds there are (draft:KIND), and which both sides have signed (signed:KIND)."""
    found = list(found)
    drafted = {f"draft:{agreement.kind}" for agreement in found if agreement.parties.all()}
    return drafted | {f"signed:{agreement.kind}" for agreement in found if is_signed(agreement)}


def is_signed(agreement: Agreement) -> bool:
    """By every party, and there is one on each side."""
    parties = agreement.parties.all()
    return {party.side for party in parties} == set(Side.values) and all(party.signed_on for party in parties)


def _followed() -> Exists:
    return Exists(Agreement.objects.filter(succeeds=OuterRef("pk")))
