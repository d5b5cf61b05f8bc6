"""An EventSet as places to be drawn: counts, marks, areas, circles, directions; knows no screen.

Work is done on whole columns, so that a million rows cost about what their places cost.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np
import pandas as pd
import shapely

from conflict_map.ground import Bounds, cut_of
from conflict_map.static_map.lettering import clean, undrawable
from conflict_map.static_map.style import GLYPHS, MIXED
from conflict_map.vocabulary import FIRM, GeoPrecision, Role, glyph_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import geopandas as gpd

    from conflict_map.model import Event, Location, Place

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


class Names(Protocol):
    """What a printed map needs of a gazetteer to name places in letters that it has."""

    def place(self, place_id: str) -> Place | None:
        """Give the record of an id, or None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A line or an area in which events lie, with their common glyph or ``MIXED``."""

    geometry: Any
    glyph: int
    precision: int

    @property
    def is_line(self) -> bool:
        """Tell a line from an area."""
        return "Polygon" not in self.geometry.geom_type


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """A distance about a site within which events lie."""

    site: int
    radius_km: float
    glyph: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A direction of movement: towards a place, from a site where there is one."""

    lon: float
    lat: float
    name: str
    glyph: int
    site: int | None


@dataclass(slots=True, kw_only=True)
class Places:
    """Sites, which are distinct positions, and the marks of events at them, in order of site."""

    lon: Any
    lat: Any
    counts: Any
    """Marks at each site by glyph."""
    name: list[str | None]
    is_area: Any
    """Whether a site's mark stands for a line or an area."""
    mark_site: Any
    mark_glyph: Any
    mark_firm: Any
    mark_vague: Any
    """Whether a mark stands for a wider area that has no outline."""
    areas: list[Area]
    circles: list[Circle]
    arrows: list[Arrow]
    total: int
    placed: int
    placed_by_glyph: tuple[int, ...]
    first: Any
    """First and last known day, or None."""
    last: Any
    citations: tuple[str, ...]
    sources: tuple[str, ...]
    cut: float
    firm_marks: tuple[bool, bool] = (False, False)
    """Whether there are hollow and filled marks."""
    firm_by_glyph: tuple[bool, ...] = ()
    """Whether a glyph has a filled mark."""
    crowded_shapes: bool = False

    @property
    def unplaced(self) -> int:
        """Give the number of events that have no place."""
        return self.total - self.placed

    def bounds(self) -> Bounds | None:
        """Give west, south, east, north of what is drawn, in degrees; None without a mark.

        Areas up to a province count whole; a region or a country would push the marks together.
        East is greater than 180 where the events lie across the antimeridian.
        """
        if not len(self.lon):
            return None
        lons, lats = [self.lon], [self.lat]
        for area in self.areas:
            if area.precision <= GeoPrecision.PROVINCE:
                xy = shapely.get_coordinates(area.geometry)
                lons.append(np.where(xy[:, 0] < self.cut, xy[:, 0] + 360, xy[:, 0]))
                lats.append(xy[:, 1])
        x, y = np.concatenate(lons), np.concatenate(lats)
        return (float(x.min()), float(y.min()), float(x.max()), float(y.max()))


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
    names: list[str | None] = field(default_factory=list)
    _known_shapes: dict[bytes, int] = field(default_factory=dict)
    _known_names: dict[str | None, int] = field(default_factory=dict)

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

    def name_id(self, name: str | None) -> int:
        """Give the number of a name."""
        known = self._known_names.get(name)
        if known is None:
            known = self._known_names[name] = len(self.names)
            self.names.append(name)
        return known

    def add(
        self, lat: Any, lon: Any, row: Any, precision: Any, radius: Any, shape: Any, name: Any
    ) -> None:
        """Add one column of marks."""
        for column, values in zip(
            (self.lat, self.lon, self.row, self.precision, self.radius, self.shape, self.name),
            (lat, lon, row, precision, radius, shape, name),
            strict=True,
        ):
            column.append(np.asarray(values))

    def column(self, name: str, dtype: str) -> Any:
        """Give a column whole."""
        parts = getattr(self, name)
        return np.concatenate(parts).astype(dtype) if parts else np.zeros(0, dtype=dtype)


def _other_script(name: str) -> bool:
    """Tell whether a name has a letter that is not Latin."""
    return any(c.isalpha() and ord(c) > 0x24F and not 0x1E00 <= ord(c) <= 0x1EFF for c in name)


def shown_name(name: str | None, places: Iterable[Place | None]) -> str | None:
    """Give a place's name as a printed map writes it: with the gazetteer's if it is not Latin.

    Where the font lacks its letters the gazetteer's name alone is given, and without one None:
    a mark without a name is better than a name of boxes.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> aleppo = Gazetteer.default().place("geonames:170063")
    >>> shown_name("حلب", [aleppo]), shown_name("Halab", [aleppo]), shown_name("北京", [])
    ('Aleppo (حلب)', 'Halab', None)
    """
    text = clean(name or "", 60)
    if not text:
        return None
    if not _other_script(text):
        return None if undrawable(text) else text
    known = dict.fromkeys(clean(place.name, 60) for place in places if place is not None)
    latin = " – ".join(name for name in known if not undrawable(name))
    if undrawable(text):
        return latin or None
    return f"{latin} ({text})" if latin else text


