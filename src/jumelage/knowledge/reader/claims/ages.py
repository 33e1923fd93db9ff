"""An age with a date to count from gives the year of a relation's beginning, as inferred."""

from collections.abc import Iterator

from jumelage.knowledge.reader.claims.base import claim
from jumelage.knowledge.reader.claims.when import is_of_thing, said_since
from jumelage.knowledge.reader.context import Context
from jumelage.knowledge.reader.frames import Frame
from jumelage.knowledge.reader.model import Claim
from jumelage.knowledge.reader.numbers import Age
from jumelage.knowledge.reader.ties import Tie

EARLIEST = 1945  # what is older is mostly a club's or a house's age
STEPS = (
    "idea",
    "council_resolution",
    "proclamation",
    "signing",
    "renewal",
    "suspension",
    "resumption",
    "termination",
)


def aged(frame: Frame, ties: list[Tie]) -> Iterator[Claim]:
    """An age with a date to count from gives the year, as inferred."""
    context = frame.context
    for age in context.m.ages:
        if (
            context.m.family("event", "renewal", "resumption")
            or not _is_relation_age(context, age)
            or _is_vague(context, age)
        ):
            continue
        year = _reference(context)
        for tie in _whose(context, age, ties):
            if year and year - age.years >= EARLIEST:
                yield claim(
                    context,
                    tie,
                    "since",
                    str(year - age.years),
                    "since.age.years",
                    0.7,
                    [(age.start, age.end)],
                    inferred=True,
                )
        if len(context.m.ages) == 1 or len(ties) == 1:
            return


def _whose(context: Context, age: Age, ties: list[Tie]) -> list[Tie]:
    """Of several ages each is that of the partner named last before it, and a single one that of those before it where
    others follow: `with A for ten years and with B for four`."""
    before = [t for t in ties if t.party and t.party.stop <= age.start]
    if len(context.m.ages) == 1 or len(ties) == 1:
        return before or ties
    return [max(before, key=lambda t: t.subject)] if before else []


def _reference(context: Context) -> int | None:
    """The year in which the age holds: that of a feast in the sentence, else the page's."""
    feast = [d for d in context.dates if d.edtf and d.year.isdigit() and not said_since(context, d)]
    begun = context.m.family("event", *(STEPS))
    if feast and (context.m.family("event", "anniversary") or (len(feast) == 1 and not begun)):
        return int(feast[0].year)
    if context.chronicle and context.chronicle.year.isdigit() and not feast:
        return int(context.chronicle.year)
    return int(context.page.published[:4]) if context.page.published else None


def _is_relation_age(context: Context, age: Age) -> bool:
    m = context.m
    if (m.organisations and not m.family("kind")) or is_of_thing(context):
        return False
    return bool(
        m.family("kind") or m.family("bond") or m.family("event", "anniversary") or m.family("since", "official")
    )


def _is_vague(context: Context, age: Age) -> bool:
    before = context.m.text[max(context.m.start, age.start - 12) : age.start].lower().rstrip()
    return before.endswith(context.language.words["vague"])
