"""Event tables to one EventSet with an account of every row; knows no single format's columns."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from conflict_map.errors import InputError
from conflict_map.events.columns import COLUMNS, ColumnKind
from conflict_map.events.event_set import EventSet
from conflict_map.events.validation import TEXT_DTYPE, faulty_rows
from conflict_map.tables.cells import constant
from conflict_map.tables.choices import NO_CHOICES, Choices, read_choices
from conflict_map.tables.detect import detect_format, format_named, format_of, headerless
from conflict_map.tables.duplicates import mark_duplicates
from conflict_map.tables.formats import mapped_columns
from conflict_map.tables.json_records import parse, records_table
from conflict_map.tables.own import NEEDED, OWN, convert_own
from conflict_map.tables.raw import read_raw
from conflict_map.tables.report import InputSummary, Origins, Rejection, TableResult
from conflict_map.tables.rows import Converted, convert_mapped, text_array
from conflict_map.tables.source import Source, read_source
from conflict_map.tables.timemap import TIMEMAP, Beside, beside_of, nested_events, with_beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from conflict_map.gazetteer import Gazetteer
    from conflict_map.tables.delimited import Wanted
    from conflict_map.tables.formats import TableFormat
    from conflict_map.tables.raw_table import RawTable
    from conflict_map.tables.values import DateOrder

Tick = Callable[[str, int, int], None]
"""Is told what is being done, how much of it is done, and how much there is."""

_NAMED_ROWS = 3


@dataclass(slots=True)
class _Steps:
    """Tells how far the reading of files is, in steps: two a file, and one at the end."""

    tick: Tick | None
    files: int
    done: int = 0

    def tell(self, what: str) -> None:
        """Say that a step begins."""
        if self.tick is not None:
            self.tick(what, self.done, 2 * self.files + 1)
        self.done += 1


def read_tables(
    paths: str | Path | Source | Iterable[str | Path | Source],
    *,
    format: str | None = None,  # noqa: A002 - the command's own word
    date_order: DateOrder | None = None,
    choices: Choices = NO_CHOICES,
    gazetteer: Gazetteer | None = None,
    country: str | None = None,
    tick: Tick | None = None,
) -> TableResult:
    """Read event tables; every row is placed, unplaced with a reason, or rejected with one.

    ``paths`` is one file or several ("-" is standard input); ``format`` overrides the detection;
    ``date_order`` overrides what the date column says about 03/04/2024; ``choices`` says which
    columns hold what. With a ``gazetteer``, rows without coordinates are placed by their place and
    admin columns, and coordinates that stand for an area are drawn as that; ``country`` (a code or
    name) is that of rows that name none. Nothing is clamped, swapped or invented.

    Raises
    ------
    InputError
        if a file cannot be read whole, or is no table of events.
    UsageError
        if the format is unknown.

    """
    given = [paths] if isinstance(paths, (str, Path, Source)) else list(paths)
    gathered = _Gathered()
    beside, held = _timemap_parts(given)
    del given
    said = _Steps(tick, len(held))
    for number, item in enumerate(held):
        said.tell("reading")
        source = item if isinstance(item, Source) else read_source(item)
        table, more = _raw(source, lambda columns: _wanted(columns, format, choices))
        known = format_of(table, format)
        if known is TIMEMAP:
            table = with_beside(table, more or beside)
        summary = InputSummary(
            path=source.name, sha256=source.sha256, format=known.name, records=table.count
        )
        del source, item  # a large file's bytes are not needed any more
        held[number] = ""
        doubts = table.warnings
        said.tell("reading cells")
        new = _convert(table, known, date_order, choices)
        del table
        gathered.add(summary, known, doubts, new)
    said.tell("checking")
    result = gathered.result()
    if gazetteer is not None:
        from conflict_map.tables.placing import placed_by  # noqa: PLC0415 - opens the gazetteer

        result = placed_by(result, gazetteer, gathered.inside, country=country, tick=tick)
    return result


def read_events(
    paths: str | Path | Source | Iterable[str | Path | Source],
    *,
    format: str | None = None,  # noqa: A002 - the command's own word
    date_order: DateOrder | None = None,
    columns: str | None = None,
    gazetteer: Gazetteer | None = None,
    geocode: bool = True,
) -> EventSet:
    r"""Read event tables and give their events; rejected rows are warned of, once.

    ``columns`` says which columns hold what, as ``"lat=Y,lon=X"`` or the path of a TOML file. Rows
    without coordinates are placed by ``gazetteer`` (the shipped one and what was added to it)
    unless ``geocode`` is false. ``read_tables`` gives the same with every rejection and its reason.
    Raises as it does.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "events.csv")
    ...     _ = path.write_text("date,type,lat,lon\n2024-12-03,Battles,35.13,36.75\n")
    ...     read_events(path)
    <EventSet: 1 events, 1 placed, 2024-12-03>
    """
    from conflict_map.gazetteer import Gazetteer  # noqa: PLC0415 - costs time to open

    result = read_tables(
        paths,
        format=format,
        date_order=date_order,
        choices=NO_CHOICES if columns is None else read_choices(columns),
        gazetteer=(gazetteer or Gazetteer.default()) if geocode else None,
    )
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


def _timemap_parts(
    given: list[str | Path | Source],
) -> tuple[Beside, list[str | Path | Source]]:
    """Part the files beside TimeMap's events from the tables; several JSON files may be such."""
    beside = Beside()
    kept: list[str | Path | Source] = []
    names: list[str] = []
    for item in given:
        name = item.name if isinstance(item, Source) else str(item)
        part = None
        if name.lower().endswith(".json"):
            item = item if isinstance(item, Source) else read_source(item)  # noqa: PLW2901
            part = _beside(item)
        if part is None:
            kept.append(item)
            continue
        names.append(name)
        beside = Beside(
            {**beside.sources, **part.sources}, {**beside.associations, **part.associations}
        )
    if names and not kept:
        raise InputError(
            f"{names[0]}: holds TimeMap's sources or associations and no events; "
            "give the file of events with it"
        )
    return beside, kept


