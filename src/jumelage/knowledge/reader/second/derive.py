"""Derives what the second reader says again from its quotes, with the rules' own words; what cannot be had so is refused.

A word or a date is looked for in the quotes. What has several parts (steps, ties, counts) is left to the rules' own families,
which are told only whom the sentence speaks of.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from jumelage.core.edtf import DateError, PartialDate, parse
from jumelage.core.text import fold
from jumelage.knowledge.reader.claims.ages import aged
from jumelage.knowledge.reader.claims.base import claim, evidence
from jumelage.knowledge.reader.claims.counts import counts
from jumelage.knowledge.reader.claims.events import events
from jumelage.knowledge.reader.claims.links import links
from jumelage.knowledge.reader.claims.since import APART, EARLIEST, cue_of
from jumelage.knowledge.reader.claims.themes import themes
from jumelage.knowledge.reader.claims.when import is_of_end, is_until, own_dates
from jumelage.knowledge.reader.context import Context
from jumelage.knowledge.reader.cues import Cue
from jumelage.knowledge.reader.dates import Date
from jumelage.knowledge.reader.frames import Frame
from jumelage.knowledge.reader.home import same_place
from jumelage.knowledge.reader.model import Claim, Value
from jumelage.knowledge.reader.negation import negated
from jumelage.knowledge.reader.places import Party
from jumelage.knowledge.reader.second.place import Placed, Refused, holds
from jumelage.knowledge.reader.second.quotes import shown
from jumelage.knowledge.reader.second.schema import Row
from jumelage.knowledge.reader.ties import Tie, joined
from jumelage.knowledge.sources.extract.blocks import Span

READER = "llm"
ALONE = 0.35  # below the weakest claim of the rules
INFERRED = 0.3
NOT_STATED = {
    "proposal": "is a proposal",
    "refusal": "is a refusal",
    "hypothetical": "tells what could be",
    "record": "tells who was first",
}
OF_RELATION = ("kind", "bond", "since", "event")
PRECISE = ("year", "month", "day")
ENTRIES = ("item", "row", "term", "definition")
OTHERWISE = ("planned", "resting", "ended")


def derived(placed: Placed) -> Claim:
    """The claim as the rules would have it, on the second reader's evidence. Raises Refused."""
    for context, _ in placed.sentences():
        for mode, why in NOT_STATED.items():
            if context.m.family("mode", mode):
                raise Refused(f"the sentence {why}")
    found = DERIVE[placed.row.property](placed)
    proof = evidence(placed.page.text, "value", [(q.start, q.end) for q in dict.fromkeys(placed.quotes)])
    if placed.named:
        proof += evidence(placed.page.text, "subject", [(placed.named.spot.span.start, placed.named.spot.span.end)])
    proof += tuple(e for e in found.evidence if e.role == "context")
    return replace(found, evidence=proof, reader=READER, score=INFERRED if found.inferred else ALONE)


def _kind(placed: Placed) -> Claim:
    context, cue = _cue(placed, "kind")
    return claim(context, _tie(placed), "kind", cue.value, cue.rule, ALONE, [])


def _cue(placed: Placed, family: str) -> tuple[Context, Cue]:
    """The word that says the value, where the sentence does not deny it."""
    value = placed.row.value
    found = [(c, cue) for c, quote in placed.sentences() for cue in c.m.family(family, value) if _is_in(quote, cue)]
    if not found:
        raise Refused(f"no word for {family} {shown(value)} stands in the quotes")
    said = [(context, cue) for context, cue in found if not negated(context, cue)]
    if not said:
        raise Refused("the sentence denies it")
    return said[0]


def _is_in(quote: Span, thing: Cue | Date) -> bool:
    return holds(quote, Span(thing.start, thing.end))


def _tie(placed: Placed) -> Tie:
    """The partner, as the rules' families take it."""
    if placed.named is None:
        raise Refused(f"a {placed.row.property} needs a partner")
    span = placed.named.spot.span
    return Tie(placed.home, placed.named.ref, None, (span.start, span.end), None, "second", ALONE)


