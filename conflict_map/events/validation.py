"""The one door of an EventSet: a frame in, a typed frame or all its faults out; no files."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from conflict_map.errors import InputError
from conflict_map.events.columns import COLUMN_NAMES, COLUMNS, ColumnKind
from conflict_map.vocabulary import PLOVER_TYPES, ClaimStatus, DatePrecision, GeoPrecision, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

CRS: Final = "EPSG:4326"
TEXT_DTYPE: Final = pd.StringDtype("pyarrow")
"""Texts as Arrow keeps them: a column that was read is a column of the set, with no copy of it as
Python objects (decision 0012)."""

_UNWRITABLE: Final = re.compile("[\x00\ud800-\udfff]")
_CLOSED_LISTS: Final[dict[str, frozenset[str]]] = {
    "plover_type": frozenset(PLOVER_TYPES),
    "date_precision": frozenset(map(str, DatePrecision)),
    "place_role": frozenset(map(str, Role)),
    "claim_status": frozenset(map(str, ClaimStatus)),
}
_GEOMETRY_TYPES: Final = tuple(
    int(shapely.GeometryType[name])
    for name in ("POINT", "MULTIPOINT", "LINESTRING", "MULTILINESTRING", "POLYGON", "MULTIPOLYGON")
)


def is_unwritable(text: str) -> bool:
    """Tell whether no file format can carry the text: it holds NUL or half a surrogate pair.

    >>> is_unwritable("Khān Shaykhūn"), is_unwritable("a" + chr(0))
    (False, True)
    """
    return _UNWRITABLE.search(text) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Say which events break one rule: their positions in the frame, the columns and the rule."""

    columns: tuple[str, ...]
    positions: tuple[int, ...]
    got: str
    """The values of the first of them."""
    expected: str


def typed_frame(frame: pd.DataFrame) -> gpd.GeoDataFrame:
    """Give the frame with exactly the event columns, their dtypes and a geometry in EPSG:4326.

    Missing columns become unknown; without a geometry column, points are made from lat and lon.

    Raises
    ------
    InputError
        with every fault in one line: column, event, value and what was expected.

    """
    data = frame.copy(deep=False)
    if "event_id" not in data.columns and data.index.name == "event_id":
        data = data.reset_index()
    shape_faults, geometry = _shape_faults(data)
    if "event_id" not in data.columns or not data.columns.is_unique:
        raise InputError(_message(shape_faults))
    ids, messages = _identifiers(data["event_id"])
    messages = shape_faults + messages
    result, faults = _cast(data, geometry, ids)
    faults = faults or row_faults(result)
    messages += [_described(fault, ids) for fault in faults]
    if messages:
        raise InputError(_message(messages))
    return result


def row_faults(frame: gpd.GeoDataFrame) -> list[Fault]:
    """Give every broken rule of a frame that has the right columns and dtypes."""
    return [fault for check in _CHECKS for fault in check(frame)]


def faulty_rows(frame: pd.DataFrame) -> dict[int, Fault]:
    """Give the first broken rule of each row that breaks one, by the row's position.

    The frame needs an ``event_id`` column and only event columns; a reader of tables uses this to
    leave out single rows where ``typed_frame`` would refuse them all.
    """
    _, geometry = _shape_faults(frame)
    ids, _ = _identifiers(frame["event_id"])
    typed, faults = _cast(frame, geometry, ids)
    first: dict[int, Fault] = {}
    for fault in [*faults, *row_faults(typed)]:
        for position in fault.positions:
            first.setdefault(position, fault)
    return first


def _shape_faults(data: pd.DataFrame) -> tuple[list[str], str | None]:
    faults: list[str] = []
    geometry = _geometry_column(data, faults)
    names = [name for name in data.columns if name != geometry]
    faults += [
        f"column {name!r} is not an event column; rename or drop it"
        for name in names
        if name not in COLUMN_NAMES
    ]
    faults += [
        f"column {n!r} is there twice" for n in sorted({n for n in names if names.count(n) > 1})
    ]
    if "event_id" not in names:
        faults.append("there is no event_id column")
    return faults, geometry


def _cast(
    data: pd.DataFrame, geometry: str | None, ids: Sequence[str]
) -> tuple[gpd.GeoDataFrame, list[Fault]]:
    faults: list[Fault] = []
    columns = {
        column.name: _typed(data, column.name, column.kind, faults)
        for column in COLUMNS
        if column.name != "event_id"
    }
    index = pd.Index(list(ids), dtype="object", name="event_id")
    table = pd.DataFrame(columns, index=index, columns=list(COLUMN_NAMES[1:]))
    shapes = (
        _points(table) if geometry is None else np.asarray(data[geometry].to_numpy(), dtype=object)
    )
    return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(shapes, index=index, crs=CRS)), faults


