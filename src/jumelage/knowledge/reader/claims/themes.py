"""Fields of exchange, and the networks and awards of the home municipality."""

import re
from collections.abc import Iterator

from jumelage.knowledge.reader.claims.base import claim, span
from jumelage.knowledge.reader.frames import Frame
from jumelage.knowledge.reader.model import Claim

TITLE = re.compile(r"[ ,:]{1,2}[\"„“«»‚‘']([^\"„“”«»’‘\n]{3,120})[\"“”»«’‘]")


def themes(frame: Frame) -> Iterator[Claim]:
    context = frame.context
    for cue in context.m.family("membership"):
        words = context.m.text[cue.start : cue.end]
        yield claim(context, None, "membership", words, cue.rule, 0.7, [span(cue)])
    if context.teaser:
        return
    yield from _projects(frame)
    tie = frame.all[0] if len(frame.all) == 1 else None
    for cue in context.m.family("field"):
        yield claim(context, tie, "field", context.m.text[cue.start : cue.end], cue.rule, 0.7, [span(cue)])


def _projects(frame: Frame) -> Iterator[Claim]:
    """A project by its title in quotes, with the partners that the sentence names."""
    context = frame.context
    text = context.m.text
    for cue in context.m.family("project"):
        title = TITLE.match(text, cue.end, context.m.end)
        if title:
            value = {"title": title[1].strip(), "with": [t.ref.label for t in frame.all]}
            tie = frame.all[0] if len(frame.all) == 1 else None
            yield claim(context, tie, "project", value, cue.rule, 0.7, [(cue.start, title.end())])
