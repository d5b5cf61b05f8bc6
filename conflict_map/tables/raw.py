"""Records of a table file as text: CSV, TSV, JSON lines, JSON, GeoJSON; knows no meanings."""

from __future__ import annotations

import csv
import io
import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from conflict_map.errors import InputError
from conflict_map.events.validation import is_unwritable
from conflict_map.tables.source import Source, decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MAX_CELL: Final = 16 * 1024**2
"""The most characters that one cell may hold."""
DELIMITERS: Final = (",", ";", "\t", "|")

_SAMPLE_RECORDS: Final = 20
_LONLAT_CRS: Final = ("CRS84", "4326")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row: its number as a spreadsheet shows it and its cells, as many as there are columns."""

    row: int
    cells: tuple[str, ...]
    geometry: Mapping[str, Any] | None = None
    """The GeoJSON geometry, where the file has one."""
    fault: str | None = None
    """Why the row cannot be read at all, in words; its cells are then not to be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTable:
    """A table as text; nothing was interpreted yet."""

    name: str
    syntax: str
    """csv, json lines, json or geojson."""
    columns: tuple[str, ...]
    records: tuple[Record, ...] = field(repr=False)
    warnings: tuple[str, ...] = ()
    escaped: bool = False
    """Whether cells may carry the apostrophe that keeps a spreadsheet from running them."""


def read_raw(source: Source) -> RawTable:
    """Read the records of a table.

    Raises
    ------
    InputError
        if the source is not text, not whole, or no table.

    """
    decoded = decode(source)
    head = decoded.text.lstrip()[:1]
    if head in ("{", "["):
        table = _read_json(source.name, decoded.text)
    elif head:
        table = _read_delimited(source, decoded.text)
    else:
        raise InputError(f"{source.name}: expected a table, got an empty file")
    return RawTable(
        name=source.name,
        syntax=table.syntax,
        columns=table.columns,
        records=table.records,
        warnings=decoded.warnings + table.warnings,
        escaped=table.escaped,
    )


# --- delimited text ---------------------------------------------------------------------------


def sniff_delimiter(text: str) -> str | None:
    r"""Choose among comma, semicolon, tab and bar the one that cuts the first records alike.

    >>> sniff_delimiter("id;lat;lon\na;35,1;36,7\n")
    ';'
    >>> sniff_delimiter("just a sentence") is None
    True
    """
    best: tuple[float, int] | None = None
    chosen = None
    for delimiter in DELIMITERS:
        widths = _widths(text, delimiter)
        if not widths or widths[0] < 2:
            continue
        alike = sum(width == widths[0] for width in widths) / len(widths)
        # A header that is cut in more pieces wins unless its rows plainly disagree with it.
        key = (round(alike * 2), widths[0])
        if best is None or key > best:
            best, chosen = key, delimiter
    return chosen


def _widths(text: str, delimiter: str) -> list[int]:
    reader = csv.reader(io.StringIO(text[: 256 * 1024], newline=""), delimiter=delimiter)
    widths: list[int] = []
    try:
        with _cell_limit():
            for cells in reader:
                if cells:
                    widths.append(len(cells))
                if len(widths) == _SAMPLE_RECORDS:
                    break
    except csv.Error:
        pass  # the full read says what is wrong; the records so far are enough to choose
    return widths


def _read_delimited(source: Source, text: str) -> RawTable:
    delimiter = sniff_delimiter(text)
    if delimiter is None:
        raise InputError(
            f"{source.name}: expected a table with a header of two or more columns, "
            "separated by comma, semicolon, tab or bar"
        )
    warnings: list[str] = []
    try:
        lines = list(_cells(text, delimiter, csv.QUOTE_MINIMAL))
    except csv.Error as error:
        lines = _unquoted(source.name, text, delimiter, error)
        warnings.append(f"{source.name}: quotation marks are read as plain characters ({error})")
    first = next(index for index, cells in enumerate(lines) if cells)
    columns = tuple(cell.strip().removeprefix("\ufeff") for cell in lines[first])
    width = len(columns)
    records: list[Record] = []
    for row, cells in enumerate(lines[first + 1 :], start=first + 2):
        if not any(cells):
            continue  # an empty line is a row of the sheet but no record
        if not records and _is_hxl(cells):
            warnings.append(f"{source.name}: row {row} holds HXL tags and is no event")
            continue
        records.append(_record(row, cells, width))
    return RawTable(
        name=source.name,
        syntax="csv",
        columns=columns,
        records=tuple(records),
        warnings=tuple(warnings),
        escaped=True,
    )


def _record(row: int, cells: list[str], width: int) -> Record:
    if len(cells) > width and any(cells[width:]):
        fault = f"{len(cells)} cells under {width} columns: a separator outside quotation marks?"
    elif len(cells) < width:
        fault = f"{len(cells)} cells under {width} columns: the row is cut off or misaligned"
    else:
        return Record(row=row, cells=tuple(cells[:width]))
    padded = (*cells[:width], *[""] * (width - len(cells)))
    return Record(row=row, cells=padded, fault=fault)


