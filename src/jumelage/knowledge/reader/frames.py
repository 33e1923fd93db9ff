"""Who is a partner of whom in a sentence: the frame that the claims are drawn from."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from jumelage.knowledge.reader.cues import Cue
from jumelage.knowledge.reader.discourse import Context, Subject, is_geography
from jumelage.knowledge.reader.home import same_place
from jumelage.knowledge.reader.pairs import pair
from jumelage.knowledge.reader.places import Party
from jumelage.knowledge.reader.ties import ANCHORS, Tie, joined, nearest_kind

NEAR = 45
OWNER_MARGIN = 12
STEPS = ("signing", "renewal", "termination", "suspension", "resumption")
ANAPHOR = ".anaphor"  # `that with B`
PAPER = ".abkommen"  # a paper ties only whom it is said to be with
Key = tuple[str, str]


@dataclass(frozen=True)
class Frame:
    """A sentence with its ties; about are those that it speaks of without naming them."""

    context: Context
    ties: tuple[Tie, ...]
    about: tuple[Tie, ...]
    mentioned: tuple[Tie, ...] = ()

    @property
    def all(self) -> tuple[Tie, ...]:
        return self.ties or self.about


def frame(context: Context) -> Frame:
    ties = tuple(_unique(_ties(context)))
    return Frame(context, ties, () if ties else tuple(_about(context)))


def with_mentioned(frame: Frame, partners: Collection[Key]) -> Frame:
    """The frame with the partners that the page names elsewhere and the sentence only mentions, where it ties none."""
    context = frame.context
    if frame.ties or context.survey:
        return frame
    rows = [(p, context.ref(p)) for p in context.m.parties if not p.is_home and not _is_in_body(context, p)]
    found = [
        Tie(context.home, ref, p, (p.start, p.end), None, "mentioned", 0.7) for p, ref in rows if ref.key in partners
    ]
    return replace(frame, mentioned=tuple(_unique(iter(found))))


def _unique(ties: Iterator[Tie]) -> Iterator[Tie]:
    seen: set[tuple[object, object]] = set()
    for tie in ties:
        key = (tie.ref.key, tie.home.key if tie.home else None)
        if key not in seen and not same_place(tie.home, tie.ref):
            seen.add(key)
            yield tie


def _about(context: Context) -> Iterator[Tie]:
    """The partners that a sentence without names speaks of; `another partnership` speaks of none of them."""
    if (context.m.family("mode", "others") and not context.chronicle) or _is_unreal(context):
        return
    for subject in _paired(context) if context.survey else _spoken_of(context):
        if not same_place(subject.ref, context.home):
            yield _from_subject(subject, context)


def _is_unreal(context: Context) -> bool:
    """Whether the sentence tells what was refused or never came to be."""
    m = context.m
    unreal = m.family("mode", "refusal", "hypothetical", "machine")
    return bool(unreal) and not m.family("status", "active") and bool(m.family("kind"))


def _paired(context: Context) -> tuple[Subject, ...]:
    """On a page of many, the pairs told last, where the sentence names no place of its own."""
    if any(p.before != "place" for p in context.m.parties):
        return ()
    return context.recent[-1:] if context.m.family("mode", "latter") else context.recent


def _spoken_of(context: Context) -> tuple[Subject, ...]:
    """Those that the sentence continues; `the twinning with us`, `twinned with that town` mean the place named last."""
    m = context.m
    towards_home = any(p.is_home and p.before == "partner" for p in m.parties) and bool(m.family("kind"))
    if (towards_home or _points_back(context)) and len(context.named) == 1:
        return context.named
    subjects = context.subjects()
    return subjects[-1:] if m.family("mode", "latter") else subjects


def _points_back(context: Context) -> bool:
    """Whether a kind stands beside `that town`."""
    words, towns = context.m.sentence.words, context.language.among("town")
    that = context.language.among("that")
    points = any(one.low in that and other.low in towns for one, other in pairwise(words))
    return points and bool(context.m.family("kind"))


def _from_subject(subject: Subject, context: Context) -> Tie:
    kind = nearest_kind(context, context.m.start)
    home = subject.home or context.home
    return Tie(home, subject.ref, None, (subject.start, subject.end), kind, "subject.section", 0.8)


def _ties(context: Context) -> Iterator[Tie]:
    m = context.m
    if m.family("mode", "namesake"):
        yield from _namesake(context)
        return
    others = [p for p in joined(context) if not p.is_home and not is_geography(m, p) and not _is_in_body(context, p)]
    proposed = _clauses_of(context, "proposal")
    others = [p for p in others if m.clause(p.start) not in proposed or (p.before == "partner" and m.family("kind"))]
    barred = _barred_clauses(context)
    others = [p for p in others if m.clause(p.start) not in barred]
    if not others or _is_barred(context) or _are_districts(context, others[0]):
        return
    if m.block.boilerplate:
        yield from _teaser(context, others)
    elif _is_roster(context, others):
        yield from _roster(context, others)
    elif _is_item(context, others):
        yield from _listed(context, others)
    elif m.block.kind == "heading":
        yield from _heading(context, others)
    else:
        yield from _sentence(context, others)


def _clauses_of(context: Context, *modes: str) -> set[int]:
    """The clauses that such words speak of: their own, or the one before where their own names no place."""
    m = context.m
    found = set()
    for cue in m.family("mode", *modes):
        clause = m.clause(cue.start)
        places = [p for p in m.parties if not p.is_home]
        before = [p for p in places if p.end <= cue.start]
        own = any(m.clause(p.start) == clause for p in places)
        found.add(clause if own or not before else m.clause(before[-1].start))
    return found


def _barred_clauses(context: Context) -> set[int]:
    """Clauses that state nothing about the home: counterfactuals and refusals."""
    m = context.m
    barred = set() if m.family("status", "active") else _clauses_of(context, "refusal")
    counterfactual = m.family("kind") or not context.inventory
    return barred | _clauses_of(context, "hypothetical") if counterfactual else barred


def _is_barred(context: Context) -> bool:
    """Sentences that state nothing about the home: first cases of all, orders to machines, what is another's."""
    return bool(context.m.family("mode", "record", "machine") or _is_of_another(context))


