"""Make the land of our maps, without borders: Natural Earth (public domain) as the npm package world-atlas has it.

Usage: python scripts/build_land.py PACKAGE OUT
PACKAGE is the unpacked package (`npm pack world-atlas@2.0.2`), OUT src/jumelage/core/map/land.bin.
Antarctica is left out (no municipality is there), and islands too small to be seen. Format: see core/map/land.py.
"""

import json
import sys
import zlib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

Ring = list[tuple[int, int]]
SCALES = {
    "land-110m.json": (0.0, 0),
    "land-50m.json": (0.02, 4),
}  # smallest island in square degrees, least step in units
UNIT = 100  # steps in a degree


def arcs_of(topology: dict) -> list[list[tuple[float, float]]]:
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((x * kx + dx, y * ky + dy))
        arcs.append(points)
    return arcs


def outlines(topology: dict) -> Iterator[list[tuple[float, float]]]:
    """Every ring of every polygon, outer and inner, closed."""
    arcs = arcs_of(topology)
    for geometry in topology["objects"]["land"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for ring in (ring for polygon in polygons for ring in polygon):
            points: list[tuple[float, float]] = []
            for index in ring:
                arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                points += arc[1:] if points else arc
            yield points


def unwrapped(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The same ring with longitudes that run on over 180 degrees instead of jumping."""
    turned = [points[0]]
    for lon, lat in points[1:]:
        turned.append((lon - 360 * round((lon - turned[-1][0]) / 360), lat))
    return turned


def area(points: list[tuple[float, float]]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(points))) / 2


def thinned(ring: Ring, step: int) -> Ring:
    """Without points that lie nearer than step to the last one kept."""
    kept = [ring[0]]
    for lon, lat in ring[1:]:
        if max(abs(lon - kept[-1][0]), abs(lat - kept[-1][1])) > step:
            kept.append((lon, lat))
    return kept


def rings(topology: dict, smallest: float, step: int) -> Iterator[Ring]:
    for outline in outlines(topology):
        points = unwrapped(outline)
        winds_round_a_pole = abs(points[0][0] - points[-1][0]) > 180
        if winds_round_a_pole or max(lat for _, lat in points) < -60 or area(points) < smallest:
            continue
        yield thinned([(round(lon * UNIT), round(lat * UNIT)) for lon, lat in points[:-1]], step)


def varint(number: int) -> bytes:
    number = number << 1 if number >= 0 else ~(number << 1)
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def encoded(rings: list[Ring]) -> bytes:
    out = bytearray(varint(len(rings)))
    for ring in rings:
        out += varint(len(ring))
        x = y = 0
        for lon, lat in ring:
            out += varint(lon - x) + varint(lat - y)
            x, y = lon, lat
    return bytes(out)


def main(package: Path, out: Path) -> None:
    scales = [list(rings(json.loads((package / name).read_text()), *limits)) for name, limits in SCALES.items()]
    for name, scale in zip(SCALES, scales, strict=True):
        print(f"{name}: {len(scale)} rings, {sum(map(len, scale))} points")
    out.write_bytes(zlib.compress(b"".join(encoded(scale) for scale in scales), 9))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
