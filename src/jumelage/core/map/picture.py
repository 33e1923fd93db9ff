"""A map as a PNG with two lines of text under it, as other sites show it beside a link. Pure: no Django."""

import io
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from jumelage.core.map.draw import Map, Panel, Point, Spot, draw
from jumelage.core.map.projection import XY

WIDTH, HEIGHT = 1200, 630  # what the sites that show pictures beside links ask for
MAP_HEIGHT = 440
SCALE = 2  # drawn larger and made smaller again: Pillow's lines have hard edges
COLOURS = 96
MARGIN, EDGE = 56, 12

GROUND, LAND, BAND = "#12224f", "#2c4074", "#0d1a3f"
LINE, OTHER, INK, SOFT = "#f5c75a", "#8fc3d8", "#ffffff", "#ccd5e6"
DASHES = {"resting": (14, 12), "planned": (4, 10), "ended": (4, 16), "contact": (6, 8)}
FAMILY = Path(__file__).resolve().parents[1] / "static/core/kern"

Text = tuple[str, int, str]  # weight, size, colour
TITLE: Text = ("600 700", 54, INK)
LEAD: Text = ("400", 30, SOFT)
NAME: Text = ("600 700", 24, INK)


def picture(home: Point | None, points: Sequence[Point], *, title: str, text: str) -> bytes:
    """One point gives the pair with its names; more give all of them without names; no home gives the text alone."""
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), GROUND)
    pen = ImageDraw.Draw(image)
    if home and points:
        _map(pen, draw(home, points, width=WIDTH, height=MAP_HEIGHT, region="auto"), named=len(points) == 1)
    pen.rectangle(_scaled((0, MAP_HEIGHT), (WIDTH, HEIGHT)), fill=BAND)
    _write(pen, (MARGIN, MAP_HEIGHT + 82), title, TITLE, WIDTH - 3 * MARGIN - 100)
    _write(pen, (MARGIN, MAP_HEIGHT + 136), text, LEAD, WIDTH - 2 * MARGIN)
    _rings(pen)
    small = image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).quantize(COLOURS, dither=Image.Dither.NONE)
    out = io.BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


def _map(pen: ImageDraw.ImageDraw, drawn: Map, *, named: bool) -> None:
    """The first panel, which shows everything."""
    panel = drawn.panels[0]
    for ring, is_land in _rings_of(panel.land):
        pen.polygon(_scaled(*ring), fill=LAND if is_land else GROUND)
    for arc in panel.arcs:
        for run in _runs(arc.d):
            _line(pen, run, DASHES.get(arc.css), OTHER if arc.css in ("friendship", "project", "contact") else LINE)
    for spot in panel.spots:
        _dot(pen, _place(panel, spot), 9 if spot.is_home else 7, INK if spot.is_home else LINE)
    if named:
        _names(pen, panel)


def _rings_of(d: str) -> Iterator[tuple[list[XY], bool]]:
    """Rings of a path of whole, relative steps, the largest first, and whether each is land or water within."""
    rings = [_ring(part) for part in d.split("z") if part]
    areas = sorted(((_area(ring), ring) for ring in rings), key=lambda pair: -abs(pair[0]))
    return ((ring, area * areas[0][0] > 0) for area, ring in areas)


def _ring(part: str) -> list[XY]:
    x, y, *steps = map(int, re.findall(r"-?\d+", part))
    ring: list[XY] = [(x, y)]
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        ring.append((ring[-1][0] + dx, ring[-1][1] + dy))
    return ring


