"""Who is a partner of whom in a sentence: the frame that the claims are drawn from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jumelage.knowledge.reader.cues import Cue
from jumelage.knowledge.reader.discourse import Context, Subject, is_geography
from jumelage.knowledge.reader.home import same_place
from jumelage.knowledge.reader.pairs import pair
from jumelage.knowledge.reader.places import Party
from jumelage.knowledge.reader.ties import ANCHORS, Tie, joined, kind_of, nearest_kind

NEAR = 45


@dataclass(frozen=True)
class Frame:
    """A sentence with its ties; about are those that it speaks of without naming them."""

    context: Context
    ties: tuple[Tie, ...]
    about: tuple[Tie, ...]

    @property
    def all(self) -> tuple[Tie, ...]:
        return self.ties or self.about


def frame(context: Context) -> Frame:
    ties = tuple(_unique(_ties(context)))
    return Frame(context, ties, () if ties else tuple(_about(context)))


def _unique(ties: Iterator[Tie]) -> Iterator[Tie]:
    seen: set[tuple[object, object]] = set()
    for tie in ties:
        key = (tie.ref.key, tie.home.key if tie.home else None)
        if key not in seen and not same_place(tie.home, tie.ref):
            seen.add(key)
            yield tie


def _about(context: Context) -> Iterator[Tie]:
    """The partners that a sentence without names speaks of; `another partnership` speaks of none of them."""
    if context.survey or context.m.family("mode", "others"):
        return
    for subject in context.subjects():
        if not same_place(subject.ref, context.home):
            yield _from_subject(subject, context)


def _from_subject(subject: Subject, context: Context) -> Tie:
    kind = nearest_kind(context, context.m.start)
    return Tie(context.home, subject.ref, None, (subject.start, subject.end), kind, "subject.section", 0.8)


def _ties(context: Context) -> Iterator[Tie]:
    m = context.m
    if m.family("mode", "namesake"):
        yield from _namesake(context)
        return
    others = [p for p in joined(context) if not p.is_home and not is_geography(m, p) and not _is_in_body(context, p)]
    if m.family("mode", "proposal"):
        others = [p for p in others if p.before == "partner" and m.family("kind")]
    if not others or _is_barred(context) or _are_districts(context, others[0]):
        return
    if m.block.boilerplate:
        yield from _teaser(context, others)
    elif context.lead and (
        m.block.kind in ("item", "row", "term") or (m.block.kind == "paragraph" and _is_line(context, others))
    ):
        yield from _listed(context, others)
    elif m.block.kind == "heading":
        yield from _heading(context, others)
    else:
        yield from _sentence(context, others)


def _is_barred(context: Context) -> bool:
    """Sentences that state nothing about the home: counterfactuals, first cases of all, the nation's figures."""
    m = context.m
    counterfactual = m.family("mode", "hypothetical") and (m.family("kind") or not context.inventory)
    return bool(m.family("mode", "record", "refusal") or counterfactual or _is_of_another(context))


def _is_of_another(context: Context) -> bool:
    """Whether the partners are another town's: `Hannover's own partners include …`."""
    m = context.m
    if m.home_spans or context.survey:
        return False
    owners = [p for p in m.parties if p.key != p.text and p.text.endswith(context.language.genitive)]
    counted = context.language.among("count_partnership")
    named = [c.start for c in m.family("kind")] + [w.start for w in m.sentence.words if w.low in counted]
    return any(0 < start - p.end < 20 for p in owners for start in named)


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
        kind = kind_of(context, party)
        if kind and kind.end <= party.start and party.start - kind.end < NEAR:
            yield Tie(context.home, context.ref(party), party, (party.start, party.end), kind, "teaser", 0.75)


def _listed(context: Context, others: Sequence[Party]) -> Iterator[Tie]:
    """An item under a lead-in or heading that gives the kind: its first place is the partner."""
    own = context.m.family("kind")
    party = others[0]
    if party.begin - context.m.block.start > 40:
        return
    yield Tie(
        context.home,
        context.ref(party),
        party,
        (party.start, party.end),
        own[0] if own else context.lead,
        "list.item",
        0.93,
    )


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
    anchors = [c for c in m.cues if c.family in ANCHORS]
    found = pair(context, others)
    if found:
        said = context.m.family("event", "signing", "termination") or any(p.country for p in others)
        if anchors or (context.lead and said):
            yield from found
        return
    for party in others:
        role = _role(context, party, anchors, others)
        if role:
            rule, score = role
            yield Tie(
                context.home, context.ref(party), party, (party.start, party.end), kind_of(context, party), rule, score
            )


def _role(context: Context, party: Party, anchors: Sequence[Cue], others: Sequence[Party]) -> tuple[str, float] | None:
    """Why the place is a partner of the page's home, and how sure that is; None where it is not."""
    if context.home is None:
        return None
    m = context.m
    kinds = [c for c in anchors if c.family == "kind"]
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
        and (party.country or party.before == "partner" or len(others) > 1)
    ):
        return ("inventory.named", 0.72)
    return None