def _status(placed: Placed) -> Claim:
    if placed.row.value == "active":
        return _active(placed)
    context, cue = _cue(placed, "status")
    scope = next(iter(context.m.family("scope")), None) if cue.value == "resting" else None
    target = _target(placed) if cue.value == "planned" and placed.row.date else None
    return claim(
        context, _tie(placed), "status", cue.value, cue.rule, ALONE, [],
        scope=scope.value if scope else None,
        target=target.edtf if target else None,
        context_spans=[(thing.start, thing.end) for thing in (scope, target) if thing],
    )  # fmt: skip


def _target(placed: Placed) -> Date:
    found = list(_dates(placed, placed.row.date or ""))
    if not found:
        raise Refused(f"no date in the quotes gives {shown(placed.row.date or '')}")
    return found[0][1]


def _active(placed: Placed) -> Claim:
    """Said to be alive, or presented as a partner by a word for the relation."""
    for context, _ in placed.sentences():
        if any(not negated(context, cue) for cue in context.m.family("status", *OTHERWISE)):
            raise Refused("the sentence tells of a plan, a rest or an end")
    for family, values in (("status", ("active",)), ("kind", ()), ("bond", ())):
        for context, quote in placed.sentences():
            for cue in context.m.family(family, *values):
                if _is_in(quote, cue) and not negated(context, cue):
                    rule = cue.rule if family == "status" else "status.active.listed"
                    return claim(context, _tie(placed), "status", "active", rule, ALONE, [])
    raise Refused("no word for status 'active' stands in the quotes")


def _since(placed: Placed) -> Claim:
    dated = list(_dates(placed, placed.row.value))
    faults = [_no_start(placed, context, date) for context, date in dated]
    good = [pair for pair, fault in zip(dated, faults, strict=True) if fault is None]
    if good:
        return _on(placed, good)
    if faults:
        raise Refused(str(faults[0]))
    return _by_age(placed)


def _on(placed: Placed, dated: Sequence[tuple[Context, Date]]) -> Claim:
    """The date as exactly as the quotes have it, if they have but one; a year that the words leave out is inferred."""
    (context, date), name = dated[0], placed.row.property
    values = {d.edtf for _, d in dated}
    value = str(date.edtf) if len(values) == 1 else placed.row.value
    written = value[:3] in context.m.text[date.start : date.end]
    return claim(context, _tie(placed), name, value, f"{name}.quoted", ALONE, [], inferred=not written)


def _dates(placed: Placed, value: str) -> Iterator[tuple[Context, Date]]:
    """The dates in the quotes that give the value, as exactly or more so."""
    wanted = _edtf(value)
    for context, quote in placed.sentences():
        for date in context.dates:
            if date.edtf and _is_in(quote, date) and wanted.contains(_edtf(date.edtf)):
                yield context, date


def _edtf(value: str) -> PartialDate:
    try:
        date = parse(value)
    except DateError:
        date = None
    if date is None or date.precision not in PRECISE:
        raise Refused(f"{shown(value)} is not a date such as 1960, 1960-05 or 1960-05-14")
    return date


def _no_start(placed: Placed, context: Context, date: Date) -> str | None:
    """Why the date begins nothing; None where it may."""
    if (date.edtf or "") < EARLIEST:
        return "the date lies before all partnerships"
    if not _is_of_relation(placed, context):
        return "nothing beside the date speaks of the relation"
    if context.m.organisations and not context.m.family("kind"):
        return "the date is that of a school, a club or another body"
    cue = cue_of(context, date)
    if cue and cue.family == "event" and cue.value in APART:
        return f"the date belongs to an event of another type ({cue.value})"
    if any(not negated(context, plan) for plan in context.m.family("status", "planned")):
        return "the sentence tells of a plan"
    if is_until(context, date) or is_of_end(context, date):
        return "the date is that of a rest or an end"
    return "the date belongs to another partner of the sentence" if _is_of_other(placed, context, date) else None