def _beside(source: Source) -> Beside | None:
    head = source.data[:4096]
    if b'"paths"' not in head and b'"mode"' not in head and b'"filter_paths"' not in head:
        return None
    try:
        return beside_of(parse(source.data.decode("utf-8-sig")))
    except (ValueError, RecursionError):
        return None


def _wanted(columns: tuple[str, ...], named: str | None, choices: Choices) -> Sequence[int] | None:
    known = format_named(named) if named is not None else detect_format(columns)
    return mapped_columns(known, columns, choices.columns.values())


def _raw(source: Source, wanted: Wanted) -> tuple[RawTable, Beside | None]:
    """Read a source as a table; TimeMap's events may be inside a file with all their parts."""
    head = source.data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] == b"{" and b'"associations"' in source.data and b'"events"' in source.data:
        try:
            nested = nested_events(parse(source.data.decode("utf-8-sig")))
        except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
            nested = None
        if nested is not None:
            events, beside = nested
            return records_table(source.name, list(enumerate(events, start=1)), "json"), beside
    return read_raw(source, headerless=headerless, wanted=wanted), None


def _convert(
    table: RawTable, known: TableFormat, date_order: DateOrder | None, choices: Choices
) -> Converted:
    if known is not OWN:
        return convert_mapped(
            choices.with_constants(table), known, date_order=date_order or choices.date_order,
            given=choices.columns, types=choices.types,
        )  # fmt: skip
    missing = sorted(NEEDED - {column.strip() for column in table.columns})
    if missing:
        raise InputError(
            f"{table.name}: expected a {OWN.title}, but it has no column {missing[0]!r}"
        )
    return convert_own(table)


