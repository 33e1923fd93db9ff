"""What people decide on claims. Each verb is one batch in the ledger; nothing is overwritten."""

import json
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from jumelage.accounts.models import User
from jumelage.knowledge.claims.actions.append import Draft, Recorded, append
from jumelage.knowledge.claims.actor import person, wants_two
from jumelage.knowledge.claims.concern import refuse_foreign
from jumelage.knowledge.claims.models import Claim, LedgerHead, Op, Payload, State
from jumelage.knowledge.claims.rules import BY_ONE_PERSON, period_of, validate_value
from jumelage.knowledge.claims.standing import CHANGES

READING = ("rule", "score", "inferred", "reported_by")
NEED_REASON = {Op.REJECT, Op.PREFER, Op.DEPRECATE}


class DecisionRefused(ValueError):
    """The decision cannot be taken; the message says why."""


def decide(op: Op, claims: Sequence[Claim], *, by: User, reason: str = "") -> list[Recorded]:
    """accept, reject, withdraw, prefer or deprecate; reject, prefer and deprecate ask for a reason. Where the office wants two
    persons, the first to accept endorses, and the second accepts.

    The claims are those that the person saw. Raises DecisionRefused without a reason or where somebody has decided since,
    PermissionDenied for a role that may not, or for what is another office's. What a decision would not change is left out.
    """
    _guard(by, {claim.subject_id for claim in claims})
    reason = reason.strip()
    if op in NEED_REASON and not reason:
        raise DecisionRefused(_("Say in a few words why: the reason stands in the history."))
    with transaction.atomic():
        fresh = _as_seen(claims)
        changed = [claim for claim in fresh if _changes(op, claim)]
        if op == Op.ACCEPT and wants_two(by):
            drafts = _accepted_by_two(changed, by, reason)
        else:
            drafts = [_judgement(op, claim, reason) for claim in changed]
        if op == Op.WITHDRAW:
            drafts += [_taken_back(mine) for claim in fresh for mine in _corrections(claim)]
        return append(drafts, by=person(by)) if drafts else []


def accept_and_prefer(claims: Sequence[Claim], *, by: User, reason: str) -> None:
    """These are true, and go before what else is said; see `decide` for what is raised."""
    with transaction.atomic():
        decide(Op.PREFER, claims, by=by, reason=reason)
        now = Claim.objects.open().filter(pk__in=[claim.seq for claim in claims]).order_by("seq")
        decide(Op.ACCEPT, list(now), by=by, reason=reason)


def _as_seen(claims: Sequence[Claim]) -> list[Claim]:
    """The claims as they are now, under the ledger's lock; refused where one was decided after it was seen."""
    LedgerHead.objects.select_for_update().get(pk=1)
    now = Claim.objects.in_bulk([claim.seq for claim in claims])
    if any(now[claim.seq].decided_seq != claim.decided_seq for claim in claims):
        raise DecisionRefused(_("Somebody has decided on this in the meantime; look at it again."))
    return [now[claim.seq] for claim in claims]


def _accepted_by_two(claims: Sequence[Claim], by: User, reason: str) -> list[Draft]:
    """Raises DecisionRefused where this person has accepted all of it already."""
    me = person(by)
    others = [claim for claim in claims if claim.endorsed_by != me]
    if claims and not others:
        raise DecisionRefused(_("You have accepted this; another person of the office has to confirm it."))
    return [_judgement(Op.ACCEPT if claim.endorsed_by else Op.ENDORSE, claim, reason) for claim in others]


def _changes(op: Op, claim: Claim) -> bool:
    if op == Op.WITHDRAW and claim.endorsed_by:
        return True
    return any(getattr(claim, name) != value for name, value in CHANGES[op].items())


def _corrections(claim: Claim) -> list[Claim]:
    """What a person put in the place of this claim."""
    mine = Claim.objects.live().filter(subject=claim.subject_id, property=claim.property)
    return [other for other in mine if other.detail.get("corrects") == claim.seq]


def _taken_back(claim: Claim) -> Draft:
    return Draft(Op.RETRACT, claim.subject_id, claim.property, claim.source_id, target=claim.seq)


