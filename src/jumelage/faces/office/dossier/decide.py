"""What an officer does with a claim in the dossier: accept, correct, reject, prefer, call wrong, take back."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from jumelage.faces.office.access import may, user_of
from jumelage.faces.office.dossier.facts import address, refusal
from jumelage.faces.office.dossier.frame import Dossier, dossier_of
from jumelage.faces.office.dossier.views import show
from jumelage.faces.office.forms import CorrectionForm
from jumelage.knowledge.claims.actions import decide as actions
from jumelage.knowledge.claims.models import Claim, Op
from jumelage.knowledge.claims.rules import ValueRefused

SIMPLE = {op.value: op for op in (Op.ACCEPT, Op.REJECT, Op.WITHDRAW, Op.PREFER, Op.DEPRECATE)}


@require_POST
@may("decide claim")
def decide(request: HttpRequest, partnership: UUID, seq: int, verb: str) -> HttpResponse:
    """One claim, as the person saw it."""
    dossier = dossier_of(request, partnership)
    claim = get_object_or_404(Claim, pk=seq, subject=partnership)
    seen = request.POST.get("seen", "")
    claim.decided_seq = int(seen) if seen.isdecimal() else None
    if verb == "correct":
        return _correct(request, dossier, claim)
    if verb not in SIMPLE:
        raise Http404
    try:
        actions.decide(SIMPLE[verb], [claim], by=user_of(request), reason=request.POST.get("reason", ""))
    except actions.DecisionRefused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(address(partnership, claim.property, seq))


def _correct(request: HttpRequest, dossier: Dossier, claim: Claim) -> HttpResponse:
    """An accepted claim is taken back and corrected in one step."""
    form = CorrectionForm(claim, request.POST)
    if form.is_valid():
        try:
            made = _corrected(claim, form, dossier)
        except (actions.DecisionRefused, ValueRefused) as refused:
            form.add_error(None, refusal(refused))
        else:
            return HttpResponseRedirect(address(dossier.partnership, claim.property, made.seq))
    form.focus_first_error()
    return show(request, replace(dossier, bound=form), "contacts" if claim.property == "link" else "facts")


def _corrected(claim: Claim, form: CorrectionForm, dossier: Dossier) -> Claim:
    reason = form.cleaned_data["reason"]
    with transaction.atomic():
        if claim.decided_seq:
            actions.decide(Op.WITHDRAW, [claim], by=dossier.user, reason=reason)
            claim = Claim.objects.select_related("source").get(pk=claim.seq)
        return actions.correct(claim, form.value(), by=dossier.user, reason=reason)
