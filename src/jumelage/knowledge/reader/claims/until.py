"""Until when a relation was: the date of an end that the sentence tells."""

from collections.abc import Iterator

from jumelage.knowledge.reader.claims.base import claim, concerned, span
from jumelage.knowledge.reader.claims.since import EARLIEST, ends_at
from jumelage.knowledge.reader.claims.when import is_of_end, own_dates, span_of_years
from jumelage.knowledge.reader.context import Context
from jumelage.knowledge.reader.dates import Date
from jumelage.knowledge.reader.frames import Frame
from jumelage.knowledge.reader.model import Claim
from jumelage.knowledge.reader.negation import negated
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
    begun = [t.party.date for t in frame.ties if t.party and t.party.date and not ends_at(context, t.party)]
    dates = [d for d in context.dates if _may_end(context, d) and d not in begun]
    dates = [d for d in dates if not (ends and context.m.parted(d.start, ends[0].start))]
    if not ends or not dates:
        return
    for tie in concerned(context, ends[0], frame.ties):
        own = own_dates(context, dates, frame.ties, tie) or dates
        date = min(own, key=lambda d: distance(context.m, d, ends[0]))
        rule = f"until.{ends[0].rule.split('.')[2]}"
        spans = [(date.start, date.end)]
        written = (date.edtf or "")[:4] in context.m.text[date.start : date.end]
        more = [span(ends[0])]
        yield claim(context, tie, "until", date.edtf or "", rule, 0.8, spans, inferred=not written, context_spans=more)


def _may_end(context: Context, date: Date) -> bool:
    return date.edtf is not None and "X" not in date.edtf and date.edtf >= EARLIEST and is_of_end(context, date)