def _location_name(location: Location) -> str | None:
    return shown_name(location.name, location.places)


def _row_names(frame: gpd.GeoDataFrame, names: Names | None) -> tuple[Any, list[str | None]]:
    """Give a code for each row's place name, -1 for none, and the names as they are shown."""
    codes, values = pd.factorize(frame["place_name"])
    shown: list[str | None] = []
    first = np.full(len(values), -1)
    known = np.flatnonzero(codes >= 0)
    first[codes[known][::-1]] = known[::-1]
    ids = frame["place_ids"]
    for at, value in zip(first.tolist(), values, strict=True):
        text = str(value)
        places: list[Place | None] = []
        if names is not None and _other_script(text) and not pd.isna(ids.iloc[at]):
            places = [names.place(one) for one in str(ids.iloc[at]).split("; ")]
        shown.append(shown_name(text, places))
    return codes, shown


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
    """Give the number of the line or area of each row, -1 for points; equal objects are met once."""
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


def _add_table(marks: _Marks, frame: gpd.GeoDataFrame, rows: Any, names: Names | None) -> None:
    """Add the marks of rows that have no record of their own: one each, at its position."""
    lat, lon = frame["lat"].to_numpy()[rows], frame["lon"].to_numpy()[rows]
    precision = frame["geo_precision"].fillna(int(GeoPrecision.PLACE)).to_numpy(dtype="int8")[rows]
    radius = np.nan_to_num(frame["uncertainty_km"].to_numpy(dtype=float)[rows])
    codes, shown = _row_names(frame, names)
    number = np.asarray([marks.name_id(name) for name in shown] + [marks.name_id(None)])
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
        name = marks.name_id(_location_name(location))
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
    return np.where(low == high, low, MIXED).tolist()


def _areas(marks: _Marks, shape: Any, glyph: Any) -> list[Area]:
    held = (shape >= 0) & (shape < _MAX_SHAPES)
    common = _common(glyph[held], shape[held], len(marks.shapes))
    return [
        Area(geometry=geometry, glyph=one, precision=precision)
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


def places_of(events: Events, names: Names | None = None) -> Places:
    """Give what of an EventSet is drawn; positions are unrolled across the antimeridian.

    ``names`` gives the records of places by their ids, for names that the font cannot write.

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
    _add_table(marks, frame, np.flatnonzero(is_placed & ~recorded), names)
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
    return _sited(marks, frame, glyphs, firm, is_placed, arrows)


def _sited(
    marks: _Marks,
    frame: gpd.GeoDataFrame,
    glyphs: Any,
    firm: Any,
    is_placed: Any,
    arrows: Sequence[tuple[int, Location]],
) -> Places:
    """Bring the marks together at their sites, in the order of the list: by day, then by id."""
    row = marks.column("row", "int64")
    lat, lon = marks.column("lat", "float64"), marks.column("lon", "float64")
    cut = cut_of([*np.unique(lon).tolist(), *(x.position.lon for _, x in arrows)])
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
    names = marks.column("name", "int64")[order]
    starts = np.flatnonzero(np.r_[True, site[1:] != site[:-1]]) if n else np.zeros(0, dtype=int)
    outlined[:] = shape[starts] >= 0
    unrolled = np.where(lon[first] < cut, lon[first] + 360, lon[first])
    own = np.lexsort((np.abs(lat[order] - frame["lat"].to_numpy()[row]), row)) if arrows else []
    # The last one written is the first of its row: the mark at the event's own position.
    site_of_row = {int(row[k]): int(site[k]) for k in reversed(own)}
    begin, end = _days(frame)
    return Places(
        lon=unrolled,
        lat=lat[first],
        counts=counts.reshape(n, len(GLYPHS)),
        name=[marks.names[k] for k in names[starts].tolist()],
        is_area=outlined,
        mark_site=site,
        mark_glyph=glyph,
        mark_firm=firm[row],
        mark_vague=(precision >= GeoPrecision.DISTRICT) & (shape < 0) & (radius <= 0),
        areas=_areas(marks, shape, glyph),
        circles=_circles(site, radius, shape, glyph),
        arrows=[
            Arrow(
                lon=location.position.lon + (360 if location.position.lon < cut else 0),
                lat=location.position.lat,
                name=_location_name(location) or "",
                glyph=int(glyphs[at]),
                site=site_of_row.get(at),
            )
            for at, location in arrows
        ],
        total=len(frame),
        placed=int(is_placed.sum()),
        placed_by_glyph=tuple(np.bincount(glyphs[is_placed], minlength=len(GLYPHS)).tolist()),
        first=begin,
        last=end,
        citations=_texts(frame["citation"], "; ")[:MAX_CITATIONS],
        sources=_texts(frame["source"], "; "),
        cut=cut,
        firm_by_glyph=tuple(bool(firm[row][glyph == g].any()) for g in range(len(GLYPHS))),
        firm_marks=(bool((~firm[row]).any()), bool(firm[row].any())),
        crowded_shapes=len(marks.shapes) >= _MAX_SHAPES,
    )