def _is_of_another(context: Context) -> bool:
    """Whether the partners are another town's: `Hannover's own partners include …`."""
    m = context.m
    if m.home_spans or context.survey:
        return False
    if m.family("mode", "another") or _owns(context) or _are_of(context) or _are_towards(context):
        return True
    owners = [p for p in m.parties if p.key != p.text and p.text.endswith(context.language.genitive)]
    counted = context.language.among("count_partnership")
    named = [c.start for c in m.family("kind")] + [w.start for w in m.sentence.words if w.low in counted]
    return any(0 < start - p.end < 20 for p in owners for start in named)


def _owns(context: Context) -> bool:
    """Whether the first place of the sentence, not the home, is said to have partners: `Lille also has …`."""
    m = context.m
    first = m.parties[0] if len(m.parties) > 1 else None
    if first is None or first.before is not None or first.begin - m.start > OWNER_MARGIN or not m.family("kind"):
        return False
    has = context.language.among("has")
    return any(0 <= w.start - first.stop < OWNER_MARGIN and w.low in has for w in m.sentence.words)


def _are_of(context: Context) -> bool:
    """Whether places are said to be another town's partners: `Colmar and Schongau are twins of Abingdon`."""
    m = context.m
    of = context.language.among("of")
    for cue in m.family("kind"):
        owner = next((p for p in m.parties if p.begin <= cue.start < p.start or 0 <= p.begin - cue.end <= 1), None)
        if owner and m.text[cue.end : owner.start].strip().lower() in of:
            return any(p.end <= cue.start for p in m.parties)
    return False


def _are_towards(context: Context) -> bool:
    """Whether places are said to be tied to a place that the sentence begins with: `Twinned with B are also C and D`."""
    m = context.m
    first = m.parties[0] if len(m.parties) > 1 else None
    if first is None or first.before is None or first.begin - m.start > OWNER_MARGIN or first.date or first.country:
        return False
    cues = [c for c in (*m.family("kind"), *m.family("bond")) if first.stop <= c.start]
    also = context.language.among("also")
    between = [w.low for w in m.sentence.words if first.stop <= w.start < m.parties[1].begin]
    return bool(cues) and m.parties[1].before is None and any(w in also for w in between)


