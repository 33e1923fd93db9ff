"""Projections of the sphere of radius 1: degrees in, x to the east and y to the north out. Both keep areas."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

Place = tuple[float, float]  # lon, lat in degrees
XY = tuple[float, float]


class Projection(Protocol):
    def __call__(self, lon: float, lat: float) -> XY: ...


@dataclass(frozen=True, slots=True)
class EqualEarth:
    """The whole world. Source of the polynomial: Šavrič, Patterson, Jenny (2018), The Equal Earth map projection."""

    centre: float = 0.0

    def __call__(self, lon: float, lat: float) -> XY:
        return self.turned(self.from_centre(lon), lat)

    def from_centre(self, lon: float) -> float:
        return (lon - self.centre + 180) % 360 - 180

    def turned(self, lon: float, lat: float) -> XY:
        """For a longitude that is already counted from the centre, so that -180 and 180 stay apart."""
        t = math.asin(HALF_ROOT_3 * math.sin(math.radians(lat)))
        t2 = t * t
        t6 = t2 * t2 * t2
        slope = 9 * A4 * t6 * t2 + 7 * A3 * t6 + 3 * A2 * t2 + A1
        return math.radians(lon) * math.cos(t) / (HALF_ROOT_3 * slope), t * (A4 * t6 * t2 + A3 * t6 + A2 * t2 + A1)


HALF_ROOT_3 = math.sqrt(3) / 2
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796


@dataclass(frozen=True, slots=True)
class Lambert:
    """Azimuthal around a centre; true near it, right for a continent or a pair. The antipode has no place."""

    lon: float
    lat: float

    def __call__(self, lon: float, lat: float) -> XY:
        turn, phi, home = math.radians(lon - self.lon), math.radians(lat), math.radians(self.lat)
        sin_phi, cos_phi, cos_turn = math.sin(phi), math.cos(phi), math.cos(turn)
        sin_home, cos_home = math.sin(home), math.cos(home)
        k = math.sqrt(2 / max(1e-9, 1 + sin_home * sin_phi + cos_home * cos_phi * cos_turn))
        return k * cos_phi * math.sin(turn), k * (cos_home * sin_phi - sin_home * cos_phi * cos_turn)


def distance(a: Place, b: Place) -> float:
    """Along the great circle, in degrees."""
    va, vb = _vector(a), _vector(b)
    dot = sum(p * q for p, q in zip(va, vb, strict=True))
    cross = math.dist((0, 0, 0), _cross(va, vb))
    return math.degrees(math.atan2(cross, dot))


def great_circle(a: Place, b: Place, steps: int) -> Iterator[Place]:
    """Places from a to b, both included. Between antipodes, where every way is as short, over a pole."""
    gap = math.radians(distance(a, b))
    if gap < 1e-9:
        yield from (a, b)
        return
    if math.pi - gap < 1e-6:
        half = (a[0], 90.0 if abs(a[1]) < 89 else 0.0)
        yield from great_circle(a, half, steps)
        yield from great_circle(half, b, steps)
        return
    va, vb = _vector(a), _vector(b)
    yield a
    for step in range(1, steps):
        p, q = math.sin((1 - step / steps) * gap) / math.sin(gap), math.sin(step / steps * gap) / math.sin(gap)
        x, y, z = (p * m + q * n for m, n in zip(va, vb, strict=True))
        yield math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))
    yield b


def middle(a: Place, b: Place) -> Place:
    return list(great_circle(a, b, 2))[1]


def _vector(place: Place) -> tuple[float, float, float]:
    lon, lat = math.radians(place[0]), math.radians(place[1])
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def _cross(a: tuple[float, float, float], b: tuple[float, float, float]) -> tuple[float, float, float]:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
