"""From frames to claims: one file a family of properties."""

from collections.abc import Callable, Iterator

from jumelage.knowledge.reader.claims.counts import counts
from jumelage.knowledge.reader.claims.events import events
from jumelage.knowledge.reader.claims.kinds import kinds
from jumelage.knowledge.reader.claims.links import links
from jumelage.knowledge.reader.claims.since import since
from jumelage.knowledge.reader.claims.statuses import statuses
from jumelage.knowledge.reader.claims.themes import themes
from jumelage.knowledge.reader.claims.until import until
from jumelage.knowledge.reader.frames import Frame
from jumelage.knowledge.reader.model import Claim

FAMILIES: tuple[Callable[[Frame], Iterator[Claim]], ...] = (
    kinds,
    statuses,
    since,
    until,
    events,
    links,
    counts,
    themes,
)


def claims(frame: Frame) -> Iterator[Claim]:
    """All that one sentence says, in a fixed order."""
    for family in FAMILIES:
        yield from family(frame)
