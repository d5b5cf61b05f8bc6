"""What became of every row: results, rejections and the report; knows no format and no map."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import metadata
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from conflict_map.events.event_set import EventSet

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


@dataclass(frozen=True, slots=True, kw_only=True)
class TableResult:
    """Events with the account of all rows: ``placed + unplaced + rejected == read``."""

    events: EventSet
    inputs: tuple[InputSummary, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    warnings: tuple[str, ...] = ()
    origins: tuple[tuple[str, int | None], ...] = ()
    """Input and row of each event, in the order of the set."""

    @property
    def placed(self) -> int:
        """Count the events that have a place."""
        return len(self.events.placed())

    @property
    def unplaced(self) -> int:
        """Count the events that have none; they are listed with their reason."""
        return len(self.events) - self.placed

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
            origins=self.origins + other.origins,
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
        frame = self.events.to_frame()
        asked = f"{start or 'the beginning'} to {end or 'the end'}"
        origins: list[tuple[str, int | None]] = []
        left_out: list[Rejection] = []
        for event_id, last, origin in zip(
            self.events, frame["date_end"], self.origins, strict=True
        ):
            if event_id in inside:
                origins.append(origin)
                continue
            value = "" if pd.isna(last) else str(np.datetime64(last, "D"))
            reason = (
                f"outside the dates asked for ({asked})"
                if value
                else (f"has no date, and only {asked} is asked for")
            )
            left_out.append(
                Rejection(input=origin[0], row=origin[1], column="date", value=value, reason=reason)
            )
        return replace(
            self, events=kept, origins=tuple(origins), rejections=self.rejections + tuple(left_out)
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
        "rejections": [rejection.as_dict() for rejection in result.rejections],
        "warnings": list(result.warnings),
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
