"""From frames to claims: one file a family of properties."""

from collections.abc import Callable, Iterable, Iterator

from jumelage.knowledge.reader.claims.counts import counts
from jumelage.knowledge.reader.claims.events import events
from jumelage.knowledge.reader.claims.kinds import kinds
from jumelage.knowledge.reader.claims.links import links
from jumelage.knowledge.reader.claims.since import since
from jumelage.knowledge.reader.claims.statuses import statuses
from jumelage.knowledge.reader.claims.themes import themes
from jumelage.knowledge.reader.claims.until import until
from jumelage.knowledge.reader.frames import Frame, with_mentioned
from jumelage.knowledge.reader.model import Claim

Family = Callable[[Frame], Iterator[Claim]]
OF_PARTNERS: tuple[Family, ...] = (kinds, statuses, since, until, events, links, counts, themes)
OF_ALL: tuple[Family, ...] = (events, links, counts, themes)  # what a sentence that speaks of no partner can tell


def claims(told: Iterable[Frame]) -> Iterator[Claim]:
    """All that the page says, sentence by sentence, in a fixed order."""
    frames = list(told)
    partners = {tie.ref.key for frame in frames for tie in frame.ties}
    for frame in frames:
        full = with_mentioned(frame, partners)
        m = frame.context.m
        for family in OF_PARTNERS if full.all or full.mentioned else OF_ALL if m.cues or m.numbers else ():
            yield from family(full)
