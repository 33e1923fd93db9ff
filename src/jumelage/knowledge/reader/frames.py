"""Who is a partner of whom in a sentence: the frame that the claims are drawn from."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from jumelage.knowledge.reader.context import Context
from jumelage.knowledge.reader.entries import heading, is_item, is_roster, listed, roster, teaser
from jumelage.knowledge.reader.home import same_place
from jumelage.knowledge.reader.places import Party
from jumelage.knowledge.reader.statements import statement
from jumelage.knowledge.reader.subjects import about
from jumelage.knowledge.reader.ties import Tie, nearest_kind
from jumelage.knowledge.reader.unsaid import is_in_body, stated

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
    return Frame(context, ties, () if ties else tuple(about(context)))


def with_mentioned(frame: Frame, partners: Collection[Key]) -> Frame:
    """The frame with the partners that the page names elsewhere and the sentence only mentions, where it ties none."""
    context = frame.context
    if frame.ties or context.page.survey:
        return frame
    rows = [(p, context.ref(p)) for p in context.m.parties if not p.is_home and not is_in_body(context, p)]
    found = [
        Tie(context.home, ref, p, (p.start, p.end), None, "mentioned", 0.7) for p, ref in rows if ref.key in partners
    ]
    return replace(frame, mentioned=tuple(_unique(iter(found)))) if found else frame


def _unique(ties: Iterator[Tie]) -> Iterator[Tie]:
    seen: set[tuple[object, object]] = set()
    for tie in ties:
        key = (tie.ref.key, tie.home.key if tie.home else None)
        if key not in seen and not same_place(tie.home, tie.ref):
            seen.add(key)
            yield tie


def _ties(context: Context) -> Iterator[Tie]:
    m = context.m
    if m.family("mode", "namesake") and not any(p.country for p in m.parties if not p.is_home):
        yield from _namesake(context)
        return
    others = stated(context)
    if not others:
        return
    if m.block.boilerplate:
        yield from teaser(context, others)
    elif is_roster(context, others):
        yield from roster(context, others)
    elif not context.page.survey and is_item(context, others):
        yield from listed(context, others)
    elif m.block.kind == "heading":
        yield from heading(context, others)
    else:
        yield from statement(context, others)


def _namesake(context: Context) -> Iterator[Tie]:
    """A partner that the sentence names by its country alone, since it bears the home's own name."""
    m = context.m
    cue = m.family("mode", "namesake")[0]
    homes = [p for p in m.parties if p.is_home or (context.page.survey and p.before is None)]
    home = context.home_ref(homes[0]) if homes and context.page.survey else context.home
    abroad = next((c for c in m.countries if home and c.code != home.country), None)
    if home and abroad:
        place = Party(cue.start, cue.end, homes[0].text if homes else home.name, home.name, cue.start, cue.end, abroad)
        yield Tie(
            home, context.ref(place), place, (cue.start, cue.end), nearest_kind(context, cue.start), "namesake", 0.8
        )