def _message(faults: Sequence[str]) -> str:
    return f"event table has {len(faults)} fault{'s'[: len(faults) != 1]}: " + "; ".join(faults)


def _geometry_column(data: pd.DataFrame, faults: list[str]) -> str | None:
    if isinstance(data, gpd.GeoDataFrame):
        try:
            name, crs = str(data.geometry.name), data.crs
        except AttributeError:  # a GeoDataFrame whose active geometry was dropped
            return "geometry" if "geometry" in data.columns else None
        if crs is not None and crs != CRS:
            faults.append(f"geometry is in {crs.to_string()}, expected {CRS}; use .to_crs(4326)")
        return name
    return "geometry" if "geometry" in data.columns else None


def _points(table: pd.DataFrame) -> np.ndarray[Any, Any]:
    lon, lat = table["lon"].to_numpy(), table["lat"].to_numpy()
    shapes = np.full(len(table), None, dtype=object)
    known = np.isfinite(lon) & np.isfinite(lat)
    shapes[known] = shapely.points(lon[known], lat[known])
    return shapes


def _identifiers(values: pd.Series[Any]) -> tuple[list[str], list[str]]:
    given = values.tolist()
    if isinstance(values.dtype, pd.StringDtype) and values.dtype.storage == "pyarrow":
        texts = pa.chunked_array(values.array.__arrow_array__())
        unique = pc.count_distinct(texts, mode="all").as_py() == len(texts)
        shortest = pc.min(pc.binary_length(texts)).as_py()
        if unique and not texts.null_count and shortest and _ready_texts(values) is not None:
            return given, []
    # One set of the whole column is all that a sound one needs; only then are values looked at.
    plain = set(map(type, given)) <= {str} and len(distinct := set(given)) == len(given)
    if plain and "" not in distinct and not is_unwritable("".join(given)):
        return given, []
    ids = [_text(value) for value in given]
    faults = []
    missing = sum(1 for value in ids if not isinstance(value, str))
    if missing:
        faults.append(f"event_id is empty or not text in {missing} of {len(ids)} rows")
    twice = sorted(i for i, n in Counter(ids).items() if isinstance(i, str) and n > 1)
    if twice:
        faults.append(f"event_id is not unique: {_some(twice)}")
    return [value if isinstance(value, str) else "" for value in ids], faults


class _Misfit:
    """Mark a value that its column cannot hold."""


_MISFIT: Final = _Misfit()


def _is_unknown(value: object) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or value != value  # noqa: PLR0124 (NaN)


def _text(value: object) -> str | _Misfit | None:
    if _is_unknown(value) or value == "":
        return None
    if not isinstance(value, str) or is_unwritable(value):
        return _MISFIT
    return str.__str__(value)


def _civil(value: object) -> np.datetime64 | _Misfit:
    if _is_unknown(value):
        return np.datetime64("NaT", "s")
    if isinstance(value, np.datetime64):
        value = pd.Timestamp(value)
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value) if len(value) == len("2024-12-03") else value
        except ValueError:
            return _MISFIT
    if isinstance(value, datetime):
        has_time = value.tzinfo is not None or value != datetime(value.year, value.month, value.day)  # noqa: DTZ001
        return _MISFIT if has_time else np.datetime64(value.date(), "s")
    return np.datetime64(value, "s") if isinstance(value, date) else _MISFIT


def _count(value: object) -> int | _Misfit | None:
    if _is_unknown(value):
        return None
    if isinstance(value, bool) or not isinstance(value, (Integral, Real)):
        return _MISFIT
    if isinstance(value, Integral):
        return int(value) if -(2**63) <= int(value) < 2**63 else _MISFIT
    number = float(value)
    return int(number) if number.is_integer() and abs(number) < 2**53 else _MISFIT


def _number(value: object) -> float | _Misfit:
    if _is_unknown(value):
        return float("nan")
    if isinstance(value, bool) or not isinstance(value, Real):
        return _MISFIT
    return float(value)


_CASTS: Final[dict[ColumnKind, tuple[Callable[[object], Any], Any, str]]] = {
    ColumnKind.TEXT: (_text, TEXT_DTYPE, "text"),
    ColumnKind.DATE: (_civil, "datetime64[s]", "a civil date without a time (2024-12-03)"),
    ColumnKind.COUNT: (_count, "Int64", "a whole number"),
    ColumnKind.NUMBER: (_number, "float64", "a number"),
}


