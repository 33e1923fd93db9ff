"""Whether a relation is planned, active, resting or ended."""

from collections.abc import Iterator

from jumelage.knowledge.reader.claims.base import claim, negated, span
from jumelage.knowledge.reader.claims.kinds import is_weak
from jumelage.knowledge.reader.cues import Cue
from jumelage.knowledge.reader.dates import Date
from jumelage.knowledge.reader.discourse import Context
from jumelage.knowledge.reader.frames import Frame
from jumelage.knowledge.reader.model import Claim
from jumelage.knowledge.reader.ties import Tie

ORDER = ("ended", "resting", "planned", "active")


def statuses(frame: Frame) -> Iterator[Claim]:
    context = frame.context
    if context.teaser or context.m.family("mode", "proposal"):
        return
    found = [c for c in context.m.family("status") if not negated(context, c)]
    if found:
        yield from _stated(frame, sorted(found, key=lambda c: (ORDER.index(c.value), c.start)))
    if found and all(_is_about(context, c, t) for c in found for t in frame.all):
        return
    if not context.m.family("status", "planned"):
        yield from _listed(frame)


def _stated(frame: Frame, cues: list[Cue]) -> Iterator[Claim]:
    context = frame.context
    for tie in frame.all:
        own = [c for c in cues if _is_about(context, c, tie)]
        if not own:
            continue
        cue = nearest(own, tie.party.start if tie.party else context.m.start)
        if tie.party is None and (len(frame.about) > 1 or cue.value == "planned"):
            continue
        yield _claim(context, tie, cue)


def _is_about(context: Context, cue: Cue, tie: Tie) -> bool:
    """A cue in brackets behind a name speaks of that name alone."""
    text, m = context.m.text, context.m
    opened = text.rfind("(", m.start, cue.start)
    if opened < 0 or text.find(")", opened, cue.start) >= 0:
        return True
    return tie.party is not None and tie.party.end <= opened <= tie.party.end + 2


def nearest(cues: list[Cue], at: int) -> Cue:
    return min(cues, key=lambda c: (max(c.start - at, at - c.end, 0), c.start))


def _claim(context: Context, tie: Tie, cue: Cue) -> Claim:
    target = _target(context) if cue.value == "planned" else None
    scope = _scope(context) if cue.value == "resting" else None
    spans = [span(cue)]
    more = [(target.start, target.end)] if target else []
    more += [span(scope)] if scope else []
    return claim(
        context, tie, "status", cue.value, cue.rule, 0.95 if tie.party else 0.8, spans,
        target=target.edtf if target else None, scope=scope.value if scope else None, context_spans=more,
    )  # fmt: skip


def _target(context: Context) -> Date | None:
    """The date that a plan is to be reached by: behind a word for until, or the only one of a sentence that decides nothing."""
    dates = [d for d in context.dates if d.edtf]
    words = context.language.among("until")
    for date in dates:
        before = " ".join(w.low for w in context.m.sentence.words if w.end <= date.start and date.start - w.start < 24)
        if any(before.endswith(word) for word in words):
            return date
    return dates[0] if len(dates) == 1 and not context.m.family("event", "council_resolution") else None


def _scope(context: Context) -> Cue | None:
    return next(iter(context.m.family("scope")), None)


def _listed(frame: Frame) -> Iterator[Claim]:
    """A partner presented as one is active, where the sentence does not look back or ahead."""
    context = frame.context
    for tie in frame.ties:
        cue = tie.kind or next(iter(context.m.family("bond", "tie")), None) or context.page_kind
        if cue and not (is_weak(context, tie) and not (context.inventory and tie.party and tie.party.country)):
            yield claim(context, tie, "status", "active", "status.active.listed", min(0.9, tie.score), [span(cue)])
    kinds = [c for c in context.m.family("kind") if not negated(context, c)]
    if (
        len(frame.about) == 1
        and kinds
        and context.m.block.kind != "heading"
        and not context.m.family("event", "termination", "suspension")
    ):
        yield claim(context, frame.about[0], "status", "active", "status.active.listed", 0.6, [span(kinds[0])])
