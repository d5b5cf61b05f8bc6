"""Rows to a table that people edit, as CSV or a workbook; knows no columns and no events."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from conflict_map.errors import OutputError, UsageError
from conflict_map.tables.own import escape_cell
from conflict_map.tables.saving import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SUFFIXES: Final = (".csv", ".xlsx")
_MOST_CHARACTERS: Final = 32_767
_MOST_ROWS: Final = 1_048_576
"""Limits of a workbook (Microsoft, "Excel specifications and limits")."""
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FIXED_TIME: Final = "2000-01-01T00:00:00Z"
_TIMES: Final = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")

Cell = str | int | float | None


def check_sheet(path: str | Path) -> str:
    """Give the suffix of a table that people edit.

    >>> check_sheet("output/review.XLSX")
    '.xlsx'

    Raises
    ------
    UsageError
        if it is neither CSV nor a workbook.

    """
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise UsageError(f"{path}: expected a file that ends in .csv or .xlsx, got {suffix!r}")
    return suffix


def write_sheet(header: Sequence[str], rows: Iterable[Sequence[Cell]], path: str | Path) -> None:
    """Write a table, the whole file or nothing; None is an empty cell.

    A text that a spreadsheet would run gets an apostrophe before it, which reading takes off. CSV
    begins with the mark of UTF-8, without which a spreadsheet garbles every script but Latin.

    Raises
    ------
    UsageError
        if the suffix is another.
    OutputError
        if the file cannot be written, or does not fit into a workbook.

    """
    suffix = check_sheet(path)
    with replacing(path) as temporary:
        if suffix == ".csv":
            with temporary.open("w", encoding="utf-8-sig", newline="") as stream:
                writer = csv.writer(stream)  # RFC 4180: commas, doubled quotes, CRLF
                writer.writerow(header)
                writer.writerows([_text(cell) for cell in row] for row in rows)
        else:
            temporary.write_bytes(_workbook(header, rows, str(path)))


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return escape_cell(cell) if isinstance(cell, str) else repr(cell)


def _workbook(header: Sequence[str], rows: Iterable[Sequence[Cell]], path: str) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 - takes its time, and few outputs are workbooks
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet("review")
    sheet.freeze_panes = "A2"
    sheet.append(list(header))
    for number, row in enumerate(rows, start=2):
        if number > _MOST_ROWS:
            raise OutputError(f"{path}: a workbook holds {_MOST_ROWS} rows; write .csv")
        cells: list[Any] = []
        for value in row:
            if not isinstance(value, str):
                cells.append(value)
                continue
            text = _NO_XML.sub("", escape_cell(value))
            if len(text) > _MOST_CHARACTERS:
                raise OutputError(
                    f"{path}: row {number} has a text of {len(text)} characters and a workbook "
                    f"holds {_MOST_CHARACTERS}; write .csv"
                )
            cell = WriteOnlyCell(sheet, value=text)
            cell.data_type = "s"  # a text, whatever it begins with
            cells.append(cell)
        sheet.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return _without_times(stream.getvalue())


def _without_times(workbook: bytes) -> bytes:
    """Pack a workbook again with fixed times, so that the same rows give the same bytes."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _TIMES.sub(_FIXED_TIME.encode(), data)
            packed = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            packed.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(packed, data)
    return out.getvalue()