@dataclass(slots=True)
class _Gathered:
    """The rows of all tables so far."""

    frames: list[pd.DataFrame] = field(default_factory=list)
    shapes: list[np.ndarray[Any, Any]] = field(default_factory=list)
    rows: list[np.ndarray[Any, Any]] = field(default_factory=list)
    formats: list[TableFormat] = field(default_factory=list)
    inputs: list[InputSummary] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    doubts: list[Rejection] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    inside: dict[str, Any] = field(default_factory=dict)
    """The admin columns below the first, which help to place a row: one array a column."""

    def add(
        self, summary: InputSummary, known: TableFormat, said: tuple[str, ...], new: Converted
    ) -> None:
        """Add the rows of a table."""
        self.inputs.append(summary)
        self.formats.append(known)
        self.warnings += [*said, *new.warnings]
        self.rejections += new.rejections
        self.doubts += new.doubts
        frame = _whole(new.frame)
        lon, lat = frame["lon"].to_numpy(), frame["lat"].to_numpy()
        self.shapes.append(_with_points(new.shapes, lon, lat))
        self.frames.append(frame)
        self.rows.append(new.rows)

    def result(self) -> TableResult:
        """Give the set with the account of all rows."""
        frames = self.frames or [_whole(pd.DataFrame(index=range(0)))]
        frame = frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)
        shapes = np.concatenate(self.shapes) if self.shapes else np.empty(0, dtype=object)
        sizes = [len(rows) for rows in self.rows]
        files = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        rows = np.concatenate(self.rows) if self.rows else np.empty(0, dtype=np.int64)
        del self.frames, self.shapes
        self.frames, self.shapes = [], []
        frame = self._marked(frame, files, rows)
        names = tuple(summary.path for summary in self.inputs)
        self.inside = {n: frame.pop(n).array for n in ("admin2", "admin3") if n in frame}
        frame["geometry"] = shapes
        events, kept = self._sound(frame, Origins(names, files, rows))
        if len(kept) != len(rows):
            self.inside = {n: values[kept] for n, values in self.inside.items()}
        order = {name: at for at, name in enumerate(names)}
        self.rejections.sort(key=lambda r: (order[r.input], r.row or 0))
        return TableResult(
            events=events,
            inputs=tuple(self.inputs),
            rejections=tuple(self.rejections),
            warnings=tuple(self.warnings),
            origins=Origins(names, files, rows).taken(kept),
            doubts=tuple(self.doubts),
            credits=tuple(dict.fromkeys(k.credit for k in self.formats if k.credit is not None)),
        )

    def _marked(
        self, frame: pd.DataFrame, files: np.ndarray[Any, Any], rows: np.ndarray[Any, Any]
    ) -> pd.DataFrame:
        """Mark events that are told twice, and say how many and which ids had to change."""
        numbers = {known.name: at for at, known in enumerate(self.formats, start=1)}
        keys = [numbers[known.name] if known.ids_are_global else 0 for known in self.formats]
        frame, marked, renamed = mark_duplicates(frame, files, keys)
        if marked:
            self.warnings.append(
                f"{marked} rows tell an event that an earlier row tells (same id, or same type, "
                "days, place and actors in another file); they are marked in duplicate_of and "
                "drawn once"
            )
        told = frame["duplicate_of"].notna().to_numpy()
        others = [one for one in renamed if not told[one[0]]]
        for file in sorted({int(files[position]) for position, _, _ in others}):
            mine = [(p, now) for p, _, now in others if files[p] == file]
            shown = ", ".join(f"row {rows[p]} is now {now!r}" for p, now in mine[:_NAMED_ROWS])
            more = ", ..." if len(mine) > _NAMED_ROWS else ""
            self.warnings.append(
                f"{self.inputs[file].path}: {len(mine)} events have the id of another event: "
                f"{shown}{more}"
            )
        return frame

    def _sound(
        self, frame: pd.DataFrame, origins: Origins
    ) -> tuple[EventSet, np.ndarray[Any, Any]]:
        """Make the set; where rows break a rule of the event table, reject these alone."""
        try:
            return EventSet.from_frame(frame), np.arange(len(frame))
        except InputError:
            faults = faulty_rows(frame)
            if not faults:
                raise
        for position, fault in sorted(faults.items()):
            where, row = origins[position]
            value = ", ".join(_shown(frame[name].iloc[position]) for name in fault.columns)
            self.rejections.append(
                Rejection(
                    input=where, row=row, column=", ".join(fault.columns), value=value,
                    reason=f"expected {fault.expected}",
                )
            )  # fmt: skip
        kept = np.array([at for at in range(len(frame)) if at not in faults], dtype=np.int64)
        return EventSet.from_frame(frame.iloc[kept].reset_index(drop=True)), kept


def _blank(kind: ColumnKind, length: int) -> Any:
    """Give a column in which nothing is known."""
    if kind is ColumnKind.TEXT:
        return text_array(constant(None, length))
    if kind is ColumnKind.COUNT:
        return pd.arrays.IntegerArray(np.zeros(length, np.int64), np.ones(length, dtype=bool))
    return np.full(length, np.nan if kind is ColumnKind.NUMBER else np.datetime64("NaT", "s"))


_DTYPES: Mapping[ColumnKind, Any] = {
    ColumnKind.TEXT: TEXT_DTYPE,
    ColumnKind.DATE: np.dtype("datetime64[s]"),
    ColumnKind.COUNT: pd.Int64Dtype(),
    ColumnKind.NUMBER: np.dtype("float64"),
}


def _whole(frame: pd.DataFrame) -> pd.DataFrame:
    """Give the frame with every event column, unknown where the table had none."""
    made: dict[str, Any] = {}
    for column in COLUMNS:
        dtype = _DTYPES[column.kind]
        if column.name in frame and frame[column.name].dtype == dtype:
            made[column.name] = frame[column.name].array
        elif column.name in frame:
            made[column.name] = frame[column.name].astype(dtype).array
        else:
            made[column.name] = _blank(column.kind, len(frame))
    inside = {name: frame[name].array for name in ("admin2", "admin3") if name in frame}
    return pd.DataFrame({**made, **inside})


def _with_points(
    shapes: np.ndarray[Any, Any] | None, lon: np.ndarray[Any, Any], lat: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    """Give each row its shape, or else the point of its position, made once for a place."""
    made = np.full(len(lon), None, dtype=object) if shapes is None else shapes.copy()
    wanted = shapely.is_missing(made) & np.isfinite(lon) & np.isfinite(lat)
    at = np.flatnonzero(wanted)
    if len(at):
        places, codes = np.unique(lon[at] + 1j * lat[at], return_inverse=True)
        points: Any = shapely.points(places.real, places.imag)
        made[at] = points[codes]
    return made


def _shown(value: object) -> str:
    return "" if value is None or value is pd.NA else str(value)
