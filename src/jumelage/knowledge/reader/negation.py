"""Whether what a cue says is denied."""

from jumelage.knowledge.reader.context import Context
from jumelage.knowledge.reader.cues import Cue
from jumelage.knowledge.reader.mentions import Mentions

STEPS = ("event", "since")
BEFORE, BEHIND = 60, 12
ONLY = 4
NO_TIE = (".abkommen", ".anaphor", ".volgen")


def negated(context: Context, cue: Cue) -> bool:
    """Whether a word of negation stands in the cue's clause: before it, right behind it, at the clause's end, or in a gap of a
    step's words (`a contract was never signed`)."""
    return any(
        _denies(context, no, cue) for no in context.m.family("mode", "negation") if not _is_not_only(context, no)
    )


def _denies(context: Context, no: Cue, cue: Cue) -> bool:
    text, m = context.m.text, context.m
    if m.parted(no.start, cue.start) or _is_of_status(m, no):
        return False
    if cue.start <= no.start < cue.end:
        return cue.family in STEPS and no.start > cue.start
    if any(no.start < k.start and k.end <= no.end for k in m.family("kind")):
        return no.start < cue.start and cue.end <= no.end
    between = text[min(no.end, cue.end) : max(no.start, cue.start)]
    if any(s in between for s in ".;:"):
        return False
    if no.end <= cue.start:
        return len(between) < BEFORE and not _turns(context, no, cue)
    near = (len(between) < BEHIND and not _joins(context, between)) or _ends_clause(m, no, cue)
    return near and "," not in between


def _turns(context: Context, no: Cue, cue: Cue) -> bool:
    """Whether a comma and the relation as a subject of its own stand between: `no guests come any more, the twinning rests`."""
    m, small = context.m, context.language.among("articles") | context.language.among("that")
    kind = next((k for k in m.family("kind") if no.end <= k.start and k.end <= cue.start), None)
    comma = m.text.rfind(",", no.end, kind.start) if kind else -1
    return (
        comma >= 0
        and kind is not None
        and all(w.low in small for w in m.sentence.words if comma < w.start < kind.start)
    )


def _is_of_status(m: Mentions, no: Cue) -> bool:
    """Whether the negation is part of the words for an end or a rest: `no longer in force` denies no partnership."""
    return any(c.start <= no.start and no.end <= c.end for c in m.family("status", "resting", "ended"))


def _ends_clause(m: Mentions, no: Cue, cue: Cue) -> bool:
    """`A partnership with B exists not`: the negation is the last word of the cue's clause."""
    clause = m.clause(cue.start)
    words = [w for w in m.sentence.words if m.clause(w.start) == clause]
    return m.clause(no.start) == clause and words[-1].start == no.start


def _joins(context: Context, between: str) -> bool:
    return not context.language.among("and").isdisjoint(between.lower().split())


def _is_not_only(context: Context, no: Cue) -> bool:
    """`Not only with B but also with C` denies nothing."""
    behind = [w.low for w in context.m.sentence.words if w.start >= no.end][:ONLY]
    return not context.language.among("only").isdisjoint(behind)


def denied_clauses(context: Context) -> set[int]:
    """Clauses that say that there is no relation, in sentences that tell nothing else of one."""
    m = context.m
    papers = [
        c
        for c in m.family("kind", "contact")
        if any(c.start <= no.start < c.end for no in m.family("mode", "negation"))
    ]
    kinds = m.family("kind")
    ties = [
        c
        for c in (
            *m.family("bond"),
            *(m.family("link") if m.organisations else ()),
            *m.family("event", "visit", "other"),
        )
        if not c.rule.endswith(NO_TIE)
    ]
    told = [c for c in kinds if c.value in ("contact", "project") and c not in papers] or m.family("label")
    if m.family("status") or told or any(not any(k.start < c.end and c.start < k.end for k in kinds) for c in ties):
        return set()
    denied = [c for c in kinds if c.value in ("partnership", "friendship") and _is_denied(context, c)]
    return {m.clause(c.start) for c in (*papers, *denied)}


def _is_denied(context: Context, cue: Cue) -> bool:
    """Whether the negation and the cue stand together, without a comma between them."""
    m = context.m
    denials = [no for no in m.family("mode", "negation") if not _is_not_only(context, no) and _denies(context, no, cue)]
    return any("," not in m.text[min(no.end, cue.end) : max(no.start, cue.start)] for no in denials)
