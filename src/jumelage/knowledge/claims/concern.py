"""Whose matter something is: people decide on what concerns the municipality of their office, and on what concerns no office."""

from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import PermissionDenied

from jumelage.accounts.models import Office, User
from jumelage.core import rows
from jumelage.knowledge.claims.merging import Merges
from jumelage.knowledge.claims.models import Claim, Identity, IdentityType


def refuse_foreign(subjects: Collection[UUID], by: User) -> None:
    """Raises PermissionDenied where one of these identities is the matter of other offices alone."""
    found = foreign(subjects, by)
    if found:
        raise PermissionDenied(f"{min(found)} concerns another office than that of {by.pk}.")


def foreign(subjects: Collection[UUID], by: User) -> set[UUID]:
    """Those of these identities that concern an office, and not this person's."""
    offices = dict(Office.objects.values_list("pk", "municipality"))
    if by.is_of_all_offices or set(offices) <= {by.office_id}:
        return set()
    merged = Merges.of(Identity.objects.exclude(merged_into=None).values_list("pk", "merged_into"))
    homes = {pk: merged.resolved(place) for pk, place in offices.items()}
    own, all_homes = homes.get(by.office_id or 0), set(homes.values())
    return {pk for pk, places in _places(subjects, merged).items() if places & all_homes and own not in places}


def _places(subjects: Collection[UUID], merged: Merges) -> dict[UUID, set[UUID]]:
    """The municipalities that each is about: itself, the parties, or those that a source speaks of."""
    found: dict[UUID, set[UUID]] = {}
    identities = (
        row
        for some in rows.chunks(subjects)
        for row in Identity.objects.filter(pk__in=some).values_list("pk", "type", "key")
    )
    for pk, type_, key in identities:
        if type_ == IdentityType.SOURCE:
            spoken_of = set(Claim.objects.filter(source=pk).exclude(subject=pk).values_list("subject", flat=True))
            found[pk] = {place for places in _places(spoken_of, merged).values() for place in places}
        else:
            parties = (key or "").removeprefix("partnership:").split("+") if type_ == IdentityType.PARTNERSHIP else [pk]
            found[pk] = {merged.resolved(UUID(str(party))) for party in parties}
    return found
