"""Fields of exchange, and the networks and awards of the home municipality."""

from collections.abc import Iterator

from jumelage.knowledge.reader.claims.base import claim, span
from jumelage.knowledge.reader.frames import Frame
from jumelage.knowledge.reader.model import Claim


def themes(frame: Frame) -> Iterator[Claim]:
    context = frame.context
    for cue in context.m.family("membership"):
        words = context.m.text[cue.start : cue.end]
        yield claim(context, None, "membership", words, cue.rule, 0.7, [span(cue)])
    if context.teaser:
        return
    tie = frame.all[0] if len(frame.all) == 1 else None
    for cue in context.m.family("field"):
        yield claim(context, tie, "field", context.m.text[cue.start : cue.end], cue.rule, 0.7, [span(cue)])
