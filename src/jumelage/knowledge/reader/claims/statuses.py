"""Whether a relation is planned, active, resting or ended."""

from collections.abc import Iterator, Sequence

from jumelage.knowledge.reader.claims.base import claim, concerned, span
from jumelage.knowledge.reader.claims.kinds import is_weak, is_with_home
from jumelage.knowledge.reader.claims.when import is_of_visits, said_since, span_of_years
from jumelage.knowledge.reader.context import Context
from jumelage.knowledge.reader.cues import Cue
from jumelage.knowledge.reader.dates import Date
from jumelage.knowledge.reader.frames import Frame
from jumelage.knowledge.reader.model import Claim
from jumelage.knowledge.reader.negation import negated
from jumelage.knowledge.reader.ties import Tie
from jumelage.knowledge.reader.timing import distance
from jumelage.knowledge.reader.unsaid import clauses_of

BESIDE = 30
ORDER = ("ended", "resting", "planned", "active")


def statuses(frame: Frame) -> Iterator[Claim]:
    context = frame.context
    if context.teaser:
        return
    proposed = _proposed(context)
    stops = {context.m.clause(c.start) for c in context.m.family("status", "resting", "ended")} & proposed
    echo = [c for c in context.echo if c.family == "status"]
    resumed = [c for c in context.m.family("event", "resumption") if not negated(context, c)]
    told = [c for c in _words(context) if context.m.clause(c.start) not in proposed and not is_of_visits(context, c)]
    found = [c for c in told if not negated(context, c)] + echo
    if resumed:
        for tie in concerned(context, resumed[0], frame.all or frame.mentioned):
            yield claim(context, tie, "status", "active", resumed[0].rule, 0.9, [span(resumed[0])])
        return
    if found:
        yield from _stated(frame, sorted(found, key=lambda c: (ORDER.index(c.value), c.start)))
    lasted = span_of_years(context)
    kind = next(iter(context.m.family("kind")), context.lead)
    if lasted and kind and not found:
        where = [span(kind), (lasted[0].start, lasted[1].end)]
        for tie in frame.all:
            yield claim(context, tie, "status", "ended", kind.rule, 0.8, where)
        return
    covered = [t for c in found for t in concerned(context, c, frame.all)]
    rest = [t for t in frame.all if t not in covered and context.m.clause(t.subject[0]) not in proposed - stops]
    row = context.m.row
    if row and (row.past or row.state):
        return
    if rest and not context.m.family("status", "planned"):
        yield from _listed(frame, rest)


def _words(context: Context) -> list[Cue]:
    """The words for a status; in a row those of its column, where it has one, and what is one only where it is all of a cell."""
    m, row = context.m, context.m.row
    if row is None:
        return list(m.family("status"))
    cells = [c for c in m.family("cell") if row.is_whole(c.start, c.end)]
    told = [*m.family("status"), *cells]
    own = [c for c in told if row.state and row.state.start <= c.start < row.state.end]
    return own or told


def _proposed(context: Context) -> set[int]:
    """Clauses that only propose; what somebody proposes to end or to rest is, as long as nobody has decided."""
    if any(is_with_home(context, c) for c in context.m.family("kind")):
        return set()
    return {context.m.clause(c.start) for c in context.m.family("mode", "proposal")} | clauses_of(context, "proposal")


def _stated(frame: Frame, cues: list[Cue]) -> Iterator[Claim]:
    context = frame.context
    about = {cue: concerned(context, cue, frame.all) for cue in cues}
    for tie in frame.all:
        own = [c for c in cues if tie in about[c]]
        if not own:
            continue
        cue = nearest(own, tie.party.start if tie.party else context.m.start)
        if tie.party is None and (len(frame.about) > 1 or _is_another_plan(context, cue) or _is_of_bodies(context)):
            continue
        yield _claim(context, tie, cue)


def _is_another_plan(context: Context, cue: Cue) -> bool:
    """Whether a sentence that names no partner plans something else than to sign."""
    return cue.value == "planned" and not context.m.family("event", "signing")


def _is_of_bodies(context: Context) -> bool:
    """Whether a sentence that names no partner speaks of what schools or clubs do."""
    return bool(context.m.organisations) and not context.m.family("kind")


def nearest(cues: list[Cue], at: int) -> Cue:
    return min(cues, key=lambda c: (max(c.start - at, at - c.end, 0), c.start))


def _claim(context: Context, tie: Tie, cue: Cue) -> Claim:
    target = _target(context, cue) if cue.value == "planned" else None
    scope = _scope(context) if cue.value == "resting" else None
    spans = [span(cue)]
    more = [(target.start, target.end)] if target else []
    more += [span(scope)] if scope else []
    return claim(
        context, tie, "status", cue.value, cue.rule, 0.95 if tie.party else 0.8, spans,
        target=target.edtf if target else None, scope=scope.value if scope else None,
        period=_period(context, cue), context_spans=more,
    )  # fmt: skip


def _target(context: Context, cue: Cue) -> Date | None:
    """The date that a plan is to be reached by: behind a word for until, or the only one of a sentence that decides nothing."""
    dates = [d for d in context.dates if d.edtf and not context.m.parted(d.start, cue.start)]
    words = context.language.among("until")
    for date in dates:
        before = " ".join(w.low for w in context.m.sentence.words if w.end <= date.start and date.start - w.start < 24)
        if any(before.endswith(word) for word in words):
            return date
    return dates[0] if len(dates) == 1 and not context.m.family("event", "council_resolution") else None


def _period(context: Context, cue: Cue) -> str | None:
    """From when on a rest lasts, where the words say so: `resting since 2022`."""
    dates = [d for d in context.dates if d.edtf and "X" not in d.edtf and said_since(context, d)]
    date = min(dates, key=lambda d: distance(context.m, d, cue), default=None)
    near = date is not None and distance(context.m, date, cue) < BESIDE
    return f"{date.edtf}/.." if near and date and cue.value == "resting" else None


def _scope(context: Context) -> Cue | None:
    return next(iter(context.m.family("scope")), None)


def _listed(frame: Frame, ties: Sequence[Tie]) -> Iterator[Claim]:
    """A partner presented as one is active, where the sentence does not look back or ahead."""
    context = frame.context
    for tie in ties:
        if tie.party is None:
            continue
        labelled = context.label.status if context.label and tie.rule == "list.item" else None
        if labelled:
            yield claim(context, tie, "status", labelled.value, labelled.rule, 0.85, [span(labelled)])
            continue
        cue = tie.kind or next(iter(context.m.family("bond", "tie")), None) or context.page.kind
        if cue and not (is_weak(context, tie) and not (context.page.inventory and tie.party.country)):
            yield claim(context, tie, "status", "active", "status.active.listed", min(0.9, tie.score), [span(cue)])
    kinds = [c for c in context.m.family("kind") if not negated(context, c)]
    if (
        len(frame.about) == 1
        and kinds
        and context.m.block.kind != "heading"
        and not context.m.family("event", "termination", "suspension")
    ):
        yield claim(context, frame.about[0], "status", "active", "status.active.listed", 0.6, [span(kinds[0])])
