"""The picture that other sites show beside a link."""

import io

import pytest
from PIL import Image

from jumelage.core.map.draw import Point
from jumelage.core.map.picture import (
    GROUND,
    HEIGHT,
    INK,
    LAND,
    LINE,
    MAP_HEIGHT,
    NAME,
    TITLE,
    WIDTH,
    cut,
    length,
    picture,
)

HOME = Point("dortmund", "Dortmund", 7.466, 51.514)
AMIENS = Point("amiens", "Amiens", 2.302, 49.894)


def opened(home: Point | None, *points: Point, title: str = "Dortmund – Amiens") -> Image.Image:
    return Image.open(io.BytesIO(picture(home, points, title=title, text="France, since 1960"))).convert("RGB")


def share(image: Image.Image, colour: str) -> float:
    """Of the map that is about this colour."""
    wanted = Image.new("RGB", (1, 1), colour).getpixel((0, 0))
    assert isinstance(wanted, tuple)
    pixels = list(image.crop((0, 0, WIDTH, MAP_HEIGHT)).get_flattened_data())
    return sum(max(abs(a - b) for a, b in zip(p, wanted, strict=True)) < 12 for p in pixels) / len(pixels)


def test_pair_stands_on_the_map_with_its_line() -> None:
    image = opened(HOME, AMIENS)

    assert image.size == (WIDTH, HEIGHT)
    assert (share(image, LAND) > 0.3, share(image, GROUND) > 0.1) == (True, True)
    assert (share(image, LINE) > 0.0008, share(image, INK) > 0.0008) == (True, True)


def test_water_within_land_is_water() -> None:
    """The Caspian Sea lies in the middle between the two."""
    tbilisi, ashgabat = Point("a", "Tbilisi", 44.8, 41.7), Point("b", "Ashgabat", 58.4, 37.95)

    assert share(opened(tbilisi, ashgabat), GROUND) > 0.1


@pytest.mark.parametrize("points", [[], [Point(f"{n}", f"{n}", n * 11.0, 40.0) for n in range(15)]])
def test_register_without_places_and_with_many_has_its_picture(points: list[Point]) -> None:
    assert opened(HOME, *points).size == opened(None).size == (WIDTH, HEIGHT)


@pytest.mark.parametrize("css", ["resting", "planned", "ended"])
def test_line_of_what_does_not_run_has_gaps(css: str) -> None:
    far = Point("a", "Novi Sad", 19.84, 45.25, css=css)
    solid = share(opened(HOME, Point("a", "Novi Sad", 19.84, 45.25)), LINE)

    assert 0 < share(opened(HOME, far), LINE) < 0.75 * solid


@pytest.mark.parametrize("name", ["Ростов-на-Дону", "Νόβι Σαντ", "Łódź", "Đà Nẵng"])
def test_letters_of_other_scripts_are_in_the_family(name: str) -> None:
    missing = length("\U0001f600", NAME)
    widths = {letter: length(letter, NAME) for letter in name}

    assert all(width != missing for letter, width in widths.items() if letter != " ")


def test_text_that_is_too_long_is_cut() -> None:
    shortened = cut("Llanfairpwllgwyngyll – " * 10, TITLE, 800)

    assert shortened.endswith("…")
    assert length(shortened, TITLE) <= 800
    assert cut("Leeds", TITLE, 800) == "Leeds"
