"""What an agreement cannot be, and when its term ends. The bounds of partial dates decide; what only may be wrong is let through."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from jumelage.core import edtf
from jumelage.work.agreements.models import Agreement, Party

UNTOLD = 6  # months before an end that the office is reminded, where no notice is agreed
AHEAD = 1  # month to decide before notice must be given
LINGERS = timedelta(days=365)  # for which an end that nothing followed is shown


class AgreementRefused(ValueError):
    """It does not hold together; field names what to put right, and the message says what is wrong and what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def validate_agreement(agreement: Agreement, parties: Iterable[Party]) -> None:
    last = edtf.parse(agreement.until).latest if agreement.until else None
    first = edtf.parse(agreement.since).earliest if agreement.since else None
    if first and last and last < first:
        raise AgreementRefused("until", _("The agreement ends before it begins; check the two dates."))
    if last and any(_signed_after(party, last) for party in parties):
        raise AgreementRefused("until", _("The agreement ends before it was signed; check the two dates."))
    if agreement.renews_months and not agreement.until:
        raise AgreementRefused("until", _("What renews itself has a term; say until when it runs at first."))
    if follows_itself(agreement):
        raise AgreementRefused("succeeds", _("An agreement cannot follow itself; choose an earlier one, or none."))


def validate_party(party: Party) -> None:
    last = party.agreement.last_day
    if last and _signed_after(party, last):
        raise AgreementRefused("signed_on", _("This is after the agreement’s end; check the two dates."))


def _signed_after(party: Party, last: date) -> bool:
    first = edtf.parse(party.signed_on).earliest if party.signed_on else None
    return bool(first and first > last)


def follows_itself(agreement: Agreement) -> bool:
    """Directly, or by way of others."""
    seen, earlier = {agreement.pk}, agreement.succeeds
    while earlier is not None:
        if earlier.pk in seen:
            return True
        seen.add(earlier.pk)
        earlier = earlier.succeeds
    return False


@dataclass(frozen=True, slots=True)
class End:
    """When a term runs out: the first and the last day that can be meant, and until when notice must be given, if that is agreed."""

    first: date
    last: date
    renews: bool
    notice_by: date | None
    remind_on: date

    def is_due(self, today: date) -> bool:
        return self.remind_on <= today and (self.renews or today <= self.last + LINGERS)


def end_of(agreement: Agreement, today: date) -> End | None:
    """The next end, None for an agreement without a term. One that renews itself has another end after each."""
    until = edtf.parse(agreement.until) if agreement.until else None
    if until is None or until.earliest is None or until.latest is None:
        return None
    months, times = agreement.renews_months or 0, 0
    while months and shifted(until.latest, times * months) < today:
        times += 1
    first, last = (shifted(day, times * months) for day in (until.earliest, until.latest))
    notice = agreement.notice_months
    notice_by = shifted(first, -notice) if notice else None
    remind_on = shifted(first, -(notice + AHEAD if notice else UNTOLD))
    return End(first, last, bool(months), notice_by, remind_on)


def shifted(day: date, months: int) -> date:
    """So many months later, or earlier; the last day of a shorter month for a day that it lacks."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
