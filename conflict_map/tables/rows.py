"""Columns of a mapped table to event columns; knows cells and rules, not any one format."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from conflict_map.events.columns import NOT_PLACED
from conflict_map.events.validation import TEXT_DTYPE
from conflict_map.tables.cells import (
    Words,
    constant,
    first_known,
    joined,
    kept_rows,
    known_texts,
)
from conflict_map.tables.date_columns import decide_order, read_dates
from conflict_map.tables.faults import RowFaults
from conflict_map.tables.identifiers import identify
from conflict_map.tables.mapping import assign_columns, check_usable, with_plausible_dates
from conflict_map.tables.positions import read_positions
from conflict_map.tables.values import (
    CellError,
    DateOrder,
    is_unknown,
    is_unknown_number,
    read_count,
)
from conflict_map.vocabulary import (
    PLOVER_TYPES,
    SUB_EVENT_TYPES,
    ClaimStatus,
    EventType,
    GeoPrecision,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conflict_map.tables.formats import TableFormat
    from conflict_map.tables.raw_table import RawTable
    from conflict_map.tables.report import Rejection

_TYPE_WORDS: Final = {word.casefold(): str(word) for word in EventType}
_SUB_TYPE_WORDS: Final = {word.casefold(): word for word in SUB_EVENT_TYPES}
_COUNTS: Final = ("fatalities_low", "fatalities_best", "fatalities_high")
_TEXTS: Final = ("place_name", "country", "admin1", "admin2", "admin3", "actor1", "actor2",
                 "claimant")  # fmt: skip
_NEAR_KM: Final = 25.0
"""UCDP's code 2, and what others mean by "near": within some 25 km (GED codebook 23.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """The usable rows of one table as event columns, with what was left out."""

    frame: pd.DataFrame = field(repr=False)
    """Event columns of their dtypes, and ``admin2`` and ``admin3`` beside them."""
    shapes: np.ndarray[Any, Any] | None = field(repr=False)
    """The geometry of each row where that is more than its point, else None."""
    rows: np.ndarray[Any, Any] = field(repr=False)
    rejections: tuple[Rejection, ...] = ()
    doubts: tuple[Rejection, ...] = ()
    """Values that are not understood and left unknown; their rows are used."""
    warnings: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    """Which column of the table fills which field."""


def text_array(column: Any) -> Any:
    """Give an Arrow text column as a pandas array of the event table's dtype, not copied."""
    whole = column if isinstance(column, pa.ChunkedArray) else pa.chunked_array([column])
    made: Any = pd.arrays.ArrowStringArray  # whose dtype the stubs leave out
    return made(whole.cast(pa.large_string()), dtype=TEXT_DTYPE)


def convert_mapped(
    table: RawTable,
    known: TableFormat,
    *,
    date_order: DateOrder | None = None,
    given: Mapping[str, str] | None = None,
    types: Mapping[str, str] | None = None,
) -> Converted:
    """Turn the rows of a table into event columns by the format's mapping.

    Without ``date_order`` the order of day and month is decided from the whole date column.
    ``given`` names the column of a field where the mapping should not choose; ``types`` says what
    the table's own words for types are in ours.

    Raises
    ------
    InputError
        if the table has no columns that an event could be read from.

    """
    said = len(table.warnings)
    if known.prepare is not None:
        table = known.prepare(table)
    reader = _Reader.of(table, known, date_order, given or {}, types or {})
    reader.warnings += table.warnings[said:]
    return reader.read()


