"""Ties between organisations of the two municipalities."""

from collections.abc import Iterator, Sequence

from jumelage.knowledge.reader.claims.base import claim, span
from jumelage.knowledge.reader.claims.when import is_of_end
from jumelage.knowledge.reader.context import Context
from jumelage.knowledge.reader.cues import Cue
from jumelage.knowledge.reader.frames import Frame
from jumelage.knowledge.reader.model import Claim
from jumelage.knowledge.reader.negation import negated
from jumelage.knowledge.reader.organisations import Organisation
from jumelage.knowledge.reader.places import Party
from jumelage.knowledge.reader.sentences import Word
from jumelage.knowledge.reader.ties import Tie

STRONG = ("partnership", "cooperation", "contact")
RELATIONS = ("partnership", "cooperation", "contact", "visit", "founded")


def links(frame: Frame) -> Iterator[Claim]:
    context = frame.context
    bodies = context.m.organisations
    bodies = (*bodies, *_acronyms(context, bodies)) if bodies else bodies
    cues = sorted((c for c in _told(frame) if not negated(context, c)), key=lambda c: RELATIONS.index(c.value))
    if (
        context.teaser
        or not (bodies or cues)
        or context.m.block.kind == "heading"
        or not (context.page.twinning or frame.all)
    ):
        return
    found = _link(context, bodies, cues) if bodies else None
    if found is None and any(c.value in STRONG for c in cues):
        found = _districts(context, next(c for c in cues if c.value in STRONG))
    if found:
        yield _claim(frame, *found)


def _told(frame: Frame) -> Iterator[Cue]:
    """Words for ties of bodies; schools are twinned as towns are, where the sentence ties no town."""
    m = frame.context.m
    yield from m.family("link")
    if not frame.ties and any(o.type in ("school", "university") for o in m.organisations):
        yield from m.family("kind", "partnership")


def _acronyms(context: Context, bodies: Sequence[Organisation]) -> Iterator[Organisation]:
    """Short words in capitals beside a named body (`the FAU and the university of …`)."""
    text = context.m.text
    for word in context.m.sentence.words:
        whole = text[word.start : word.end]
        taken = [(o.start, o.end) for o in bodies] + [(c.start, c.end) for c in context.m.countries]
        is_acronym = 2 <= len(whole) <= 6 and whole.isupper() and whole.isalpha()
        if is_acronym and not any(start <= word.start < end for start, end in taken):
            yield Organisation(word.start, word.end, whole, "other")


def _districts(context: Context, cue: Cue) -> tuple[Organisation, Organisation, Cue] | None:
    """Two quarters joined by `and` behind a word for quarters: `the suburbs of A and B`."""
    text, m = context.m.text, context.m
    plural = context.language.among("org_district")
    conjunctions = context.language.among("and")
    for index, word in enumerate(m.sentence.words):
        if word.low in plural:
            after = m.sentence.words[index + 1 : index + 10]
            at = next((i for i, w in enumerate(after) if w.low in conjunctions), 0)
            one, other = _capitals(text, after[:at]), _capitals(text, after[at + 1 :])
            if one and other:
                return one, other, cue
    return None


def _capitals(text: str, words: Sequence[Word]) -> Organisation | None:
    """The first run of words with capitals, as a district's name."""
    row: list[Word] = []
    for word in words:
        if text[word.start].isupper():
            row.append(word)
        elif row:
            break
    return Organisation(row[0].start, row[-1].end, text[row[0].start : row[-1].end], "other") if row else None


def _link(
    context: Context, bodies: Sequence[Organisation], cues: Sequence[Cue]
) -> tuple[Organisation | None, Organisation | None, Cue] | None:
    """Two bodies and a word for their tie, or one body that stands for the relation (a twinning committee)."""
    strong = [c for c in cues if c.value in STRONG]
    if len(bodies) >= 2 and strong:
        home, partner = _sides(context, bodies)
        return home, partner, strong[0]
    tended = [c for c in cues if c.value == "founded"]
    if bodies[0].type == "club" and tended:
        return bodies[0], None, tended[0]
    told = [c for c in strong if not any(k.start == c.start for k in context.m.family("kind"))]
    if len(bodies) == 1 and told and bodies[0].type in ("school", "university"):
        return bodies[0], None, told[0]
    return None


def _sides(context: Context, bodies: Sequence[Organisation]) -> tuple[Organisation, Organisation]:
    """The body that stands by the home's name is the home's; else the first is, unless a partner's place follows it."""
    first, second = bodies[0], bodies[1]
    if _side(context, first) == "partner" or (_side(context, second) == "home" and _side(context, first) is None):
        return second, first
    return first, second


def _places(context: Context) -> list[Party]:
    """The sentence's places without those that a body is called after (`Liceo Virgilio`)."""
    inside = [p for p in context.m.parties for o in context.m.organisations if o.start <= p.start and p.end <= o.end]
    return [p for p in context.m.parties if p not in inside or p.begin < p.start]


def _side(context: Context, body: Organisation) -> str | None:
    """Whose body it is, by a place in its name, right before it or right behind it."""
    near = [p for p in _places(context) if p.start < body.end + 8 and p.end > body.start - 2]
    spans = [s for s in context.m.home_spans if s[0] < body.end + 15 and s[1] > body.start - 2]
    if any(not p.is_home for p in near):
        return "partner"
    return "home" if spans else None


def _claim(frame: Frame, home: Organisation | None, partner: Organisation | None, cue: Cue) -> Claim:
    context = frame.context
    body = home or partner
    assert body is not None
    dated = next((d for d in context.dates if d.edtf and not is_of_end(context, d)), context.chronicle)
    value: dict[str, object] = {
        "relation": "cooperation" if cue.value == "founded" else cue.value,
        "type": body.type,
        "home_organisation": home.name if home else None,
        "partner_organisation": partner.name if partner else None,
        "since": dated.edtf if dated and cue.value != "visit" else None,
        "since_words": context.m.text[dated.start : dated.end] if dated else None,
    }
    spans = [span(cue)] + [(o.start, o.end) for o in (home, partner) if o]
    spans += [(dated.start, dated.end)] if dated and value["since"] else []
    return claim(context, _tie(frame), "link", value, cue.rule, 0.8, spans)


def _tie(frame: Frame) -> Tie | None:
    """The partner that the sentence names, else the section's or the page's."""
    if frame.ties:
        return frame.ties[0] if len(frame.ties) == 1 else None
    context = frame.context
    places = [p for p in _places(context) if not p.is_home]
    if places:
        ref = context.ref(places[0])
        return Tie(context.home, ref, places[0], (places[0].start, places[0].end), None, "link.place", 0.7)
    return frame.about[0] if len(frame.about) == 1 and (context.section or context.page.topic) else None
