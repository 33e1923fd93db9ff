"""Where the names on a map stand: beside their dot, never over another name or dot, else left out.

All lengths here are pixels on the narrowest screen that the panel is drawn for. Names keep their size on wider
screens, where the dots lie further apart, so what does not collide there collides nowhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
    dots = [Box(x - DOT, y - DOT, x + DOT, y + DOT) for _, x, y in names]
    taken: list[Box] = []
    out: list[Placed | None] = []
    for index, (text, x, y) in enumerate(names):
        blocked = taken + dots[:index] + dots[index + 1 :]
        free = [p for p in places(text, x, y) if p.box.within(width, height) and not _hits(p.box, blocked)]
        costs = [_cost(rank, place, lines) for rank, place in enumerate(free)]
        best = free[costs.index(min(costs))] if free else None
        if best:
            taken.append(best.box)
        out.append(best)
    return out


def _hits(box: Box, others: Sequence[Box]) -> bool:
    return any(box.overlaps(other) for other in others)


def _cost(rank: int, placed: Placed, lines: Sequence[tuple[float, float]]) -> float:
    return 0.35 * rank + 3 * placed.lead + 0.7 * sum(placed.box.holds(x, y) for x, y in lines)
