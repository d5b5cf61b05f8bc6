"""The ground under a map: its frame, the outlines in it and names for readers; knows no events.

Both maps, the page and the printed one, show the same ground; each draws it in its own way.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np
import shapely
from shapely import affinity

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
_COARSE: Final = 0.002
"""Thinning finer than this, some 200 m, costs more than it saves later."""
_LEAST: Final = 4
"""Points of a closed ring that encloses something."""
_PROVINCES_UP_TO: Final = 45.0
"""Wider boxes (degrees) show countries only: province borders would be noise."""
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
class Outline:
    """A country, or a province of one, in the frame of the map."""

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
    return on_the_map((x - half_x, y - half_y, x + half_x, y + half_y))


def on_the_map(box: Bounds) -> Bounds:
    """Give the part of a box that a Mercator map of the world can show.

    >>> on_the_map((-180.0, -88.0, 10.0, 20.0))
    (-180.0, -85.0, 10.0, 20.0)
    """
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
    return on_the_map((west - x, south - y, east + x, north + y))


def _rings(shape: BasemapShape) -> list[list[np.ndarray[Any, Any]]]:
    """Give an outline as polygons of rings, each an array; our gazetteer has them so."""
    known: list[list[np.ndarray[Any, Any]]] | None = getattr(shape, "rings", None)
    if known is not None:
        return known
    area = shape.geometry
    polygons = (area.coordinates,) if area.type == "Polygon" else area.coordinates
    return [[np.asarray(ring, dtype=float) for ring in polygon] for polygon in polygons]


def _thinned(ring: np.ndarray[Any, Any], step: float) -> np.ndarray[Any, Any]:
    """Leave out the points of a ring that lie in the cell of the one before them."""
    cells = np.floor(ring / step)
    keep = np.ones(len(ring), dtype=bool)
    keep[1:-1] = (np.diff(cells[:-1], axis=0) != 0).any(axis=1)
    return ring[keep]


def _polygons(shape: BasemapShape, step: float) -> Any:
    """Give an outline as shapely's; with a ``step`` in degrees, no finer than that."""
    polygons = _rings(shape)
    made = []
    for outer, *holes in polygons:
        rings = [_thinned(ring, step) for ring in (outer, *holes)] if step else [outer, *holes]
        if len(rings[0]) >= _LEAST:
            made.append(_polygon(rings))
    if not made:  # a country smaller than a step is still a country
        made.append(_polygon(max(polygons, key=lambda rings: len(rings[0]))))
    return made[0] if len(made) == 1 else shapely.multipolygons(made)


def _polygon(rings: list[np.ndarray[Any, Any]]) -> Any:
    parts: list[Any] = [shapely.linearrings(ring) for ring in rings if len(ring) >= _LEAST]
    return shapely.polygons(parts[0], holes=parts[1:] or None)


def _clean(geometry: Any, *, coarse: bool = False) -> Any:
    """Give a valid geometry; where it was thinned, what a fold loses is too small to be seen."""
    if geometry.is_valid:
        return geometry
    return shapely.buffer(geometry, 0) if coarse else shapely.make_valid(geometry)


def asked(box: Bounds) -> Bounds:
    """Give the box as a gazetteer is asked for it: west > east crosses the antimeridian."""
    west, south, east, north = box
    if east - west >= 360:
        return (-180.0, south, 180.0, north)
    return (_rolled(west), south, _rolled(east), north)


def _rolled(lon: float) -> float:
    return (lon + 180) % 360 - 180 if not -180 <= lon <= 180 else lon


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


def outlines_of(
    source: Basemap, box: Bounds, outer: Bounds, *, tolerance: float = 0.0
) -> list[Outline]:
    """Give the countries of the outer box and the provinces of the inner one, in a fixed order.

    With a ``tolerance`` (degrees) that is too small to be seen, a world of outlines is thinned
    before all else is done with it.
    """
    provinces = box[2] - box[0] <= _PROVINCES_UP_TO
    inner = shapely.box(*box)
    found = []
    for shape in source.shapes(asked(outer)):
        is_country = shape.level == "country"
        if not (is_country or provinces or shape.disputed):
            continue
        coarse = tolerance >= _COARSE
        geometry = _polygons(shape, tolerance if coarse else 0.0)
        geometry = _in_frame(_clean(geometry, coarse=coarse), outer)
        if is_country or geometry.intersects(inner):
            outline = Outline(
                place=shape.place,
                geometry=geometry,
                is_country=is_country,
                disputed=shape.disputed,
            )
            found.append(outline)
    return sorted(found, key=lambda o: (not o.is_country, o.place.id))


def focus_codes(outlines: list[Outline], points: Any) -> set[str]:
    """Give the countries in which events lie, by geometry, so that no code list is needed."""
    return {
        outline.place.country or outline.place.id
        for outline in outlines
        if outline.is_country
        and shapely.contains_xy(outline.geometry, points[:, 0], points[:, 1]).any()
    }


def label_points(
    outlines: Sequence[Outline], focus: set[str], box: Bounds, level: str
) -> list[tuple[str, float, float, float]]:
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
            label = (outline.place.name, at.x, at.y, math.sqrt(part.area))
            sized.append((-part.area, outline.place.id, label))
    return [label for _, _, label in sorted(sized, key=lambda item: item[:2])]
