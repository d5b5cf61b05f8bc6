"""Workbooks, Parquet files and GeoPackages to columns of cells and shapes; knows no meanings."""

from __future__ import annotations

import io
import tempfile
import warnings
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from shapely.errors import ShapelyError

from conflict_map.errors import InputError
from conflict_map.tables.cells import text_column
from conflict_map.tables.layout import find_header
from conflict_map.tables.raw_table import RawTable, RowFault, row_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conflict_map.tables.layout import Headerless
    from conflict_map.tables.source import Container, Source

_SAMPLE_ROWS = 40


def read_container(
    source: Source, kind: Container, headerless: Headerless | None = None
) -> RawTable:
    """Read a workbook, a (Geo)Parquet file or a GeoPackage.

    Raises
    ------
    InputError
        if the file is damaged or holds no table.

    """
    if kind == "xlsx":
        return _read_xlsx(source, headerless)
    return _read_parquet(source) if kind == "parquet" else _read_gpkg(source)


# --- workbooks ------------------------------------------------------------------------------------


def _read_xlsx(source: Source, headerless: Headerless | None) -> RawTable:
    """Read the sheet with the most filled rows; a workbook is never asked to calculate."""
    sheets = _sheets(source)
    title, rows = max(sheets, key=lambda sheet: len(sheet[1]), default=("", []))
    if not rows:
        raise InputError(f"{source.name}: expected a table, got a workbook with empty sheets")
    numbered = sorted(rows)
    sample: list[list[str]] = [[] for _ in range(min(_SAMPLE_ROWS, numbered[-1][0]))]
    for number, cells in numbered:
        if number <= len(sample):
            sample[number - 1] = cells
    at, columns, tags, warnings = find_header(source.name, sample, headerless)
    width = max(len(columns), *(len(cells) for _, cells in numbered))
    columns = (*columns, *[""] * (width - len(columns)))
    body = [(number, cells) for number, cells in numbered if number > at + 1]
    padded = [[*cells, *[""] * (width - len(cells))] for _, cells in body]
    if len(sheets) > 1:
        warnings.append(
            f"{source.name}: sheet {title!r} is read, the longest of {len(sheets)}; "
            "save another one as a file of its own"
        )
    return RawTable(
        name=source.name,
        syntax="xlsx",
        columns=columns,
        cells=tuple(text_column(row[n] for row in padded) for n in range(width)),
        rows=np.array([number for number, _ in body], dtype=np.int64),
        tags={c: t for c, t in zip(columns, tags, strict=False) if t.startswith("#")} or None,
        warnings=tuple(warnings),
        escaped=True,
    )


def _sheets(source: Source) -> list[tuple[str, list[tuple[int, list[str]]]]]:
    """Give the sheets that hold anything: the title, and each filled row with its number."""
    import openpyxl  # noqa: PLC0415 - takes its time, and few inputs are workbooks

    try:
        book = openpyxl.load_workbook(io.BytesIO(source.data), read_only=True, data_only=True)
        made = []
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what a file says of its size may be wrong
            rows = []
            for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
                cells = [_cell(value) for value in values]
                while cells and not cells[-1]:
                    cells.pop()
                if cells:
                    rows.append((number, cells))
            if rows:
                made.append((sheet.title, rows))
    except Exception as error:  # noqa: BLE001 - openpyxl fails in many ways on a damaged file
        raise InputError(
            f"{source.name}: the workbook cannot be read ({type(error).__name__}: {error}); "
            "open it, save it again, or save it as CSV"
        ) from None
    return made


