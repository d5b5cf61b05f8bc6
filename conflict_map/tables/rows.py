"""Rows of a mapped table to event columns; knows cells and rules, not any one format."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from conflict_map.errors import InputError
from conflict_map.events.columns import COLUMN_NAMES, NOT_PLACED
from conflict_map.tables.formats import FIELDS, TableFormat, fold_column
from conflict_map.tables.geometry import from_geojson
from conflict_map.tables.report import Rejection
from conflict_map.tables.values import (
    CellError,
    CivilDates,
    DateOrder,
    is_unknown,
    read_coordinate,
    read_count,
    read_date,
    weigh_order,
)
from conflict_map.vocabulary import (
    SUB_EVENT_TYPES,
    ClaimStatus,
    DatePrecision,
    EventType,
    GeoPrecision,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conflict_map.tables.raw import RawTable, Record

_UNKNOWN_TEXTS: Final = frozenset({"", "NA", "N/A", "#N/A", "NaN", "nan", "NULL", "null", "None"})
_TYPE_WORDS: Final = {word.casefold(): str(word) for word in EventType}
_SUB_TYPE_WORDS: Final = {word.casefold(): word for word in SUB_EVENT_TYPES}
_COUNTS: Final = ("fatalities_low", "fatalities_best", "fatalities_high")
_NEEDED_ONCE: Final = ("event_id", "lat", "lon", "date_start", "date_end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """The rows of one table as event columns, with what was left out."""

    cells: Mapping[str, list[Any]] = field(repr=False)
    """Event columns and ``geometry``, all of one length."""
    rows: tuple[int, ...]
    rejections: tuple[Rejection, ...] = ()
    warnings: tuple[str, ...] = ()


class _RowRejectedError(Exception):
    """Carry the column, value and reason of a row that is not used."""

    def __init__(self, column: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, value, reason


def convert_mapped(
    table: RawTable, known: TableFormat, *, date_order: DateOrder | None = None
) -> Converted:
    """Turn the rows of a table into event columns by the format's mapping.

    Without ``date_order`` the order of day and month is decided from the whole date column.

    Raises
    ------
    InputError
        if the table has no columns that an event could be read from.

    """
    reader = _Reader.of(table, known, date_order)
    ids = _Identifiers.of(table, known)
    cells: dict[str, list[Any]] = {name: [] for name in (*COLUMN_NAMES, "geometry")}
    rows: list[int] = []
    rejections: list[Rejection] = []
    for record in table.records:
        try:
            row = reader.read(record)
            row["event_id"] = ids.take(record)
        except _RowRejectedError as fault:
            rejections.append(
                Rejection(
                    input=table.name,
                    row=record.row,
                    column=fault.column,
                    value=fault.value,
                    reason=fault.reason,
                )
            )
            continue
        rows.append(record.row)
        for name, column in cells.items():
            column.append(row.get(name))
    return Converted(
        cells=cells,
        rows=tuple(rows),
        rejections=tuple(rejections),
        warnings=(*reader.warnings, *ids.warnings, *reader.doubts(cells)),
    )


def assign_columns(table: RawTable, known: TableFormat) -> dict[str, int]:
    """Give for each field the position of its column, the format's best name first.

    Raises
    ------
    InputError
        if a column that must be one is there twice.

    """
    folded = [fold_column(column) for column in table.columns]
    chosen: dict[str, int] = {}
    for name in FIELDS:
        usual = [u for u in known.columns.get(name, ()) if u in folded]
        if not usual:
            continue
        chosen[name] = folded.index(usual[0])
        if name in _NEEDED_ONCE and folded.count(usual[0]) > 1:
            places = ", ".join(str(i + 1) for i, f in enumerate(folded) if f == usual[0])
            raise InputError(
                f"{table.name}: column {table.columns[chosen[name]]!r} is there more than once "
                f"(columns {places}); rename all but one"
            )
    return chosen


def _check_usable(table: RawTable, columns: Mapping[str, int]) -> None:
    has_shapes = any(record.geometry is not None for record in table.records)
    here = ", ".join(repr(column) for column in table.columns[:12] if column) or "none"
    more = ", ..." if len(table.columns) > 12 else ""
    if ("lat" in columns and "lon" in columns) or has_shapes:
        return
    for one, other in (("lat", "lon"), ("lon", "lat")):
        if one in columns:
            raise InputError(
                f"{table.name}: column {table.columns[columns[one]]!r} is {one}, but none is "
                f"{other}; columns are {here}{more}"
            )
    # A table with no coordinates is still a list of events if it says when and what or where.
    about = {"date_start", "event_type", "place_name", "admin1", "actor1", "notes"} & set(columns)
    if len(about) < 2:
        raise InputError(
            f"{table.name}: expected columns for latitude and longitude "
            f"(as lat and lon, latitude and longitude, y and x), got {here}{more}"
        )


@dataclass(slots=True, kw_only=True)
class _Reader:
    """Read one row after another; remembers dates it has read and words it could not use."""

    table: RawTable
    known: TableFormat
    columns: dict[str, int]
    order: DateOrder | None
    source: str
    warnings: list[str]
    dates: dict[str, CivilDates | CellError] = field(default_factory=dict)
    misfits: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, table: RawTable, known: TableFormat, order: DateOrder | None) -> _Reader:
        columns = assign_columns(table, known)
        _check_usable(table, columns)
        warnings: list[str] = []
        if order is None:
            order = _decide_order(table, columns, warnings)
        name = "standard input" if table.name == "-" else PurePath(table.name).name
        return cls(
            table=table, known=known, columns=columns, order=order, source=name, warnings=warnings
        )

    def read(self, record: Record) -> dict[str, Any]:
        """Give the row's event columns, all but the id."""
        if record.fault is not None:
            raise _RowRejectedError("", "", record.fault)
        row = self._place(record)
        row |= self._dates(record)
        for name in _COUNTS:
            row[name] = self._count(record, name)
        for name in ("place_name", "country", "admin1", "actor1", "actor2", "claimant"):
            row[name] = self._text(record, name)
        row["event_type"], row["sub_event_type"] = self._types(record)
        outlet, url = self._text(record, "source"), self._text(record, "url")
        row["source"] = "; ".join(part for part in (outlet, url) if part) or self.source
        row["claim_status"] = str(ClaimStatus.CODED)
        reason = row.pop("reason", None)
        notes = self._text(record, "notes")
        row["notes"] = "\n".join(p for p in (reason and NOT_PLACED + reason, notes) if p) or None
        return row

    def doubts(self, columns: Mapping[str, list[Any]]) -> Iterable[str]:
        """Say what was left unknown, one line a column."""
        for name, cells in sorted(self.misfits.items()):
            row, cell = cells[0]
            yield (
                f"{self.table.name}: column {self._title(name)!r}: {len(cells)} values are not "
                f"understood and left unknown, first {cell[:40]!r} in row {row}"
            )
        low, best, high = (columns[name] for name in _COUNTS)
        odd = sum(
            (known := [n for n in toll if n is not None]) != sorted(known)
            for toll in zip(low, best, high, strict=True)
        )
        if odd:
            yield f"{self.table.name}: {odd} rows are not low <= best <= high deaths; kept as coded"

    def _cell(self, record: Record, name: str) -> str:
        at = self.columns.get(name)
        return "" if at is None else record.cells[at]

    def _title(self, name: str) -> str:
        return self.table.columns[self.columns[name]]

    def _text(self, record: Record, name: str) -> str | None:
        cell = self._cell(record, name).strip()
        if cell in _UNKNOWN_TEXTS and not (name == "country" and cell == "NA"):  # Namibia
            return None
        return cell

    def _place(self, record: Record) -> dict[str, Any]:
        if record.geometry is not None:
            return self._shape(record)
        if "lat" not in self.columns:
            return {"reason": "the table has no coordinates"}
        lat_cell, lon_cell = self._cell(record, "lat"), self._cell(record, "lon")
        empty = [
            word
            for word, cell in (("latitude", lat_cell), ("longitude", lon_cell))
            if is_unknown(cell)
        ]
        if empty:
            return {"reason": f"the row has no {' and no '.join(empty)}"}
        lat = self._coordinate("lat", lat_cell)
        lon = self._coordinate("lon", lon_cell)
        if lat == 0 and lon == 0:
            raise _RowRejectedError(
                f"{self._title('lat')}, {self._title('lon')}",
                f"{lat_cell}, {lon_cell}",
                "0, 0 is usually a missing coordinate",
            )
        return {"lat": lat, "lon": lon, **self._precision(record)}

    def _coordinate(self, axis: str, cell: str) -> float:
        try:
            return read_coordinate(cell, axis=axis)
        except CellError as error:
            raise _RowRejectedError(self._title(axis), cell, str(error)) from None

    def _shape(self, record: Record) -> dict[str, Any]:
        try:
            made = from_geojson(record.geometry or {})
        except CellError as error:
            raise _RowRejectedError("geometry", "", str(error)) from None
        where = made.representative_point()
        try:
            lat = read_coordinate(repr(where.y), axis="lat")
            lon = read_coordinate(repr(where.x), axis="lon")
        except CellError as error:
            raise _RowRejectedError("geometry", made.wkt[:80], str(error)) from None
        if lat == 0 and lon == 0:
            reason = "0, 0 is usually a missing coordinate"
            raise _RowRejectedError("geometry", made.wkt[:80], reason)
        precision = self._precision(record) if made.geom_type == "Point" else {}
        return {"lat": lat, "lon": lon, "geometry": made, **precision}

    def _precision(self, record: Record) -> dict[str, Any]:
        if "geo_precision" not in self.columns:
            return {"geo_precision": int(GeoPrecision.PLACE)} if self.known.name == "plain" else {}
        word = self._code(record, "geo_precision")
        return {"geo_precision": None if word is None else int(word)}

    def _code(self, record: Record, name: str) -> str | None:
        cell = self._cell(record, name).strip()
        words = self.known.codes[name]
        word = words.get(cell.removesuffix(".0"))
        if word is None and not is_unknown(cell):
            self.misfits.setdefault(name, []).append((record.row, cell))
        return word

    def _count(self, record: Record, name: str) -> int | None:
        cell = self._cell(record, name)
        if is_unknown(cell):
            return None
        try:
            return read_count(cell)
        except CellError:
            self.misfits.setdefault(name, []).append((record.row, cell))
            return None

    def _types(self, record: Record) -> tuple[str | None, str | None]:
        word, sub = self._text(record, "event_type"), self._text(record, "sub_event_type")
        if word is not None:
            word = self.known.codes.get("event_type", {}).get(word.removesuffix(".0"), word)
            word = _TYPE_WORDS.get(word.casefold(), word)
        if sub is not None:
            sub = _SUB_TYPE_WORDS.get(sub.casefold(), sub)
        elif word is not None and word.casefold() in _SUB_TYPE_WORDS:
            sub = _SUB_TYPE_WORDS[word.casefold()]
            word = str(SUB_EVENT_TYPES[sub])
        if word is None and sub in SUB_EVENT_TYPES:
            word = str(SUB_EVENT_TYPES[sub])
        return word, sub

    def _dates(self, record: Record) -> dict[str, Any]:
        first, last = self._date(record, "date_start"), self._date(record, "date_end")
        begun, ended = first or last, last or first
        if begun is None or ended is None:
            return {"date_precision": str(DatePrecision.UNKNOWN)}
        if begun.start > ended.end:
            raise _RowRejectedError(
                f"{self._title('date_start')}, {self._title('date_end')}",
                f"{begun.start}, {ended.end}",
                "the event ends before it starts",
            )
        return {
            "date_start": begun.start,
            "date_end": ended.end,
            "date_precision": self._date_precision(record, begun, ended),
        }

    def _date_precision(self, record: Record, begun: CivilDates, ended: CivilDates) -> str:
        coded = self._code(record, "date_precision") if "date_precision" in self.columns else None
        if coded is not None:
            return coded
        if begun.start == ended.end:
            return str(DatePrecision.DAY)
        return str(begun.precision if begun == ended else DatePrecision.RANGE)

    def _date(self, record: Record, name: str) -> CivilDates | None:
        cell = self._cell(record, name)
        if is_unknown(cell):
            return None
        if cell not in self.dates:
            try:
                self.dates[cell] = read_date(cell, self.order)
            except CellError as error:
                self.dates[cell] = error
        found = self.dates[cell]
        if isinstance(found, CellError):
            raise _RowRejectedError(self._title(name), cell, str(found))
        return found


