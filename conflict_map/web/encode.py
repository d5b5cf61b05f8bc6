"""Values of events as the page's columns, and lines and areas as small numbers; knows no event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from conflict_map.web.container import Sections, narrow, text_array

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

POINT_SCALE: Final = 10_000_000
"""Steps per degree of an event's position: 1e-7 degrees, about a centimetre, in 32 bits."""
SHAPE_SCALE: Final = 100_000
"""Steps per degree of a line or an area: 1e-5 degrees, about a metre."""
UNKNOWN: Final = -(2**31)
"""Stands for an unknown number among whole ones; no date, count or distance is that."""
_MAX_VERTICES: Final = 4_000
"""An event's area with more vertices than this is simplified for the screen."""
_DIGITS: Final = 6
_RARE: Final = 50
"""A column follows from the place where at most one row in so many is an exception."""
_SERIAL: Final = r"^(?P<prefix>(?s:.*?))(?P<number>[1-9][0-9]{0,8}|0)$"


@dataclass(frozen=True, slots=True)
class Coded:
    """A column as codes into its distinct values: 0 is unknown, 1 the first value."""

    codes: np.ndarray[Any, Any]
    words: list[Any]


@dataclass(frozen=True, slots=True)
class PlaceIndex:
    """Say at which place each row is drawn, -1 for none, out of how many places."""

    of_row: np.ndarray[Any, Any]
    count: int
    names: Coded
    """The name of each place."""


def coded(array: pa.LargeStringArray) -> Coded:
    """Give a column's distinct texts in the order of their first appearance, and the codes.

    >>> coded(text_array(["a", None, "b", "a"]))
    Coded(codes=array([1, 0, 2, 1], dtype=int32), words=['a', 'b'])
    """
    told = array.dictionary_encode()
    codes = pc.fill_null(told.indices, -1).to_numpy(zero_copy_only=False) + np.int32(1)
    return Coded(codes, told.dictionary.to_pylist())


def text_column(column: Coded, sections: Sections, places: PlaceIndex | None = None) -> Any:
    """Encode texts as one for all, by the place that decides them, or as words with codes.

    >>> text_column(coded(text_array(["a", "a"])), Sections())
    {'all': 'a'}
    >>> text_column(coded(text_array(["a", None, "b"])), Sections())
    {'words': ['a', 'b'], 'at': [0, 3, 'u1']}
    """
    codes, words = column.codes, column.words
    if not words:
        return {"all": None}
    if len(words) == 1 and codes.all():
        return {"all": words[0]}
    if places is not None and 0 < places.count * 2 < len(codes):
        by_place = _by_place(column, sections, places)
        if by_place is not None:
            return by_place
    return {"words": words, "at": sections.add(narrow(codes, most=len(words)))}


def _by_place(column: Coded, sections: Sections, places: PlaceIndex) -> Any:
    """Encode a column that the place decides, with its exceptions; None where it does not."""
    of_place, exceptions = _following(column.codes, places.of_row, places.count)
    if len(exceptions) * _RARE > len(column.codes):
        return None
    most = len(column.words)
    own = {
        "rows": sections.add(exceptions.astype("u4")),
        "row_at": sections.add(narrow(column.codes[exceptions], most=most)),
    }
    words = np.array([None, *column.words], dtype=object)
    names = np.array([None, *places.names.words], dtype=object)[places.names.codes]
    if not len(exceptions) and (words[of_place] == names).all():
        return {"name_of_place": True}
    return {
        "words": column.words,
        "place_at": sections.add(narrow(of_place, most=most)),
        **own,
    }


