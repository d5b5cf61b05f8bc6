"""Where events are drawn: places, marks, lines and areas as columns; knows no page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import shapely

from conflict_map.vocabulary import GeoPrecision, Role
from conflict_map.web.container import Sections, narrow, text_array
from conflict_map.web.encode import (
    POINT_SCALE,
    Coded,
    PlaceIndex,
    coded,
    shape_code,
    steps,
    text_column,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from conflict_map.model import Event, Location

_NO_SHAPE: Final = -1
_RADIUS_SCALE: Final = 1000
"""Radii are whole metres."""
_POINT, _MULTIPOINT = 0, 4
"""GEOS numbers of geometry types."""

_Key = tuple[int, int, str | None, int, int, int, int]
"""Latitude and longitude in steps, name, precision, radius in metres (-1 none), shape, heading."""


@dataclass(slots=True)
class _Shapes:
    """Number lines and areas, the same number for the same geometry."""

    codes: list[Any] = field(default_factory=list)
    _by_bytes: dict[bytes, int] = field(default_factory=dict)

    def number(self, geometry: Any) -> int:
        """Give the number of a line or area; -1 for points and for nothing."""
        if geometry is None or geometry.is_empty or "Point" in geometry.geom_type:
            return _NO_SHAPE
        key = shapely.to_wkb(geometry)
        known = self._by_bytes.get(key)
        if known is None:
            known = self._by_bytes[key] = len(self.codes)
            self.codes.append(shape_code(geometry))
        return known


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The distinct places of events in order of latitude and longitude, and each event's marks.

    Places with the same coordinates stand side by side. A place that is drawn as a mark alone has
    no precision of its own (0): that of each event at it is what its column says. The first mark
    of an event is its own position. ``count`` says how many marks each event has; ``at`` gives
    their places.
    """

    lat: np.ndarray[Any, Any]
    lon: np.ndarray[Any, Any]
    name: Coded
    precision: np.ndarray[Any, Any]
    radius_m: np.ndarray[Any, Any]
    shape: np.ndarray[Any, Any]
    heading: np.ndarray[Any, Any]
    count: np.ndarray[Any, Any]
    at: np.ndarray[Any, Any]
    shapes: list[Any]
    towards: list[list[Any]]

    @property
    def placed(self) -> int:
        """Give the number of events that have a mark."""
        return int(np.count_nonzero(self.count))

    @property
    def places(self) -> PlaceIndex:
        """Give the place of each event's first mark."""
        first = np.cumsum(self.count) - self.count
        of_row = np.full(len(self.count), -1, dtype="i8")
        placed = self.count > 0
        of_row[placed] = self.at[first[placed]]
        return PlaceIndex(of_row, len(self.lat), self.name)

    def degrees(self) -> np.ndarray[Any, Any]:
        """Give the distinct positions as rows of lon, lat in degrees."""
        if not len(self.lat):
            return np.empty((0, 2))
        new = np.ones(len(self.lat), dtype=bool)
        new[1:] = (np.diff(self.lat) != 0) | (np.diff(self.lon) != 0)
        return np.column_stack([self.lon[new], self.lat[new]]) / POINT_SCALE

    def to_payload(self, sections: Sections) -> dict[str, Any]:
        """Give the columns as the page reads them."""
        return {
            "places": {
                "lat": sections.add(self.lat.astype("i4"), delta=True),
                "lon": sections.add(self.lon.astype("i4")),
                "name": text_column(self.name, sections),
                "precision": sections.add(self.precision.astype("u1")),
                "radius_m": sections.add(self.radius_m.astype("i4")),
                "shape": sections.add(self.shape.astype("i4")),
                "heading": sections.add(self.heading.astype("u1")),
            },
            "marks": {
                "count": sections.add(narrow(self.count)),
                "at": sections.add(narrow(self.at)),
            },
            "shapes": self.shapes,
            "towards": self.towards,
        }


def _metres(km: float | None) -> int:
    return -1 if km is None or km != km else round(km * _RADIUS_SCALE)  # noqa: PLR0124 - NaN


def _location_key(shapes: _Shapes, location: Location) -> _Key:
    lat, lon = steps(location.position.latlon)
    shape = shapes.number(shapely.geometry.shape(location.geometry))
    heading = int(location.role is Role.DIRECTION)
    radius = _metres(location.uncertainty_km)
    return (lat, lon, location.name, int(location.precision), radius, shape, heading)


def _own_key(row: Any, shape: int) -> _Key:
    return (row.y, row.x, row.name_here, row.precision, row.radius, shape, 0)


def _event_keys(shapes: _Shapes, event: Event, row: Any) -> list[_Key]:
    """Give the places of an event from text, the one at its own position first."""
    keys = [_location_key(shapes, location) for location in event.lead.locations]
    own = (row.y, row.x)
    if any(key[:2] == own for key in keys):
        keys.sort(key=lambda key: key[:2] != own)
    else:
        keys.insert(0, _own_key(row, _NO_SHAPE if keys else shapes.number(row.geometry)))
    return list(dict.fromkeys(keys))


