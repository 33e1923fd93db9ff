"""What people decide on claims. Each verb is one batch in the ledger; nothing is overwritten."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from jumelage.accounts.models import User
from jumelage.knowledge.claims.actions.append import Draft, Recorded, append
from jumelage.knowledge.claims.actor import person
from jumelage.knowledge.claims.models import Claim, Op, Payload, State
from jumelage.knowledge.claims.rules import period_of, validate_value

NEED_REASON = {Op.REJECT, Op.PREFER, Op.DEPRECATE}


class DecisionRefused(ValueError):
    """The decision cannot be taken; the message says why."""


def decide(op: Op, claims: Sequence[Claim], *, by: User, reason: str = "") -> list[Recorded]:
    """accept, reject, withdraw, prefer or deprecate; reject, prefer and deprecate ask for a reason.

    Raises DecisionRefused without one, PermissionDenied for a role that may not.
    """
    _guard(by)
    reason = reason.strip()
    if op in NEED_REASON and not reason:
        raise DecisionRefused(_("Say in a few words why: the reason stands in the history."))
    return append([_judgement(op, claim, reason) for claim in claims], by=person(by))


def accept_source(source: UUID, *, by: User, reason: str = "") -> list[Recorded]:
    """One decision for all that is open of one source."""
    _guard(by)
    body = {"reason": reason} if reason else {}
    return append([Draft(Op.ACCEPT, source, source=source, body=body)], by=person(by))


def correct(claim: Claim, value: Any, *, by: User, reason: str) -> Claim:
    """The officer's own claim on the same evidence takes the place of the one that was read.

    Raises ValueRefused for a value that does not fit.
    """
    _guard(by)
    validate_value(claim.property, value)
    with transaction.atomic():
        old = json.loads(Payload.objects.get(pk=claim.seq).body)
        body = {"value": value, "corrects": claim.seq, "evidence": old.get("evidence", [])}
        body |= {name: old[name] for name in ("partner", "scope") if name in old}
        return _assert(
            claim.subject_id, claim.property, body, by=by, source=claim.source_id, reason=reason, instead=claim
        )


def state_fact(
    subject: UUID, property_: str, value: Any, *, by: User, reason: str, source: UUID | None = None, period: str = ""
) -> Claim:
    """What the office knows without a document, or says about a source: a claim of the officer, accepted at once."""
    _guard(by)
    validate_value(property_, value)
    return _assert(subject, property_, {"value": value}, by=by, source=source, reason=reason, period=period)


def _assert(
    subject: UUID,
    property_: str,
    body: dict[str, Any],
    *,
    by: User,
    source: UUID | None,
    reason: str,
    period: str = "",
    instead: Claim | None = None,
) -> Claim:
    period = period_of(property_, body["value"], period)
    claim = Draft(Op.ASSERT, subject, property_, source, period, body=body)
    accepted = Draft(Op.ACCEPT, subject, property_, source, target=claim, body={"reason": reason} if reason else {})
    drafts = [claim, accepted]
    if instead:
        drafts.append(_judgement(Op.REJECT, instead, reason or "corrected"))
    append(drafts, by=person(by))
    return Claim.objects.get(pk=claim.seq)


def _judgement(op: Op, claim: Claim, reason: str) -> Draft:
    if claim.state == State.RETRACTED:
        raise DecisionRefused(_("The source has taken this claim back; there is nothing to decide."))
    body = {"reason": reason} if reason else {}
    return Draft(op, claim.subject_id, claim.property, claim.source_id, target=claim.seq, body=body)


def _guard(user: User) -> None:
    if not user.may("decide claim"):
        raise PermissionDenied(f"The role {user.role} may not decide on claims.")