def _following(
    codes: np.ndarray[Any, Any], by: np.ndarray[Any, Any], count: int
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Give the code that goes with each of ``count`` numbers, and the rows that have another."""
    known = by >= 0
    of_each = np.zeros(count, codes.dtype)
    of_each[by[known][::-1]] = codes[known][::-1]  # the last write is the first row
    return of_each, np.flatnonzero(codes != np.where(known, of_each[by], 0))


def column_after(column: Coded, leader: Coded, name: str, sections: Sections) -> Any:
    """Encode a column that another one decides, as a type follows from its sub-type.

    None where it does not, or where the other is no shorter.

    >>> sub, kind = coded(text_array(["a", "b", "c"] * 99)), coded(text_array(["x", "x", "y"] * 99))
    >>> column_after(kind, sub, "sub", Sections())
    {'after': 'sub', 'words': ['x', 'y'], 'each': [0, 4, 'u1']}
    """
    count = len(leader.words) + 1
    if count * _RARE > len(column.codes):
        return None
    of_each, exceptions = _following(column.codes, leader.codes.astype("i8"), count)
    if len(exceptions):
        return None
    each = sections.add(narrow(of_each, most=len(column.words)))
    return {"after": name, "words": column.words, "each": each}


def id_column(array: pa.LargeStringArray, sections: Sections) -> Any:
    """Encode identifiers, all different, as few prefixes with numbers; or as they are.

    >>> id_column(text_array(["SYR1", "SYR2", "SYR10", "IRQ7"] * 2), Sections())["prefixes"]
    ['SYR', 'IRQ']
    """
    found = pc.extract_regex(array, _SERIAL)
    if not array.null_count and not found.null_count:
        prefix = coded(text_array(found.field(0)))
        number = found.field(1).cast(pa.uint32()).to_numpy(zero_copy_only=False)
        if len(prefix.words) * 4 <= len(array) + 4:
            steps = np.abs(np.diff(number.astype("i8")))
            near = bool(len(steps)) and float(steps.mean()) * 64 < float(number.max())
            return {
                "prefixes": prefix.words,
                "prefix": sections.add(narrow(prefix.codes - 1, most=len(prefix.words))),
                "number": sections.add(number, delta=near),
            }
    return {"list": array.to_pylist()}


def number_column(values: np.ndarray[Any, Any], sections: Sections) -> Any:
    """Encode numbers (NaN is unknown, which is not zero) as one for all, whole, or as they are.

    Numbers of at most six decimals are whole after scaling.

    >>> number_column(np.array([np.nan, np.nan]), Sections())
    {'all': None}
    >>> number_column(np.array([0.5, np.nan]), Sections())
    {'whole': [0, 2, 'i4'], 'scale': 10}
    """
    known = ~np.isnan(values)
    if not known.any():
        return {"all": None}
    told = values[known]
    if known.all() and (told == told[0]).all():
        return {"all": _plain(told[0])}
    for digits in range(_DIGITS + 1):
        scale = 10**digits
        whole = np.round(told * scale)
        if np.abs(whole).max() >= -UNKNOWN:
            break
        slack = 1e-9 if digits < _DIGITS else 0.51 / scale
        if (np.abs(whole / scale - told) < slack).all():
            column = np.full(len(values), UNKNOWN, "i4")
            column[known] = whole
            return {"whole": sections.add(column), "scale": scale}
    return {"real": sections.add(values)}


def day_column(values: pd.Series[Any], sections: Sections) -> Any:
    """Encode civil dates as days since 1970-01-01; no clock, no time zone."""
    return number_column(civil_days(values), sections)


def civil_days(values: pd.Series[Any]) -> np.ndarray[Any, Any]:
    """Give civil dates as days since 1970-01-01, NaN for unknown.

    >>> import pandas as pd
    >>> civil_days(pd.Series(pd.to_datetime(["1970-01-02", None, "1969-12-31"]))).tolist()
    [1.0, nan, -1.0]
    """
    days = values.to_numpy().astype("datetime64[D]").astype("int64").astype(float)
    days[values.isna().to_numpy()] = np.nan
    return days


def _plain(value: Any) -> float | int:
    number = float(value)
    return int(number) if number.is_integer() else number


def delta_ring(coordinates: Any, scale: int) -> list[int]:
    """Encode lon, lat pairs in degrees as whole steps, each relative to the one before it.

    >>> delta_ring([(1.0, 2.0), (1.00001, 2.0)], 100_000)
    [100000, 200000, 1, 0]
    """
    steps = np.rint(np.asarray(coordinates, dtype=float)[:, :2] * scale).astype("int64")
    keep = np.ones(len(steps), dtype=bool)
    keep[1:] = (np.diff(steps, axis=0) != 0).any(axis=1)
    steps = steps[keep]
    steps[1:] = np.diff(steps, axis=0)
    return [int(step) for step in steps.ravel()]


def paths_of(geometry: Any) -> list[list[Any]]:
    """Give each polygon as its rings (outer first) and each line as its one path, in order.

    >>> [len(part) for part in paths_of(shapely.box(0, 0, 1, 1))]
    [1]
    """
    parts: list[list[Any]] = []
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            parts.append([part.exterior.coords, *(hole.coords for hole in part.interiors)])
        elif part.geom_type in {"LineString", "LinearRing"}:
            parts.append([part.coords])
    return parts


def shape_code(geometry: Any) -> list[Any]:
    """Encode an event's line (1) or area (2): its kind, then its parts, each as rings of deltas.

    >>> shape_code(shapely.LineString([(0, 0), (0, 0.5)]))
    [1, [[[0, 0, 0, 50000]]]]
    """
    if shapely.get_num_coordinates(geometry) > _MAX_VERTICES:
        west, south, east, north = geometry.bounds
        geometry = geometry.simplify(max(east - west, north - south) / 2_000)
    kind = 2 if "Polygon" in geometry.geom_type else 1
    return [
        kind,
        [[delta_ring(path, SHAPE_SCALE) for path in part] for part in paths_of(geometry)],
    ]


def steps(degrees: Iterable[float]) -> list[int]:
    """Give degrees as whole steps of 1e-7 degrees.

    >>> steps([36.75, -0.1278])
    [367500000, -1278000]
    """
    return [round(value * POINT_SCALE) for value in degrees]
