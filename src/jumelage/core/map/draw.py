"""The map of a city's partners: a home, its points, and the panels that show them best."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from jumelage.core.map.label import Placed, arranged
from jumelage.core.map.outline import Frame, land_path
from jumelage.core.map.projection import XY, EqualEarth, Lambert, Place, distance, great_circle, middle

Region = Literal["auto", "world", "europe"]

NARROWEST = 328  # pixels that a panel has on the narrowest screen where names are shown
NEAR = 34.0  # degrees from home: what a panel of the surroundings still shows
FEW = 3  # so many near points make a panel of their own worth while
FAR_PAIR = 95.0  # degrees: two places further apart are shown on the world
LEAST_SPAN = 0.22  # radians that a panel shows at least, so that a coast is in sight
CENTRES = (11.0, 150.0, -160.0, -90.0, 80.0)
WORLD = (-2.55, -0.99, 2.6, 1.29)  # left, low, right, high of the inhabited land around the first centre, Equal Earth
SPHERE = (-2.72, -1.0, 2.72, 1.3)
EUROPE = ((-10.0, 37.0), (-21.0, 64.0), (30.0, 69.0), (40.0, 40.0))
BOW = 0.11  # how far, as a share of its length, a line of a near panel is bent
ABREAST = 12.0  # degrees between lines that would run over one another; the longer one is bent more


@dataclass(frozen=True, slots=True)
class Point:
    """A place to show. css: its line's style (active, resting, planned, ended, project, friendship, contact, unknown)."""

    key: str
    label: str
    lon: float
    lat: float
    css: str = "active"
    href: str = ""
    note: str = ""

    @property
    def place(self) -> Place:
        return self.lon, self.lat


@dataclass(frozen=True, slots=True)
class Arc:
    key: str
    css: str
    d: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A dot; x and y in per cent of the panel. Without `placed` the name is not shown (but still told)."""

    point: Point
    x: str
    y: str
    placed: Placed | None
    is_home: bool = False
    is_minor: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """key is world, near or pair; land and arcs are in a drawing of width × height units."""

    key: str
    width: int
    height: int
    land: str
    arcs: tuple[Arc, ...]
    spots: tuple[Spot, ...]

    @property
    def minor(self) -> tuple[Spot, ...]:
        return tuple(spot for spot in self.spots if spot.is_minor)

    @property
    def major(self) -> tuple[Spot, ...]:
        return tuple(spot for spot in self.spots if not spot.is_minor)


@dataclass(frozen=True, slots=True)
class Map:
    home: Point
    points: tuple[Point, ...]
    panels: tuple[Panel, ...]

    @property
    def styles(self) -> tuple[str, ...]:
        """The styles of line that occur, for the legend."""
        return tuple(dict.fromkeys(point.css for point in self.points))


def draw(home: Point, points: Sequence[Point], *, width: int = 1200, height: int = 550, region: Region = "auto") -> Map:
    """width and height are the drawing units of the first panel; a second one beside it is as high and 0.6 as wide.

    auto: one partner gives the pair; many near home and some far the world and the surroundings; else what suffices.
    """
    kinds = _kinds(home, points, region)
    panels = [_panel(kind, home, points, width, height, kind != kinds[0]) for kind in kinds]
    return Map(home, tuple(points), tuple(panels))


def _kinds(home: Point, points: Sequence[Point], region: Region) -> list[str]:
    if region != "auto":
        return [region]
    near = [point for point in points if _is_near(home, point)]
    if len(points) == 1:
        return ["pair" if distance(home.place, points[0].place) < FAR_PAIR else "world"]
    if near and len(near) == len(points):
        return ["near"]
    return ["world", "near"] if len(near) >= FEW else ["world"]


def _is_near(home: Point, point: Point) -> bool:
    return distance(home.place, point.place) <= NEAR


def _panel(kind: str, home: Point, points: Sequence[Point], width: int, height: int, second: bool) -> Panel:
    if kind == "world":
        return _world(home, points, width, height)
    if second:
        width = round(width * 0.6)
    shown = points if kind == "pair" else [point for point in points if kind == "europe" or _is_near(home, point)]
    projection, frame = _fitted(kind, home, shown, width, height)
    spots = [point for point in shown if frame.holds(frame(projection(*point.place)))]
    where = {point: frame(projection(*point.place)) for point in (home, *spots)}
    bows = {point: _bow(where[home], where[point], [where[other] for other in spots]) for point in spots}
    arcs = [Arc(point.key, point.css, _curve(*bows[point])) for point in spots]
    lines = [xy for bow in bows.values() for xy in _along(*bow)]
    return Panel(
        kind, width, height, land_path(projection, frame), tuple(arcs), _spots(frame, home, spots, where, lines)
    )


def _world(home: Point, points: Sequence[Point], width: int, height: int) -> Panel:
    projection = EqualEarth(_centre(home, points))
    frame = _frame(WORLD if projection.centre == CENTRES[0] else SPHERE, width, height, 0.0)
    if not all(frame.holds(frame(projection(*point.place))) for point in (home, *points)):
        frame = _frame(SPHERE, width, height, 0.0)
    runs = {point: _great_arc(projection, frame, home, point) for point in points}
    arcs = [Arc(point.key, point.css, "".join(map(_line, runs[point]))) for point in points]
    where = {point: frame(projection(*point.place)) for point in (home, *points)}
    lines = [xy for parts in runs.values() for run in parts for xy in run[::2]]
    near = {point for point in points if _is_near(home, point)}
    spots = _spots(frame, home, points, where, lines, near if len(near) >= FEW else set())
    return Panel("world", width, height, land_path(projection, frame), tuple(arcs), spots)


def _centre(home: Point, points: Sequence[Point]) -> float:
    """The meridian in the middle that cuts the fewest arcs."""
    ways = [[lon for lon, _ in great_circle(home.place, point.place, 24)] for point in points]
    return min(CENTRES, key=lambda centre: sum(_is_cut(EqualEarth(centre), way) for way in ways))


def _is_cut(projection: EqualEarth, way: Sequence[float]) -> bool:
    turns = [projection.from_centre(lon) for lon in way]
    return any(abs(a - b) > 180 for a, b in pairwise(turns))


def _fitted(kind: str, home: Point, shown: Sequence[Point], width: int, height: int) -> tuple[Lambert, Frame]:
    places: list[Place] = list(EUROPE) if kind == "europe" else [home.place, *(point.place for point in shown)]
    centre = middle(places[0], places[1]) if kind == "pair" else _mean(places)
    projection = Lambert(round(centre[0], 1), round(centre[1], 1))
    xs, ys = zip(*(projection(*place) for place in places), strict=True)
    return projection, _frame((min(xs), min(ys), max(xs), max(ys)), width, height, 0.13)


def _mean(places: Iterable[Place]) -> Place:
    vectors = [(math.radians(lon), math.radians(lat)) for lon, lat in places]
    x = sum(math.cos(lat) * math.cos(lon) for lon, lat in vectors)
    y = sum(math.cos(lat) * math.sin(lon) for lon, lat in vectors)
    z = sum(math.sin(lat) for _, lat in vectors)
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))


def _frame(bounds: tuple[float, float, float, float], width: int, height: int, margin: float) -> Frame:
    """The frame that holds the bounds, with a share of it left free on every side."""
    left, low, right, high = bounds
    room = 1 - 2 * margin
    scale = min(width * room / max(right - left, LEAST_SPAN), height * room / max(high - low, LEAST_SPAN * 0.6))
    return Frame(width, height, round(scale, 2), round((left + right) / 2, 4), round((low + high) / 2, 4))


def _great_arc(projection: EqualEarth, frame: Frame, home: Point, point: Point) -> list[list[XY]]:
    """A great circle; parted where it leaves the map on one side and comes back on the other."""
    steps = max(6, min(64, round(distance(home.place, point.place) / 2.5)))
    runs: list[list[XY]] = [[]]
    last: Place | None = None
    for lon, lat in great_circle(home.place, point.place, steps):
        turned = (projection.from_centre(lon), lat)
        if last and abs(turned[0] - last[0]) > 180:
            side, seam = _seam(last, turned)
            runs[-1].append(frame(projection.turned(side, seam)))
            runs.append([frame(projection.turned(-side, seam))])
        runs[-1].append(frame(projection.turned(*turned)))
        last = turned
    return runs


def _seam(a: Place, b: Place) -> tuple[float, float]:
    """Where the short way from a to b meets the edge of the map: 180 or -180, and the latitude."""
    side = math.copysign(180, a[0])
    share = (side - a[0]) / (b[0] + 2 * side - a[0])
    return side, a[1] + share * (b[1] - a[1])


def _line(points: Sequence[XY]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _bow(home: XY, point: XY, others: Sequence[XY]) -> tuple[XY, XY, XY]:
    """Start, control and end of a curve. Over a short way a great circle looks straight, and neighbours' lines meet."""
    (ax, ay), (bx, by) = home, point
    length = math.dist(home, point)
    shorter = [xy for xy in others if math.dist(home, xy) < length and _angle(home, point, xy) < ABREAST]
    bend = BOW * (1 + len(shorter)) * (-1 if bx < ax else 1)
    return home, ((ax + bx) / 2 + (by - ay) * bend, (ay + by) / 2 - (bx - ax) * bend), point


