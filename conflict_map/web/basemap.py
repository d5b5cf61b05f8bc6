"""Land, borders and names under the events, cut to the view and quantised; knows no events."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from conflict_map.ground import (
    Basemap,
    BasemapShape,
    Bounds,
    Outline,
    asked,
    cut_of,
    focus_codes,
    label_points,
    on_the_map,
    outer_box,
    outlines_of,
    press_name,
    unrolled,
    view_box,
)
from conflict_map.web.encode import delta_ring, paths_of

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "Basemap",
    "BasemapShape",
    "Bounds",
    "basemap_payload",
    "cut_of",
    "outer_box",
    "unrolled",
    "view_box",
]

_PIXELS: Final = 2_600
"""Detail is kept to about this many steps across the box: twice a desktop's map."""
_LABELS: Final = 260
_WORLD: Final = 0.05
"""Degrees: a tolerance above this is that of a map of continents."""


def _scale_for(box: Bounds) -> tuple[int, float]:
    """Give the steps per degree and the tolerance in degrees that suit the size of the box."""
    step = max(box[2] - box[0], (box[3] - box[1]) * 1.4) / _PIXELS
    return 10 ** max(1, min(5, math.ceil(-math.log10(step)))), step


def _clip(geometry: Any, box: Bounds, tolerance: float) -> list[Any]:
    """Give the rings of the geometry inside the box, without crumbs below the tolerance."""
    inside = shapely.clip_by_rect(geometry, *box)
    if inside.is_empty:
        return []
    # A world of outlines was thinned before; what a fold loses now is smaller than a pixel.
    simple = shapely.simplify(inside, tolerance, preserve_topology=tolerance < _WORLD)
    parts = [
        part
        for part in shapely.get_parts(simple)
        if part.geom_type == "Polygon" and part.area > (tolerance * 3) ** 2
    ]
    return [ring for part in parts for rings in paths_of(part) for ring in rings]


def _label(name: str, lon: float, lat: float) -> list[Any]:
    return [name, round(lon, 3), round(lat, 3)]


def _area(outline: Outline, rings: list[Any], level: int, scale: int) -> dict[str, Any]:
    return {
        "level": level,
        "disputed": int(outline.disputed),
        "rings": [delta_ring(ring, scale) for ring in rings],
    }


def _names(outlines: list[Outline], focus: set[str], box: Bounds, level: str) -> list[list[Any]]:
    """Give name, lon, lat and the size of the land in degrees, as the page reads them."""
    found = label_points(outlines, focus, box, level)
    return [[*_label(name, lon, lat), round(size, 2)] for name, lon, lat, size in found]


def _detailed(
    outlines: list[Outline], focus: set[str], box: Bounds, scale: int, tolerance: float
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


def _point_in(outline: Outline, box: Bounds) -> list[float]:
    """Give lon, lat where the number of an area stands: its label point, if that is in the box."""
    at = shapely.Point(outline.place.position.lonlat)
    if not (shapely.box(*box).contains(at) and outline.geometry.contains(at)):
        at = shapely.clip_by_rect(outline.geometry, *box).representative_point()
    return [round(at.x, 3), round(at.y, 3)]


def _far(
    outlines: list[Outline], focus: set[str], box: Bounds, outer: Bounds
) -> tuple[list[dict[str, Any]], int]:
    """Give the countries around the box, coarse, for zooming out."""
    scale, tolerance = _scale_for(outer)
    if box == outer:  # the map of the world has nothing around it
        return [], scale
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
    box = view_box(bounds) if bounds else on_the_map((-180.0, -60.0, 180.0, 80.0))
    outer = outer_box(box)
    scale, tolerance = _scale_for(box)
    outlines = outlines_of(source, box, outer, tolerance=tolerance / 4)
    focus = focus_codes(outlines, lonlat)
    far, far_scale = _far(outlines, focus, box, outer)
    towns = [(press_name(p), *p.position.lonlat) for p in source.labels(asked(box), _LABELS)]
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
