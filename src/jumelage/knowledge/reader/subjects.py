"""Whom a sentence speaks of that names no partner."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from jumelage.knowledge.reader.context import Context
from jumelage.knowledge.reader.countries import Country
from jumelage.knowledge.reader.geography import is_geography
from jumelage.knowledge.reader.home import same_place
from jumelage.knowledge.reader.names import is_town_word
from jumelage.knowledge.reader.page import Subject
from jumelage.knowledge.reader.ties import Tie, nearest_kind
from jumelage.knowledge.reader.unsaid import OWNER_MARGIN, is_unreal


def about(context: Context) -> Iterator[Tie]:
    """The partners that a sentence without names speaks of; `another partnership` speaks of none of them."""
    others = context.m.family("mode", "others") and not context.chronicle
    if others or is_unreal(context) or _names_another(context) or _has_turned(context):
        return
    for subject in _paired(context) if context.page.survey else _spoken_of(context):
        if not same_place(subject.ref, context.home):
            yield _from_subject(subject, context)


def _has_turned(context: Context) -> bool:
    """Whether the paragraph has turned to places that are none of those the sentence could speak of."""
    known = {s.ref.key for s in context.subjects()}
    m = context.m
    told = m.family("kind") or m.family("bond") or m.family("status") or m.family("event")
    turned = context.named and not (context.recent or context.page.survey or context.chronicle or told)
    return bool(turned) and known.isdisjoint(s.ref.key for s in context.named)


def _names_another(context: Context) -> bool:
    """Whether the sentence has a place of its own, at its head or with a country, that is none of those it could speak of."""
    m = context.m
    others = [p for p in m.parties if not p.is_home and p.before != "place" and not is_geography(m, p)]
    named = [p for p in others if p.country or p.begin - m.start <= OWNER_MARGIN]
    known = {s.ref.key for s in (*context.subjects(), *context.named)}
    return not context.page.survey and any(context.ref(p).key not in known for p in named)


def _paired(context: Context) -> tuple[Subject, ...]:
    """On a page of many, the pairs told last, where the sentence names no place of its own."""
    told = {key for s in context.recent for key in (s.ref.key, s.home.key if s.home else None)}
    has_turned = bool(context.named) and told.isdisjoint(s.ref.key for s in context.named)
    if has_turned or any(p.before != "place" for p in context.m.parties):
        return ()
    return context.recent[-1:] if context.m.family("mode", "latter") else context.recent


def _spoken_of(context: Context) -> tuple[Subject, ...]:
    """Those that the sentence continues; `the twinning with us`, `twinned with that town` mean the place named last."""
    m = context.m
    towards_home = any(p.is_home and p.before == "partner" for p in m.parties) and bool(m.family("kind"))
    if (towards_home or _points_back(context) or _rests(context)) and len(context.named) == 1:
        return context.named
    if ours := _by_country(context):
        return (ours,)
    lands = {land.code for land in _told_lands(context)}
    subjects = tuple(s for s in context.subjects() if not lands or s.ref.country in lands)
    return subjects[-1:] if m.family("mode", "latter") else subjects


def _rests(context: Context) -> bool:
    """`The question mark is B's. The partnership has been on ice since spring.`"""
    m = context.m
    told = m.family("status", "resting", "ended") and (m.family("kind") or m.family("bond"))
    return bool(told) and not context.recent and not m.parties


def _by_country(context: Context) -> Subject | None:
    """The one place of a country that the page named so far, where a sentence says `the French town`, `our German partners`."""
    if any(not p.is_home and p.before != "place" for p in context.m.parties):
        return None
    for land in _told_lands(context):
        found = [s for s in context.met if s.ref.country == land.code]
        if len(found) == 1:
            return found[0]
        last = context.named[0] if len(context.named) == 1 and not found else None
        there = context.page.senses.within(last.ref, land.code) if last else None
        if last and there:
            return replace(last, ref=there)
    return None


def _told_lands(context: Context) -> Iterator[Country]:
    """The countries abroad whose adjectives tell which town is meant: `the French town`, `our German partners`."""
    m, words = context.m, context.m.sentence.words
    kinds = [(c.start, c.end) for c in m.family("kind")]
    for land in m.countries:
        beside = [w for w in words if 0 <= w.start - land.end <= 1 or 0 <= land.start - w.end <= 1]
        town = any(is_town_word(w.low, context.language) or any(s <= w.start < e for s, e in kinds) for w in beside)
        abroad = context.home is None or land.code != context.home.country
        if land.form == "adjective" and abroad and town:
            yield land


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
