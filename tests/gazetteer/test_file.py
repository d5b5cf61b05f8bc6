"""The gazetteer file: the same bytes for the same book, and damage is refused."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conflict_map.errors import GazetteerError
from conflict_map.gazetteer import Gazetteer
from conflict_map.gazetteer.entries import Book
from conflict_map.gazetteer.shapes import contains, decode, encode
from conflict_map.gazetteer.writer import pack_book, write_book
from conflict_map.model import Geometry, Position
from tests.gazetteer.samples import entry, small_book, square

if TYPE_CHECKING:
    from pathlib import Path


def test_the_same_book_gives_the_same_bytes_in_any_order() -> None:
    book = small_book()
    shuffled = list(book.entries)
    random.Random(3).shuffle(shuffled)
    assert pack_book(replace(book, entries=tuple(shuffled))) == pack_book(book)


@given(st.data())
@settings(
    max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_any_flipped_byte_is_refused(small_file: Path, tmp_path: Path, data: st.DataObject) -> None:
    raw = bytearray(small_file.read_bytes())
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))
    damaged = tmp_path / "damaged.gaz"
    damaged.write_bytes(raw)
    with pytest.raises(GazetteerError):
        Gazetteer.open(damaged)


@given(st.floats(0, 1, exclude_max=True))
@settings(
    max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_a_file_cut_off_anywhere_is_refused(small_file: Path, tmp_path: Path, share: float) -> None:
    raw = small_file.read_bytes()
    damaged = tmp_path / "short.gaz"
    damaged.write_bytes(raw[: int(share * len(raw))])
    with pytest.raises(GazetteerError):
        Gazetteer.open(damaged)


def test_what_is_appended_is_refused_too(small_file: Path, tmp_path: Path) -> None:
    longer = tmp_path / "long.gaz"
    longer.write_bytes(small_file.read_bytes() + b"\0")
    with pytest.raises(GazetteerError, match=r"expected .* bytes, got"):
        Gazetteer.open(longer)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04" + b"x" * 100, b"\0" * 200])
def test_another_kind_of_file_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.bin"
    path.write_bytes(content)
    with pytest.raises(GazetteerError) as caught:
        Gazetteer.open(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.gaz", tmp_path):
        with pytest.raises(GazetteerError, match="cannot open"):
            Gazetteer.open(path)


def test_two_records_with_one_id_are_not_written() -> None:
    twice = (entry(1, "A", 0, 0), entry(1, "B", 1, 1))
    with pytest.raises(GazetteerError, match="geonames:1"):
        pack_book(Book(version="x", entries=twice))


def test_a_book_without_places_is_not_written() -> None:
    with pytest.raises(GazetteerError):
        pack_book(Book(version="x", entries=()))


def test_a_book_may_hold_a_single_nameless_script(tmp_path: Path) -> None:
    path = tmp_path / "one.gaz"
    write_book(Book(version="x", entries=(entry("own:1", "東京", 35.7, 139.7),)), path)
    gazetteer = Gazetteer.open(path)
    assert gazetteer.lookup("東京")[0].place.id == "own:1"
    assert list(gazetteer.shapes((-180, -90, 180, 90))) == []
    assert gazetteer.admin1_at(Position(lon=0, lat=0)) is None


coordinates = st.tuples(
    st.integers(-1_800_000, 1_800_000).map(lambda v: v / 10_000),
    st.integers(-900_000, 900_000).map(lambda v: v / 10_000),
)
rings = st.lists(coordinates, min_size=3, max_size=12).map(lambda r: (*r, r[0]))
polygons = st.lists(rings, min_size=1, max_size=3).map(tuple)


@given(st.lists(polygons, min_size=1, max_size=4))
def test_an_area_comes_back_as_it_was_written(parts: list) -> None:
    if len(parts) == 1:
        area = Geometry(type="Polygon", coordinates=parts[0])
    else:
        area = Geometry(type="MultiPolygon", coordinates=tuple(parts))
    assert decode(memoryview(encode(area))) == area


def test_points_and_lines_are_not_areas() -> None:
    with pytest.raises(GazetteerError):
        encode(Geometry(type="Point", coordinates=(1.0, 2.0)))


@given(st.floats(-10, 10), st.floats(-10, 10))
def test_a_square_holds_exactly_the_points_within_it(lon: float, lat: float) -> None:
    area = square(-5, -5, 5, 5)
    if abs(abs(lon) - 5) > 1e-9 and abs(abs(lat) - 5) > 1e-9:
        assert contains(area, Position(lon=lon, lat=lat)) == (abs(lon) < 5 and abs(lat) < 5)


def test_a_hole_is_outside() -> None:
    outer, hole = square(0, 0, 10, 10).coordinates[0], square(4, 4, 6, 6).coordinates[0]
    area = Geometry(type="Polygon", coordinates=(outer, hole))
    assert contains(area, Position(lon=2, lat=2))
    assert not contains(area, Position(lon=5, lat=5))
