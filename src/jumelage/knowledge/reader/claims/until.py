"""Until when a relation was: the date of an end that the sentence tells."""

from collections.abc import Iterator

from jumelage.knowledge.reader.claims.base import claim, negated, own_dates, span
from jumelage.knowledge.reader.claims.since import EARLIEST, is_of_end
from jumelage.knowledge.reader.frames import Frame
from jumelage.knowledge.reader.model import Claim


def until(frame: Frame) -> Iterator[Claim]:
    """The date of an end that the sentence tells, for a relation that is ended."""
    context = frame.context
    ends = [c for c in context.m.family("status", "ended") if not negated(context, c)]
    dates = [d for d in context.dates if d.edtf and "X" not in d.edtf and d.edtf >= EARLIEST and is_of_end(context, d)]
    if ends and dates and not context.teaser:
        for tie in frame.ties:
            own = (own_dates(dates, list(frame.ties), tie) or dates)[0]
            yield claim(
                context,
                tie,
                "until",
                own.edtf or "",
                f"until.{ends[0].rule.split('.')[2]}",
                0.8,
                [(own.start, own.end)],
                context_spans=[span(ends[0])],
            )
