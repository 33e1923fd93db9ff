"""Dated steps of a relation: idea, resolution, signing, renewal, anniversary, visit and the like."""

from collections.abc import Iterator, Sequence

from jumelage.knowledge.reader.claims.base import claim, span
from jumelage.knowledge.reader.claims.when import is_beside, is_of_noun, is_range, is_until, own_dates
from jumelage.knowledge.reader.context import Context
from jumelage.knowledge.reader.cues import Cue
from jumelage.knowledge.reader.dates import Date
from jumelage.knowledge.reader.frames import Frame
from jumelage.knowledge.reader.model import Claim
from jumelage.knowledge.reader.negation import negated
from jumelage.knowledge.reader.organisations import Organisation
from jumelage.knowledge.reader.places import Party
from jumelage.knowledge.reader.ties import Tie
from jumelage.knowledge.reader.timing import distance

FAR = 140
BESIDE = 30
ADJACENT = 3
OWN_VERB = 10  # `the idea arose`, `first contacts date from`
LASTING = ("suspension", "visit")
EARLIEST = dict.fromkeys(("visit", "anniversary", "renewal", "suspension", "resumption", "termination"), "1925")
EFFECTS = ("suspension", "termination", "resumption")
DECIDED = ("council_resolution", "suspension", "termination", "renewal")
CONCERNED = ("kind", "bond", "status")


def events(frame: Frame) -> Iterator[Claim]:
    context = frame.context
    echo = [c for c in context.echo if c.family == "event"]
    cues = [c for c in context.m.family("event") if not negated(context, c) and not _is_personal(context, c)] or echo
    if context.teaser or not _is_concerned(frame):
        return
    if context.m.family("mode", "proposal"):
        cues = [c for c in cues if c.value not in EFFECTS]
    yield from _told_by_age(frame)
    if _is_between_bodies(context):
        return
    seen: set[tuple[str, str | None]] = set()
    for date, cue in _pairs(frame, cues) if cues else ():
        key = (cue.value, date.edtf if date else None)
        if key not in seen:
            seen.add(key)
            yield from _events(frame, date, cue)


def _is_personal(context: Context, cue: Cue) -> bool:
    """Whether the anniversary is that of somebody's birth, or of the town's own: `the centenary of his birth`."""
    if cue.value != "anniversary":
        return False
    near = [c for c in context.m.family("mode", "personal") if -BESIDE < c.start - cue.end < BESIDE]
    kinds = [c for c in context.m.family("kind") if -BESIDE < c.start - cue.end < BESIDE]
    return bool(near) and not kinds


def _is_between_bodies(context: Context) -> bool:
    """A memorandum of two organisations is their link; no step of the municipalities is told with it."""
    signed = any(c.value in ("signing", "renewal") for c in context.m.family("event"))
    others = [p for p in context.m.parties if not p.is_home and not any(_holds(o, p) for o in context.m.organisations)]
    return signed and len(context.m.organisations) > 1 and bool(context.m.family("link")) and not others


def _holds(body: Organisation, party: Party) -> bool:
    return body.start <= party.start and party.end <= body.end


def _told_by_age(frame: Frame) -> Iterator[Claim]:
    """An entry of a chronicle that begins with an age is an anniversary: `Ten years: …`."""
    context = frame.context
    age = next(iter(context.m.ages), None)
    if context.chronicle and age and age.start == context.m.start and not context.m.family("event"):
        cue = Cue("event.anniversary.age", age.start, age.end)
        yield from _events(frame, context.chronicle, cue)


def _is_concerned(frame: Frame) -> bool:
    """Whether the sentence's steps are those of a relation: it names or continues one."""
    context = frame.context
    only_visit = all(c.value == "visit" for c in context.m.family("event"))
    if context.m.block.kind == "heading" and only_visit and not (context.m.parties or context.m.home_spans):
        return False
    return bool(frame.all or frame.mentioned or (context.home and any(context.m.family(f) for f in CONCERNED)))


