"""Notes of table rows read as reports, for rows that have no place; decides nothing itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from shapely.geometry import shape

from conflict_map.events.columns import NOT_PLACED
from conflict_map.events.event_set import EventSet
from conflict_map.model import Article
from conflict_map.pipeline import extract_claims
from conflict_map.tables.countries import iso_of_alpha3
from conflict_map.vocabulary import GeoPrecision, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflict_map.gazetteer import Gazetteer
    from conflict_map.model import Location
    from conflict_map.tables.reading import Tick
    from conflict_map.tables.report import TableResult

_EVERY: Final = 20


def with_notes_geoparsed(
    result: TableResult, gazetteer: Gazetteer, *, tick: Tick | None = None
) -> TableResult:
    """Place the rows that have no place by what their notes say, and say so in ``how_placed``.

    A row that only its country's name placed counts as one without a place. Each note is read as a
    report of its own, about the row's country and dated with its day. The first place at which the
    note says something happened is taken; a note that names none leaves the row as it is.
    """
    from conflict_map.resolve.rows import RowGeocoder

    frame = result.events.to_frame()
    notes = _objects(frame["notes"])
    nowhere = frame["lat"].isna() | (
        frame["how_placed"].notna() & (frame["geo_precision"] == GeoPrecision.COUNTRY)
    ).fillna(value=False)
    wanted = [at for at in np.flatnonzero(nowhere.to_numpy(bool)).tolist() if _text(notes[at])]
    countries = RowGeocoder(gazetteer)
    shapes = frame.geometry.to_numpy().copy()
    columns = {
        name: _objects(frame[name])
        for name in ("lat", "lon", "geo_precision", "uncertainty_km", "place_name", "place_ids",
                     "place_role", "admin1", "country", "how_placed", "disputed")
    }  # fmt: skip
    placed = 0
    days = frame["date_end"]
    for number, at in enumerate(wanted):
        if tick is not None and number % _EVERY == 0:
            tick("reading notes", number, len(wanted))
        told = columns["country"][at]
        article = Article(
            id=str(frame.index[at]),
            text=_text(notes[at]),
            published=None if pd.isna(days.iloc[at]) else days.iloc[at].date(),
            country=told and countries.country(iso_of_alpha3(told) or told),
        )
        found = next(_locations(article, gazetteer), None)
        if found is None:
            continue
        placed += 1
        _put(columns, at, found)
        shapes[at] = shape(found.geometry)
        notes[at] = _text(notes[at])
    if not placed:
        return result
    columns["notes"] = notes
    for name, values in columns.items():
        dtype = frame[name].dtype
        frame[name] = (
            np.array([np.nan if v is None else v for v in values], dtype=float)
            if dtype == np.dtype("float64")
            else pd.array(values, dtype=dtype)
        )
    frame["geometry"] = shapes
    said = (
        f"{placed} rows without a place were placed here by their notes, as how_placed says of each"
    )
    events = EventSet(frame.reset_index(), details=result.events.details)
    return replace(result, events=events, warnings=(*result.warnings, said))


def _objects(column: pd.Series[Any]) -> np.ndarray[Any, Any]:
    return np.array([None if v is pd.NA or v != v else v for v in column.tolist()], dtype=object)  # noqa: PLR0124


def _text(note: str | None) -> str:
    """Give the source's own note, without the reason that was put before it."""
    if note is None:
        return ""
    return note.partition("\n")[2] if note.startswith(NOT_PLACED) else note


def _locations(article: Article, gazetteer: Gazetteer) -> Iterator[Location]:
    for claim in extract_claims([article], gazetteer, country=article.country):
        yield from claim.locations


def _put(columns: dict[str, Any], at: int, found: Location) -> None:
    home = found.places[0] if found.places else None
    new = {
        "lat": found.position.lat,
        "lon": found.position.lon,
        "geo_precision": int(found.precision),
        "uncertainty_km": found.uncertainty_km,
        "place_ids": "; ".join(dict.fromkeys(place.id for place in found.places)),
        "place_role": str(Role.EVENT_LOCATION),
        "how_placed": f"placed here by the words of the notes: {found.method or found.name}",
        "disputed": next((p.disputed for p in found.places if p.disputed), None),
    }
    if columns["place_name"][at] is None:
        new["place_name"] = found.name
    if home is not None:
        new["admin1"] = columns["admin1"][at] or home.admin1_name
        new["country"] = columns["country"][at] or home.country
    for name, value in new.items():
        columns[name][at] = value
