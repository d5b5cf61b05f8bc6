"""A table as columns of text with the numbers of its rows; knows files' syntax and no meanings."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from shapely.geometry import mapping

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


MAX_CELL: Final = 16 * 1024**2
"""The most characters that one cell may hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row: its number as a spreadsheet shows it and its cells, as many as there are columns."""

    row: int
    cells: tuple[str, ...]
    geometry: Mapping[str, Any] | None = None
    """The GeoJSON geometry, where the file has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFault:
    """A row that cannot be read at all, and why, in words."""

    row: int
    reason: str
    column: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTable:
    """A table as text; nothing was interpreted yet."""

    name: str
    syntax: str
    """csv, json lines, json, geojson, xlsx, parquet or gpkg."""
    columns: tuple[str, ...]
    cells: tuple[Any, ...] = field(repr=False)
    """One Arrow column of texts for each name; the empty text where a cell is empty."""
    rows: np.ndarray[Any, Any] = field(repr=False)
    """The number of each row, as a spreadsheet shows it, the header being row 1."""
    faults: tuple[RowFault, ...] = field(repr=False, default=())
    """Rows that are not among those above."""
    shapes: np.ndarray[Any, Any] | None = field(repr=False, default=None)
    """The geometry of each row (shapely; lon, lat; WGS 84) or None, where the file has any."""
    tags: Mapping[str, str] | None = None
    """HXL: the hashtag of each column that has one, by the column's name."""
    warnings: tuple[str, ...] = ()
    escaped: bool = False
    """Whether cells may carry the apostrophe that keeps a spreadsheet from running them."""

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def count(self) -> int:
        """Give the number of records in the file, readable or not."""
        return len(self.rows) + len(self.faults)

    @property
    def records(self) -> Iterator[Record]:
        """Give the readable rows one after another."""
        lists = [column.to_pylist() for column in self.cells]
        shapes = [None] * len(self) if self.shapes is None else self.shapes.tolist()
        for row, shape, *cells in zip(self.rows.tolist(), shapes, *lists, strict=True):
            geometry = None if shape is None else mapping(shape)
            yield Record(row=row, cells=tuple(cells), geometry=geometry)

    def column(self, position: int) -> Any:
        """Give the cells of a column (Arrow texts)."""
        return self.cells[position]

    def only(self, positions: Sequence[int]) -> RawTable:
        """Give the table with these of its columns."""
        return replace(
            self,
            columns=tuple(self.columns[at] for at in positions),
            cells=tuple(self.cells[at] for at in positions),
        )

    def with_columns(self, made: Mapping[str, Any]) -> RawTable:
        """Give the table with more columns behind its own."""
        return replace(
            self,
            columns=(*self.columns, *made),
            cells=(*self.cells, *made.values()),
        )


def row_numbers(first: int, length: int) -> np.ndarray[Any, Any]:
    """Give consecutive row numbers.

    >>> row_numbers(2, 3).tolist()
    [2, 3, 4]
    """
    return np.arange(first, first + length, dtype=np.int64)
