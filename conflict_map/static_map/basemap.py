"""Land, borders and names under a printed map, in its units; knows no event and draws nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from matplotlib.path import Path
from shapely.geometry.polygon import orient

from conflict_map.ground import (
    Bounds,
    Outline,
    asked,
    focus_codes,
    label_points,
    outlines_of,
    press_name,
    unrolled,
)
from conflict_map.static_map.lettering import clean, undrawable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from conflict_map.ground import Basemap
    from conflict_map.static_map.view import Window

_FINEST: Final = 0.3
"""Shapes are simplified to this many units, which nobody sees."""
_BEYOND: Final = 0.06
"""The ground goes on beyond the frame by this share, so that no cut edge is seen as a border."""
TOWN_ROOM: Final = 12_000
"""There is one town at most in so many square units, or the names hide the map."""
_TOWNS_BY_ZOOM: Final = ((5, 25), (7, 60), (9, 160))
_FOCUS_CELLS: Final = 300
_DATE_LINE: Final = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name of the base map at its place in units; ``inside`` is the land that it must stay on."""

    text: str
    x: float
    y: float
    kind: str
    size: float = 0.0
    """How large its land is on the map, in units; 0 for towns."""
    inside: Any = None


@dataclass(slots=True, kw_only=True)
class Ground:
    """The paths of a base map by how they are drawn, and its names."""

    land: list[Path] = field(default_factory=list)
    other_land: list[Path] = field(default_factory=list)
    borders: list[Path] = field(default_factory=list)
    provinces: list[Path] = field(default_factory=list)
    disputed: list[Path] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)


def ground_of(source: Basemap, window: Window, lon: Any, lat: Any, *, cut: float) -> Ground:
    """Give the ground in a window; countries with events (at lon, lat in degrees) are in focus."""
    box, beyond = window.bounds, _wider(window.bounds, _BEYOND)
    outlines = outlines_of(source, box, beyond)
    focus = focus_codes(outlines, _sample(lon, lat, box))
    ground = _paths(outlines, focus, window, beyond)
    for level in ("country", "admin1"):
        ground.names += _area_names(outlines, focus, window, level)
    ground.names += _towns(source, window, cut)
    return ground


def locator_ground(source: Basemap, window: Window) -> Ground:
    """Give land and borders of countries alone, for a small map of where the map is."""
    beyond = _wider(window.bounds, _BEYOND)
    outlines = [o for o in outlines_of(source, (-180, -85, 180, 85), beyond) if o.is_country]
    return _paths(outlines, set(), window, beyond)


def _wider(bounds: Bounds, share: float) -> Bounds:
    west, south, east, north = bounds
    x, y = (east - west) * share, (north - south) * share
    return (west - x, max(-89.0, south - y), east + x, min(89.0, north + y))


def _sample(lon: Any, lat: Any, box: Bounds) -> Any:
    """Give one position of each cell of a fine grid: enough to tell which countries hold any."""
    step = max(box[2] - box[0], 1e-6) / _FOCUS_CELLS
    keys = np.floor(lon / step).astype("int64") * (1 << 24) + np.floor(lat / step).astype("int64")
    _, first = np.unique(keys, return_index=True)
    return np.stack([lon[first], lat[first]], axis=1) if len(first) else np.zeros((0, 2))


def _paths(outlines: Iterable[Outline], focus: set[str], window: Window, box: Bounds) -> Ground:
    ground = Ground()
    tolerance = (box[2] - box[0]) / (window.width * (1 + 2 * _BEYOND)) * _FINEST
    for outline in outlines:
        inside = shapely.clip_by_rect(outline.geometry, *box)
        if inside.is_empty:
            continue
        simple = shapely.simplify(inside, tolerance, preserve_topology=True)
        parts = [
            part
            for part in shapely.get_parts(simple)
            if part.geom_type == "Polygon" and part.area > (2 * tolerance) ** 2
        ]
        if not parts:
            continue
        if outline.is_country:
            code = outline.place.country or outline.place.id
            fills = ground.land if code in focus else ground.other_land
            fills.append(area_path(parts, window.xy))
        lines = _border_path(parts, window)
        if outline.disputed:
            ground.disputed.append(lines)
        elif outline.is_country:
            ground.borders.append(lines)
        elif (outline.place.country or "") in focus:
            ground.provinces.append(lines)
    return ground


