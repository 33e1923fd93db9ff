"""What does not fit, explained: conflicts, counts, lists that pass over a rest."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jumelage.core.datewords import iso
from jumelage.faces import words
from jumelage.faces.office.access import may, user_of
from jumelage.faces.office.settle import seen
from jumelage.knowledge.claims.actor import person
from jumelage.knowledge.claims.concern import foreign
from jumelage.knowledge.claims.models import Claim
from jumelage.knowledge.claims.queries import SourceCard, source_cards
from jumelage.knowledge.partnerships import findings as register
from jumelage.knowledge.partnerships.home import home
from jumelage.knowledge.partnerships.queries import other_parties
from jumelage.knowledge.partnerships.state import Party

SETTLE = "office/_settle.html"


def finding_counts(place: UUID) -> dict[str, int]:
    counts = register.count_findings(place, today=timezone.localdate())
    return {
        "conflicts": sum(not c.settled for c in register.conflicts(place)),
        "counts": sum(not c.quiet for c in counts),
        "silences": len(register.silences(place)),
    }


@require_safe
@may("read office")
def findings(request: HttpRequest) -> HttpResponse:
    place = home()
    if place is None:
        return render(request, "office/findings.html", {})
    conflicts, silences = register.conflicts(place.pk), register.silences(place.pk)
    counts = register.count_findings(place.pk, today=timezone.localdate())
    cards = source_cards(_sources(conflicts, silences, counts))
    partners = other_parties([*(c.partnership for c in conflicts), *(s.partnership for s in silences)], place.pk)
    others = foreign({c.partnership for c in conflicts}, user_of(request))
    may_settle = user_of(request).may("decide claim")
    shown = [
        _conflict(c, partners, cards, me=person(user_of(request)))
        | {"settle": SETTLE if may_settle and c.partnership not in others else ""}
        for c in conflicts
    ]
    context = {
        "conflicts": [told for c, told in zip(conflicts, shown, strict=True) if not c.settled],
        "settled": [told for c, told in zip(conflicts, shown, strict=True) if c.settled],
        "silences": [_silence(s, partners, cards) for s in silences],
        "counts": [_count(c, cards) for c in counts if not c.quiet],
        "agreeing": [_count(c, cards) for c in counts if c.quiet],
    }
    return render(request, "office/findings.html", context)


def _sources(
    conflicts: list[register.Conflict], silences: list[register.Silence], counts: list[register.CountFinding]
) -> set[Any]:
    claims = [claim for c in conflicts for side in c.sides for claim in side.claims]
    claims += [claim for s in silences for claim in (s.resting, s.listed)] + [c.claim for c in counts]
    return {claim.source for claim in claims if claim.source} | {s.source for s in silences}


def _mark(claim: Claim, cards: dict[UUID, SourceCard]) -> dict[str, str]:
    if not claim.source_id:
        return {"url": "", "label": words.source_name(None)}
    url = f"{reverse('office:review', args=[claim.source_id])}#claim-{claim.seq}"
    return {"url": url, "label": words.source_name(cards[claim.source_id])}


def _listed_mark(silence: register.Silence, cards: dict[UUID, SourceCard]) -> dict[str, str]:
    """A later version that only repeats the claim has no place of its own for it."""
    if silence.source.pk == silence.listed.source_id:
        return _mark(silence.listed, cards)
    url = reverse("office:review", args=[silence.source.pk])
    return {"url": url, "label": words.source_name(cards[silence.source.pk])}


def _conflict(
    conflict: register.Conflict, partners: dict[UUID, Party], cards: dict[UUID, SourceCard], *, me: str
) -> dict[str, Any]:
    """me: who looks; a side that another has chosen first is theirs to confirm."""
    return {
        "title": words.labelled(
            partners[conflict.partnership].name(words.language()), words.property_name(conflict.property)
        ),
        "id": f"conflict-{conflict.partnership}",
        "sentence": _conflict_sentence(conflict),
        "sides": [
            {
                "value": words.claim_value(conflict.property, side.value),
                "iso": iso(side.value) if conflict.property in ("since", "until") else "",
                "note": ", ".join(sorted({words.claim_state(c.state) for c in side.claims})),
                "chosen": side.preferred and not any(c.endorsed_by not in ("", me) for c in side.claims),
                "sources": [_mark(c, cards) for c in side.claims],
                "subject": conflict.partnership,
                "seen": seen(side.claims),
                "id": side.claims[0].seq,
            }
            for side in conflict.sides
        ],
    }


def _conflict_sentence(conflict: register.Conflict) -> str:
    if conflict.settled:
        return _("The register follows one side; the other stays to be seen.")
    if conflict.between_sides:
        return _("Each city counts from another date, and both may. Say which one the list shows.")
    return _("Not all of this can be true. Say which one the register follows, or which is wrong.")


def _silence(silence: register.Silence, partners: dict[UUID, Party], cards: dict[UUID, SourceCard]) -> dict[str, Any]:
    return {
        "title": _("%(name)s: resting, but listed without a word on it")
        % {"name": partners[silence.partnership].name(words.language())},
        "sentence": _("A list without remark does not end a rest. If the contact has been resumed, record when."),
        "sides": [
            {"value": words.status("resting"), "chosen": True, "sources": [_mark(silence.resting, cards)]},
            {"value": _("listed as existing"), "sources": [_listed_mark(silence, cards)]},
        ],
    }


def _count(finding: register.CountFinding, cards: dict[UUID, SourceCard]) -> dict[str, Any]:
    counted = str(finding.most) if finding.fewest == finding.most else f"{finding.fewest}–{finding.most}"
    card = cards.get(finding.claim.source_id) if finding.claim.source_id else None
    return {
        "title": words.source_name(card),
        "said": finding.stated,
        "said_source": _mark(finding.claim, cards),
        "counted": counted,
        "listed": finding.listed,
        "rule": words.counting_rule(finding.rule),
        "day": words.date_words(card.published) if card else "",
        "agrees": finding.quiet,
        "sentence": _count_sentence(finding, is_dated=bool(card and card.published)),
    }


def _count_sentence(finding: register.CountFinding, *, is_dated: bool) -> str:
    """Whether the page contradicts itself, is out of date or counts otherwise."""
    register_says = _beside_register(finding, is_dated=is_dated)
    if not finding.listed:
        return register_says
    return " ".join([_("The page's own list has another number than its text."), register_says])


def _beside_register(finding: register.CountFinding, *, is_dated: bool) -> str:
    spells = _(" and ").join(_spell(first, last) for first, last in finding.fits)
    if finding.agrees and is_dated:
        return _("The page and the register agree: the register counts as many %(when)s.") % {"when": spells}
    if finding.agrees:
        return _("The page bears no date. The register counts as many %(when)s.") % {"when": spells}
    if not finding.fits:
        return _(
            "On no day does the register count as many: the page counts otherwise, or a partnership is missing here."
        )
    return _("The register counts as many %(when)s: the page is older or newer than its date, or counts otherwise.") % {
        "when": spells
    }


def _spell(first: date, last: date | None) -> str:
    if last is None:
        return _("since %(first)s") % {"first": words.day_words(first)}
    return _("from %(first)s to %(last)s") % {"first": words.day_words(first), "last": words.day_words(last)}
