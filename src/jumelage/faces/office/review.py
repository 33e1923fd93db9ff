"""The review: sources with open proposals; one source beside what was read in it; deciding."""

from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Max, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from jumelage.accounts.models import User
from jumelage.faces import words
from jumelage.faces.office.access import View, may, user_of
from jumelage.faces.office.forms import CorrectionForm, ReasonForm, SourceForm
from jumelage.faces.office.proposals import review_of
from jumelage.knowledge.claims.actions import decide as actions
from jumelage.knowledge.claims.concern import foreign
from jumelage.knowledge.claims.models import Claim, Op, State
from jumelage.knowledge.claims.queries import SourceCard, source_cards
from jumelage.knowledge.claims.rules import ABOUT_SOURCES, DESCRIPTIONS, ValueRefused
from jumelage.knowledge.claims.versions import repeats
from jumelage.knowledge.partnerships.home import home
from jumelage.knowledge.sources.models import Source

SIMPLE = {"accept": Op.ACCEPT, "reject": Op.REJECT, "withdraw": Op.WITHDRAW}


@dataclass(frozen=True, slots=True)
class Waiting:
    card: SourceCard
    open: int
    total: int
    date: str


def open_sources() -> list[Waiting]:
    """Sources with something to decide, the latest first."""
    counts = _counts().filter(open__gt=0).order_by("-latest")
    rows = {row["source"]: row for row in counts}
    cards = source_cards(Source.objects.filter(pk__in=rows))
    return [
        Waiting(cards[pk], row["open"], row["total"], words.date_words(cards[pk].published)) for pk, row in rows.items()
    ]


def _counts() -> Any:
    claims = Claim.objects.exclude(source=None).exclude(property__in=ABOUT_SOURCES)
    is_open = Q(state=State.PROPOSED)
    return claims.values("source").annotate(open=Count("pk", filter=is_open), total=Count("pk"), latest=Max("pk"))


def done_sources() -> list[Waiting]:
    counts = {row["source"]: row for row in _counts().filter(open=0).order_by("-latest")[:50]}
    cards = source_cards(Source.objects.filter(pk__in=counts))
    return [Waiting(cards[pk], 0, row["total"], words.date_words(cards[pk].published)) for pk, row in counts.items()]


