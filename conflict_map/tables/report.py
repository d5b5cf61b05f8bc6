"""What became of every row: results, rejections and the report; knows no format and no map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib import metadata
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from conflict_map.events.event_set import EventSet

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from conflict_map.tables.formats import Credit

_SHOWN_VALUE: Final = 200
_VERSIONED: Final = ("conflict-map", "geopandas", "pandas", "shapely", "pyproj", "folium")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A row that was read and not used, with the reason."""

    input: str
    row: int | None
    """As a spreadsheet numbers it, the header being row 1; None for an event from an article."""
    column: str
    """The column at fault; several are joined with ', '; empty where the whole row is."""
    value: str
    reason: str

    def as_dict(self) -> dict[str, Any]:
        """Give the rejection as the report writes it.

        >>> Rejection(input="e.csv", row=7, column="lat", value="x", reason="no").as_dict()
        {'input': 'e.csv', 'row': 7, 'column': 'lat', 'value': 'x', 'reason': 'no'}
        """
        return {
            "input": self.input,
            "row": self.row,
            "column": self.column,
            "value": self.value[:_SHOWN_VALUE],
            "reason": self.reason,
        }

    def __str__(self) -> str:
        where = self.input if self.row is None else f"{self.input}: row {self.row}"
        column = f", column {self.column}" if self.column else ""
        value = f": {self.value[:_SHOWN_VALUE]!r}" if self.value else ""
        return f"{where}{column}{value}: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class InputSummary:
    """One input as it was read."""

    path: str
    sha256: str
    format: str
    records: int
    title: str | None = None
    """The title of the only article in it, for the map; not part of the report."""

    def as_dict(self) -> dict[str, Any]:
        """Give the input as the report writes it."""
        return {
            "path": self.path,
            "sha256": self.sha256,
            "format": self.format,
            "records": self.records,
        }