def _cell(value: Any) -> str:
    """Write a value as a table of text would: whole numbers without a point, dates as ISO."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    text = str(value)
    return "" if text.startswith("#") and text.rstrip("!?").isupper() and " " not in text else text


# --- Parquet --------------------------------------------------------------------------------------


def _read_parquet(source: Source) -> RawTable:
    """Read a Parquet file; a GeoParquet geometry in WGS 84 is the place of each row."""
    import json  # noqa: PLC0415 - for GeoParquet's metadata only

    from pyarrow import parquet  # noqa: PLC0415 - takes its time

    try:
        table = parquet.read_table(pa.BufferReader(source.data))
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"{source.name}: the Parquet file is damaged: {_line(error)}") from None
    try:
        about = json.loads((table.schema.metadata or {}).get(b"geo", b"null"))
        geo = about["columns"][about["primary_column"]] | {"column": about["primary_column"]}
    except (ValueError, KeyError, TypeError):
        geo = None
    shapes = faults = None
    if geo is not None and geo["column"] in table.column_names:
        _check_crs(source.name, geo.get("crs", "OGC:CRS84"))
        shapes, faults = _from_wkb(table.column(geo["column"]).to_pylist())
        table = table.drop_columns([geo["column"]])
    return _arrow_table(source.name, "parquet", table, shapes, faults or {})


def _check_crs(name: str, crs: Any) -> None:
    """Refuse coordinates that are not longitude and latitude on WGS 84; no CRS means that."""
    if crs is None or crs == "OGC:CRS84":
        return
    from pyproj import CRS  # noqa: PLC0415 - opens its database
    from pyproj.exceptions import CRSError  # noqa: PLC0415

    try:
        given = CRS.from_user_input(crs)
        sound = given.to_epsg() == 4326 or given.equals(CRS("OGC:CRS84"))
    except CRSError:
        sound = False
    if not sound:
        raise InputError(f"{name}: expected longitude and latitude in WGS 84, got {str(crs)[:80]}")


def _from_wkb(values: Iterable[bytes | None]) -> tuple[np.ndarray[Any, Any], dict[int, str]]:
    listed = list(values)
    shapes = np.full(len(listed), None, dtype=object)
    faults: dict[int, str] = {}
    for at, value in enumerate(listed):
        if value is None:
            continue
        try:
            shapes[at] = shapely.force_2d(shapely.from_wkb(value))
        except (ShapelyError, TypeError):
            faults[at] = "the geometry is damaged"
    return shapes, faults


def _arrow_table(
    name: str,
    syntax: str,
    table: Any,
    shapes: np.ndarray[Any, Any] | None,
    shape_faults: dict[int, str],
) -> RawTable:
    cells = [_as_texts(table.column(at)) for at in range(table.num_columns)]
    kept = np.array([at for at in range(table.num_rows) if at not in shape_faults], dtype=np.int64)
    rows = row_numbers(2, table.num_rows)
    faults = [
        RowFault(row=int(rows[at]), column="geometry", reason=reason)
        for at, reason in shape_faults.items()
    ]
    if shape_faults:
        cells = [column.take(pa.array(kept)) for column in cells]
        shapes = None if shapes is None else shapes[kept]
    return RawTable(
        name=name,
        syntax=syntax,
        columns=tuple(table.column_names),
        cells=tuple(cells),
        rows=rows[kept],
        faults=tuple(faults),
        shapes=shapes,
    )


def _as_texts(column: Any) -> Any:
    """Write a column of any type as texts; whole numbers that a program made floats stay whole."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
        kind = column.type
    if pa.types.is_timestamp(kind):
        days = column.cast(pa.date32(), safe=False)
        whole = pc.all(pc.equal(days.cast(kind, safe=False), column)).as_py()
        column = days if whole is not False else column
    elif pa.types.is_floating(kind):
        # Arrow writes 1e+06 for a million; Python's shortest form is what the value is.
        return text_column(None if v is None or v != v else _cell(v) for v in column.to_pylist())  # noqa: PLR0124
    elif not (
        pa.types.is_string(kind) or pa.types.is_large_string(kind)
        or pa.types.is_integer(kind) or pa.types.is_date(kind) or pa.types.is_boolean(kind)
    ):  # fmt: skip
        return text_column(None if v is None else _cell(v) for v in column.to_pylist())
    return pc.fill_null(column.cast(pa.large_string()), "")


# --- GeoPackages ----------------------------------------------------------------------------------


def _read_gpkg(source: Source) -> RawTable:
    """Read the first layer of a GeoPackage, brought to WGS 84 if it is in another system."""
    import pyogrio  # type: ignore[import-untyped]  # noqa: PLC0415 - loads GDAL

    try:
        # GDAL complains on standard error of a GeoPackage in memory, for want of a suffix.
        with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is wrong with the file comes as an error
            path = Path(folder) / "input.gpkg"
            path.write_bytes(source.data)
            layers = pyogrio.list_layers(path)
            if not len(layers):
                raise InputError(f"{source.name}: the GeoPackage has no layer")
            about, table = pyogrio.read_arrow(path, layer=str(layers[0][0]))
    except (RuntimeError, OSError, ValueError, pa.ArrowException) as error:
        raise InputError(f"{source.name}: the GeoPackage cannot be read: {_line(error)}") from None
    said = []
    if len(layers) > 1:
        said.append(
            f"{source.name}: layer {str(layers[0][0])!r} is read, the first of {len(layers)}"
        )
    shapes, faults = None, dict[int, str]()
    geometry = about.get("geometry_name") or "wkb_geometry"
    if geometry in table.column_names:
        shapes, faults = _from_wkb(table.column(geometry).to_pylist())
        table = table.drop_columns([geometry])
        if about.get("crs"):
            shapes, more = _in_degrees(source.name, shapes, about["crs"])
            said += more
    made = _arrow_table(source.name, "gpkg", table, shapes, faults)
    return RawTable(
        name=made.name, syntax=made.syntax, columns=made.columns, cells=made.cells, rows=made.rows,
        faults=made.faults, shapes=made.shapes, warnings=tuple(said),
    )  # fmt: skip


def _in_degrees(
    name: str, shapes: np.ndarray[Any, Any], crs: str
) -> tuple[np.ndarray[Any, Any], list[str]]:
    import geopandas as gpd  # noqa: PLC0415 - opens its own libraries

    placed = gpd.GeoSeries(shapes, crs=crs)
    if placed.crs is None or placed.crs.to_epsg() == 4326:
        return shapes, []
    try:
        turned = placed.to_crs(4326).to_numpy()
    except Exception as error:  # noqa: BLE001 - pyproj's errors are of several kinds
        raise InputError(
            f"{name}: the geometry cannot be brought to WGS 84: {_line(error)}"
        ) from None
    return turned, [f"{name}: the geometry was in {placed.crs.to_string()[:60]}; brought to WGS 84"]


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
