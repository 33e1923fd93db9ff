"""When a role fits beside the others of its person. The bounds of partial dates decide; what only may overlap is let through."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from jumelage.core import edtf
from jumelage.work.contacts.models import Role


class RoleRefused(ValueError):
    """The role does not fit; field names what to put right, and the message says what is wrong and what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def validate_role(role: Role, others: Iterable[Role]) -> None:
    """others: all roles of the same person."""
    if ends_before_it_begins(role):
        raise RoleRefused("until", _("The role ends before it begins; check the two dates."))
    if role.successor_id and role.successor_id == role.person_id:
        raise RoleRefused("successor", _("Nobody is their own successor; name somebody else, or nobody."))
    if any(other.pk != role.pk and _same(role, other) and overlap(role, other) for other in others):
        raise RoleRefused(
            "since", _("This person has the same role at the same time already; end that one, or change these dates.")
        )


def ends_before_it_begins(role: Role) -> bool:
    first = edtf.parse(role.since).earliest if role.since else None
    last = edtf.parse(role.until).latest if role.until else None
    return bool(first and last and last < first)


def overlap(one: Role, other: Role) -> bool:
    """Whether there is a time when both certainly ran; one may begin on the day, or in the year, in which the other ends."""
    if (one.since, one.until) == (other.since, other.until):
        return True
    (first, last), (other_first, other_last) = _certain(one), _certain(other)
    return first < other_last and other_first < last


def _certain(role: Role) -> tuple[date, date]:
    """The days between which the role certainly ran; an unknown beginning has no first day."""
    since = edtf.parse(role.since) if role.since else None
    until = edtf.parse(role.until) if role.until else None
    first = (since.latest or since.start_max or date.min) if since else date.min
    last = (until.earliest or until.end_min or date.max) if until else date.max
    return first, last


def _same(one: Role, other: Role) -> bool:
    same_place = (one.partnership, one.organisation, one.side) == (other.partnership, other.organisation, other.side)
    return same_place and one.title.casefold() == other.title.casefold()
