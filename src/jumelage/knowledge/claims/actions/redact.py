"""Takes the words of an entry away, for good: personal data on request. The chain holds only their digest, so it stays whole."""

import json
from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from jumelage.accounts.models import User
from jumelage.knowledge.claims.actions.append import Draft, Recorded, append
from jumelage.knowledge.claims.actions.decide import DecisionRefused
from jumelage.knowledge.claims.actor import person
from jumelage.knowledge.claims.concern import refuse_foreign
from jumelage.knowledge.claims.models import Claim, Entry, LedgerHead, Op, Payload
from jumelage.knowledge.claims.origin import ORIGIN, REDACTED

KEPT = (Op.IDENTIFY, Op.MERGE, Op.SPLIT)  # without them nobody could tell what the others are about


def redact(seqs: Collection[int], *, by: User, reason: str) -> list[Recorded]:
    """Removes payload and salt of these entries and leaves one that says so, with the reason.

    What was derived from them is derived anew without them. Raises DecisionRefused for an entry that is not there, that says
    nothing (any more), or that makes identities known or one.
    """
    if not by.may("redact claim"):
        raise PermissionDenied(f"The role {by.role} may not redact entries.")
    if not reason.strip():
        raise DecisionRefused(_("Say in a few words why: the reason stands in the history."))
    with transaction.atomic():
        LedgerHead.objects.select_for_update().get(pk=1)
        found = Entry.objects.filter(pk__in=seqs).exclude(op__in=KEPT).exclude(payload=None)
        entries = found.select_related("payload").order_by("seq")
        missing = set(seqs) - {entry.seq for entry in entries}
        if missing:
            raise DecisionRefused(
                _("Entry #%(seq)s has no words that can be redacted; check the number.") % {"seq": min(missing)}
            )
        subjects = dict(Claim.objects.filter(pk__in=seqs).values_list("pk", "subject"))
        refuse_foreign({*subjects.values(), *(e.subject_id for e in entries)}, by)
        drafts = [_tombstone(entry, subjects.get(entry.seq, entry.subject_id), reason.strip()) for entry in entries]
        recorded = append(drafts, by=person(by))
        Payload.objects.filter(pk__in=seqs).delete()
    return recorded


def _tombstone(entry: Entry, subject: UUID, reason: str) -> Draft:
    """subject: whom the claim is about now, after merges and splits; there its words would stay else. Where the entry came from
    stays known, so that the same export does not bring its words back."""
    origin = json.loads(entry.payload.body).get(ORIGIN)
    body = {"reason": reason} | ({REDACTED: origin} if origin else {})
    return Draft(Op.REDACT, subject, entry.property, entry.source_id, target=entry.seq, body=body)
