"""Says that two identities are one, or that they are not after all. Nothing moves in the ledger; what is derived follows."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from jumelage.accounts.models import User
from jumelage.knowledge.claims.actions.append import Draft, Recorded, append
from jumelage.knowledge.claims.actor import person
from jumelage.knowledge.claims.concern import refuse_foreign
from jumelage.knowledge.claims.models import Identity, LedgerHead, Op


class MergeRefused(ValueError):
    """These cannot be merged or split; the message says why."""


def guard(by: User, reason: str) -> str:
    """The reason, trimmed. Raises PermissionDenied for a role that may not, MergeRefused without a reason."""
    if not by.may("merge identity"):
        raise PermissionDenied(f"The role {by.role} may not merge or split.")
    if not reason.strip():
        raise MergeRefused(_("Say in a few words why: the reason stands in the history."))
    return reason.strip()


def merge(pairs: Mapping[UUID, UUID], *, by: User, reason: str) -> list[Recorded]:
    """Each identity is from now on the same as the other; all in one batch.

    Raises MergeRefused for two of different types, one that was merged already, and one into itself.
    """
    reason = guard(by, reason)
    refuse_foreign({*pairs, *pairs.values()}, by)
    with transaction.atomic():
        LedgerHead.objects.select_for_update().get(pk=1)  # two who merge each into the other would make a ring
        found = Identity.objects.in_bulk({*pairs, *pairs.values()})
        for one, into in pairs.items():
            _mergeable(found[one], found[into])
        drafts = [Draft(Op.MERGE, one, body={"into": str(into), "reason": reason}) for one, into in pairs.items()]
        return append(drafts, by=person(by))


def _mergeable(one: Identity, into: Identity) -> None:
    if one.type != into.type:
        raise MergeRefused(_("A %(one)s and a %(other)s cannot be one.") % {"one": one.type, "other": into.type})
    if one.pk == into.pk:
        raise MergeRefused(_("This is one already."))
    if one.merged_into_id or into.merged_into_id:
        raise MergeRefused(_("One of the two was merged into another; merge that one, or split it off first."))


def split(identities: Sequence[UUID], *, by: User, reason: str) -> list[Recorded]:
    """Undoes the merge of each: it stands alone again, with what was said of it itself."""
    reason = guard(by, reason)
    refuse_foreign(identities, by)
    merged = dict(Identity.objects.filter(pk__in=identities).values_list("pk", "merged_into"))
    if not all(merged.get(pk) for pk in identities):
        raise MergeRefused(_("This was not merged, so there is nothing to split."))
    drafts = [Draft(Op.SPLIT, pk, body={"from": str(merged[pk]), "reason": reason}) for pk in identities]
    return append(drafts, by=person(by))


def split_off(new: UUID, old: UUID, claims: Sequence[int], *, by: User, reason: str) -> list[Recorded]:
    """These claims on the old identity are about the new one."""
    refuse_foreign({new, old}, by)
    body = {"from": str(old), "claims": sorted(claims), "reason": guard(by, reason)}
    return append([Draft(Op.SPLIT, new, body=body)], by=person(by))