def _pairs(frame: Frame, cues: list[Cue]) -> Iterator[tuple[Date | None, Cue]]:
    """Each date with its nearest step; a step without a date takes the chronicle's, or the page's for a feast."""
    context = frame.context
    dates = [d for d in context.dates if d.edtf and "X" not in d.edtf]
    for date in dates:
        beside = [c for c in cues if not context.m.parted(date.start, c.start)]
        if not beside or _is_of_bodies(context, date, beside) or is_of_noun(context, date):
            continue
        cue = _effect(context, min(beside, key=lambda c: (distance(context.m, date, c), c.start)), cues)
        attached = any(p.date == date and p.end <= date.start for p in context.m.parties)
        if attached and cue.value in EFFECTS and not is_beside(date, cue):
            continue
        far = BESIDE if attached else FAR
        near = distance(context.m, date, cue) < far or (not attached and len({c.value for c in cues}) == 1)
        if date.edtf and date.edtf < EARLIEST.get(cue.value, "0"):
            continue
        if near and not _is_other_s(context, date, cue) and not _is_apart(context, date, cue):
            yield date, cue
    if dates and context.page.minutes and (page := _page_date(context, cues)):
        yield from ((page, c) for c in _one_each(context, cues) if c.value in DECIDED)
    if not dates:
        carried = None if context.chronicle else _carried(frame, cues)
        page = None if context.chronicle or carried else _page_date(context, cues)
        if context.chronicle:
            yield from ((context.chronicle, c) for c in _one_each(context, cues))
        elif carried:
            yield from ((carried, c) for c in _carried_cues(cues))
        elif page:
            yield from ((page, c) for c in _one_each(context, cues) if c.value == "anniversary" or c.value in DECIDED)
        elif context.m.dates and cues[0].value in ("signing", "renewal"):
            yield None, cues[0]


def _effect(context: Context, cue: Cue, cues: Sequence[Cue]) -> Cue:
    """A resolution to suspend or to end is told as what it does."""
    if cue.value != "council_resolution":
        return cue
    clause = context.m.clause(cue.start)
    done = [c for c in cues if c.value in EFFECTS and context.m.clause(c.start) == clause]
    return done[0] if done else cue


def _is_of_bodies(context: Context, date: Date, cues: Sequence[Cue]) -> bool:
    """Whether the date stands nearer to what schools and clubs do than to any step of the relation."""
    m = context.m
    bodies = [c for c in m.family("link") if m.organisations]
    if not bodies or m.family("kind"):
        return False
    return min(distance(m, date, c) for c in bodies) < min(distance(m, date, c) for c in cues)


def _is_apart(context: Context, date: Date, cue: Cue) -> bool:
    """Whether the date tells since or until when, or that of a treaty between states."""
    if cue.value == "visit" and is_range(context, date):
        return False
    before = [w.low for w in context.m.sentence.words if w.end <= date.start and date.start - w.start < 16][-2:]
    since = any(w in context.language.among("since") for w in before)
    beside = distance(context.m, date, cue) < BESIDE
    lasting = (cue.value in LASTING and beside) or (cue.value == "other" and not context.m.family("kind"))
    told = (since and not lasting) or (is_until(context, date) and cue.value not in ("termination", "suspension"))
    return told or any(0 <= date.start - c.end < 30 for c in context.m.family("mode", "foreign"))


def _is_other_s(context: Context, date: Date, cue: Cue) -> bool:
    """A founding word nearer to the date than the step takes the date for itself, unless the step is the founding."""
    founding = [c for c in context.m.family("since", "founding") if c.start != cue.start]
    if cue.value in ("signing", "proclamation", "anniversary") or not founding:
        return False
    if cue.value in ("idea", "other") and any(-1 <= f.start - cue.end <= OWN_VERB for f in founding):
        return False
    nearest = min(distance(context.m, date, f) for f in founding)
    return nearest < distance(context.m, date, cue) - (0 if nearest <= ADJACENT else 25)


def _carried(frame: Frame, cues: list[Cue]) -> Date | None:
    """A signature or renewal without a date of its own happened on the day that the paragraph told last, of the same
    partner, unless it is still to come."""
    context = frame.context
    last = {s.ref for s in context.recent}
    other = bool(last) and any(t.ref not in last for t in frame.ties)
    ahead = context.m.family("status", "planned") or context.m.family("mode", "proposal")
    if other or context.page.survey or ahead or not _carried_cues(cues):
        return None
    return context.last_date or context.feast


def _one_each(context: Context, cues: list[Cue]) -> list[Cue]:
    """The first step of each type; a signature beside a renewal is the renewal's."""
    first = {c.value: c for c in reversed([_effect(context, c, cues) for c in cues])}
    covered = {"renewal": ("signing", "proclamation", "resumption"), "anniversary": ("signing", "visit")}
    for value in [v for name, values in covered.items() if name in first for v in values]:
        first.pop(value, None)
    return sorted(first.values(), key=lambda c: c.start)


