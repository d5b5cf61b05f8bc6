"""JSON, JSON lines and GeoJSON to columns of cells and shapes; knows no meanings."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from conflict_map.errors import InputError
from conflict_map.events.validation import is_unwritable
from conflict_map.tables.cells import text_column
from conflict_map.tables.geometry import from_geojson
from conflict_map.tables.raw_table import RawTable, RowFault
from conflict_map.tables.values import CellError

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONLAT_CRS: Final = ("CRS84", "4326")
_DEEPEST: Final = 3
"""Objects inside a record become columns down to this depth; what is deeper stays one cell."""


def read_json(name: str, text: str) -> RawTable:
    """Read a list of records, JSON lines, a FeatureCollection, or an object that wraps one list.

    Raises
    ------
    InputError
        if it is no JSON, or holds no records.

    """
    try:
        whole = parse(text)
    except json.JSONDecodeError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2 or not lines[0].lstrip().startswith("{"):
            raise InputError(f"{name}: line {error.lineno}: not JSON: {error.msg}") from None
        return _read_lines(name, text)
    except RecursionError:
        raise InputError(f"{name}: JSON is nested too deeply") from None
    if isinstance(whole, dict) and whole.get("type") == "FeatureCollection":
        return _read_features(name, whole)
    if isinstance(whole, dict):
        wrapped = _wrapped_list(whole)
        if wrapped is not None:
            return records_table(name, list(enumerate(wrapped, start=1)), "json")
        return records_table(name, [(1, whole)], "json lines")
    if isinstance(whole, list):
        return records_table(name, list(enumerate(whole, start=1)), "json")
    raise InputError(
        f"{name}: expected a list of records or a FeatureCollection, got {text[:40]!r}"
    )


def parse(text: str) -> Any:
    """Read JSON with its numbers as they are written, so that no digit is lost."""
    return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)


@dataclass(frozen=True, slots=True)
class _Broken:
    """A line that is no JSON, with the reason."""

    reason: str


def _wrapped_list(whole: dict[str, Any]) -> list[Any] | None:
    """Give the list of records that an answer of a web service wraps ({"data": [...], ...})."""
    lists = [
        value
        for value in whole.values()
        if isinstance(value, list) and value and isinstance(value[0], dict)
    ]
    return (
        lists[0] if len(lists) == 1 and not {"geometry", "lat", "latitude"} & set(whole) else None
    )


def _read_lines(name: str, text: str) -> RawTable:
    values: list[tuple[int, Any]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            values.append((number, parse(line)))
        except json.JSONDecodeError as error:
            values.append((number, _Broken(f"not JSON: {error.msg} at character {error.colno}")))
        except RecursionError:
            values.append((number, _Broken("JSON is nested too deeply")))
    return records_table(name, values, "json lines")


def _read_features(name: str, whole: dict[str, Any]) -> RawTable:
    crs = json.dumps(whole.get("crs")) if whole.get("crs") else ""
    if crs and not any(code in crs for code in _LONLAT_CRS):
        raise InputError(f"{name}: expected longitude and latitude in WGS 84, got {crs[:80]}")
    features = whole.get("features")
    if not isinstance(features, list):
        raise InputError(f"{name}: the FeatureCollection has no list of features")
    return records_table(name, list(enumerate(features, start=1)), "geojson")


def records_table(name: str, values: list[tuple[int, Any]], syntax: str) -> RawTable:
    """Make a table of numbered objects; an object inside one becomes columns ("place.lat").

    Raises
    ------
    InputError
        if a value is no object, or none has a name in it.

    """
    numbers: list[int] = []
    records: list[dict[str, Any]] = []
    shapes: list[Any] = []
    faults: list[RowFault] = []
    for number, value in values:
        if isinstance(value, _Broken):
            faults.append(RowFault(row=number, reason=value.reason))
            continue
        if not isinstance(value, dict):
            raise InputError(
                f"{name}: record {number}: expected an object, got {str(value)[:40]!r}"
            )
        properties, geometry = _parts(value)
        flat = {key: _cell(cell) for key, cell in _flat(properties)}
        if any(is_unwritable(key) or is_unwritable(cell) for key, cell in flat.items()):
            reason = "a text holds NUL or half a surrogate pair, which is not valid text"
            faults.append(RowFault(row=number, reason=reason))
            continue
        try:
            shape = None if not isinstance(geometry, dict) else from_geojson(geometry)
        except CellError as error:
            faults.append(RowFault(row=number, column="geometry", reason=str(error)))
            continue
        numbers.append(number)
        records.append(flat)
        shapes.append(shape)
    columns = tuple(dict.fromkeys(key for record in records for key in record))
    if not columns and not faults and all(shape is None for shape in shapes):
        raise InputError(f"{name}: expected records with named values, found none")
    held = np.array([None, *shapes], dtype=object)[1:]
    return RawTable(
        name=name,
        syntax=syntax,
        columns=columns,
        cells=tuple(text_column(record.get(column) for record in records) for column in columns),
        rows=np.array(numbers, dtype=np.int64),
        faults=tuple(faults),
        shapes=held if any(shape is not None for shape in shapes) else None,
    )


def _parts(value: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    """Take an object apart into its properties and its GeoJSON geometry."""
    geometry = value.get("geometry")
    if value.get("type") == "Feature":
        given = value.get("properties")
        properties = dict(given) if isinstance(given, dict) else {}
        if "id" in value and "event_id" not in properties:
            properties.setdefault("id", value["id"])
        return properties, geometry
    if "geometry" in value and (geometry is None or isinstance(geometry, dict)):
        return {key: part for key, part in value.items() if key != "geometry"}, geometry
    return value, None


def _flat(value: Mapping[str, Any], above: str = "", depth: int = 1) -> list[tuple[str, Any]]:
    pairs: list[tuple[str, Any]] = []
    for key, part in value.items():
        if isinstance(part, dict) and part and depth < _DEEPEST:
            pairs += _flat(part, f"{above}{key}.", depth + 1)
        else:
            pairs.append((f"{above}{key}", part))
    return pairs


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        return "; ".join(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
