"""Since when a relation is: the day that it was made, as exactly as the page tells."""

from collections.abc import Iterator

from jumelage.knowledge.reader.claims.ages import aged
from jumelage.knowledge.reader.claims.base import claim, is_national, span
from jumelage.knowledge.reader.claims.when import (
    is_beside,
    is_contact,
    is_denied,
    is_of_body,
    is_of_end,
    is_of_noun,
    is_of_paper,
    is_of_relation,
    is_of_thing,
    is_until,
    own_dates,
    said_since,
    span_of_years,
)
from jumelage.knowledge.reader.context import Context
from jumelage.knowledge.reader.cues import Cue
from jumelage.knowledge.reader.dates import Date
from jumelage.knowledge.reader.frames import Frame
from jumelage.knowledge.reader.model import Claim
from jumelage.knowledge.reader.negation import negated
from jumelage.knowledge.reader.places import Party
from jumelage.knowledge.reader.ties import Tie
from jumelage.knowledge.reader.timing import distance

FOUNDING = {"signing": 0.95, "proclamation": 0.93}
APART = {
    "renewal",
    "anniversary",
    "visit",
    "idea",
    "other",
    "suspension",
    "resumption",
    "termination",
    "council_resolution",
}
EARLIEST = "1830"
BESIDE = 15
FAR = 160
FEW_WORDS = 4
NEAR_FOUNDING, NEAR_OFFICIAL = 90, 60
LOWER = ("contact", "friendship")
LOWEST = 0.35  # the paper of a contact begins it only where nothing else does
Rated = tuple[Date, str, float, Cue | None]


def since(frame: Frame) -> Iterator[Claim]:
    context = frame.context
    if context.teaser and context.m.block.boilerplate != "teaser":
        return
    attached = [t for t in frame.ties if t.party and t.party.date and not ends_at(context, t.party)]
    for tie in attached:
        yield from _attached(context, tie)
    told = frame.all or (frame.mentioned if context.m.family("event", *FOUNDING) else ())
    rest = [t for t in (frame.mentioned or told) if t not in attached]
    if rest and not _is_barred(context):
        yield from _dated(frame, rest)
        yield from aged(frame, rest)


def _is_barred(context: Context) -> bool:
    """Sentences whose dates are another's: of schools and clubs, of plans, of what rests."""
    m = context.m
    ahead = any(not negated(context, c) for c in m.family("status", "planned"))
    return ahead or bool(m.family("mode", "record")) or is_national(m)


def _attached(context: Context, tie: Tie) -> Iterator[Claim]:
    """The year in the partner's own item: `Amiens, France since 1960`, `(1960)`."""
    date = tie.party.date if tie.party else None
    if date and date.edtf and date.edtf >= EARLIEST and not _is_of_step(context, date):
        yield _claim(context, tie, date, "since.listed.item", 0.92)


def _is_of_step(context: Context, date: Date) -> bool:
    """Whether a step that is no beginning stands right beside the date."""
    row = context.m.row
    if row and date in row.begun:
        return False
    return any(distance(context.m, date, c) < BESIDE for c in context.m.family("event", *APART))


def _dated(frame: Frame, ties: list[Tie]) -> Iterator[Claim]:
    context = frame.context
    lasted = span_of_years(context)
    if lasted:
        yield from (_claim(context, tie, lasted[0], "since.span", 0.88) for tie in ties)
        return
    free = [
        d for d in context.dates if d.edtf and "X" not in d.edtf and d.edtf >= EARLIEST and not _is_attached(frame, d)
    ]
    if context.m.ages:
        free = [d for d in free if not _is_now(context, d)]
    if not free and context.chronicle:
        free = [context.chronicle]
    for tie in ties:
        own = own_dates(context, free, ties, tie)
        best = _best(context, own, tie) or _entry(context, own, tie)
        if best:
            date, rule, score, cue = best
            yield _claim(context, tie, date, rule, score, cue)


def _is_now(context: Context, date: Date) -> bool:
    """Whether the date is that of the page, from which an age counts: `twinned for forty years this year`."""
    return any(c.start <= date.start and date.end <= c.end for c in context.m.family("relative", "this_year"))


def _entry(context: Context, dates: list[Date], tie: Tie) -> Rated | None:
    """The only year of a list's entry, where nothing says that it is another's."""
    if tie.rule != "list.item" or len(dates) != 1 or context.m.organisations:
        return None
    date = dates[0]
    return (
        None if _is_another_s(context, date) or context.m.family("event") else (date, "since.listed.entry", 0.75, None)
    )


def ends_at(context: Context, party: Party) -> bool:
    """Whether the year behind a name is that of an end told right beside it."""
    date, row = party.date, context.m.row
    if row and date in row.begun:
        return False
    ends = [c for c in context.m.family("status", "resting", "ended") if not negated(context, c)]
    return date is not None and any(
        party.end <= c.start < date.end + 2 and is_beside(date, c) and "," not in context.m.text[date.end : c.start]
        for c in ends
    )


