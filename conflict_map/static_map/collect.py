"""An EventSet as places to be drawn; knows no screen.

Work is done on whole columns, so that a million rows cost about what their places cost.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np
import pandas as pd
import shapely

from conflict_map.ground import cut_of
from conflict_map.static_map.lettering import clean
from conflict_map.static_map.place_names import PlaceName, shown_name
from conflict_map.static_map.places import Area, Arrow, Circle, Places
from conflict_map.static_map.style import GLYPHS, MIXED
from conflict_map.vocabulary import FIRM, GeoPrecision, Role, glyph_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from conflict_map.model import Event, Location
    from conflict_map.static_map.place_names import Names

_STEPS: Final = 10_000_000
"""Positions within 1e-7 degrees, a centimetre, are one place."""
_MAX_SHAPES: Final = 2_000
"""More distinct areas than this are not told apart: so many are never drawn."""
MAX_CITATIONS: Final = 12
_POINT, _MULTIPOINT = 0, 4


class Events(Protocol):
    """What a printed map needs of an EventSet."""

    @property
    def details(self) -> Mapping[str, Event]:
        """The full records of events from text, by event id."""

    def to_frame(self) -> gpd.GeoDataFrame:
        """Give the events as a frame in EPSG:4326, indexed by event id."""

    def __len__(self) -> int: ...


@dataclass(slots=True)
class _Marks:
    """The marks while they are collected, one value a mark in each column."""

    lat: list[Any] = field(default_factory=list)
    lon: list[Any] = field(default_factory=list)
    row: list[Any] = field(default_factory=list)
    precision: list[Any] = field(default_factory=list)
    radius: list[Any] = field(default_factory=list)
    shape: list[Any] = field(default_factory=list)
    name: list[Any] = field(default_factory=list)
    shapes: list[Any] = field(default_factory=list)
    shape_precision: list[int] = field(default_factory=list)
    names: list[PlaceName | None] = field(default_factory=list)
    _known_shapes: dict[bytes, int] = field(default_factory=dict)
    _known_names: dict[PlaceName | None, int] = field(default_factory=dict)

    def shape_id(self, geometry: Any, precision: int) -> int:
        """Give the number of a line or area, the same for the same geometry; -1 for points."""
        if geometry is None or geometry.is_empty or "Point" in geometry.geom_type:
            return -1
        key = shapely.to_wkb(geometry)
        known = self._known_shapes.get(key)
        if known is None:
            if len(self.shapes) >= _MAX_SHAPES:
                return _MAX_SHAPES
            known = self._known_shapes[key] = len(self.shapes)
            self.shapes.append(geometry)
            self.shape_precision.append(precision)
        return known

    def name_id(self, name: PlaceName | None) -> int:
        """Give the number of a name."""
        known = self._known_names.get(name)
        if known is None:
            known = self._known_names[name] = len(self.names)
            self.names.append(name)
        return known

    def add(self, *columns: Any) -> None:
        """Add marks: columns of lat, lon, row, precision, radius, shape, name."""
        held = (self.lat, self.lon, self.row, self.precision, self.radius, self.shape, self.name)
        for column, values in zip(held, columns, strict=True):
            column.append(np.asarray(values))

    def column(self, name: str, dtype: str) -> Any:
        """Give a column whole."""
        parts = getattr(self, name)
        return np.concatenate(parts).astype(dtype) if parts else np.zeros(0, dtype=dtype)


def _row_names(frame: gpd.GeoDataFrame) -> tuple[Any, list[PlaceName]]:
    """Give a code for each row's place name, -1 for none, and the names with their first ids."""
    codes, values = pd.factorize(frame["place_name"])
    first = np.full(len(values), -1)
    known = np.flatnonzero(codes >= 0)
    first[codes[known][::-1]] = known[::-1]
    ids = frame["place_ids"].iloc[first]
    given = [None if gone else str(i) for i, gone in zip(ids, ids.isna().tolist(), strict=True)]
    return codes, [PlaceName(str(v), ids=i) for v, i in zip(values, given, strict=True)]


def _glyphs(frame: gpd.GeoDataFrame) -> Any:
    """Give the number of each row's glyph."""
    type_codes, types = pd.factorize(frame["event_type"])
    sub_codes, subs = pd.factorize(frame["sub_event_type"])
    pairs, inverse = np.unique(
        np.stack([type_codes, sub_codes], axis=1), axis=0, return_inverse=True
    )
    found = [
        GLYPHS.index(glyph_of(str(types[t]) if t >= 0 else None, str(subs[s]) if s >= 0 else None))
        for t, s in pairs.tolist()
    ]
    return np.asarray(found, dtype=np.int8)[np.ravel(inverse)]


def _table_shapes(marks: _Marks, geometries: Any, rows: Any, precision: Any) -> Any:
    """Give the number of the line or area of each row, -1 for points."""
    kinds = shapely.get_type_id(geometries[rows])
    shape = np.full(len(rows), -1)
    seen: dict[int, int] = {}
    for at in np.flatnonzero((kinds != _POINT) & (kinds != _MULTIPOINT) & (kinds >= 0)).tolist():
        geometry = geometries[rows[at]]
        number = seen.get(id(geometry))
        if number is None:
            number = seen[id(geometry)] = marks.shape_id(geometry, int(precision[at]))
        shape[at] = number
    return shape


