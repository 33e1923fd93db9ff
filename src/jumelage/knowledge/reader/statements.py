"""Why a place that a sentence names is a partner of the page's home."""

from collections.abc import Iterator, Sequence

from jumelage.knowledge.reader.context import Context
from jumelage.knowledge.reader.cues import Cue
from jumelage.knowledge.reader.pairs import LINE, pair
from jumelage.knowledge.reader.places import Party
from jumelage.knowledge.reader.ties import ANCHORS, Tie, is_apposed, nearest_kind, tie_of

STEPS = ("signing", "renewal", "termination", "suspension", "resumption")
ANAPHOR = ".anaphor"  # `that with B`
PAPER = ".abkommen"  # a paper ties only whom it is said to be with
Role = tuple[str, float]


def statement(context: Context, others: Sequence[Party]) -> Iterator[Tie]:
    m = context.m
    anchors = [c for c in m.cues if c.family in ANCHORS] or [c for c in context.echo if c.family in ANCHORS]
    if (found := pair(context, others)) is not None:
        if found:
            yield from _paired(context, others, found, bool(anchors))
        return
    for party in others if context.home else ():
        if role := _role(context, party, anchors, others):
            yield tie_of(context, party, nearest_kind(context, party.start), *role)


def _paired(context: Context, others: Sequence[Party], found: Sequence[Tie], tied: bool) -> Iterator[Tie]:
    """Two places that are neither the page's home, where words, what stands above or a step tie them."""
    m, page = context.m, context.page
    said = m.family("event", "signing", "termination") or any(p.country for p in others)
    stepped = m.family("event", *STEPS, "anniversary") and page.twinning
    told = (context.lead or page.twinning) and found[0].rule == LINE
    if tied or told or (context.lead and said) or stepped:
        yield from found
    elif page.survey and page.twinning:
        yield from (t for t in found if t.party and (t.party.date or t.party.country or _are_led(context, t)))


def _are_led(context: Context, tie: Tie) -> bool:
    """`A and B are …` below a heading that names a kind, one of them at home and one abroad."""
    parties = context.m.parties
    return bool(
        context.lead
        and len(parties) == 2
        and tie.home
        and tie.ref.country != tie.home.country
        and context.m.text[parties[0].stop : parties[1].begin].strip().lower() in context.language.among("and")
    )


def _role(context: Context, party: Party, anchors: Sequence[Cue], others: Sequence[Party]) -> Role | None:
    """Why the place is a partner of the page's home, and how sure that is; None where it is not."""
    if party.before != "partner":
        anchors = [c for c in anchors if not c.rule.endswith(PAPER)]
    if is_apposed(context, party):
        return "sentence.apposition", 0.9
    return (
        _by_title(context, party, anchors, others)
        or (_by_anchor(context, party, anchors, others) if anchors else _by_step(context, party))
        or _by_status(context, party, others)
        or _by_page(context, party, others)
    )


def _by_title(context: Context, party: Party, anchors: Sequence[Cue], others: Sequence[Party]) -> Role | None:
    titles = [c for c in anchors if c.family == "kind" or c.rule.endswith(ANAPHOR)]
    chain = (party, *_chain(context, party, others))
    return ("sentence.title", 0.9) if any(_is_titled(context, c, p) for c in titles for p in chain) else None


def _by_step(context: Context, party: Party) -> Role | None:
    """What happened with the place, or with it and the home."""
    if not (context.page.twinning and context.m.family("event", *STEPS)):
        return None
    if party.before == "partner":
        return "sentence.step", 0.75
    return ("sentence.beside", 0.8) if _is_beside_home(context, party) else None


def _by_anchor(context: Context, party: Party, anchors: Sequence[Cue], others: Sequence[Party]) -> Role | None:
    """Words for a tie, and the place behind `with`, beside the home, or abroad."""
    kinds = [c for c in anchors if c.family == "kind"]
    if party.before == "partner":
        return "sentence.with", 0.95 if kinds else 0.85
    if party.before == "place":
        return None
    if context.m.home_spans:
        return "sentence.home", 0.92 if kinds else 0.85
    if kinds and (party.country or len(others) > 1 or party.named):
        return "sentence.kind", 0.88
    if any(c.start <= party.start and party.end <= c.end for c in anchors):
        return "sentence.slot", 0.85
    return ("sentence.tie", 0.8) if _is_abroad(context, party) else None


def _by_status(context: Context, party: Party, others: Sequence[Party]) -> Role | None:
    """The only place of a sentence that tells a rest or an end."""
    ends = context.m.family("status", "resting", "ended")
    return ("sentence.status", 0.8) if ends and len(others) == 1 and _is_abroad(context, party) else None


def _by_page(context: Context, party: Party, others: Sequence[Party]) -> Role | None:
    """A place with a year or a country, or abroad among others, on a page that tells its partners one by one."""
    if party.before == "place" or _is_outing(context):
        return None
    named = [p for p in others if p.before != "place"]
    dated = [p for p in others if p.date is not None and p.date.start > p.end]
    if context.page.twinning and len(dated) > 1 and party in dated:
        return "sentence.dated", 0.72
    attached = party.country or party.date or party.before == "partner"
    listed = attached or (len(named) > 1 and _is_abroad(context, party))
    return ("inventory.named", 0.72) if context.page.inventory and listed else None


def _is_outing(context: Context) -> bool:
    """Whether the sentence tells of a visit and of nothing that ties."""
    m = context.m
    return bool(m.family("event", "visit")) and not (m.family("kind") or m.family("bond"))


def _is_abroad(context: Context, party: Party) -> bool:
    return context.home is not None and context.ref(party).country != context.home.country


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
