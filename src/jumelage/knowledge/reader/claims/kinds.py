"""What a relation is: partnership, friendship, project or contact."""

from collections.abc import Iterator

from jumelage.knowledge.reader.claims.base import claim, span
from jumelage.knowledge.reader.context import Context
from jumelage.knowledge.reader.cues import Cue
from jumelage.knowledge.reader.frames import Frame
from jumelage.knowledge.reader.model import Claim
from jumelage.knowledge.reader.negation import negated
from jumelage.knowledge.reader.ties import Tie

HEADLINE = 0.6  # a headline's friendship gives way to the partnership of the text
ABOVE = 0.8  # what a heading or a label says of all below it gives way to what is said of one
OWN = 0.85
COUNTED = 20
WEAK = ("bond.tie.kontakt", "bond.tie.verbruederung")


def kinds(frame: Frame) -> Iterator[Claim]:
    for tie in frame.ties:
        found = _kind(frame.context, tie)
        if found:
            cue, rule, score = found
            if not frame.context.m.start <= cue.start < frame.context.m.end:
                score = min(score, ABOVE)
            if cue.value == "friendship" and frame.context.m.block.kind == "heading":
                score = min(score, HEADLINE)
            yield claim(frame.context, tie, "kind", cue.value, rule, score, [span(cue)])
    yield from _unnamed(frame)


def _kind(context: Context, tie: Tie) -> tuple[Cue, str, float] | None:
    """The cue in the sentence or above it; a tie without one, on a page about partners, is one of them."""
    weak = is_weak(context, tie) and not (context.page.inventory and tie.party and tie.party.country)
    if tie.kind and not weak:
        return tie.kind, tie.kind.rule, tie.score
    if context.page.kind and not weak:
        return context.page.kind, "kind.partnership.page", min(tie.score, 0.75)
    return None


def is_weak(context: Context, tie: Tie) -> bool:
    """Whether the sentence has nothing but contacts, exchange or an oath to tie the two: no kind can be told from it."""
    bonds = [c.rule for c in context.m.family("bond")]
    return (
        bool(bonds) and all(rule in WEAK for rule in bonds) and not context.m.family("kind") and tie.rule != "list.item"
    )


def _unnamed(frame: Frame) -> Iterator[Claim]:
    """A sentence about the section's partner that says what the relation is."""
    for cue in (*frame.context.m.family("kind"), *_instead(frame.context)):
        words = frame.context.m.text[cue.start : cue.end].lower()
        if (
            (words in frame.context.language.among("count_partnership") and _is_counted(frame.context, cue))
            or (frame.context.m.family("mode", "proposal") and not is_with_home(frame.context, cue))
            or negated(frame.context, cue)
        ):
            continue
        if len(frame.about) == 1 and frame.context.m.block.kind != "heading" and not frame.context.teaser:
            yield claim(
                frame.context,
                frame.about[0],
                "kind",
                cue.value,
                cue.rule,
                HEADLINE if cue.value == "friendship" or _is_step(frame.context, cue) else OWN,
                [span(cue)],
            )
            return
    yield from _founded(frame)


def _is_counted(context: Context, cue: Cue) -> bool:
    """`Its three twinnings`: what is counted is not the one partnership that is spoken of."""
    years = [(d.start, d.end) for d in context.m.dates]
    counted = [n for n in context.m.numbers if n.value > 1 and not any(s <= n.start < e for s, e in years)]
    return any(0 < cue.start - n.end <= COUNTED for n in counted)


def _instead(context: Context) -> tuple[Cue, ...]:
    """What is said to be where a kind is denied: `Not a twin. We count the city as a friend.`"""
    kinds = context.m.family("kind")
    denied = all(negated(context, c) for c in kinds) if kinds else context.denied
    return context.m.family("label") if denied else ()


def _is_step(context: Context, cue: Cue) -> bool:
    """Whether a letter of intent was signed on the way: `in 2017 the two towns signed a letter of intent`."""
    return cue.value == "contact" and bool(context.m.family("event", "signing") and context.dates)


def is_with_home(context: Context, cue: Cue) -> bool:
    """`Twinned with us since 1990`: the words say what is, whatever else the sentence asks for."""
    return any(p.is_home and p.before == "partner" and 0 <= p.begin - cue.end <= 1 for p in context.m.parties)


def _founded(frame: Frame) -> Iterator[Claim]:
    """A sentence that only tells how the section's relation was made: it is one of those that the page is about."""
    context = frame.context
    made = context.m.family("event", "signing", "proclamation", "renewal")
    if len(frame.about) == 1 and made and context.page.kind and not context.m.family("kind") and not context.teaser:
        kind = context.lead or context.page.kind
        yield claim(
            context, frame.about[0], "kind", kind.value, f"{kind.rule.rsplit('.', 1)[0]}.page", 0.65, [span(kind)]
        )