def _angle(home: XY, a: XY, b: XY) -> float:
    turn = math.atan2(a[1] - home[1], a[0] - home[0]) - math.atan2(b[1] - home[1], b[0] - home[0])
    return abs((math.degrees(turn) + 180) % 360 - 180)


def _curve(start: XY, control: XY, end: XY) -> str:
    return "M{:.1f} {:.1f}Q{:.1f} {:.1f} {:.1f} {:.1f}".format(*start, *control, *end)


def _along(start: XY, control: XY, end: XY) -> Iterable[XY]:
    for step in range(2, 12):
        t = step / 12
        p, q, r = (1 - t) ** 2, 2 * t * (1 - t), t * t
        yield p * start[0] + q * control[0] + r * end[0], p * start[1] + q * control[1] + r * end[1]


def _spots(
    frame: Frame,
    home: Point,
    points: Sequence[Point],
    where: dict[Point, XY],
    lines: Iterable[XY],
    minor: Iterable[Point] = (),
) -> tuple[Spot, ...]:
    hidden = set(minor)
    named = [home, *(point for point in points if point not in hidden)]
    size = NARROWEST / frame.width
    names = [(point.label, where[point][0] * size, where[point][1] * size) for point in named]
    crossing = [(x * size, y * size) for x, y in lines]
    placed = dict(zip(named, arranged(names, NARROWEST, frame.height * size, crossing), strict=True))
    return tuple(
        Spot(point, *_percent(frame, where[point]), placed.get(point), point is home, point in hidden)
        for point in (*points, home)
    )


def _percent(frame: Frame, xy: XY) -> tuple[str, str]:
    return f"{100 * xy[0] / frame.width:.2f}%", f"{100 * xy[1] / frame.height:.2f}%"
