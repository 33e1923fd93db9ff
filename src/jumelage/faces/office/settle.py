"""Settling a contradiction: one side is preferred or deprecated, with a reason; the other stays to be seen."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from jumelage.faces.office.access import may, user_of
from jumelage.knowledge.claims.actions import decide as actions
from jumelage.knowledge.claims.models import Claim, Op, State

VERBS = {"prefer": Op.PREFER, "deprecate": Op.DEPRECATE, "withdraw": Op.WITHDRAW}


def seen(claims: tuple[Claim, ...]) -> str:
    """The claims of a side with the decisions that stood on them, for the form: what the person had before them."""
    return " ".join(f"{claim.seq}:{claim.decided_seq or 0}" for claim in claims)


@require_POST
@may("decide claim")
def settle(request: HttpRequest, subject: UUID) -> HttpResponse:
    """An open claim that is preferred is accepted with it: nobody prefers what they do not take for true."""
    verb, user = request.POST.get("verb", ""), user_of(request)
    claims = _as_seen(request.POST.get("seen", ""), subject)
    reason = request.POST.get("reason", "")
    if verb in VERBS and claims:
        try:
            if verb == "prefer":
                actions.accept_and_prefer(claims, by=user, reason=reason)
            else:
                actions.decide(VERBS[verb], claims, by=user, reason=reason)
        except actions.DecisionRefused as error:
            messages.error(request, str(error))
    return HttpResponseRedirect(reverse("office:findings") + f"#conflict-{subject}")


def _as_seen(text: str, subject: UUID) -> list[Claim]:
    """The claims that were named, as the person saw them; what cannot be read names none."""
    pairs = [part.partition(":") for part in text.split()[:100]]
    decided = {int(seq): int(then) or None for seq, _, then in pairs if seq.isdecimal() and then.isdecimal()}
    claims = list(Claim.objects.filter(pk__in=decided, subject=subject).exclude(state=State.RETRACTED).order_by("seq"))
    for claim in claims:
        claim.decided_seq = decided[claim.seq]
    return claims
