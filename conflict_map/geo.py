"""Geometry on the earth: distances, bearings, offsets, parts, lines; knows no names and no text.

Longitude and latitude are in degrees, WGS 84. Distances are geodesic (Karney 2013, by pyproj) where
they are reported; ``haversine_km`` is for scoring, where its error of up to 0.5 % does not matter.
"""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from conflict_map.errors import InputError
from conflict_map.model import Geometry, Position

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyproj import Geod
    from shapely.geometry.base import BaseGeometry

EARTH_RADIUS_KM: Final = 6371.0088
"""Mean radius (IUGG)."""

PARTS: Final = ("n", "ne", "e", "se", "s", "sw", "w", "nw", "centre")
"""The parts of an area that ``part_of_area`` knows."""

COMPASS: Final = PARTS[:-1]
"""The eight compass points, clockwise from north."""

_TOUCHING_DEG: Final = 0.01
"""About 1 km: borders are simplified to about that."""
_COARSE_DEG: Final = 0.02
_LEAST_PART: Final = 0.02
"""A part smaller than this share of its area is none that anybody means."""
_COARSE_TOUCHING_DEG: Final = 0.05
_FEW_ISLANDS: Final = 8
_SMALL_ISLAND: Final = 0.0005
"""Of the largest part: where islands are more than a few, smaller ones are left out of coasts."""
_KM_A_DEGREE: Final = 111.2
_COMPASS_DEG: Final[dict[str, float]] = {p: i * 45.0 for i, p in enumerate(COMPASS)}


@cache
def _geod() -> Geod:
    from pyproj import Geod  # noqa: PLC0415 - pyproj opens its database on import

    return Geod(ellps="WGS84")


def distance_km(a: Position, b: Position) -> float:
    """Give the geodesic distance between two positions in kilometres.

    >>> round(distance_km(Position(lon=36.75, lat=35.13), Position(lon=37.16, lat=36.2)))
    124
    """
    _, _, metres = _geod().inv(a.lon, a.lat, b.lon, b.lat)
    return float(metres) / 1000