def _add_table(marks: _Marks, frame: gpd.GeoDataFrame, rows: Any) -> None:
    """Add the marks of rows that have no record of their own: one each, at its position."""
    lat, lon = frame["lat"].to_numpy()[rows], frame["lon"].to_numpy()[rows]
    precision = frame["geo_precision"].fillna(int(GeoPrecision.PLACE)).to_numpy(dtype="int8")[rows]
    radius = np.nan_to_num(frame["uncertainty_km"].to_numpy(dtype=float)[rows])
    codes, named = _row_names(frame)
    number = np.asarray([marks.name_id(name) for name in named] + [marks.name_id(None)])
    geometries = frame.geometry.to_numpy()
    shape = _table_shapes(marks, geometries, rows, precision)
    marks.add(lat, lon, rows, precision, radius, shape, number[codes[rows]])
    nameless = marks.name_id(None)
    for at in np.flatnonzero(shapely.get_type_id(geometries[rows]) == _MULTIPOINT).tolist():
        for point in geometries[rows[at]].geoms:
            if (point.x, point.y) != (lon[at], lat[at]):
                marks.add([point.y], [point.x], [rows[at]], [precision[at]], [radius[at]], [-1],
                          [nameless])  # fmt: skip


def _add_record(marks: _Marks, row: int, event: Event, lat: float, lon: float) -> None:
    """Add the marks of an event from text: one at each of its locations."""
    seen = set()
    for location in event.lead.locations:
        at_lat, at_lon = location.position.latlon
        shape = marks.shape_id(shapely.geometry.shape(location.geometry), int(location.precision))
        radius = float(location.uncertainty_km or 0)
        name = marks.name_id(PlaceName(location.name, places=location.places))
        key = (at_lat, at_lon, int(location.precision), radius, shape, name)
        if key not in seen:
            seen.add(key)
            marks.add([at_lat], [at_lon], [row], [key[2]], [radius], [shape], [name])
    if not any((round(s[0], 6), round(s[1], 6)) == (round(lat, 6), round(lon, 6)) for s in seen):
        marks.add([lat], [lon], [row], [1], [0.0], [-1], [marks.name_id(None)])


def _common(glyphs: Any, groups: Any, n: int) -> list[int]:
    """Give the glyph that all members of each group share, or ``MIXED``."""
    low, high = np.full(n, 127), np.full(n, -1)
    np.minimum.at(low, groups, glyphs)
    np.maximum.at(high, groups, glyphs)
    common: list[int] = np.where(low == high, low, MIXED).tolist()
    return common


def _unrolled(geometry: Any, cut: float) -> Any:
    """Give a line or area in the frame that begins at the cut."""
    if cut <= -180:
        return geometry

    def eastward(xy: Any) -> Any:
        return np.stack([np.where(xy[:, 0] < cut, xy[:, 0] + 360, xy[:, 0]), xy[:, 1]], axis=1)

    return shapely.transform(geometry, eastward)


def _areas(marks: _Marks, shape: Any, glyph: Any, cut: float) -> list[Area]:
    held = (shape >= 0) & (shape < _MAX_SHAPES)
    common = _common(glyph[held], shape[held], len(marks.shapes))
    return [
        Area(geometry=_unrolled(geometry, cut), glyph=one, precision=precision)
        for geometry, one, precision in zip(
            marks.shapes, common, marks.shape_precision, strict=True
        )
    ]


def _circles(site: Any, radius: Any, shape: Any, glyph: Any) -> list[Circle]:
    held = np.flatnonzero((shape < 0) & (radius > 0))
    if not len(held):
        return []
    keys, group = np.unique(
        np.stack([site[held].astype(float), np.round(radius[held], 3)], axis=1),
        axis=0,
        return_inverse=True,
    )
    common = _common(glyph[held], np.ravel(group), len(keys))
    return [
        Circle(site=int(at), radius_km=km, glyph=one)
        for (at, km), one in zip(keys.tolist(), common, strict=True)
    ]


def _texts(series: Any, separator: str) -> tuple[str, ...]:
    parts = {
        part
        for text in series.dropna().unique()
        for part in (clean(p) for p in str(text).split(separator))
        if part
    }
    return tuple(sorted(parts))


def _days(frame: gpd.GeoDataFrame) -> tuple[Any, Any]:
    last = frame["date_end"].max()
    starts = frame["date_start"].fillna(frame["date_end"]).min()
    if pd.isna(last) or pd.isna(starts):
        return None, None
    return starts.date(), last.date()


