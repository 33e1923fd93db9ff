"""Land without borders, from Natural Earth (public domain), at two scales. Made by scripts/build_land.py.

land.bin is zlib over zigzag varints: for each scale the number of rings; for each ring the number of points, then
the steps of longitude and latitude in hundredths of a degree. Longitudes run on over 180 instead of jumping.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("land.bin")
UNIT = 100


@dataclass(frozen=True, slots=True)
class Ring:
    """A closed outline (the last point is not repeated) and its bounds, all in degrees."""

    points: tuple[tuple[float, float], ...]
    west: float
    east: float
    south: float
    north: float


@cache
def coarse() -> tuple[Ring, ...]:
    """Scale 1:110 million, for the world."""
    return _scales()[0]


@cache
def fine() -> tuple[Ring, ...]:
    """Scale 1:50 million, for a continent or a pair."""
    return _scales()[1]


@cache
def _scales() -> tuple[tuple[Ring, ...], tuple[Ring, ...]]:
    numbers = _numbers(zlib.decompress(FILE.read_bytes()))
    first = _rings(numbers)
    return first, _rings(numbers)


def _numbers(data: bytes) -> Iterator[int]:
    value = shift = 0
    for byte in data:
        value |= (byte & 127) << shift
        if byte & 128:
            shift += 7
        else:
            yield (value >> 1) ^ -(value & 1)
            value = shift = 0


def _rings(numbers: Iterator[int]) -> tuple[Ring, ...]:
    return tuple(_ring(numbers) for _ in range(next(numbers)))


def _ring(numbers: Iterator[int]) -> Ring:
    x = y = 0
    points = []
    for _ in range(next(numbers)):
        x, y = x + next(numbers), y + next(numbers)
        points.append((x / UNIT, y / UNIT))
    lons, lats = [p[0] for p in points], [p[1] for p in points]
    return Ring(tuple(points), min(lons), max(lons), min(lats), max(lats))