@dataclass(slots=True, kw_only=True)
class _Reader:
    """Read a table column by column; each distinct cell is weighed once."""

    table: RawTable
    known: TableFormat
    columns: dict[str, tuple[int, ...]]
    order: DateOrder | None
    types: Mapping[str, str]
    faults: RowFaults
    warnings: list[str]
    has_own_id: bool
    """Whether the column of ids was asked for."""

    @classmethod
    def of(
        cls,
        table: RawTable,
        known: TableFormat,
        order: DateOrder | None,
        given: Mapping[str, str],
        types: Mapping[str, str],
    ) -> _Reader:
        columns, warnings = assign_columns(table, known, given)
        check_usable(table, columns)
        if len(columns.get("date_start", ())) > 1:
            columns = with_plausible_dates(table, columns)
        if order is None:
            order = decide_order(table, columns, warnings)
        folded = {word.casefold(): kind for word, kind in types.items()}
        return cls(
            table=table, known=known, columns=columns, order=order, types=folded,
            faults=RowFaults(table), warnings=warnings, has_own_id="event_id" in given,
        )  # fmt: skip

    def read(self) -> Converted:
        """Give the rows without fault."""
        first = {name: positions[0] for name, positions in self.columns.items()}
        texts = {name: self._text(name) for name in _TEXTS}
        positions = read_positions(self.table, first, self.faults, self._named(texts))
        start, end, precision = read_dates(
            self.table, self.columns, self.order, self.faults, self._codes("date_precision")
        )
        counts = {name: self._counts(name) for name in _COUNTS}
        kind, sub, plover = self._types()
        has_place = np.isfinite(positions.lat) & np.isfinite(positions.lon)
        geo_precision, uncertainty = self._geo_precision(has_place, positions.shapes)
        ids = identify(self.table, self.known, first.get("event_id") if self.has_own_id else None)
        kept = self.faults.sound()
        notes = self._notes(has_place, positions.reasons, positions.words)
        columns: dict[str, Any] = {
            "event_id": ids.ids,
            "event_type": kind, "sub_event_type": sub, "plover_type": plover,
            "date_precision": precision, "source": self._source(), "notes": notes,
            "source_type": self._text("source_type") if "source_type" in self.columns
            else self._text("event_type"),
            **texts,
        }  # fmt: skip
        frame = pd.DataFrame(
            {
                name: text_array(kept_rows(value, kept))
                for name, value in columns.items()
                if value is not None
            }
        )
        frame["date_start"], frame["date_end"] = start[kept], end[kept]
        frame["lat"], frame["lon"] = positions.lat[kept], positions.lon[kept]
        frame["geo_precision"] = geo_precision[kept]
        frame["uncertainty_km"] = uncertainty[kept]
        for name, array in counts.items():
            if array is not None:
                frame[name] = array[kept]
        frame["claim_status"] = text_array(constant(str(ClaimStatus.CODED), len(frame)))
        frame["duplicate_of"] = text_array(_repeats(ids.repeats, kept))
        if self.known.credit is not None:
            frame["citation"] = text_array(constant(self.known.credit.citation, len(frame)))
        self._check_tolls(frame, kept)
        return Converted(
            frame=frame,
            shapes=None if positions.shapes is None else positions.shapes[kept],
            rows=self.table.rows[kept],
            rejections=self.faults.rejections(),
            doubts=tuple(self.faults.doubts),
            warnings=(*self.warnings, *ids.warnings, *self.faults.doubt_sum()),
            columns={name: self.table.columns[at] for name, at in first.items()},
        )

    # --- texts ------------------------------------------------------------------------------------

    def _text(self, name: str) -> Any:
        """Give a text field; None where the table has no column for it."""
        if name in self.known.constants:
            return constant(self.known.constants[name], len(self.table))
        positions = self.columns.get(name, ())
        if not positions:
            return None
        if name not in self.known.fallbacks:
            positions = positions[:1]
        keep = (
            frozenset({"NA"})
            if name == "country" and self._has_codes(positions[0])
            else frozenset()
        )
        return first_known([known_texts(self.table.column(at), keep=keep) for at in positions])

    def _named(self, texts: Mapping[str, Any]) -> np.ndarray[Any, Any]:
        """Tell which rows name a place or a division."""
        named = np.zeros(len(self.table), dtype=bool)
        for name in ("place_name", "admin1", "admin2", "admin3"):
            if texts[name] is not None:
                named |= texts[name].is_valid().to_numpy()
        return named

    def _has_codes(self, at: int) -> bool:
        """Tell whether a column holds two-letter codes, among which NA is Namibia."""
        words = [w.strip() for w in Words.of(self.table.column(at)).words]
        others = [w for w in words if w and w != "NA"]
        return all(len(w) == 2 and w.isalpha() for w in others)

    def _source(self) -> Any:
        parts = [part for name in ("source", "url") if (part := self._text(name)) is not None]
        name = "standard input" if self.table.name == "-" else PurePath(self.table.name).name
        if not parts:
            return constant(name, len(self.table))
        return pc.fill_null(joined(parts, "; "), name)

    def _notes(
        self, has_place: np.ndarray[Any, Any], reasons: np.ndarray[Any, Any], words: tuple[str, ...]
    ) -> Any:
        notes = self._text("notes")
        if has_place.all():
            return notes
        told = pa.array([NOT_PLACED + word for word in words], pa.large_string())
        codes = pa.array(reasons.astype(np.int32), mask=has_place)
        reason = pa.chunked_array([told.take(codes)])
        return reason if notes is None else joined([reason, notes], "\n")

    def _types(self) -> tuple[Any, Any, Any]:
        """Give type, sub-type and PLOVER type; each distinct pair of words is read once."""
        length = len(self.table)
        held = [self._text(name) for name in ("event_type", "sub_event_type")]
        words = [
            Words.of(pc.fill_null(column, "")) if column is not None
            else Words(np.zeros(length, dtype=np.int32), ("",))
            for column in held
        ]  # fmt: skip
        width = len(words[1].words)
        pairs = words[0].codes.astype(np.int64) * width + words[1].codes
        distinct, codes = np.unique(pairs, return_inverse=True)
        meanings = [
            self._meaning(words[0].words[pair // width], words[1].words[pair % width])
            for pair in distinct.tolist()
        ]
        taken = pa.array(codes.astype(np.int32))
        kind, sub = (
            pa.chunked_array([pa.array([m[at] for m in meanings], pa.large_string()).take(taken)])
            for at in (0, 1)
        )
        plover = self._text("plover_type")
        if plover is not None:
            listed = pa.array(PLOVER_TYPES, pa.large_string())
            upper = pc.utf8_upper(plover)
            plover = pc.if_else(pc.is_in(upper, listed), upper, None)
        return kind, sub, plover

    def _meaning(self, word: str, sub: str) -> tuple[str | None, str | None]:
        key = word.removesuffix(".0").casefold()
        known = self.known.codes.get("event_type", {}).get(key)
        kind = self.types.get(key) or known or word or None
        finer = sub or self.known.sub_types.get(key)
        if kind is not None:
            kind = _TYPE_WORDS.get(kind.casefold(), kind)
        if finer:
            finer = _SUB_TYPE_WORDS.get(finer.casefold(), finer)
        elif kind is not None and kind.casefold() in _SUB_TYPE_WORDS:
            finer = _SUB_TYPE_WORDS[kind.casefold()]
            kind = str(SUB_EVENT_TYPES[finer])
        if kind is None and finer in SUB_EVENT_TYPES:
            kind = str(SUB_EVENT_TYPES[finer])
        return kind, finer or None

    # --- codes and counts -------------------------------------------------------------------------

    def _codes(self, name: str) -> tuple[Words, list[str | None]] | None:
        """Give a coded column's words with the event table's word for each."""
        if name not in self.columns:
            return None
        at = self.columns[name][0]
        words = Words.of(self.table.column(at))
        meanings: list[str | None] = []
        wrong: dict[int, str] = {}
        for code, cell in enumerate(words.words):
            key = cell.strip().removesuffix(".0").lower()
            found = self.known.codes.get(name, {}).get(key)
            meanings.append(found or None)
            if found is None and not is_unknown_number(cell):
                wrong[code] = "not a code of this column"
        self.faults.doubt_words(self.table.columns[at], words, wrong)
        return words, meanings

    def _geo_precision(
        self, has_place: np.ndarray[Any, Any], shapes: np.ndarray[Any, Any] | None
    ) -> tuple[Any, np.ndarray[Any, Any]]:
        length = len(self.table)
        values = np.full(length, np.nan)
        coded = self._codes("geo_precision")
        if coded is not None:
            words, meanings = coded
            values = words.spread([np.nan if m is None else float(m) for m in meanings], float)
        elif self.known.has_exact_points:
            values = np.full(length, float(GeoPrecision.PLACE))
        if shapes is not None:
            kinds = np.array([None if s is None else s.geom_type for s in shapes], dtype=object)
            # A line or an area of the file's own says by itself how finely it is known.
            values[np.array([kind is not None for kind in kinds], dtype=bool)] = np.nan
            lines = np.array([k is not None and "Line" in k for k in kinds], dtype=bool)
            values[lines] = float(GeoPrecision.DISTRICT)
        values[~has_place] = np.nan
        radius = np.where(values == GeoPrecision.NEAR, _NEAR_KM, np.nan)
        if "uncertainty_km" in self.columns:
            radius = np.where(has_place, self._numbers("uncertainty_km"), np.nan)
        whole = pd.array(np.where(np.isnan(values), 0, values).astype(np.int64), dtype="Int64")
        whole[np.isnan(values)] = pd.NA
        return whole, radius

    def _numbers(self, name: str) -> np.ndarray[Any, Any]:
        at = self.columns[name][0]
        words = Words.of(self.table.column(at))
        values = np.full(len(words.words), np.nan)
        wrong: dict[int, str] = {}
        for code, cell in enumerate(words.words):
            try:
                number = float(cell.strip().replace(",", ".")) if not is_unknown(cell) else np.nan
            except ValueError:
                number = -1.0
            if np.isnan(number) or 0 <= number < 21_000:
                values[code] = number
            else:
                wrong[code] = "not a distance in kilometres"
        self.faults.doubt_words(self.table.columns[at], words, wrong)
        return words.spread(values, float)

    def _counts(self, name: str) -> Any:
        if name not in self.columns:
            return None
        at = self.columns[name][0]
        words = Words.of(self.table.column(at))
        values = np.zeros(len(words.words), dtype=np.int64)
        missing = np.ones(len(words.words), dtype=bool)
        wrong: dict[int, str] = {}
        for code, cell in enumerate(words.words):
            if is_unknown_number(cell):
                continue
            try:
                values[code], missing[code] = read_count(cell), False
            except CellError as error:
                wrong[code] = str(error)
        self.faults.doubt_words(self.table.columns[at], words, wrong)
        return pd.arrays.IntegerArray(values[words.codes], missing[words.codes])

    def _check_tolls(self, frame: pd.DataFrame, kept: np.ndarray[Any, Any]) -> None:
        """Say how many rows break low <= best <= high; they stay as they are coded."""
        held = [
            frame[name].to_numpy("float64", na_value=np.nan) for name in _COUNTS if name in frame
        ]
        odd = np.zeros(len(frame), dtype=bool)
        for at, lower in enumerate(held):
            for upper in held[at + 1 :]:
                odd |= lower > upper
        if odd.any():
            row = int(self.table.rows[kept[int(np.flatnonzero(odd)[0])]])
            self.warnings.append(
                f"{self.table.name}: {int(odd.sum())} rows are not low <= best <= high deaths, "
                f"first row {row}; kept as coded"
            )


def _repeats(repeats: Mapping[int, str], kept: np.ndarray[Any, Any]) -> Any:
    if not repeats:
        return constant(None, len(kept))
    return pa.chunked_array(
        [pa.array([repeats.get(at) for at in kept.tolist()], pa.large_string())]
    )
