"""Draw the icons that browsers and phones keep beside the portal's name, from the geometry of favicon.svg.

Usage: python scripts/build_icons.py
"""

from pathlib import Path

from PIL import Image, ImageDraw

OUT = Path(__file__).resolve().parents[1] / "src/jumelage/core/static/core"
GROUND, RINGS = "#12224f", (("#ffffff", 12), ("#f5c75a", 20))
SCALE = 8


def icon(size: int, *, rounded: bool) -> Image.Image:
    """In units of 32; systems that cut icons themselves get the whole square."""
    unit = size * SCALE / 32
    image = Image.new("RGBA", (size * SCALE, size * SCALE), "#0000")
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((0, 0, 32 * unit, 32 * unit), 6 * unit if rounded else 0, fill=GROUND)
    for colour, x in RINGS:
        pen.circle((x * unit, 16 * unit), 9 * unit, outline=colour, width=round(3 * unit))
    return image.resize((size, size), Image.Resampling.LANCZOS)


def main() -> None:
    icon(180, rounded=False).convert("RGB").save(OUT / "apple-touch-icon.png", optimize=True)
    for size in (192, 512):
        icon(size, rounded=False).convert("RGB").quantize(64).save(OUT / f"icon-{size}.png", optimize=True)
    icon(48, rounded=True).save(OUT / "favicon.ico", sizes=[(16, 16), (32, 32), (48, 48)])


if __name__ == "__main__":
    main()