def post_or_back(view: View) -> View:
    """These addresses only take forms; who reloads one, or follows a link to it, comes to the source's review."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: UUID, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            return view(request, pk=pk, **kwargs)
        anchor = f"#claim-{kwargs['seq']}" if "seq" in kwargs else ""
        return HttpResponseRedirect(reverse("office:review", args=[pk]) + anchor)

    return guarded


@require_safe
@may("read office")
def queue(request: HttpRequest) -> HttpResponse:
    return render(request, "office/queue.html", {"sources": open_sources(), "done": done_sources()})


@require_safe
@may("read office")
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _page(request, _source(pk))


def _source(pk: UUID) -> Source:
    return get_object_or_404(Source.objects.select_related("text", "follows"), pk=pk)


def _page(
    request: HttpRequest, source: Source, *, bound: CorrectionForm | None = None, described: SourceForm | None = None
) -> HttpResponse:
    place = home()
    found = review_of(source, home=place.pk if place else None, by=user_of(request), bound=bound)
    others = foreign({source.pk, *(group.subject for group in found.groups)}, user_of(request))
    groups = [replace(group, is_foreign=group.subject in others) for group in found.groups]
    context = {
        "review": replace(found, groups=groups),
        "repeated": len(repeats([source.pk]).get(source.pk, ())),
        "published": words.date_words(found.card.published),
        "form": described or SourceForm(initial=_said(found.card)),
        "may_decide": user_of(request).may("decide claim"),
        "may_describe": user_of(request).may("decide claim") and source.pk not in others,
        "is_described": described is not None,
    }
    return render(request, "office/review.html", context, status=400 if bound or described else 200)


def _said(card: SourceCard) -> dict[str, str]:
    return {name: getattr(card, name) for name in DESCRIPTIONS}


@post_or_back
@may("decide claim")
def decide(request: HttpRequest, pk: UUID, seq: int, verb: str) -> HttpResponse:
    """One claim; afterwards the page is at the next open one."""
    claim = get_object_or_404(Claim.objects.exclude(property__in=ABOUT_SOURCES), pk=seq, source=pk)
    claim.decided_seq = _seen(request, claim)
    if verb == "correct":
        return _correct(request, claim)
    if verb not in SIMPLE:
        raise Http404
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        actions.decide(SIMPLE[verb], [claim], by=user_of(request), reason=reason)
    except actions.DecisionRefused as error:
        messages.error(request, str(error))
        return _back(claim)
    return _next(claim, user_of(request))


def _seen(request: HttpRequest, claim: Claim) -> int | None:
    """The last decision that stood on the page which the person had before them."""
    seen = request.POST.get("seen")
    return claim.decided_seq if seen is None else int(seen) if seen.isdecimal() else None


def _correct(request: HttpRequest, claim: Claim) -> HttpResponse:
    form = CorrectionForm(claim, request.POST)
    if not form.is_valid():
        form.focus_first_error()
        return _page(request, _source(cast(UUID, claim.source_id)), bound=form)
    try:
        actions.correct(claim, form.value(), by=user_of(request), reason=form.cleaned_data["reason"])
    except (actions.DecisionRefused, ValueRefused) as error:
        form.add_error(None, str(error))
        return _page(request, _source(cast(UUID, claim.source_id)), bound=form)
    return _next(claim, user_of(request))


@post_or_back
@may("decide claim")
def accept_partner(request: HttpRequest, pk: UUID, subject: UUID) -> HttpResponse:
    """Everything of one partner that is open on this source."""
    claims = list(
        Claim.objects.open().filter(source=pk, subject=subject).exclude(property__in=ABOUT_SOURCES).order_by("seq")
    )
    if not claims:
        return HttpResponseRedirect(reverse("office:review", args=[pk]))
    try:
        actions.decide(Op.ACCEPT, claims, by=user_of(request))
    except actions.DecisionRefused as error:
        messages.error(request, str(error))
        return _back(claims[0])
    return _next(claims[-1], user_of(request))


@post_or_back
@may("decide claim")
def describe(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The date, class and title of a source, as the officer knows them."""
    source = _source(pk)
    said = _said(source_cards([source])[pk])
    form = SourceForm(request.POST, initial=said)
    if not form.is_valid():
        return _page(request, source, described=form)
    reason, by = form.cleaned_data["reason"], user_of(request)
    changed = {name: form.cleaned_data[name] for name in said if form.cleaned_data[name] not in ("", said[name])}
    for name, value in changed.items():
        actions.state_fact(pk, name, value, by=by, reason=reason, source=pk)
    gone = Claim.objects.live().filter(subject=pk, property__in=form.emptied()).order_by("seq")
    actions.decide(Op.REJECT, list(gone), by=by, reason=reason) if gone else None
    return HttpResponseRedirect(reverse("office:review", args=[pk]))


def _next(claim: Claim, by: User) -> HttpResponse:
    """To the next open proposal on the page, as it is ordered there; at the end to the one that was decided."""
    place = home()
    groups = review_of(_source(cast(UUID, claim.source_id)), home=place.pk if place else None, by=by).groups
    ordered = [p for group in groups for p in group.proposals]
    position = next((i for i, p in enumerate(ordered) if p.claim.seq == claim.seq), -1)
    mine = [p.claim for p in ordered if not p.state and p.claim.subject_id == claim.subject_id]
    following = (
        mine + [p.claim for p in ordered[position + 1 :] if not p.state] + [p.claim for p in ordered if not p.state]
    )
    return _back(following[0] if following else claim)


def _back(claim: Claim) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('office:review', args=[claim.source_id])}#claim-{claim.seq}")
