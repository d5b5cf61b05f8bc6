"""The rows of an Excel workbook as text; knows no meaning of columns."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from conflict_map.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def read_sheet(path: Path, sheet: str | None = None) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """Give the name of a sheet and its rows; the longest sheet where none is named.

    Formulas give the values that Excel stored with them.

    Raises
    ------
    InputError
        If the file is no workbook or cannot be read.
    UsageError
        If there is no such sheet, or the package that reads workbooks is missing.
    """
    try:
        import openpyxl  # noqa: PLC0415 - an option: pip install "conflict-map[excel]"
    except ImportError:
        raise UsageError(
            f'{path}: reading .xlsx needs openpyxl: pip install "conflict-map[excel]"'
        ) from None
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        names = list(book.sheetnames)
        if sheet is not None and sheet not in names:
            raise UsageError(f"{path}: no sheet {sheet!r}; there are: {', '.join(names)}")
        best: tuple[str, tuple[tuple[str, ...], ...]] = ("", ())
        for name in [sheet] if sheet else names:
            rows = tuple(_texts(row) for row in book[name].iter_rows(values_only=True))
            if len(rows) > len(best[1]):
                best = (name, rows)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError) as error:
        if isinstance(error, UsageError):
            raise
        raise InputError(f"{path}: cannot be read as an Excel workbook: {error}") from None
    if not best[1]:
        raise InputError(f"{path}: the workbook is empty")
    return best


def _texts(row: Sequence[object]) -> tuple[str, ...]:
    return tuple("" if cell is None else str(cell) for cell in row)