def _typed(data: pd.DataFrame, name: str, kind: ColumnKind, faults: list[Fault]) -> Any:
    cast, dtype, expected = _CASTS[kind]
    if name not in data.columns:
        return _unknown(kind, len(data))
    if (ready := _ready(data[name], kind)) is not None:
        return ready
    given = data[name].tolist()
    values = _plainly(given, kind)
    if values is None:
        values = [cast(value) for value in given]
    wrong = [position for position, value in enumerate(values) if value is _MISFIT]
    if wrong:
        got = repr(given[wrong[0]])
        faults.append(Fault(columns=(name,), positions=tuple(wrong), got=got, expected=expected))
        values = [cast(None) if value is _MISFIT else value for value in values]
    if kind in (ColumnKind.DATE, ColumnKind.NUMBER):
        return np.array(values, dtype=dtype)
    return pd.array(values, dtype=dtype)


def _unknown(kind: ColumnKind, rows: int) -> Any:
    """Give a column of which nothing is known."""
    if kind is ColumnKind.DATE:
        return np.full(rows, np.datetime64("NaT", "s"))
    if kind is ColumnKind.NUMBER:
        return np.full(rows, np.nan)
    return pd.array([pd.NA], dtype=_CASTS[kind][1]).take(np.zeros(rows, dtype=np.intp))


def _ready(values: pd.Series[Any], kind: ColumnKind) -> Any:
    """Give the column without a look at each value, where its dtype allows; else None."""
    match kind:
        case ColumnKind.TEXT:
            return _ready_texts(values)
        case ColumnKind.DATE:
            return _ready_days(values)
        case ColumnKind.COUNT:
            return _ready_counts(values)
        case _:
            kind_of = getattr(values.dtype, "kind", "O") if values.dtype != bool else "b"
            plain = isinstance(values.dtype, np.dtype) and kind_of in "iuf"
            return values.to_numpy(dtype="float64") if plain else None


def _ready_texts(values: pd.Series[Any]) -> Any:
    if not isinstance(values.dtype, pd.StringDtype) or values.dtype.storage != "pyarrow":
        return None
    array: Any = values.array if values.dtype == TEXT_DTYPE else values.astype(TEXT_DTYPE).array
    texts = pa.chunked_array(array.__arrow_array__())
    if any(map(_holds_nul, texts.chunks)):
        return None
    if pc.min(pc.binary_length(texts)).as_py() != 0:
        return array
    known = pc.if_else(pc.equal(texts, ""), pa.scalar(None, texts.type), texts)
    return type(array)(known, dtype=TEXT_DTYPE)


def _ready_days(values: pd.Series[Any]) -> Any:
    if not isinstance(values.dtype, np.dtype) or values.dtype.kind != "M":
        return None
    given = values.to_numpy()
    days = given.astype("datetime64[D]")
    whole = (days.astype(given.dtype) == given) | np.isnat(given)
    return days.astype("datetime64[s]") if bool(whole.all()) else None


def _ready_counts(values: pd.Series[Any]) -> Any:
    if values.dtype == pd.Int64Dtype():
        return values.array
    if not isinstance(values.dtype, np.dtype) or values.dtype.kind not in "if":
        return None
    given = values.to_numpy()
    if given.dtype.kind == "f":
        known = given[~np.isnan(given)]
        if not ((np.abs(known) < 2**53) & (np.floor(known) == known)).all():
            return None
    return pd.array(given, dtype="Int64")


def _holds_nul(chunk: Any) -> bool:
    """Look for NUL in the bytes of an Arrow text array; Arrow has no half surrogate pairs."""
    _, offsets, data = chunk.buffers()
    if data is None or not len(chunk):
        return False
    edges = np.frombuffer(offsets, dtype=np.int64)[[chunk.offset, chunk.offset + len(chunk)]]
    held = np.frombuffer(data, dtype=np.uint8)[edges[0] : edges[1]]
    return bool(len(held)) and not int(held.min())


def _plainly(given: list[Any], kind: ColumnKind) -> list[Any] | None:
    """Give the values where they are of one plain type, which needs no look at each; else None."""
    types = set(map(type, given)) - {type(None)}
    if kind is ColumnKind.TEXT and types <= {str}:
        texts = [value or None for value in given]
        return None if is_unwritable("".join(text for text in texts if text)) else texts
    if kind is ColumnKind.COUNT and types <= {int}:
        small = all(value is None or -(2**63) <= value < 2**63 for value in given)
        return given if small else None
    if kind is ColumnKind.NUMBER and types <= {float}:
        return [math.nan if value is None else value for value in given]
    return given if kind is ColumnKind.DATE and types <= {date} else None