def haversine_km(a: Position, b: Position) -> float:
    """Give the great-circle distance on a sphere in kilometres: fast, within 0.5 %.

    >>> round(haversine_km(Position(lon=0, lat=0), Position(lon=0, lat=0)))
    0
    """
    phi1, phi2 = math.radians(a.lat), math.radians(b.lat)
    half = (
        math.sin((phi2 - phi1) / 2) ** 2
        + math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


def bearing_deg(a: Position, b: Position) -> float:
    """Give the initial geodesic bearing from a to b in degrees, 0 <= bearing < 360, 0 = north.

    >>> round(bearing_deg(Position(lon=0, lat=0), Position(lon=1, lat=0)))
    90
    """
    forward, _, _ = _geod().inv(a.lon, a.lat, b.lon, b.lat)
    return float(forward) % 360


def compass_deg(part: str) -> float:
    """Give the bearing of a compass point ("n", "ne" ...) in degrees.

    >>> compass_deg("se")
    135.0
    """
    return _COMPASS_DEG[part]


def offset(position: Position, *, bearing_deg: float, distance_km: float) -> Position:
    """Give the position at a geodesic distance and bearing from another.

    >>> offset(Position(lon=0, lat=0), bearing_deg=0, distance_km=0)
    Position(lon=0.0, lat=0.0)
    """
    lon, lat, _ = _geod().fwd(position.lon, position.lat, bearing_deg, distance_km * 1000)
    return Position(lon=float(lon), lat=float(lat))


def line_between(a: Position, b: Position, *, step_km: float = 50.0) -> Geometry:
    """Give the geodesic from a to b as a line, a vertex at least every ``step_km``.

    A line that crosses the antimeridian comes back in two parts (RFC 7946, section 3.1.9).

    >>> line_between(Position(lon=0, lat=0), Position(lon=1, lat=0), step_km=500).coordinates
    ((0.0, 0.0), (1.0, 0.0))
    >>> line_between(Position(lon=179, lat=0), Position(lon=-179, lat=0)).type
    'MultiLineString'
    """
    n = max(0, math.ceil(distance_km(a, b) / step_km) - 1)
    inner = _geod().npts(a.lon, a.lat, b.lon, b.lat, n) if n else []
    points = [a.lonlat, *((float(x), float(y)) for x, y in inner), b.lonlat]
    points = [(float(x), float(y)) for x, y in points]
    for i, ((lon1, lat1), (lon2, lat2)) in enumerate(pairwise(points)):
        if abs(lon1 - lon2) > 180:
            east = 180.0 if lon1 > 0 else -180.0
            span = 360 - abs(lon1 - lon2)
            lat = lat1 + (lat2 - lat1) * (180 - abs(lon1)) / span if span else lat1
            head = (*points[: i + 1], (east, lat))
            tail = ((-east, lat), *points[i + 1 :])
            return Geometry(type="MultiLineString", coordinates=(head, tail))
    return Geometry(type="LineString", coordinates=tuple(points))


def point(position: Position) -> Geometry:
    """Give a position as a GeoJSON point.

    >>> point(Position(lon=1, lat=2)).coordinates
    (1, 2)
    """
    return Geometry(type="Point", coordinates=position.lonlat)


def is_part(part: str | None) -> bool:
    """Say whether ``part_of_area`` knows a part: one of ``PARTS``, or several joined by "+".

    >>> is_part("n"), is_part("n+w"), is_part("up"), is_part(None)
    (True, True, False, False)
    """
    return part is not None and all(p in PARTS for p in part.split("+"))


def part_of_area(area: Geometry, part: str, *, middle: Position | None = None) -> Geometry:
    """Give the named part of an area: the half on that side of the middle of its bounding box.

    "ne" and its like are the meeting of two halves, "centre" the middle half in both directions,
    "n+w" ("northern and western") all that lies in either.
    There is no authority for such parts; halves are the plainest reading that can be drawn and
    checked. Where the box would span more than half the globe, for a tip of the area lies beyond
    the antimeridian (Russia, Fiji), the middle is that of its largest polygon. With a ``middle``
    (a town, whose "northern countryside" is asked for) the area is cut there instead; where hardly
    anything of it lies on that side, at its own.

    Raises InputError for an unknown part.

    >>> square = Geometry(type="Polygon", coordinates=(((0, 0), (2, 0), (2, 2), (0, 2), (0, 0)),))
    >>> representative_point(part_of_area(square, "s"))
    Position(lon=1.0, lat=0.5)
    """
    from shapely import union_all  # noqa: PLC0415 - see _geod
    from shapely.geometry import shape  # noqa: PLC0415

    if not is_part(part):
        raise InputError(f"unknown part of an area: {part!r}; expected one of {', '.join(PARTS)}")
    whole = shape(area).buffer(0)
    windows = [_window(whole, p, middle) for p in part.split("+")]
    if middle is not None and any(
        whole.intersection(w).area < whole.area * _LEAST_PART for w in windows
    ):
        windows = [_window(whole, p, None) for p in part.split("+")]
    clipped = union_all([whole.intersection(w) for w in windows])
    return to_geometry(_polygons(clipped)) if not clipped.is_empty else area


def _window(whole: BaseGeometry, part: str, middle: Position | None) -> BaseGeometry:
    """Give the boxes that cut the named part out of an area."""
    from shapely import union_all  # noqa: PLC0415
    from shapely.geometry import box  # noqa: PLC0415

    west, south, east, north = whole.bounds
    wraps = east - west > 180
    if wraps:
        largest = max(getattr(whole, "geoms", [whole]), key=lambda polygon: polygon.area)
        west, south, east, north = largest.bounds
    mid_lon, mid_lat = (west + east) / 2, (south + north) / 2
    if part == "centre":
        dx, dy = (east - west) / 4, (north - south) / 4
        return box(mid_lon - dx, mid_lat - dy, mid_lon + dx, mid_lat + dy)
    if middle is not None:
        mid_lon, mid_lat = middle.lonlat
    bottom = mid_lat if part.startswith("n") else -90.0
    top = mid_lat if part.startswith("s") else 90.0
    half_globe = 180.0 if wraps else 360.0
    left = mid_lon if part.endswith("e") else mid_lon - half_globe
    right = mid_lon if part.endswith("w") else mid_lon + half_globe
    # The same box one turn further east and west, for what lies beyond the antimeridian.
    turns = (-360.0, 0.0, 360.0) if wraps else (0.0,)
    return union_all([box(left + turn, bottom, right + turn, top) for turn in turns])


def representative_point(geometry: Geometry) -> Position:
    """Give a point on the geometry for a mark or a label: the centroid if it lies on it.

    Of a line it is the middle, of several lines the middle of the longest; where the centroid of
    several areas lies in none, it is a point in the largest.

    >>> representative_point(Geometry(type="LineString", coordinates=((0, 0), (2, 0))))
    Position(lon=1.0, lat=0.0)
    """
    from shapely.geometry import shape  # noqa: PLC0415

    whole = shape(geometry)
    if whole.geom_type == "MultiLineString":
        whole = max(getattr(whole, "geoms", ()), key=lambda line: line.length)
    if whole.geom_type == "LineString":
        best = whole.interpolate(0.5, normalized=True)
    else:
        best = whole.centroid
        if not whole.buffer(1e-9).contains(best):
            parts = getattr(whole, "geoms", ()) if whole.geom_type == "MultiPolygon" else ()
            best = max(parts, key=lambda g: g.area, default=whole).representative_point()
    return Position(lon=float(best.x), lat=float(best.y))


def nearest_point(geometry: Geometry, position: Position) -> Position:
    """Give the point of a geometry that is nearest, in degrees, to a position, or that itself.

    >>> line = Geometry(type="LineString", coordinates=((0, 0), (2, 0)))
    >>> nearest_point(line, Position(lon=0.5, lat=3))
    Position(lon=0.5, lat=0.0)
    """
    from shapely.geometry import Point, shape  # noqa: PLC0415
    from shapely.ops import nearest_points  # noqa: PLC0415

    found, _ = nearest_points(shape(geometry), Point(*position.lonlat))
    return Position(lon=float(found.x), lat=float(found.y))


def contains(area: Geometry, position: Position) -> bool:
    """Say whether a position lies in an area.

    >>> contains(Geometry(type="Polygon", coordinates=(((0, 0), (1, 0), (0, 1), (0, 0)),)),
    ...          Position(lon=2, lat=2))
    False
    """
    from shapely.geometry import Point, shape  # noqa: PLC0415

    return bool(shape(area).contains(Point(*position.lonlat)))


def equivalent_radius_km(area: Geometry) -> float:
    """Give the radius of the circle that has the geodesic area of a polygon, in kilometres.

    >>> square = Geometry(type="Polygon", coordinates=(((0, 0), (1, 0), (1, 1), (0, 1), (0, 0)),))
    >>> round(equivalent_radius_km(square))
    63
    """
    from shapely.geometry import shape  # noqa: PLC0415

    square_metres, _ = _geod().geometry_area_perimeter(shape(area))
    return math.sqrt(abs(square_metres) / math.pi) / 1000


def length_km(line: Geometry) -> float:
    """Give the geodesic length of a line, or of several together, in kilometres.

    >>> round(length_km(Geometry(type="LineString", coordinates=((0, 0), (1, 0)))))
    111
    """
    from shapely.geometry import shape  # noqa: PLC0415

    return float(_geod().geometry_length(shape(line))) / 1000


def shared_border(
    area: Geometry, other: Geometry, *, within: Geometry | None = None
) -> Geometry | None:
    """Give the stretch of an area's border that another area touches; None if it touches none.

    Areas that lie up to ``_TOUCHING_DEG`` apart still touch, for borders are drawn more than once;
    the border then reaches that far beyond its ends.
    ``within`` keeps the part of the border that lies in or on another area.

    >>> def square(x):
    ...     ring = ((x, 0), (x + 1, 0), (x + 1, 1), (x, 1), (x, 0))
    ...     return Geometry(type="Polygon", coordinates=(ring,))
    >>> round(length_km(shared_border(square(0), square(1))), -1)
    110.0
    >>> shared_border(square(0), square(5)) is None
    True
    """
    from shapely.geometry import shape  # noqa: PLC0415

    edge, neighbour = shape(area).buffer(0).boundary, shape(other).buffer(0)
    touching = edge.intersection(neighbour.buffer(_TOUCHING_DEG))
    if within is not None:
        touching = touching.intersection(shape(within).buffer(_TOUCHING_DEG))
    return _as_line(touching)


def coastline(area: Geometry, land: Sequence[Geometry], outline: Geometry) -> Geometry | None:
    """Give the coast of an area: where its border is its country's and no other country begins.

    ``outline`` is the country, or the area itself if that is one; ``land`` is what lies around it.
    Fine enough to draw a strip with, not to measure: vertices are thinned to some 2 km first.

    >>> ring = ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))
    >>> island = Geometry(type="Polygon", coordinates=(ring,))
    >>> coastline(island, [], island).type, coastline(island, [island], island)
    ('LineString', None)
    """
    edge = _coarse(area).boundary
    if outline != area:
        edge = edge.intersection(_coarse(outline).boundary.buffer(_COARSE_TOUCHING_DEG))
    for other in land:
        if edge.is_empty:
            return None
        edge = edge.difference(_coarse(other).buffer(_COARSE_TOUCHING_DEG, quad_segs=1))
    return _as_line(edge)


def band(
    line: Geometry, *, km: float, inside: Geometry | None = None, outside: Sequence[Geometry] = ()
) -> Geometry | None:
    """Give what lies within a distance of a line, in an area or off others; None if nothing does.

    The distance holds at the middle latitude of the line; vertices are thinned to some 2 km.

    >>> line = Geometry(type="LineString", coordinates=((0, 0), (1, 0)))
    >>> contains(band(line, km=20), Position(lon=0.5, lat=0.1))
    True
    >>> band(line, km=20, outside=[band(line, km=40)]) is None
    True
    """
    from shapely import affinity  # noqa: PLC0415
    from shapely.geometry import box  # noqa: PLC0415

    thin = _coarse(line)
    flat = max(0.05, math.cos(math.radians((thin.bounds[1] + thin.bounds[3]) / 2)))
    wide = affinity.scale(thin, xfact=flat, origin=(0, 0)).buffer(km / _KM_A_DEGREE, quad_segs=2)
    found = affinity.scale(wide, xfact=1 / flat, origin=(0, 0)).intersection(
        box(-180, -90, 180, 90)
    )
    if inside is not None:
        found = found.intersection(_coarse(inside))
    for other in outside:
        found = found.difference(_coarse(other))
    kept = _polygons(found)
    return None if kept.is_empty else to_geometry(kept)


def bounds(geometry: Geometry, *, margin_deg: float = 0.0) -> tuple[float, float, float, float]:
    """Give west, south, east, north in degrees, with a margin, within -180..180 and -90..90.

    >>> bounds(Geometry(type="LineString", coordinates=((0, 1), (2, 3))), margin_deg=1)
    (-1.0, 0.0, 3.0, 4.0)
    """
    from shapely.geometry import shape  # noqa: PLC0415

    west, south, east, north = shape(geometry).bounds
    return (
        max(-180.0, west - margin_deg), max(-90.0, south - margin_deg),
        min(180.0, east + margin_deg), min(90.0, north + margin_deg),
    )  # fmt: skip


def to_geometry(shapely_geometry: BaseGeometry) -> Geometry:
    """Give a shapely geometry as our record.

    >>> from shapely.geometry import Point
    >>> to_geometry(Point(1, 2)).coordinates
    (1.0, 2.0)
    """
    from shapely.geometry import mapping  # noqa: PLC0415

    m: dict[str, Any] = mapping(shapely_geometry)
    return Geometry(type=m["type"], coordinates=_as_tuples(m["coordinates"]))


def _as_tuples(value: Any) -> Any:
    return tuple(_as_tuples(v) for v in value) if isinstance(value, (list, tuple)) else value


def _coarse(geometry: Geometry) -> BaseGeometry:
    """Thin a shape out, and leave out islands too small to be seen beside the rest."""
    from shapely import MultiPolygon  # noqa: PLC0415
    from shapely.geometry import shape  # noqa: PLC0415

    thin = (
        shape(geometry).simplify(_COARSE_DEG).buffer(0)
        if "Poly" in geometry.type
        else (shape(geometry).simplify(_COARSE_DEG))
    )
    parts = getattr(thin, "geoms", ())
    if thin.geom_type != "MultiPolygon" or len(parts) < _FEW_ISLANDS:
        return thin
    least = max(g.area for g in parts) * _SMALL_ISLAND
    return MultiPolygon([g for g in parts if g.area >= least])


def _as_line(geometry: BaseGeometry) -> Geometry | None:
    """Join the pieces of a line end to end; points that are left over are no line."""
    from shapely import line_merge, union_all  # noqa: PLC0415

    pieces = [g for g in getattr(geometry, "geoms", (geometry,)) if g.geom_type == "LineString"]
    pieces = [g for g in pieces if not g.is_empty]
    return to_geometry(line_merge(union_all(pieces))) if pieces else None


def _polygons(geometry: BaseGeometry) -> BaseGeometry:
    """Keep only the areas: clipping can leave stray points and lines on the cut."""
    from shapely.geometry import MultiPolygon  # noqa: PLC0415

    if geometry.geom_type in {"Polygon", "MultiPolygon"}:
        return geometry
    kept = [g for g in getattr(geometry, "geoms", ()) if g.geom_type == "Polygon"]
    return kept[0] if len(kept) == 1 else MultiPolygon(kept)
