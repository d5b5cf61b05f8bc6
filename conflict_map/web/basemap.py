"""Land, borders and names under the events, cut to the view and quantised; knows no events."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np
import shapely
from shapely import affinity

from conflict_map.web.encode import delta_ring, paths_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conflict_map.model import Geometry, Place

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

_MIN_SPAN: Final = 1.2
"""A map of one village still shows about 130 km of ground."""
_PAD: Final = 0.3
_ASPECT: Final = 1.75
"""The box is this much wider than tall on the screen: more than a desktop's map is."""
_OUTER: Final = 1.2
"""Around the detailed box, this share of its size is drawn coarsely, for zooming out."""
_PROVINCES_UP_TO: Final = 45.0
"""Wider boxes (degrees) show countries only: province borders would be noise."""
_PIXELS: Final = 2_600
"""Detail is kept to about this many steps across the box: twice a desktop's map."""
_LABELS: Final = 260
_ROMANISED: Final = frozenset(
    "AE AF BH EG EH ER ET IL IQ IR JO KW LB LY OM PK PS QA SA SD SO SS SY TJ YE".split()
)
"""Countries whose names GeoNames gives in a romanisation of its own with marks."""
_HALF_RINGS: Final = "ʻʼ‘’ʿʾ`"


class BasemapShape(Protocol):
    """A country or province outline."""

    @property
    def place(self) -> Place:
        """The gazetteer record, with its label point."""

    @property
    def geometry(self) -> Geometry:
        """Its outline."""

    @property
    def level(self) -> str:
        """``country`` or ``admin1``."""

    @property
    def disputed(self) -> bool:
        """Whether the border is disputed."""


class Basemap(Protocol):
    """What the page needs of a gazetteer to draw the ground."""

    def shapes(self, bounds: Bounds) -> Iterable[BasemapShape]:
        """Give the outlines that touch the bounds; west > east crosses the antimeridian."""

    def labels(self, bounds: Bounds, limit: int) -> Sequence[Place]:
        """Give populated places inside the bounds, most populous first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outline:
    place: Place
    geometry: Any
    is_country: bool
    disputed: bool


def press_name(place: Place) -> str:
    """Give a town's name as the press writes it: scholarly romanisation without its marks.

    GeoNames romanises Arabic, Hebrew, Persian and their like with dots, macrons and half rings
    that no report uses; elsewhere marks belong to the spelling (Zürich, Şanlıurfa) and stay.

    >>> from conflict_map.model import Place, Position
    >>> from conflict_map.vocabulary import FeatureClass
    >>> press_name(Place(id="x", name="Ḩamāh", position=Position(lon=36.8, lat=35.1),
    ...     feature_class=FeatureClass.POPULATED_PLACE, country="SY"))
    'Hamah'
    """
    if place.country not in _ROMANISED:
        return place.name
    plain = unicodedata.normalize("NFKD", place.name)
    return "".join(c for c in plain if not unicodedata.combining(c) and c not in _HALF_RINGS)


def view_box(bounds: Bounds) -> Bounds:
    """Pad event bounds to a box of ground: at least 1.2 degrees, never beyond the Mercator map.

    >>> view_box((36.0, 35.0, 36.0, 35.0))
    (34.32, 34.2136, 37.68, 35.7864)
    """
    west, south, east, north = bounds
    x, y = (west + east) / 2, (south + north) / 2
    stretch = 1 / max(0.2, math.cos(math.radians(y)))  # of a degree of latitude on the map
    width, height = max(east - west, _MIN_SPAN), max(north - south, _MIN_SPAN / stretch)
    # Wide enough for a desktop's map and tall enough for a phone's, whichever way events lie.
    width = max(width, height * stretch * _ASPECT)
    height = max(height, width / stretch / 2)
    half_x, half_y = width * (0.5 + _PAD), height * (0.5 + _PAD)
    return _on_the_map((x - half_x, y - half_y, x + half_x, y + half_y))


def _on_the_map(box: Bounds) -> Bounds:
    west, south, east, north = box
    # A map across the antimeridian has its own middle, 180 degrees to either side of it.
    middle = 0.0 if west >= -180 and east <= 180 else (west + east) / 2
    if abs(middle) < 90:
        middle = 0.0
    return (
        round(max(west, middle - 180.0), 4),
        round(max(south, -85.0), 4),
        round(min(east, middle + 180.0), 4),
        round(min(north, 85.0), 4),
    )


def cut_of(lons: Sequence[float] | np.ndarray[Any, Any]) -> float:
    """Give the longitude where the map is cut open: west of it, 360 degrees are added.

    It is -180 unless the events are closer together across the antimeridian.

    >>> cut_of([36.7, 37.1]), cut_of([178.4, -179.5])
    (-180.0, -0.55)
    """
    order = np.unique(np.asarray(lons, dtype=float))
    if not len(order) or order[-1] - order[0] <= 180:
        return -180.0
    at = int(np.diff(order).argmax())
    west, east = float(order[at]), float(order[at + 1])
    widest, around = east - west, float(order[0] + 360 - order[-1])
    return round((west + east) / 2, 4) if widest > around and 360 - widest < 180 else -180.0


def unrolled(lon: Any, cut: float) -> Any:
    """Give a longitude, or an array of them, in the frame that begins at the cut.

    >>> float(unrolled(-179.5, -0.55)), float(unrolled(178.4, -0.55))
    (180.5, 178.4)
    """
    return np.where(np.less(lon, cut), np.add(lon, 360), lon)


def outer_box(box: Bounds) -> Bounds:
    """Give the box within which the map may be moved."""
    west, south, east, north = box
    x, y = (east - west) * _OUTER, (north - south) * _OUTER
    return _on_the_map((west - x, south - y, east + x, north + y))


def _scale_for(box: Bounds) -> tuple[int, float]:
    """Give the steps per degree and the tolerance in degrees that suit the size of the box."""
    step = max(box[2] - box[0], (box[3] - box[1]) * 1.4) / _PIXELS
    return 10 ** max(1, min(5, math.ceil(-math.log10(step)))), step


def _clean(geometry: Any) -> Any:
    return geometry if geometry.is_valid else shapely.make_valid(geometry)


def _asked(box: Bounds) -> Bounds:
    """Give the box as a gazetteer is asked for it: west > east crosses the antimeridian."""
    west, south, east, north = box
    if east - west >= 360:
        return (-180.0, south, 180.0, north)
    return (_rolled(west), south, _rolled(east), north)


def _rolled(lon: float) -> float:
    return (lon + 180) % 360 - 180 if not -180 <= lon <= 180 else lon


def _polygons(geometry: Geometry) -> Any:
    """Give an outline as shapely's; a world of them is made ring by ring, not point by point."""
    polygons = geometry.coordinates if geometry.type == "MultiPolygon" else (geometry.coordinates,)
    made = []
    for polygon in polygons:
        rings: list[Any] = [shapely.linearrings(np.array(ring)) for ring in polygon]
        made.append(shapely.polygons(rings[0], holes=rings[1:] or None))
    return made[0] if len(made) == 1 else shapely.multipolygons(made)