def _is_of_relation(placed: Placed, context: Context) -> bool:
    """Whether the date's block has a word for the relation or a step of it; for a list's entry what stands above will do."""
    block = context.m.block
    beside = placed.page.within(Span(block.start, block.end))
    said = any(c.m.family(name) for c in beside for name in OF_RELATION)
    return said or (context.lead is not None and block.kind in ENTRIES)


def _is_of_other(placed: Placed, context: Context, date: Date) -> bool:
    """Whether the sentence names several partners with several dates, and this one is not the partner's."""
    if placed.named is None:
        return False
    parties = [p for p in joined(context) if p.before != "place" and not _is_home(p, placed, context)]
    ties = [Tie(placed.home, context.ref(p), p, (p.start, p.end), None, "second", ALONE) for p in parties]
    mine = next((t for t in ties if t.ref.key == placed.named.ref.key), None)
    return mine is not None and date not in own_dates(context, [d for d in context.dates if d.edtf], ties, mine)


def _is_home(party: Party, placed: Placed, context: Context) -> bool:
    return party.is_home or same_place(context.home_ref(party), placed.home)


def _by_age(placed: Placed) -> Claim:
    tie = _tie(placed)
    for context, quote in placed.sentences():
        for found in aged(_frame(placed, context), [tie]):
            if found.value == placed.row.value and _are_in((quote,), found):
                return found
    raise Refused(f"no date in the quotes gives {shown(placed.row.value)}")


def _until(placed: Placed) -> Claim:
    found = [(context, date) for context, date in _dates(placed, placed.row.value) if _is_end(context, date)]
    if not found:
        raise Refused(f"no date of an end in the quotes gives {shown(placed.row.value)}")
    return _on(placed, found)


def _is_end(context: Context, date: Date) -> bool:
    ends = [cue for cue in context.m.family("status", "ended") if not negated(context, cue)]
    return bool(ends) and (is_of_end(context, date) or is_until(context, date))


def _told(placed: Placed) -> Claim:
    """What the rules' own family makes of the sentence, where it is what the second reader means."""
    for context, _ in placed.sentences():
        for found in FAMILIES[placed.row.property](_frame(placed, context)):
            if (
                found.property == placed.row.property
                and _is_meant(placed.row, found.value)
                and _are_in(placed.quotes, found)
            ):
                return replace(found, home=placed.home)
    raise Refused(f"no {placed.row.property} {shown(placed.row.value)} can be had from the quotes")


def _frame(placed: Placed, context: Context) -> Frame:
    return Frame(context, (_tie(placed),) if placed.named else (), ())


def _are_in(quotes: tuple[Span, ...], found: Claim) -> bool:
    spans = [Span(e.start, e.end) for e in found.evidence if e.role == "value"]
    return all(any(holds(quote, span) for quote in quotes) for span in spans)


def _is_meant(row: Row, value: Value) -> bool:
    if isinstance(value, str):
        return fold(value) == fold(row.value)
    if row.property == "event":
        return value["type"] == row.value and _gives(str(value["date"] or ""), row.date)
    if row.property == "count":
        return str(value["value"]) == row.value and row.what in (None, value["what"])
    bodies = {fold(str(value[side])) for side in ("home_organisation", "partner_organisation")}
    named = {fold(body) for body in (row.home_organisation, row.partner_organisation) if body}
    return value["relation"] == row.value and bool(named) and named <= bodies


def _gives(found: str, wanted: str | None) -> bool:
    return wanted is None or (bool(found) and _edtf(wanted).contains(_edtf(found)))


FAMILIES: dict[str, Callable[[Frame], Iterator[Claim]]] = {
    "event": events,
    "link": links,
    "count": counts,
    "field": themes,
    "membership": themes,
}
DERIVE: dict[str, Callable[[Placed], Claim]] = {
    "kind": _kind,
    "status": _status,
    "since": _since,
    "until": _until,
    **dict.fromkeys(FAMILIES, _told),
}
