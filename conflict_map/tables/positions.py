"""Coordinate cells of a table to positions and shapes; swaps, clamps and invents nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from conflict_map.geo import line_between
from conflict_map.model import Position
from conflict_map.tables.cells import Words
from conflict_map.tables.values import (
    CellError,
    is_unknown,
    is_unknown_number,
    read_coordinate,
    read_pair,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conflict_map.tables.faults import RowFaults
    from conflict_map.tables.raw_table import RawTable

NULL_ISLAND: Final = "0, 0 is usually a missing coordinate"
_FEW: Final = 2000
"""Up to so many distinct cells are read one by one; more are tried as plain numbers first."""
_PLAIN_NUMBER: Final = r"^-?\d{1,3}(?:\.\d{1,15})?$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Positions:
    """Where each row lies (degrees, WGS 84; NaN is not known) and why a row has no position."""

    lat: np.ndarray[Any, Any] = field(repr=False)
    lon: np.ndarray[Any, Any] = field(repr=False)
    shapes: np.ndarray[Any, Any] | None = field(repr=False)
    """The geometry of each row where that is more than its point; None where it is the point."""
    reasons: np.ndarray[Any, Any] = field(repr=False)
    """For each row a number in ``words``; 0 where it has a position."""
    words: tuple[str, ...]


_NO_LAT, _NO_LON, _NEITHER, _NO_COLUMNS, _NO_SHAPE, _AT_NULL = 1, 2, 3, 4, 5, 6
_REASONS: Final = (
    "",
    "the row has no latitude",
    "the row has no longitude",
    "the row has no latitude and no longitude",
    "the table has no coordinates",
    "the row has no geometry",
    NULL_ISLAND,
)


def read_positions(
    table: RawTable, columns: Mapping[str, int], faults: RowFaults, named: np.ndarray[Any, Any]
) -> Positions:
    """Read the position of every row: by its geometry, two cells, one cell or the ends of a line.

    ``named`` says which rows name a place: a coordinate of 0, 0 is there taken for a missing one,
    and said; a row that has nothing else to place it by is rejected.
    """
    length = len(table)
    lat, lon = np.full(length, np.nan), np.full(length, np.nan)
    why = np.full(length, _NO_COLUMNS, dtype=np.int8)
    shapes: np.ndarray[Any, Any] | None = None
    if "lat" in columns and "lon" in columns:
        lat, lon = (_axis(table, columns[axis], axis, faults) for axis in ("lat", "lon"))
        why = np.where(np.isnan(lat), _NO_LAT, 0) + np.where(np.isnan(lon), _NO_LON, 0)
    if "latlon" in columns and np.isnan(lat).any():
        lat, lon, why = _pairs(table, columns["latlon"], (lat, lon, why), faults)
    titles = [table.columns[columns[a]] for a in ("lat", "lon", "latlon") if a in columns]
    for position in np.flatnonzero((lat == 0) & (lon == 0)).tolist():
        cells = [
            table.column(columns[axis])[position].as_py()
            for axis in ("lat", "lon", "latlon")
            if axis in columns
        ]
        told = (position, ", ".join(titles), ", ".join(cells), NULL_ISLAND)
        if named[position]:
            lat[position] = lon[position] = np.nan
            why[position] = _AT_NULL
            faults.doubt(*told)
        else:
            faults.reject(*told)
    if "to_lat" in columns and "to_lon" in columns:
        shapes = _lines(table, columns, lat, lon, faults)
        _to_middles(shapes, lat, lon)
    if table.shapes is not None:
        shapes = _shapes(table, lat, lon, why, shapes=shapes, faults=faults)
    half = np.isnan(lat) != np.isnan(lon)
    lat[half], lon[half] = np.nan, np.nan
    return Positions(lat=lat, lon=lon, shapes=shapes, reasons=why, words=_REASONS)


def _axis(table: RawTable, at: int, axis: str, faults: RowFaults) -> np.ndarray[Any, Any]:
    words = Words.of(table.column(at))
    values = np.full(len(words.words), np.nan)
    wrong: dict[int, str] = {}
    limit = 90 if axis == "lat" else 180
    slow: Any = range(len(words.words))
    if len(words.words) > _FEW:
        texts = pc.utf8_trim_whitespace(pa.array(words.words, pa.large_string()))
        plain = pc.match_substring_regex(texts, _PLAIN_NUMBER)
        numbers = pc.if_else(plain, texts, None).cast(pa.float64()).to_numpy(zero_copy_only=False)
        fine = np.abs(numbers) <= limit
        values[fine] = numbers[fine]
        slow = np.flatnonzero(~fine).tolist()
    for code in slow:
        cell = words.words[code]
        if is_unknown_number(cell, axis=axis):
            continue
        try:
            values[code] = read_coordinate(cell, axis=axis)
        except CellError as error:
            wrong[code] = str(error)
    faults.reject_words(table.columns[at], words, wrong)
    return words.spread(values, np.float64)


def _pairs(
    table: RawTable,
    at: int,
    before: tuple[np.ndarray[Any, Any], ...],
    faults: RowFaults,
) -> tuple[np.ndarray[Any, Any], ...]:
    """Fill in positions from a column that holds both coordinates."""
    lat, lon, why = before
    words = Words.of(table.column(at))
    made = np.full((len(words.words), 2), np.nan)
    wrong: dict[int, str] = {}
    for code, cell in enumerate(words.words):
        if is_unknown(cell):
            continue
        try:
            made[code] = read_pair(cell)
        except CellError as error:
            wrong[code] = str(error)
    empty = np.isnan(lat) | np.isnan(lon)
    filled = made[words.codes]
    # A fault of this column matters only where it alone would give the position.
    unread = [p for p in words.rows(wrong).tolist() if empty[p]] if wrong else []
    for position in unread:
        code = int(words.codes[position])
        faults.reject(position, table.columns[at], words.words[code], wrong[code])
    lat, lon = np.where(empty, filled[:, 0], lat), np.where(empty, filled[:, 1], lon)
    return lat, lon, np.where(np.isnan(lat), np.where(why == _NO_COLUMNS, _NEITHER, why), 0)


def _lines(
    table: RawTable,
    columns: Mapping[str, int],
    lat: np.ndarray[Any, Any],
    lon: np.ndarray[Any, Any],
    faults: RowFaults,
) -> np.ndarray[Any, Any]:
    """Draw a line from each row's first position to its second; one end alone stays a point."""
    ends = [_axis(table, columns[f"to_{axis}"], axis, faults) for axis in ("lat", "lon")]
    shapes = np.full(len(lat), None, dtype=object)
    known = np.isfinite(lat) & np.isfinite(lon) & np.isfinite(ends[0]) & np.isfinite(ends[1])
    for position in np.flatnonzero(known).tolist():
        first = (float(lat[position]), float(lon[position]))
        last = (float(ends[0][position]), float(ends[1][position]))
        if last == (0.0, 0.0):
            titles = ", ".join(table.columns[columns[a]] for a in ("to_lat", "to_lon"))
            faults.reject(position, titles, "0, 0", NULL_ISLAND)
        elif first not in {last, (0.0, 0.0)}:
            drawn = line_between(
                Position(lat=first[0], lon=first[1]), Position(lat=last[0], lon=last[1])
            )
            shapes[position] = shapely.geometry.shape(drawn)
    return shapes


