"""Organisations become known, and change, by claims of the office; nothing is overwritten."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jumelage.accounts.models import User
from jumelage.core.text import fold
from jumelage.knowledge.claims.actions.decide import DecisionRefused, decide, state_fact
from jumelage.knowledge.claims.actions.identify import Wanted, identify, identities
from jumelage.knowledge.claims.actor import person
from jumelage.knowledge.claims.models import Claim, IdentityType, Op
from jumelage.knowledge.organisations.queries import Organisation


def organisation_key(name: str, place: UUID | None) -> str:
    return f"organisation:{place or ''}/{fold(name)}"[:400]


def found_organisation(name: str, type_: str, *, place: UUID | None, website: str = "", by: User, reason: str) -> UUID:
    """A new one. Raises DecisionRefused where the place has one of that name."""
    key = organisation_key(name, place)
    with transaction.atomic():
        if identities([key]):
            raise DecisionRefused(_("An organisation of this name is known there already; open that one."))
        wanted = Wanted(IdentityType.ORGANISATION, {"label": name})
        subject = identify({key: wanted}, by=person(by))[key]
        state_fact(subject, "organisation", _value(name, type_, place, website), by=by, reason=reason)
    return subject


def describe_organisation(
    known: Organisation, name: str, type_: str, *, place: UUID | None, website: str, by: User, reason: str
) -> None:
    """Says anew what it is; what was said before stays in the history, and an old name still finds it.

    known: as the person saw it. Raises DecisionRefused where somebody has decided on it since, or without a reason.
    """
    with transaction.atomic():
        old = Claim.objects.get(pk=known.seq)
        old.decided_seq = known.decided
        decide(Op.DEPRECATE, [old], by=by, reason=reason)
        state_fact(known.id, "organisation", _value(name, type_, place, website), by=by, reason=reason)


def _value(name: str, type_: str, place: UUID | None, website: str) -> dict[str, str | None]:
    return {"name": name, "type": type_, "place": str(place) if place else None, "website": website}