def _is_attached(frame: Frame, date: Date) -> bool:
    return any(t.party and t.party.date == date for t in frame.ties)


def _best(context: Context, dates: list[Date], tie: Tie) -> Rated | None:
    """The date of making among the sentence's dates: signing before founding, those before a mere year."""
    rated = [r for d in dates if (r := _rated(context, d, tie, len(dates)))]
    return min(rated, key=lambda r: (-r[2], r[0].start)) if rated else None


def _rated(context: Context, date: Date, tie: Tie, count: int) -> Rated | None:
    """Why the date is that of the beginning, and how sure that is; None where it is not."""
    if is_of_paper(context, date):
        return date, "since.official.of", 0.82, None
    if _is_another_s(context, date) or is_of_body(context, date, tie):
        return None
    cue = cue_of(context, date)
    if cue and cue.family == "event":
        return _by_step(context, date, cue, tie)
    if tie.party is None and is_of_thing(context):
        return None
    if said_since(context, date) and is_of_relation(context, date) and not is_denied(context, date):
        return date, "since.official.since", 0.9, None
    return (cue and _by_beginning(context, date, cue)) or _by_year(context, date, tie, count)


def _is_another_s(context: Context, date: Date) -> bool:
    return is_until(context, date) or is_of_noun(context, date) or is_of_end(context, date)


def _by_step(context: Context, date: Date, cue: Cue, tie: Tie) -> Rated | None:
    name = cue.rule.split(".")[2]
    if cue.value in FOUNDING and _is_founding(context, cue, date):
        return date, f"since.{cue.value}.{name}", FOUNDING[cue.value], cue
    if cue.value in FOUNDING and tie.kind and tie.kind.value in LOWER:
        other = context.m.family("event", "renewal") or negated(context, cue)
        return None if other else (date, f"since.lower.{name}", LOWEST, cue)
    resolved = cue.value == "council_resolution" and context.m.family("kind") and (tie.party or context.page.topic)
    return (date, "since.resolution.beschluss", 0.4, cue) if resolved else None


def _by_beginning(context: Context, date: Date, cue: Cue) -> Rated | None:
    """Words for a beginning, or for what is official, near the date; first contacts are none."""
    near = distance(context.m, date, cue)
    if cue.family != "since" or is_contact(context, date):
        return None
    if cue.value == "founding" and near < NEAR_FOUNDING:
        return date, f"since.founding.{cue.rule.split('.')[2]}", 0.85, cue
    tied = context.m.family("kind") or context.m.family("bond")
    return (date, "since.official.offiziell", 0.8, cue) if tied and near < NEAR_OFFICIAL else None


def _by_year(context: Context, date: Date, tie: Tie, count: int) -> Rated | None:
    """The only year of a sentence that names the partner and its kind, and nothing that happened."""
    m = context.m
    short = m.block.kind in ("definition", "item") and len(m.sentence.words) <= FEW_WORDS
    told = (tie.party or short) and m.family("kind") and not m.family("event") and not m.ages
    alone = count == 1 and date is not context.chronicle and m.block.kind != "heading"
    return (date, "since.year.only", 0.6, None) if told and alone else None


def _is_founding(context: Context, cue: Cue, date: Date) -> bool:
    """A signature makes the relation unless it renews it, or is put to a paper below a partnership."""
    m = context.m
    others = [d for d in context.dates if d is not date]
    renewed = any(all(distance(m, date, c) <= distance(m, d, c) for d in others) for c in m.family("event", "renewal"))
    return not (
        renewed
        or m.family("kind", "contact")
        or negated(context, cue)
        or (any(o.type != "other" for o in m.organisations) and not m.family("kind") and not m.family("bond"))
    )


def cue_of(context: Context, date: Date) -> Cue | None:
    """The cue for an event or a beginning that stands nearest to the date."""
    cues = [c for c in context.m.cues if c.family == "event" or (c.family == "since" and c.value == "founding")]
    if date is context.chronicle:
        return cues[0] if cues else None
    officials = list(context.m.family("since", "official"))
    alone = len({c.value for c in (*cues, *officials)}) == 1
    near = [c for c in (*cues, *officials) if alone or distance(context.m, date, c) < FAR]
    return min(near, key=lambda c: (distance(context.m, date, c) + _standing(c), c.start)) if near else None


def _standing(cue: Cue) -> int:
    """Of two cues as near, a step goes before a beginning, and a beginning before an oath or a first contact."""
    return 3 if cue.value in ("other", "idea") else -3 if cue.family == "event" else 0


def _claim(context: Context, tie: Tie, date: Date, rule: str, score: float, cue: Cue | None = None) -> Claim:
    more = [span(cue)] if cue else []
    written = (date.edtf or "")[:4] in context.m.text[date.start : date.end]
    return claim(
        context,
        tie,
        "since",
        date.edtf or "",
        rule,
        score,
        [(date.start, date.end)],
        inferred=not written,
        context_spans=more,
    )
