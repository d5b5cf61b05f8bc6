"""Event tables to one EventSet with an account of every row; knows no single format's columns."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from conflict_map.errors import InputError
from conflict_map.events.columns import COLUMN_NAMES
from conflict_map.events.event_set import EventSet
from conflict_map.events.validation import faulty_rows
from conflict_map.tables.detect import detect_format, format_named
from conflict_map.tables.own import OWN, convert_own
from conflict_map.tables.raw import RawTable, read_raw
from conflict_map.tables.report import InputSummary, Rejection, TableResult
from conflict_map.tables.rows import Converted, convert_mapped
from conflict_map.tables.source import Source, read_source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conflict_map.tables.formats import TableFormat
    from conflict_map.tables.values import DateOrder

_NAMED_ROWS = 3
_NOT_COMPARED = frozenset({"event_id", "source", "geometry"})


def read_tables(
    paths: str | Path | Source | Iterable[str | Path | Source],
    *,
    format: str | None = None,  # noqa: A002 - the command's own word
    date_order: DateOrder | None = None,
) -> TableResult:
    """Read event tables; every row is placed, unplaced with a reason, or rejected with one.

    ``paths`` is one file or several ("-" is standard input); ``format`` overrides the detection;
    ``date_order`` overrides what the date column says about 03/04/2024. Nothing is clamped,
    swapped or invented.

    Raises
    ------
    InputError
        if a file cannot be read whole, or is no table of events.
    UsageError
        if the format is unknown.

    """
    given = [paths] if isinstance(paths, (str, Path, Source)) else list(paths)
    chosen = None if format is None else format_named(format)
    gathered = _Gathered()
    for item in given:
        source = item if isinstance(item, Source) else read_source(item)
        table = read_raw(source)
        known = chosen or detect_format(table.columns)
        gathered.add(table, source, known, _convert(table, known, date_order))
    return gathered.result()


def read_events(
    paths: str | Path | Source | Iterable[str | Path | Source],
    *,
    format: str | None = None,  # noqa: A002 - the command's own word
    date_order: DateOrder | None = None,
) -> EventSet:
    """Read event tables and give their events; rejected rows are warned of, once.

    ``read_tables`` gives the same with every rejection and its reason. Raises as it does.
    """
    result = read_tables(paths, format=format, date_order=date_order)
    said = [str(r) for r in result.rejections[:3]]
    if said:
        more = f"; and {result.rejected - len(said)} more" if result.rejected > len(said) else ""
        warnings.warn(
            f"{result.rejected} of {result.read} rows rejected: {'; '.join(said)}{more} "
            "(conflict_map.tables.read_tables lists them all)",
            stacklevel=2,
        )
    for doubt in result.warnings:
        warnings.warn(doubt, stacklevel=2)
    return result.events


def _convert(table: RawTable, known: TableFormat, date_order: DateOrder | None) -> Converted:
    if known is not OWN:
        return convert_mapped(table, known, date_order=date_order)
    missing = sorted(set(COLUMN_NAMES) - {column.strip() for column in table.columns})
    if missing:
        raise InputError(
            f"{table.name}: expected a {OWN.title}, but it has no column {missing[0]!r}"
        )
    return convert_own(table)


@dataclass(slots=True)
class _Gathered:
    """The rows of all tables so far."""

    cells: dict[str, list[Any]] = field(
        default_factory=lambda: {name: [] for name in (*COLUMN_NAMES, "geometry")}
    )
    origins: list[tuple[str, int | None]] = field(default_factory=list)
    inputs: list[InputSummary] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    positions: dict[str, int] = field(default_factory=dict)

    def add(self, table: RawTable, source: Source, known: TableFormat, new: Converted) -> None:
        """Add the rows of a table; a row that an earlier table has is rejected."""
        self.inputs.append(
            InputSummary(
                path=table.name,
                sha256=source.sha256,
                format=known.name,
                records=len(table.records),
            )
        )
        self.warnings += [*table.warnings, *new.warnings]
        self.rejections += new.rejections
        renamed: list[str] = []
        for at, row in enumerate(new.rows):
            event_id = str(new.cells["event_id"][at])
            if event_id in self.positions:
                earlier = self.positions[event_id]
                if self._same(earlier, new, at):
                    where, line = self.origins[earlier]
                    reason = f"the same event as {where} row {line}"
                    self.rejections.append(
                        Rejection(
                            input=table.name, row=row, column="event_id", value=event_id,
                            reason=reason,
                        )
                    )  # fmt: skip
                    continue
                event_id = self._free(event_id)
                renamed.append(f"row {row} is now {event_id!r}")
            self.positions[event_id] = len(self.origins)
            self.origins.append((table.name, row))
            for name, column in self.cells.items():
                column.append(event_id if name == "event_id" else new.cells[name][at])
        if renamed:
            more = ", ..." if len(renamed) > _NAMED_ROWS else ""
            self.warnings.append(
                f"{table.name}: {len(renamed)} events have the id of another event: "
                + ", ".join(renamed[:_NAMED_ROWS])
                + more
            )

    def result(self) -> TableResult:
        """Give the set with the account of all rows."""
        frame = pd.DataFrame(
            {name: pd.Series(self.cells[name], dtype=object) for name in COLUMN_NAMES}
        )
        frame["geometry"] = self._shapes()
        events, kept = self._sound(frame)
        order = {summary.path: at for at, summary in enumerate(self.inputs)}
        self.rejections.sort(key=lambda r: (order[r.input], r.row or 0))
        return TableResult(
            events=events,
            inputs=tuple(self.inputs),
            rejections=tuple(self.rejections),
            warnings=tuple(self.warnings),
            origins=kept,
        )

    def _sound(self, frame: pd.DataFrame) -> tuple[EventSet, tuple[tuple[str, int | None], ...]]:
        """Make the set; where rows break a rule of the event table, reject these alone."""
        try:
            return EventSet.from_frame(frame), tuple(self.origins)
        except InputError:
            faults = faulty_rows(frame)
            if not faults:
                raise
        for position, fault in sorted(faults.items()):
            where, row = self.origins[position]
            value = ", ".join(_shown(frame[name].iloc[position]) for name in fault.columns)
            self.rejections.append(
                Rejection(
                    input=where, row=row, column=", ".join(fault.columns), value=value,
                    reason=f"expected {fault.expected}",
                )
            )  # fmt: skip
        kept = tuple(origin for at, origin in enumerate(self.origins) if at not in faults)
        return EventSet.from_frame(frame.drop(index=list(faults))), kept

    def _same(self, earlier: int, new: Converted, at: int) -> bool:
        return all(
            _known(self.cells[name][earlier]) == _known(new.cells[name][at])
            for name in COLUMN_NAMES
            if name not in _NOT_COMPARED
        )

    def _free(self, event_id: str) -> str:
        number = 2
        while f"{event_id}~{number}" in self.positions:
            number += 1
        return f"{event_id}~{number}"

    def _shapes(self) -> np.ndarray[Any, Any]:
        shapes = np.array([None, *self.cells["geometry"]], dtype=object)[1:]
        lat = np.array(self.cells["lat"], dtype=float)
        lon = np.array(self.cells["lon"], dtype=float)
        points = shapely.is_missing(shapes) & np.isfinite(lat) & np.isfinite(lon)
        shapes[points] = shapely.points(lon[points], lat[points])
        return shapes


def _known(value: Any) -> Any:
    """Give None for an empty text, which the event table holds as unknown."""
    return None if value == "" else value


def _shown(value: object) -> str:
    return "" if value is None else str(value)
