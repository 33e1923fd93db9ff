import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.core.map.projection import EqualEarth, Lambert, distance, great_circle, middle

lons = st.floats(-180, 180)
lats = st.floats(-89, 89)
places = st.tuples(lons, lats)

DORTMUND, AMIENS, SEATTLE = (7.466, 51.514), (2.302, 49.894), (-122.33, 47.6)


@pytest.mark.parametrize(
    ("place", "xy"),
    [((0, 0), (0, 0)), ((180, 0), (2.70663, 0)), ((-180, 0), (-2.70663, 0)), ((0, 90), (0, 1.31736))],
)
def test_equal_earth_has_its_published_extent(place: tuple[float, float], xy: tuple[float, float]) -> None:
    assert EqualEarth()(place[0] - 1e-9 * (place[0] > 0), place[1]) == pytest.approx(xy, abs=1e-4)


@given(places)
def test_equal_earth_stays_in_its_bounds_and_mirrors(place: tuple[float, float]) -> None:
    lon, lat = place

    x, y = EqualEarth().turned(lon, lat)

    assert abs(x) <= 2.7067
    assert abs(y) <= 1.3174
    assert EqualEarth().turned(-lon, -lat) == pytest.approx((-x, -y))


@pytest.mark.parametrize("projection", [EqualEarth(11), Lambert(10, 50)])
@given(lon=st.floats(-40, 60), lat=st.floats(-10, 75))
def test_both_keep_areas(projection: EqualEarth | Lambert, lon: float, lat: float) -> None:
    step = 1e-4
    (ax, ay), (bx, by), (cx, cy) = projection(lon, lat), projection(lon + step, lat), projection(lon, lat + step)

    area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)

    assert area == pytest.approx(math.radians(step) ** 2 * math.cos(math.radians(lat)), rel=1e-3)


@given(places)
def test_lambert_draws_equal_distances_from_its_centre_as_a_circle(place: tuple[float, float]) -> None:
    gap = distance((10, 50), place)

    radius = math.hypot(*Lambert(10, 50)(*place))

    assert radius == pytest.approx(2 * math.sin(math.radians(gap) / 2), abs=1e-4)


def test_distance_of_known_places() -> None:
    assert distance(DORTMUND, AMIENS) * 111.195 == pytest.approx(405, abs=5)
    assert distance((-0.1278, 51.5074), (-74.006, 40.7128)) * 111.195 == pytest.approx(5570, abs=5)
    assert distance((20, 0), (110, 0)) == pytest.approx(90)


@given(places, places)
def test_great_circle_starts_and_ends_at_its_places_in_equal_steps(
    a: tuple[float, float], b: tuple[float, float]
) -> None:
    way = list(great_circle(a, b, 8))

    assert (way[0], way[-1]) == (a, b)
    gap = distance(a, b)
    if 1e-3 < gap < 179:
        steps = [distance(p, q) for p, q in pairwise(way)]
        assert steps == pytest.approx([gap / 8] * 8, rel=1e-3, abs=1e-5)


def test_great_circle_between_antipodes_goes_over_a_pole() -> None:
    way = list(great_circle((10, 50), (-170, -50), 4))

    assert max(lat for _, lat in way) == 90
    assert way[-1] == (-170, -50)


def test_middle_lies_as_far_from_both() -> None:
    half = middle(DORTMUND, SEATTLE)

    assert distance(DORTMUND, half) == pytest.approx(distance(half, SEATTLE))
