"""Areas as compact bytes, and whether a point lies in one; knows no places and no drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from conflict_map.errors import GazetteerError
from conflict_map.model import Geometry, Position

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

SCALE: Final = 10_000
"""Vertices are whole ten-thousandths of a degree: 11 m at the equator."""

Level = Literal["country", "admin1"]
"""How the base map draws an area."""
Bounds = tuple[float, float, float, float]
"""west, south, east, north in degrees; west > east crosses the antimeridian."""
Ring = tuple[tuple[float, float], ...]


def _write_uint(out: bytearray, value: int) -> None:
    """Append a number in groups of seven bits, low group first."""
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)


_LARGE: Final = 2_000
"""Bytes from which an outline is worth NumPy, which look-ups of small areas do without."""


def _numbers(data: memoryview) -> Iterator[int]:
    """Read the numbers that ``_write_uint`` wrote."""
    value = shift = 0
    for byte in data:
        if byte & 0x80:
            value |= (byte & 0x7F) << shift
            shift += 7
        else:
            yield value | byte << shift
            value = shift = 0


def decode_rings(data: memoryview) -> list[list[np.ndarray[Any, Any]]]:
    """Read an area as arrays: polygons of rings of lon, lat in degrees, each ring closed.

    >>> ring = ((36.0, 35.0), (37.0, 35.0), (37.0, 36.0), (36.0, 35.0))
    >>> square = memoryview(encode(Geometry(type="Polygon", coordinates=(ring,))))
    >>> decode_rings(square)[0][0].tolist()
    [[36.0, 35.0], [37.0, 35.0], [37.0, 36.0], [36.0, 35.0]]
    """
    import numpy as np  # noqa: PLC0415 - see _LARGE

    octets = np.frombuffer(data, "u1").astype("i8")
    ends = np.flatnonzero(octets < 0x80)
    starts = np.concatenate([[0], ends[:-1] + 1])
    # Seven bits a byte, the low group first: each byte is shifted by its place in its number.
    shifts = 7 * (np.arange(len(octets)) - np.repeat(starts, ends - starts + 1))
    numbers = np.add.reduceat((octets & 0x7F) << shifts, starts)
    signed = np.where(numbers & 1, -((numbers + 1) >> 1), numbers >> 1)
    at = 1
    polygons = []
    for _ in range(int(numbers[0])):
        rings = []
        at += 1
        for _ in range(int(numbers[at - 1])):
            length = 2 * int(numbers[at])
            points = np.cumsum(signed[at + 1 : at + 1 + length].reshape(-1, 2), axis=0) / SCALE
            at += 1 + length
            rings.append(np.concatenate([points, points[:1]]))
        polygons.append(rings)
    return polygons


def encode(geometry: Geometry) -> bytes:
    """Write a Polygon or MultiPolygon (lon, lat degrees) as differences between vertices.

    Raises
    ------
    GazetteerError
        If the geometry is not an area.

    >>> ring = ((36.0, 35.0), (37.0, 35.0), (37.0, 36.0), (36.0, 35.0))
    >>> square = Geometry(type="Polygon", coordinates=(ring,))
    >>> len(encode(square)), decode(memoryview(encode(square))) == square
    (17, True)
    """
    if geometry.type == "Polygon":
        polygons = (geometry.coordinates,)
    elif geometry.type == "MultiPolygon":
        polygons = geometry.coordinates
    else:
        raise GazetteerError(f"an area must be a Polygon or MultiPolygon, got {geometry.type}")
    out = bytearray()
    _write_uint(out, len(polygons))
    for polygon in polygons:
        _write_uint(out, len(polygon))
        for ring in polygon:
            _write_uint(out, len(ring) - 1)
            last_x = last_y = 0
            for lon, lat in ring[:-1]:
                x, y = round(lon * SCALE), round(lat * SCALE)
                for step in (x - last_x, y - last_y):
                    _write_uint(out, step << 1 if step >= 0 else (-step << 1) - 1)
                last_x, last_y = x, y
    return bytes(out)


def decode(data: memoryview) -> Geometry:
    """Read an area that ``encode`` wrote; rings are closed, lon, lat in degrees."""
    if len(data) > _LARGE:
        large = decode_rings(data)
        return _as_geometry([tuple(tuple(map(tuple, r.tolist())) for r in p) for p in large])
    numbers = _numbers(data)
    polygons: list[tuple[Ring, ...]] = []
    for _ in range(next(numbers)):
        rings: list[Ring] = []
        for _ in range(next(numbers)):
            points: list[tuple[float, float]] = []
            x = y = 0
            for _ in range(next(numbers)):
                step = next(numbers)
                x += step >> 1 if not step & 1 else -((step + 1) >> 1)
                step = next(numbers)
                y += step >> 1 if not step & 1 else -((step + 1) >> 1)
                points.append((x / SCALE, y / SCALE))
            points.append(points[0])
            rings.append(tuple(points))
        polygons.append(tuple(rings))
    return _as_geometry(polygons)


def _as_geometry(polygons: list[tuple[Ring, ...]]) -> Geometry:
    if len(polygons) == 1:
        return Geometry(type="Polygon", coordinates=polygons[0])
    return Geometry(type="MultiPolygon", coordinates=tuple(polygons))


def polygons_of(geometry: Geometry) -> tuple[tuple[Ring, ...], ...]:
    """Give the polygons of an area, each its outer ring and its holes."""
    if geometry.type == "Polygon":
        return (geometry.coordinates,)
    return geometry.coordinates


def _in_ring(lon: float, lat: float, ring: Ring) -> bool:
    """Count the edges east of the point; odd is inside (even-odd rule)."""
    inside = False
    x1, y1 = ring[-1]
    for x2, y2 in ring:
        if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
            inside = not inside
        x1, y1 = x2, y2
    return inside


def contains(geometry: Geometry, position: Position) -> bool:
    """Tell whether an area holds a point, on the plane of lon and lat; holes are outside.

    >>> ring = ((36.0, 35.0), (37.0, 35.0), (37.0, 36.0), (36.0, 36.0), (36.0, 35.0))
    >>> contains(Geometry(type="Polygon", coordinates=(ring,)), Position(lon=36.5, lat=35.5))
    True
    """
    lon, lat = position.lonlat
    return any(
        _in_ring(lon, lat, polygon[0]) and not any(_in_ring(lon, lat, h) for h in polygon[1:])
        for polygon in polygons_of(geometry)
    )


def bounds_of(geometry: Geometry) -> tuple[float, float, float, float]:
    """Give west, south, east, north of an area in degrees."""
    lons = [lon for polygon in polygons_of(geometry) for lon, _ in polygon[0]]
    lats = [lat for polygon in polygons_of(geometry) for _, lat in polygon[0]]
    return (min(lons), min(lats), max(lons), max(lats))
