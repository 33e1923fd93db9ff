"""A source beside its proposals, ready for the review page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jumelage.accounts.models import User
from jumelage.faces import words
from jumelage.faces.office.forms import CorrectionForm
from jumelage.knowledge.claims.actor import person, reader
from jumelage.knowledge.claims.comparison import Compared, compare
from jumelage.knowledge.claims.models import Claim, State
from jumelage.knowledge.claims.queries import (
    Decided,
    SourceCard,
    decisions_on,
    evidence_of,
    source_cards,
)
from jumelage.knowledge.claims.quotes import Part, marked, spans_of
from jumelage.knowledge.claims.rules import ABOUT_SOURCES
from jumelage.knowledge.partnerships.queries import other_parties
from jumelage.knowledge.partnerships.state import Party
from jumelage.knowledge.sources.models import Source

TWO_LINES = 160


@dataclass(frozen=True, slots=True)
class Note:
    icon: str
    text: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """state is empty while it is open to the one who looks, and "endorsed" where they accepted first and another has to confirm;
    is_second where another did, and they are the one. decisions tell who decided what and when, the last one last. twin: the
    correction of this claim, or the claim that this one corrects, by its number and value."""

    claim: Claim
    term: str
    value: str
    words: str
    notes: tuple[Note, ...]
    state: str
    decisions: tuple[str, ...]
    correction: CorrectionForm | None
    is_second: bool
    twin: tuple[int, str] | None


@dataclass(frozen=True, slots=True)
class Group:
    """is_foreign: the matter of another office, to be seen and not to be decided here."""

    subject: UUID
    name: str
    country: str
    proposals: tuple[Proposal, ...]
    is_foreign: bool = False

    @property
    def open(self) -> int:
        return sum(not proposal.state for proposal in self.proposals)


@dataclass(frozen=True, slots=True)
class Review:
    card: SourceCard
    text: list[Part]
    groups: list[Group]

    @property
    def open(self) -> int:
        return sum(group.open for group in self.groups)


def review_of(source: Source, *, home: UUID | None, by: User, bound: CorrectionForm | None = None) -> Review:
    """by: who looks. bound: a correction that was sent and has errors, shown in place of the fresh one."""
    claims = list(Claim.objects.filter(source=source).exclude(property__in=ABOUT_SOURCES).order_by("seq"))
    evidence = evidence_of([c.seq for c in claims])
    text = source.text.text
    spans = [span for c in claims if c.state != State.RETRACTED for span in spans_of(c.seq, evidence.get(c.seq, []))]
    return Review(
        source_cards([source])[source.pk],
        marked(text, spans, 0, len(text)),
        _groups(claims, evidence, home, person(by), bound),
    )


def _groups(
    claims: Sequence[Claim],
    evidence: dict[int, list[dict[str, Any]]],
    home: UUID | None,
    me: str,
    bound: CorrectionForm | None,
) -> list[Group]:
    """By partner in the order of the page; claims of the home alone come last."""
    beside, decisions = compare(claims), decisions_on([c.seq for c in claims])
    others = source_cards({o.source for b in beside.values() for o in (*b.same, *b.clashing) if o.source})
    partners, twins = other_parties((c.subject_id for c in claims), home), _twins(claims)
    by_subject: dict[UUID, list[Proposal]] = {}
    for claim in claims:
        notes = _notes(claim, beside[claim.seq], others)
        decided = decisions.get(claim.seq, [])
        proposal = _proposal(claim, evidence.get(claim.seq, []), notes, decided, me, bound, twins.get(claim.seq))
        by_subject.setdefault(claim.subject_id, []).append(proposal)
    groups = [_group(pk, partners.get(pk), proposals) for pk, proposals in by_subject.items()]
    return sorted(groups, key=lambda g: g.subject not in partners)


def _twins(claims: Sequence[Claim]) -> dict[int, Claim]:
    """Of a claim that stands corrected and of its correction, the other one."""
    by_seq = {c.seq: c for c in claims}
    pairs = [(by_seq.get(c.detail.get("corrects", 0)), c) for c in claims if c.state != State.RETRACTED]
    return {one.seq: other for old, new in pairs if old for one, other in ((old, new), (new, old))}


def _group(subject: UUID, partner: Party | None, proposals: list[Proposal]) -> Group:
    if partner is None:
        return Group(subject, _("Without a partner"), "", tuple(proposals))
    return Group(subject, partner.name(words.language()), words.country(partner.country), tuple(proposals))


def _proposal(
    claim: Claim,
    evidence: list[dict[str, Any]],
    notes: tuple[Note, ...],
    decided: list[Decided],
    me: str,
    bound: CorrectionForm | None,
    twin: Claim | None,
) -> Proposal:
    is_mine = claim.endorsed_by == me
    is_open = claim.state == State.PROPOSED and not is_mine
    form = bound if bound and bound.claim.seq == claim.seq else CorrectionForm(claim)
    return Proposal(
        claim,
        words.property_name(claim.property),
        ", ".join(filter(None, (words.claim_value(claim.property, claim.value), beside(claim)))),
        " … ".join(_short(e["quote"]) for e in evidence if e["role"] == "value"),
        notes if is_open else (),
        "" if is_open else "endorsed" if is_mine else claim.state,
        tuple(told(d) for d in decided),
        form if is_open else None,
        is_open and bool(claim.endorsed_by),
        (twin.seq, words.claim_value(twin.property, twin.value)) if twin else None,
    )


def beside(claim: Claim) -> str:
    """What is accepted with the value: its scope and target, and the period where the words give one."""
    period = words.date_words(claim.period) if claim.period and claim.property in ("kind", "status") else ""
    return ", ".join(filter(None, (words.claim_detail(claim.detail), period)))


def _short(quote: str) -> str:
    one_line = " ".join(quote.split())
    return one_line if len(one_line) <= TWO_LINES else one_line[: TWO_LINES - 1] + "…"


def _notes(claim: Claim, beside: Compared, cards: dict[UUID, SourceCard]) -> tuple[Note, ...]:
    accepted = [other for other in beside.same if other.state == State.ACCEPTED][-1:]
    second = [Note("person", words.endorsed(by_me=False))]
    notes = (second if claim.endorsed_by else []) + [
        Note("warning", _contradiction(other, cards)) for other in beside.clashing
    ]
    for other in accepted:
        known = _("The register has it already: %(source)s") % {"source": _name(other, cards)}
        notes.append(Note("info", known))
    if claim.actor == reader("llm"):
        notes.append(Note("info", _("Only the second reader, a language model, says so.")))
    if claim.detail.get("inferred"):
        notes.append(Note("info", _("Inferred from the context, not stated in so many words.")))
    if who := claim.detail.get("reported_by"):
        notes.append(Note("info", _("Said at second hand: %(who)s") % {"who": who}))
    return tuple(notes)


def _contradiction(other: Claim, cards: dict[UUID, SourceCard]) -> str:
    return _("Contradicts: %(value)s (%(state)s, %(source)s)") % {
        "value": words.claim_value(other.property, other.value),
        "state": words.claim_state(other.state),
        "source": _name(other, cards),
    }


def _name(claim: Claim, cards: dict[UUID, SourceCard]) -> str:
    return words.source_name(cards[claim.source_id] if claim.source_id else None)


def told(decided: Decided) -> str:
    when = words.moment(decided.at)
    told = _("%(what)s by %(who)s, %(when)s") % {"what": words.decision(decided.op), "who": decided.who, "when": when}
    told = told[:1].upper() + told[1:]
    return words.labelled(told, decided.reason) if decided.reason else told