def _namesake(context: Context) -> Iterator[Tie]:
    """A partner that the sentence names by its country alone, since it bears the home's own name."""
    m = context.m
    cue = m.family("mode", "namesake")[0]
    homes = [p for p in m.parties if p.is_home or (context.survey and p.before is None)]
    home = context.home_ref(homes[0]) if homes and context.survey else context.home
    abroad = next((c for c in m.countries if home and c.code != home.country), None)
    if home and abroad:
        place = Party(cue.start, cue.end, homes[0].text if homes else home.name, home.name, cue.start, cue.end, abroad)
        yield Tie(
            home, context.ref(place), place, (cue.start, cue.end), nearest_kind(context, cue.start), "namesake", 0.8
        )


def _is_in_body(context: Context, party: Party) -> bool:
    """Whether the name is part of a school's or a club's."""
    return any(o.start <= party.start and party.end <= o.end for o in context.m.organisations)


def _are_districts(context: Context, first: Party) -> bool:
    """Whether a word for quarters of a town stands right before the first name."""
    before = [w.low for w in context.m.sentence.words if w.end <= first.start][-2:]
    return any(word in context.language.among("org_district") for word in before)


def _is_line(context: Context, others: Sequence[Party]) -> bool:
    """A short block that begins with a place and its country or year, under words that give the kind: a list's entry."""
    block, party = context.m.block, others[0]
    short = block.end - block.start <= 120 and party.begin - block.start <= 3 and context.m.start == block.start
    return (
        short and (party.country is not None or party.date is not None) and len({context.ref(p) for p in others}) == 1
    )


def _teaser(context: Context, others: Sequence[Party]) -> Iterator[Tie]:
    """Beside the page's own matter only a full statement counts: kind, and the place right behind it."""
    if context.m.block.boilerplate != "teaser":
        return
    for party in others:
        kind = nearest_kind(context, party.start)
        if kind and kind.end <= party.start and party.start - kind.end < NEAR:
            yield Tie(context.home, context.ref(party), party, (party.start, party.end), kind, "teaser", 0.75)


def _is_item(context: Context, others: Sequence[Party]) -> bool:
    """Whether the sentence is an entry of a list whose kind is told above it or, in a row, by the row itself."""
    m = context.m
    if m.block.kind == "row":
        return bool(context.lead or context.label or m.family("kind") or context.twinning)
    if not (context.lead or context.label):
        return False
    labelled = context.label is not None and m.start == m.block.start
    return m.block.kind in ("item", "term") or labelled or (m.block.kind == "paragraph" and _is_line(context, others))


def _is_roster(context: Context, others: Sequence[Party]) -> bool:
    """Whether a sentence below words that give the kind begins with a place and names several with country or year."""
    m = context.m
    attached = [p for p in others if p.country is not None or p.date is not None]
    begins = others[0].begin - m.start <= 3 and m.start == m.block.start
    named = sum(p.stop - p.begin for p in others)
    return bool(context.lead) and begins and len(attached) > 1 and named * 3 > m.end - m.start


def _roster(context: Context, others: Sequence[Party]) -> Iterator[Tie]:
    """Several entries in one paragraph: all that have a country or a year of their own, or are joined to one that has."""
    kinds = context.m.family("kind")
    for party in others:
        if party.before in (None, "partner"):
            kind = nearest_kind(context, party.start) if kinds else context.lead
            yield Tie(context.home, context.ref(party), party, (party.start, party.end), kind, "list.item", 0.9)


def _listed(context: Context, others: Sequence[Party]) -> Iterator[Tie]:
    """An item under a lead-in or heading that gives the kind: its first place is the partner."""
    own = context.m.family("kind")
    party = others[0]
    if party.begin - context.m.block.start > 40:
        return
    kind = own[0] if own else context.lead
    yield Tie(context.home, context.ref(party), party, (party.start, party.end), kind, "list.item", 0.93)


def _heading(context: Context, others: Sequence[Party]) -> Iterator[Tie]:
    """A heading that names one place with its country, or a kind or year beside it, on a page about partners."""
    own = context.m.family("kind")
    kind = own[0] if own else context.lead
    refs = {context.ref(p) for p in others}
    party = others[0]
    attached = party.country is not None or party.date is not None
    if own and (context.survey or context.m.dates) and len(refs) > 1:
        yield from _sentence(context, others)
    elif (
        len(refs) == 1
        and context.twinning
        and not context.survey
        and (own or attached or context.m.home_spans or _is_whole(context, party))
    ):
        yield Tie(context.home, context.ref(party), party, (party.start, party.end), kind, "heading.place", 0.85)


