"""From rings of land to one short SVG path in a frame."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jumelage.core.map import land
from jumelage.core.map.projection import XY, EqualEarth, Lambert, Place

SMALLEST = 1.5  # islands whose bounds are smaller, in units of the frame, are left out
TOLERANCE = 0.7  # how far the drawn coast may lie off, in units of the frame


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the projected plane lies in a drawing of width × height units; x, y: the plane's point in its middle."""

    width: int
    height: int
    scale: float
    x: float
    y: float

    def __call__(self, xy: XY) -> XY:
        return self.width / 2 + (xy[0] - self.x) * self.scale, self.height / 2 - (xy[1] - self.y) * self.scale

    def holds(self, xy: XY) -> bool:
        return 0 <= xy[0] <= self.width and 0 <= xy[1] <= self.height


@lru_cache(maxsize=256)
def land_path(projection: EqualEarth | Lambert, frame: Frame) -> str:
    """The `d` of all land that is seen in the frame."""
    rings = _world(projection) if isinstance(projection, EqualEarth) else _around(projection, frame)
    edge = 4.0
    box = (-edge, -edge, frame.width + edge, frame.height + edge)
    drawn = (clipped([frame(xy) for xy in ring], *box) for ring in rings)
    return "".join(path(simplified(ring)) for ring in drawn if _is_seen(ring))


def _world(projection: EqualEarth) -> Iterable[list[XY]]:
    for ring in land.coarse():
        for turn in (-360, 0, 360):
            shift = turn - projection.centre
            if ring.east + shift <= -180 or ring.west + shift >= 180:
                continue
            points: Sequence[Place] = [(lon + shift, lat) for lon, lat in ring.points]
            if ring.west + shift < -180 or ring.east + shift > 180:
                points = clipped(points, -180, -90, 180, 90)
            yield [projection.turned(lon, lat) for lon, lat in points]


def _around(projection: Lambert, frame: Frame) -> Iterable[list[XY]]:
    west, south, east, north = _window(projection, frame)
    for ring in land.fine():
        if ring.north < south or ring.south > north:
            continue
        for turn in (-360, 0, 360):
            if ring.east + turn < west or ring.west + turn > east:
                continue
            points: Sequence[Place] = [(lon + turn, lat) for lon, lat in ring.points] if turn else ring.points
            if ring.west + turn < west or ring.east + turn > east or ring.south < south or ring.north > north:
                points = clipped(points, west, south, east, north)
            yield [projection(lon, lat) for lon, lat in points]


def _window(projection: Lambert, frame: Frame) -> tuple[float, float, float, float]:
    """Bounds, in degrees, of the cap of the sphere that holds the whole frame."""
    reach = max(math.hypot(*corner) for corner in _corners(frame))
    cap = 2 * math.degrees(math.asin(min(1.0, reach / 2)))
    south, north = projection.lat - cap, projection.lat + cap
    if south <= -90 or north >= 90:
        return projection.lon - 180, max(-90.0, south), projection.lon + 180, min(90.0, north)
    half = math.degrees(math.asin(math.sin(math.radians(cap)) / math.cos(math.radians(projection.lat))))
    return projection.lon - half, south, projection.lon + half, north


def _corners(frame: Frame) -> list[XY]:
    dx, dy = frame.width / 2 / frame.scale, frame.height / 2 / frame.scale
    return [(frame.x + sx * dx, frame.y + sy * dy) for sx in (-1, 1) for sy in (-1, 1)]


def clipped(points: Sequence[XY], left: float, low: float, right: float, high: float) -> list[XY]:
    """A ring cut to a rectangle, by Sutherland and Hodgman's method."""
    ring = _cut(points, 0, left, lambda a, b: a >= b)
    ring = _cut(ring, 0, right, lambda a, b: a <= b)
    ring = _cut(ring, 1, low, lambda a, b: a >= b)
    return _cut(ring, 1, high, lambda a, b: a <= b)


def _cut(points: Sequence[XY], axis: int, bound: float, inside: Callable[[float, float], bool]) -> list[XY]:
    out: list[XY] = []
    previous = points[-1] if points else (0.0, 0.0)
    was_in = inside(previous[axis], bound)
    for point in points:
        is_in = inside(point[axis], bound)
        if is_in != was_in:
            share = (bound - previous[axis]) / (point[axis] - previous[axis])
            other = previous[1 - axis] + share * (point[1 - axis] - previous[1 - axis])
            out.append((bound, other) if axis == 0 else (other, bound))
        if is_in:
            out.append(point)
        previous, was_in = point, is_in
    return out


def _is_seen(ring: Sequence[XY]) -> bool:
    if len(ring) < 3:
        return False
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    return max(max(xs) - min(xs), max(ys) - min(ys)) >= SMALLEST


def simplified(ring: list[XY]) -> list[XY]:
    """A ring with as few points as the tolerance allows, by Douglas and Peucker's method."""
    near = [ring[0]]
    for point in ring[1:]:
        if abs(point[0] - near[-1][0]) + abs(point[1] - near[-1][1]) >= TOLERANCE:
            near.append(point)
    keep = {0, len(near) - 1}
    open_spans = [(0, len(near) - 1)]
    while open_spans:
        first, last = open_spans.pop()
        far, index = _farthest(near, first, last)
        if far > TOLERANCE:
            keep.add(index)
            open_spans += [(first, index), (index, last)]
    return [near[index] for index in sorted(keep)]


def _farthest(points: Sequence[XY], first: int, last: int) -> tuple[float, int]:
    (ax, ay), (bx, by) = points[first], points[last]
    dx, dy = bx - ax, by - ay
    length = math.hypot(dx, dy) or 1.0
    best, index = -1.0, first
    closed = dx == dy == 0
    for i in range(first + 1, last):
        x, y = points[i][0] - ax, points[i][1] - ay
        off = math.hypot(x, y) if closed else abs(dx * y - dy * x) / length
        if off > best:
            best, index = off, i
    return best, index


def path(ring: Sequence[XY]) -> str:
    """A closed ring as relative steps between whole units."""
    whole = [(round(x), round(y)) for x, y in ring]
    out = [f"M{whole[0][0]} {whole[0][1]}l"]
    x, y = whole[0]
    for px, py in whole[1:]:
        if (px, py) != (x, y):
            out.append(f"{px - x}{'' if py < y else ' '}{py - y}")
            x, y = px, py
    return _joined(out) + "z" if len(out) > 2 else ""


def _joined(steps: list[str]) -> str:
    """Numbers need a blank between them only where no minus sign parts them."""
    text = steps[0] + steps[1] if len(steps) > 1 else steps[0]
    return text + "".join(step if step[0] == "-" else " " + step for step in steps[2:])