def _cells(text: str, delimiter: str, quoting: int) -> Iterator[list[str]]:
    stream = io.StringIO(text, newline="")
    strict = quoting == csv.QUOTE_MINIMAL
    reader = csv.reader(stream, delimiter=delimiter, quoting=quoting, strict=strict)  # type: ignore[arg-type]
    with _cell_limit():
        yield from reader


def _unquoted(name: str, text: str, delimiter: str, error: csv.Error) -> list[list[str]]:
    """Read with quotation marks as characters, if then every row fits the header; else refuse."""
    line = _line_of_fault(text, delimiter)
    refusal = (
        f"{name}: line {line}: {error}; a quotation mark is not closed or not doubled, so the "
        "rows after it cannot be told apart: mend it and try again"
    )
    try:
        lines = list(_cells(text, delimiter, csv.QUOTE_NONE))
    except csv.Error:
        raise InputError(refusal) from None
    filled = [cells for cells in lines if cells]
    if any(len(cells) != len(filled[0]) for cells in filled):
        raise InputError(refusal)
    return lines


def _line_of_fault(text: str, delimiter: str) -> int:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        with _cell_limit():
            for _ in reader:
                start = reader.line_num + 1
    except csv.Error:
        pass
    return start


@contextmanager
def _cell_limit() -> Iterator[None]:
    """Raise the csv module's limit of 131,072 characters, which a province's outline exceeds."""
    before = csv.field_size_limit(MAX_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _is_hxl(cells: Iterable[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    return sum(cell.lstrip().startswith("#") for cell in filled) * 2 > len(filled)


# --- JSON ---------------------------------------------------------------------------------------


def _read_json(name: str, text: str) -> RawTable:
    try:
        whole = _parse(text)
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
        return _wrap(name, [(1, whole)], "json lines")
    if isinstance(whole, list):
        return _wrap(name, list(enumerate(whole, start=1)), "json")
    raise InputError(
        f"{name}: expected a list of records or a FeatureCollection, got {text[:40]!r}"
    )


def _parse(text: str) -> Any:
    # Numbers stay as they are written: no digit is lost before a column's meaning is known.
    return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)


def _read_lines(name: str, text: str) -> RawTable:
    values: list[tuple[int, Any]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            values.append((number, _parse(line)))
        except json.JSONDecodeError as error:
            values.append((number, _Broken(f"not JSON: {error.msg} at character {error.colno}")))
        except RecursionError:
            values.append((number, _Broken("JSON is nested too deeply")))
    return _wrap(name, values, "json lines")


def _read_features(name: str, whole: dict[str, Any]) -> RawTable:
    crs = json.dumps(whole.get("crs")) if whole.get("crs") else ""
    if crs and not any(code in crs for code in _LONLAT_CRS):
        raise InputError(f"{name}: expected longitude and latitude in WGS 84, got {crs[:80]}")
    features = whole.get("features")
    if not isinstance(features, list):
        raise InputError(f"{name}: the FeatureCollection has no list of features")
    return _wrap(name, list(enumerate(features, start=1)), "geojson")


@dataclass(frozen=True, slots=True)
class _Broken:
    """A line that is no JSON, with the reason."""

    reason: str


def _wrap(name: str, values: list[tuple[int, Any]], syntax: str) -> RawTable:
    rows: list[tuple[int, dict[str, Any], Any]] = []
    for number, value in values:
        if isinstance(value, dict):
            rows.append((number, *_parts(value)))
        elif isinstance(value, _Broken):
            rows.append((number, {}, value))
        else:
            raise InputError(
                f"{name}: record {number}: expected an object, got {str(value)[:40]!r}"
            )
    columns = tuple(dict.fromkeys(str(key) for _, properties, _ in rows for key in properties))
    if not columns:
        raise InputError(f"{name}: expected records with named values, found none")
    return RawTable(
        name=name,
        syntax=syntax,
        columns=columns,
        records=tuple(_object_record(row, values, columns, shape) for row, values, shape in rows),
    )


def _parts(value: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    """Take an object apart into its properties and its GeoJSON geometry."""
    geometry = value.get("geometry")
    if value.get("type") == "Feature":
        properties = dict(value.get("properties") or {})
        if "id" in value and "event_id" not in properties:
            properties.setdefault("id", value["id"])
        return properties, geometry
    if "geometry" in value and (geometry is None or isinstance(geometry, dict)):
        return {key: part for key, part in value.items() if key != "geometry"}, geometry
    return value, None


def _object_record(
    row: int, values: dict[str, Any], columns: tuple[str, ...], geometry: Any
) -> Record:
    if isinstance(geometry, _Broken):
        return Record(row=row, cells=("",) * len(columns), fault=geometry.reason)
    cells = tuple(_cell(values.get(column)) for column in columns)
    if any(is_unwritable(cell) for cell in cells):
        fault = "a text holds NUL or half a surrogate pair, which is not valid text"
        return Record(row=row, cells=("",) * len(columns), fault=fault)
    return Record(row=row, cells=cells, geometry=geometry if isinstance(geometry, dict) else None)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
