"""Our own exports, read back without loss from every format; knows no other table."""

from __future__ import annotations

import re
from collections.abc import Callable  # noqa: TC003 - the table of readers is typed with it
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from shapely.errors import ShapelyError

from conflict_map.events.columns import COLUMN_NAMES, COLUMNS, Column, ColumnKind
from conflict_map.tables.cells import Words, kept_rows, text_column
from conflict_map.tables.faults import RowFaults
from conflict_map.tables.formats import TableFormat
from conflict_map.tables.rows import Converted, text_array

if TYPE_CHECKING:
    from conflict_map.tables.raw_table import RawTable

WKT_COLUMN: Final = "geometry_wkt"
"""The column of a CSV export that holds the geometry (lon lat, WGS 84)."""
ESCAPED: Final = tuple("=+-@\t\r\n'\uff1d\uff0b\uff0d\uff20")
"""What a text cell may not begin with in a spreadsheet; such a cell gets an apostrophe."""

_ADDED: Final = frozenset({"source_type", "how_placed", "duplicate_of", "citation", "corrected"})
"""Columns that exports of version 0.1.0 do not have."""
NEEDED: Final = frozenset(COLUMN_NAMES) - _ADDED

OWN: Final = TableFormat(
    name="conflict-map",
    title="conflict-map export",
    signatures=(NEEDED,),
    columns={name: (name,) for name in COLUMN_NAMES},
    ids_are_global=True,
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
    """Read every column by its kind; a cell that does not fit rejects its row.

    Columns that a later version added may be missing, and are then unknown.
    """
    faults = RowFaults(table)
    index = {name.strip(): at for at, name in enumerate(table.columns)}
    arrays: dict[str, Any] = {}
    for column in COLUMNS:
        if column.name not in index:
            continue
        cells = table.column(index[column.name])
        if column.kind is ColumnKind.TEXT:
            arrays[column.name] = _texts(cells, escaped=table.escaped)
        else:
            arrays[column.name] = _values(cells, column, faults)
    for position in np.flatnonzero(arrays["event_id"].is_null().to_numpy()).tolist():
        faults.reject(position, "event_id", "", "expected an identifier")
    shapes = _shapes(table, index, faults)
    kept = faults.sound()
    frame = pd.DataFrame(
        {
            name: text_array(kept_rows(values, kept)) if isinstance(values, pa.ChunkedArray)
            else values[kept]
            for name, values in arrays.items()
        }
    )  # fmt: skip
    return Converted(
        frame=frame,
        shapes=None if shapes is None else shapes[kept],
        rows=table.rows[kept],
        rejections=faults.rejections(),
    )


def _texts(cells: Any, *, escaped: bool) -> Any:
    if escaped and pc.any(pc.starts_with(cells, "'")).as_py():
        cells = text_column(unescape_cell(cell) for cell in cells.to_pylist())
    return pc.if_else(pc.equal(cells, ""), pa.scalar(None, pa.large_string()), cells)


def _values(cells: Any, column: Column, faults: RowFaults) -> Any:
    words = Words.of(cells)
    read, dtype, blank = _READERS[column.kind]
    values = np.full(len(words.words), blank, dtype=dtype)
    missing = np.ones(len(words.words), dtype=bool)
    wrong: dict[int, str] = {}
    for code, cell in enumerate(words.words):
        if not cell.strip():
            continue
        try:
            values[code], missing[code] = read(cell), False
        except (ValueError, OverflowError):
            wrong[code] = f"expected a {column.kind}"
    faults.reject_words(column.name, words, wrong)
    spread = values[words.codes]
    if column.kind is ColumnKind.COUNT:
        return pd.arrays.IntegerArray(spread, missing[words.codes])
    return spread


def _shapes(
    table: RawTable, index: dict[str, int], faults: RowFaults
) -> np.ndarray[Any, Any] | None:
    if table.shapes is not None or WKT_COLUMN not in index:
        return table.shapes
    words = Words.of(table.column(index[WKT_COLUMN]))
    made = np.full(len(words.words), None, dtype=object)
    wrong: dict[int, str] = {}
    for code, text in enumerate(words.words):
        if not text.strip():
            continue
        try:
            made[code] = shapely.from_wkt(text)
        except ShapelyError:
            wrong[code] = "expected a geometry as well-known text (WKT)"
    faults.reject_words(WKT_COLUMN, words, wrong)
    spread: np.ndarray[Any, Any] = made[words.codes]
    return spread


def _count(text: str) -> int:
    if not re.fullmatch(r"\s*-?\d{1,19}(?:\.0)?\s*", text):
        raise ValueError(text)
    number = int(text.split(".", maxsplit=1)[0])
    if abs(number) >= 2**63:
        raise OverflowError(text)
    return number


def _day(text: str) -> np.datetime64:
    day = text.strip()
    # A GeoPackage or workbook may have put a midnight behind a date.
    return np.datetime64(date.fromisoformat(day.removesuffix(" 00:00:00")), "s")


_READERS: Final[dict[ColumnKind, tuple[Callable[[str], Any], str, Any]]] = {
    ColumnKind.DATE: (_day, "datetime64[s]", np.datetime64("NaT", "s")),
    ColumnKind.COUNT: (_count, "int64", 0),
    ColumnKind.NUMBER: (float, "float64", np.nan),
}
"""For each kind: how a cell is read, the type of the array, and what stands for unknown in it."""
