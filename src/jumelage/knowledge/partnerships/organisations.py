"""Schools, clubs and universities, as the ties between them name them. Pure functions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from jumelage.core.text import fold
from jumelage.knowledge.partnerships.record import Link
from jumelage.knowledge.partnerships.slug import slug
from jumelage.knowledge.partnerships.state import Party, State


@dataclass(frozen=True, slots=True)
class Tie:
    """A link as one of its two sides sees it. other: the name on the other side, empty where no source names it."""

    link: Link
    state: State
    other: str
    other_place: Party


@dataclass(frozen=True, slots=True)
class Organisation:
    """Of one name in one municipality; slug: what its address is made of, one of a kind."""

    name: str
    place: Party
    type: str
    slug: str
    ties: tuple[Tie, ...]


def organisations(states: Iterable[State]) -> list[Organisation]:
    """In the order of their names."""
    found: dict[tuple[UUID, str], list[tuple[str, Party, Tie]]] = {}
    for state in states:
        for name, place, tie in _sides(state):
            found.setdefault((place.id, fold(name)), []).append((name, place, tie))
    ordered = sorted(found.values(), key=lambda sides: (fold(sides[0][0]), fold(sides[0][1].label)))
    return [_organisation(sides, address) for sides, address in zip(ordered, _slugs(ordered), strict=True)]


def _sides(state: State) -> Iterator[tuple[str, Party, Tie]]:
    for link in state.record.links:
        if link.home_organisation:
            yield link.home_organisation, state.home, Tie(link, state, link.partner_organisation, state.partner)
        if link.partner_organisation:
            yield link.partner_organisation, state.partner, Tie(link, state, link.home_organisation, state.home)


def _organisation(sides: list[tuple[str, Party, Tie]], address: str) -> Organisation:
    name, place, _ = sides[0]
    types = [tie.link.type for _, _, tie in sides]
    return Organisation(
        name, place, next((t for t in types if t != "other"), "other"), address, tuple(tie for _, _, tie in sides)
    )


def _slugs(ordered: list[list[tuple[str, Party, Tie]]]) -> Iterator[str]:
    """The name; with the municipality where two share it; with its identity where that is not enough."""
    taken: set[str] = set()
    for sides in ordered:
        name, place, _ = sides[0]
        plain = slug(name) or slug(place.label)
        choices = (plain, f"{plain}-{slug(place.label)}", f"{plain}-{place.id}")
        free = next(choice for choice in choices if choice not in taken)
        taken.add(free)
        yield free
