"""Rows without coordinates placed by their names, coarse ones drawn as areas; reads no files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from conflict_map.events.columns import NOT_PLACED
from conflict_map.events.event_set import EventSet
from conflict_map.model import Position
from conflict_map.resolve.rows import RowGeocoder, RowNames, RowPlace, admin1_names
from conflict_map.tables.countries import iso_of_alpha3
from conflict_map.tables.own import OWN
from conflict_map.tables.rows import text_array
from conflict_map.vocabulary import GeoPrecision, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import geopandas as gpd

    from conflict_map.gazetteer import Gazetteer
    from conflict_map.model import Geometry
    from conflict_map.tables.reading import Tick
    from conflict_map.tables.report import TableResult

_COARSE: Final = tuple(int(p) for p in GeoPrecision if p >= GeoPrecision.DISTRICT)
_NAMES: Final = ("place_name", "admin3", "admin2", "admin1", "country")
_COUNTRY_STEP_DEG: Final = 0.02
"""A whole country is drawn to some 2 km; finer would be detail that the row does not have."""
_SWAP_SLACK_DEG: Final = 1.0
_EVERY: Final = 500


def placed_by(
    result: TableResult,
    gazetteer: Gazetteer,
    inside: Mapping[str, Any] | None = None,
    *,
    country: str | None = None,
    tick: Tick | None = None,
) -> TableResult:
    """Give the result with its rows placed as far as the gazetteer can.

    Rows without coordinates are placed by their place and admin columns within their country, and
    say so in ``how_placed``; a coordinate that stands for a district, a province or a country is
    drawn as that. ``inside`` has the second- and third-order divisions of the rows; ``country`` is
    that of rows that name none. Rows of our own exports stay as they are.
    """
    frame = result.events.to_frame()
    placer = _Placer(
        frame=frame, shapes=frame.geometry.to_numpy().copy(), foreign=_foreign(result),
        names=_Names(frame, inside or {}, country), geocoder=RowGeocoder(gazetteer), tick=tick,
    )  # fmt: skip
    placed = placer.geocode()
    drawn = placer.draw_areas()
    said = list(placer.swapped(gazetteer, result))
    if placed:
        said.append(
            f"{placed} rows have no coordinates and were placed here by the names in their "
            "columns, as how_placed says of each"
        )
    warnings = (*result.warnings, *said)
    if not placer.tried and not drawn:
        return replace(result, warnings=warnings)
    frame["geometry"] = placer.shapes
    events = EventSet(frame.reset_index(), details=result.events.details)
    return replace(result, events=events, warnings=warnings)


def with_admin1(events: EventSet, gazetteer: Gazetteer) -> EventSet:
    """Give the events with the first-order division and country of their positions, where unknown.

    Each distinct position is looked up once.
    """
    frame = events.to_frame()
    wanted = np.flatnonzero((frame["admin1"].isna() & frame["lat"].notna()).to_numpy())
    if not len(wanted):
        return events
    lat, lon = frame["lat"].to_numpy()[wanted], frame["lon"].to_numpy()[wanted]
    places, codes = np.unique(lon + 1j * lat, return_inverse=True)
    positions = [Position(lon=float(p.real), lat=float(p.imag)) for p in places]
    found = list(admin1_names(gazetteer, positions))
    rows = np.zeros(len(frame), dtype=np.int64)
    rows[wanted] = codes
    asked = np.zeros(len(frame), dtype=bool)
    asked[wanted] = True
    for at, name in enumerate(("admin1", "country")):
        names = pa.array([None if one is None else one[at] for one in found], pa.large_string())
        looked_up = names.take(pa.array(rows, mask=~asked))
        known = pa.chunked_array(frame[name].array.__arrow_array__())
        frame[name] = text_array(pc.coalesce(known, looked_up))
    return EventSet(frame.reset_index(), details=events.details)


class _Names:
    """The names that rows give their places, a row at a time and each distinct set once."""

    def __init__(
        self, frame: gpd.GeoDataFrame, inside: Mapping[str, Any], country: str | None
    ) -> None:
        self._home = country
        columns: dict[str, Any] = {}
        for name in _NAMES:
            values = (
                inside.get(name) if name.startswith("admin") and name != "admin1" else frame[name]
            )
            if values is not None:
                columns[name] = pd.Series(values).reset_index(drop=True)
        self._table = pd.DataFrame(columns)

    def at(self, positions: np.ndarray[Any, Any]) -> tuple[list[RowNames], np.ndarray[Any, Any]]:
        """Give the distinct names of these rows, and for each row which of them it has."""
        part = self._table.iloc[positions]
        codes = part.groupby(list(part.columns), dropna=False, sort=False).ngroup().to_numpy()
        _, first = np.unique(codes, return_index=True)
        listed = part.iloc[first].astype(object).where(part.iloc[first].notna(), None)
        return [self._names(row) for row in listed.to_dict("records")], codes

    def _names(self, row: Mapping[Any, Any]) -> RowNames:
        country = row.get("country") or self._home
        return RowNames(
            place=row.get("place_name"), admin3=row.get("admin3"), admin2=row.get("admin2"),
            admin1=row.get("admin1"), country=country and (iso_of_alpha3(country) or country),
        )  # fmt: skip


def _foreign(result: TableResult) -> np.ndarray[Any, Any]:
    """Tell which rows are not of our own exports, which say all there is to say."""
    own = {s.path for s in result.inputs if s.format == OWN.name}
    names = result.origins.names
    flags = np.array([name not in own for name in names], dtype=bool)
    return flags[result.origins.files] if len(names) else np.empty(0, dtype=bool)


@dataclass(slots=True, kw_only=True)
class _Placer:
    """A frame of events whose rows are being placed."""

    frame: gpd.GeoDataFrame
    shapes: np.ndarray[Any, Any]
    foreign: np.ndarray[Any, Any]
    """Which rows are not of our own exports."""
    names: _Names
    geocoder: RowGeocoder
    tick: Tick | None
    tried: bool = False

    def geocode(self) -> int:
        """Place the rows without coordinates by their names; give how many that were."""
        missing = np.flatnonzero(self.frame["lat"].isna().to_numpy() & self.foreign)
        if not len(missing):
            return 0
        self.tried = True
        names, codes = self.names.at(missing)
        found: list[RowPlace | str] = []
        for number, one in enumerate(names):
            self._tell("placing", number, len(names))
            found.append(self.geocoder.find(one))
        drawn = [None if isinstance(one, str) else _drawn(one) for one in found]
        good = np.array([shape is not None for shape in drawn], dtype=bool)[codes]
        rows, answers = missing[good], codes[good].tolist()
        for name, value in _ANSWERS.items():
            values = [None if isinstance(one, str) else value(one) for one in found]
            self._fill(name, rows, [values[code] for code in answers])
        for row, code in zip(rows.tolist(), answers, strict=True):
            self.shapes[row] = drawn[code]
        self._tell_reasons(missing, codes, found)
        return len(rows)

    def draw_areas(self) -> int:
        """Draw a coordinate that stands for an area as that area, or as a circle of its size."""
        frame = self.frame
        coarse = np.flatnonzero(
            frame["geo_precision"].isin(_COARSE).to_numpy() & frame["lat"].notna().to_numpy()
            & frame["how_placed"].isna().to_numpy() & frame["uncertainty_km"].isna().to_numpy()
            & self.foreign
        )  # fmt: skip
        coarse = coarse[shapely.get_type_id(self.shapes[coarse]) == 0]
        if not len(coarse):
            return 0
        names, codes = self.names.at(coarse)
        lat, lon = frame["lat"].to_numpy()[coarse], frame["lon"].to_numpy()[coarse]
        precision = frame["geo_precision"].to_numpy(dtype="int64", na_value=0)[coarse]
        radius = frame["uncertainty_km"].to_numpy().copy()
        areas = _Areas()
        for number, row in enumerate(coarse.tolist()):
            self._tell("drawing areas", number, len(coarse))
            answer = self.geocoder.area_of(
                names[codes[number]],
                Position(lon=float(lon[number]), lat=float(lat[number])),
                GeoPrecision(int(precision[number])),
            )
            if answer.area is not None:
                whole = precision[number] == GeoPrecision.COUNTRY
                self.shapes[row] = areas.shape(answer.area, coarsely=bool(whole))
            if answer.uncertainty_km is not None:
                radius[row] = answer.uncertainty_km
        frame["uncertainty_km"] = radius
        return len(coarse)

    def swapped(self, gazetteer: Gazetteer, result: TableResult) -> Iterator[str]:
        """Say of rows outside the country they name that lie inside with lat and lon exchanged."""
        frame = self.frame
        given = self.foreign & frame["how_placed"].isna().to_numpy()
        given &= frame["lat"].notna().to_numpy() & frame["country"].notna().to_numpy()
        rows = np.flatnonzero(given)
        if not len(rows):
            return
        codes, words = pd.factorize(frame["country"].iloc[rows])
        boxes = np.array([self._box(str(word), gazetteer) for word in words])
        west, south, east, north = boxes[codes].T
        lat, lon = frame["lat"].to_numpy()[rows], frame["lon"].to_numpy()[rows]
        slack = _SWAP_SLACK_DEG
        here = (lon >= west - slack) & (lon <= east + slack)
        here &= (lat >= south - slack) & (lat <= north + slack)
        there = (lat >= west) & (lat <= east) & (lon >= south) & (lon <= north)
        odd = np.flatnonzero(~np.isnan(west) & ~here & there)
        if not len(odd):
            return
        at = int(rows[odd[0]])
        file, row = result.origins[at]
        said = f"{frame['lat'].iloc[at]}, {frame['lon'].iloc[at]}; {frame['country'].iloc[at]}"
        yield (
            f"{file}: {len(odd)} rows lie outside the country they name and would lie inside with "
            f"latitude and longitude exchanged, first row {row} ({said}); nothing was changed: if "
            "they are swapped, name the columns with --columns lat=...,lon=..."
        )

    def _box(self, country: str, gazetteer: Gazetteer) -> tuple[float, ...]:
        code = self.geocoder.country(iso_of_alpha3(country) or country)
        home = gazetteer.country(code) if code else None
        area = gazetteer.geometry(home) if home else None
        if area is None:
            return (np.nan,) * 4
        west, south, east, north = shapely.geometry.shape(area).bounds
        return (west, south, east, north)

    def _tell(self, what: str, done: int, total: int) -> None:
        if self.tick is not None and done % _EVERY == 0:
            self.tick(what, done, total)

    def _fill(self, name: str, rows: np.ndarray[Any, Any], values: list[Any]) -> None:
        """Put values into rows of a column; what the source says of a place stays."""
        dtype = self.frame[name].dtype
        if dtype == np.dtype("float64"):
            numbers = self.frame[name].to_numpy().copy()
            numbers[rows] = [np.nan if value is None else value for value in values]
            self.frame[name] = numbers
            return
        column = _objects(self.frame[name])
        for row, value in zip(rows.tolist(), values, strict=True):
            if name not in _KEPT or column[row] is None:
                column[row] = value
        self.frame[name] = pd.array(column, dtype=dtype)

    def _tell_reasons(
        self,
        missing: np.ndarray[Any, Any],
        codes: np.ndarray[Any, Any],
        found: list[RowPlace | str],
    ) -> None:
        """Take the reason off the notes of rows that are placed, and say of others why not."""
        notes = _objects(self.frame["notes"])
        for row, code in zip(missing.tolist(), codes.tolist(), strict=True):
            first, _, rest = (notes[row] or "").partition("\n")
            if not first.startswith(NOT_PLACED):
                first, rest = "", notes[row] or ""
            outcome = found[code]
            if isinstance(outcome, str):
                reason = f"{first}; {outcome}" if first else f"{NOT_PLACED}{outcome}"
                notes[row] = f"{reason}\n{rest}" if rest else reason
            else:
                notes[row] = rest or None
        self.frame["notes"] = pd.array(notes, dtype=self.frame["notes"].dtype)


_ANSWERS: Final[dict[str, Callable[[RowPlace], Any]]] = {
    "lat": lambda found: found.position.lat,
    "lon": lambda found: found.position.lon,
    "geo_precision": lambda found: int(found.precision),
    "uncertainty_km": lambda found: found.uncertainty_km,
    "place_ids": lambda found: found.place.id,
    "how_placed": lambda found: "placed here, " + found.method,
    "disputed": lambda found: found.place.disputed,
    "place_role": lambda _: str(Role.EVENT_LOCATION),
    "admin1": lambda found: found.place.admin1_name,
    "place_name": lambda found: found.place.name,
}
"""The columns that a place found for a row fills."""
_KEPT: Final = frozenset({"admin1", "place_name"})


class _Areas:
    """Shapes of areas, made once each, so that the rows of a province share one."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[Geometry, Any]] = {}

    def shape(self, area: Geometry, *, coarsely: bool) -> Any:
        """Give the shape of an area; the area is kept, for an id is its own only while it lives."""
        if id(area) not in self._made:
            made = shapely.geometry.shape(area)
            self._made[id(area)] = (area, made.simplify(_COUNTRY_STEP_DEG) if coarsely else made)
        return self._made[id(area)][1]


def _drawn(found: RowPlace) -> Any:
    if found.area is None:
        return shapely.Point(found.position.lonlat)
    area = shapely.geometry.shape(found.area)
    return area.simplify(_COUNTRY_STEP_DEG) if found.precision is GeoPrecision.COUNTRY else area


def _objects(column: pd.Series[Any]) -> np.ndarray[Any, Any]:
    """Give a column as Python values, None where it is unknown."""
    return np.array([None if v is pd.NA else v for v in column.tolist()], dtype=object)