def _area(ring: Sequence[XY]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def _runs(d: str) -> Iterator[list[XY]]:
    """The lines of a path as points close to one another: M with L, or M with one Q."""
    for part in d.split("M")[1:]:
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", part)]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        yield [_on_curve(points, step / 60) for step in range(61)] if "Q" in part else points


def _on_curve(points: Sequence[XY], t: float) -> XY:
    (ax, ay), (bx, by), (cx, cy) = points
    p, q, r = (1 - t) ** 2, 2 * t * (1 - t), t * t
    return p * ax + q * bx + r * cx, p * ay + q * by + r * cy


def _line(pen: ImageDraw.ImageDraw, run: Sequence[XY], dash: tuple[int, int] | None, colour: str) -> None:
    for piece in _dashed(run, *dash) if dash else [run]:
        pen.line(_scaled(*piece), fill=colour, width=round(3.5 * SCALE), joint="curve")


def _dashed(run: Sequence[XY], on: float, off: float) -> Iterator[list[XY]]:
    way = 0.0
    for a, b in pairwise(run):
        length = math.dist(a, b)
        steps = max(1, math.ceil(length / 2))
        for step in range(steps):
            if (way + length * step / steps) % (on + off) < on:
                yield [_between(a, b, step / steps), _between(a, b, (step + 1) / steps)]
        way += length


def _between(a: XY, b: XY, share: float) -> XY:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _place(panel: Panel, spot: Spot) -> XY:
    return panel.width * float(spot.x.rstrip("%")) / 100, panel.height * float(spot.y.rstrip("%")) / 100


def _dot(pen: ImageDraw.ImageDraw, at: XY, radius: int, colour: str) -> None:
    x, y = at[0] * SCALE, at[1] * SCALE
    pen.circle((x, y), (radius + 3) * SCALE, fill=GROUND)
    pen.circle((x, y), radius * SCALE, fill=colour)


def _names(pen: ImageDraw.ImageDraw, panel: Panel) -> None:
    """Of a pair, each on its own side of the line between them; above its dot where the side has no room."""
    middle = sum(_place(panel, spot)[0] for spot in panel.spots) / len(panel.spots)
    for spot in panel.spots:
        x, y = _place(panel, spot)
        width = length(spot.point.label, NAME)
        left, base = (x - 20 - width if x < middle else x + 20), y + 8
        if not EDGE <= left <= WIDTH - EDGE - width:
            left, base = min(max(x - width / 2, EDGE), WIDTH - EDGE - width), y - 20
        _write(pen, (left, base), spot.point.label, NAME, WIDTH, halo=True)


def _rings(pen: ImageDraw.ImageDraw) -> None:
    """The sign of two rings, on the right under the map."""
    x, y, radius, width = WIDTH - MARGIN - 44, MAP_HEIGHT + 66, 30, round(7 * SCALE)
    for shift, colour in ((-32, INK), (0, LINE)):
        middle = ((x + shift) * SCALE, y * SCALE)
        pen.circle(middle, radius * SCALE, outline=colour, width=width)


def _scaled(*points: XY) -> list[XY]:
    return [(x * SCALE, y * SCALE) for x, y in points]


# Text: the family is in parts by script, as browsers load it


def _write(pen: ImageDraw.ImageDraw, at: XY, text: str, style: Text, room: float, *, halo: bool = False) -> None:
    """at: the left end of the base line. Text that is wider than its room is cut, with an ellipsis."""
    x, (_, _, colour) = at[0], style
    for font, part in _parts(cut(text, style, room), style):
        edge = 3 * SCALE if halo else 0
        where = (x * SCALE, at[1] * SCALE)
        pen.text(where, part, fill=colour, font=font, anchor="ls", stroke_width=edge, stroke_fill=GROUND)
        x += font.getlength(part) / SCALE


def length(text: str, style: Text) -> float:
    return sum(font.getlength(part) for font, part in _parts(text, style)) / SCALE


def cut(text: str, style: Text, room: float) -> str:
    if length(text, style) <= room:
        return text
    while text and length(f"{text}…", style) > room:
        text = text[:-1].rstrip(" ,;–-")
    return f"{text}…"


def _parts(text: str, style: Text) -> Iterable[tuple[ImageFont.FreeTypeFont, str]]:
    """Runs of letters that one file of the family has."""
    weight, size, _ = style
    parts: list[tuple[str, str]] = []
    for letter in text:
        file = _file(weight, ord(letter))
        if parts and parts[-1][0] == file:
            parts[-1] = (file, parts[-1][1] + letter)
        else:
            parts.append((file, letter))
    return [(_font(file, size), part) for file, part in parts]


@lru_cache(maxsize=32)
def _font(file: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(io.BytesIO((FAMILY / file).read_bytes()), size * SCALE)


def _file(weight: str, letter: int) -> str:
    """The first file of the family that has the letter; for one that none has, the first: it draws an empty box."""
    files = _family()[weight]
    return next((file for file, ranges in files if any(letter in span for span in ranges)), files[0][0])


@lru_cache(maxsize=1)
def _family() -> dict[str, list[tuple[str, list[range]]]]:
    """By weight, from the style sheet, which says what each file has."""
    css, found = (FAMILY / "kern.css").read_text(encoding="utf-8"), dict[str, list[tuple[str, list[range]]]]()
    for weight, file, ranges in re.findall(
        r"@font-face\{[^}]*font-style:normal;font-weight:([\d ]+);[^}]*url\(\"([^\"]+)\"\)[^}]*unicode-range:([^}]+)\}",
        css,
    ):
        found.setdefault(weight, []).append((file, [_span(part) for part in ranges.split(",")]))
    return found


def _span(text: str) -> range:
    first, _, last = text.removeprefix("U+").partition("-")
    return range(int(first, 16), int(last or first, 16) + 1)