def area_path(polygons: Iterable[Any], xy: Callable[[Any, Any], tuple[Any, Any]]) -> Path:
    """Give polygons (lon, lat) as one path, holes turning the other way so that they stay open."""
    rings: list[Any] = []
    for polygon in polygons:
        turned = orient(polygon)
        rings += [turned.exterior.coords, *(hole.coords for hole in turned.interiors)]
    return _joined([np.asarray(ring)[:, :2] for ring in rings], xy, closed=True)


def line_path(lines: Iterable[Any], xy: Callable[[Any, Any], tuple[Any, Any]]) -> Path:
    """Give lines (lon, lat) as one path."""
    return _joined([np.asarray(line.coords)[:, :2] for line in lines], xy, closed=False)


def _joined(
    rings: Sequence[Any], xy: Callable[[Any, Any], tuple[Any, Any]], *, closed: bool
) -> Path:
    points, codes = [], []
    for ring in rings:
        x, y = xy(ring[:, 0], ring[:, 1])
        points.append(np.stack([x, y], axis=1))
        code = np.full(len(ring), Path.LINETO, dtype=Path.code_type)
        code[0] = Path.MOVETO
        if closed:
            code[-1] = Path.CLOSEPOLY
        codes.append(code)
    return Path(np.concatenate(points), np.concatenate(codes))


def _border_path(parts: Iterable[Any], window: Window) -> Path:
    """Give the rings as a line; what runs along the antimeridian is no border."""
    points, codes = [], []
    for part in parts:
        for ring in (part.exterior, *part.interiors):
            lonlat = np.asarray(ring.coords)[:, :2]
            on_cut = np.abs(np.abs((lonlat[:, 0] + 180) % 360 - 180) - 180) < _DATE_LINE
            code = np.full(len(lonlat), Path.LINETO, dtype=Path.code_type)
            code[1:][on_cut[1:] & on_cut[:-1]] = Path.MOVETO
            code[0] = Path.MOVETO
            points.append(np.stack(window.xy(lonlat[:, 0], lonlat[:, 1]), axis=1))
            codes.append(code)
    return Path(np.concatenate(points), np.concatenate(codes))


def _area_names(outlines: list[Outline], focus: set[str], window: Window, level: str) -> list[Name]:
    if level != "country" and window.zoom <= 6:
        return []
    size = window.scale / 360
    held = {
        outline.place.name: outline.geometry
        for outline in outlines
        if outline.is_country == (level == "country")
    }
    names = []
    for text, lon, lat, degrees in label_points(outlines, focus, window.bounds, level):
        shown = clean(text, 40)
        if undrawable(shown) or degrees * size < 14:
            continue  # a name longer than its land by far says nothing about where it is
        x, y = window.xy(lon, lat)
        names.append(
            Name(
                text=shown.upper() if level == "country" else shown,
                x=float(x),
                y=float(y),
                kind="country" if level == "country" else "province",
                size=degrees * size,
                inside=held.get(text),
            )
        )
    return names


def _towns(source: Basemap, window: Window, cut: float) -> list[Name]:
    by_zoom = next((n for zoom, n in _TOWNS_BY_ZOOM if window.zoom < zoom), 260)
    # Three times as many as there is room for: many a name finds its spot taken.
    wanted = min(by_zoom, 3 * int(window.width * window.height / TOWN_ROOM))
    names = []
    for place in source.labels(asked(window.bounds), wanted):
        text = clean(press_name(place), 40)
        lon = place.position.lon
        lon = float(unrolled(lon, cut)) if lon < window.bounds[0] else lon
        x, y = (float(v) for v in window.xy(lon, place.position.lat))
        if not undrawable(text):
            names.append(Name(text=text, x=x, y=y, kind="town"))
    return names
