"""Where the names on a map stand: beside their dot, never over another name or dot, else left out.

All lengths here are pixels on the narrowest screen that the panel is drawn for. Names keep their size on wider
screens, where the dots lie further apart, so what does not collide there collides nowhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot

SIZE = 14.0
NARROW, WIDE = set("fijlrtIJ.,'’`-() 1|"), set("mwMWĐ@%")
DOT = 6.0
GAP = 9.0


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def distance(self, x: float, y: float) -> float:
        """Of a point from the nearest edge; 0 inside."""
        return hypot(max(self.left - x, 0.0, x - self.right), max(self.top - y, 0.0, y - self.bottom))

    def within(self, width: float, height: float) -> bool:
        return self.left >= 0 and self.top >= 0 and self.right <= width and self.bottom <= height


@dataclass(frozen=True, slots=True)
class Placed:
    """A name's anchor (SVG text-anchor), the offset of its baseline from the dot; lead: it needs a line to the dot."""

    anchor: str
    dx: float
    dy: float
    lead: bool
    box: Box


def text_width(text: str) -> float:
    """In pixels, rather too much than too little."""
    return SIZE * sum(0.33 if c in NARROW else 0.88 if c in WIDE else 1.0 if ord(c) > 0x2E7F else 0.6 for c in text)


# anchor, side (-1 left, 1 right), row (in heights of the dot's distance), the better the earlier
RING = (
    ("start", 1, 0), ("end", -1, 0), ("middle", 0, -1), ("middle", 0, 1),
    ("start", 1, -1), ("end", -1, -1), ("start", 1, 1), ("end", -1, 1),
)  # fmt: skip
REACHES = (1.0, 2.4, 3.6)
ROUNDS = 3  # each name is placed anew when all others have their places
LEFT_OUT = 50.0  # what it costs to leave a name out


def places(text: str, x: float, y: float) -> Iterable[Placed]:
    """Every place that a name can take around its dot at x, y; the best first."""
    width = text_width(text)
    for reach in REACHES:
        for anchor, side, row in RING:
            if reach > 1 and row == 0:
                continue
            dx = side * GAP * (reach if row == 0 else 0.55 + 0.45 * reach)
            dy = SIZE * 0.34 + row * (SIZE * 0.62 + GAP * reach * 0.75)
            left = x + dx - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
            box = Box(left - 2, y + dy - SIZE * 0.86, left + width + 2, y + dy + SIZE * 0.3)
            yield Placed(anchor, round(dx, 1), round(dy, 1), reach > 1, box)


def arranged(
    names: Sequence[tuple[str, float, float]], width: float, height: float, lines: Sequence[tuple[float, float]]
) -> list[Placed | None]:
    """One place for every name (text, x, y), in their order of importance; None where none is free.

    lines are points of what runs across the map and should rather not run through a name.
    """
    choices = [_choices(index, names, width, height, lines) for index in range(len(names))]
    chosen: list[Choice | None] = [None] * len(names)
    for _ in range(ROUNDS):
        for index in range(len(names)):
            chosen[index] = _best(choices[index], _without(chosen, index))
        for index in range(len(names)):
            _make_room(index, choices, chosen)
    return [choice[1] if choice else None for choice in chosen]


Choice = tuple[float, Placed]  # what it costs, and the place


def _choices(
    index: int,
    names: Sequence[tuple[str, float, float]],
    width: float,
    height: float,
    lines: Sequence[tuple[float, float]],
) -> list[Choice]:
    """The places that a name could have if there were no other names, the best first: on no dot, and next to its own."""
    text, x, y = names[index]
    others = [(a, b) for at, (_, a, b) in enumerate(names) if at != index]
    dots = [Box(a - DOT, b - DOT, a + DOT, b + DOT) for a, b in others]
    free = [
        (_cost(rank, p, lines), p)
        for rank, p in enumerate(places(text, x, y))
        if p.box.within(width, height) and not _hits(p.box, dots) and not _is_astray(p.box, x, y, others)
    ]
    return sorted(free, key=lambda choice: choice[0])


def _without(chosen: Sequence[Choice | None], *indices: int) -> list[Box]:
    return [choice[1].box for at, choice in enumerate(chosen) if choice and at not in indices]


def _best(choices: Iterable[Choice], taken: Sequence[Box]) -> Choice | None:
    return next((choice for choice in choices if not _hits(choice[1].box, taken)), None)


def _make_room(index: int, choices: Sequence[Sequence[Choice]], chosen: list[Choice | None]) -> None:
    """Moves one other name aside where both together then stand better."""
    for cost, place in choices[index]:
        blocking = [at for at, c in enumerate(chosen) if c and at != index and place.box.overlaps(c[1].box)]
        if len(blocking) != 1:
            continue
        other = blocking[0]
        moved = _best(choices[other], [*_without(chosen, index, other), place.box])
        if moved and cost + moved[0] < _price(chosen[index]) + _price(chosen[other]):
            chosen[index], chosen[other] = (cost, place), moved
            return


def _price(choice: Choice | None) -> float:
    return choice[0] if choice else LEFT_OUT


def _hits(box: Box, others: Sequence[Box]) -> bool:
    return any(box.overlaps(other) for other in others)


def _is_astray(box: Box, x: float, y: float, others: Iterable[tuple[float, float]]) -> bool:
    """Whether one would take the name for another dot's."""
    own = box.distance(x, y)
    return any(box.distance(a, b) < own for a, b in others)


def _cost(rank: int, placed: Placed, lines: Sequence[tuple[float, float]]) -> float:
    return 0.35 * rank + 3 * placed.lead + 0.4 * sum(placed.box.holds(x, y) for x, y in lines)
