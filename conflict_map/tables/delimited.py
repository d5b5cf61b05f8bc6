"""Delimited text to columns of cells: header, delimiter, quotation marks; knows no meanings."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from conflict_map.errors import InputError
from conflict_map.tables.layout import SAMPLE_BYTES, cell_limit, find_layout
from conflict_map.tables.raw_table import MAX_CELL, RawTable, RowFault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conflict_map.tables.layout import Headerless, Layout

Wanted = Callable[[tuple[str, ...]], Sequence[int] | None]
"""Says of the names of all columns of a table which of them are to be read; None for all."""

_BLOCK: Final = 2 * MAX_CELL
_BATCH: Final = 50_000
_QUOTE: Final = ord('"')


class NotUtf8Error(Exception):
    """Say that the bytes are in another encoding than UTF-8."""


def read_delimited(
    name: str,
    data: memoryview,
    headerless: Headerless | None = None,
    wanted: Wanted | None = None,
) -> RawTable:
    """Read a delimited table of UTF-8 text; of its columns those that are wanted.

    Raises
    ------
    NotUtf8Error
        if the bytes are no UTF-8.
    InputError
        if it has no two columns, or a quotation mark is not closed.

    """
    # The sample may end inside a letter; a letter less is no harm to it.
    cut = codecs.getincrementaldecoder("utf-8")()
    try:
        head = cut.decode(bytes(data[:SAMPLE_BYTES]))
    except UnicodeDecodeError:
        raise NotUtf8Error from None
    layout = find_layout(name, head, headerless)
    chosen = None if wanted is None else wanted(layout.columns)
    if not _has_loose_quotes(data, layout.delimiter):
        table = _read_fast(name, data, layout, chosen)
        if table is not None:
            return table
    table = _read_strictly(name, _text_of(data), layout)
    return table if chosen is None else table.only(chosen)


def _text_of(data: memoryview) -> str:
    try:
        return bytes(data).decode()
    except UnicodeDecodeError:
        raise NotUtf8Error from None


# --- the fast way ---------------------------------------------------------------------------------


def _has_loose_quotes(data: memoryview, delimiter: str) -> bool:
    """Tell whether quotation marks need a reader that weighs each: one stands between letters.

    Whole cells in marks, and marks doubled inside them, are what RFC 4180 has; with those alone the
    fast reader gives the same as the strict one.
    """
    if not data.nbytes:
        return False
    numbers = np.frombuffer(data, dtype=np.uint8)
    edges = np.zeros(256, dtype=bool)
    edges[[_QUOTE, ord("\n"), ord("\r"), ord(delimiter)]] = True
    total = 0
    for start in range(0, len(numbers), _BLOCK):
        part = numbers[start : start + _BLOCK]
        marks = np.flatnonzero(part == _QUOTE) + start
        total += len(marks)
        inner = marks[(marks > 0) & (marks < len(numbers) - 1)]
        if (~edges[numbers[inner - 1]] & ~edges[numbers[inner + 1]]).any():
            return True
    return total % 2 == 1


@dataclass(slots=True)
class _Ragged:
    """Collects the rows that have more or fewer cells than the header."""

    rows: list[tuple[int, int, str]] = field(default_factory=list)

    def __call__(self, row: Any) -> str:
        self.rows.append((row.number, row.actual_columns, row.text))
        return "skip"


def _read_fast(
    name: str, data: memoryview, layout: Layout, chosen: Sequence[int] | None
) -> RawTable | None:
    """Read with Arrow; None where it cannot be done so."""
    width = len(layout.columns)
    ragged = _Ragged()
    keys = [str(n) for n in range(width)]
    taken = range(width) if chosen is None else chosen
    try:
        table = arrow_csv.read_csv(
            pa.py_buffer(data),
            # One thread: then a row that does not fit is known by its number.
            read_options=arrow_csv.ReadOptions(
                use_threads=False, column_names=keys, block_size=_BLOCK
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=layout.delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=ragged,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(keys, pa.large_string()),
                include_columns=[keys[at] for at in taken],
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid as error:
        if "straddl" in str(error):
            raise InputError(f"{name}: a cell has more than {MAX_CELL} characters") from None
        return None
    rows = _numbers(table.num_rows, [number for number, _, _ in ragged.rows])
    skip = int(np.searchsorted(rows, layout.first))
    columns, rows = [column.slice(skip) for column in table.columns], rows[skip:]
    mended: list[tuple[int, list[str]]] = []
    faults: list[RowFault] = []
    for number, _, text in ragged.rows:
        if number < layout.first:
            continue
        cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=layout.delimiter), [])
        fitted = _fitted(number, cells, layout.columns)
        if isinstance(fitted, RowFault):
            faults.append(fitted)
        else:
            mended.append((number, [fitted[at] for at in taken]))
    if mended:
        columns, rows = _with_mended(columns, rows, mended)
    made = _finished(name, layout, columns, rows, faults=faults, taken=taken)
    # A row that is blank in the columns that were read may hold something in the others.
    blank = chosen is not None and len(made) < len(rows)
    whole = _read_fast(name, data, layout, None) if blank else None
    return made if whole is None or chosen is None else whole.only(chosen)


def _numbers(count: int, taken: Sequence[int]) -> np.ndarray[Any, Any]:
    """Give the numbers of ``count`` rows, from 1, that leave out the numbers taken."""
    rows = np.arange(1, count + len(taken) + 1, dtype=np.int64)
    return np.delete(rows, np.asarray(taken, dtype=np.int64) - 1) if taken else rows


def _with_mended(
    columns: Sequence[Any], rows: np.ndarray[Any, Any], mended: Sequence[tuple[int, list[str]]]
) -> tuple[list[Any], np.ndarray[Any, Any]]:
    more = [
        pa.array([cells[at] for _, cells in mended], pa.large_string())
        for at in range(len(columns))
    ]
    joined = [
        pa.chunked_array([*column.chunks, extra])
        for column, extra in zip(columns, more, strict=True)
    ]
    numbers = np.concatenate([rows, np.array([n for n, _ in mended], dtype=np.int64)])
    order = np.argsort(numbers, kind="stable")
    return [column.take(pa.array(order)) for column in joined], numbers[order]


def _finished(
    name: str,
    layout: Layout,
    columns: Sequence[Any],
    rows: np.ndarray[Any, Any],
    *,
    faults: Sequence[RowFault],
    warnings: Sequence[str] = (),
    taken: Sequence[int] | None = None,
) -> RawTable:
    """Leave out empty lines, which are rows of the sheet but no records."""
    empty = np.ones(len(rows), dtype=bool)
    for column in columns:
        candidates = np.flatnonzero(empty)
        if not len(candidates):
            break
        part = column if len(candidates) == len(rows) else column.take(pa.array(candidates))
        blank = np.asarray(pc.equal(part, ""), dtype=bool)
        empty[candidates] = blank
    if empty.any():
        kept = pa.array(np.flatnonzero(~empty))
        columns, rows = [column.take(kept) for column in columns], rows[~empty]
    tags = dict(zip(layout.columns, layout.tags, strict=False)) if layout.tags else None
    return RawTable(
        name=name,
        syntax="csv",
        columns=layout.columns if taken is None else tuple(layout.columns[at] for at in taken),
        cells=tuple(columns),
        rows=rows,
        faults=tuple(sorted(faults, key=lambda fault: fault.row)),
        tags=tags and {column: tag for column, tag in tags.items() if tag.startswith("#")},
        warnings=(*layout.warnings, *warnings),
        escaped=True,
    )


def _fitted(row: int, cells: list[str], columns: Sequence[str]) -> list[str] | RowFault:
    """Give a row as many cells as there are columns, if that loses and invents nothing."""
    width = len(columns)
    if len(cells) > width and any(cells[width:]):
        return RowFault(
            row=row,
            reason=(
                f"{len(cells)} cells under {width} columns: a separator outside quotation marks?"
            ),
        )
    # Where only columns without a name are missing, nothing is.
    if len(cells) < width and any(columns[len(cells) :]) and any(cells):
        return RowFault(
            row=row,
            reason=f"{len(cells)} cells under {width} columns: the row is cut off or misaligned",
        )
    return [*cells[:width], *[""] * (width - len(cells))]


# --- the strict way -------------------------------------------------------------------------------


def _read_strictly(name: str, text: str, layout: Layout) -> RawTable:
    """Read with every quotation mark weighed; broken ones are refused or taken as signs."""
    warnings: list[str] = []
    try:
        columns, rows, faults = _gathered(_lines(text, layout.delimiter, csv.QUOTE_MINIMAL), layout)
    except csv.Error as error:
        whole = _without_cut_end(text, layout.delimiter)
        if whole is not None:
            columns, rows, faults = _gathered(
                _lines(whole, layout.delimiter, csv.QUOTE_MINIMAL), layout
            )
            last = sum(1 for _ in _lines(whole, layout.delimiter, csv.QUOTE_MINIMAL)) + 1
            faults.append(RowFault(row=last, reason="the row is cut off inside quotation marks"))
        else:
            columns, rows, faults = _unquoted(name, text, layout, error)
            warnings.append(f"{name}: quotation marks are read as plain characters ({error})")
    return _finished(name, layout, columns, rows, faults=faults, warnings=warnings)


def _without_cut_end(text: str, delimiter: str) -> str | None:
    """Give the text without its last line, if all but that is sound: a file that was cut off."""
    end = text.rstrip("\r\n")
    at = max(end.rfind("\n"), end.rfind("\r")) + 1
    if not at:
        return None
    try:
        for _ in _lines(text[:at], delimiter, csv.QUOTE_MINIMAL):
            pass
    except csv.Error:
        return None
    return text[:at]


def _gathered(
    lines: Iterable[list[str]], layout: Layout
) -> tuple[list[Any], np.ndarray[Any, Any], list[RowFault]]:
    """Collect lines as columns, a batch at a time, so that few are held as Python texts."""
    chunks: list[list[Any]] = [[] for _ in layout.columns]
    batch: list[list[str]] = []
    rows: list[int] = []
    faults: list[RowFault] = []

    def empty_batch() -> None:
        for chunk, cells in zip(chunks, zip(*batch, strict=True), strict=True):
            chunk.append(pa.array(cells, pa.large_string()))
        batch.clear()

    for row, cells in enumerate(lines, start=1):
        if row < layout.first or not any(cells):
            continue
        fitted = _fitted(row, cells, layout.columns)
        if isinstance(fitted, RowFault):
            faults.append(fitted)
            continue
        rows.append(row)
        batch.append(fitted)
        if len(batch) == _BATCH:
            empty_batch()
    if batch:
        empty_batch()
    columns = [pa.chunked_array(chunk, pa.large_string()) for chunk in chunks]
    return columns, np.array(rows, dtype=np.int64), faults


def _lines(text: str, delimiter: str, quoting: int) -> Iterator[list[str]]:
    stream = io.StringIO(text, newline="")
    strict = quoting == csv.QUOTE_MINIMAL
    reader = csv.reader(stream, delimiter=delimiter, quoting=quoting, strict=strict)  # type: ignore[arg-type]
    with cell_limit():
        yield from reader


def _unquoted(
    name: str, text: str, layout: Layout, error: csv.Error
) -> tuple[list[Any], np.ndarray[Any, Any], list[RowFault]]:
    """Read with quotation marks as characters, if then every row fits the header; else refuse."""
    line = _line_of_fault(text, layout.delimiter)
    refusal = (
        f"{name}: line {line}: {error}; a quotation mark is not closed or not doubled, so the "
        "rows after it cannot be told apart: mend it and try again"
    )
    try:
        columns, rows, faults = _gathered(_lines(text, layout.delimiter, csv.QUOTE_NONE), layout)
    except csv.Error:
        raise InputError(refusal) from None
    if faults:
        raise InputError(refusal)
    return columns, rows, faults


def _line_of_fault(text: str, delimiter: str) -> int:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        with cell_limit():
            for _ in reader:
                start = reader.line_num + 1
    except csv.Error:
        pass
    return start
