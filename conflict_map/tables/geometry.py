"""GeoJSON geometries as shapes; knows lon/lat order and refuses what is no place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape

from conflict_map.tables.values import CellError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapely.geometry.base import BaseGeometry

_TYPES: Final = frozenset(
    {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}
)


def from_geojson(geometry: Mapping[str, Any]) -> BaseGeometry:
    """Give the shape of a GeoJSON geometry (lon, lat; WGS 84), its third dimension dropped.

    >>> from_geojson({"type": "Point", "coordinates": ["36.75", "35.13"]}).wkt
    'POINT (36.75 35.13)'

    Raises
    ------
    CellError
        if it is no point, line or area, or a coordinate is no number.

    """
    kind = geometry.get("type")
    if kind not in _TYPES:
        raise CellError(f"expected a point, line or area, got {str(kind)[:40]!r}")
    try:
        coordinates = _numbers(geometry.get("coordinates"))
        made = shape({"type": kind, "coordinates": coordinates})
    except (ValueError, TypeError, IndexError, ShapelyError, RecursionError):
        raise CellError(f"the coordinates of the {kind} are not lists of numbers") from None
    if made.is_empty:
        raise CellError(f"the {kind} is empty")
    return shapely.force_2d(made)


def _numbers(value: Any) -> Any:
    return [_numbers(part) for part in value] if isinstance(value, list) else float(value)