def _to_middles(
    shapes: np.ndarray[Any, Any], lat: np.ndarray[Any, Any], lon: np.ndarray[Any, Any]
) -> None:
    """Move the position of each line to the middle of it."""
    for position in np.flatnonzero(~shapely.is_missing(shapes)).tolist():
        line = shapes[position]
        longest = max(shapely.get_parts(line), key=lambda part: part.length)
        middle = longest.interpolate(0.5, normalized=True)
        lat[position], lon[position] = middle.y, middle.x


def _shapes(
    table: RawTable,
    lat: np.ndarray[Any, Any],
    lon: np.ndarray[Any, Any],
    why: np.ndarray[Any, Any],
    *,
    shapes: np.ndarray[Any, Any] | None,
    faults: RowFaults,
) -> np.ndarray[Any, Any] | None:
    """Take the file's own geometry where a row has one, its inner point as the position."""
    given = table.shapes
    assert given is not None
    held = ~shapely.is_missing(given) & ~shapely.is_empty(given)
    why[~held & np.isnan(lat)] = _NO_SHAPE
    kept = np.full(len(given), None, dtype=object) if shapes is None else shapes
    bounds = shapely.bounds(given)
    for position in np.flatnonzero(held).tolist():
        shape = given[position]
        point = shape if shape.geom_type == "Point" else shape.representative_point()
        west, south, east, north = bounds[position].tolist()
        outside = next(
            (
                (axis, value)
                for axis, value in (("lat", south), ("lat", north), ("lon", west), ("lon", east))
                if not abs(value) <= (90 if axis == "lat" else 180)
            ),
            None,
        )
        if outside is not None:
            reason = _range_reason(*outside)
            faults.reject(position, "geometry", shape.wkt[:80], reason)
        elif point.x == 0 and point.y == 0:
            faults.reject(position, "geometry", shape.wkt[:80], NULL_ISLAND)
        else:
            lat[position], lon[position] = point.y, point.x
            kept[position] = None if shape.geom_type == "Point" else shape
    why[held] = 0
    return None if shapely.is_missing(kept).all() else kept


def _range_reason(axis: str, value: float) -> str:
    try:
        read_coordinate(repr(value), axis=axis)
    except CellError as error:
        return str(error)
    return f"{axis} is not a finite number"
