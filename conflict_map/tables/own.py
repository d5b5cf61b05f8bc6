"""Our own exports, read back without loss: CSV, JSON lines and GeoJSON; knows no other table."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import shapely
from shapely.errors import ShapelyError

from conflict_map.events.columns import COLUMN_NAMES, COLUMNS, ColumnKind
from conflict_map.tables.formats import TableFormat
from conflict_map.tables.geometry import from_geojson
from conflict_map.tables.report import Rejection
from conflict_map.tables.rows import Converted
from conflict_map.tables.values import CellError

if TYPE_CHECKING:
    from collections.abc import Callable

    from shapely.geometry.base import BaseGeometry

    from conflict_map.tables.raw import RawTable, Record

WKT_COLUMN: Final = "geometry_wkt"
"""The column of a CSV export that holds the geometry (lon lat, WGS 84)."""
ESCAPED: Final = tuple("=+-@\t\r\n'\uff1d\uff0b\uff0d\uff20")
"""What a text cell may not begin with in a spreadsheet; such a cell gets an apostrophe."""

OWN: Final = TableFormat(
    name="conflict-map",
    title="conflict-map export",
    signatures=(frozenset(COLUMN_NAMES),),
    columns={name: (name,) for name in COLUMN_NAMES},
)


def escape_cell(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run or that begins with one.

    >>> escape_cell("=1+1"), escape_cell("Hama"), escape_cell("'quoted'")
    ("'=1+1", 'Hama', "''quoted'")
    """
    return "'" + text if text.startswith(ESCAPED) else text


def unescape_cell(text: str) -> str:
    """Undo ``escape_cell``.

    >>> unescape_cell(escape_cell("'=1+1"))
    "'=1+1"
    """
    return text[1:] if text.startswith("'") and text[1:].startswith(ESCAPED) else text


def convert_own(table: RawTable) -> Converted:
    """Read every column by its kind; a cell that does not fit rejects its row."""
    index = {name.strip(): at for at, name in enumerate(table.columns)}
    cells: dict[str, list[Any]] = {name: [] for name in (*COLUMN_NAMES, "geometry")}
    rows: list[int] = []
    rejections: list[Rejection] = []
    for record in table.records:
        fault, row = _row(table, record, index)
        if fault is not None:
            rejections.append(fault)
            continue
        rows.append(record.row)
        for name, column in cells.items():
            column.append(row[name])
    return Converted(cells=cells, rows=tuple(rows), rejections=tuple(rejections))


def _row(
    table: RawTable, record: Record, index: dict[str, int]
) -> tuple[Rejection | None, dict[str, Any]]:
    def rejected(column: str, value: str, reason: str) -> Rejection:
        return Rejection(
            input=table.name, row=record.row, column=column, value=value, reason=reason
        )

    if record.fault is not None:
        return rejected("", "", record.fault), {}
    row: dict[str, Any] = {}
    for column in COLUMNS:
        cell = record.cells[index[column.name]]
        if column.kind is ColumnKind.TEXT:
            row[column.name] = unescape_cell(cell) if table.escaped else cell
            continue
        try:
            row[column.name] = _READERS[column.kind](cell) if cell.strip() else None
        except (ValueError, OverflowError):
            return rejected(column.name, cell, f"expected a {column.kind}"), {}
    if not row["event_id"]:
        return rejected("event_id", "", "expected an identifier"), {}
    try:
        row["geometry"] = _geometry(record, index)
    except CellError as error:
        return rejected("geometry", "", str(error)), {}
    return None, row


def _geometry(record: Record, index: dict[str, int]) -> BaseGeometry | None:
    if record.geometry is not None:
        return from_geojson(record.geometry)
    text = record.cells[index[WKT_COLUMN]] if WKT_COLUMN in index else ""
    if not text.strip():
        return None
    try:
        return shapely.from_wkt(text)
    except ShapelyError:
        raise CellError("expected a geometry as well-known text (WKT)") from None


def _count(text: str) -> int:
    if not re.fullmatch(r"\s*-?\d{1,19}(?:\.0)?\s*", text):
        raise ValueError(text)
    number = int(text.split(".", maxsplit=1)[0])
    if abs(number) >= 2**63:
        raise OverflowError(text)
    return number


_READERS: Final[dict[ColumnKind, Callable[[str], Any]]] = {
    ColumnKind.DATE: lambda text: date.fromisoformat(text.strip()),
    ColumnKind.COUNT: _count,
    ColumnKind.NUMBER: float,
}