def _in_frame(geometry: Any, outer: Bounds) -> Any:
    """Give the copies of a geometry, whole turns apart, that lie in the box."""
    copies = [
        affinity.translate(geometry, xoff=turn) if turn else geometry
        for turn in (0.0, 360.0, -360.0)
        if geometry.bounds[0] + turn < outer[2] and geometry.bounds[2] + turn > outer[0]
    ]
    if len(copies) == 1:
        return copies[0]
    return shapely.union_all(copies) if copies else shapely.MultiPolygon()


def _outlines(source: Basemap, box: Bounds, outer: Bounds) -> list[_Outline]:
    """Give the countries of the outer box and the provinces of the inner one, in a fixed order."""
    provinces = box[2] - box[0] <= _PROVINCES_UP_TO
    inner = shapely.box(*box)
    found = []
    for shape in source.shapes(_asked(outer)):
        is_country = shape.level == "country"
        if not (is_country or provinces or shape.disputed):
            continue
        geometry = _in_frame(_clean(_polygons(shape.geometry)), outer)
        if is_country or geometry.intersects(inner):
            outline = _Outline(
                place=shape.place,
                geometry=geometry,
                is_country=is_country,
                disputed=shape.disputed,
            )
            found.append(outline)
    return sorted(found, key=lambda o: (not o.is_country, o.place.id))


def _clip(geometry: Any, box: Bounds, tolerance: float) -> list[Any]:
    """Give the rings of the geometry inside the box, without crumbs below the tolerance."""
    inside = shapely.clip_by_rect(geometry, *box)
    if inside.is_empty:
        return []
    simple = shapely.simplify(inside, tolerance, preserve_topology=True)
    parts = [
        part
        for part in shapely.get_parts(simple)
        if part.geom_type == "Polygon" and part.area > (tolerance * 3) ** 2
    ]
    return [ring for part in parts for rings in paths_of(part) for ring in rings]


def _focus_codes(outlines: list[_Outline], points: Any) -> set[str]:
    """Give the countries in which events lie, by geometry, so that no code list is needed."""
    return {
        outline.place.country or outline.place.id
        for outline in outlines
        if outline.is_country
        and shapely.contains_xy(outline.geometry, points[:, 0], points[:, 1]).any()
    }


def _label(name: str, lon: float, lat: float) -> list[Any]:
    return [name, round(lon, 3), round(lat, 3)]


def _area(outline: _Outline, rings: list[Any], level: int, scale: int) -> dict[str, Any]:
    return {
        "level": level,
        "disputed": int(outline.disputed),
        "rings": [delta_ring(ring, scale) for ring in rings],
    }


