"""Where events are drawn: places, marks, lines and areas as columns; knows no text and no page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import shapely

from conflict_map.vocabulary import GeoPrecision, Role
from conflict_map.web.encode import number_column, plain_texts, shape_code, steps, text_column

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from conflict_map.model import Event, Location

_NO_SHAPE = -1


@dataclass(slots=True, kw_only=True)
class Marks:
    """Collect the places of events, each distinct place once, while a payload is being built."""

    lat: list[int] = field(default_factory=list)
    lon: list[int] = field(default_factory=list)
    name: list[str | None] = field(default_factory=list)
    precision: list[int] = field(default_factory=list)
    radius_km: list[float | int | None] = field(default_factory=list)
    shape: list[int] = field(default_factory=list)
    heading: list[int] = field(default_factory=list)
    """1 where the place is a direction of movement, which is not a place reached."""
    shapes: list[Any] = field(default_factory=list)
    start: list[int] = field(default_factory=lambda: [0])
    at: list[int] = field(default_factory=list)
    towards: list[list[Any]] = field(default_factory=list)
    _places: dict[tuple[Any, ...], int] = field(default_factory=dict)
    _shape_ids: dict[bytes, int] = field(default_factory=dict)

    def shape_id(self, geometry: Any) -> int:
        """Give the number of a line or area, the same for the same geometry; -1 for points."""
        if geometry is None or geometry.is_empty or "Point" in geometry.geom_type:
            return _NO_SHAPE
        key = shapely.to_wkb(geometry)
        known = self._shape_ids.get(key)
        if known is None:
            known = self._shape_ids[key] = len(self.shapes)
            self.shapes.append(shape_code(geometry))
        return known

    def place_id(self, key: tuple[int, int, str | None, int, float | int | None, int, int]) -> int:
        """Give the number of a place: (lat, lon, name, precision, radius, shape, heading)."""
        known = self._places.get(key)
        if known is None:
            known = self._places[key] = len(self.lat)
            columns: tuple[list[Any], ...] = (
                self.lat, self.lon, self.name, self.precision,
                self.radius_km, self.shape, self.heading,
            )  # fmt: skip
            for column, value in zip(columns, key, strict=True):
                column.append(value)
        return known

    def add_event(self, places: list[int]) -> None:
        """Give the next event its marks, the one at the event's own position first."""
        self.at.extend(dict.fromkeys(places))
        self.start.append(len(self.at))

    def to_payload(self) -> dict[str, Any]:
        """Give the columns as the page reads them."""
        return {
            "places": {
                "lat": self.lat,
                "lon": self.lon,
                "name": text_column(self.name),
                "precision": self.precision,
                "radius_km": number_column(self.radius_km),
                "shape": self.shape,
                "heading": self.heading,
            },
            "marks": {"start": self.start, "at": self.at},
            "shapes": self.shapes,
            "towards": self.towards,
        }


def _number(value: Any) -> float | int | None:
    if value is None or value != value:  # noqa: PLR0124  # NaN is unknown
        return None
    number = round(float(value), 3)
    return int(number) if number.is_integer() else number


def _location_key(marks: Marks, location: Location) -> tuple[Any, ...]:
    lat, lon = steps(location.position.latlon)
    shape = marks.shape_id(shapely.geometry.shape(location.geometry))
    heading = int(location.role is Role.DIRECTION)
    radius = _number(location.uncertainty_km)
    return (lat, lon, location.name, int(location.precision), radius, shape, heading)


def _extra_points(geometry: Any) -> list[tuple[int, int]]:
    """Give the points of a multi-point as lat, lon steps."""
    if geometry is None or geometry.geom_type != "MultiPoint":
        return []
    return [(round(p.y * 1e7), round(p.x * 1e7)) for p in geometry.geoms]


def marks_of(frame: gpd.GeoDataFrame, details: Mapping[str, Event]) -> Marks:
    """Build the marks of a typed event frame, in its order.

    An event from text is marked at each of its locations; a row is marked at its position and,
    where its geometry is a line or an area, drawn as that. The first mark of an event is its own
    ``lat`` and ``lon``, so that the page states exactly the position that the data states.
    """
    marks = Marks()
    lats, lons = frame["lat"].tolist(), frame["lon"].tolist()
    names = plain_texts(frame["place_name"])
    precisions = frame["geo_precision"].fillna(GeoPrecision.PLACE).astype(int).tolist()
    radii = [_number(value) for value in frame["uncertainty_km"].tolist()]
    for row, (event_id, geometry) in enumerate(zip(frame.index, frame.geometry, strict=True)):
        lat, lon = lats[row], lons[row]
        event = details.get(event_id)
        locations = event.lead.locations if event is not None else ()
        keys = [_location_key(marks, location) for location in locations]
        if lat == lat and lon == lon:  # noqa: PLR0124  # NaN is "not placed"
            point = tuple(steps((lat, lon)))
            own = [key for key in keys if key[:2] == point]
            if own:
                keys.sort(key=lambda key: key[:2] != point)
            else:
                shape = _NO_SHAPE if keys else marks.shape_id(geometry)
                own_key = (*point, names[row], precisions[row], radii[row], shape, 0)
                keys.insert(0, own_key)
            if not locations:
                keys += [
                    (*other, None, precisions[row], radii[row], _NO_SHAPE, 0)
                    for other in _extra_points(geometry)
                    if other != point
                ]
            marks.add_event([marks.place_id(key) for key in keys])
        else:
            marks.add_event([])
        if event is not None:
            marks.towards.extend(
                [row, *steps(location.position.latlon), location.name]
                for location in event.lead.related
                if location.role is Role.DIRECTION
            )
    return marks
