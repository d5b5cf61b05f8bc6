"""Rows without coordinates placed by their names, coarse coordinates drawn as areas; reads no files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import shapely

from conflict_map.events.columns import NOT_PLACED
from conflict_map.events.event_set import EventSet
from conflict_map.model import Position
from conflict_map.resolve.rows import RowGeocoder, RowNames, admin1_names
from conflict_map.tables.countries import iso_of_alpha3
from conflict_map.tables.own import OWN
from conflict_map.vocabulary import GeoPrecision, Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from conflict_map.gazetteer import Gazetteer
    from conflict_map.resolve.rows import RowPlace
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
    tick: Tick | None = None,
) -> TableResult:
    """Give the result with its rows placed as far as the gazetteer can.

    Rows without coordinates are placed by their place and admin columns within their country, and
    say so in ``how_placed``; a coordinate that stands for a district, a province or a country is
    drawn as that. ``inside`` has the second- and third-order divisions of the rows. Rows of our own
    exports stay as they are.
    """
    frame = result.events.to_frame()
    foreign = _foreign(result)
    table = _Names(frame, inside or {})
    geocoder = RowGeocoder(gazetteer)
    missing = np.flatnonzero(frame["lat"].isna().to_numpy() & foreign)
    shapes = frame.geometry.to_numpy().copy()
    changed = False
    counts = {"placed": 0, "coarse": 0}
    if len(missing):
        changed |= _geocode(frame, shapes, missing, table, geocoder, tick, counts)
    coarse = np.flatnonzero(
        frame["geo_precision"].isin(_COARSE).to_numpy() & frame["lat"].notna().to_numpy() & foreign
        & frame["how_placed"].isna().to_numpy() & frame["uncertainty_km"].isna().to_numpy()
    )  # fmt: skip
    coarse = coarse[shapely.get_type_id(shapes[coarse]) == 0]
    if len(coarse):
        changed |= _draw_areas(frame, shapes, coarse, table, geocoder, tick)
    said = _swapped(frame, foreign, table, geocoder, gazetteer, result)
    if counts["placed"]:
        said.append(
            f"{counts['placed']} rows have no coordinates and were placed here by the names in their "
            "columns, as how_placed says of each"
        )
    if not changed:
        return replace(result, warnings=(*result.warnings, *said)) if said else result
    frame["geometry"] = shapes
    events = EventSet(frame.reset_index(), details=result.events.details)
    return replace(result, events=events, warnings=(*result.warnings, *said))


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
    for at, name in enumerate(("admin1", "country")):
        values = np.array([None if f is None else f[at] for f in found], dtype=object)[codes]
        column = frame[name].to_numpy(dtype=object, na_value=None)
        column[wanted] = np.where(pd.isna(column[wanted]), values, column[wanted])
        frame[name] = pd.array(column, dtype=frame[name].dtype)
    return EventSet(frame.reset_index(), details=events.details)


class _Names:
    """The names that rows give their places, a row at a time and each distinct set once."""

    def __init__(self, frame: gpd.GeoDataFrame, inside: Mapping[str, Any]) -> None:
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

    @staticmethod
    def _names(row: dict[str, Any]) -> RowNames:
        country = row.get("country")
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


def _geocode(
    frame: gpd.GeoDataFrame,
    shapes: np.ndarray[Any, Any],
    missing: np.ndarray[Any, Any],
    table: _Names,
    geocoder: RowGeocoder,
    tick: Tick | None,
    counts: dict[str, int],
) -> bool:
    names, codes = table.at(missing)
    found: list[RowPlace | str] = []
    for number, one in enumerate(names):
        if tick is not None and number % _EVERY == 0:
            tick("placing", number, len(names))
        found.append(geocoder.find(one))
    drawn = [_drawn(one) if not isinstance(one, str) else None for one in found]
    good = np.array([not isinstance(one, str) for one in found], dtype=bool)
    rows = missing[good[codes]]
    at = codes[good[codes]]
    new: dict[str, list[Any]] = {
        "lat": [_of(f, lambda r: r.position.lat) for f in found],
        "lon": [_of(f, lambda r: r.position.lon) for f in found],
        "geo_precision": [_of(f, lambda r: int(r.precision)) for f in found],
        "uncertainty_km": [_of(f, lambda r: r.uncertainty_km) for f in found],
        "place_ids": [_of(f, lambda r: r.place.id) for f in found],
        "how_placed": [_of(f, lambda r: "placed here, " + r.method) for f in found],
        "disputed": [_of(f, lambda r: r.place.disputed) for f in found],
        "place_role": [_of(f, lambda _: str(Role.EVENT_LOCATION)) for f in found],
        "admin1": [_of(f, lambda r: r.place.admin1_name) for f in found],
        "place_name": [_of(f, lambda r: r.place.name) for f in found],
    }
    for name, values in new.items():
        _fill(frame, name, rows, [values[code] for code in at.tolist()],
              keep=name in ("admin1", "place_name"))  # fmt: skip
    for row, code in zip(rows.tolist(), at.tolist(), strict=True):
        shapes[row] = drawn[code]
    _tell_reasons(frame, missing, codes, found)
    counts["placed"] = len(rows)
    return True


def _of(found: RowPlace | str, value: Any) -> Any:
    return None if isinstance(found, str) else value(found)


def _fill(
    frame: gpd.GeoDataFrame, name: str, rows: np.ndarray[Any, Any], values: list[Any], *, keep: bool
) -> None:
    """Put values into rows of a column; with ``keep`` only where it is unknown."""
    dtype = frame[name].dtype
    if dtype == np.dtype("float64"):
        numbers = frame[name].to_numpy().copy()
        numbers[rows] = [np.nan if value is None else value for value in values]
        frame[name] = numbers
        return
    column = frame[name].to_numpy(dtype=object, na_value=None)
    for row, value in zip(rows.tolist(), values, strict=True):
        if not keep or column[row] is None:
            column[row] = value
    frame[name] = pd.array(column, dtype=dtype)


def _tell_reasons(
    frame: gpd.GeoDataFrame,
    missing: np.ndarray[Any, Any],
    codes: np.ndarray[Any, Any],
    found: list[RowPlace | str],
) -> None:
    """Take the reason off the notes of rows that are placed, and say of the others why not."""
    notes = frame["notes"].to_numpy(dtype=object, na_value=None)
    for row, code in zip(missing.tolist(), codes.tolist(), strict=True):
        text = notes[row] or ""
        first, _, rest = text.partition("\n")
        if not first.startswith(NOT_PLACED):
            first, rest = "", text
        outcome = found[code]
        if isinstance(outcome, str):
            before = first or NOT_PLACED.rstrip()
            notes[row] = "\n".join(part for part in (f"{before}; {outcome}", rest) if part)
        else:
            notes[row] = rest or None
    frame["notes"] = pd.array(notes, dtype=frame["notes"].dtype)


def _drawn(found: RowPlace) -> Any:
    if found.area is None:
        return shapely.Point(found.position.lonlat)
    area = shapely.geometry.shape(found.area)
    return area.simplify(_COUNTRY_STEP_DEG) if found.precision is GeoPrecision.COUNTRY else area


def _draw_areas(
    frame: gpd.GeoDataFrame,
    shapes: np.ndarray[Any, Any],
    coarse: np.ndarray[Any, Any],
    table: _Names,
    geocoder: RowGeocoder,
    tick: Tick | None,
) -> bool:
    """Draw a coordinate that stands for an area as that area, or as a circle of its usual size."""
    names, codes = table.at(coarse)
    lat, lon = frame["lat"].to_numpy()[coarse], frame["lon"].to_numpy()[coarse]
    precision = frame["geo_precision"].to_numpy(dtype="int64", na_value=0)[coarse]
    radius = frame["uncertainty_km"].to_numpy().copy()
    made: dict[tuple[Any, ...], Any] = {}
    for number, row in enumerate(coarse.tolist()):
        if tick is not None and number % _EVERY == 0:
            tick("drawing areas", number, len(coarse))
        said = names[codes[number]]
        key = (said.admin1, said.country, lat[number], lon[number], precision[number])
        if key not in made:
            where = Position(lon=float(lon[number]), lat=float(lat[number]))
            answer = geocoder.area_of(said, where, GeoPrecision(int(precision[number])))
            shape = None
            if answer.area is not None:
                shape = made.setdefault(id(answer.area), None) or shapely.geometry.shape(
                    answer.area
                )
                if precision[number] == GeoPrecision.COUNTRY:
                    shape = shape.simplify(_COUNTRY_STEP_DEG)
            made[key] = (shape, answer.uncertainty_km)
        shape, km = made[key]
        if shape is not None:
            shapes[row] = shape
        if km is not None:
            radius[row] = km
    frame["uncertainty_km"] = radius
    return True


def _swapped(
    frame: gpd.GeoDataFrame,
    foreign: np.ndarray[Any, Any],
    table: _Names,
    geocoder: RowGeocoder,
    gazetteer: Gazetteer,
    result: TableResult,
) -> list[str]:
    """Say of rows that lie far outside the country they name but inside it with lat and lon exchanged."""
    given = foreign & frame["how_placed"].isna().to_numpy()
    rows = np.flatnonzero(
        given & frame["lat"].notna().to_numpy() & frame["country"].notna().to_numpy()
    )
    if not len(rows):
        return []
    texts = frame["country"].iloc[rows]
    codes, words = pd.factorize(texts)
    boxes = np.full((len(words), 4), np.nan)
    for at, word in enumerate(words):
        code = geocoder.country(iso_of_alpha3(str(word)) or str(word))
        home = gazetteer.country(code) if code else None
        area = gazetteer.geometry(home) if home else None
        if area is not None:
            boxes[at] = shapely.geometry.shape(area).bounds
    west, south, east, north = boxes[codes].T
    lat, lon = frame["lat"].to_numpy()[rows], frame["lon"].to_numpy()[rows]

    def holds(
        x: np.ndarray[Any, Any], y: np.ndarray[Any, Any], slack: float
    ) -> np.ndarray[Any, Any]:
        return (
            (x >= west - slack) & (x <= east + slack) & (y >= south - slack) & (y <= north + slack)
        )

    odd = np.flatnonzero(~np.isnan(west) & ~holds(lon, lat, _SWAP_SLACK_DEG) & holds(lat, lon, 0.0))
    if not len(odd):
        return []
    at = int(rows[odd[0]])
    file, row = result.origins[at]
    said = f"{frame['lat'].iloc[at]}, {frame['lon'].iloc[at]}"
    return [
        f"{file}: {len(odd)} rows lie outside the country they name and would lie inside with latitude "
        f"and longitude exchanged, first row {row} ({said}; {frame['country'].iloc[at]}); nothing was "
        "changed: if they are swapped, name the columns with --columns lat=...,lon=..."
    ]