def accept_source(source: UUID, *, by: User, reason: str = "") -> list[Recorded]:
    """One decision for all that is open of one source; nothing where nothing is.

    Where the office wants two persons it accepts when all of that was accepted by another; else it is the first decision.
    """
    body = {"reason": reason} if reason else {}
    with transaction.atomic():
        LedgerHead.objects.select_for_update().get(pk=1)
        subjects = set(Claim.objects.open().filter(source=source).values_list("subject", flat=True).distinct())
        _guard(by, subjects)
        if not subjects:
            return []
        return append([Draft(_op_on_source(source, by), source, source=source, body=body)], by=person(by))


def _op_on_source(source: UUID, by: User) -> Op:
    if not wants_two(by):
        return Op.ACCEPT
    first = set(Claim.objects.open().filter(source=source).values_list("endorsed_by", flat=True).distinct())
    if first == {person(by)}:
        raise DecisionRefused(_("You have accepted this; another person of the office has to confirm it."))
    return Op.ENDORSE if first & {"", person(by)} else Op.ACCEPT


def correct(claim: Claim, value: Any, *, by: User, reason: str) -> Claim:
    """The officer's own claim on the same evidence takes the place of an open one; all else that it said is kept.

    Raises ValueRefused for a value that does not fit, DecisionRefused without a reason or for a claim that is decided.
    """
    _guard(by, {claim.subject_id})
    validate_value(claim.property, value)
    if not reason.strip():
        raise DecisionRefused(_("Say in a few words why: the reason stands in the history."))
    with transaction.atomic():
        fresh = _as_seen([claim])[0]
        if fresh.state != State.PROPOSED:
            raise DecisionRefused(_("This has been decided; take the decision back first."))
        old = json.loads(Payload.objects.get(pk=claim.seq).body)
        body = {k: v for k, v in old.items() if k not in READING} | {"value": value, "corrects": claim.seq}
        period = fresh.period if claim.property in ("kind", "status") else ""
        return _assert(
            fresh.subject_id,
            fresh.property,
            body,
            by=by,
            source=fresh.source_id,
            reason=reason,
            period=period,
            instead=fresh,
        )


def state_fact(
    subject: UUID, property_: str, value: Any, *, by: User, reason: str, source: UUID | None = None, period: str = ""
) -> Claim:
    """What the office knows without a document, or says about a source: a claim of the officer, accepted at once, or by the first
    of two."""
    _guard(by, {subject})
    validate_value(property_, value)
    body = {"value": value}
    if source is None and by.office:
        body["home"] = str(by.office.municipality)  # the office speaks for it
    return _assert(subject, property_, body, by=by, source=source, reason=reason, period=period)


def propose_fact(subject: UUID, property_: str, value: Any, *, by: User, reason: str) -> Claim:
    """What the office has heard and does not release yet: a claim that waits for a decision."""
    _guard(by, {subject})
    validate_value(property_, value)
    body = {"value": value, "reason": reason} | ({"home": str(by.office.municipality)} if by.office else {})
    draft = Draft(Op.ASSERT, subject, property_, period=period_of(property_, value, ""), body=body)
    append([draft], by=person(by))
    return Claim.objects.get(pk=draft.seq)


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
    op = Op.ENDORSE if property_ not in BY_ONE_PERSON and wants_two(by) else Op.ACCEPT
    accepted = Draft(op, subject, property_, source, target=claim, body={"reason": reason} if reason else {})
    drafts = [claim, accepted]
    if instead:
        drafts.append(_judgement(Op.REJECT, instead, reason or "corrected"))
    with transaction.atomic():
        append(drafts, by=person(by))
        return Claim.objects.get(pk=claim.seq)


def _judgement(op: Op, claim: Claim, reason: str) -> Draft:
    if claim.state == State.RETRACTED:
        raise DecisionRefused(_("The source has taken this claim back; there is nothing to decide."))
    body = {"reason": reason} if reason else {}
    return Draft(op, claim.subject_id, claim.property, claim.source_id, target=claim.seq, body=body)


def _guard(user: User, subjects: Collection[UUID]) -> None:
    if not user.may("decide claim"):
        raise PermissionDenied(f"The role {user.role} may not decide on claims.")
    refuse_foreign(subjects, user)
