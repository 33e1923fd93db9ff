import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jumelage.core.map.draw import Map, Panel, Point, draw
from jumelage.core.map.label import Box

DORTMUND = Point("dortmund", "Dortmund", 7.466, 51.514)
PARTNERS = [
    Point("amiens", "Amiens", 2.302, 49.894),
    Point("leeds", "Leeds", -1.549, 53.8),
    Point("rostov", "Rostow am Don", 39.72, 47.236, "resting"),
    Point("buffalo", "Buffalo", -78.878, 42.886),
    Point("netanya", "Netanya", 34.857, 32.332),
    Point("novi-sad", "Novi Sad", 19.84, 45.252),
    Point("zwickau", "Zwickau", 12.488, 50.719, "friendship"),
    Point("xian", "Xi’an", 108.93, 34.26),
    Point("trabzon", "Trabzon", 39.72, 41.0),
    Point("kumasi", "Kumasi", -1.624, 6.688),
    Point("zhytomyr", "Schytomyr", 28.658, 50.255, "planned"),
]
WELLINGTON = Point("wellington", "Wellington", 174.78, -41.29)
SEATTLE = Point("seattle", "Seattle", -122.33, 47.6)


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text)]


def ends(d: str) -> tuple[tuple[float, float], tuple[float, float]]:
    found = numbers(d)
    return (found[0], found[1]), (found[-2], found[-1])


def position(panel: Panel, key: str) -> tuple[float, float]:
    spot = next(spot for spot in panel.spots if spot.point.key == key)
    return float(spot.x[:-1]) * panel.width / 100, float(spot.y[:-1]) * panel.height / 100


def boxes(panel: Panel) -> list[Box]:
    return [spot.placed.box for spot in panel.major if spot.placed]


@pytest.fixture(scope="module")
def dortmund() -> Map:
    return draw(DORTMUND, PARTNERS)


def test_many_near_and_some_far_give_the_world_and_the_surroundings(dortmund: Map) -> None:
    world, near = dortmund.panels

    assert (world.key, near.key) == ("world", "near")
    assert {spot.point.key for spot in world.major} == {"dortmund", "buffalo", "xian", "kumasi"}
    assert {spot.point.key for spot in near.major} == {"dortmund", *(p.key for p in PARTNERS)} - {
        "buffalo",
        "xian",
        "kumasi",
    }


def test_every_partner_has_a_name_and_no_two_names_overlap(dortmund: Map) -> None:
    for panel in dortmund.panels:
        placed = boxes(panel)

        assert len(placed) == len(panel.major)
        assert [(a, b) for i, a in enumerate(placed) for b in placed[:i] if a.overlaps(b)] == []


def test_arcs_start_at_home_and_end_at_their_partner(dortmund: Map) -> None:
    for panel in dortmund.panels:
        for arc in panel.arcs:
            start, end = ends(arc.d)

            assert start == pytest.approx(position(panel, "dortmund"), abs=0.2)
            assert end == pytest.approx(position(panel, arc.key), abs=0.2)


def test_land_is_small_and_stays_in_its_frame(dortmund: Map) -> None:
    assert sum(len(panel.land) + sum(len(arc.d) for arc in panel.arcs) for panel in dortmund.panels) < 30_000
    for panel in dortmund.panels:
        starts = re.findall(r"M(-?\d+) (-?\d+)", panel.land)
        assert all(-5 <= int(x) <= panel.width + 5 and -5 <= int(y) <= panel.height + 5 for x, y in starts)


def test_drawing_again_is_fast(dortmund: Map) -> None:
    best = min(_seconds() for _ in range(5))

    assert best < 0.05


def _seconds() -> float:
    start = time.perf_counter()
    draw(DORTMUND, PARTNERS)
    return time.perf_counter() - start


def test_one_partner_gives_the_pair_and_both_names() -> None:
    (panel,) = draw(DORTMUND, PARTNERS[:1], width=1000, height=640).panels

    assert panel.key == "pair"
    assert [spot.point.key for spot in panel.major if spot.placed] == ["amiens", "dortmund"]


def test_across_the_date_line_the_world_turns_so_that_the_arc_is_whole() -> None:
    (panel,) = draw(WELLINGTON, [SEATTLE]).panels

    assert panel.key == "world"
    assert panel.arcs[0].d.count("M") == 1


def test_an_arc_that_leaves_the_map_is_parted_at_its_edge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jumelage.core.map.draw.CENTRES", (11.0,))

    (panel,) = draw(WELLINGTON, [SEATTLE], region="world").panels

    first, second = panel.arcs[0].d.split("M")[1:]
    xs = numbers(first)[::2], numbers(second)[::2]
    assert max(abs(a - b) for run in xs for a, b in pairwise(run)) < panel.width / 8
    assert xs[0][-1] > panel.width * 0.9
    assert xs[1][0] < panel.width * 0.1


def test_no_partner_gives_the_home_alone() -> None:
    (panel,) = draw(DORTMUND, []).panels

    assert [spot.point.key for spot in panel.spots] == ["dortmund"]


def test_europe_shows_those_that_lie_in_it() -> None:
    (panel,) = draw(DORTMUND, PARTNERS, region="europe").panels

    assert {arc.key for arc in panel.arcs} >= {"amiens", "leeds", "zwickau", "novi-sad", "zhytomyr"}
    assert "buffalo" not in {spot.point.key for spot in panel.spots}


cities = st.builds(
    Point,
    key=st.uuids().map(str),
    label=st.text("Aabcdeghimno rstuŻłё-", min_size=1, max_size=18),
    lon=st.floats(-180, 180).map(lambda x: round(x, 3)),
    lat=st.floats(-55, 78).map(lambda x: round(x, 3)),
)


@settings(max_examples=60, deadline=None)
@given(cities, st.lists(cities, max_size=14, unique_by=lambda point: point.key))
def test_any_cities_give_a_map_in_which_names_do_not_overlap(home: Point, points: list[Point]) -> None:
    drawn = draw(home, points)

    shown = {spot.point.key for panel in drawn.panels for spot in panel.spots}
    assert shown == {home.key, *(point.key for point in points)}
    for panel in drawn.panels:
        placed = boxes(panel)
        assert not any(a.overlaps(b) for i, a in enumerate(placed) for b in placed[:i])
        assert "nan" not in panel.land + "".join(arc.d for arc in panel.arcs)


CROWDED = [
    *PARTNERS,
    Point("cluj", "Cluj-Napoca", 23.6, 46.77, "project"),
    Point("dura", "Dura", 35.03, 31.5, "project"),
]


def test_no_name_stands_nearer_to_another_dot_and_none_is_left_out_in_a_crowd() -> None:
    near = draw(DORTMUND, CROWDED).panels[1]
    scale = 328 / near.width
    at = {spot.point.key: tuple(scale * v for v in position(near, spot.point.key)) for spot in near.major}

    for spot in near.major:
        assert spot.placed, spot.point.label
        own = spot.placed.box.distance(*at[spot.point.key])
        others = [spot.placed.box.distance(*xy) for key, xy in at.items() if key != spot.point.key]
        assert own <= min(others) + 0.1, spot.point.label