def places_of(events: Events, names: Names | None = None, *, cut: float | None = None) -> Places:
    """Give what of an EventSet is drawn; positions are unrolled across the antimeridian.

    ``names`` gives the records of places by their ids, for names that the font cannot write.
    ``cut`` is the longitude at which the map is cut open, where that is not for us to choose.

    >>> from conflict_map.events import EventSet
    >>> empty = places_of(EventSet.empty())
    >>> empty.total, empty.bounds(), len(empty.mark_site)
    (0, None, 0)
    """
    frame = events.to_frame()
    details = events.details
    glyphs = _glyphs(frame)
    lats, lons = frame["lat"].to_numpy(dtype=float), frame["lon"].to_numpy(dtype=float)
    is_placed = ~np.isnan(lats)
    recorded = np.zeros(len(frame), dtype=bool)
    at = frame.index.get_indexer(pd.Index(list(details))) if details else np.zeros(0, dtype=int)
    recorded[at] = True
    marks = _Marks()
    _add_table(marks, frame, np.flatnonzero(is_placed & ~recorded))
    for row, event in sorted(zip(at.tolist(), details.values(), strict=True), key=lambda x: x[0]):
        if is_placed[row]:
            _add_record(marks, row, event, float(lats[row]), float(lons[row]))
    firm = frame["claim_status"].isin(FIRM).to_numpy(dtype=bool)
    arrows = [
        (row, location)
        for row, event in zip(at.tolist(), details.values(), strict=True)
        for location in event.lead.related
        if location.role is Role.DIRECTION
    ]
    rows = _Rows(frame=frame, glyphs=glyphs, firm=firm, is_placed=is_placed, arrows=arrows)
    return _sited(marks, rows, names, cut)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """The events, one value a row in each column, and their directions."""

    frame: gpd.GeoDataFrame
    glyphs: Any
    firm: Any
    is_placed: Any
    arrows: list[tuple[int, Location]]


def _sited(marks: _Marks, rows: _Rows, names: Names | None, given_cut: float | None) -> Places:
    """Bring the marks together at their sites, in the order of the list: by day, then by id."""
    frame, glyphs, firm, arrows = rows.frame, rows.glyphs, rows.firm, rows.arrows
    row = marks.column("row", "int64")
    lat, lon = marks.column("lat", "float64"), marks.column("lon", "float64")
    cut = (
        given_cut
        if given_cut is not None
        else cut_of([*np.unique(lon).tolist(), *(x.position.lon for _, x in arrows)])
    )
    keys = np.round(lat * _STEPS).astype("int64") * (1 << 33) + np.round(lon * _STEPS).astype(
        "int64"
    )
    _, first, site = np.unique(keys, return_index=True, return_inverse=True)
    site = np.ravel(site)
    days = frame["date_start"].fillna(frame["date_end"]).to_numpy().astype("int64")
    order = np.lexsort((row, days[row], site))
    row, site = row[order], site[order]
    shape, radius = marks.column("shape", "int64")[order], marks.column("radius", "float64")[order]
    precision = marks.column("precision", "int64")[order]
    glyph = glyphs[row] if len(row) else np.zeros(0, dtype="int8")
    n = len(first)
    counts = np.bincount(site * len(GLYPHS) + glyph, minlength=n * len(GLYPHS))
    outlined = np.zeros(n, dtype=bool)
    # A site is an area where its first mark is one, as on the page.
    name = marks.column("name", "int64")[order]
    starts = np.flatnonzero(np.r_[True, site[1:] != site[:-1]]) if n else np.zeros(0, dtype=int)
    outlined[:] = shape[starts] >= 0
    unrolled = np.where(lon[first] < cut, lon[first] + 360, lon[first])
    off = np.abs(lat[order] - frame["lat"].to_numpy()[row])
    own: Any = np.lexsort((off, row)) if arrows else []
    # The last one written is the first of its row: the mark at the event's own position.
    site_of_row = {int(row[k]): int(site[k]) for k in reversed(own)}
    begin, end = _days(frame)
    return Places(
        lon=unrolled,
        lat=lat[first],
        counts=counts.reshape(n, len(GLYPHS)),
        name=[marks.names[k] for k in name[starts].tolist()],
        names=names,
        is_area=outlined,
        mark_site=site,
        mark_glyph=glyph,
        mark_firm=firm[row],
        mark_vague=(precision >= GeoPrecision.DISTRICT) & (shape < 0) & (radius <= 0),
        areas=_areas(marks, shape, glyph, cut),
        circles=_circles(site, radius, shape, glyph),
        arrows=[
            Arrow(
                lon=location.position.lon + (360 if location.position.lon < cut else 0),
                lat=location.position.lat,
                name=shown_name(location.name, location.places) or "",
                glyph=int(glyphs[at]),
                site=site_of_row.get(at),
            )
            for at, location in arrows
        ],
        total=len(frame),
        placed=int(rows.is_placed.sum()),
        placed_by_glyph=tuple(np.bincount(glyphs[rows.is_placed], minlength=len(GLYPHS)).tolist()),
        first=begin,
        last=end,
        citations=_texts(frame["citation"], "; ")[:MAX_CITATIONS],
        sources=_texts(frame["source"], "; "),
        cut=cut,
        firm_by_glyph=tuple(bool(firm[row][glyph == g].any()) for g in range(len(GLYPHS))),
        firm_marks=(bool((~firm[row]).any()), bool(firm[row].any())),
        crowded_shapes=len(marks.shapes) >= _MAX_SHAPES,
    )