def _multipoint_keys(row: Any) -> list[_Key]:
    """Give a row's own position, and the other points of its geometry, which have no name."""
    own = _own_key(row, _NO_SHAPE)
    others = [(round(p.y * POINT_SCALE), round(p.x * POINT_SCALE)) for p in row.geometry.geoms]
    keys = [(*at, None, row.precision, row.radius, _NO_SHAPE, 0) for at in others if at != own[:2]]
    return list(dict.fromkeys([own, *keys]))


def _towards(row: int, event: Event) -> list[list[Any]]:
    return [
        [row, *steps(location.position.latlon), location.name]
        for location in event.lead.related
        if location.role is Role.DIRECTION
    ]


def _own_places(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    """Give each row's own place; rows without coordinates have none."""
    lat, lon = frame["lat"].to_numpy(), frame["lon"].to_numpy()
    placed = ~(np.isnan(lat) | np.isnan(lon))
    radius = frame["uncertainty_km"].to_numpy()
    precision = frame["geo_precision"].fillna(int(GeoPrecision.PLACE))
    return pd.DataFrame(
        {
            "row": np.flatnonzero(placed),
            "y": np.rint(lat[placed] * POINT_SCALE).astype("i8"),
            "x": np.rint(lon[placed] * POINT_SCALE).astype("i8"),
            "name_here": frame["place_name"].to_numpy(dtype=object, na_value=None)[placed],
            "precision": precision.to_numpy(dtype="i8")[placed],
            "radius": np.where(np.isnan(radius), -1, np.rint(np.nan_to_num(radius) * 1000)).astype(
                "i8"
            )[placed],
            "geometry": frame.geometry.to_numpy()[placed],
        }
    )


def marks_of(frame: gpd.GeoDataFrame, details: Mapping[str, Event]) -> Marks:
    """Build the marks of a typed event frame, in its order.

    An event from text is marked at each of its locations; a row is marked at its position and,
    where its geometry is a line or an area, drawn as that. The first mark of an event is its own
    ``lat`` and ``lon``, so that the page states exactly the position that the data states.
    """
    shapes = _Shapes()
    own = _own_places(frame)
    told = {row: details[i] for row, i in enumerate(frame.index) if i in details} if details else {}
    kinds = shapely.get_type_id(own["geometry"].to_numpy(dtype=object))
    special = own["row"].isin(list(told)).to_numpy() | (kinds == _MULTIPOINT)
    drawn = ~special & ~np.isin(kinds, [-1, _POINT, _MULTIPOINT])
    shape = np.full(len(own), _NO_SHAPE, "i8")
    shape[drawn] = [shapes.number(geometry) for geometry in own["geometry"].to_numpy()[drawn]]
    own["shape"] = shape
    own.loc[~special & (shape == _NO_SHAPE) & (own["radius"] <= 0), "precision"] = 0
    rows: list[int] = []
    keys: list[_Key] = []
    for row in own[special].itertuples():
        event = told.get(int(row.row))
        found = _multipoint_keys(row) if event is None else _event_keys(shapes, event, row)
        keys += found
        rows += [int(row.row)] * len(found)
    marks = own.loc[~special, ["row", "y", "x", "name_here", "precision", "radius", "shape"]]
    marks = marks.assign(heading=0)
    if keys:
        others = pd.DataFrame(keys, columns=list(marks.columns[1:]))
        others.insert(0, "row", rows)
        marks = pd.concat([marks, others], ignore_index=True)
        marks = marks.sort_values("row", kind="stable", ignore_index=True)
    towards = [arrow for row, event in told.items() for arrow in _towards(row, event)]
    return _numbered(marks, len(frame), shapes.codes, towards)


def _numbered(marks: pd.DataFrame, rows: int, shapes: list[Any], towards: list[list[Any]]) -> Marks:
    """Give each distinct place a number, in order of latitude, longitude and the rest."""
    names = coded(text_array(marks["name_here"].tolist()))
    columns = [marks["y"].to_numpy("i8"), marks["x"].to_numpy("i8"), names.codes.astype("i8")]
    columns += [marks[name].to_numpy("i8") for name in ("precision", "radius", "shape", "heading")]
    one = np.zeros(len(marks), "i8")
    for column in columns:
        # The codes of two columns make one number, and are counted anew before the next.
        code, distinct = pd.factorize(column)
        one, _ = pd.factorize(one * max(1, len(distinct)) + code)
    _, first = np.unique(one, return_index=True)
    order = np.lexsort([column[first] for column in reversed(columns)])
    number = np.empty(len(first), "i8")
    number[order] = np.arange(len(first))
    chosen = first[order]
    y, x, name, precision, radius, shape, heading = (column[chosen] for column in columns)
    return Marks(
        lat=y, lon=x, name=Coded(name, names.words), precision=precision, radius_m=radius,
        shape=shape, heading=heading, at=number[one], shapes=shapes, towards=towards,
        count=np.bincount(marks["row"].to_numpy("i8"), minlength=rows),
    )  # fmt: skip
