"""How a claim is made from a frame: spans become evidence with the exact words."""

from collections.abc import Iterable, Sequence

from jumelage.knowledge.reader.context import Context
from jumelage.knowledge.reader.cues import Cue
from jumelage.knowledge.reader.mentions import Mentions
from jumelage.knowledge.reader.model import Claim, Evidence, PlaceRef, Property, Role, Value
from jumelage.knowledge.reader.sentences import Word
from jumelage.knowledge.reader.ties import Tie

LONGEST_VALUE = 300
DIRECT = 40
APOSTROPHE = "'"
DASHES = frozenset(("–", "-", "—"))
Pair = tuple[int, int]


def evidence(text: str, role: Role, spans: Iterable[Pair]) -> tuple[Evidence, ...]:
    return tuple(Evidence(role, start, end, text[start:end]) for start, end in spans)


def claim(
    context: Context,
    tie: Tie | None,
    name: Property,
    value: Value,
    rule: str,
    score: float,
    spans: Iterable[Pair],
    *,
    scope: str | None = None,
    period: str | None = None,
    target: str | None = None,
    inferred: bool = False,
    context_spans: Iterable[Pair] = (),
    home: PlaceRef | None = None,
) -> Claim:
    """A claim about the tie; without a tie it speaks of the page's home alone."""
    text = context.m.text
    proof = evidence(text, "value", [(s, min(e, s + LONGEST_VALUE)) for s, e in dict.fromkeys(spans)])
    proof += evidence(text, "subject", [tie.subject] if tie else [])
    proof += evidence(text, "context", context_spans)
    owner = tie.home if tie else home or context.home
    return Claim(
        owner, tie.ref if tie else None, name, value, f"{context.language.code}.{rule}", round(score, 3), proof,
        scope, period, target, inferred, reported_by(context),
    )  # fmt: skip


def span(thing: Cue) -> Pair:
    return thing.start, thing.end


def concerned(context: Context, cue: Cue, ties: Sequence[Tie]) -> list[Tie]:
    """The ties that a cue speaks of: that of the name that it stands behind in brackets, else those of its clause, else all."""
    text, m = context.m.text, context.m
    opened = text.rfind("(", m.start, cue.start)
    if opened >= 0 and text.find(")", opened, cue.start) < 0:
        return [t for t in ties if t.party and t.party.end <= opened <= t.party.stop + 2]
    clause = m.clause(cue.start)
    if ties and any(c.start < cue.start and m.clause(c.start) == clause for c in m.family("mode", "latter")):
        return [max(ties, key=lambda t: t.subject)]
    own = [t for t in ties if t.party and m.clause(t.party.start) == clause]
    return [*(_directed(context, cue, own) or own), *_alike(context, cue, ties, own)] or list(ties)


def _alike(context: Context, cue: Cue, ties: Sequence[Tie], own: Sequence[Tie]) -> list[Tie]:
    """The ties behind words for the same: `A cut its ties with B, and C did the same with D`."""
    same = next((c for c in context.m.family("mode", "same") if c.start > cue.end), None)
    return [t for t in ties if t.party and same and t.party.start > same.start and t not in own]


def _directed(context: Context, cue: Cue, ties: Sequence[Tie]) -> list[Tie]:
    """The ties that the cue's own `with` leads to, where others stand before it: `the town, twinned with A, cuts its ties with B`."""
    before = [t for t in ties if t.party and t.party.stop <= cue.start]
    behind = [t for t in ties if t.party and t.party.begin >= cue.end]
    if not before or not behind or cue.family not in ("status", "event"):
        return []
    first = min(behind, key=lambda t: t.subject)
    parted = "," in context.m.text[max(t.subject[1] for t in before) : cue.start]
    led = first.party is not None and first.party.before == "partner" and first.party.begin - cue.end <= DIRECT
    return behind if parted and led and "," not in context.m.text[cue.end : first.subject[0]] else []


def reported_by(context: Context) -> str | None:
    """Who is said to have said it: the name in front of a word like `reports`, or behind `according to`."""
    for cue in context.m.family("reported"):
        name = _behind(context, cue) if cue.value == "according" else _in_front(context, cue)
        if name:
            return name
    return None


def _in_front(context: Context, cue: Cue) -> str | None:
    text, m = context.m.text, context.m
    before = [w for w in m.sentence.words if w.end <= cue.start][-1:]
    if not before or not text[before[0].start].isupper() or cue.start - before[0].end != 1:
        return None
    return (
        None
        if before[0].low in context.language.among("stop")
        else _site(text, before[0].start, before[0].end, m.start)
    )


def _behind(context: Context, cue: Cue) -> str | None:
    """The run of capitals behind the words, an article left out."""
    text = context.m.text
    small = context.language.among("articles") | context.language.among("of")
    row: list[Word] = []
    for word in (w for w in context.m.sentence.words if w.start >= cue.end):
        if text[word.start].isupper() and (not row or text[row[-1].end : word.start] in (" ", "-", ".")):
            row.append(word)
        elif row or word.low not in small:
            break
    return text[row[0].start : row[-1].end] if row else None


def _site(text: str, start: int, end: int, limit: int) -> str:
    """A name with a dot in it (a site) is taken whole."""
    while start > limit and (text[start - 1].isalnum() or text[start - 1] in ".-"):
        start -= 1
    return text[start:end]


def is_national(m: Mentions) -> bool:
    """Whether the sentence speaks of a whole country's towns; the country that a place lies in does not make it."""
    cues = m.family("mode", "national")
    return any(not any(p.begin <= c.start < p.stop for p in m.parties) for c in cues)
