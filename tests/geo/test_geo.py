"""Laws of distances, offsets, lines and parts of areas, and the places where the globe is awkward."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box, shape

from conflict_map import geo
from conflict_map.errors import InputError
from conflict_map.model import Geometry, Position

LONS = st.floats(-180, 180)
LATS = st.floats(-89, 89)
POSITIONS = st.builds(lambda lon, lat: Position(lon=lon, lat=lat), LONS, LATS)
TEMPERATE = st.builds(lambda lon, lat: Position(lon=lon, lat=lat), LONS, st.floats(-70, 70))


def area(west: float, south: float, east: float, north: float) -> Geometry:
    return geo.to_geometry(box(west, south, east, north))


@st.composite
def areas(draw) -> Geometry:
    west, south = draw(st.floats(-170, 150)), draw(st.floats(-80, 70))
    width, height = draw(st.floats(0.01, 20)), draw(st.floats(0.01, 10))
    corners = st.floats(0.05, 0.45)
    a, b, c, d = (draw(corners) for _ in range(4))
    # A diamond-like quadrilateral: its bounding box is not the area itself.
    ring = (
        (west + width * a, south),
        (west + width, south + height * b),
        (west + width * (1 - c), south + height),
        (west, south + height * (1 - d)),
        (west + width * a, south),
    )
    return Geometry(type="Polygon", coordinates=(ring,))


@given(POSITIONS, st.floats(0, 359.9), st.floats(0.01, 5_000))
def test_going_a_distance_away_ends_at_that_distance(start, bearing, km):
    end = geo.offset(start, bearing_deg=bearing, distance_km=km)
    assert geo.distance_km(start, end) == pytest.approx(km, rel=1e-9, abs=1e-6)


@given(TEMPERATE, st.floats(0, 359.9), st.floats(1, 2_000))
def test_going_there_and_back_comes_home(start, bearing, km):
    end = geo.offset(start, bearing_deg=bearing, distance_km=km)
    home = geo.offset(end, bearing_deg=geo.bearing_deg(end, start), distance_km=km)
    assert geo.distance_km(start, home) < 0.001


@given(POSITIONS, POSITIONS)
def test_a_distance_is_the_same_both_ways_and_close_to_the_one_on_a_sphere(a, b):
    exact = geo.distance_km(a, b)
    assert exact == pytest.approx(geo.distance_km(b, a), abs=1e-6)
    assert geo.haversine_km(a, b) == pytest.approx(exact, rel=0.006, abs=0.001)


@given(TEMPERATE, TEMPERATE)
def test_a_line_runs_from_end_to_end_in_short_steps_and_never_jumps_across_the_map(a, b):
    line = geo.line_between(a, b)
    parts = line.coordinates if line.type == "MultiLineString" else (line.coordinates,)
    assert parts[0][0] == a.lonlat
    assert parts[-1][-1] == b.lonlat
    for part in parts:
        assert len(part) >= 2
        for (lon1, lat1), (lon2, lat2) in pairwise(part):
            assert abs(lon1 - lon2) <= 180
            step = geo.distance_km(Position(lon=lon1, lat=lat1), Position(lon=lon2, lat=lat2))
            assert step <= 50.01


@pytest.mark.parametrize(
    "west, east",
    [
        (Position(lon=179.0, lat=-17.0), Position(lon=-179.0, lat=-18.0)),
        (Position(lon=-179.5, lat=65.0), Position(lon=178.0, lat=66.0)),
        (Position(lon=180.0, lat=0.0), Position(lon=-179.0, lat=0.0)),
    ],
)
def test_a_line_over_the_antimeridian_is_cut_there_into_two_that_meet(west, east):
    line = geo.line_between(west, east)
    assert line.type == "MultiLineString"
    head, tail = line.coordinates
    (lon1, lat1), (lon2, lat2) = head[-1], tail[0]
    assert (abs(lon1), abs(lon2)) == (180, 180)
    assert lon1 == -lon2
    assert lat1 == lat2


def test_a_line_between_two_places_that_are_one_is_still_a_line():
    here = Position(lon=1.0, lat=2.0)
    assert geo.line_between(here, here).coordinates == ((1.0, 2.0), (1.0, 2.0))


@given(areas(), st.sampled_from(geo.PARTS))
def test_a_part_lies_inside_its_area_and_has_a_point_inside_itself(whole, part):
    piece = geo.part_of_area(whole, part)
    # What clipping rounds is far below a metre, but not zero.
    assert shape(whole).buffer(1e-7).contains(shape(piece))
    assert shape(piece).buffer(1e-7).contains(shape(geo.point(geo.representative_point(piece))))


@given(areas())
def test_opposite_halves_make_the_whole_and_overlap_in_a_line_only(whole):
    for one, other in (("n", "s"), ("w", "e")):
        a, b = (shape(geo.part_of_area(whole, part)) for part in (one, other))
        assert a.area + b.area == pytest.approx(shape(whole).area, rel=1e-6)
        assert a.intersection(b).area == pytest.approx(0, abs=1e-9)


@given(areas(), st.sampled_from(geo.COMPASS), st.sampled_from(geo.COMPASS))
def test_two_parts_together_are_all_that_lies_in_either(whole, one, other):
    both = shape(geo.part_of_area(whole, f"{one}+{other}"))
    apart = [shape(geo.part_of_area(whole, part)) for part in (one, other)]
    shared = apart[0].intersection(apart[1]).area
    assert both.area == pytest.approx(apart[0].area + apart[1].area - shared, rel=1e-6)


@pytest.mark.parametrize(
    "part, point",
    [
        ("n", (1.0, 1.5)),
        ("s", (1.0, 0.5)),
        ("w", (0.5, 1.0)),
        ("e", (1.5, 1.0)),
        ("ne", (1.5, 1.5)),
        ("nw", (0.5, 1.5)),
        ("se", (1.5, 0.5)),
        ("sw", (0.5, 0.5)),
        ("centre", (1.0, 1.0)),
    ],
)
def test_each_part_of_a_square_is_where_it_says(part, point):
    at = geo.representative_point(geo.part_of_area(area(0, 0, 2, 2), part))
    assert at.lonlat == pytest.approx(point)


def test_the_west_of_a_country_whose_tip_lies_beyond_the_antimeridian_is_in_its_west():
    mainland, tip = box(30, 50, 180, 70), box(-180, 62, -170, 68)
    country = geo.to_geometry(mainland.union(tip))
    west, east = (shape(geo.part_of_area(country, part)) for part in ("w", "e"))
    assert west.bounds == pytest.approx((30, 50, 105, 70))
    assert east.bounds == pytest.approx((-180, 50, 180, 70))
    assert west.area + east.area == pytest.approx(shape(country).area)
    assert not west.intersects(tip)


def test_an_unknown_part_is_refused_with_the_parts_that_are_known():
    with pytest.raises(InputError, match=r"unknown part of an area: 'up'; expected one of n, ne"):
        geo.part_of_area(area(0, 0, 1, 1), "up")


def test_the_radius_of_an_area_is_that_of_the_circle_of_its_size():
    degree_km = 111.195
    square = geo.equivalent_radius_km(area(0, -0.5, 1, 0.5))
    assert square == pytest.approx(degree_km / math.sqrt(math.pi), rel=0.01)


# ---------------------------------------------------------------------------- edges


@given(st.floats(-170, 160), st.floats(-60, 60), st.floats(0.5, 5), st.floats(0.5, 5))
def test_the_border_of_two_neighbours_is_the_same_from_either_side(west, south, width, height):
    one = area(west, south, west + width, south + height)
    two = area(west + width, south, west + 2 * width, south + height)
    there, back = geo.shared_border(one, two), geo.shared_border(two, one)
    assert there is not None
    assert back is not None
    side = geo.length_km(Geometry(
        type="LineString",
        coordinates=((west + width, south), (west + width, south + height)),
    ))  # fmt: skip
    # The border may turn the corner by the tolerance in which borders are drawn, at each end.
    assert geo.length_km(there) == pytest.approx(side, abs=5)
    assert geo.length_km(back) == pytest.approx(side, abs=5)
    assert shape(there).distance(shape(back)) < 0.011


@given(areas(), st.sampled_from(geo.PARTS))
def test_a_border_kept_within_an_area_lies_there(whole, part):
    piece = geo.part_of_area(whole, part)
    kept = geo.shared_border(whole, whole, within=piece)
    assert kept is None or shape(piece).buffer(0.02).contains(shape(kept))


@given(areas(), st.floats(1, 60))
def test_a_band_lies_inside_what_it_is_cut_to_and_outside_what_it_is_kept_off(whole, km):
    coast = geo.coastline(whole, [], whole)
    if coast is None:
        return
    land = geo.band(coast, km=km, inside=whole)
    sea = geo.band(coast, km=km, outside=[whole])
    assert land is None or shape(whole).buffer(0.03).contains(shape(land))
    assert sea is None or shape(sea).intersection(shape(whole).buffer(-0.03)).area < 1e-9


@given(areas(), POSITIONS)
def test_the_nearest_point_of_an_area_is_in_it_and_a_point_in_it_is_its_own(whole, position):
    at = geo.nearest_point(whole, position)
    assert shape(whole).buffer(1e-7).contains(shape(geo.point(at)))
    assert not geo.contains(whole, position) or at == position


@given(areas(), st.sampled_from(["n", "s", "e", "w"]))
def test_a_part_cut_at_a_town_lies_on_that_side_of_it(whole, part):
    town = geo.representative_point(whole)
    piece = shape(geo.part_of_area(whole, part, middle=town))
    west, south, east, north = piece.bounds
    edge = {"n": south, "s": -north, "e": west, "w": -east}[part]
    at = {"n": town.lat, "s": -town.lat, "e": town.lon, "w": -town.lon}[part]
    assert edge >= at - 1e-9
    assert shape(whole).buffer(1e-7).contains(piece)


def test_a_town_at_the_edge_does_not_cut_its_area_to_nothing():
    square = area(0, 0, 2, 2)
    northern = geo.part_of_area(square, "n", middle=Position(lon=1, lat=1.99))
    assert northern == geo.part_of_area(square, "n")


def test_the_mark_of_several_lines_is_on_the_longest():
    lines = Geometry(
        type="MultiLineString", coordinates=(((0.0, 0.0), (1.0, 0.0)), ((5.0, 5.0), (9.0, 5.0)))
    )
    assert geo.representative_point(lines) == Position(lon=7.0, lat=5.0)
