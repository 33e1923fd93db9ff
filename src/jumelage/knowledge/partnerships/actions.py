"""Makes a register, and says which municipalities and partnerships are one."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from jumelage.accounts.models import User
from jumelage.knowledge.claims.actions import merge as identities
from jumelage.knowledge.claims.actions.identify import identify, municipality, partnership
from jumelage.knowledge.claims.actor import SYSTEM, person
from jumelage.knowledge.claims.models import Claim
from jumelage.knowledge.partnerships.models import Partnership
from jumelage.knowledge.places.gazetteer import Place


def open_register(home: Place) -> UUID:
    """The identity of the municipality whose register this is."""
    return _known(home, SYSTEM)


def _known(place: Any, by: str) -> UUID:
    key, wanted = municipality(_Named(place))
    return identify({key: wanted}, by=by)[key]


class _Named:
    """A place of the gazetteer under its main name."""

    def __init__(self, place: Place) -> None:
        self.name = self.label = place.name
        self.country, self.geonameid, self.lat, self.lon = place.country, place.geonameid, place.lat, place.lon


def merge_municipalities(one: UUID, into: UUID, *, by: User, reason: str) -> None:
    """One municipality is the same as the other, or was merged into it; so each of its partnerships is one of the other's.

    Raises MergeRefused where the two are partners of each other, or cannot be one.
    """
    identities.guard(by, reason)
    with transaction.atomic():
        theirs = _unmerged(one)
        if any(into in (p.one_id, p.other_id) for p in theirs):
            raise identities.MergeRefused(
                _("The two are partners of each other; end or reject that partnership first.")
            )
        pairs = {p.pk: partnership(into, p.other_id if p.one_id == one else p.one_id) for p in theirs}
        found = identify(dict(pairs.values()), by=person(by)) if pairs else {}
        same = {pk: found[key] for pk, (key, _wanted) in pairs.items()}
        identities.merge({one: into, **same}, by=by, reason=reason)


def _unmerged(place: UUID) -> list[Partnership]:
    found = Partnership.objects.filter(Q(one=place) | Q(other=place), identity__merged_into=None)
    return list(found.order_by("pk"))


def split_municipality(one: UUID, *, by: User, reason: str) -> None:
    """Undoes its merge, and that of its partnerships. What was said since stays with the other."""
    with transaction.atomic():
        theirs = Partnership.objects.filter(Q(one=one) | Q(other=one)).exclude(identity__merged_into=None)
        identities.split([one, *theirs.order_by("pk").values_list("pk", flat=True)], by=by, reason=reason)


def split_partner_off(claims: Sequence[Claim], home: UUID, partner: Place, *, by: User, reason: str) -> UUID:
    """These claims on one partnership of the home are about a partner of its own; returns the partnership with that one.

    Raises MergeRefused where they are on several partnerships, or already on this one.
    """
    identities.guard(by, reason)
    subjects = {claim.subject_id for claim in claims}
    with transaction.atomic():
        key, wanted = partnership(home, _known(partner, person(by)))
        new = identify({key: wanted}, by=person(by))[key]
        if len(subjects) != 1 or new in subjects:
            raise identities.MergeRefused(_("Choose claims on one partnership, and a partner that is not theirs yet."))
        identities.split_off(new, subjects.pop(), [claim.seq for claim in claims], by=by, reason=reason)
    return new
