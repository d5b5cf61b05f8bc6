"""Columns of dates to first and last days; the order of day and month is decided for the whole."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from conflict_map.tables.cells import Words
from conflict_map.tables.values import (
    CellError,
    CivilDates,
    DateOrder,
    is_unknown_date,
    read_date,
    weigh_order,
)
from conflict_map.vocabulary import DatePrecision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conflict_map.tables.faults import RowFaults
    from conflict_map.tables.raw_table import RawTable


def decide_order(
    table: RawTable, columns: Mapping[str, tuple[int, ...]], warnings: list[str]
) -> DateOrder | None:
    """Decide from the whole columns whether dates are day first, and say what was decided."""
    places = [columns[name][0] for name in ("date_start", "date_end") if name in columns]
    if not places:
        return None
    held = [Words.of(table.column(at)) for at in places]
    evidence = weigh_order(
        chain.from_iterable(words.words for words in held),
        chain.from_iterable(words.counts() for words in held),
    )
    if not evidence.either:
        return None
    title = table.columns[places[0]]
    order = evidence.decide()
    if order is not None:
        proof = evidence.day_first or evidence.month_first or evidence.dotted
        warnings.append(
            f"{table.name}: column {title!r}: {evidence.either} dates could be day/month or "
            f"month/day; read as {order} as the others in the column are ({proof} cells)"
        )
        return order
    if evidence.day_first:
        warnings.append(
            f"{table.name}: column {title!r} has dates that are day first ({evidence.day_first}) "
            f"and month first ({evidence.month_first}); those that could be either are rejected"
        )
        return None
    warnings.append(
        f"{table.name}: column {title!r}: nothing says whether its {evidence.either} dates are "
        "day/month or month/day; read as day-first: check them, or say --date-order month-first"
    )
    return DateOrder.DAY_FIRST


def read_dates(
    table: RawTable,
    columns: Mapping[str, tuple[int, ...]],
    order: DateOrder | None,
    faults: RowFaults,
    stated: tuple[Words, list[str | None]] | None,
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], Any]:
    """Give the first and last day of each row and how finely they are known.

    ``stated`` is the table's own column of precision: its words and what each is in ours.
    """
    length = len(table)
    first = _date_column(table, columns, "date_start", order, faults)
    last = _date_column(table, columns, "date_end", order, faults)
    start = np.full(length, np.datetime64("NaT"), dtype="datetime64[D]")
    end = start.copy()
    words = [str(p) for p in DatePrecision]
    precision = np.full(length, words.index("unknown"), dtype=np.int32)
    for held in (first, last):
        if held is None:
            continue
        begin, finish, finest = held
        known = ~np.isnat(begin)
        both = known & ~np.isnat(start)
        later = both & (finish > end)
        precision[known & np.isnat(start)] = finest[known & np.isnat(start)]
        precision[later] = words.index("range")
        start = np.where(np.isnat(start), begin, start)
        end = np.where(both, finish, np.where(np.isnat(end), finish, end))
    for position in np.flatnonzero(start > end).tolist():
        titles = [table.columns[columns[n][0]] for n in ("date_start", "date_end")]
        faults.reject(
            position,
            ", ".join(titles),
            f"{start[position]}, {end[position]}",
            "the event ends before it starts",
        )
    if stated is not None:
        code_words, meanings = stated
        numbers = [-1 if m is None else words.index(m) for m in meanings]
        told = code_words.spread(numbers, np.int32)
        precision = np.where((told >= 0) & ~np.isnat(start), told, precision)
    column = pa.chunked_array([pa.array(words, pa.large_string()).take(pa.array(precision))])
    return start.astype("datetime64[s]"), end.astype("datetime64[s]"), column


def _date_column(
    table: RawTable,
    columns: Mapping[str, tuple[int, ...]],
    name: str,
    order: DateOrder | None,
    faults: RowFaults,
) -> tuple[np.ndarray[Any, Any], ...] | None:
    if name not in columns:
        return None
    at = columns[name][0]
    words = Words.of(table.column(at))
    blank = np.datetime64("NaT", "D")
    names = [str(p) for p in DatePrecision]
    starts: list[Any] = [blank] * len(words.words)
    ends: list[Any] = [blank] * len(words.words)
    finest = np.full(len(words.words), names.index("unknown"), dtype=np.int32)
    wrong: dict[int, str] = {}
    for code, cell in enumerate(words.words):
        if is_unknown_date(cell):
            continue
        try:
            found: CivilDates = read_date(cell, order)
        except CellError as error:
            wrong[code] = str(error)
            continue
        starts[code], ends[code] = (
            np.datetime64(found.start, "D"),
            np.datetime64(found.end, "D"),
        )
        finest[code] = names.index(str(found.precision))
    faults.reject_words(table.columns[at], words, wrong)
    return (
        words.spread(starts, "datetime64[D]"),
        words.spread(ends, "datetime64[D]"),
        finest[words.codes],
    )
