"""From a point to its country, its province and the nearest place."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_map import geo
from conflict_map.gazetteer import Gazetteer
from conflict_map.gazetteer.adding import add_geonames
from conflict_map.gazetteer.folder import UserFolder
from conflict_map.gazetteer.layers import layered
from conflict_map.gazetteer.reverse import NearestPlaces
from conflict_map.gazetteer.store import DEGREE
from conflict_map.model import Position
from tests.gazetteer.geonames_files import PLACES


def at(lat: float, lon: float) -> Position:
    return Position(lon=lon, lat=lat)


@pytest.mark.parametrize(
    "lat, lon, country, admin1, nearest",
    [
        (-1.6740, 29.2284, "CD", "North Kivu", "Goma"),
        (-1.6585, 29.2204, "CD", "North Kivu", "Goma"),
        (16.6890, 98.5086, "MM", "Kayin State", "Myawaddy"),
        (16.7130, 98.5750, "TH", "Tak", "Mae Sot"),
        (31.5017, 34.4668, "PS", "Gaza Strip", "Gaza"),
        (36.2000, 37.1600, "SY", "Aleppo", "Aleppo"),
        (48.5956, 38.0000, "UA", "Donetsk", "Bakhmut"),
    ],
)
def test_a_border_town_keeps_the_country_of_its_record(world, lat, lon, country, admin1, nearest):
    found = world.reverse(at(lat, lon))
    assert found.country.country == country
    assert found.admin1.name.startswith(admin1)
    assert found.nearest.name == nearest
    assert found.rule in {"place", "area"}


def test_goma_and_myawaddy_are_decided_by_their_records_not_by_the_simplified_border(world):
    assert world.reverse(at(-1.674, 29.2284)).rule == "place"
    myawaddy = at(16.689, 98.5086)
    assert world.admin1_at(myawaddy).country == "TH"  # this is what the border alone says
    assert world.reverse(myawaddy).rule == "place"


def test_off_a_coast_the_nearest_place_decides_and_on_the_open_sea_nothing_does(world):
    assert world.reverse(at(12.76, 45.05)).country.country == "YE"
    sea = world.reverse(at(0, 0))
    assert (sea.country, sea.admin1, sea.rule) == (None, None, "none")
    assert sea.nearest is not None
    assert 500 < sea.distance_km < 700


@pytest.mark.parametrize("lat", [90.0, -90.0])
@pytest.mark.parametrize("lon", [-180.0, 0.0, 37.5, 180.0])
def test_at_a_pole_every_longitude_has_the_same_answer(world, lat, lon):
    found = world.reverse(at(lat, lon))
    assert found.nearest.id == world.reverse(at(lat, 0)).nearest.id
    assert found.distance_km == pytest.approx(world.reverse(at(lat, 0)).distance_km)
    assert found.rule == "none"


@pytest.mark.parametrize("lat", [-16.9, -18.0, 51.9, 66.0, 0.0])
def test_the_antimeridian_is_no_border(world, lat):
    west, east = world.reverse(at(lat, -180.0)), world.reverse(at(lat, 180.0))
    assert west.nearest == east.nearest
    assert west.distance_km == pytest.approx(east.distance_km, abs=1e-6)
    near = world.reverse(at(lat, 179.999))
    assert abs(near.distance_km - east.distance_km) < 0.2


def test_the_bearing_leads_from_the_place_to_the_point(world):
    hama = world.place("geonames:170017").position
    point = geo.offset(hama, bearing_deg=0, distance_km=2)
    found = world.reverse(point)
    back = geo.offset(
        found.nearest.position, bearing_deg=found.bearing_deg, distance_km=found.distance_km
    )
    assert geo.distance_km(back, point) < 0.001


def test_a_point_on_a_place_is_at_distance_zero(small):
    found = small.reverse(at(35.78, 37.5))
    assert (found.nearest.name, found.distance_km, found.bearing_deg) == ("Khanāşir", 0.0, 0.0)
    assert (found.country.name, found.admin1.name, found.rule) == ("Ruritania", "Hama", "place")


def test_far_from_every_place_the_area_decides_and_its_dispute_is_kept(small):
    found = small.reverse(at(35.0, 39.5))
    assert found.rule == "area"
    assert (found.admin1.name, found.admin1.disputed) == ("East", "Claimed by two states")


points = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
spots = st.tuples(st.integers(-18_000_000, 18_000_000), st.integers(-9_000_000, 9_000_000))


@settings(max_examples=200, deadline=None)
@given(places=st.lists(spots, min_size=1, max_size=30), point=points)
def test_the_grid_finds_the_place_that_asking_every_place_finds(places, point):
    lons, lats = [p[0] for p in places], [p[1] for p in places]
    position = Position(lon=point[0], lat=point[1])
    expected = min(
        geo.haversine_km(position, Position(lon=lon / DEGREE, lat=lat / DEGREE))
        for lon, lat in places
    )
    found = NearestPlaces(lons, lats, range(len(places))).near(position)
    assert found[0][0] == pytest.approx(expected, abs=1e-6)


def test_the_grid_gives_nothing_beyond_a_limit_and_nothing_without_places():
    grid = NearestPlaces([0], [0], [0])
    assert grid.near(at(0, 1), limit_km=50) == []
    assert [number for _, number in grid.near(at(0, 1), limit_km=120)] == [0]
    assert NearestPlaces([], [], []).near(at(0, 0)) == []


def test_places_of_one_distance_come_in_order_of_record():
    assert [n for _, n in NearestPlaces([DEGREE, -DEGREE], [0, 0], [0, 1]).near(at(0, 0))] == [0, 1]


@settings(max_examples=60, deadline=None)
@given(point=points)
def test_the_answer_never_contradicts_itself(point):
    found = Gazetteer.default().reverse(Position(lon=point[0], lat=point[1]))
    if found.admin1 is not None:
        assert found.country is not None
        assert found.admin1.country == found.country.country
    assert (found.rule == "none") == (found.country is None)
    assert found.distance_km >= 0
    assert 0 <= found.bearing_deg < 360


def test_a_place_that_the_user_added_is_the_nearest_where_it_is(small, tmp_path):
    (tmp_path / "RU.txt").write_text(PLACES, encoding="utf-8")
    folder = UserFolder(tmp_path / "mine")
    add_geonames(folder, [tmp_path / "RU.txt"], name="ru")
    both = layered(small, folder.path)
    village = both.place("geonames:90000002")
    found = both.reverse(village.position)
    assert found.nearest.name == village.name
    assert found.distance_km == 0
    assert small.reverse(village.position).nearest.id != village.id
    khanaser = both.reverse(at(35.78, 37.5))
    assert khanaser.nearest.id == "geonames:4"  # the lower layer still answers for its own


def test_opening_a_gazetteer_loads_no_numpy_and_builds_no_grid():
    code = (
        "import sys\n"
        "from conflict_map.gazetteer import Gazetteer\n"
        "g = Gazetteer.default(); g.lookup('Hama')\n"
        "assert '_places_by_point' not in vars(g)\n"
        "assert not {'numpy', 'shapely', 'pyproj', 'geopy'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