def _carried_cues(cues: list[Cue]) -> list[Cue]:
    """One step of each type that can lean on a date told before; a signature that renews is a renewal."""
    first = {c.value: c for c in reversed(cues) if c.value in ("renewal", "signing") or c.rule.endswith(".golden_book")}
    if "renewal" in first:
        first.pop("signing", None)
    return sorted(first.values(), key=lambda c: c.start)


def _page_date(context: Context, cues: list[Cue]) -> Date | None:
    """A feast told in the page's news is dated by the page, and so is what a meeting decided in its minutes."""
    if not context.page.published or context.m.block.kind == "heading":
        return None
    decided = context.page.minutes and any(c.value in DECIDED for c in cues) and _are_ahead(context)
    feast = cues[0].value == "anniversary" and context.m.ages and context.m.block.kind == "paragraph"
    if decided:
        return Date(cues[0].start, cues[0].end, context.page.published)
    return Date(cues[0].start, cues[0].end, context.page.published[:7]) if feast else None


def _are_ahead(context: Context) -> bool:
    """Whether the sentence tells no date before the page's own."""
    published = context.page.published
    return published is not None and all(d.edtf and d.edtf > published[: len(d.edtf)] for d in context.dates)


def _events(frame: Frame, date: Date | None, cue: Cue) -> Iterator[Claim]:
    context = frame.context
    spans = [span(cue)] + ([(date.start, date.end)] if date else [])
    value = {
        "type": cue.value,
        "date": date.edtf if date else None,
        "planned": _is_planned(context, date),
        "title": context.m.text[context.m.start : context.m.end][:300],
        "place": _place(context),
        "people": [{"name": p.name, "role": p.role, "for": p.behalf} for p in context.m.people],
        "organisations": [o.name for o in context.m.organisations],
    }
    told = [d for d in context.dates if d.edtf]
    for tie in _whose(frame):
        if tie and date in told and (date not in own_dates(context, told, frame.ties, tie) or _has_own(tie, date, cue)):
            continue
        yield claim(
            context,
            tie,
            "event",
            value,
            cue.rule,
            0.85,
            spans,
            inferred=bool(date and date.edtf and date.edtf[:4] not in context.m.text[date.start : date.end]),
        )


def _has_own(tie: Tie, date: Date | None, cue: Cue) -> bool:
    """Whether the partner's name has another year attached, so that a beginning told in the sentence is not its own."""
    own = tie.party.date if tie.party else None
    return own is not None and own != date and cue.value in ("signing", "proclamation")


def _whose(frame: Frame) -> list[Tie | None]:
    if frame.mentioned:
        return list(frame.mentioned)
    if not frame.ties and (len(frame.about) > 1 or _is_of_some_town(frame.context)):
        return [None]
    return list(frame.all) or [None]


def _is_of_some_town(context: Context) -> bool:
    """Whether the sentence speaks of a town that it does not name: `a partnership with a town in Africa`."""
    words = context.m.sentence.words
    some, town, articles = (context.language.among(name) for name in ("some", "town", "articles"))
    for index, word in enumerate(words):
        before = [w.low for w in words[max(0, index - 3) : index] if w.low in some or w.low in articles]
        if word.low in town and before and before[-1] in some:
            return True
    return False


def _is_planned(context: Context, date: Date | None) -> bool:
    if date and date.edtf and context.page.published:
        return date.edtf > context.page.published[: len(date.edtf)]
    ahead = context.page.latest is None or date is None or (date.edtf or "")[:4] >= context.page.latest
    return bool(context.m.family("mode", "future")) and ahead


def _place(context: Context) -> str | None:
    """The first place behind a preposition that is not `of`; the home under its own name, however it is inflected."""
    found = next((p for p in context.m.parties if _is_where(context, p)), None)
    if found is None:
        return None
    return context.home.name if found.is_home and context.home else found.text


def _is_where(context: Context, party: Party) -> bool:
    """Whether a preposition tells that something is in the place; `the mayor of B` does not."""
    m, language = context.m, context.language
    first = next(iter(m.text[party.begin : party.start].lower().split()), "")
    if party.before != "place":
        return party.is_home and party.before == "partner" and first in language.among("place_before")
    before = next((w.low for w in reversed(m.sentence.words) if w.end <= party.begin), "")
    return not (first in language.among("of") and before in language.among("roles"))