def _decide_order(
    table: RawTable, columns: Mapping[str, int], warnings: list[str]
) -> DateOrder | None:
    places = [columns[name] for name in ("date_start", "date_end") if name in columns]
    sound = [record for record in table.records if record.fault is None]
    evidence = weigh_order(record.cells[at] for at in places for record in sound)
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


@dataclass(slots=True, kw_only=True)
class _Identifiers:
    """Give each record an id: the table's own where a column is one, else a hash of the row."""

    table: RawTable
    column: int | None
    whole: bool
    """Whether the ids are whole numbers that a program wrote as floats ("300380.0")."""
    warnings: list[str]
    seen: dict[str, Record] = field(default_factory=dict)

    @classmethod
    def of(cls, table: RawTable, known: TableFormat) -> _Identifiers:
        folded = [fold_column(column) for column in table.columns]
        candidates = [folded.index(n) for n in known.columns.get("event_id", ()) if n in folded]
        warnings: list[str] = []
        for at in candidates:
            distinct = {record.cells for record in table.records if record.fault is None}
            ids = [cells[at] for cells in distinct if not is_unknown(cells[at])]
            # A few repeats are slips of the coder; many mean that the column is no identifier.
            if ids and len(set(ids)) >= 0.9 * len(ids):
                whole = all(i.endswith(".0") and i[:-2].isdigit() for i in ids)
                return cls(table=table, column=at, whole=whole, warnings=warnings)
            if ids:
                warnings.append(
                    f"{table.name}: column {table.columns[at]!r} repeats itself: no identifier"
                )
        return cls(table=table, column=None, whole=False, warnings=warnings)

    def take(self, record: Record) -> str:
        """Give the record's id; a repeat of a whole row is refused, a repeat of an id is marked."""
        cell = "" if self.column is None else record.cells[self.column].strip()
        own = not is_unknown(cell)
        wanted = (cell[:-2] if self.whole else cell) if own else _row_hash(record)
        if wanted not in self.seen:
            self.seen[wanted] = record
            return wanted
        earlier = self.seen[wanted]
        if own and (earlier.cells, earlier.geometry) == (record.cells, record.geometry):
            title = self.table.columns[self.column or 0]
            raise _RowRejectedError(title, cell, f"the same row as row {earlier.row}")
        number = 2
        while f"{wanted}~{number}" in self.seen:
            number += 1
        marked = f"{wanted}~{number}"
        self.seen[marked] = record
        if own:
            self.warnings.append(
                f"{self.table.name}: row {record.row} has the id {wanted!r} of row {earlier.row} "
                f"but other values; it is now {marked!r}"
            )
        return marked


def _row_hash(record: Record) -> str:
    """Give a short name that depends on the row's content alone."""
    content = "\x1f".join((*record.cells, repr(record.geometry) if record.geometry else ""))
    return "row-" + hashlib.sha256(content.encode()).hexdigest()[:16]
