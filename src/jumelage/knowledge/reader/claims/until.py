"""Until when a relation was: the date of an end that the sentence tells."""

from collections.abc import Iterator

from jumelage.knowledge.reader.claims.base import claim, concerned, negated, own_dates, span, span_of_years
from jumelage.knowledge.reader.claims.since import EARLIEST, is_of_end
from jumelage.knowledge.reader.frames import Frame
from jumelage.knowledge.reader.model import Claim
from jumelage.knowledge.reader.timing import distance


def until(frame: Frame) -> Iterator[Claim]:
    """The date of an end that the sentence tells, for a relation that is ended."""
    context = frame.context
    if context.teaser:
        return
    lasted = span_of_years(context)
    if lasted:
        for tie in frame.all:
            where = (lasted[1].start, lasted[1].end)
            yield claim(context, tie, "until", lasted[1].edtf or "", "until.span", 0.8, [where])
        return
    ends = [c for c in context.m.family("status", "ended") if not negated(context, c)]
    dates = [d for d in context.dates if d.edtf and "X" not in d.edtf and d.edtf >= EARLIEST and is_of_end(context, d)]
    if not ends or not dates:
        return
    for tie in concerned(context, ends[0], frame.ties):
        own = own_dates(context, dates, frame.ties, tie) or dates
        date = min(own, key=lambda d: distance(context.m, d, ends[0]))
        rule = f"until.{ends[0].rule.split('.')[2]}"
        spans = [(date.start, date.end)]
        yield claim(context, tie, "until", date.edtf or "", rule, 0.8, spans, context_spans=[span(ends[0])])