def _some(ids: Sequence[Hashable]) -> str:
    shown = ", ".join(repr(i) for i in ids[:3])
    return shown if len(ids) <= 3 else f"{shown} and {len(ids) - 3} more"


def _described(fault: Fault, ids: Sequence[str]) -> str:
    got = fault.got if len(fault.got) <= 60 else fault.got[:57] + "..."
    events = _some([ids[position] for position in fault.positions])
    names = " and ".join(fault.columns)
    return f"column {names}: expected {fault.expected}, got {got} in event {events}"


def _where(
    frame: gpd.GeoDataFrame, wrong: Any, columns: str | tuple[str, ...], expected: str
) -> Iterable[Fault]:
    positions = np.flatnonzero(np.asarray(wrong, dtype=bool))
    if len(positions):
        names = (columns,) if isinstance(columns, str) else columns
        row = frame.iloc[int(positions[0])]
        got = ", ".join(_shown(row[name]) for name in names)
        yield Fault(columns=names, positions=tuple(positions.tolist()), got=got, expected=expected)


def _shown(value: object) -> str:
    if _is_unknown(value):
        return "unknown"
    if isinstance(value, (date, datetime)):
        return value.strftime("%Y-%m-%d")
    return repr(value) if isinstance(value, str) else str(value)


def _check_words(frame: gpd.GeoDataFrame) -> Iterable[Fault]:
    for name, words in _CLOSED_LISTS.items():
        wrong = frame[name].notna() & ~frame[name].isin(words)
        yield from _where(frame, wrong, name, f"one of {', '.join(sorted(words))}")


def _check_dates(frame: gpd.GeoDataFrame) -> Iterable[Fault]:
    start, end = frame["date_start"], frame["date_end"]
    both = ("date_start", "date_end")
    yield from _where(frame, start > end, both, "a start that is not after the end")
    yield from _where(frame, start.notna() & end.isna(), both, "an end wherever there is a start")


def _check_numbers(frame: gpd.GeoDataFrame) -> Iterable[Fault]:
    def below(name: str, low: float) -> Any:
        return (frame[name] < low).fillna(value=False)

    for name in ("fatalities_low", "fatalities_best", "fatalities_high", "quote_start"):
        yield from _where(frame, below(name, 0), name, "0 or more, or unknown")
    finite = frame["uncertainty_km"].isna() | np.isfinite(frame["uncertainty_km"])
    wrong = below("uncertainty_km", 0) | ~finite
    yield from _where(frame, wrong, "uncertainty_km", "0 or more kilometres")
    confidence = frame["confidence"]
    wrong = confidence.notna() & ~confidence.between(0, 1)
    yield from _where(frame, wrong, "confidence", "0 to 1")
    precisions = [int(value) for value in GeoPrecision]
    precision = frame["geo_precision"]
    wrong = precision.notna() & ~precision.isin(precisions)
    yield from _where(frame, wrong, "geo_precision", "1 to 7")
    offsets = ("quote_start", "quote_end")
    wrong = (frame["quote_start"] > frame["quote_end"]).fillna(value=False)
    yield from _where(frame, wrong, offsets, "a start that is not after the end")


def _check_places(frame: gpd.GeoDataFrame) -> Iterable[Fault]:
    lat, lon = frame["lat"], frame["lon"]
    pair = ("lat", "lon")
    yield from _where(frame, lat.isna() != lon.isna(), pair, "both or neither")
    yield from _where(frame, lat.notna() & ~lat.between(-90, 90), "lat", "-90 to 90 degrees")
    yield from _where(frame, lon.notna() & ~lon.between(-180, 180), "lon", "-180 to 180 degrees")
    null_island = (lat == 0) & (lon == 0)
    yield from _where(frame, null_island, pair, "a place (0, 0 is a missing coordinate)")
    shapes = frame.geometry.to_numpy()
    none = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    placed = lat.notna().to_numpy()
    where = ("geometry", "lat", "lon")
    yield from _where(
        frame, none == placed, where, "a geometry exactly where lat and lon are known"
    )
    wrong = ~none & ~np.isin(shapely.get_type_id(shapes), _GEOMETRY_TYPES)
    yield from _where(frame, wrong, "geometry", "a point, line or area")
    bounds = shapely.bounds(shapes)
    low = np.array([-180, -90, -180, -90])
    wrong = ~none & ~((bounds >= low) & (bounds <= -low)).all(axis=1)
    yield from _where(frame, wrong, "geometry", "longitude -180 to 180 and latitude -90 to 90")


_CHECKS: Final = (_check_words, _check_dates, _check_numbers, _check_places)