@dataclass(frozen=True, slots=True)
class Origins(Sequence[tuple[str, "int | None"]]):
    """Where each event came from, input and row, without a pair of objects for each of them.

    >>> list(Origins.of([("a.csv", 2), ("text.txt", None)]))
    [('a.csv', 2), ('text.txt', None)]
    """

    names: tuple[str, ...] = ()
    files: np.ndarray[Any, Any] = field(repr=False, default_factory=lambda: np.empty(0, np.int32))
    rows: np.ndarray[Any, Any] = field(repr=False, default_factory=lambda: np.empty(0, np.int64))
    """The number of the row; 0 for an event from an article."""

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, int | None]]) -> Origins:
        """Make it of (input, row) pairs."""
        listed = list(pairs)
        names = {name: at for at, name in enumerate(dict.fromkeys(name for name, _ in listed))}
        return cls(
            tuple(names),
            np.array([names[name] for name, _ in listed], dtype=np.int32),
            np.array([row or 0 for _, row in listed], dtype=np.int64),
        )

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return self.taken(np.arange(len(self))[at])
        return self.names[int(self.files[at])], int(self.rows[at]) or None

    def __iter__(self) -> Iterator[tuple[str, int | None]]:
        for file, row in zip(self.files.tolist(), self.rows.tolist(), strict=True):
            yield self.names[file], row or None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def taken(self, positions: np.ndarray[Any, Any]) -> Origins:
        """Give the origins at these positions."""
        return Origins(self.names, self.files[positions], self.rows[positions])

    def joined(self, other: Origins) -> Origins:
        """Give these and then those of ``other``."""
        shift = len(self.names)
        return Origins(
            (*self.names, *other.names),
            np.concatenate([self.files, other.files + shift]).astype(np.int32),
            np.concatenate([self.rows, other.rows]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TableResult:
    """Events with the account of all rows: ``placed + unplaced + rejected == read``."""

    events: EventSet
    inputs: tuple[InputSummary, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    warnings: tuple[str, ...] = ()
    origins: Origins = field(default_factory=Origins)
    """Input and row of each event, in the order of the set."""
    doubts: tuple[Rejection, ...] = ()
    """Values that are not understood and left unknown; ``check`` lists them."""
    credits: tuple[Credit, ...] = ()
    """What the terms of the data sets ask for."""
    corrections: Mapping[str, Any] | None = None
    """The account of the corrections by hand; None where none were given."""

    @property
    def placed(self) -> int:
        """Count the events that have a place."""
        return len(self.events.placed())

    @property
    def unplaced(self) -> int:
        """Count the events that have none; they are listed with their reason."""
        return len(self.events) - self.placed

    @property
    def duplicates(self) -> int:
        """Count the events that tell an earlier one again; they are among the placed or not."""
        return int(self.events.to_frame()["duplicate_of"].notna().sum())

    @property
    def rejected(self) -> int:
        """Count the rows that are not used."""
        return len(self.rejections)

    @property
    def read(self) -> int:
        """Count what was read."""
        return len(self.events) + self.rejected

    def joined(self, other: TableResult) -> TableResult:
        """Give both results as one; their events must have different ids.

        Raises
        ------
        InputError
            if an id is in both with different values.

        """
        return TableResult(
            events=self.events.merge(other.events),
            inputs=self.inputs + other.inputs,
            rejections=self.rejections + other.rejections,
            warnings=self.warnings + other.warnings,
            origins=self.origins.joined(other.origins),
            doubts=self.doubts + other.doubts,
            credits=tuple(dict.fromkeys(self.credits + other.credits)),
            corrections=self.corrections or other.corrections,
        )

    def held_back(self, days: int, reference: date | None = None) -> TableResult:
        """Hold back the events of the last ``days`` days before ``reference``, that day included.

        The reference is the newest day of any event, unless one is given: no clock is asked. Events
        of which no day is known are held back, too. They are counted as rejected, without their
        rows and days, which would tell of them.
        """
        ends = self.events.to_frame()["date_end"].to_numpy()
        known = ends[~np.isnat(ends)]
        if reference is None and not len(known):
            newest = None
        else:
            newest = np.datetime64(reference, "D") if reference else known.max().astype("M8[D]")
        if newest is None:
            keep = np.zeros(len(ends), dtype=bool)
            reason = "held back: no day is known"
        else:
            last = newest - np.timedelta64(days, "D")
            keep = ~np.isnat(ends) & (ends <= last)
            reason = f"held back: newer than {last}, or of no known day"
        if keep.all():
            return self
        gone = [self.origins[at][0] for at in np.flatnonzero(~keep).tolist()]
        rejections = tuple(
            Rejection(input=file, row=None, column="", value="", reason=reason) for file in gone
        )
        kept = np.flatnonzero(keep)
        ids = {event_id for event_id, is_kept in zip(self.events, keep, strict=True) if is_kept}
        frame = self.events.to_frame().iloc[kept].reset_index()
        details = {i: e for i, e in self.events.details.items() if i in ids}
        # A row that is kept must not point to one that is not.
        frame["duplicate_of"] = frame["duplicate_of"].where(frame["duplicate_of"].isin(ids))
        return replace(
            self,
            events=EventSet(frame, details=details),
            origins=self.origins.taken(kept),
            rejections=self.rejections + rejections,
            warnings=(*self.warnings, f"{len(gone)} events were {reason}"),
        )

    def between(self, start: date | None, end: date | None) -> TableResult:
        """Keep the events of these days, both included, and list the others as rejected.

        Raises
        ------
        UsageError
            if the start is after the end.

        """
        kept = self.events.between(start, end)
        if len(kept) == len(self.events):
            return self
        inside = set(kept)
        keep = np.fromiter((i in inside for i in self.events), dtype=bool, count=len(self.events))
        asked = f"{start or 'the beginning'} to {end or 'the end'}"
        ends = self.events.to_frame()["date_end"].to_numpy()
        left_out: list[Rejection] = []
        for at in np.flatnonzero(~keep).tolist():
            value = "" if np.isnat(ends[at]) else str(np.datetime64(ends[at], "D"))
            reason = (
                f"outside the dates asked for ({asked})"
                if value
                else f"has no date, and only {asked} is asked for"
            )
            file, row = self.origins[at]
            left_out.append(
                Rejection(input=file, row=row, column="date", value=value, reason=reason)
            )
        return replace(
            self,
            events=kept,
            origins=self.origins.taken(np.flatnonzero(keep)),
            rejections=self.rejections + tuple(left_out),
        )


def build_report(
    result: TableResult, *, options: Mapping[str, Any], version: str | None = None
) -> dict[str, Any]:
    """Give the report of a run as plain values, the same for the same input and options.

    ``version`` is that of this package, where it is not installed and cannot be looked up.

    >>> from conflict_map.events import EventSet
    >>> report = build_report(TableResult(events=EventSet.empty()), options={"title": "T"})
    >>> report["read"], report["rejections"], report["options"]
    (0, [], {'title': 'T'})
    """
    return {
        "inputs": [summary.as_dict() for summary in result.inputs],
        "read": result.read,
        "placed": result.placed,
        "unplaced": result.unplaced,
        "rejected": result.rejected,
        "duplicates": result.duplicates,
        "rejections": [rejection.as_dict() for rejection in result.rejections],
        "warnings": list(result.warnings),
        "corrections": None if result.corrections is None else dict(result.corrections),
        "citations": [
            {"citation": credit.citation, "access": credit.access} for credit in result.credits
        ],
        "versions": versions(_VERSIONED) | ({"conflict-map": version} if version else {}),
        "options": dict(sorted(options.items())),
    }


def versions(names: Iterable[str]) -> dict[str, str]:
    """Give the installed versions of the named distributions; one that is absent is left out.

    >>> versions(["no-such-distribution"])
    {}
    """
    found: dict[str, str] = {}
    for name in names:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found