def _names(outlines: list[_Outline], focus: set[str], box: Bounds, level: str) -> list[list[Any]]:
    """Give the names of countries or of provinces in focus, the largest on the map first.

    Each is name, lon, lat and the size of the land in degrees. A name stands at the gazetteer's
    label point, or in the part that is inside the box; a country's never in disputed land, which
    would take a side.
    """
    sized = []
    inside = shapely.box(*box)
    disputed = shapely.union_all([o.geometry for o in outlines if o.disputed and not o.is_country])
    for outline in outlines:
        if outline.is_country != (level == "country"):
            continue
        if not outline.is_country and (outline.place.country or "") not in focus:
            continue
        part = shapely.clip_by_rect(outline.geometry, *box)
        at = shapely.Point(outline.place.position.lonlat)
        if not inside.contains(at):
            if outline.is_country:
                part = part.difference(disputed)
            at = part.representative_point()
        if part.area > 0:
            label = [*_label(outline.place.name, at.x, at.y), round(math.sqrt(part.area), 2)]
            sized.append((-part.area, outline.place.id, label))
    return [label for _, _, label in sorted(sized, key=lambda item: item[:2])]


def _detailed(
    outlines: list[_Outline], focus: set[str], box: Bounds, scale: int, tolerance: float
) -> list[dict[str, Any]]:
    """Give the areas inside the box: level 0 other country, 1 country in focus, 2 its province."""
    areas = []
    for outline in outlines:
        in_focus = (outline.place.country or outline.place.id) in focus
        if outline.is_country:
            level = int(in_focus)
        elif in_focus or outline.disputed:
            level = 2
        else:
            continue
        rings = _clip(outline.geometry, box, tolerance)
        if rings:
            at = _point_in(outline, box)
            named = {"id": outline.place.id, "name": outline.place.name, "at": at}
            areas.append({**_area(outline, rings, level, scale), **named})
    return areas


def _point_in(outline: _Outline, box: Bounds) -> list[float]:
    """Give lon, lat where the number of an area stands: its label point, if that is in the box."""
    at = shapely.Point(outline.place.position.lonlat)
    if not (shapely.box(*box).contains(at) and outline.geometry.contains(at)):
        at = shapely.clip_by_rect(outline.geometry, *box).representative_point()
    return [round(at.x, 3), round(at.y, 3)]


def _far(
    outlines: list[_Outline], focus: set[str], box: Bounds, outer: Bounds
) -> tuple[list[dict[str, Any]], int]:
    """Give the countries around the box, coarse, for zooming out."""
    scale, tolerance = _scale_for(outer)
    tolerance *= 2
    seam = 0.004 * (box[2] - box[0])  # the two overlap a little, so that no hairline shows
    west, south, east, north = box
    inner = shapely.box(west + seam, south + seam, east - seam, north - seam)
    areas = []
    for outline in outlines:
        if outline.is_country:
            around = shapely.difference(shapely.clip_by_rect(outline.geometry, *outer), inner)
            rings = _clip(around, outer, tolerance)
            if rings:
                level = int((outline.place.country or outline.place.id) in focus)
                areas.append(_area(outline, rings, level, scale))
    return areas, scale


def basemap_payload(
    source: Basemap,
    points: Sequence[tuple[float, float]] | np.ndarray[Any, Any],
    *,
    bounds: Bounds | None = None,
    cut: float = -180.0,
) -> dict[str, Any]:
    """Give the ground under event positions (lon, lat) as the page draws it.

    The box around the events is drawn in detail, a wider one coarsely; coordinates are whole
    steps, delta-coded, in the frame that begins at the cut. ``bounds`` are those of the points
    where not given; with neither the whole world is drawn.
    """
    lonlat = np.asarray(points, dtype=float).reshape(-1, 2)
    lonlat = np.column_stack([unrolled(lonlat[:, 0], cut), lonlat[:, 1]])
    if bounds is None and len(lonlat):
        west, south = lonlat.min(axis=0).tolist()
        east, north = lonlat.max(axis=0).tolist()
        bounds = (west, south, east, north)
    box = view_box(bounds) if bounds else _on_the_map((-180.0, -60.0, 180.0, 80.0))
    outer = outer_box(box)
    scale, tolerance = _scale_for(box)
    outlines = _outlines(source, box, outer)
    focus = _focus_codes(outlines, lonlat)
    far, far_scale = _far(outlines, focus, box, outer)
    towns = [(press_name(p), *p.position.lonlat) for p in source.labels(_asked(box), _LABELS)]
    return {
        "box": box,
        "outer": outer,
        "scale": scale,
        "areas": _detailed(outlines, focus, box, scale, tolerance),
        "far_scale": far_scale,
        "far": far,
        "countries": _names(outlines, focus, box, "country"),
        "provinces": _names(outlines, focus, box, "admin1"),
        "labels": [_label(name, float(unrolled(lon, cut)), lat) for name, lon, lat in towns],
    }