def _is_whole(context: Context, party: Party) -> bool:
    return party.stop - party.begin >= (context.m.end - context.m.start) - 2


def _sentence(context: Context, others: Sequence[Party]) -> Iterator[Tie]:
    m = context.m
    anchors = [c for c in m.cues if c.family in ANCHORS] or [c for c in context.echo if c.family in ANCHORS]
    found = pair(context, others)
    if found:
        said = context.m.family("event", "signing", "termination") or any(p.country for p in others)
        stepped = context.m.family("event", *STEPS, "anniversary")
        if anchors or (context.lead and said) or (stepped and context.twinning):
            yield from found
        elif context.survey and context.twinning:
            yield from (t for t in found if t.party and (t.party.date or t.party.country))
        return
    for party in others:
        role = _role(context, party, anchors, others)
        if role:
            rule, score = role
            yield Tie(
                context.home,
                context.ref(party),
                party,
                (party.start, party.end),
                nearest_kind(context, party.start),
                rule,
                score,
            )


def _role(context: Context, party: Party, anchors: Sequence[Cue], others: Sequence[Party]) -> tuple[str, float] | None:
    """Why the place is a partner of the page's home, and how sure that is; None where it is not."""
    if context.home is None:
        return None
    m = context.m
    if party.before != "partner":
        anchors = [c for c in anchors if not c.rule.endswith(PAPER)]
    kinds = [c for c in anchors if c.family == "kind"]
    titles = [*kinds, *(c for c in anchors if c.rule.endswith(ANAPHOR))]
    if any(_is_titled(context, c, p) for c in titles for p in (party, *_chain(context, party, others))):
        return ("sentence.title", 0.9)
    if not anchors and context.twinning and m.family("event", *STEPS):
        if party.before == "partner":
            return ("sentence.step", 0.75)
        if _is_beside_home(context, party):
            return ("sentence.beside", 0.8)
    if anchors and party.before == "partner":
        return ("sentence.with", 0.95 if kinds else 0.85)
    if anchors and m.home_spans and party.before != "place":
        return ("sentence.home", 0.92 if kinds else 0.85)
    if kinds and party.before != "place" and (party.country or len(others) > 1 or party.named):
        return ("sentence.kind", 0.88)
    if party.before != "place" and any(c.start <= party.start and party.end <= c.end for c in anchors):
        return ("sentence.slot", 0.85)
    if anchors and party.before != "place" and context.ref(party).country != context.home.country:
        return ("sentence.tie", 0.8)
    if (
        m.family("status", "resting", "ended")
        and len(others) == 1
        and context.ref(party).country != context.home.country
    ):
        return ("sentence.status", 0.8)
    if (
        context.inventory
        and party.before != "place"
        and (party.country or party.before == "partner" or context.ref(party).country != context.home.country)
        and (party.country or party.before == "partner" or len(others) > 1)
    ):
        return ("inventory.named", 0.72)
    return None


def _is_beside_home(context: Context, party: Party) -> bool:
    """`The mayors of Weert and Siegen`: a place joined to the home by `and`."""
    text, conjunctions = context.m.text, context.language.among("and")
    homes = [p for p in context.m.parties if p.is_home]
    pairs = [(h, party) if h.start < party.start else (party, h) for h in homes]
    return any(text[one.stop : other.begin].strip(" ").lower() in conjunctions for one, other in pairs)


def _is_titled(context: Context, kind: Cue, party: Party) -> bool:
    """Whether the word for partners stands right before the name: `guests from the twin towns Lille and Siegen`."""
    inside = party.begin <= kind.start < party.start or (kind.rule.endswith(ANAPHOR) and kind.end <= party.start)
    between = context.m.text[kind.end : party.start]
    return inside and between.strip(' „“«»"') == ""


def _chain(context: Context, party: Party, others: Sequence[Party]) -> list[Party]:
    """The places that the party is joined to by commas and `and`, back to the first."""
    chain: list[Party] = []
    conjunctions = context.language.among("and")
    last = party
    for other in reversed([p for p in others if p.start < party.start]):
        raw = context.m.text[other.stop : last.begin].lower()
        if raw.strip(" ,") not in conjunctions and raw.strip() != ",":
            break
        chain.append(other)
        last = other
    return chain
